--- Pooling that gives where its maxima stood, puts back from there, or takes
--- norms.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local spatial = require "lunette.nn.spatial"

local pooling = {}
local functions, create = engine.functions, engine.create

local function check_rank(name, x, dims)
  if x:dim() ~= dims + 1 and x:dim() ~= dims + 2 then
    raise("%s: n, c and %d spatial sizes are wanted (or without n), got %s",
          name, dims, repr.shape(x))
  end
end

-- The leading sizes of x, before the last `dims`, and their product.
local function leading(x, dims)
  local sizes, count = {}, 1
  for k = 1, x:dim() - dims do
    sizes[k] = x:size(k)
    count = count * sizes[k]
  end
  return sizes, count
end

-- The last `dims` sizes of x, as their product.
local function area(x, dims)
  local count = 1
  for k = 1, dims do count = count * x:size(-k) end
  return count
end

-- The elements of each plane of x at index, of x's leading sizes, from 1.
local function picked(x, index, dims)
  local _, planes = leading(x, dims)
  local flat = x:reshape(planes, 1, area(x, dims))
  local places = index:reshape(planes, area(index, dims))
  return flat:pick(places):reshape(index:size())
end

-- ---- maxima and their places ----

-- name, which gives indices with return_indices, and name_with_indices, which
-- always does. find(x, size, o): where the maxima stand.
local function define_max(name, dims, size, signature, find)
  local options = spatial.signature(signature, dims)
  local count = spatial.signature("count_n", dims)
  local head = ("x: tensor, %s: %s, {"):format(size, count)
  local function both(called)
    return function(x, given, o)
      check_rank(called, x, dims)
      local index = find(x, type(given) == "table" and given or {given}, o)
      return picked(x, index, dims), index
    end
  end
  pooling[name] = arguments.define(name, head .. options ..
    "return_indices: bool = false}", function(x, given, o)
    if o.return_indices then return both(name)(x, given, o) end
    o.return_indices = nil
    return functions[name](x, given, o)
  end)
  local longer = name .. "_with_indices"
  pooling[longer] = arguments.define(longer, head .. options .. "}",
                                     both(longer))
end

-- One for each of three dimensions, as the op of all of them takes it.
local function three(value)
  if type(value) ~= "table" then return value end
  return {value[1], value[2], value[3] or 1}
end

local function max_places(x, kernel, o)
  return functions.max_pool_index(x, kernel, {
    stride = three(o.stride), padding = three(o.padding),
    dilation = three(o.dilation), ceil_mode = o.ceil_mode})
end

local max_signature = "stride: count_n = kernel_size, padding: whole_n = 0, " ..
  "dilation: count_n = 1, ceil_mode: bool = false, "

--- nn.functional.max_pool1d, nn.functional.max_pool2d,
--- nn.functional.max_pool3d: The largest of each window of x: n, c and the
--- spatial sizes (or without n); with return_indices also where in its plane it
--- stands, counted from 1 in row-major order. Sizes are those of nn.MaxPool2d.
for d = 1, 3 do
  define_max("max_pool" .. d .. "d", d, "kernel_size", max_signature,
             max_places)
end

--- nn.functional.adaptive_max_pool1d, nn.functional.adaptive_max_pool2d,
--- nn.functional.adaptive_max_pool3d: The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
for d = 1, 3 do
  define_max("adaptive_max_pool" .. d .. "d", d, "output_size", "",
             function(x, sizes)
    return functions.adaptive_max_index(x, sizes)
  end)
end

--- nn.functional.max_pool1d_with_indices,
--- nn.functional.max_pool2d_with_indices,
--- nn.functional.max_pool3d_with_indices,
--- nn.functional.adaptive_max_pool1d_with_indices,
--- nn.functional.adaptive_max_pool2d_with_indices,
--- nn.functional.adaptive_max_pool3d_with_indices: as without the ending, with
--- return_indices = true.
--- @return Tensor
--- @return Tensor

-- ---- back to where they stood ----

local function each(value, dims)
  if type(value) == "table" then return value end
  local list = {}
  for k = 1, dims do list[k] = value end
  return list
