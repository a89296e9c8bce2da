--- Convolutions, pooling, resizing and what else is of pictures.

local engine = require "lunette.engine"
local graph = require "lunette.graph"

local create, functions = engine.create, engine.functions

local spatial = {}

-- The first n of a list, or n times what a number is.
local function first(list, n) return {table.unpack(list, 1, n)} end

-- As many before as after.
local function both(list, n)
  local pads = first(list, n)
  return table.move(pads, 1, n, n + 1, pads)
end

local function repeated(value, n)
  local list = {}
  for k = 1, n do list[k] = value end
  return list
end

-- ---- convolutions ----

local function given(b, v, count)
  local list = {}
  for k = 1, count do list[k] = v.inputs[k] and b:input(v, k) or nil end
  return list
end

function spatial.conv(b, v)
  local at, n = v.attributes, #v.shape - 2
  return b:node("Conv", given(b, v, 3), {
    strides = first(at.stride, n), pads = both(at.padding, n),
    dilations = first(at.dilation, n), group = at.groups})
end

function spatial.conv_input(b, v)
  local at, n, more = v.attributes, #v.shape - 2, {}
  local small, kernel = v.inputs[1].shape, v.inputs[2].shape
  for k = 1, n do
    local reach = (small[k + 2] - 1) * at.stride[k] - 2 * at.padding[k] +
                  at.dilation[k] * (kernel[k + 2] - 1) + 1
    more[k] = at.sizes[k] - reach
    if more[k] >= at.stride[k] then
      b:refuse("output_padding is %d, the stride %d", more[k], at.stride[k])
    end
  end
  return b:node("ConvTranspose", given(b, v, 3), {
    strides = first(at.stride, n), pads = both(at.padding, n),
    dilations = first(at.dilation, n), group = at.groups,
    output_padding = more})
end

-- A kernel that takes each element of a window to a channel of its own, of
-- every one of c channels: c h w, 1, h, w.
local function window_kernel(b, c, size)
  local h, w = size[1], size[2]
  local one = create.eye(h * w):reshape(h * w, 1, h, w)
  return b:tensor(one:unsqueeze(1):expand(c, h * w, 1, h, w)
                    :reshape(c * h * w, 1, h, w), "windows")
end

local function window_attributes(at, c)
  return {strides = at.stride, pads = both(at.padding, 2),
          dilations = at.dilation, group = c}
end

