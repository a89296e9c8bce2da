--- Tensors as sets, what is looked up in them, and sums over parts of them.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local sets = {}
local create, functions = engine.create, engine.functions

local define = arguments.define

-- ---- unique ----

-- 1 for each row that differs from the one before it, and for the first.
local function new_rows(rows)
  local n = rows:size(1)
  if n < 2 then return create.ones(n) end
  local differs = rows:narrow(1, 2, n - 1):ne(rows:narrow(1, 1, n - 1))
  if rows:dim() == 2 then differs = differs:any(2) end
  return functions.cat {create.ones(1), differs}
end

-- The order that sorts rows by their first element, then by the second, ...
local function row_order(rows)
  if rows:dim() == 1 then return rows:argsort() end
  local order = create.arange(rows:size(1))
  for k = rows:size(2), 1, -1 do
    local column = rows:select(2, k):index_select(1, order)
    order = order:index_select(1, column:argsort())
  end
  return order
end

-- x as rows to compare: all of its elements, or its slices along dim.
local function rows_of(owner, x, dim)
  if dim == nil then return x:flatten() end
  if x:dim() == 0 then x = x:reshape(1) end
  local axis, n = dimension(owner, x, dim)
  local others = 1
  for k = 1, x:dim() do
    if k ~= axis then others = others * x:size(k) end
  end
  return x:movedim(axis, 1):reshape(n, others)
end

-- The first of each run of rows; `order` are the places of the rows in x.
local function firsts(owner, x, dim, new, order)
  if dim == nil and not order then return x:flatten():masked_select(new) end
  local chosen = new:nonzero():flatten()
  if order then chosen = order:index_select(1, chosen) end
  if dim == nil then return x:flatten():index_select(1, chosen) end
  local line = x:dim() == 0 and x:reshape(1) or x
  return line:index_select(dimension(owner, line, dim), chosen)
end

