--- Pooling layers: the largest, or the mean, of each window.

local arguments = require "lunette.arguments"
local functions = require("lunette.engine").functions
local Module = require "lunette.nn.module"
local raise = require "lunette.errors".raise
local text = require "lunette.nn.text"
local repr = require "lunette.repr"

local pooling = {}

-- The ops of one dimension take integers, not lists of one: "count", "count2".
local function kind_of(word, dims) return dims == 1 and word or word .. dims end

-- ---- windows of one size ----

local function define(name, op, dims, signature)
  signature = signature:gsub("(%a+)_n%f[^%w_]", function(word)
    return kind_of(word, dims)
  end)
  local Layer = Module:extend(name)
  Layer.init = arguments.define(name .. ":init",
    ("self, kernel_size: %s, {%s}"):format(kind_of("count", dims), signature),
    function(self, kernel_size, o)
    self.kernel_size, self.options = kernel_size, o
  end)
  function Layer:forward(x)
    return functions[op](x, self.kernel_size, self.options)
  end
  function Layer:extra_repr()
    local values = setmetatable({kernel_size = self.kernel_size},
                                {__index = self.options})
    return text.value(self.kernel_size) .. text.options(Layer.init, values)
  end
  pooling[name] = Layer
end

--- nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d: The largest of each window of x:
--- n,c,h,w. A size is an integer or a table of one for each dimension. Each
--- size s becomes floor((s + 2 padding - dilation (kernel_size - 1) - 1) /
--- stride) + 1, with ceil_mode rounded up.
local max_signature = "stride: count_n = kernel_size, padding: whole_n = 0, " ..
  "dilation: count_n = 1, ceil_mode: bool = false"

--- nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d: The mean of each window of x:
--- n,c,h,w; with count_include_pad the zeros of the padding count.
local avg_signature = "stride: count_n = kernel_size, padding: whole_n = 0, " ..
  "ceil_mode: bool = false, count_include_pad: bool = true"

for d = 1, 3 do
  define("MaxPool" .. d .. "d", "max_pool" .. d .. "d", d, max_signature)
  define("AvgPool" .. d .. "d", "avg_pool" .. d .. "d", d, avg_signature)
end

-- ---- windows that share out what there is ----

-- The class tells which op it applies.
local function define_adaptive(name, op, dims)
  local Layer = Module:extend(name)
  Layer.init = arguments.define(name .. ":init",
    "self, output_size: " .. kind_of("count", dims),
    function(self, output_size) self.output_size = output_size end)
  function Layer:forward(x) return functions[op](x, self.output_size) end
  function Layer:extra_repr() return text.value(self.output_size) end
  Layer.applies = op
  pooling[name] = Layer
end

for d = 1, 3 do
  define_adaptive("AdaptiveAvgPool" .. d .. "d",
                  "adaptive_avg_pool" .. d .. "d", d)
end
define_adaptive("AdaptiveMaxPool1d", "adaptive_max_pool1d", 1)
define_adaptive("AdaptiveMaxPool2d", "adaptive_max_pool2d", 2)

--- The mean over all spatial dimensions, n,c,... to n,c.
--- @class GlobalAvgPool: Module
local GlobalAvgPool = Module:extend "GlobalAvgPool"
pooling.GlobalAvgPool = GlobalAvgPool

function GlobalAvgPool:forward(x)
  arguments.check("GlobalAvgPool", "x", x, "tensor")
  if x:dim() < 3 then
    raise("GlobalAvgPool: n, c and spatial sizes are wanted, got %s",
          repr.sizes(x:size()))
  end
  local spatial = {}
  for k = 3, x:dim() do spatial[#spatial + 1] = k end
  return x:mean(spatial)
end

return pooling
