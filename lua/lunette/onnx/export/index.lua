--- What reads elements by their indices.

local create = require "lunette.engine".create

local index = {}

--- By op, which of its inputs are indices.
index.operands = {
  index_select = {2}, gather = {2}, one_hot = {1}, pick_classes = {2},
  log_softmax_at = {2}, index_read = {2}, scatter_add = {2}, scatter = {2},
  pick = {2},
}

local writers = {}
index.writers = writers

function writers.index_select(b, v)
  return b:node("Gather", {b:input(v, 1), b:input(v, 2, "index")},
                {axis = v.attributes.dim})
end

function writers.gather(b, v)
  return b:node("GatherElements", {b:input(v, 1), b:input(v, 2, "index")},
                {axis = v.attributes.dim})
end

function writers.index_read(b, v)
  if #v.inputs > 2 then b:refuse("more than one list of indices") end
  return b:node("Gather", {b:input(v, 1), b:input(v, 2, "index")}, {axis = 0})
end

function writers.one_hot(b, v)
  return b:node("OneHot", {b:input(v, 1, "index"),
                           b:ints(v.attributes.num_classes),
                           b:tensor(create.tensor {0, 1}, "off_on")})
end

-- x: n,c,... at the class of each place.
local function at_classes(b, v, x)
  local classes = b:unsqueeze(b:input(v, 2, "index"), 1)
  local y = b:node("GatherElements", {x, classes}, {axis = 1})
  return b:node("Squeeze", {y, b:ints {1}})
end

function writers.pick_classes(b, v) return at_classes(b, v, b:input(v, 1)) end

function writers.log_softmax_at(b, v)
  return at_classes(b, v, b:node("LogSoftmax", {b:input(v, 1)}, {axis = 1}))
end

function writers.scatter_add(b, v)
  if b.opset < 16 then b:refuse("opset 16 has it, this is %d", b.opset) end
  return b:node("ScatterElements", {b:input(v, 1), b:input(v, 2, "index"),
                                    b:input(v, 3)},
                {axis = v.attributes.dim, reduction = "add"})
end

function writers.scatter(b, v)
  local source = b:input(v, 3)
  if #v.inputs[3].shape == 0 then
    local sizes = b:shape(b:sizes_of(v.inputs[2]))
    source = b:node("Expand", {source, sizes})
  end
  return b:node("ScatterElements", {b:input(v, 1), b:input(v, 2, "index"),
                                    source}, {axis = v.attributes.dim})
end

-- x: p,c,m at index: p,k of each plane.
function writers.pick(b, v)
  local places = b:unsqueeze(b:input(v, 2, "index"), 1)
  places = b:node("Expand", {places, b:shape(b:sizes_of(v))})
  return b:node("GatherElements", {b:input(v, 1), places}, {axis = 2})
end

return index
