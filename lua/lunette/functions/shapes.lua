--- Shapes: more dimensions, turns, products of sets, tensors like another.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local shapes = {}
local create, functions = engine.create, engine.functions

local define = arguments.define

-- ---- more dimensions ----

-- Of one tensor, or of each of a table.
local function of_each(owner, f)
  return define(owner, "x: tensor|tensors", function(x)
    if engine.is_tensor(x) then return f(x) end
    local results = {}
    for k, one in ipairs(x) do results[k] = f(one) end
    return results
  end)
end

--- x, a number as a vector of one; of a table of tensors, a table.
--- @return Tensor|Tensor[]
shapes.atleast_1d = of_each("atleast_1d", function(x)
  return x:dim() == 0 and x:reshape(1) or x
end)

--- x, a number as a matrix of one element and a vector as a row; of a table of
--- tensors, a table.
--- @return Tensor|Tensor[]
shapes.atleast_2d = of_each("atleast_2d", function(x)
  return x:dim() < 2 and x:reshape(1, -1) or x
end)

--- x with at least three dimensions: 1x1x1 for a number, 1xnx1 for a vector,
--- mxnx1 for a matrix; of a table of tensors, a table.
--- @return Tensor|Tensor[]
shapes.atleast_3d = of_each("atleast_3d", function(x)
  if x:dim() < 2 then return x:reshape(1, -1, 1) end
  return x:dim() == 2 and x:unsqueeze(3) or x
end)

--- x as one dimension: a view where the strides allow it, else a copy.
shapes.ravel = define("ravel", "x: tensor", function(x) return x:flatten() end)

--- The tensors expanded to the sizes that they broadcast to, a table of views.
--- @return Tensor[]
shapes.broadcast_tensors = define("broadcast_tensors", "tensors: tensors",
                                  function(tensors)
  local sizes = {}
  for _, x in ipairs(tensors) do
    local own, more = x:size(), x:dim() - #sizes
    for _ = 1, more do table.insert(sizes, 1, 1) end
    for k, size in ipairs(own) do
      local at = #sizes - #own + k
      if sizes[at] ~= 1 and size ~= 1 and size ~= sizes[at] then
        raise("broadcast_tensors: sizes do not broadcast: %s and %s",
              repr.sizes(sizes), repr.sizes(own))
      end
      if sizes[at] == 1 then sizes[at] = size end
    end
  end
  local views = {}
  for k, x in ipairs(tensors) do views[k] = x:expand(sizes) end
  return views
end)

-- ---- turns ----

--- The columns (dimension 2) in reverse order, a copy.
shapes.fliplr = define("fliplr", "x: tensor", function(x) return x:flip(2) end)

--- The rows (dimension 1) in reverse order, a copy.
shapes.flipud = define("flipud", "x: tensor", function(x) return x:flip(1) end)

--- x turned by k times 90 degrees in the plane of two dims, from the first
--- towards the second.
shapes.rot90 = define("rot90", "x: tensor, k: int = 1, dims: dim2 = {1, 2}",
                      function(x, k, dims)
  local a, b = dimension("rot90", x, dims[1]), dimension("rot90", x, dims[2])
  if a == b then
    raise("rot90: dims are %d and %d, two different ones are wanted", dims[1],
          dims[2])
  end
  k = k % 4
  if k == 0 then return x:clone() end
  if k == 2 then return x:flip {a, b} end
  return x:flip(k == 1 and b or a):transpose(a, b)
end)

-- ---- products of sets ----

--- All ways to take an element of each vector, one a row, the last varying
--- fastest; of one vector itself.
shapes.cartesian_prod = define("cartesian_prod", "tensors: tensors",
                               function(tensors)
  if #tensors == 1 then return tensors[1] end
  local columns = functions.meshgrid(tensors)
  for k, grid in ipairs(columns) do columns[k] = grid:flatten() end
  return functions.stack(columns, 2)
end)

-- Calls f with each ascending list of r from 1 to n, which it must not keep; a
-- number follows itself when repeated.
local function each_choice(n, r, repeated, f)
  local gap, list = repeated and 0 or 1, {}
  local function choose(k, from)
    if k > r then return f(list) end
    for i = from, n - (r - k) * gap do
      list[k] = i
      choose(k + 1, i + gap)
    end
  end
  choose(1, 1)
end

--- All ways to take r elements of a vector, one a row, in order of the places
--- they have there; with_replacement lets one be taken again.
shapes.combinations = define("combinations",
  "x: tensor, r: whole = 2, with_replacement: bool = false",
  function(x, r, with_replacement)
  if x:dim() ~= 1 then
    raise("combinations: a vector is wanted, this is %s",
          repr.shape(x))
  end
  if r == 0 then return create.zeros(0) end
  if r == 2 then -- the places above the diagonal of a square
    local n = x:numel()
    local places = create.triu_indices(n, n, with_replacement and 0 or 1):t()
    return x:index_select(1, places:flatten()):reshape(-1, 2)
  end
  local places = {}
  each_choice(x:numel(), r, with_replacement, function(list)
    table.move(list, 1, r, #places + 1, places)
  end)
  return x:index_select(1, create.tensor(places))
    :reshape(#places // r, r)
end)

-- ---- like another ----

--- A tensor of a table or a number, whatever x is: ln.tensor(data).
shapes.new_tensor = define("new_tensor",
  "x: tensor, data: any, {requires_grad: bool = false}", function(_, data, o)
  return create.tensor(data, o)
end)

return shapes
