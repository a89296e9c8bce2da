-- Networks as ONNX files, looked at by those who know the format: python3-onnx, ONNX Runtime, protoc
-- (spec/support/onnx.lua).
local engine = require "lunette.engine"
local files = require "spec.files"
local fixtures = require "spec.support.fixtures"
local ln = require "lunette"
local onnx = require "spec.support.onnx"
local samples = require "spec.support.samples"
local shell = require "lunette.shell"
local nn = ln.nn

-- Of the largest of a result: float32, in sums of another order.
local TOLERANCE = 1e-4

-- A layer of a function, for what no layer is.
local Does = nn.Module:extend "Does"
function Does:init(f, ...) self.f, self.parts = f, {...} end
function Does:forward(...) return self.f(...) end

local folder = files.new_folder()

local count = 0
local function new_path()
  count = count + 1
  return ("%s/%d.onnx"):format(folder, count)
end

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(tostring(message):find(part, 1, true), message)
end

-- ---- exports and what they should give, run in one process of node ----

local Batch = {}
Batch.__index = Batch

local function new_batch() return setmetatable({jobs = {}, expected = {}, labels = {}, paths = {}}, Batch) end

-- Draws as the file has them: those of the batch of 2 that was run first, the first sample's for all.
local function as_drawn(n)
  local before = {}
  for _, name in ipairs {"randn", "rand_like"} do
    local f = engine.create[name]
    before[name] = f
    engine.create[name] = function(first, ...)
      local sizes = ln.is_tensor(first) and first:size() or {first, ...}
      local two = {2, table.unpack(sizes, 2)}
      local x = name == "randn" and f(two) or f(engine.create.zeros(two))
      return x:narrow(1, 1, 1):expand(n, table.unpack(sizes, 2)):contiguous()
    end
  end
  return setmetatable({}, {__close = function()
    for name, f in pairs(before) do engine.create[name] = f end
  end})
end

