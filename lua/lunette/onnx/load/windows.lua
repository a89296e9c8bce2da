--- Ops with windows: convolutions and pooling, in one to three dimensions.

local engine = require "lunette.engine"
local ops = require "lunette.onnx.load.ops"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local define, functions = ops.define, engine.functions

local AUTO = "NOTSET SAME_UPPER SAME_LOWER VALID"

-- The spatial dimensions of x, n,c,...
local function spatial(x)
  local dims = x:dim() - 2
  if dims < 1 or dims > 3 then
    raise("%s has %d spatial dimensions; 1 to 3 are computed", repr.shape(x),
          math.max(dims, 0))
  end
  return dims
end

-- What must be at least `least`, for each dimension.
local function counts(what, list, n, default, least)
  list = ops.each(what, list, n, default)
  for _, v in ipairs(list) do
    if v < least then
      raise("%s has %d; at least %d is wanted", what, v, least)
    end
  end
  return list
end

-- A list as the ops of so many dimensions take it: of one, a number.
local function sized(list) return #list == 1 and list[1] or list end

-- An amount in two halves, the larger one at the end for SAME_UPPER.
local function halves(total, auto)
  local small = total // 2
  if auto == "SAME_LOWER" then return total - small, small end
  return small, total - small
end

-- The window of a node: kernel, stride and dilation, and what is added before
-- and after, for each dimension.
local function window_of(o, x, kernel)
  local n = spatial(x)
  local w = {n = n, kernel = counts("kernel_shape", kernel, n, 1, 1),
             stride = counts("strides", o.strides, n, 1, 1),
             dilation = counts("dilations", o.dilations, n, 1, 1),
             before = {}, after = {}}
  ops.word("auto_pad", o.auto_pad, AUTO)
  local pads = counts("pads", o.pads, 2 * n, 0, 0)
  for k = 1, n do
    w.before[k], w.after[k] = pads[k], pads[n + k]
    if o.auto_pad == "VALID" then w.before[k], w.after[k] = 0, 0 end
  end
  return w
end

-- What a window spans along a dimension.
local function reach_of(w, k) return (w.kernel[k] - 1) * w.dilation[k] + 1 end

