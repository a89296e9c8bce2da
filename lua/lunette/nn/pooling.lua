--- Pooling layers: the largest, or the mean, of each window.

local arguments = require "lunette.arguments"
local functional = require "lunette.nn.functional"
local functions = require("lunette.engine").functions
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local text = require "lunette.nn.text"
local repr = require "lunette.repr"
local spatial = require "lunette.nn.spatial"

local pooling = {}

-- What a layer was made with: a value by place, and options.
local function show(layer, place)
  local values = setmetatable({[place] = layer[place],
    return_indices = layer.return_indices}, {__index = layer.options})
  return text.value(layer[place]) .. text.options(layer.init, values)
end

-- ---- windows of one size ----

-- `place`: what is given by place, of kind count_n. With return_indices among
-- the options, indices are the second result.
local function define(name, op, dims, place, signature)
  local Layer = Module:extend(name)
  local with_indices = signature:find "return_indices"
  Layer.init = arguments.define(name .. ":init", spatial.signature(
    ("self, %s: count_n, {%s}"):format(place, signature), dims),
    function(self, given, o)
    self[place], self.options = given, o
    if not with_indices then return end
    self.return_indices, o.return_indices = o.return_indices, nil
  end)
  function Layer:forward(x)
    local f = self.return_indices and functional[op .. "_with_indices"] or
              functions[op]
    return f(x, self[place], self.options)
  end
  function Layer:extra_repr() return show(self, place) end
  pooling[name] = Layer
  return Layer
end

--- nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d: The largest of each window of x:
--- n,c,h,w (or without n). A size is an integer or a table of one for each
--- dimension. Each size s becomes floor((s + 2 padding - dilation
--- (kernel_size - 1) - 1) / stride) + 1, with ceil_mode rounded up.
--- return_indices: the second result is where in its plane each stands, from 1,
--- as MaxUnpool2d takes it.
local max_signature = "stride: count_n = kernel_size, padding: whole_n = 0, " ..
  "dilation: count_n = 1, ceil_mode: bool = false, " ..
  "return_indices: bool = false"

--- nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d: The mean of each window of x:
--- n,c,h,w (or without n); with count_include_pad the zeros of the padding
--- count. divisor_override: what sums are divided by instead (not AvgPool1d).
local avg_signature = "stride: count_n = kernel_size, padding: whole_n = 0, " ..
  "ceil_mode: bool = false, count_include_pad: bool = true"

for d = 1, 3 do
  define("MaxPool" .. d .. "d", "max_pool" .. d .. "d", d, "kernel_size",
         max_signature)
  define("AvgPool" .. d .. "d", "avg_pool" .. d .. "d", d, "kernel_size",
         avg_signature .. (d > 1 and ", divisor_override: int?" or ""))
end

-- ---- windows that share out what there is ----

for d = 1, 3 do
  local average = "adaptive_avg_pool" .. d .. "d"
  local largest = "adaptive_max_pool" .. d .. "d"
  define("AdaptiveAvgPool" .. d .. "d", average, d, "output_size", "")
    .applies = average
  define("AdaptiveMaxPool" .. d .. "d", largest, d, "output_size",
         "return_indices: bool = false").applies = largest
end

-- ---- back, norms, and windows that are drawn ----

local function define_unpool(dims)
  local f = functional[("max_unpool%dd"):format(dims)]
  local Layer = Module:extend(("MaxUnpool%dd"):format(dims))
  Layer.init = arguments.define(Layer.__name .. ":init", spatial.signature(
    "self, kernel_size: count_n, stride: count_n = kernel_size, " ..
    "padding: whole_n = 0", dims), function(self, kernel_size, stride, padding)
    self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
  end)
  function Layer:forward(x, indices, output_size)
    return f(x, indices, self.kernel_size, self.stride, self.padding,
             output_size)
  end
  function Layer:extra_repr()
    return ("%s, %s, %s"):format(text.value(self.kernel_size),
                                 text.value(self.stride),
                                 text.value(self.padding))
  end
  pooling[Layer.__name] = Layer
end

--- nn.MaxUnpool1d, nn.MaxUnpool2d, nn.MaxUnpool3d: layer(x, indices,
--- output_size): zeros with each element of x where indices say, the second
--- result of MaxPool2d with return_indices; output_size may say which of the
--- sizes that the pooling makes one it was.
for d = 1, 3 do define_unpool(d) end

local function define_lp(dims)
  local f = functional[("lp_pool%dd"):format(dims)]
  local Layer = Module:extend(("LPPool%dd"):format(dims))
  Layer.init = arguments.define(Layer.__name .. ":init", spatial.signature(
    "self, norm_type: real, kernel_size: count_n, stride: count_n = " ..
    "kernel_size, ceil_mode: bool = false", dims),
    function(self, norm_type, kernel_size, stride, ceil_mode)
    self.norm_type, self.kernel_size = norm_type, kernel_size
    self.stride, self.ceil_mode = stride, ceil_mode
  end)
  function Layer:forward(x)
    return f(x, self.norm_type, self.kernel_size, self.stride, self.ceil_mode)
  end
  function Layer:extra_repr()
    return ("%.14g, %s, %s, %s"):format(self.norm_type,
      text.value(self.kernel_size), text.value(self.stride), self.ceil_mode)
  end
  pooling[Layer.__name] = Layer
end

--- nn.LPPool1d, nn.LPPool2d: (the sum of x^p in each window)^(1 / p) with p the
--- norm_type; x: n,c,h,w (or without n).
for d = 1, 2 do define_lp(d) end

local function define_fractional(dims)
  local f = functional[("fractional_max_pool%dd"):format(dims)]
  local name = ("FractionalMaxPool%dd"):format(dims)
  local Layer = Module:extend(name)
  Layer.init = arguments.define(name .. ":init", spatial.signature(
    "self, kernel_size: count_n, {output_size: count_n?, output_ratio: " ..
    "real|reals?, return_indices: bool = false, _random_samples: tensor?}",
    dims), function(self, kernel_size, o)
    if (o.output_size == nil) == (o.output_ratio == nil) then
      raise("%s: one of output_size and output_ratio is wanted", name)
    end
    self.kernel_size, self.options = kernel_size, o
    local samples = o._random_samples
    o._random_samples = nil
    self._random_samples = samples and parameter.Buffer(samples)
  end)
  function Layer:forward(x)
    local o = {_random_samples = self._random_samples}
    for key, value in pairs(self.options) do o[key] = value end
    return f(x, self.kernel_size, o)
  end
  function Layer:extra_repr() return show(self, "kernel_size") end
  pooling[name] = Layer
end

--- nn.FractionalMaxPool2d, nn.FractionalMaxPool3d: The largest of windows at
--- places drawn anew at every call, unless _random_samples say them: as many as
--- output_size says, or output_ratio times the size of x: n,c,h,w (or without
--- n). return_indices: the second result is where in its plane each stands,
--- from 1.
define_fractional(2)
define_fractional(3)

--- The mean over all spatial dimensions, n,c,... to n,c.
--- @class GlobalAvgPool: Module
local GlobalAvgPool = Module:extend "GlobalAvgPool"
pooling.GlobalAvgPool = GlobalAvgPool

function GlobalAvgPool:forward(x)
  arguments.check("GlobalAvgPool", "x", x, "tensor")
  if x:dim() < 3 then
    raise("GlobalAvgPool: n, c and spatial sizes are wanted, got %s",
          repr.shape(x))
  end
  local places = {}
  for k = 3, x:dim() do places[#places + 1] = k end
  return x:mean(places)
end

return pooling
