--- The values of a graph, each by the writer of its op.

local activation = require "lunette.onnx.export.activation"
local index = require "lunette.onnx.export.index"
local leaves = require "lunette.onnx.export.leaves"
local norm = require "lunette.onnx.export.norm"
local pointwise = require "lunette.onnx.export.pointwise"
local products = require "lunette.onnx.export.products"
local raise = require "lunette.errors".raise
local reduce = require "lunette.onnx.export.reduce"
local spatial = require "lunette.onnx.export.spatial"
local views = require "lunette.onnx.export.views"

local write = {}

-- Writers by op: f(b, value) gives the name of what it writes and its form,
-- "float" where it says none.
local writers = {}
for _, family in ipairs {activation, index.writers, norm, pointwise, products,
                         reduce, spatial, views.writers} do
  for row, writer in pairs(family) do writers[row] = writer end
end

--- The inputs that are used as indices, seen through views: a table by value.
function write.indices(made)
  local found = {}
  for k = #made.values, 1, -1 do
    local value = made.values[k]
    for _, place in ipairs(index.operands[value.op] or {}) do
      local operand = value.inputs[place]
      if operand then found[operand] = true end
    end
    if found[value] and views.keeps_form[value.op] then
      found[value.inputs[1]] = true
    end
  end
  return found
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
  local writer = writers[value.op] or b:refuse ""
  check_attributes(b, value)
  b:set(value, writer(b, value))
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

--- Writes all values but the inputs; raises with all those that cannot be.
function write.values(b, made)
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

return write
