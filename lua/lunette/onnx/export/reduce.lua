--- Sums, extremes and what counts along dimensions.

local reduce = {}

-- A node over axes (false or none: all). ReduceSum has them as an input, the
-- others as an attribute.
local function over(b, op, x, axes, keepdim)
  local attributes = {keepdims = keepdim and 1 or 0}
  if axes and #axes == 0 then axes = nil end
  if op == "ReduceSum" then
    return b:node(op, {x, axes and b:ints(axes) or nil}, attributes)
  end
  attributes.axes = axes or nil
  return b:node(op, {x}, attributes)
end

for row, op in pairs {sum = "ReduceSum", mean = "ReduceMean",
                      square_sum = "ReduceSumSquare", norm2 = "ReduceL2",
                      prod = "ReduceProd",
                      amax = "ReduceMax", amin = "ReduceMin"} do
  reduce[row] = function(b, v)
    local at = v.attributes
    return over(b, op, b:input(v, 1), at.dim, at.keepdim)
  end
end

function reduce.nansum(b, v)
  local x, at = b:input(v, 1), v.attributes
  local kept = b:node("Where", {b:node("IsNaN", {x}), b:number(0), x})
  return over(b, "ReduceSum", kept, at.dim, at.keepdim)
end

-- Of masks, as numbers.
local function of_masks(op)
  return function(b, v)
    local at = v.attributes
    local x = b:cast(b:input(v, 1, "bool"), "float")
    return over(b, op, x, at.dim, at.keepdim)
  end
end

reduce.any, reduce.all = of_masks "ReduceMax", of_masks "ReduceMin"
reduce.count_nonzero = of_masks "ReduceSum"

-- Leading dimensions go, those that were repeated become 1.
function reduce.sum_to(b, v)
  local of, extra, axes = v.inputs[1], #v.inputs[1].shape - #v.shape, {}
  for k = 1, #of.shape do
    local here = k > extra and v.shape[k - extra]
    local is_summed = not here or here == 1 and of.shape[k] ~= 1
    if is_summed then axes[#axes + 1] = k - 1 end
  end
  local x = b:input(v, 1)
  if #axes > 0 then x = over(b, "ReduceSum", x, axes, true) end
  return b:reshape(x, b:sizes_of(v))
end

for row, op in pairs {argmax = "ArgMax", argmin = "ArgMin"} do
  reduce[row] = function(b, v)
    local x, at = b:input(v, 1), v.attributes
    if at.dim then
      return b:node(op, {x}, {axis = at.dim, keepdims = at.keepdim and 1 or 0}),
             "index"
    end
    local y = b:node(op, {b:reshape(x, {-1})}, {axis = 0, keepdims = 0})
    return at.keepdim and b:reshape(y, b:sizes_of(v)) or y, "index"
  end
end

function reduce.cumsum(b, v)
  return b:node("CumSum", {b:input(v, 1), b:ints(v.attributes.dim)})
end

function reduce.suffix_sum(b, v)
  return b:node("CumSum", {b:input(v, 1), b:ints(v.attributes.dim)},
                {reverse = 1})
end

-- The order of a line; equal elements keep theirs.
local function order(b, v, first, last)
  local at, of = v.attributes, v.inputs[1]
  local n = b:fixed(of, at.dim)
  local _, index = b:node("TopK", {b:input(v, 1), b:ints {n}},
                          {axis = at.dim, largest = at.descending and 1 or 0,
                           sorted = 1}, 2)
  if last == n and first == 0 then return index, "index" end
  return b:slice(index, at.dim, first, last), "index"
end

function reduce.argsort(b, v)
  return order(b, v, 0, b:fixed(v, v.attributes.dim))
end

function reduce.argsort_part(b, v)
  local at = v.attributes
  return order(b, v, at.start, at.start + at.length)
end

return reduce
