-- Every layer against PyTorch: the cases in spec/reference/layers, which
-- make.py there writes.
local ln = require "lunette"
local fixtures = require "spec.support.fixtures"

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5
local FOLDER = "spec/reference/layers/"

local function families()
  local names, pipe = {}, assert(io.popen("ls " .. FOLDER))
  for name in pipe:lines() do names[#names + 1] = name:match "^([%w_]+)%.lua$" end
  pipe:close()
  assert(#names > 0, "specs are run at the root of the project")
  return names
end

local function largest(list)
  local most = 0
  for _, v in ipairs(list) do most = math.max(most, math.abs(v)) end
  return most
end

-- As near as TOLERANCE times `scale`, the largest value of the reference.
local function same(what, x, expected, scale)
  assert.same(expected.c, x:size(), what)
  local got = x:reshape(-1):totable()
  local bound = TOLERANCE * (scale or largest(expected.v))
  assert.equal(#expected.v, #got, what)
  for i, v in ipairs(expected.v) do
    if not (got[i] == v or math.abs(got[i] - v) <= bound) then
      error(("%s: element %d is %.9g, PyTorch gives %.9g"):format(what, i, got[i], v), 0)
    end
  end
end

local function tensor_of(spec) return ln.tensor(spec.v):reshape(spec.c) end

-- The cotangent that make.py uses.
local function cotangent(sizes)
  local count, values = 1, {}
  for _, n in ipairs(sizes) do count = count * n end
  for i = 0, count - 1 do values[i + 1] = (7 * i % 11 - 4.5) / 4 end
  return ln.tensor(values):reshape(sizes)
end

-- Gradients that are 0 but for rounding are measured against the others.
local function check_gradients(what, found, leaves, expected)
  local most = 0
  for _, e in ipairs(expected) do most = math.max(most, largest(e.v)) end
  for k, e in ipairs(expected) do
    local g = found[k] or ln.zeros(leaves[k]:size())
    same(what .. " " .. k, g, e, math.max(largest(e.v), 1e-3 * most))
  end
end

-- Inputs first, then parameters, as make.py has them; and what is expected.
local function all_leaves(layer, leaves, of_inputs, of_parameters)
  local list, expected = table.move(leaves, 1, #leaves, 1, {}), table.move(of_inputs, 1, #leaves, 1, {})
  for path, p in layer:named_parameters() do
    list[#list + 1], expected[#expected + 1] = p, of_parameters[path]
  end
  return list, expected
end

-- Half the squared length of the gradient of sum of y c in the inputs.
local function penalty(ys, cotangents, leaves)
  local total = ln.tensor(0)
  if #ys == 0 or #leaves == 0 then return total end
  local grads = ln.grad(ys, leaves, {grad_outputs = cotangents, allow_unused = true, create_graph = true})
  for k = 1, #leaves do
    if grads[k] then total = total + grads[k]:square():sum() / 2 end
  end
  return total
end

local function make_layer(case)
  local layer, state = case.make():train(case.train), {}
  for path, spec in pairs(case.state) do state[path] = tensor_of(spec) end
  layer:load_state_dict(state)
  return layer
end

local function check_derivatives(case, layer, leaves, ys)
  local outputs, cotangents = {}, {}
  for _, y in ipairs(ys) do
    if y:requires_grad() then outputs[#outputs + 1], cotangents[#cotangents + 1] = y, cotangent(y:size()) end
  end
  local inputs, first = all_leaves(layer, leaves, case.g, case.gp)
  local _, second = all_leaves(layer, leaves, case.g2, case.gp2)
  if #inputs == 0 then return end
  local r1, found = penalty(outputs, cotangents, leaves), {}
  if #outputs > 0 then
    found = ln.grad(outputs, inputs, {grad_outputs = cotangents, allow_unused = true, retain_graph = true})
  end
  check_gradients("gradient", found, inputs, first)
  found = r1:requires_grad() and ln.grad(r1, inputs, {allow_unused = true}) or {}
  check_gradients("gradient of the penalty", found, inputs, second)
end

local function run(case)
  local layer = make_layer(case)
  local twin, leaves, args = layer:clone(), {}, {}
  for i = 1, case.args.n do args[i] = fixtures.argument(case.args[i], leaves) end
  local function call(who)
    for _ = 2, case.calls or 1 do who(table.unpack(args, 1, case.args.n)) end
    return fixtures.flat({who(table.unpack(args, 1, case.args.n))}, {})
  end
  local ys = call(layer)
  assert.equal(#case.y, #ys, "results")
  for k, y in ipairs(ys) do same("result " .. k, y, case.y[k]) end
  for path, buffer in layer:named_buffers() do
    same(path .. " afterwards", buffer, case.after[path])
  end
  check_derivatives(case, layer, leaves, ys)
  for k, y in ipairs(call(twin)) do assert.same(ys[k]:totable(), y:totable()) end
end

for _, family in ipairs(families()) do
  describe("PyTorch's layers agree, " .. family .. ":", function()
    for k, case in ipairs(dofile(FOLDER .. family .. ".lua")) do
      local mode = case.train and "" or ", in evaluation mode"
      it(k .. ". " .. case.text .. mode, function() run(case) end)
    end
  end)
end
