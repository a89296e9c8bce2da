--- ln.onnx.export: a network as an ONNX file.
--
-- What is written is the graph of ops of one call (lunette/graph.lua), so no
-- layer is known here; each op has a writer in export/.

local arguments = require "lunette.arguments"
local builder = require "lunette.onnx.export.builder"
local errors = require "lunette.errors"
local file = require "lunette.file"
local graph = require "lunette.graph"
local message = require "lunette.onnx.export.message"
require "lunette.nn.module" -- for the kind of layers
local raise = errors.raise
local record = require "lunette.onnx.export.record"
local tree = require "lunette.nn.tree"
local write = require "lunette.onnx.export.write"

local onnx = {}

-- ---- names ----

-- Names of parameters and buffers by the elements that they show.
local function names_of(network)
  local names = {}
  for _, entry in ipairs(tree.state(network)) do
    names[graph.key(entry.value)] = entry.path
  end
  return names
end

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

-- ---- inputs and results ----

-- A size as a file has it: those that follow from the batch are texts.
local function size_text(size, unknown)
  if type(size) ~= "table" then return size or unknown end
  local text = "batch"
  if size.times ~= 1 then text = text .. " * " .. size.times end
  if size.over ~= 1 then text = text .. " / " .. size.over end
  if size.plus ~= 0 then text = ("%s %+d"):format(text, size.plus) end
  return text
end

local function described(b, value, name, form)
  local sizes = {}
  for k = 1, #value.shape do
    local found = b:whole_or_nil(value, function(v) return v.shape[k] end)
    sizes[k] = size_text(found, ("%s size %d"):format(name, k))
  end
  return message.value(name, form, sizes)
end

-- Names the inputs; those used as indices are such.
local function add_inputs(b, made, count, names)
  local found, list = write.indices(made), {}
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

-- ---- the file ----

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

-- The file's text, as a list.
local function written(network, o)
  local made, results, sizes, count = record(network, o)
  check_size(made)
  local b = builder.new {opset = o.opset, sizes = sizes,
                         names = names_of(network), calls = made.calls}
  local inputs = add_inputs(b, made, count, o.input_names)
  local names, outputs = output_names(b, results, o.output_names), {}
  write.values(b, made)
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
