--- What picks elements by their order: values, and the indices, from 1, where
--- they stood. NaN counts as the largest of all. Values are gathered by their
--- indices, and are differentiable so.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local order = {}
local create, functions = engine.create, engine.functions

local function as_it_is(t) return t end

-- x with at least one dimension, the one that is meant, and what gives results
-- the shape they are due: a number has one dimension of size 1.
local function along(owner, x, dim)
  dimension(owner, x, dim)
  if x:dim() > 0 then return x, dim, as_it_is end
  return x:reshape(1), dim,
    function(t) return t:numel() == 1 and t:reshape {} or t end
end

local function picked(x, dim, index, keepdim)
  local values = x:gather(dim, index)
  if keepdim then return values, index end
  return values:squeeze(dim), index:squeeze(dim)
end

local function not_empty(owner, x, dim)
  if x:size(dim) == 0 then
    raise("%s: no elements to choose from: %s", owner, repr.shape(x))
  end
end

local KEPT = {keepdim = true}

-- x:max(), x:max(dim, {keepdim}) and x:max(other), and so min.
local function extreme(owner, of_all, of_two, place)
  return function(x, dim, o)
    if engine.is_tensor(dim) then
      if o.keepdim then
        raise("%s: keepdim does not go with another tensor", owner)
      end
      return functions[of_two](x, dim)
    end
    if dim == nil then
      if o.keepdim then raise("%s: keepdim goes with a dim", owner) end
      if x:numel() == 0 then not_empty(owner, x:reshape(-1), 1) end
      return functions[of_all](x)
    end
    local line, axis, shaped = along(owner, x, dim)
    not_empty(owner, line, axis)
    local index = functions[place](line, axis, KEPT)
    local values, indices = picked(line, axis, index, o.keepdim)
    return shaped(values), shaped(indices)
  end
end

local EXTREME = "x: tensor, dim: tensor|dim?, {keepdim: bool = false}"

--- x:max() is the largest element; equal ones share its gradient.
--- x:max(dim, {keepdim = false}) gives the largest along dim and their indices,
--- of equal ones the first. x:max(other) is x:maximum(other). NaN wins.
---
---   local x = ln.tensor {{1, 5}, {7, 2}}
---   local values, places = x:max(2)
---   print(x:max():item(), values)   -- 7  {5, 7}
---   print(places)   -- {2, 1}
--- @return Tensor
--- @return Tensor
order.max = arguments.define("max", EXTREME,
                             extreme("max", "amax", "maximum", "argmax"))

--- As max, of the smallest; NaN wins here too.
--- @return Tensor
--- @return Tensor
order.min = arguments.define("min", EXTREME,
                             extreme("min", "amin", "minimum", "argmin"))

--- x in order along dim, and the indices that put it so. Equal elements keep
--- their order. n log n for a line of n.
---
---   local sorted, order = ln.sort(ln.tensor {3, 1, 2})
---   print(order)   -- {2, 3, 1}
--- @return Tensor
--- @return Tensor
order.sort = arguments.define("sort",
  "x: tensor, dim: dim = -1, {descending: bool = false}", function(x, dim, o)
  local line, axis, shaped = along("sort", x, dim)
  local index = line:argsort(axis, {descending = o.descending})
  return shaped(line:gather(axis, index)), shaped(index)
end)

--- The k largest along dim, or the smallest, and their indices; always in
--- order, whether or not `sorted` asks for it.
---
---   local values, places = ln.topk(ln.tensor {3, 1, 4, 1}, 2)
---   print(values, places)   -- {4, 3}
--- @return Tensor
--- @return Tensor
order.topk = arguments.define("topk", "x: tensor, k: whole, dim: dim = -1, " ..
  "{largest: bool = true, sorted: bool = true}", function(x, k, dim, o)
  local line, axis, shaped = along("topk", x, dim)
  if k > line:size(axis) then
    raise("topk: k is %d; %s has %d along dim %d", k, repr.shape(x),
          line:size(axis), axis)
  end
  local index = line:argsort_part(axis, 1, k, {descending = o.largest})
  return shaped(line:gather(axis, index)), shaped(index)
end)

--- The k-th smallest along dim, k from 1, and its index.
--- @return Tensor
--- @return Tensor
order.kthvalue = arguments.define("kthvalue",
  "x: tensor, k: count, dim: dim = -1, {keepdim: bool = false}",
  function(x, k, dim, o)
  local line, axis, shaped = along("kthvalue", x, dim)
  if k > line:size(axis) then
    raise("kthvalue: k is %d; %s has %d along dim %d", k, repr.shape(x),
          line:size(axis), axis)
  end
  local index = line:argsort_part(axis, k, 1)
  local values, indices = picked(line, axis, index, o.keepdim)
  return shaped(values), shaped(indices)
end)

-- Is there no NaN? It would be the largest.
local function all_numbers(x)
  if x:numel() == 0 then return true end
  local most = x:detach():amax():item()
  return most == most
end

