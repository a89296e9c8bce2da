-- What PyTorch's exporter writes of all layers of the reference, and of the
-- image networks of torchvision, where PyTorch is: by reference.py and
-- networks.py.
local files = require "spec.files"
local ln = require "lunette"
local near = require "spec.near"
local python = require "spec.support.python"

local TOLERANCE = 1e-4 -- of float by float, in another order

local function lines_of(command, ...)
  local lines, f = {}, assert(io.popen(command:format(...)))
  for line in f:lines() do lines[#lines + 1] = line end
  assert(f:close())
  return lines
end

local function held(y, path)
  local wanted = ln.load_npy(path)
  assert.equal(tostring(wanted:size()), tostring(y:size()))
  if y:numel() > 0 then near(y, wanted:flatten():totable(), TOLERANCE) end
end

-- Cases in which the file is not what PyTorch computes, as ONNX Runtime finds as
-- well, by what they begin with.
local other = {
  ["nn.Softplus(2, 1.1)"] = "the exporter leaves the threshold out",
  ["nn.PairwiseDistance"] = "the exporter takes a root of a negative sum",
  ["nn.weight_norm(nn.Linear(4, 3), {name = \"bias\"})"] = "the exporter norms another dimension",
  ["nn.weight_norm(nn.spectral_norm(nn.Linear(4, 3)), {name = \"b"] = "the exporter norms another dimension",
  ["nn.Unfold"] = "the exporter pads a dimension that is not there",
  ["nn.LocalResponseNorm"] = "the exporter writes an If",
  ['nn.Upsample {scale_factor = {2, 1.5, 0.5}, mode = "trilinear"}'] = "opset 9 has no half pixels",
}
-- Without a batch, which the exporter does not know.
for _, text in ipairs {"MaxPool1d(2)", "AvgPool1d(2)", "MaxPool2d(2)", "AvgPool2d(2)", "AdaptiveMaxPool2d(2)",
                       "AdaptiveAvgPool2d(3)", "MaxPool3d(2)", "AvgPool3d(2)", "LPPool2d(3, {2, 3})"} do
  other["nn." .. text] = "there is no batch"
end

local function why_left(text)
  if text:find "circular" then return "the exporter pads otherwise" end
  for start, reason in pairs(other) do
    if text:sub(1, #start) == start then return reason end
  end
end

describe("models of PyTorch's exporter #hard", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function inputs_of(at, count)
    local inputs, leaves = {}, {}
    for k = 1, count do
      inputs[k] = ln.load_npy(at .. ".x" .. k .. ".npy")
      local is_float = files.read(at .. ".x" .. k .. ".npy"):find("'<f4'", 1, true)
      if is_float then leaves[#leaves + 1] = inputs[k]:requires_grad_() end
    end
    return inputs, leaves
  end

  local function bent(y)
    local largest = y:numel() > 0 and y:detach():abs():amax():item() or 1
    return (y / math.max(largest, 1e-30)):sin()
  end

  -- Results, and the gradients in the inputs of the sum of sin(y / |y|).
  local function check(at, inputs, outputs)
    local given, leaves = inputs_of(at, inputs)
    local ys, sum = {ln.onnx.load(at .. ".onnx")(table.unpack(given))}, ln.zeros {}
    for k = 1, outputs do
      held(ys[k], at .. ".y" .. k .. ".npy")
      sum = sum + bent(ys[k]):sum()
    end
    if not sum:requires_grad() then return end
    sum:backward()
    for k, x in ipairs(leaves) do held(x.grad or ln.zeros(x:size()), at .. ".g" .. k .. ".npy") end
  end

  for _, opset in ipairs {9, 13, 16} do
    it("compute the layers of the reference in opset " .. opset, function()
      if python.missing "torch" then return pending(python.missing "torch") end
      lines_of("%s spec/onnx/reference.py %s %d 2>/dev/null", python.program, folder, opset)
      local count, failed = 0, {}
      for line in io.lines(folder .. "/list.txt") do
        local n, inputs, outputs, text = line:match "^(%d+) (%d+) (%d+) (.*)$"
        local ok, reason = pcall(check, folder .. "/" .. n, tonumber(inputs), tonumber(outputs))
        if not ok and not why_left(text) then failed[#failed + 1] = text .. ": " .. tostring(reason) end
        count = count + (ok and 1 or 0)
      end
      assert(#failed == 0, table.concat(failed, "\n"))
      assert.is_true(count > 180, count)
    end)
  end

  it("compute the networks of torchvision", function()
    if python.missing "torchvision" then return pending(python.missing "torchvision") end
    for _, name in ipairs(lines_of("%s spec/onnx/networks.py %s 13 2>/dev/null", python.program, folder)) do
      local at = folder .. "/" .. name
      local net <const> = ln.onnx.load(at .. ".onnx")
      local _ <close> = ln.no_grad()
      held(net(ln.load_npy(at .. ".x.npy")), at .. ".y.npy")
      os.execute("rm " .. at .. ".*")
    end
  end)
end)
