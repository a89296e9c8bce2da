--- Pooling by windows whose places are drawn.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local fractional = {}
local create = engine.create

-- x as planes,spatial sizes; and its leading sizes.
local function as_planes(name, x, dims)
  local front, shape = {}, {1}
  if x:dim() ~= dims + 1 and x:dim() ~= dims + 2 then
    raise("%s: n, c and %d spatial sizes are wanted (or without n), got %s",
          name, dims, repr.shape(x))
  end
  for k = 1, x:dim() - dims do
    front[k], shape[1] = x:size(k), shape[1] * x:size(k)
  end
  for k = 1, dims do shape[k + 1] = x:size(k - dims - 1) end
  return x:reshape(shape), front
end

-- The sizes of the result, of which output_size or output_ratio says all.
local function sizes_of(name, planes, kernel, o)
  if (o.output_size == nil) == (o.output_ratio == nil) then
    raise("%s: one of output_size and output_ratio is wanted", name)
  end
  local sizes = {}
  for k, size in ipairs(kernel) do
    local ratio, whole = o.output_ratio, planes:size(k + 1)
    if type(ratio) == "table" then ratio = ratio[k] end
    sizes[k] = o.output_size and o.output_size[k] or
               math.floor(whole * (ratio or 0))
    if not (sizes[k] >= 1 and sizes[k] + size - 1 <= whole) then
      raise("%s: %.14g windows of %d do not fit a size of %d", name, sizes[k],
            size, whole)
    end
  end
  return sizes
end

-- Where the windows of each plane begin along an axis, from 0: planes,count;
-- u: planes, in [0, 1). They are about (size - window) / (count - 1) apart.
local function starts_of(u, size, window, count)
  local last = create.full({u:size(1), 1}, size - window)
  if count == 1 then return last end
  local apart = (size - window) / (count - 1)
  local i = create.arange(count - 1) - 1
  u = u:unsqueeze(2)
  local first = (u * apart):floor()
  local inner = ((i + u) * apart):floor() - first
  return engine.functions.cat({inner, last}, 2)
end

-- The numbers that places are drawn by: planes,dims.
local function samples_of(name, planes, dims, o)
  local given = o._random_samples
  if not given then
    return create.rand(planes, dims, {generator = o.generator})
  end
  if given:numel() ~= planes * dims then
    raise("%s: _random_samples is %s for %d planes of %d dimensions", name,
          repr.shape(given), planes, dims)
  end
  return given:reshape(planes, dims)
end

-- PyTorch's samples name the axes in order, over two of them from the last.
local function axis_of_sample(k, dims) return dims == 2 and 3 - k or k end

local function pooled(name, dims, x, kernel, o)
  local planes, front = as_planes(name, x, dims)
  local shape, sizes = planes:size(), sizes_of(name, planes, kernel, o)
  local u, starts = samples_of(name, shape[1], dims, o), {}
  for k = 1, dims do
    starts[k] = starts_of(u:select(2, axis_of_sample(k, dims)), shape[k + 1],
                          kernel[k], sizes[k])
  end
  local index = planes:started_index(starts, kernel):flatten(2)
  table.move(sizes, 1, dims, #front + 1, front)
  return planes:flatten(2):gather(2, index):reshape(front), index:reshape(front)
end

local function define(dims)
  local name = ("fractional_max_pool%dd"):format(dims)
  local longer = name .. "_with_indices"
  local head = ("x: tensor, kernel_size: count%d, {output_size: count%d?, " ..
    "output_ratio: real|reals?, _random_samples: tensor?, " ..
    "generator: generator?"):format(dims, dims)
  fractional[name] = arguments.define(name,
    head .. ", return_indices: bool = false}", function(x, kernel, o)
    local y, index = pooled(name, dims, x, kernel, o)
    if o.return_indices then return y, index end
    return y
  end)
  fractional[longer] = arguments.define(longer, head .. "}",
                                        function(x, kernel, o)
    return pooled(longer, dims, x, kernel, o)
  end)
end

--- nn.functional.fractional_max_pool2d, nn.functional.fractional_max_pool3d:
--- The largest of windows of kernel_size that begin at places drawn for each
--- plane: output_size of them along each dimension, or output_ratio times its
--- size. Window i (from 0) of m begins at floor((i + u) a) - floor(u a) with a
--- = (size - kernel_size) / (m - 1) and u uniform, the last one at the end
--- (Graham 2014, arXiv 1412.6071). _random_samples are the u: n,c,2 (the
--- width's first) or n,c,3. With return_indices also where in its plane each
--- stands, from 1. x: n, c and the spatial sizes (or without n).
define(2)
define(3)

--- nn.functional.fractional_max_pool2d_with_indices,
--- nn.functional.fractional_max_pool3d_with_indices: as without the ending,
--- with return_indices = true.
--- @return Tensor
--- @return Tensor

return fractional
