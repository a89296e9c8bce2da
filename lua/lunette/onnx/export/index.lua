--- What reads elements by their indices.

local create = require "lunette.engine".create

local index = {}

--- By op, which of its inputs are indices.
index.operands = {
  index_select = {2}, gather = {2}, one_hot = {1}, pick_classes = {2},
  log_softmax_at = {2}, index_read = {2, 3, 4, 5}, scatter_add = {2},
  scatter = {2}, pick = {2},
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

-- x at lists of indices of its first dimensions, which broadcast.
function writers.index_read(b, v)
  local x, count, places = b:input(v, 1), #v.inputs - 1, {}
  if count == 1 then
    return b:node("Gather", {x, b:input(v, 2, "index")}, {axis = 0})
  end
  local sizes = b:sizes_of(v)
  local plain = #sizes - (#v.inputs[1].shape - count)
  local shape = b:shape({table.unpack(sizes, 1, plain)})
  for k = 1, count do
    local all = b:node("Expand", {b:input(v, k + 1, "index"), shape})
    places[k] = b:unsqueeze(all, -1)
  end
  return b:node("GatherND", {x, b:node("Concat", places, {axis = -1})})
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

-- x: p,c,m at index: p,k of each plane; 0 where the index is 0.
function writers.pick(b, v)
  local places = b:unsqueeze(b:input(v, 2, "index"), 1)
  places = b:node("Expand", {places, b:shape(b:sizes_of(v))})
  local y = b:node("GatherElements", {b:input(v, 1), places}, {axis = 2})
  local none = b:node("Less", {places, b:ints(0)})
  return b:node("Where", {none, b:number(0), y})
end

return index
