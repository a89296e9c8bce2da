--- ln.onnx.export: a network as an ONNX file.
--
-- What is written is the graph of ops of one call (lunette/graph.lua), so no
-- layer is known here; each op has a writer in export/.

local activation = require "lunette.onnx.export.activation"
local arguments = require "lunette.arguments"
local batch = require "lunette.onnx.export.batch"
local builder = require "lunette.onnx.export.builder"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local index = require "lunette.onnx.export.index"
local leaves = require "lunette.onnx.export.leaves"
local graph = require "lunette.graph"
local message = require "lunette.onnx.export.message"
local norm = require "lunette.onnx.export.norm"
require "lunette.nn.module" -- for the kind of layers
local pointwise = require "lunette.onnx.export.pointwise"
local products = require "lunette.onnx.export.products"
local raise = errors.raise
local reduce = require "lunette.onnx.export.reduce"
local repr = require "lunette.repr"
local spatial = require "lunette.onnx.export.spatial"
local tree = require "lunette.nn.tree"
local views = require "lunette.onnx.export.views"

local create = engine.create

local onnx = {}

-- Writers by op: f(b, value) gives the name of what it writes and its form,
-- "float" where it says none.
local writers = {}
for _, family in ipairs {activation, index.writers, norm, pointwise, products,
                         reduce, spatial, views} do
  for row, write in pairs(family) do writers[row] = write end
end

-- ---- inputs ----

local function is_sizes(v)
  if type(v) ~= "table" or #v == 0 then return false end
  for _, size in ipairs(v) do
    if math.type(size) ~= "integer" or size < 1 then return false end
  end
  return true
end

-- A list of tensors, from one or a list of tensors and sizes. Ones are classes
-- as well.
local function examples_of(given)
  local list = {}
  if engine.is_tensor(given) or is_sizes(given) then given = {given} end
  for k, x in ipairs(type(given) == "table" and given or {}) do
    if is_sizes(x) then x = create.ones(x) end
    if not engine.is_tensor(x) then
      raise("input %d is neither a tensor nor a list of sizes above 0", k)
    elseif x:numel() == 0 then
      raise("input %d is %s, which has no samples", k, repr.shape(x))
    end
    list[k] = x:detach():clone()
  end
  if #list == 0 then
    raise("input is the sizes of what the network takes, such as {1, 100}, " ..
          "or a list of those and of tensors")
  end
  return list
end

