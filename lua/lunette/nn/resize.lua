--- Layers that change how large an image is, or how it is cut up.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local repr = require "lunette.repr"
local functions = engine.functions
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local text = require "lunette.nn.text"

local resize = {}

-- ---- Upsample ----

--- Interpolate as a layer, with one of size ({64, 64}) and scale_factor (2); x:
--- n,c and the spatial sizes.
---
---   local double = ln.nn.Upsample {scale_factor = 2, mode = "bilinear"}
---   print(double(ln.randn(1, 3, 8, 8)):size())   -- {1, 3, 16, 16}
--- @class Upsample: Module
local Upsample = Module:extend "Upsample"
resize.Upsample = Upsample

-- Keeps what interpolate takes, of which one of two has to be there.
local function set_sizes(self, o)
  self.options = o
  if (o.size == nil) == (o.scale_factor == nil) then
    raise("%s: one of size and scale_factor is wanted", self.__name)
  end
end

Upsample.init = arguments.define("Upsample:init", "self, {size: ints?, " ..
  "scale_factor: real|reals?, mode: nearest|linear|bilinear|bicubic|area|" ..
  "trilinear|nearest-exact = nearest, align_corners: bool = false}", set_sizes)

function Upsample:forward(x) return functions.interpolate(x, self.options) end

function Upsample:extra_repr()
  return (text.options(self.init, self.options):gsub("^, ", ""))
end

-- An Upsample of n,c,h,w by one mode.
local function define_2d(name, mode, align_corners)
  local Layer = Upsample:extend(name)
  Layer.init = arguments.define(name .. ":init",
    "self, {size: ints?, scale_factor: real|reals?}", set_sizes)
  function Layer:forward(x)
    arguments.check(name, "x", x, "tensor")
    if x:dim() ~= 4 then
      raise("%s: n, c, h, w is wanted, got %s", name, repr.shape(x))
    end
    local o = self.options
    return functions.interpolate(x, o.size, o.scale_factor, mode, align_corners)
  end
  resize[name] = Layer
end

--- nn.UpsamplingNearest2d, nn.UpsamplingBilinear2d: Upsample of n,c,h,w by the
--- nearest element, or by bilinear weights with align_corners.
define_2d("UpsamplingNearest2d", "nearest", false)
define_2d("UpsamplingBilinear2d", "bilinear", true)

-- ---- between channels and space ----

-- A layer of an op with one integer; the class tells which op it applies.
local function define(name, op, argument)
  local Layer = Module:extend(name)
  Layer.init = arguments.define(name .. ":init",
    ("self, %s: count"):format(argument),
    function(self, value) self[argument] = value end)
  function Layer:forward(x) return functions[op](x, self[argument]) end
  function Layer:extra_repr() return tostring(self[argument]) end
  Layer.applies = op
  resize[name] = Layer
end

define("PixelShuffle", "pixel_shuffle", "upscale_factor")
define("PixelUnshuffle", "pixel_unshuffle", "downscale_factor")
define("ChannelShuffle", "channel_shuffle", "groups")

local column_signature = "dilation: count2 = 1, " ..
  "padding: whole2 = 0, stride: count2 = 1"

--- The windows of n,c,h,w as columns: n,c times the kernel,windows.
--- @class Unfold: Module
local Unfold = Module:extend "Unfold"
resize.Unfold = Unfold

Unfold.init = arguments.define("Unfold:init",
  ("self, kernel_size: count2, {%s}"):format(column_signature),
  function(self, kernel_size, o)
  self.kernel_size, self.options = kernel_size, o
end)

function Unfold:forward(x)
  return functions.im2col(x, self.kernel_size, self.options)
end

function Unfold:extra_repr()
  return text.value(self.kernel_size) ..
         text.options(Unfold.init, self.options)
end

--- Columns added where Unfold takes them from, in images of output_size.
--- @class Fold: Module
local Fold = Module:extend "Fold"
resize.Fold = Fold

Fold.init = arguments.define("Fold:init",
  ("self, output_size: count2, kernel_size: count2, {%s}"):format(
    column_signature),
  function(self, output_size, kernel_size, o)
  self.output_size, self.kernel_size = output_size, kernel_size
  self.options = o
end)

function Fold:forward(x)
  return functions.fold(x, self.output_size, self.kernel_size, self.options)
end

function Fold:extra_repr()
  return ("%s, %s%s"):format(text.value(self.output_size),
                             text.value(self.kernel_size),
                             text.options(Fold.init, self.options))
end

-- ---- Blur ----

-- The kernel as a list of numbers with sum `total`.
local function normalised(kernel, total)
  local sum, list = 0, {}
  if #kernel == 0 then raise "Blur: kernel has no entries" end
  for _, v in ipairs(kernel) do sum = sum + v end
  if sum == 0 then raise "Blur: the sum of kernel is 0" end
  for k, v in ipairs(kernel) do list[k] = v * total / sum end
  return list
