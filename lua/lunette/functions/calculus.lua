--- Differences and sums along a dimension, and points to take them at.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local create, functions = engine.create, engine.functions
local define = arguments.define
local calculus = {}

-- The dimension that is meant, of a tensor that has one.
local function axis_of(owner, x, dim)
  if x:dim() == 0 then
    raise("%s: at least one dimension is wanted, this is a number", owner)
  end
  return dimension(owner, x, dim)
end

-- All but the last along a dimension, and all but the first.
local function neighbours(x, axis)
  local n = math.max(x:size(axis) - 1, 0)
  return x:narrow(axis, 1, n), x:narrow(axis, x:size(axis) - n + 1, n)
end

--- The n-th difference along dim: x[i + 1] - x[i], n times. What is prepended
--- and appended is put to x along dim before; for n = 0 the result is x alone.
calculus.diff = define("diff", "x: tensor, n: whole = 1, dim: dim = -1, " ..
  "prepend: tensor?, append: tensor?", function(x, n, dim, prepend, append)
    local axis = axis_of("diff", x, dim)
    if n == 0 then return x:clone() end
    local parts = {x}
    if prepend then table.insert(parts, 1, prepend) end
    if append then parts[#parts + 1] = append end
    if #parts > 1 then x = functions.cat(parts, axis) end
    for _ = 1, math.min(n, x:size(axis)) do
      local before, after = neighbours(x, axis)
      x = after - before
    end
    return x
  end)

-- ---- derivatives ----

-- Derivatives at the ends, from the two or three points that are nearest.
local function at_end(x, axis, h, order, last)
  local function point(k)
    return x:narrow(axis, last and x:size(axis) - k or k + 1, 1)
  end
  local slope = point(1) - point(0)
  if order == 2 then slope = point(1) * 2 - point(2) / 2 - point(0) * 1.5 end
  return slope / (last and -h or h)
end

local function along(x, axis, h, order)
  local n = x:size(axis)
  if n < order + 1 then
    raise("gradient: %s has %d points along dim %d, at least %d are wanted",
          repr.shape(x), n, axis, order + 1)
  end
  local inner = (x:narrow(axis, 3, n - 2) - x:narrow(axis, 1, n - 2)) / (2 * h)
  return functions.cat({at_end(x, axis, h, order, false), inner,
                        at_end(x, axis, h, order, true)}, axis)
end

-- The dimensions that are meant: those listed, or all.
local function axes_of(x, dims)
  local axes = {}
  for k = 1, dims and #dims or x:dim() do
    axes[k] = axis_of("gradient", x, dims and dims[k] or k)
  end
  return axes
end

--- The derivatives of the function whose values at points `spacing` apart x
--- has, along each dimension, or those of dim: a list. Central differences,
--- at the ends one-sided ones of edge_order points more. spacing is a number,
--- or a table of one for each.
--- @return Tensor[]
calculus.gradient = define("gradient", "x: tensor, " ..
  "{spacing: real|reals = 1, dim: dims?, edge_order: int = 1}",
  function(x, o)
    if o.edge_order < 1 or o.edge_order > 2 then
      raise("gradient: edge_order is %d, 1 or 2 is wanted", o.edge_order)
    end
    local axes, found = axes_of(x, o.dim), {}
    local each = type(o.spacing) == "table" and o.spacing or nil
    if each and #each ~= #axes then
      raise("gradient: %d spacings for %d dimensions", #each, #axes)
    end
    for k, axis in ipairs(axes) do
      found[k] = along(x, axis, each and each[k] or o.spacing, o.edge_order)
    end
    return found
  end)

-- ---- integrals ----

-- The area of each strip under y.
local function strips(owner, y, x, o)
  local axis = axis_of(owner, y, o.dim)
  local before, after = neighbours(y, axis)
  local middle = (before + after) / 2
  if not x then return middle * o.dx, axis end
  if x:dim() == 1 then
    if x:numel() ~= y:size(axis) then
      raise("%s: x has %d points, y %d along dim %d", owner, x:numel(),
            y:size(axis), axis)
    end
    local sizes = {}
    for k = 1, y:dim() do sizes[k] = k == axis and x:numel() or 1 end
    x = x:reshape(sizes)
  end
  return middle * calculus.diff(x, 1, axis - y:dim() - 1), axis
end

local TRAPEZOID = "y: tensor, x: tensor?, {dx: real = 1, dim: dim = -1}"

--- The integral of y along dim by the trapezoidal rule. Its points are x (a
--- list, or as y), or lie dx apart.
calculus.trapezoid = define("trapezoid", TRAPEZOID, function(y, x, o)
  if x then
    local areas, axis = strips("trapezoid", y, x, o)
    return areas:sum(axis)
  end
  local axis, size = axis_of("trapezoid", y, o.dim)
  if size == 0 then return y:sum(axis) end
  local ends = y:select(axis, 1) + y:select(axis, size)
  return (y:sum(axis) - ends / 2) * o.dx
end)

--- As trapezoid, up to each point but the first.
calculus.cumulative_trapezoid = define("cumulative_trapezoid", TRAPEZOID,
  function(y, x, o)
    local areas, axis = strips("cumulative_trapezoid", y, x, o)
    return areas:cumsum(axis)
  end)

-- ---- points ----

--- `steps` powers of base, whose exponents lie evenly from start to last.
calculus.logspace = define("logspace", "start: real, last: real, " ..
  "steps: whole, base: real = 10, {requires_grad: bool = false}",
  function(start, last, steps, base, o)
    local y = functions.pow(base, create.linspace(start, last, steps))
    return y:requires_grad_(o.requires_grad)
  end)

return calculus
