--- What writes at places that indices name, and reads along them.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local indexing = {}
local create, functions = engine.create, engine.functions

local define = arguments.define

local function text_of(x) return repr.shape(x) end

local function same_sizes(owner, name, x, due)
  if x:size() ~= due then
    raise("%s: %s is %s, %s is due", owner, name, text_of(x), repr.sizes(due))
  end
end

local function check_vector(owner, index)
  if index:dim() > 1 then
    raise("%s: indices are %s; one dimension is wanted", owner, text_of(index))
  end
end

-- The sizes of x with those along an axis others.
local function sizes_with(x, axis, size)
  local sizes = x:size()
  if size == nil then table.remove(sizes, axis)
  elseif #sizes > 0 then sizes[axis] = size end
  return sizes
end

--- x with src in place of x:select(dim, index).
indexing.select_scatter = define("select_scatter",
  "x: tensor, src: tensor, dim: dim, index: int",
  function(x, src, dim, index)
  local axis, size = dimension("select_scatter", x, dim)
  if index == 0 or index > size or index < -size then
    raise("select_scatter: index %d of a dimension of size %d", index, size)
  end
  same_sizes("select_scatter", "src", src, sizes_with(x, axis))
  return x:index_copy(axis, create.tensor {index}, src:unsqueeze(axis))
end)

--- x with src in place of the elements start to last of dimension dim, each
--- step-th of them. Both are included, and negative ones count from the end.
indexing.slice_scatter = define("slice_scatter",
  "x: tensor, src: tensor, dim: dim = 1, start: int = 1, last: int = -1, " ..
  "step: count = 1", function(x, src, dim, start, last, step)
  local axis, size = dimension("slice_scatter", x, dim)
  local from = start < 0 and start + size + 1 or start
  local to = last < 0 and last + size + 1 or last
  if from < 1 or to > size or to < from - 1 then
    raise("slice_scatter: range %d to %d of a dimension of size %d", start,
          last, size)
  end
  local n = (to - from) // step + 1
  same_sizes("slice_scatter", "src", src, sizes_with(x, axis, n))
  if n == 0 then return x:clone() end
  return x:index_copy(axis, create.arange(from, to, step), src)
end)

--- A matrix with the elements of x, as one dimension, on diagonal `offset`.
indexing.diagflat = define("diagflat", "x: tensor, offset: int = 0",
                           function(x, offset)
  return x:flatten():diag(offset)
end)

-- ---- scatter_reduce ----

-- How many earlier indices along the last dimension, with this one, are equal
-- to it: 1 for the first of each.
local function turns(index)
  local order = index:argsort(-1)
  local sorted = index:gather(-1, order)
  local place = create.arange(sorted:size(-1)):expand(sorted:size())
  local turn = place - functions.searchsorted(sorted, sorted) + 1
  return create.zeros(index:size()):scatter(-1, order, turn)
end

