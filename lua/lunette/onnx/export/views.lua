--- What moves elements: sizes, order, parts, and tensors joined.
--
-- Views of indices and of masks are of the form that they view.

local engine = require "lunette.engine"

local writers = {}
--- keeps_form: by op, whether the result has the form of the first input.
local views = {writers = writers, keeps_form = {}}

-- A writer of one input, whose form the result has: f(b, v, name).
local function view(row, f)
  views.keeps_form[row] = true
  writers[row] = function(b, v)
    local x, form = b:own(v, 1)
    return f(b, v, x), form
  end
end

for _, row in ipairs {"reshape", "view", "flatten", "unflatten"} do
  view(row, function(b, v, x) return b:reshape(x, b:sizes_of(v)) end)
end

for _, row in ipairs {"contiguous", "alias", "clone"} do
  view(row, function(_, _, x) return x end)
end

-- Those that have gone, by name: a batch of one is to stay.
view("squeeze", function(b, v, x)
  local shape, axes, gone = v.inputs[1].shape, v.attributes.dim, {}
  if #shape == #v.shape then return x end
  if not axes then
    axes = {}
    for k = 1, #shape do axes[k] = k - 1 end
  end
  for _, axis in ipairs(axes) do
    if shape[axis + 1] == 1 then gone[#gone + 1] = axis end
  end
  return b:node("Squeeze", {x, b:ints(gone)})
end)

view("unsqueeze", function(b, v, x)
  return b:unsqueeze(x, v.attributes.dim)
end)

view("permute", function(b, v, x)
  return b:node("Transpose", {x}, {perm = v.attributes.dims})
end)

view("transpose", function(b, v, x)
  local order, at = {}, v.attributes
  for k = 1, #v.shape do order[k] = k - 1 end
  order[at.dim1 + 1], order[at.dim2 + 1] = at.dim2, at.dim1
  return b:node("Transpose", {x}, {perm = order})
end)

view("t", function(b, v, x)
  return #v.shape < 2 and x or b:node("Transpose", {x}, {perm = {1, 0}})
end)

view("expand", function(b, v, x)
  return b:node("Expand", {x, b:shape(b:sizes_of(v))})
end)

-- ---- parts ----

view("narrow", function(b, v, x)
  local start = b:whole(v, function(w) return w.attributes.start end)
  local stop = b:whole(v, function(w)
    return w.attributes.start + w.attributes.length
  end)
  return b:slice(x, v.attributes.dim, start, stop)
end)

view("select", function(b, v, x)
  local at = v.attributes
  return b:node("Gather", {x, b:ints(at.index)}, {axis = at.dim})
end)

local LAST = math.mininteger

view("flip", function(b, v, x)
  local axes, first, last, step = v.attributes.dims, {}, {}, {}
  for k = 1, #axes do first[k], last[k], step[k] = -1, LAST, -1 end
  return b:node("Slice", {x, b:ints(first), b:ints(last), b:ints(axes),
                          b:ints(step)})
end)

view("roll_one", function(b, v, x)
  local at = v.attributes
  local n = b:fixed(v, at.dim)
  local cut = n - at.shift % n
  local parts = {b:slice(x, at.dim, cut, n), b:slice(x, at.dim, 0, cut)}
  return b:node("Concat", parts, {axis = at.dim})
end)

view("unfold", function(b, v, x)
  local at, rank = v.attributes, #v.inputs[1].shape
  local windows, list = b:fixed(v, at.dimension), {}
  for w = 0, windows - 1 do
    for k = 0, at.size - 1 do list[#list + 1] = w * at.step + k end
  end
  local index = b:reshape(b:ints(list), {windows, at.size})
  local y, order = b:node("Gather", {x, index}, {axis = at.dimension}), {}
  for k = 1, rank do order[k] = k <= at.dimension + 1 and k - 1 or k end
  order[rank + 1] = at.dimension + 1
  return b:node("Transpose", {y}, {perm = order})
end)

-- ---- joined ----

function writers.cat(b, v)
  return b:node("Concat", b:inputs(v), {axis = v.attributes.dim})
end

function writers.stack(b, v)
  local list = {}
  for k = 1, #v.inputs do
    list[k] = b:unsqueeze(b:input(v, k), v.attributes.dim)
  end
  return b:node("Concat", list, {axis = v.attributes.dim})
end

-- ---- borders ----

-- x with so many elements before and after each dimension, counted from 0.
local function padded(b, x, rank, amounts, mode, value)
  local list = {}
  for k = 1, 2 * rank do list[k] = 0 end
  for dim, pair in pairs(amounts) do
    list[dim + 1], list[rank + dim + 1] = pair[1], pair[2]
  end
  return b:node("Pad", {x, b:ints(list), value}, {mode = mode})
end

-- x with its last elements once more before it, and its first after it.
local function wrapped(b, v, x, amounts)
  for dim, pair in pairs(amounts) do
    local n, parts = b:fixed(v.inputs[1], dim), {x}
    if pair[1] > 0 then
      table.insert(parts, 1, b:slice(x, dim, n - pair[1], n))
    end
    if pair[2] > 0 then parts[#parts + 1] = b:slice(x, dim, 0, pair[2]) end
    x = b:node("Concat", parts, {axis = dim})
  end
  return x
end

local MODES = {constant = "constant", reflect = "reflect", replicate = "edge"}

function writers.pad(b, v)
  local at, rank, amounts = v.attributes, #v.shape, {}
  local is_cut = false
  for k = 1, #at.pad, 2 do
    amounts[rank - (k + 1) // 2] = {at.pad[k], at.pad[k + 1]}
    is_cut = is_cut or at.pad[k] < 0 or at.pad[k + 1] < 0
  end
  if at.mode ~= "constant" and is_cut then
    b:refuse("a negative amount with mode %s", at.mode)
  end
  local x = b:input(v, 1)
  if at.mode == "circular" then return wrapped(b, v, x, amounts) end
  local value = at.mode == "constant" and b:number(at.value) or nil
  return padded(b, x, rank, amounts, MODES[at.mode], value)
end

-- Zeros with x at a place along a dimension.
function writers.widen(b, v)
  local at = v.attributes
  local n = b:fixed(v.inputs[1], at.dim)
  return padded(b, b:input(v, 1), #v.shape,
                {[at.dim] = {at.start, at.size - at.start - n}}, "constant",
                b:number(0))
end

-- ---- triangles ----

for _, row in ipairs {"tril", "triu"} do
  writers[row] = function(b, v)
    local rank = #v.shape
    local ones = engine.create.ones(b:fixed(v, rank - 2), b:fixed(v, rank - 1))
    local mask = b:tensor(ones[row](ones, v.attributes.diagonal))
    return b:node("Where", {b:cast(mask, "bool"), b:input(v, 1), b:number(0)})
  end
end

return views