local function lower_middle(line, axis)
  return line:argsort_part(axis, (line:size(axis) + 1) // 2, 1)
end

-- Of an even number the lower one; where there is a NaN, the first of them,
-- which is what argmax finds.
local function middle(line, axis)
  local index = lower_middle(line, axis)
  if all_numbers(line) then return index end
  local most = line:argmax(axis, {keepdim = true})
  return line:gather(axis, most):isnan():where(most, index)
end

-- As middle, of what is not NaN.
local function middle_number(line, axis)
  if all_numbers(line) then return lower_middle(line, axis) end
  local count = line:isnan():logical_not():sum(axis, {keepdim = true})
  local place = functions.div(count + 1, 2, {rounding_mode = "floor"})
  return line:argsort(axis):gather(axis, place:clamp(1))
end

-- The number v, one of x; its equals there share the gradient.
local function shared(x, v)
  if not (x:requires_grad() and recording.is_grad_enabled()) then return v end
  local same = x:eq(v):logical_or(x:isnan():logical_and(v:isnan()))
  return same:where(x, -math.huge):amax()
end

-- Of a whole line.
local function median_of_all(owner, x, place)
  local line = x:reshape(-1)
  not_empty(owner, line, 1)
  local v = line:detach():gather(1, place(line, 1)):reshape {}
  return shared(line, v)
end

local function median(owner, place)
  return function(x, dim, o)
    if dim == nil then
      if o.keepdim then raise("%s: keepdim goes with a dim", owner) end
      return median_of_all(owner, x, place)
    end
    local line, axis, shaped = along(owner, x, dim)
    not_empty(owner, line, axis)
    local values, indices = picked(line, axis, place(line, axis), o.keepdim)
    return shaped(values), shaped(indices)
  end
end

local MEDIAN = "x: tensor, dim: dim?, {keepdim: bool = false}"

--- x:median() is the middle one of all elements, of an even number the lower;
--- equal ones share its gradient. x:median(dim, {keepdim = false}) gives those
--- along dim and their indices. NaN where there is one.
--- @return Tensor
--- @return Tensor
order.median = arguments.define("median", MEDIAN, median("median", middle))

--- As median, of what is not NaN; NaN where nothing else is.
--- @return Tensor
--- @return Tensor
order.nanmedian = arguments.define("nanmedian", MEDIAN,
                                   median("nanmedian", middle_number))

-- ---- running extremes, and what is most frequent ----

local function running(owner, place)
  return function(x, dim)
    local line, axis, shaped = along(owner, x, dim)
    local index = functions[place](line, axis)
    return shaped(line:gather(axis, index)), shaped(index)
  end
end

--- Along dim, the largest element up to each, and its index, of equal ones the
--- last. NaN wins.
--- @return Tensor
--- @return Tensor
order.cummax = arguments.define("cummax", "x: tensor, dim: dim",
                                running("cummax", "argcummax"))

--- Along dim, the smallest element up to each, and its index, of equal ones the
--- last. NaN wins.
--- @return Tensor
--- @return Tensor
order.cummin = arguments.define("cummin", "x: tensor, dim: dim",
                                running("cummin", "argcummin"))

--- The smallest and the largest element along dim, or of all; as amin and amax.
--- @return Tensor
--- @return Tensor
order.aminmax = arguments.define("aminmax",
  "x: tensor, {dim: dim?, keepdim: bool = false}", function(x, o)
  local keep = {keepdim = o.keepdim}
  return x:amin(o.dim, keep), x:amax(o.dim, keep)
end)

-- How many equals each element of an ordered line has up to itself.
local function runs(line, axis)
  local n, sizes = line:size(axis), {}
  for k = 1, line:dim() do sizes[k] = k == axis and n or 1 end
  local place = create.arange(n):reshape(sizes)
  local later, before = line:narrow(axis, 2, n - 1), line:narrow(axis, 1, n - 1)
  local first = create.ones_like(line:narrow(axis, 1, 1))
  local starts = functions.cat({first, later:ne(before)}, axis)
  return place - (starts * place):argcummax(axis)
end

--- The most frequent element along dim, of equally frequent ones the smallest,
--- and the index of its last. NaN equals nothing.
--- @return Tensor
--- @return Tensor
order.mode = arguments.define("mode",
  "x: tensor, dim: dim = -1, {keepdim: bool = false}", function(x, dim, o)
  local line, axis, shaped = along("mode", x, dim)
  not_empty("mode", line, axis)
  axis = dimension("mode", line, axis)
  local sorting = line:argsort(axis)
  local ordered = line:detach():gather(axis, sorting)
  local place = runs(ordered, axis):argmax(axis, {keepdim = true})
  local index = sorting:gather(axis, place)
  local values, indices = picked(line, axis, index, o.keepdim)
  return shaped(values), shaped(indices)
end)

local SPREAD = "x: tensor, dim: dims?, " ..
  "{correction: int = 1, keepdim: bool = false}"

local function with_mean(op)
  return function(x, dim, o)
    return functions[op](x, dim, o), x:mean(dim, {keepdim = o.keepdim})
  end
end

--- The variance and the mean over dim, or over everything.
--- @return Tensor
--- @return Tensor
order.var_mean = arguments.define("var_mean", SPREAD, with_mean "var")

--- The standard deviation and the mean over dim, or over everything.
--- @return Tensor
--- @return Tensor
order.std_mean = arguments.define("std_mean", SPREAD, with_mean "std")

return order