end

-- The spatial sizes of the result: (s - 1) stride - 2 padding + kernel_size, or
-- output_size, given with or without the leading ones, near that.
local function unpooled_sizes(name, x, kernel, o, dims)
  local stride, padding = each(o.stride, dims), each(o.padding, dims)
  local plain, wanted = {}, o.output_size
  for k = 1, dims do
    plain[k] = (x:size(k - dims - 1) - 1) * stride[k] - 2 * padding[k] +
               kernel[k]
  end
  if not wanted then return plain end
  local sizes = table.move(wanted, math.max(#wanted - dims, 0) + 1, #wanted, 1,
                           {})
  local near = #wanted == dims or #wanted == x:dim()
  for k = 1, dims do
    near = near and math.abs(sizes[k] - plain[k]) < stride[k]
  end
  if not near then
    raise("%s: output_size is %s for about %s", name, repr.sizes(wanted),
          repr.sizes(plain))
  end
  return sizes
end

local function check_indices(name, x, indices, count)
  local here, there = repr.shape(x), repr.shape(indices)
  if here ~= there then
    raise("%s: x is %s and indices %s; sizes must be equal", name, here, there)
  end
  if indices:lt(1):add(indices:gt(count)):sum():item() > 0 then
    raise("%s: indices go from %.9g to %.9g for %d elements", name,
          indices:amin():item(), indices:amax():item(), count)
  end
end

local function define_unpool(dims)
  local name = ("max_unpool%dd"):format(dims)
  pooling[name] = arguments.define(name, spatial.signature(
    "x: tensor, indices: tensor, kernel_size: count_n, stride: count_n = " ..
    "kernel_size, padding: whole_n = 0, output_size: ints?", dims),
    function(x, indices, kernel, stride, padding, output_size)
    check_rank(name, x, dims)
    local sizes = unpooled_sizes(name, x, each(kernel, dims), {stride = stride,
      padding = padding, output_size = output_size}, dims)
    local count = 1
    for _, size in ipairs(sizes) do count = count * math.max(size, 0) end
    local front, planes = leading(x, dims)
    local flat = {planes, area(x, dims)}
    if x:numel() > 0 then check_indices(name, x, indices, count) end
    local y = create.zeros(planes, count):scatter(2, indices:reshape(flat),
                                                  x:reshape(flat))
    return y:reshape(table.move(sizes, 1, dims, #front + 1, front))
  end)
end

--- nn.functional.max_unpool1d, nn.functional.max_unpool2d,
--- nn.functional.max_unpool3d: Zeros with each element of x where indices say,
--- as max_pool2d gives them; of several for one place one counts. Each size s
--- becomes (s - 1) stride - 2 padding + kernel_size, or what output_size says,
--- less than a stride away.
for d = 1, 3 do define_unpool(d) end

-- ---- norms ----

local function define_lp(dims)
  local name = ("lp_pool%dd"):format(dims)
  local average = ("avg_pool%dd"):format(dims)
  pooling[name] = arguments.define(name, spatial.signature(
    "x: tensor, norm_type: real, kernel_size: count_n, stride: count_n = " ..
    "kernel_size, ceil_mode: bool = false", dims),
    function(x, p, kernel, stride, ceil_mode)
    if p == 0 then raise("%s: norm_type is 0", name) end
    local count = 1
    for _, size in ipairs(each(kernel, dims)) do count = count * size end
    local mean = functions[average](x:pow(p), kernel,
                                    {stride = stride, ceil_mode = ceil_mode})
    local some = mean:ne(0)
    local root = (some:where(mean, 1) * count):pow(1 / p)
    return some:where(root, 0)
  end)
end

--- nn.functional.lp_pool1d, nn.functional.lp_pool2d: (the sum of x^p in each
--- window)^(1 / p) with p the norm_type; at a sum of 0 the derivative is 0. A
--- window that ceil_mode leaves short counts as a whole one of that mean, as in
--- PyTorch. x: n, c and the spatial sizes (or without n).
for d = 1, 2 do define_lp(d) end

return pooling