end

local function reversed(list)
  local back = {}
  for k = 1, #list do back[k] = list[#list + 1 - k] end
  return back
end

--- Each channel of x: n,c,h,w filtered by the kernel, scaled to sum 1, along
--- both dimensions; with up, zeros are put between the elements first and the
--- sizes become up times larger (a constant image stays what it is); with down,
--- every down-th element is kept: n,c,h/down,w/down. Beyond the edges are zeros
--- (upfirdn2d of StyleGAN2: Karras et al. 2020, arXiv 1912.04958, appendix B;
--- Zhang 2019, arXiv 1904.11486).
--- @class Blur: Module
local Blur = Module:extend "Blur"
resize.Blur = Blur

Blur.init = arguments.define("Blur:init",
  "self, kernel: reals = {1, 3, 3, 1}, {up: count = 1, down: count = 1}",
  function(self, kernel, o)
  if o.up > 1 and o.down > 1 then raise "Blur: one of up and down must be 1" end
  if #kernel < math.max(o.up, o.down) then
    raise("Blur: %d entries of kernel leave gaps by %d", #kernel,
          math.max(o.up, o.down))
  end
  self.up, self.down = o.up, o.down
  self.shown = table.concat(kernel, ", ")
  local weights = normalised(kernel, o.up)
  if o.up == 1 then weights = reversed(weights) end -- conv2d does not flip
  self.kernel = parameter.Buffer(engine.create.tensor(weights))
end)

-- y as long as x along the dimensions, times up: spare elements at the end go.
local function spread(x, weight, dims, up, spare)
  local stride, padding = {1, 1}, {0, 0}
  for _, dim in ipairs(dims) do
    stride[dim - 2], padding[dim - 2] = up, spare // 2
  end
  local y = functions.conv_transpose2d(x, weight, nil, {
    stride = stride, padding = padding, groups = x:size(2)})
  if spare % 2 == 0 then return y end
  for _, dim in ipairs(dims) do y = y:narrow(dim, 1, x:size(dim) * up) end
  return y
end

local function filter(x, weight, dims, down, spare)
  local stride, padding, sides = {1, 1}, {0, 0}, {0, 0, 0, 0}
  for _, dim in ipairs(dims) do
    stride[dim - 2], padding[dim - 2] = down, spare // 2
    sides[9 - 2 * dim], sides[10 - 2 * dim] = spare // 2 + 1, spare // 2
  end
  if spare % 2 ~= 0 then x, padding = x:pad(sides), 0 end
  return functions.conv2d(x, weight, nil, {
    stride = stride, padding = padding, groups = x:size(2)})
end

-- The kernel along the dimensions, for each channel.
local function weight_of(self, channels, dims)
  local weight, shape = nil, {channels, 1, 1, 1}
  for _, dim in ipairs(dims) do
    local one = {1, 1, 1, 1}
    one[dim], shape[dim] = self.kernel:size(1), self.kernel:size(1)
    local factor = self.kernel:reshape(one)
    weight = weight and weight * factor or factor
  end
  return weight:expand(shape)
end

-- Both dimensions at once while that is no more than this many taps.
local TAPS = 16

function Blur:forward(x)
  arguments.check("Blur", "x", x, "tensor")
  if x:dim() ~= 4 then
    raise("Blur: n, c, h, w is wanted, got %s", repr.shape(x))
  end
  local size = self.kernel:size(1)
  for _, dims in ipairs(size ^ 2 <= TAPS and {{3, 4}} or {{3}, {4}}) do
    local weight = weight_of(self, x:size(2), dims)
    if self.up > 1 then
      x = spread(x, weight, dims, self.up, size - self.up)
    else
      x = filter(x, weight, dims, self.down, size - self.down)
    end
  end
  return x
end

function Blur:extra_repr()
  local rest = text.options(Blur.init, self)
  return ("{%s}%s"):format(self.shown, rest)
end

-- ---- Downsample ----

--- Blurs with {1, 3, 3, 1} and keeps every factor-th element of x: n,c,h,w:
--- n,c,h/factor,w/factor; the counterpart of Upsample that does not alias
--- (Zhang 2019, arXiv 1904.11486). factor: up to 4; other kernels: see Blur.
---
---   print(ln.nn.Downsample()(ln.randn(1, 3, 8, 8)):size())   -- {1, 3, 4, 4}
--- @class Downsample: Module
local Downsample = Module:extend "Downsample"
resize.Downsample = Downsample

Downsample.init = arguments.define("Downsample:init",
  "self, factor: count = 2", function(self, factor)
  self.factor = factor
  self.blur = Blur({1, 3, 3, 1}, {down = factor})
end)

function Downsample:forward(x) return self.blur(x) end

function Downsample:extra_repr() return tostring(self.factor) end

return resize