-- To run the file on these, which of them are indices, and what is to come of it.
function Batch:add(label, path, args, index, ys)
  local feeds = {}
  for k, x in ipairs(args) do
    feeds[k] = {name = #args > 1 and "input_" .. k or "input", x = index[k] and x - 1 or x:detach(), index = index[k]}
  end
  table.insert(self.jobs, {path = path, feeds = feeds})
  table.insert(self.expected, ys)
  table.insert(self.labels, label)
end

-- A network, exported with the first of args_of(n), and run on all of them.
function Batch:network(label, network, args_of, sizes, o)
  local path = new_path()
  local given = {input = args_of(sizes.from or 1), opset = o.opset, dynamic_batch = o.dynamic_batch}
  ln.onnx.export(network, path, given)
  self.paths[#self.paths + 1] = path
  for k, n in ipairs(sizes) do
    local copy = k == 1 and path or new_path()
    if k > 1 then files.write(copy, files.read(path)) end
    local args = args_of(n)
    local _ <close> = ln.no_grad()
    local _ <close> = network:evaluating()
    local _ <close> = as_drawn(n)
    ln.manual_seed(1)
    self:add(("%s, %d samples"):format(label, n), copy, args, o.index or {},
             fixtures.flat({network(table.unpack(args))}, {}))
  end
end

local function check_result(label, y, got)
  local x = got.type == "int64" and got.x + 1 or got.x
  assert.same(y:size(), x:size(), label)
  if y:numel() == 0 then return end
  local most = y:abs():amax():item()
  local gap = (x - y):abs():amax():item()
  if not (gap <= TOLERANCE * most) then -- luacheck: ignore (NaN fails)
    error(("%s: %g off, of %g"):format(label, gap, most), 0)
  end
end

function Batch:check(expect_faults)
  if not onnx.no_checker() then assert.same(expect_faults or {}, onnx.faults(self.paths)) end
  if onnx.no_runtime() then return end
  for k, got in ipairs(onnx.run(self.jobs, folder)) do
    assert.is_nil(got.error, self.labels[k] .. ": " .. tostring(got.error))
    assert.equal(#self.expected[k], #got, self.labels[k])
    for j, y in ipairs(self.expected[k]) do check_result(self.labels[k] .. ", result " .. j, y, got[j]) end
  end
end

-- Cases that wait where neither can look.
local function looked_at(what, f)
  it(what, function()
    if onnx.no_checker() then return pending(onnx.no_checker()) end
    if onnx.no_runtime() then return pending(onnx.no_runtime()) end
    f()
  end)
end

-- ---- the zoo ----

local function check_zoo(o)
  local batch = new_batch()
  for _, entry in ipairs(dofile("spec/onnx/zoo.lua")(o)) do
    local sizes = {from = entry.group == 2 and 2 or 1, entry.group, 3 * entry.group}
    if entry.group == 1 then sizes[1] = 1 end
    batch:network(entry.name, entry.network, entry.args, sizes, entry)
  end
  batch:check()
end

teardown(files.remove_folder)

describe("files of the zoo", function()
  looked_at("keep the standard's rules and give the same, with other batches than they were written with", function()
    check_zoo {small = true}
  end)

  looked_at("of the papers' sizes do #hard", function() check_zoo {} end)
end)

-- ---- every layer ----

-- What of the layers no file can have, by the words of the refusal.
local refused = {
  ["nn.MultiMarginLoss"] = "numbers that depend on the input are taken out",
  ["nn.MultiLabelMarginLoss"] = "numbers that depend on the input are taken out",
  ["nn.CTCLoss"] = "numbers that depend on the input are taken out",
  ["nn.EmbeddingBag"] = "numbers that depend on the input are taken out",
  ["nn.MaxUnpool"] = "numbers that depend on the input are taken out",
  ["nn.FractionalMaxPool"] = "ONNX has no form of started_index at ",
  ["nn.AdaptiveMaxPool1d(2, {return_indices = true})"] = "the windows are of several sizes",
  ["nn.AdaptiveMaxPool2d(2, {return_indices = true})"] = "the windows are of several sizes",
  ["nn.AdaptiveMaxPool3d(2, {return_indices = true})"] = "the windows are of several sizes",
  ["nn.EmbeddingBag(5, 3)"] = "ONNX has no form of bag_sum at ",
}

local function refusal_of(text)
  local found, longest
  for name, words in pairs(refused) do
    if text:sub(1, #name) == name and #name > #(longest or "") then found, longest = words, name end
  end
  return found
end


-- The case's layer, called with tensors alone: what else it is given stands in the call.
local function layer_of(case)
  local layer, state, args, tensors = case.make(), {}, {}, {}
  for path, spec in pairs(case.state) do state[path] = ln.tensor(spec.v):reshape(spec.c) end
  layer:load_state_dict(state)
  for k = 1, case.args.n do args[k] = fixtures.argument(case.args[k], {}) end
  for k = 1, case.args.n do
    if ln.is_tensor(args[k]) then tensors[#tensors + 1] = args[k] end
  end
  if #tensors == case.args.n then return layer, tensors end
  return Does(function(...)
    local given, next_one = {...}, 0
    local all = {}
    for k = 1, case.args.n do
      if ln.is_tensor(args[k]) then next_one = next_one + 1 end
      all[k] = ln.is_tensor(args[k]) and given[next_one] or args[k]
    end
    return layer(table.unpack(all, 1, case.args.n))
  end, layer), tensors
end

-- The inputs of the file that are int64, as python3-onnx sees them.
local function index_inputs(paths)
  local script = "import sys, onnx\nfor p in sys.argv[1:]:\n  print(*(i.type.tensor_type.elem_type for i in " ..
                 "onnx.load(p).graph.input))"
  local pipe <close> = assert(io.popen(("/usr/bin/python3 -c %s %s"):format(shell.quoted(script),
                                                                            table.concat(paths, " "))))
  local list = {}
  for line in pipe:lines() do
    local index, k = {}, 0
    for kind in line:gmatch "%d+" do
      k = k + 1
      index[k] = kind == "7" or nil
    end
    list[#list + 1] = index
  end
  return list
end

local FAMILIES = {"activation", "attention", "conv", "linear", "models", "more", "norm", "pooling", "recurrent",
                  "reparametrisation", "zoo"}

local function check_layers(opset)
  local batch, made = new_batch(), {}
  for _, family in ipairs(FAMILIES) do
    for k, case in ipairs(dofile("spec/reference/layers/" .. family .. ".lua")) do
      local layer, tensors = layer_of(case)
      local label, path = ("%s %d, %s"):format(family, k, case.text), new_path()
      local given = {input = tensors, dynamic_batch = false, opset = opset}
      local words = refusal_of(case.text)
      if words then
        fails(words, ln.onnx.export, layer, path, given)
      elseif #tensors > 0 then
        ln.onnx.export(layer, path, given)
        batch.paths[#batch.paths + 1] = path
        made[#made + 1] = {label, layer, tensors}
      end
    end
  end
  for k, index in ipairs(index_inputs(batch.paths)) do
    local label, layer, tensors = table.unpack(made[k])
    local _ <close> = ln.no_grad()
    local _ <close> = layer:evaluating()
    ln.manual_seed(1)
    batch:add(label, batch.paths[k], tensors, index, fixtures.flat({layer(table.unpack(tensors))}, {}))
  end
  assert(#made > 350)
  batch:check()
end

describe("files of every layer", function()
  for _, opset in ipairs {13, 17} do
    looked_at("keep the standard's rules and give the same, opset " .. opset .. (opset == 13 and " #hard" or ""), function()
      check_layers(opset)
    end)
  end
end)

-- ---- every op ----

-- Rows that no file has: what a backward sweep runs, what is decomposed or written into, and what ONNX has nothing
-- near. Those that are made of others are refused by the names of these.
local NO_FORM = [[
  atan2 avg_along_adjoint bag_sum band_grad bincount block_diag cdist_along cdist_signs cholesky conv_weight copysign
  cross_lines cumprod det dft diag diag_embed diagonal diagonal_scatter diagonal_widen digamma_derivative eigh_packed
  erfcx erfcx_derivative erfinv gelu_grad grid_fraction grid_sample_adjoint hardswish_grad huber_grad index_add
  index_assign index_copy index_extreme index_fill index_put index_write inverse irdft leaky_relu_grad lgamma
  log_ndtr log_softmax_at_grad log_softmax_grad logaddexp2 logcumsumexp lu_packed lyapunov masked_scatter masked_select
  minibatch_pulls minibatch_turns multilabel_margin multilabel_margin_grad nan_to_num pad_adjoint pick_classes_grad
  pinverse put qr_packed rdft resample_adjoint scatter_extreme sigmoid_grad silu_grad sinc_derivative slogdet_packed
  softmax_grad solve solve_columns solve_triangular_columns sqrtm suffix_weighted_sum svd_packed tanh_grad trace
  unfold_back weighted_cumsum]]

-- Calls of rows that have no sample.
local calls = {}
for _, name in ipairs {"gt", "ge", "lt", "le", "eq", "ne", "logical_and", "logical_or", "logical_xor"} do
  calls[name] = "holed(3, 4), holed(4)"
end
for _, name in ipairs {"logical_not", "isnan", "isinf", "isfinite"} do calls[name] = "holed(3, 4)" end
for _, name in ipairs {"any", "all", "count_nonzero"} do calls[name] = "holed(3, 4), 2; holed(3, 4)" end
for _, name in ipairs {"argmax", "argmin"} do
  calls[name] = "x(3, 4), 2; x(3, 4); x(3, 4), 1, {keepdim = true}; x(3, 4), nil, {keepdim = true}"
end
calls.one_hot = "arange(1, 3), 4"
calls.argsort = "x(3, 4), 1; x(3, 4), {descending = true}"
calls.argsort_part = "x(3, 5), 2, 2, 3"
calls.max_pool_index = "x(2, 3, 4, 6), {2, 2}"
calls.adaptive_max_index = "x(2, 3, 4, 6), {2, 3}"

-- A network of the call of a row's sample, and its inputs.
local function network_of(row, sample)
  local current = {}
  local _, call = samples.prepare(row, sample, function(kind, sizes, generator)
    local k = #current + 1
    current[k] = samples.leaf_of(kind, sizes, generator)
    return current[k], function() return current[k] end, true
  end, samples.itself)
  local inputs = table.move(current, 1, #current, 1, {})
  return Does(function(...)
    for k, x in ipairs {...} do current[k] = x end
    return (call())
  end), inputs
end

-- Exports the calls of a row; refused is told which rows cannot be.
local function add_row(batch, row, opset, refused_rows)
  for sample in (calls[row.name] or row.sample or ""):gmatch "[^;]+" do
    local network, inputs = network_of(row, sample)
    local path, ok, why = new_path(), true, nil
    if #inputs == 0 then return end
    ok, why = pcall(ln.onnx.export, network, path, {input = inputs, dynamic_batch = false, opset = opset})
    if ok then
      batch.paths[#batch.paths + 1] = path
      batch:add(row.name .. "(" .. sample .. ")", path, inputs, {}, {network(table.unpack(inputs)):detach()})
    else
      assert.truthy(why:find("ONNX has no form of ", 1, true), why)
      refused_rows[row.name] = true
    end
  end
end

describe("files of every op", function()
  -- of transposed convolutions, a sample whose output_padding is not below its stride
  for opset, more in pairs {[13] = " conv_transpose1d grid_sample scatter_add", [17] = " conv_transpose1d"} do
    looked_at("keep the standard's rules and give the same, opset " .. opset .. (opset == 13 and " #hard" or ""), function()
      local batch, refused_rows, expected = new_batch(), {}, {}
      for _, row in ipairs(engine.ops()) do add_row(batch, row, opset, refused_rows) end
      for name in (NO_FORM .. more):gmatch "%S+" do expected[name] = true end
      assert.same(expected, refused_rows)
      batch:check()
    end)
  end
end)
