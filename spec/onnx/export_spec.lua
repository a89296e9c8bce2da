-- Networks as ONNX files, looked at by those who know the format: python3-onnx, ONNX Runtime, protoc
-- (spec/support/onnx.lua).
local engine = require "lunette.engine"
local files = require "spec.files"
local fixtures = require "spec.support.fixtures"
local ln = require "lunette"
local onnx = require "spec.support.onnx"
local samples = require "spec.support.samples"
local shell = require "lunette.shell"
local networks = require "spec.onnx.zoo"
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

-- The older opset is for the slow sweep.
local function named(opset) return ("opset %d%s"):format(opset, opset == 13 and " #hard" or "") end

-- ---- the zoo ----

local function check_zoo(small)
  local batch = new_batch()
  for _, entry in ipairs(networks(small)) do
    -- groups of 4 are known to the network, those of 2 to the example
    local sizes = {from = entry.group == 2 and 2 or 1, entry.group, 3 * entry.group}
    batch:network(entry.name, entry.network, entry.args, sizes, entry)
  end
  batch:check()
end

teardown(files.remove_folder)

describe("files of the zoo", function()
  looked_at("keep the standard's rules and give the same, with other batches than they were written with", function()
    check_zoo(true)
  end)

  looked_at("of the papers' sizes do #hard", function() check_zoo(false) end)
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

-- Of each file, which of its inputs are int64.
local function index_inputs(paths)
  local list = {}
  for k, told in ipairs(onnx.described(paths)) do
    list[k] = {}
    for j, input in ipairs(told.inputs) do list[k][j] = input.type == 7 or nil end
  end
  return list
end

local FAMILIES = {"activation", "attention", "conv", "linear", "models", "more", "norm", "pooling", "recurrent",
                  "reparametrisation", "zoo"}

-- Why a layer has one size of a batch: what is first is a sequence, channels of one sample, classes of a mask.
local fixed = {"samples, the first has", "with a batch of", "what it does depends on the batch",
               "no input has a dimension of samples", "dimension 1 depends on the batch"}

-- Exports with a batch of any size where there is one, else as it is; tells which it was.
local function export_layer(layer, path, tensors, o)
  local given = {input = tensors, dynamic_batch = o.dynamic_batch, opset = o.opset}
  local ok, why = pcall(ln.onnx.export, layer, path, given)
  if ok then return o.dynamic_batch end
  local is_fixed = false
  for _, words in ipairs(fixed) do is_fixed = is_fixed or why:find(words, 1, true) ~= nil end
  assert(o.dynamic_batch and is_fixed, why)
  given.dynamic_batch = false
  ln.onnx.export(layer, path, given)
  return false
end

-- Three times the samples, more than a file has seen.
local function with_more(tensors, index, layer)
  local list, times = {}, 3
  for _, inner in ipairs(layer:modules()) do times = times * (math.tointeger(inner.group_size) or 1) end
  for k, x in ipairs(tensors) do
    local parts = {}
    for j = 1, times do parts[j] = index[k] and x or x:detach() * (1 - j / 16) end
    list[k] = x:dim() > 0 and ln.cat(parts, 1) or x
  end
  return list
end

-- The files of all layers that can be: {label, layer, tensors, dynamic, path}; others are refused as they should be.
local function export_layers(o)
  local made = {}
  for _, family in ipairs(FAMILIES) do
    for k, case in ipairs(dofile("spec/reference/layers/" .. family .. ".lua")) do
      local layer, tensors = layer_of(case)
      local words, path = refusal_of(case.text), new_path()
      if words then
        fails(words, ln.onnx.export, layer, path, {input = tensors, dynamic_batch = false, opset = o.opset})
      elseif #tensors > 0 then
        made[#made + 1] = {label = ("%s %d, %s"):format(family, k, case.text), layer = layer, tensors = tensors,
                           path = path, dynamic = export_layer(layer, path, tensors, o)}
      end
    end
  end
  return made
end

local function check_layers(o)
  local batch, dynamic, made = new_batch(), 0, export_layers(o)
  for k, entry in ipairs(made) do batch.paths[k] = entry.path end
  for k, index in ipairs(index_inputs(batch.paths)) do
    local entry = made[k]
    local layer, tensors = entry.layer, entry.tensors
    if entry.dynamic then dynamic, tensors = dynamic + 1, with_more(tensors, index, layer) end
    local _ <close> = ln.no_grad()
    local _ <close> = layer:evaluating()
    ln.manual_seed(1)
    batch:add(entry.label, entry.path, tensors, index, fixtures.flat({layer(table.unpack(tensors))}, {}))
  end
  assert(#made >= 350 and dynamic >= (o.dynamic_batch and 280 or 0), ("%d, %d"):format(#made, dynamic))
  batch:check()
end

describe("files of every layer", function()
  it("are written, or refused by the right words", function()
    if ln.real == "double" then return end -- which asks the same
    assert.is_true(#export_layers {opset = 17, dynamic_batch = true} >= 350)
  end)

  looked_at("keep the standard's rules and give the same, with other batches where they have any", function()
    check_layers {opset = 17, dynamic_batch = true}
  end)

  looked_at("do so as opset 13 #hard", function() check_layers {opset = 13, dynamic_batch = false} end)
end)

-- ---- every op ----

-- Rows that no file has: what a backward sweep runs, what is decomposed or written into, and what ONNX has nothing
-- near. Those that are made of others are refused by the names of these. An op that is added may be refused as well.
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
    local path = new_path()
    if #inputs == 0 then return end
    local ok, why = pcall(ln.onnx.export, network, path, {input = inputs, dynamic_batch = false, opset = opset})
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
    looked_at("keep the standard's rules and give the same, " .. named(opset), function()
      local batch, refused_rows, known = new_batch(), {}, 0
      for _, row in ipairs(engine.ops()) do add_row(batch, row, opset, refused_rows) end
      for name in (NO_FORM .. more):gmatch "%S+" do
        assert.is_true(refused_rows[name], name)
        refused_rows[name] = nil
      end
      for _, row in ipairs(engine.ops()) do known = known + (refused_rows[row.name] and 0 or 1) end
      assert(known >= 313, known)
      batch:check()
    end)
  end
end)

-- ---- batches of any size ----

-- Parameters from 0.1 on, so that nothing is 0.
local function counted(...)
  local n = 1
  for _, size in ipairs {...} do n = n * size end
  return ln.arange(1, n):reshape {...} / 10
end

local function of_batch(label, f, sizes, args_of)
  local batch = new_batch()
  batch:network(label, Does(f), args_of or function(n) return {counted(n, 3)} end, sizes, {})
  return batch
end

describe("a batch of any size", function()
  looked_at("may be seen by what the network does", function()
    local together = new_batch()
    for label, f in pairs {
      ["a mean of all"] = function(x) return x - x:mean(1, {keepdim = true}) end,
      ["a variance of all"] = function(x) return x:var(1) end, -- over n - 1
      ["a sum divided in Lua"] = function(x) return x:sum(1) / x:size(1) end,
      ["a sum times a share"] = function(x) return x:sum(1) * (1 / x:size(1)) end,
      ["zeros of the batch"] = function(x) return ln.cat({x, ln.zeros(x:size(1), 2)}, 2) end,
      ["one row for all"] = function(x) return x + ln.tensor({{1, 2, 3}}):expand(x:size(1), 3) end,
      ["a row's number"] = function(x) return x * ln.arange(1, x:size(1)):unsqueeze(2) end,
      ["a row more"] = function(x) return ln.cat({x, ln.ones(1, 3)}, 1):t() end,
      ["all but the first"] = function(x) return x:narrow(1, 2, x:size(1) - 1) end,
      ["the second half"] = function(x) return x:narrow(1, x:size(1) // 2 + 1, x:size(1) // 2) end,
      ["twice and one more"] = function(x) return ln.cat({x, x * 2, ln.ones(1, 3)}, 1):exp() end,
      ["one line"] = function(x) return x:flatten(), x:reshape(-1, 1, 3):expand(x:size(1), 2, 3) end,
      ["pairs"] = function(x) return x:unsqueeze(1) - x:unsqueeze(2), x:matmul(x:t()) end,
      ["a square"] = function(x) return x:reshape(x:size(1) // 2, 2, 3):transpose(1, 2):reshape(2, -1) end,
      ["in its order"] = function(x) return (-x):argsort(2), x:argmax(1), x:gt(1) end,
    } do
      together:network(label, Does(f), function(n) return {counted(n, 3)} end, {2, 4, 6}, {})
    end
    together:check()
  end)

  looked_at("may be of one sample, where the network's may", function()
    of_batch("n - 1, at least 1", function(x)
      return x / (x:size(1) - ln.ones(x:size(1), 1)):clamp(1)
    end, {1, 5}):check()
    local net = nn.MinibatchDiscrimination(3, 2, 2, {reduction = "mean"})
    local batch = new_batch()
    batch:network("squeezed", Does(function(x) return x:reshape(-1, 1, 3, 1):squeeze():sum(-1) end),
                  function(n) return {counted(n, 3)} end, {2, 3}, {})
    batch:network("mini-batch discrimination", net, function(n) return {counted(n, 3)} end, {1, 2, 7}, {})
    batch:check()
  end)

  looked_at("goes by the groups and halves that layers look at", function()
    local batch = new_batch()
    for label, case in pairs {
      ["groups of 4"] = {nn.MinibatchStdDev(), 4, 12}, ["groups of 6"] = {nn.MinibatchStdDev(6, 1), 6, 18},
      ["all of it"] = {nn.MinibatchStdDev(false), 1, 5, 9},
      ["mini-batch discrimination of groups"] = {nn.MinibatchDiscrimination(3, 2, 2, {group_size = 3}), 3, 9},
      ["of halves"] = {nn.MinibatchDiscrimination(3, 2, 2, {halves = true}), 2, 8},
    } do
      batch:network(label, case[1], function(n) return {counted(n, 3)} end, {table.unpack(case, 2)}, {})
    end
    batch:check()
  end)

  it("is refused with the place where the network does another thing, or what it does is not known", function()
    for words, f in pairs {
      ["what it does depends on the batch: with 2 samples its op 1 is relu at Does (Does), spec/onnx/"] = function(x)
        return x:size(1) < 3 and x:relu() or x:tanh()
      end,
      ["with 4 nothing; {dynamic_batch = false} writes one size"] = function(x)
        return x:size(1) < 3 and x:relu() or x
      end,
      ["it has 1 results with a batch of 2, 2 with 4; {dynamic_batch = false} "] = function(x)
        if x:size(1) < 3 then return x end
        return x, x
      end,
      ["ONNX has no form of what Lua makes of the batch at Does (Does), spec/onnx/"] = function(x)
        return x ^ (x:size(1) * x:size(1))
      end,
      ["(its negative_slope is 0.5 with a batch of 2, 0.25 with one of 4)"] = function(x)
        return x:leaky_relu(1 / x:size(1))
      end,
      ["(a size is 4 with a batch of 2, 16 with one of 4)"] = function(x)
        return x:sum():expand(x:size(1) * x:size(1))
      end,
      ["onnx.export: with a batch of 4: no four"] = function(x)
        if x:size(1) > 3 then error("no four", 0) end
        return x
      end,
    } do
      fails(words, ln.onnx.export, Does(f), new_path(), {input = {1, 3}})
    end
  end)
end)

-- ---- what a file has ----

-- The file of a network, as python3-onnx sees it.
local function described(network, o)
  local path = new_path()
  ln.onnx.export(network, path, o)
  return onnx.described({path})[1]
end

local function names(list)
  local texts = {}
  for k, v in ipairs(list) do texts[k] = ("%s:%d:%s"):format(v.name, v.type, table.concat(v.dims, "x")) end
  return table.concat(texts, " ")
end

-- The same where there is python3-onnx.
local function told(what, f)
  it(what, function()
    if onnx.no_checker() then return pending(onnx.no_checker()) end
    f()
  end)
end

describe("a file", function()
  told("says who wrote it, for which opset, and has the network's own names and sizes", function()
    local net = nn.Sequential {nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU()}
    local file = described(net, {input = {1, 3}, opset = 15})
    assert.same({"lunette", ln.version, 7, "Sequential"}, {file.producer, file.version, file.ir, file.name})
    assert.same({{"", 15}}, file.opset)
    assert.equal("input:1:batchx3", names(file.inputs))
    assert.equal("output:1:batchx4", names(file.outputs))
    assert.same({"Gemm", "BatchNormalization", "Relu"}, file.ops)
    assert.same({["1.weight"] = {1, 4, 3}, ["1.bias"] = {1, 4}, ["2.weight"] = {1, 4}, ["2.bias"] = {1, 4},
                 ["2.running_mean"] = {1, 4}, ["2.running_var"] = {1, 4}}, file.constants)
    assert.equal("input:1:2x3", names(described(net, {input = {2, 3}, dynamic_batch = false}).inputs))
  end)

  told("has normalised weights as numbers", function()
    for _, make in ipairs {nn.spectral_norm, nn.weight_norm, nn.equalized} do
      assert.same({"Gemm"}, described(make(nn.Linear(3, 4)), {input = {1, 3}}).ops)
    end
  end)

  told("takes classes as int64, from 0", function()
    local net = Does(function(x, y, z) return x + y:gather(2, z), nn.functional.one_hot(y:argmax(2), 3) end)
    local file = described(net, {input = {{2, 3}, {2, 3}, ln.ones(2, 3)}})
    assert.equal("input_1:1:batchx3 input_2:1:batchx3 input_3:7:batchx3", names(file.inputs))
  end)

  looked_at("takes them so where they are turned round and rolled first", function()
    local net = Does(function(x, y) return x:gather(2, y:flip(2):roll(1, 2)) end)
    local batch, path, x, y = new_batch(), new_path(), ln.randn(2, 3), ln.tensor {{1, 2, 2}, {3, 1, 2}}
    ln.onnx.export(net, path, {input = {{2, 3}, ln.ones(2, 3)}})
    assert.equal("input_1:1:batchx3 input_2:7:batchx3", names(onnx.described({path})[1].inputs))
    batch:add("turned", path, {x, y}, {false, true}, {net(x, y)})
    batch:check()
  end)

  looked_at("gives indices from 0, and takes those that are looked at as numbers too", function()
    local batch = new_batch()
    local net = Does(function(x) return nn.functional.one_hot(x, 4), x * 2, x:eq(3), x:unsqueeze(2) end)
    local path = new_path()
    ln.onnx.export(net, path, {input = ln.tensor {1, 4}})
    local x = ln.tensor {3, 1, 4}
    batch:add("classes", path, {x}, {true}, {net(x)})
    batch:check()
    assert.equal("output_1:1:batchx4 output_2:1:batch output_3:1:batch output_4:7:batchx1",
                 names(onnx.described({path})[1].outputs))
  end)

  looked_at("has results by their names, and one result as often as it is given", function()
    local net = Does(function(x)
      local y = x * 2
      return {mean = y, [2] = x, deep = {y, (x + 1)}}, y, ln.ones(2)
    end)
    local path = new_path()
    ln.onnx.export(net, path, {input = {1, 3}})
    assert.equal("output_1.2:1:batchx3 output_1.deep.1:1:batchx3 output_1.deep.2:1:batchx3 " ..
                 "output_1.mean:1:batchx3 output_2:1:batchx3 output_3:1:2", names(onnx.described({path})[1].outputs))
    local batch, x = new_batch(), ln.tensor {{1, 2, 3}}
    batch:add("tables", path, {x}, {}, {x, x * 2, x + 1, x * 2, x * 2, ln.ones(2)})
    batch:check()
  end)

  looked_at("has names as they are asked for, whatever they are", function()
    local net = nn.Sequential {nn.Linear(2, 2)}
    net.input, net["na me\xff\n\"\\"] = nn.Linear(2, 2, {bias = false}), nn.Linear(2, 2)
    function net.forward(self, x) return self["na me\xff\n\"\\"](self.input(self[1](x))) end
    local o = {input = {1, 2}, input_names = {"noise \u{e9}"}, output_names = {"1.weight"}}
    local path, x = new_path(), ln.tensor {{1, 2}}
    ln.onnx.export(net, path, o)
    local file, got = onnx.described({path})[1], onnx.run({{path = path, feeds = {{name = "noise \u{e9}", x = x}}}},
                                                           folder)
    assert.equal("noise \u{e9}:1:batchx2", names(file.inputs))
    assert.equal("1.weight:1:batchx2", names(file.outputs))
    assert.truthy(file.constants["1.weight_2"] and file.constants['na me_\n"\\.weight'])
    check_result("odd names", net(x):detach(), got[1][1])
    for given, words in pairs {
      [{"a", "b"}] = "input_names are 2 names, there are 1", [{""}] = "input_names: \"\" is empty",
      [{"\xff"}] = "is empty, no UTF-8, or there twice",
    } do
      fails(words, ln.onnx.export, net, path, {input = {1, 2}, input_names = given})
    end
    fails('output_names: "x" is empty, no UTF-8, or there twice', ln.onnx.export, net, path,
          {input = {1, 2}, input_names = {"x"}, output_names = {"x"}})
  end)

  it("is one that protoc reads", function()
    if not shell.has "protoc" then return pending "protoc is not installed (protobuf-compiler)" end
    local path = new_path()
    ln.onnx.export(nn.Linear(2, 3), path, {input = {1, 2}, opset = 13})
    local pipe <close> = io.popen("protoc --decode_raw <" .. path .. " 2>&1")
    local text = pipe:read("a"):gsub("%s+", " ")
    assert.equal('1: 7 2: "lunette"', text:sub(1, 17))
    -- a node, and the opset
    assert.truthy(text:find('7 { 2: "Linear" 1 { 1: "input" 1: "weight" 1: "bias" 2: "output" 3: "output" 4: "Gemm"',
                            1, true), text)
    assert.truthy(text:find('8 { 1: "" 2: 13 }', 1, true), text)
  end)
end)

describe("an export", function()
  it("is of a network out of training, which is as before afterwards, as is the generator", function()
    local net = nn.Sequential {nn.Linear(2, 2), nn.Dropout(), nn.BatchNorm1d(2):eval()}
    local failing = nn.Sequential {nn.Dropout(), Does(function() error("no", 0) end)}
    ln.manual_seed(7)
    assert.is_true(ln.onnx.export(net, new_path(), {input = {1, 2}}))
    fails("no", ln.onnx.export, failing, new_path(), {input = {1, 2}})
    local x = ln.randn(1)
    ln.manual_seed(7)
    assert.is_true(x:equal(ln.randn(1)))
    assert.is_true(net.training and net[2].training and failing[1].training)
    assert.is_false(net[3].training)
    assert.equal(0, net[3].num_batches_tracked:item())
  end)

  it("is whole or not at all", function()
    local path = folder .. "/old.onnx"
    files.write(path, "old")
    fails("ONNX has no form of cumprod at ", ln.onnx.export, Does(function(x) return x:cumprod(1) end), path,
          {input = {2, 2}})
    assert.equal("old", files.read(path))
    fails("/nowhere", ln.onnx.export, nn.Linear(2, 2), "/proc/nowhere/x.onnx", {input = {1, 2}})
  end)

  it("tells all ops that it cannot write at once, each with its line", function()
    local ok, why = pcall(ln.onnx.export, Does(function(x)
      local y = x:cumprod(1) + x:cumprod(2)
      return y:lgamma()
    end), new_path(), {input = {2, 2}})
    assert.is_false(ok)
    assert.truthy(why:find "no form of cumprod at %g+ %(Does%), spec/onnx/export_spec.lua:%d+; lgamma at ", why)
    assert.equal(3, select(2, why:gsub("export_spec.lua:%d+", ""))) -- the call's, and one of each op
  end)

  it("refuses what no graph has, and more than a file can hold", function()
    for words, f in pairs {
      ["onnx.export: a tensor is written in place at "] = function(x)
        local y = x + 1
        return y:mul_(2)
      end,
      ["onnx.export: numbers that depend on the input are taken out at "] = function(x) return x * x:sum():item() end,
      ["its result 1 is a nil; tensors, and tables of them, can be in a file"] = function() end,
      ["its result 2 is a number"] = function(x) return x, 2 end,
      ["its result 1 is a table in itself"] = function()
        local t = {}
        t[1] = t
        return t
      end,
      ["its constants are 2.1 GiB, of which an ONNX file holds less than 2"] = function(x)
        local list = {}
        for k = 1, 34 do list[k] = ln.tensor({k}):expand(1 << 24):index_select(1, x[1]) end -- 64 MiB each
        return ln.cat(list)
      end,
    } do
      fails(words, ln.onnx.export, Does(f), new_path(), {input = {1, 2}})
    end
  end)

  it("refuses inputs and opsets that are none", function()
    local net, path = nn.Linear(2, 2), new_path()
    for words, o in pairs {
      ["onnx.export: input is missing"] = {}, ["input is the sizes of what the network takes"] = {input = {}},
      ["input is the sizes"] = {input = 3},
      ["input 1 is neither a tensor nor a list of sizes above 0"] = {input = {"x"}},
      ["input 2 is neither"] = {input = {{1, 2}, {0, 2}}}, ["input 1 is 0x2, which has no samples"] = {input =
        ln.zeros(0, 2)},
      ["opset is 12; 13 to 17 are written"] = {input = {1, 2}, opset = 12},
      ["opset is 18; 13 to 17 are written"] = {input = {1, 2}, opset = 18},
      ["input 2 has 3 samples, the first has 2; with {dynamic_batch = false}"] = {input = {{2, 2}, {3, 2}}},
      ["no input has a dimension of samples"] = {input = ln.tensor(1)},
    } do
      fails(words, ln.onnx.export, net, path, o)
    end
  end)

  looked_at("of a number takes it without a batch", function()
    local path = new_path()
    ln.onnx.export(Does(function(x, s) return x * s end), path, {input = {{1, 2}, ln.tensor(1)}})
    local batch, x = new_batch(), counted(3, 2)
    batch:add("a number", path, {x, ln.tensor(3)}, {}, {x * 3})
    batch:check()
  end)
end)