-- Of each run of rows its first; where in the runs each row is, and how long
-- they are.
local function distinct(owner, x, dim, rows, order, o)
  local new = new_rows(rows)
  local results = {firsts(owner, x, dim, new, order)}
  if o.return_inverse then
    local run = new:cumsum(1)
    if order then run = create.zeros(run:size()):scatter(1, order, run) end
    results[#results + 1] = dim == nil and run:reshape(x:size()) or run
  end
  if o.return_counts then
    local starts = new:nonzero():flatten()
    local ends = functions.cat {starts, create.tensor {rows:size(1) + 1}}
    results[#results + 1] = ends:narrow(1, 2, starts:numel()) - starts
  end
  return table.unpack(results)
end

local RETURNS = "return_inverse: bool = false, return_counts: bool = false, " ..
                "dim: dim?"

-- Are all elements whole, and not further apart than about as many as there
-- are? Then low and high, which are numbers.
local function close_wholes(x)
  if x:numel() < 2 then return end
  local low, high = x:amin():item(), x:amax():item()
  if high - low < 2 * x:numel() and high - low < 2 ^ 23 and
     x:frac():any():item() == 0 then return low, high end
end

-- What unique gives of whole numbers that are close: by counting.
local function counted(x, low, high, o)
  local place = x:flatten() - (low - 1)
  local counts = place:bincount(nil, math.tointeger(high - low + 1))
  local present = counts:gt(0)
  local found = present:nonzero():flatten()
  local results = {found + (low - 1)}
  if o.return_inverse then
    local run = present:cumsum(1):index_select(1, place)
    results[#results + 1] = run:reshape(x:size())
  end
  if o.return_counts then
    results[#results + 1] = counts:index_select(1, found)
  end
  return table.unpack(results)
end

--- The elements of x without repetition, ascending; with dim its slices along
--- it, in the order of their first elements, then the second. With
--- return_inverse then the index in the result of each element, under the sizes
--- of x, or of each slice; with return_counts then how often each is in x. NaN
--- equals nothing. They are in order, whether or not `sorted` asks for it. m
--- slices of n elements: n sorts of m.
---
---   print((ln.unique(ln.tensor {3, 1, 3, 2})))   -- {1, 2, 3}
--- @return Tensor
--- @return Tensor
--- @return Tensor
sets.unique = define("unique",
  "x: tensor, {sorted: bool = true, " .. RETURNS .. "}", function(x, o)
  if o.dim == nil and not x:requires_grad() then
    local low, high = close_wholes(x)
    if low then return counted(x, low, high, o) end
  end
  local rows = rows_of("unique", x, o.dim)
  local order = row_order(rows)
  return distinct("unique", x, o.dim, rows:index_select(1, order), order, o)
end)

--- As unique, but only what repeats in a row counts once: the first of each run
--- of equal elements, or slices, in the order of x.
--- @return Tensor
--- @return Tensor
--- @return Tensor
sets.unique_consecutive = define("unique_consecutive",
  "x: tensor, {" .. RETURNS .. "}", function(x, o)
  local rows = rows_of("unique_consecutive", x, o.dim)
  return distinct("unique_consecutive", x, o.dim, rows, nil, o)
end)

-- ---- looking up ----

local function among(elements, list)
  if list:numel() == 0 then return elements:logical_and(0) end
  local sorted = functions.sort(list)
  local place = functions.searchsorted(sorted, elements)
  return elements:eq(sorted:take(place:clamp(1, list:numel())))
end

--- 1 where an element is among test_elements, else 0; with invert the other way
--- round. NaN is among nothing. No derivative.
sets.isin = define("isin", "elements, test_elements, {invert: bool = false}",
                   function(elements, test_elements, o)
  local found = among(elements, test_elements:flatten())
  return o.invert and found:logical_not() or found
end)

--- The bucket of each element of x, from 1, between boundaries in ascending
--- order: k + 1 when k boundaries are below it, so that the one it equals is
--- the end of its bucket; with right the beginning. No derivative.
sets.bucketize = define("bucketize",
  "x, boundaries: tensor, {right: bool = false}", function(x, boundaries, o)
  if boundaries:dim() ~= 1 then
    raise("bucketize: boundaries have %d dimensions, one is wanted",
          boundaries:dim())
  end
  return functions.searchsorted(boundaries, x, o)
end)

--- x in order along dimension 1; equal elements keep their order.
sets.msort = define("msort", "x: tensor", function(x)
  return (functions.sort(x, 1))
end)

-- ---- parts ----

-- What a reduction is called elsewhere, and what it gives of nothing.
local reductions = {
  mean = {"mean", 0 / 0}, prod = {"prod", 1},
  max = {"amax", -math.huge}, min = {"amin", math.huge},
}

--- Reductions of parts of data that follow each other along axis and have these
--- lengths, which make up the dimension. Of an empty part the sum is 0, the
--- product 1, the mean NaN, the largest -inf and the smallest inf.
sets.segment_reduce = define("segment_reduce",
  "data: tensor, reduce: sum|mean|prod|max|min, " ..
  "{lengths: tensor, axis: dim = 1}", function(x, reduce, o)
  local axis, size = dimension("segment_reduce", x, o.axis)
  if o.lengths:dim() ~= 1 or x:dim() == 0 then
    raise("segment_reduce: lengths have %d dimensions and data %d; one, and at "
          .. "least one, are wanted", o.lengths:dim(), x:dim())
  end
  local parts = o.lengths:numel()
  local part = create.arange(parts):repeat_interleave(o.lengths)
  if part:numel() ~= size then
    raise("segment_reduce: lengths of %d in all, of a dimension of size %d",
          part:numel(), size)
  end
  local sizes = x:size()
  sizes[axis] = parts
  if reduce == "sum" then
    return create.zeros(sizes):index_add(axis, part, x)
  end
  local name, of_nothing = table.unpack(reductions[reduce])
  return functions.index_reduce(create.full(sizes, of_nothing), axis, part, x,
                                name, {include_self = false})
end)

return sets
