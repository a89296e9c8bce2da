--- What picks elements by their order: values, and the indices, from 1, where
--- they stood. NaN counts as the largest of all. Values are gathered by their
--- indices, and are differentiable so.

local dimension = require "lunette.functions.dimension"
local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

local order = {}
local functions = engine.functions

-- dim may be left out before the options, as ops allow it.
local function trailing(read, dim, given)
  if given == nil and type(dim) == "table" and #dim == 0 and next(dim) ~= nil then
    dim, given = nil, dim
  end
  return dim, read(given)
end

local function size_text(x) return options.sizes_text(x:size()) end

-- x with at least one dimension, the one that is meant, and what gives results
-- the shape they are due: a number has one dimension of size 1.
local function along(owner, x, dim)
  options.check(owner, "x", x, "tensor")
  dim = dim or -1
  dimension(owner, x, dim)
  if x:dim() > 0 then return x, dim, function(t) return t end end
  return x:reshape(1), dim, function(t) return t:numel() == 1 and t:reshape {} or t end
end

local function picked(x, dim, index, keepdim)
  local values = x:gather(dim, index)
  if keepdim then return values, index end
  return values:squeeze(dim), index:squeeze(dim)
end

local function not_empty(owner, x, dim)
  if x:size(dim) == 0 then
    raise("%s: no elements to choose from: %s", owner, size_text(x))
  end
end

-- x:max(), x:max(dim, {keepdim}) and x:max(other), and so min.
local function extreme(owner, of_all, of_two, place)
  local read = options.reader(owner, "keepdim: bool = false")
  return function(x, other, given)
    options.check(owner, "x", x, "tensor")
    if engine.is_tensor(other) then
      if given ~= nil then raise("%s: no options go with another tensor", owner) end
      return functions[of_two](x, other)
    end
    local keepdim = read(given).keepdim
    if other == nil then
      if given ~= nil then raise("%s: keepdim goes with a dim", owner) end
      not_empty(owner, x:reshape(-1), 1)
      return functions[of_all](x)
    end
    local line, dim, shaped = along(owner, x, other)
    not_empty(owner, line, dim)
    local index = functions[place](line, dim, {keepdim = true})
    local values, indices = picked(line, dim, index, keepdim)
    return shaped(values), shaped(indices)
  end
end

--- max(x, dim = ..., {keepdim = false})
---
--- x:max() is the largest element; equal ones share its gradient.
--- x:max(dim, {keepdim = false}) gives the largest along dim and their indices,
--- of equal ones the first. x:max(other) is x:maximum(other). NaN wins.
order.max = extreme("max", "amax", "maximum", "argmax")

--- min(x, dim = ..., {keepdim = false})
---
--- As max, of the smallest; NaN wins here too.
order.min = extreme("min", "amin", "minimum", "argmin")

local read_sort = options.reader("sort", "descending: bool = false")

--- sort(x, dim = -1, {descending = false})
---
--- x in order along dim, and the indices that put it so. Equal
--- elements keep their order. n log n for a line of n.
function order.sort(x, dim, given)
  dim, given = trailing(read_sort, dim, given)
  local line, axis, shaped = along("sort", x, dim)
  local index = line:argsort(axis, {descending = given.descending})
  return shaped(line:gather(axis, index)), shaped(index)
end

local read_topk = options.reader("topk", "largest: bool = true, sorted: bool = true")

--- topk(x, k, dim = -1, {largest = true, sorted = true})
---
--- The k largest along dim, or the smallest, and their indices;
--- always in order, whether or not `sorted` asks for it.
function order.topk(x, k, dim, given)
  dim, given = trailing(read_topk, dim, given)
  local line, axis, shaped = along("topk", x, dim)
  k = options.check("topk", "k", k, "int")
  if k < 0 or k > line:size(axis) then
    raise("topk: k is %d; %s has %d along dim %d", k, size_text(x), line:size(axis), axis)
  end
  local index = line:argsort(axis, {descending = given.largest}):narrow(axis, 1, k)
  return shaped(line:gather(axis, index)), shaped(index)
end

local read_kthvalue = options.reader("kthvalue", "keepdim: bool = false")

--- kthvalue(x, k, dim = -1, {keepdim = false})
---
--- The k-th smallest along dim, k from 1, and its index.
function order.kthvalue(x, k, dim, given)
  dim, given = trailing(read_kthvalue, dim, given)
  local line, axis, shaped = along("kthvalue", x, dim)
  k = options.check("kthvalue", "k", k, "int")
  if k < 1 or k > line:size(axis) then
    raise("kthvalue: k is %d; %s has %d along dim %d", k, size_text(x), line:size(axis), axis)
  end
  local index = line:argsort(axis):narrow(axis, k, 1)
  local values, indices = picked(line, axis, index, given.keepdim)
  return shaped(values), shaped(indices)
end

-- Of an even number the lower one; where there is a NaN, the first of them.
local function middle(line, axis)
  local index = line:argsort(axis):narrow(axis, (line:size(axis) + 1) // 2, 1)
  local broken = line:isnan():any(axis, {keepdim = true})
  return broken:where(line:argmax(axis, {keepdim = true}), index)
end

local read_median = options.reader("median", "keepdim: bool = false")

--- median(x, dim = ..., {keepdim = false})
---
--- x:median() is the middle one of all elements, of an even number the lower;
--- x:median(dim, {keepdim = false}) gives those along dim and their indices.
--- NaN where there is one.
function order.median(x, dim, given)
  dim, given = trailing(read_median, dim, given)
  if dim == nil then x = options.check("median", "x", x, "tensor"):reshape(-1) end
  local line, axis, shaped = along("median", x, dim)
  not_empty("median", line, axis)
  local values, indices = picked(line, axis, middle(line, axis), given.keepdim)
  if dim == nil then return values:reshape {} end
  return shaped(values), shaped(indices)
end

local SPREAD = "correction: int = 1, keepdim: bool = false"
local readers = {var_mean = options.reader("var_mean", SPREAD),
  std_mean = options.reader("std_mean", SPREAD)}

local function with_mean(owner, op)
  return function(x, dim, given)
    options.check(owner, "x", x, "tensor")
    dim, given = trailing(readers[owner], dim, given)
    return functions[op](x, dim, given), x:mean(dim, {keepdim = given.keepdim})
  end
end

--- var_mean(x, dim = ..., {correction = 1, keepdim = false}): the variance and
--- the mean over dim, or over everything.
order.var_mean = with_mean("var_mean", "var")

--- std_mean(x, dim = ..., {correction = 1, keepdim = false}): the standard
--- deviation and the mean over dim, or over everything.
order.std_mean = with_mean("std_mean", "std")

return order