-- Products, which have derivatives of every order where factors are 0: each
-- factor gets a place of its own in a last dimension, over which prod runs.
local function product(x, dim, index, src)
  if index:numel() == 0 then return x:clone() end
  local function last(t) return t:transpose(dim, -1):contiguous() end
  x, index, src = last(x), last(index), last(src)
  local turn, n = turns(index), x:size(-1)
  local most = math.tointeger(turn:amax():item())
  local sizes = x:size()
  sizes[#sizes + 1] = most
  local factors = functions.cat({x:unsqueeze(-1), create.ones(sizes)}, -1)
  local place = (index - 1) * (most + 1) + turn + 1
  return factors:flatten(-2, -1):scatter(-1, place, src)
    :unflatten(-1, {n, most + 1}):prod(-1):transpose(dim, -1)
end

local function sum(x, dim, index, src)
  return x:scatter_add(dim, index, src)
end

local function mean(x, dim, index, src, include_self)
  local own = include_self and create.ones or create.zeros
  local count = own(x:size()):scatter_add(dim, index, create.ones(src:size()))
  return x:scatter_add(dim, index, src) / count:clamp(1)
end

local extremes = {amax = "largest", amin = "smallest"}

local function extreme(name)
  return function(x, dim, index, src)
    return x:scatter_extreme(dim, index, src, {which = extremes[name]})
  end
end

-- How each joins, and what changes nothing.
local joined = {
  sum = {sum, 0}, mean = {mean, 0}, prod = {product, 1},
  amax = {extreme "amax", -math.huge},
  amin = {extreme "amin", math.huge},
}

-- src as the indices have it: it may be larger.
local function cut(src, index)
  for k = 1, src:dim() == index:dim() and index:dim() or 0 do
    if index:size(k) < src:size(k) then
      src = src:narrow(k, 1, index:size(k))
    end
  end
  return src
end

local function reduce(x, dim, index, src, name, include_self)
  local join, neutral = table.unpack(joined[name])
  if not include_self then x = x:scatter(dim, index, neutral) end
  return join(x, dim, index, src, include_self)
end

--- x with src[i][j] summed, multiplied, averaged, or the largest or smallest
--- taken, at [i][index[i][j]] for dim 2, and so for any dim. With include_self
--- the element of x that is there takes part; without it, it gives way. Equal
--- ones share the gradient of amax and amin. prod needs memory for as many
--- times the elements of x as factors meet in one place, at most.
indexing.scatter_reduce = define("scatter_reduce",
  "x: tensor, dim: dim, index: tensor, src: tensor, " ..
  "reduce: sum|prod|mean|amax|amin, {include_self: bool = true}",
  function(x, dim, index, src, name, o)
  local axis = dimension("scatter_reduce", x, dim)
  if x:dim() == 0 then
    return reduce(x:reshape(1), 1, index:reshape(-1), src:reshape(-1), name,
                  o.include_self):reshape {}
  end
  return reduce(x, axis, index, cut(src, index), name, o.include_self)
end)

-- The mean of the slices that meet, own: how often x counts.
local function mean_of_slices(x, axis, index, source, own)
  local line = {}
  for k = 1, x:dim() do line[k] = k == axis and -1 or 1 end
  local count = create.full({x:size(axis)}, own)
    :index_add(1, index, create.ones_like(index))
  return x:index_add(axis, index, source) / count:clamp(1):reshape(line)
end

-- Element by element, with the index repeated.
local function reduce_elements(x, axis, index, source, name, o)
  if x:dim() > 0 then
    local line = {}
    for k = 1, x:dim() do line[k] = k == axis and -1 or 1 end
    index = index:reshape(line):expand(source:size())
  end
  return indexing.scatter_reduce(x, axis, index, source, name, o)
end

--- x with the slices of source multiplied, averaged, or the largest or smallest
--- taken, where index says, as scatter_reduce does with elements.
indexing.index_reduce = define("index_reduce",
  "x: tensor, dim: dim, index: tensor, source: tensor, " ..
  "reduce: prod|mean|amax|amin, {include_self: bool = true}",
  function(x, dim, index, source, name, o)
  check_vector("index_reduce", index)
  local axis = dimension("index_reduce", x, dim)
  same_sizes("index_reduce", "source", source,
             sizes_with(x, axis, index:numel()))
  if x:dim() == 0 or name == "prod" then
    return reduce_elements(x, axis, index, source, name, o)
  end
  index = index:reshape(-1)
  if not o.include_self then x = x:index_fill(axis, index, joined[name][2]) end
  if name == "mean" then
    return mean_of_slices(x, axis, index, source, o.include_self and 1 or 0)
  end
  return x:index_extreme(axis, index, source, {which = extremes[name]})
end)

--- gather, with x and indices broadcast against each other outside of dim;
--- without dim, of both as one dimension.
indexing.take_along_dim = define("take_along_dim",
  "x: tensor, indices: tensor, dim: dim?", function(x, indices, dim)
  if dim == nil then return x:flatten():gather(1, indices:flatten()) end
  if x:dim() ~= indices:dim() then
    raise("take_along_dim: indices are %s for %s", text_of(indices), text_of(x))
  end
  local axis = dimension("take_along_dim", x, dim)
  local own, there = x:size(), indices:size()
  for k = 1, x:dim() do
    if k ~= axis and own[k] == 1 then own[k] = there[k]
    elseif k ~= axis and there[k] == 1 then there[k] = own[k] end
  end
  return x:expand(own):gather(axis, indices:expand(there))
end)

return indexing
