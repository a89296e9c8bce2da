--- The nodes of a graph, checked against the table of ops before any of them
--- runs: ops that are known, attributes that fit, inputs that there are.

local errors = require "lunette.errors"
local integers = require "lunette.onnx.load.integers"
local ops = require "lunette.onnx.load.ops"
local raise = errors.raise
require "lunette.onnx.load.index"
require "lunette.onnx.load.norm"
require "lunette.onnx.load.pointwise"
require "lunette.onnx.load.recurrent"
require "lunette.onnx.load.resize"
require "lunette.onnx.load.shapes"
require "lunette.onnx.load.windows"

local nodes = {}

--- The opsets that are read.
nodes.FIRST_OPSET, nodes.LAST_OPSET = 7, 17

--- What messages and prints call node k.
function nodes.label(k, node)
  local name = node.name and node.name ~= "" and " " .. node.name or ""
  return (("node %d (%s%s)"):format(k, node.op, name):gsub("%c", "?"))
end

-- As many as a message lists.
local SHOWN = 8

--- Raises with all nodes of which the op is none that is known.
function nodes.check_known(list)
  local unknown, count = {}, 0
  for k, node in ipairs(list) do
    if not ops.of(node.op) then
      count = count + 1
      if count <= SHOWN then unknown[count] = nodes.label(k, node) end
    end
  end
  if count == 0 then return end
  raise("ops that are not known: %s%s", table.concat(unknown, ", "),
        count > SHOWN and (" and %d more"):format(count - SHOWN) or "")
end

--- What becomes of a tensor that a graph has, by what reads it: "parameter",
--- "buffer", or "constant" where no op could give it a derivative. `list` is of
--- nodes whose ops are known; name -> role, nil for what nothing reads.
function nodes.roles(list)
  local roles = {}
  for _, node in ipairs(list) do
    local op = ops.of(node.op)
    for k, name in ipairs(node.inputs) do
      local kind = (ops.input(op, k) or {}).kind
      local role = (kind == "buffer" or kind == "constant") and kind or
                   "parameter"
      local before = roles[name]
      if not before or before == "constant" or role == "buffer" then
        roles[name] = role
      end
    end
  end
  return roles
end

-- Attributes that are values come as plain tables or tensors.
local function attributes_of(op, node, opset)
  local given = {}
  for name, v in pairs(node.attributes) do
    local plain = type(v) == "table" and v.values
    given[name] = plain and integers.plain(v) or v
  end
  local o = ops.attributes(op, given)
  o.opset, o.outputs = opset, #node.outputs
  return o
end

local function check_inputs(op, node, known)
  local n = #node.inputs
  if n < op.inputs.least or not op.inputs.rest and n > #op.inputs then
    raise("%d inputs; from %d to %s are taken", n, op.inputs.least,
          op.inputs.rest and "any" or #op.inputs)
  end
  for k, name in ipairs(node.inputs) do
    if name == "" then
      if k <= op.inputs.least then raise("input %d is left out", k) end
    elseif not known[name] then
      raise("%s is computed by no node before it", name)
    end
  end
end

local function add_outputs(op, node, known)
  for k, name in ipairs(node.outputs) do
    if name ~= "" then
      if known[name] then raise("%s is there twice", name) end
      known[name] = k <= op.outputs or nil
    end
  end
end

local function prepared(node, opset, known)
  local op = ops.of(node.op)
  check_inputs(op, node, known)
  add_outputs(op, node, known)
  return {op = op, o = attributes_of(op, node, opset), inputs = node.inputs,
          outputs = node.outputs}
end

-- Notes in each node which values nobody reads after it, but for those to keep.
local function note_last(list, keep)
  local seen = {}
  for k = #list, 1, -1 do
    local node = list[k]
    node.done = {}
    for _, names in ipairs {node.inputs, node.outputs} do
      for _, name in ipairs(names) do
        if not seen[name] and not keep[name] then
          node.done[#node.done + 1] = name
        end
        seen[name] = true
      end
    end
  end
end

--- The nodes as they are run: {op, o (attributes), inputs, outputs, label, done
--- (names of values that nothing reads afterwards)}. known: name -> true, of
--- what is there before; those that nodes compute are added. Raises "node 3
--- (Conv conv1): ..." on what cannot run.
function nodes.prepare(list, opset, known, outputs)
  nodes.check_known(list)
  local plan = {}
  for k, node in ipairs(list) do
    local label = nodes.label(k, node)
    plan[k] = errors.within(label .. ": ", prepared, node, opset, known)
    plan[k].label = label
  end
  local keep = {}
  for _, name in ipairs(outputs) do
    if not known[name] then
      raise("output %s is computed by no node", name)
    end
    keep[name] = true
  end
  note_last(plan, keep)
  return plan
end

return nodes
