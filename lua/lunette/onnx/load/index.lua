--- Ops that take elements by their places, and that make values of none.

local engine = require "lunette.engine"
local integers = require "lunette.onnx.load.integers"
local ops = require "lunette.onnx.load.ops"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local define, functions, create = ops.define, engine.functions, engine.create

-- Places from 0 or from the end, below `size`, as the engine counts them.
local function from_one(places, size)
  return integers.map(function(v)
    if v < -size or v >= size then
      raise("index %d is out of the %d that there are", v, size)
    end
    return (v < 0 and v + size or v) + 1
  end, places)
end

define("Gather", "x: value, indices: ints", "axis: int = 0",
       function(o, x, indices)
  local sizes, result = integers.sizes(x), {}
  local dim = ops.dim(o.axis, #sizes)
  if #sizes == 0 then raise "x is a number, which has no axis" end
  table.move(sizes, 1, dim - 1, 1, result)
  table.move(indices.sizes, 1, #indices.sizes, #result + 1, result)
  table.move(sizes, dim + 1, #sizes, #result + 1, result)
  local index = from_one(indices, sizes[dim]):tensor():flatten()
  return integers.moved(0, function(t)
    return t:index_select(dim, index):reshape(result)
  end, x)
end)

define("GatherElements", "x: value, indices: ints", "axis: int = 0",
       function(o, x, indices)
  local sizes = integers.sizes(x)
  local dim = ops.dim(o.axis, #sizes)
  local index = from_one(indices, sizes[dim]):tensor()
  return integers.moved(0, function(t) return t:gather(dim, index) end, x)
end)

-- The columns of indices, k in the last dimension: a list of k lists of places
-- from 1, and the sizes before the last.
local function columns_of(indices, sizes)
  local rank = #indices.sizes
  local k = indices.sizes[rank] or 0
  if k < 1 or k > #sizes then
    raise("indices of %s for %s", repr.sizes(indices.sizes), repr.sizes(sizes))
  end
  local columns = {}
  for c = 1, k do
    local column = {}
    for at = c, #indices, k do column[#column + 1] = indices[at] end
    column = integers.new(column, {#column})
    columns[c] = from_one(column, sizes[c]):tensor()
  end
  return columns, table.move(indices.sizes, 1, rank - 1, 1, {})
end

define("GatherND", "x: value, indices: ints", "batch_dims: int = 0",
       function(o, x, indices)
  if o.batch_dims ~= 0 then raise("batch_dims is %d, not 0", o.batch_dims) end
  local sizes = integers.sizes(x)
  local columns, result = columns_of(indices, sizes)
  table.move(sizes, #columns + 1, #sizes, #result + 1, result)
  return integers.moved(0, function(t)
    return functions.index_read(t, columns):reshape(result)
  end, x)
end)

define("ScatterND", "x: value, indices: ints, updates: value",
       "reduction: string = none", function(o, x, indices, updates)
  ops.word("reduction", o.reduction, "none")
  local sizes = integers.sizes(x)
  local columns = columns_of(indices, sizes)
  local shape = {#indices // #columns}
  table.move(sizes, #columns + 1, #sizes, 2, shape)
  return integers.moved(0, function(t, values)
    return functions.index_put(t, columns, values:reshape(shape))
  end, x, updates)
end)

define("ScatterElements", "x: value, indices: ints, updates: value",
       "axis: int = 0, reduction: string = none",
       function(o, x, indices, updates)
  ops.word("reduction", o.reduction, "none")
  local sizes = integers.sizes(x)
  local dim = ops.dim(o.axis, #sizes)
  local index = from_one(indices, sizes[dim]):tensor()
  return integers.moved(0, function(t, values)
    return functions.scatter(t, dim, index, values)
  end, x, updates)
end)

-- Indices and depth may be of any type; those that are out of the depth are off
-- everywhere.
define("OneHot", "indices: value, depth: value, values: value",
       "axis: int = -1", function(o, indices, depth, values)
  indices, depth = integers.whole(indices), integers.whole(depth)
  local count = depth[1] or raise "depth is missing"
  local dim = ops.dim(o.axis, #indices.sizes + 1)
  integers.check_count {#indices, count}
  local at = integers.map(function(v)
    return v < 0 and v + count or v
  end, indices):tensor():unsqueeze(-1)
  local hot = at:eq(create.arange(count) - 1):movedim(-1, dim)
  return integers.moved(0, function(v)
    return functions.where(hot, v:select(1, 2), v:select(1, 1))
  end, values)
end)

-- ---- slices ----

local function within(v, least, most)
  return math.min(math.max(v, least), most)
end

-- The first and the last place, from 0, that a slice of a dimension takes, and
-- how many they are.
local function span(size, first, stop, step)
  if step == 0 then raise "a step is 0" end
  local least = step > 0 and 0 or -1
  local most = step > 0 and size or size - 1
  if first < 0 then first = first + size end
  if stop < 0 then stop = stop + size end
  first, stop = within(first, 0, most), within(stop, least, most)
  local n = step > 0 and (stop - first + step - 1) // step or
            (first - stop - step - 1) // -step
  return first, math.max(n, 0)
end

local FAR = 1 << 40 -- steps beyond any size

local function sliced(x, dim, first, stop, step)
  step = within(step, -FAR, FAR)
  local start, n = span(x:size(dim), first, stop, step)
  if n == 0 then return x:narrow(dim, 1, 0) end
  if step == 1 then return x:narrow(dim, start + 1, n) end
  return x:index_select(dim, create.arange(n):sub(1) * step + (start + 1))
end

define("Slice",
       "x: value, starts: ints?, ends: ints?, axes: ints?, steps: ints?",
       "starts: ints, ends: ints, axes: ints",
       function(o, x, starts, ends, axes, steps)
  starts, ends, axes = starts or o.starts, ends or o.ends, axes or o.axes
  if not starts or not ends then raise "starts or ends are missing" end
  local count = #starts
  ops.each("ends", ends, count)
  steps = ops.each("steps", steps, count, 1)
  if axes then ops.each("axes", axes, count) end
  return integers.moved(0, function(t)
    for k = 1, count do
      t = sliced(t, ops.dim(axes and axes[k] or k - 1, t:dim()), starts[k],
                 ends[k], steps[k])
    end
    return t
  end, x)
end)

-- ---- the largest ----

for name, f in pairs {ArgMax = "argmax", ArgMin = "argmin"} do
  define(name, "x: tensor",
         "axis: int = 0, keepdims: int = 1, select_last_index: int = 0",
         function(o, x)
    local dim = ops.dim(o.axis, x:dim())
    local size = x:size(dim)
    if o.select_last_index ~= 0 then x = x:flip(dim) end
    local at = x:detach()[f](x, dim, {keepdim = o.keepdims ~= 0})
    at = o.select_last_index ~= 0 and size - at or at - 1
    return integers.of(at)
  end)
end

define("TopK", "x: tensor, k: ints",
       "axis: int = -1, largest: int = 1, sorted: int = 1",
       function(o, x, k)
  local dim = ops.dim(o.axis, x:dim())
  local values, places = x:topk(k[1] or raise "k is missing", dim,
                                {largest = o.largest ~= 0})
  return values, integers.of(places - 1)
end, 2)

-- ---- made of nothing ----

define("ConstantOfShape", "shape: ints", "value: value", function(o, shape)
  local sizes = table.move(shape, 1, #shape, 1, {})
  local value = o.value or create.zeros {1}
  if not integers.is(value) then
    return create.full(sizes, value:reshape {}:item())
  end
  local list = {}
  for k = 1, integers.check_count(sizes) do list[k] = value[1] or 0 end
  return integers.new(list, sizes)
end)

define("Range", "start: value, limit: value, delta: value", "",
       function(_, start, limit, delta)
  local whole = integers.is(start) and integers.is(limit) and
                integers.is(delta)
  local function one(x)
    return whole and x[1] or integers.as_tensor(x):item()
  end
  local first, stop, step = one(start), one(limit), one(delta)
  if not first or not stop or not step or step == 0 then
    raise "start, limit or delta is no number to count by"
  end
  local n = math.tointeger(math.max(math.ceil((stop - first) / step), 0))
  if not whole then return create.arange(n):sub(1) * step + first end
  local list = {}
  for k = 1, integers.check_count {n} do list[k] = first + (k - 1) * step end
  return integers.new(list, {n})
end)

define("Trilu", "x: value, k: ints?", "upper: int = 1", function(o, x, k)
  return integers.moved(0, function(t)
    return functions[o.upper ~= 0 and "triu" or "tril"](t, k and k[1] or 0)
  end, x)
end)

define("GridSample", "x: tensor, grid: tensor",
       "mode: string = bilinear, padding_mode: string = zeros, " ..
       "align_corners: int = 0", function(o, x, grid)
  ops.word("mode", o.mode, "bilinear nearest")
  ops.word("padding_mode", o.padding_mode, "zeros border reflection")
  return x:grid_sample(grid, {mode = o.mode, padding_mode = o.padding_mode,
                              align_corners = o.align_corners ~= 0})
end)

define("Einsum", "first: tensor, others: tensor...", "equation: string!",
       function(o, ...) return functions.einsum(o.equation, ...) end)

define("MatMul", "a: tensor, b: tensor", "", function(_, a, b)
  if a:dim() == 0 or b:dim() == 0 then
    raise("%s and %s have no product", repr.shape(a), repr.shape(b))
  end
  return a:matmul(b)
end)

define("Gemm", "a: tensor, b: tensor, c: tensor?",
       "alpha: float = 1, beta: float = 1, transA: int = 0, transB: int = 0",
       function(o, a, b, c)
  if o.transA ~= 0 then a = a:t() end
  local plain = o.alpha == 1 and (not c or o.beta == 1)
  if plain and o.transB ~= 0 and (not c or c:dim() == 1) then
    return functions.linear(a, b, c)
  end
  local y = a:matmul(o.transB ~= 0 and b:t() or b)
  if o.alpha ~= 1 then y = y * o.alpha end
  if not c then return y end
  return y + (o.beta ~= 1 and c * o.beta or c)
end)