function spatial.im2col(b, v)
  local at, x, sizes = v.attributes, b:input(v, 1), v.inputs[1].shape
  if #sizes == 3 then x = b:unsqueeze(x, 0) end
  local c = b:fixed(v.inputs[1], #sizes - 3)
  local y = b:node("Conv", {x, window_kernel(b, c, at.kernel_size)},
                   window_attributes(at, c))
  return b:reshape(y, b:sizes_of(v))
end

-- What a window spans along a dimension.
local function reach_of(at, k)
  return at.dilation[k] * (at.kernel_size[k] - 1) + 1
end

-- How many windows there are along the k-th dimension, and what is left over.
local function windows(at, size, k)
  local room = size + 2 * at.padding[k] - reach_of(at, k)
  return room // at.stride[k] + 1, room % at.stride[k]
end

function spatial.fold(b, v)
  local at, rank, maps, more = v.attributes, #v.shape, {1}, {}
  local columns = b:sizes_of(v.inputs[1])
  if rank == 4 then maps[1] = columns[1] end
  maps[2] = columns[#columns - 1]
  for k = 1, 2 do
    maps[k + 2], more[k] = windows(at, v.shape[rank - 2 + k], k)
  end
  local c = b:fixed(v, rank - 3)
  local attributes = window_attributes(at, c)
  attributes.output_padding = more
  local y = b:node("ConvTranspose",
                   {b:reshape(b:input(v, 1), maps),
                    window_kernel(b, c, at.kernel_size)}, attributes)
  return rank == 4 and y or b:reshape(y, b:sizes_of(v))
end

-- ---- pooling ----

-- What MaxPool takes, where so much is added after the last that the windows
-- are as many as the engine has.
local function pool_attributes(v)
  local at, pads = v.attributes, {}
  local n = #at.kernel_size
  local strides = at.stride and at.stride[1] and first(at.stride, n) or
                  first(at.kernel_size, n)
  local sizes = v.inputs[1].shape
  for k = 1, n do
    local dim = #sizes - n + k
    local all = (v.shape[dim] - 1) * strides[k] + reach_of(at, k)
    pads[k] = at.padding[k]
    pads[n + k] = math.max(0, all - sizes[dim] - at.padding[k])
  end
  return {kernel_shape = first(at.kernel_size, n), strides = strides,
          dilations = first(at.dilation, n), pads = pads}
end

-- f(x) of x with a batch and channels, where v may lack them.
local function batched(b, v, n, f)
  local rank = #v.shape
  if rank == n + 2 then return f(b:input(v, 1)) end
  local sizes = {1, 1}
  table.move(v.inputs[1].shape, rank - n + 1, rank, 3, sizes)
  sizes[2] = -1
  local y = f(b:node("Reshape", {b:input(v, 1), b:ints(sizes)}))
  return b:reshape(y, b:sizes_of(v))
end

function spatial.max_pool(b, v)
  return batched(b, v, #v.attributes.kernel_size, function(x)
    return b:node("MaxPool", {x}, pool_attributes(v))
  end)
end

-- The places of a plane: MaxPool counts through all planes.
local function places(b, v, attributes)
  local n = #attributes.kernel_shape
  local plane = 1
  for k = #v.shape - n + 1, #v.shape do
    plane = plane * v.inputs[1].shape[k]
  end
  return batched(b, v, n, function(x)
    local _, at = b:node("MaxPool", {x}, attributes, 2)
    return b:node("Mod", {at, b:ints {plane}})
  end), "index"
end

function spatial.max_pool_index(b, v)
  return places(b, v, pool_attributes(v))
end

-- The windows of adaptive pooling where all are of one size, or nil.
local function even_windows(v)
  local at, sizes, kernel = v.attributes, v.inputs[1].shape, {}
  local n = #at.sizes
  for k = 1, n do
    local size = sizes[#sizes - n + k]
    if size % at.sizes[k] ~= 0 then return nil end
    kernel[k] = size // at.sizes[k]
  end
  return {kernel_shape = kernel, strides = kernel}
end

-- The largest of each window along one dimension, window by window.
local function uneven_max(b, x, dim, from, to)
  local parts = {}
  for i = 0, to - 1 do
    local start, stop = i * from // to, -(-(i + 1) * from // to)
    parts[i + 1] = b:node("ReduceMax", {b:slice(x, dim, start, stop)},
                          {axes = {dim}, keepdims = 1})
  end
  return b:node("Concat", parts, {axis = dim})
end

function spatial.adaptive_max_pool(b, v)
  local even, n, rank = even_windows(v), #v.attributes.sizes, #v.shape
  if even then
    return batched(b, v, n, function(x) return b:node("MaxPool", {x}, even) end)
  end
  local x = b:input(v, 1)
  for k = 1, n do
    local dim = rank - n + k - 1
    x = uneven_max(b, x, dim, v.inputs[1].shape[dim + 1], v.shape[dim + 1])
  end
  return x
end

function spatial.adaptive_max_index(b, v)
  local even = even_windows(v)
  if not even then b:refuse("the windows are of several sizes") end
  return places(b, v, even)
end

-- Does one dimension belong to the pictures of n,c,... that pooling takes?
local function is_spatial(v, dim)
  return dim >= 2 and #v.shape >= 3 and #v.shape <= 5
end

-- x along the op's dimension, of n elements, by matrix_of(n): n,m.
local function along(b, v, matrix_of)
  local dim = v.attributes.dim
  local n = b:fixed(v.inputs[1], dim)
  return b:along(b:input(v, 1), #v.shape, dim, matrix_of(n))
end

-- As a list for all spatial dimensions, `value` along one and `other` else.
local function one_of(v, dim, value, other)
  local list = repeated(other, #v.shape - 2)
  list[dim - 1] = value
  return list
end

local function averaged(b, v)
  local at = v.attributes
  local n, stride = #v.shape - 2, at.stride or at.kernel_size
  local pads = repeated(0, 2 * n)
  pads[at.dim - 1], pads[n + at.dim - 1] = at.padding, at.padding
  return b:node("AveragePool", {b:input(v, 1)}, {
    kernel_shape = one_of(v, at.dim, at.kernel_size, 1), pads = pads,
    strides = one_of(v, at.dim, stride, 1),
    count_include_pad = at.count_include_pad and 1 or 0})
end

function spatial.avg_along(b, v)
  local at = v.attributes
  if is_spatial(v, at.dim) and not at.ceil_mode and not at.sums then
    return averaged(b, v)
  end
  return along(b, v, function(n)
    return functions.avg_along(create.eye(n), 2, at.kernel_size, {
      stride = at.stride or nil, padding = at.padding,
      ceil_mode = at.ceil_mode, count_include_pad = at.count_include_pad,
      sums = at.sums})
  end)
end

-- ---- sizes ----

-- Each element so often as `factors` says, of the last dimensions.
function spatial.upsample(b, v)
  local factors, list = v.attributes.factors, repeated(1, #v.shape)
  for k, factor in ipairs(factors) do list[#v.shape - #factors + k] = factor end
  return b:node("Resize", {b:input(v, 1), "", b:tensor(create.tensor(list),
                                                       "scales")},
                {mode = "nearest", nearest_mode = "floor",
                 coordinate_transformation_mode = "asymmetric"})
end

-- The sums of blocks: dimensions are split, and the second parts summed.
function spatial.block_sum(b, v)
  local factors, sizes = v.attributes.factors, b:sizes_of(v)
  local split, axes, plain = {}, {}, #sizes - #factors
  for k, size in ipairs(sizes) do
    split[#split + 1] = size
    if k > plain then
      split[#split + 1], axes[#axes + 1] = factors[k - plain], #split
    end
  end
  return b:node("ReduceSum", {b:reshape(b:input(v, 1), split), b:ints(axes)},
                {keepdims = 0})
end

-- What Resize does as the engine does: linear, of pictures, and by its own
-- scale.
local function is_resize(v)
  local at = v.attributes
  return at.mode == "linear" and not at.antialias and at.scale == 0 and
         #v.shape == 4 and at.dim >= 2
end

function spatial.resample(b, v)
  local at = v.attributes
  if not is_resize(v) then
    return along(b, v, function() return graph.resample_matrix(v):t() end)
  end
  local mode = at.align_corners and "align_corners" or "half_pixel"
  return b:node("Resize", {b:input(v, 1), "", "", b:shape(b:sizes_of(v))},
                {mode = "linear", coordinate_transformation_mode = mode})
end

-- ---- places ----

function spatial.grid_sample(b, v)
  if b.opset < 16 then b:refuse("opset 16 has it, this is %d", b.opset) end
  local at = v.attributes
  return b:node("GridSample", {b:input(v, 1), b:input(v, 2)}, {
    mode = at.mode, padding_mode = at.padding_mode,
    align_corners = at.align_corners and 1 or 0})
end

return spatial