-- x with n samples: those it has, from the first on as often as needed.
local function resized(x, n)
  if x:dim() == 0 then return x end
  local list = {}
  for k = 1, -(-n // x:size(1)) do list[k] = x end
  return engine.functions.cat(list, 1):narrow(1, 1, n):clone()
end

local function batch_of(examples)
  local n
  for k, x in ipairs(examples) do
    if x:dim() > 0 then
      n = n or x:size(1)
      if x:size(1) ~= n then
        raise("input %d has %d samples, the first has %d; with " ..
              "{dynamic_batch = false} sizes are as they are", k, x:size(1), n)
      end
    end
  end
  return n or raise "no input has a dimension of samples"
end

local function multiple(a, b)
  local x, y = a, b
  while y ~= 0 do x, y = y, x % y end
  return a // x * b
end

-- Two sizes of the batch that the network takes: layers that look at groups of
-- it say of how many.
local function two_sizes(network, examples)
  local n = batch_of(examples)
  local layers = network:modules()
  for _, layer in ipairs(layers) do
    local size = layer.group_size
    if math.type(size) == "integer" then n = multiple(n, size) end
  end
  if n == 1 then n = 2 end
  return {n, 2 * n}
end

-- ---- results ----

-- The keys of a table, numbers before names.
local function keys_of(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if math.type(a) and math.type(b) then return a < b end
    return math.type(a) ~= nil or not math.type(b) and tostring(a) < tostring(b)
  end)
  return keys
end

local RESULT = "its result %d is a %s; tensors, and tables of them, can be " ..
  "in a file"
local DEEPEST = 20

-- Adds {name, tensor} for the k-th result, a tensor, or for all in a table.
local function add_result(list, name, y, k, depth)
  if engine.is_tensor(y) then
    list[#list + 1] = {name = name, tensor = y}
  elseif type(y) == "table" and getmetatable(y) == nil then
    if depth > DEEPEST then raise("its result %d is a table in itself", k) end
    for _, key in ipairs(keys_of(y)) do
      add_result(list, name .. "." .. tostring(key), y[key], k, depth + 1)
    end
  else
    raise(RESULT, k, type(y))
  end
end

-- The results with names: "output", or "output_2" of several; of a table its
-- keys.
local function named_results(results)
  local list = {}
  for k = 1, math.max(1, results.n) do
    local name = results.n > 1 and "output_" .. k or "output"
    add_result(list, name, results[k], k, 1)
  end
  return list
end

local function tensors_of(list)
  local tensors = {}
  for k, entry in ipairs(list) do tensors[k] = entry.tensor end
  return tensors
end

-- ---- the graph ----

-- The k-th name of those that were asked for, or this one.
local function name_of(b, what, names, k, name)
  if not names then return b:unique(name) end
  if b:unique(names[k]) ~= names[k] then
    raise("%s: %q is empty, no UTF-8, or there twice", what, names[k])
  end
  return names[k]
end

local function check_names(what, names, count)
  if names and #names ~= count then
    raise("%s are %d names, there are %d", what, #names, count)
  end
end

-- The graph of a call, its results with names, the sizes of the batch, and how
-- many inputs there are.
local function record(network, o)
  local examples, named = examples_of(o.input), nil
  local function list(results)
    named = named_results(results)
    return tensors_of(named)
  end
  if not o.dynamic_batch then
    local seen = batch.trace(network, examples, list)
    local made = graph.of(seen.calls, examples, seen.outputs)
    made.calls = seen.calls
    return made, named, nil, #examples
  end
  local sizes = two_sizes(network, examples)
  local function inputs_of(n)
    local inputs = {}
    for k, x in ipairs(examples) do inputs[k] = resized(x, n) end
    return inputs
  end
  return batch.graph(network, inputs_of, list, sizes), named, sizes, #examples
end

local is_view = {
  reshape = true, view = true, flatten = true, unflatten = true, squeeze = true,
  unsqueeze = true, permute = true, transpose = true, t = true, expand = true,
  narrow = true, select = true, contiguous = true, clone = true, alias = true,
}

-- The inputs that are used as indices, seen through views.
local function indices_of(made)
  local found = {}
  for k = #made.values, 1, -1 do
    local value = made.values[k]
    for _, place in ipairs(index.operands[value.op] or {}) do
      local operand = value.inputs[place]
      if operand then found[operand] = true end
    end
    if found[value] and is_view[value.op] then found[value.inputs[1]] = true end
  end
  return found
end

-- Names of parameters and buffers by the elements that they show.
local function names_of(network)
  local names = {}
  for _, entry in ipairs(tree.state(network)) do
    local _, key = engine.elements(entry.value)
    names[key] = entry.path
  end
  return names
end

-- ---- writing ----

-- What a message of protobuf has at most; 1 MiB is left for all but constants.
local MOST = (1 << 31) - (1 << 20)

local function check_size(made)
  local bytes = 0
  for _, value in ipairs(made.values) do
    if value.op == "constant" then bytes = bytes + 4 * value.tensor:numel() end
  end
  if bytes > MOST then
    raise("its constants are %.1f GiB, of which an ONNX file holds less than 2",
          bytes / (1 << 30))
  end
end

-- Attributes that writers ask for with both sizes of the batch, or do not read.
local free = {
  reshape = "shape", view = "size", flatten = "", unflatten = "sizes",
  expand = "size", sum_to = "sizes", narrow = "start length",
  minibatch_discrimination = "offset",
}

local function check_attributes(b, value)
  for name, v in pairs(value.attributes) do
    local w = value.twin and value.twin.attributes[name]
    local is_free = (" " .. (free[value.op] or "") .. " "):find(" " .. name ..
                                                                " ", 1, true)
    local list, other = {v}, {w}
    if type(v) == "table" then list, other = v, w end
    for k = 1, value.twin and not is_free and #list or 0 do
      if list[k] ~= other[k] then
        b:refuse("its %s is %s with a batch of %d, %s with one of %d", name,
                 tostring(list[k]), b.sizes[1], tostring(other[k]), b.sizes[2])
      end
    end
  end
end

local function write_value(b, value, leaf)
  b.stem = ("%s_%d"):format(leaf and "batched" or value.op, value.id)
  if leaf then return b:set(value, leaves.write(b, leaf)) end
  local write = writers[value.op] or b:refuse ""
  check_attributes(b, value)
  b:set(value, write(b, value))
end

-- Writes a value; what cannot be is told to `refused`.
local function try(b, value, leaf, refused)
  local ok, why = pcall(write_value, b, value, leaf)
  if ok then return end
  if type(why) ~= "table" or not why.why then error(why, 0) end
  b:set(value, "refused")
  local text = leaf and why.why or ("%s at %s"):format(value.op, value.line)
  if not leaf and why.why ~= "" then
    text = ("%s (%s)"):format(text, why.why)
  end
  if not refused[text] then table.insert(refused, text) end
  refused[text] = true
end

-- Writes all values; raises with all those that cannot be.
local function write_values(b, made)
  local refused, leaf_of = {}, {}
  for _, leaf in ipairs(made.leaves or {}) do leaf_of[leaf.value] = leaf end
  for _, value in ipairs(made.values) do
    if value.op == "constant" then b:set(value, nil)
    elseif value.inputs or leaf_of[value] then
      try(b, value, leaf_of[value], refused)
    end
  end
  if #refused > 0 then
    raise("ONNX has no form of %s", table.concat(refused, "; "))
  end
end

-- A size as a file has it: those that follow from the batch are texts.
local function size_text(size)
  if type(size) == "number" then return size end
  local text = "batch"
  if size.times ~= 1 then text = text .. " * " .. size.times end
  if size.over ~= 1 then text = text .. " / " .. size.over end
  if size.plus ~= 0 then text = ("%s %+d"):format(text, size.plus) end
  return text
end

local function described(b, value, name, form)
  local sizes = b:sizes_of(value)
  for k, size in ipairs(sizes) do sizes[k] = size_text(size) end
  return message.value(name, form, sizes)
end

-- Names the inputs; those used as indices are such.
local function add_inputs(b, made, count, names)
  local found, list = indices_of(made), {}
  check_names("input_names", names, count)
  for k = 1, count do
    local value, name = made.inputs[k], count > 1 and "input_" .. k or "input"
    local form = found[value] and "index" or "float"
    name = name_of(b, "input_names", names, k, name)
    b:set(value, name, form)
    if #value.shape > 0 then b.batched = b.batched or name end
    list[k] = described(b, value, name, form)
  end
  return list
end

-- Gives what a node makes the name of a result, or copies what is none.
local function name_output(b, value, name)
  local form = b.forms[value].own
  if form == "bool" then form = "float" end
  local own = b:name(value, form)
  local by_node = b.made[own] and not b.renamed[own]
  if by_node then b.renamed[own] = name
  else
    table.insert(b.nodes, {op = "Identity", inputs = {own}, outputs = {name}})
  end
  return described(b, value, name, form)
end

-- Names of results: taken before nodes have any.
local function output_names(b, results, names)
  local list = {}
  check_names("output_names", names, #results)
  for k, result in ipairs(results) do
    list[k] = name_of(b, "output_names", names, k, result.name)
  end
  return list
end

-- The file's text, as a list.
local function written(network, o)
  local made, results, sizes, count = record(network, o)
  check_size(made)
  local b = builder.new {opset = o.opset, sizes = sizes,
                         names = names_of(network), calls = made.calls}
  local inputs = add_inputs(b, made, count, o.input_names)
  local names, outputs = output_names(b, results, o.output_names), {}
  write_values(b, made)
  for k, value in ipairs(made.outputs) do
    outputs[k] = name_output(b, value, names[k])
  end
  return message.model {
    nodes = b:finished_nodes(), initializers = b.initializers, inputs = inputs,
    outputs = outputs, name = builder.text(network.__name), opset = o.opset,
    doc = builder.text(tostring(network))}
end

local OLDEST, NEWEST = 13, 17

--- Writes a network as an ONNX file, which other programs run without Lunette:
--- the operators of one call in evaluation mode, with parameters and buffers
--- under the names of its state_dict. `input` is what one call takes: sizes,
--- such as {1, 100}, a tensor, or a list of those; classes, and what else the
--- network looks at, are given as tensors. The first dimension is the batch, of
--- any size in the file (of layers with a group_size, a multiple of it); with
--- {dynamic_batch = false} all sizes are as given.
---
--- Numbers are float32, in the build of doubles as well. Inputs that are used
--- as indices are int64 there and count from 0, as those who are not Lua have
--- it; so are results that are indices. Noise that the network draws is drawn
--- once, and is the same for all samples. An input is called input, or
--- input_1 and so on where there are more; results are output, or output_1 and
--- so on, and what a table holds output.key; input_names and output_names are
--- others. opset is 13 to 17.
---
--- The file is whole or not at all. Returns true; raises with all ops that
--- ONNX has no form of and their lines, and on what is written in place, done
--- otherwise with another batch, or larger than 2 GiB.
---   local net = ln.gan.zoo.dcgan {size = 16, channels = 1}
---   ln.onnx.export(net.generator, "dcgan.onnx", {input = {1, net.latent}})
--- @return boolean
onnx.export = arguments.define("onnx.export", "network: layer, " ..
  "path: string, {input: any, opset: int = 17, dynamic_batch: bool = true, " ..
  "input_names: strings?, output_names: strings?}", function(network, path, o)
  if o.opset < OLDEST or o.opset > NEWEST then
    raise("onnx.export: opset is %d; %d to %d are written", o.opset, OLDEST,
          NEWEST)
  end
  local _ <close> = network:evaluating()
  file.write(path, errors.within("onnx.export: ", written, network, o))
  return true
end)

return onnx
