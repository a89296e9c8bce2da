--- onnx.Graph: the layer that runs a graph of ONNX's nodes.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local form = require "lunette.onnx.load.form"
local integers = require "lunette.onnx.load.integers"
local limited = require "lunette.limited"
local Module = require "lunette.nn.module"
local nodes = require "lunette.onnx.load.nodes"
local ops = require "lunette.onnx.load.ops"
local parameter = require "lunette.nn.parameter"
local places = require "lunette.onnx.load.places"
local raise = errors.raise
local repr = require "lunette.repr"

--- What onnx.load gives: a layer that runs the nodes of a graph, one after the
--- other. It is made of plain data, which save_model writes, so that load_model
--- makes it again without the ONNX file. graph(x, ...) takes the graph's inputs
--- in its order and gives its outputs; what ONNX counts from 0 is so counted.
--- Sizes that the file tells of inputs are no more than shown: a batch may be
--- another where the nodes allow it.
---
--- Parameters are the floating point initializers by their names: conv1.weight
--- is graph.conv1.weight. What an Identity makes of one is another, by its own
--- name, for so PyTorch's exporter writes what has the same values by chance.
--- Kept statistics of BatchNormalization are buffers. A graph begins out of
--- training; in training, BatchNormalization and Dropout are those of
--- nn.BatchNorm2d and nn.Dropout. A call may take 256 MiB, and 1024 bytes for
--- each byte of inputs, parameters and buffers; it raises beyond.
--- @class Graph: Module
local Graph = Module:extend "Graph"

-- Nobody walks into a plan, and clones share it: nothing in it changes but the
-- mode that a call hands to its nodes.
local Plan = {}

-- A call may take so much and so much for each byte that is there: a node of a
-- few bytes can ask for any memory.
local BESIDES, FOR_A_BYTE = 256 << 20, 1024
local EACH = engine.real == "double" and 8 or 4

-- ---- making ----

local KINDS = "float int bool"

-- The values that are there before any node runs, each under a name of its own.
local function add_known(known, name)
  if known[name] then raise("%s is there twice", name) end
  known[name] = true
end

local function known_of(graph)
  local known = {}
  for _, input in ipairs(graph.inputs) do
    ops.word("kind of input " .. input.name, input.kind, KINDS)
    add_known(known, input.name)
  end
  for _, key in ipairs {"parameters", "buffers", "constants"} do
    for _, entry in ipairs(graph[key]) do add_known(known, entry.name) end
  end
  return known
end

-- Puts the tensors into fields by their names; where each is: name -> keys.
local function put_all(self, list, mark, where)
  for _, entry in ipairs(list) do
    if not engine.is_tensor(entry.value) then
      raise("%s is no tensor", entry.name)
    end
    where[entry.name] = places.put(self, entry.name, mark(entry.value))
  end
end

local function constants_of(list)
  local values = {}
  for _, entry in ipairs(list) do
    local v = entry.value
    if not engine.is_tensor(v) then
      v = type(v) == "table" and integers.plain(v) or
          raise("%s is neither a tensor nor integers", entry.name)
    end
    values[entry.name] = v
  end
  return values
end

Graph.init = arguments.define("Graph:init", "self, graph: table",
                              function(self, graph)
  form.check(graph)
  if graph.opset < nodes.FIRST_OPSET or graph.opset > nodes.LAST_OPSET then
    raise("opset %d; %d to %d are read", graph.opset, nodes.FIRST_OPSET,
          nodes.LAST_OPSET)
  end
  local plan = setmetatable({where = {}, inputs = graph.inputs,
                             outputs = graph.outputs}, Plan)
  plan.nodes = nodes.prepare(graph.nodes, graph.opset, known_of(graph),
                             graph.outputs)
  plan.constants = constants_of(graph.constants)
  put_all(self, graph.parameters, parameter.Parameter, plan.where)
  put_all(self, graph.buffers, parameter.Buffer, plan.where)
  self._plan, self.training = plan, false
end)