-- Adds to a window what SAME_UPPER and SAME_LOWER mean for x.
local function set_same(w, x, auto)
  if not auto:find "^SAME" then return w end
  for k = 1, w.n do
    local size = x:size(2 + k)
    local last = (-(-size // w.stride[k]) - 1) * w.stride[k]
    local total = math.max(last + reach_of(w, k) - size, 0)
    w.before[k], w.after[k] = halves(total, auto)
  end
  return w
end

local function is_even(w)
  for k = 1, w.n do
    if w.before[k] ~= w.after[k] then return false end
  end
  return true
end

-- x with what the window adds, as `value`.
local function padded(x, w, value)
  local list = {}
  for k = w.n, 1, -1 do
    table.move({w.before[k], w.after[k]}, 1, 2, #list + 1, list)
  end
  return x:pad(list, "constant", value)
end

-- x, and the amount that is still to be added on both sides.
local function evened(x, w, value)
  if is_even(w) then return x, w.before end
  return padded(x, w, value), ops.each("", nil, w.n, 0)
end

local WINDOW = "auto_pad: string = NOTSET, dilations: ints, " ..
  "kernel_shape: ints, pads: ints, strides: ints"

local function check_kernel(o, w)
  for k, size in ipairs(o.kernel_shape or {}) do
    if size ~= w:size(2 + k) then
      raise("kernel_shape is %s, the weight %s", repr.sizes(o.kernel_shape),
            repr.shape(w))
    end
  end
end

local function kernel_sizes(x, w)
  if w:dim() ~= x:dim() then
    raise("a weight of %s for x of %s", repr.shape(w), repr.shape(x))
  end
  return table.move(w:size(), 3, w:dim(), 1, {})
end

define("Conv", "x: tensor, w: tensor, b: tensor?",
       "group: int = 1, " .. WINDOW, function(o, x, w, b)
  check_kernel(o, w)
  local at = set_same(window_of(o, x, kernel_sizes(x, w)), x, o.auto_pad)
  local padding
  x, padding = evened(x, at, 0)
  return functions[("conv%dd"):format(at.n)](x, w, b, {
    stride = sized(at.stride), padding = sized(padding),
    dilation = sized(at.dilation), groups = o.group})
end)

-- ---- transposed ----

-- What is cut off before and after to have the sizes that the node asks for.
local function set_cuts(at, o, x, extra)
  for k = 1, at.n do
    local full = (x:size(2 + k) - 1) * at.stride[k] + extra[k] +
                 reach_of(at, k)
    local wanted = o.output_shape and o.output_shape[k] or
                   o.auto_pad:find "^SAME" and x:size(2 + k) * at.stride[k]
    if wanted then
      local auto = o.auto_pad == "NOTSET" and "SAME_LOWER" or o.auto_pad
      at.before[k], at.after[k] = halves(math.max(full - wanted, 0), auto)
      extra[k] = extra[k] + math.max(wanted - full, 0)
    end
  end
end

local function cut(y, at)
  for k = 1, at.n do
    local left = y:size(2 + k) - at.before[k] - at.after[k]
    if left < 0 then raise("%s is cut to less than nothing", repr.shape(y)) end
    y = y:narrow(2 + k, at.before[k] + 1, left)
  end
  return y
end

define("ConvTranspose", "x: tensor, w: tensor, b: tensor?",
       "group: int = 1, output_padding: ints, output_shape: ints, " .. WINDOW,
       function(o, x, w, b)
  check_kernel(o, w)
  local at = window_of(o, x, kernel_sizes(x, w))
  local extra = {table.unpack(counts("output_padding", o.output_padding, at.n,
                                     0, 0))}
  if o.output_shape then ops.each("output_shape", o.output_shape, at.n) end
  set_cuts(at, o, x, extra)
  local even = is_even(at)
  local y = functions[("conv_transpose%dd"):format(at.n)](x, w, b, {
    stride = sized(at.stride), padding = even and sized(at.before) or 0,
    output_padding = sized(extra), dilation = sized(at.dilation),
    groups = o.group})
  return even and y or cut(y, at)
end)

-- ---- pooling ----

local POOL = WINDOW:gsub("kernel_shape: ints", "kernel_shape: ints!") ..
  ", ceil_mode: int = 0"

-- An engine's pool pads by at most half a window.
local function is_small(w)
  for k = 1, w.n do
    if 2 * w.before[k] > w.kernel[k] then return false end
  end
  return true
end

define("MaxPool", "x: tensor", "storage_order: int = 0, " .. POOL,
       function(o, x)
  local at = set_same(window_of(o, x, o.kernel_shape), x, o.auto_pad)
  local padding = sized(at.before)
  if not is_even(at) or not is_small(at) then
    x, padding = padded(x, at, -math.huge), 0
  end
  return functions[("max_pool%dd"):format(at.n)](x, sized(at.kernel), {
    stride = sized(at.stride), padding = padding,
    dilation = sized(at.dilation), ceil_mode = o.ceil_mode ~= 0})
end)

-- With pads on one side, or larger than half a window, the mean over what is
-- there is that of the padded x over that of padded ones.
define("AveragePool", "x: tensor", "count_include_pad: int = 0, " .. POOL,
       function(o, x)
  local at = set_same(window_of(o, x, o.kernel_shape), x, o.auto_pad)
  for _, v in ipairs(at.dilation) do
    if v ~= 1 then raise("dilations has %d; 1 is computed", v) end
  end
  local pool, kernel = functions[("avg_pool%dd"):format(at.n)], sized(at.kernel)
  local options = {stride = sized(at.stride), padding = sized(at.before),
                   ceil_mode = o.ceil_mode ~= 0,
                   count_include_pad = o.count_include_pad ~= 0}
  if is_even(at) and is_small(at) then return pool(x, kernel, options) end
  options.padding = nil
  local y = pool(padded(x, at, 0), kernel, options)
  if o.count_include_pad ~= 0 then return y end
  local ones = engine.create.ones(x:size())
  return y / pool(padded(ones, at, 0), kernel, options)
end)

for name, f in pairs {GlobalAveragePool = "mean", GlobalMaxPool = "amax"} do
  define(name, "x: tensor", "", function(_, x)
    local dims = {}
    for k = 3, x:dim() do dims[#dims + 1] = k end
    return functions[f](x, dims, {keepdim = true})
  end)
end