-- ---- running ----

-- The value of an input, as its kind has it.
local function input_value(input, x)
  arguments.check("Graph", input.name, x, "tensor")
  if #input.sizes ~= x:dim() and not input.unsized then
    raise("Graph: %s has %d dimensions, %s has %d", input.name, #input.sizes,
          repr.shape(x), x:dim())
  end
  if input.kind == "int" then
    return errors.within(("Graph: %s: "):format(input.name), integers.of, x)
  end
  return input.kind == "bool" and x:ne(0) or x
end

-- All values before the first node, by name, and how many numbers they have.
local function first_values(self, given)
  local plan, values, count = self._plan, {}, 0
  if given.n ~= #plan.inputs then
    raise("Graph: %d inputs are given, %d are wanted", given.n, #plan.inputs)
  end
  for k, input in ipairs(plan.inputs) do
    values[input.name] = input_value(input, given[k])
    count = count + given[k]:numel()
  end
  for name, keys in pairs(plan.where) do
    values[name] = places.at(self, keys)
    count = count + values[name]:numel()
  end
  for name, value in pairs(plan.constants) do values[name] = value end
  return values, count
end

-- Integers that all values together have: lists, of which the engine, which
-- limits what tensors take, knows nothing.
local MOST_INTEGERS = 1 << 22

-- Keeps what a node has given by the names that it has for it, "" for none;
-- returns how many integers that are.
local function keep(node, values, results)
  local count = 0
  for k, name in ipairs(node.outputs) do
    if name ~= "" and k <= node.op.outputs then
      values[name] = results[k] or raise("there is no result %d", k)
      count = count + integers.count(results[k])
    end
  end
  return count
end

-- held: how many integers there are in the values; returns how many are then.
local function run_node(node, values, held)
  local n, given = #node.inputs, {}
  for k, name in ipairs(node.inputs) do given[k] = values[name] end
  held = held + keep(node, values, {ops.run(node.op, node.o, given, n)})
  if held > MOST_INTEGERS then
    raise("values have %d integers; at most %d are held", held, MOST_INTEGERS)
  end
  for _, name in ipairs(node.done) do
    values[name], held = nil, held - integers.count(values[name])
  end
  return held
end

local function run(self, values)
  local plan, outputs, held = self._plan, {}, 0
  for _, value in pairs(values) do held = held + integers.count(value) end
  for _, node in ipairs(plan.nodes) do
    node.o.training = self.training
    held = errors.within(node.label .. ": ", run_node, node, values, held)
  end
  for k, name in ipairs(plan.outputs) do
    outputs[k] = integers.as_tensor(values[name])
  end
  return table.unpack(outputs)
end

function Graph:forward(...)
  local values, count = first_values(self, table.pack(...))
  return limited(BESIDES + count * EACH * FOR_A_BYTE, run, self, values)
end

-- ---- as text ----

local SHOWN = 60 -- nodes that print shows

local function value_text(input)
  local sizes = {}
  for k, size in ipairs(input.sizes) do sizes[k] = tostring(size) end
  return ("%s: %s %s"):format(input.name, input.kind,
                              input.unsized and "of any sizes" or
                              repr.sizes(sizes))
end

-- The inputs, the nodes by their numbers, and the outputs.
function Graph:extra_repr()
  local plan, inputs = self._plan, {}
  for k, input in ipairs(plan.inputs) do inputs[k] = value_text(input) end
  local lines = {"", "  from " .. table.concat(inputs, ", ")}
  for k, node in ipairs(plan.nodes) do
    if k <= SHOWN then lines[#lines + 1] = "  " .. node.label end
  end
  if #plan.nodes > SHOWN then
    lines[#lines + 1] = ("  and %d more"):format(#plan.nodes - SHOWN)
  end
  lines[#lines + 1] = "  to " .. table.concat(plan.outputs, ", ")
  return table.concat(lines, "\n"):gsub("[^%C\n]", "?") .. "\n"
end

return Graph
