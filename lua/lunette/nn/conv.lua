--- Convolutions and their transposes, over 1, 2 or 3 dimensions.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local kinds = require "lunette.nn.kinds"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local same = require "lunette.nn.functional.same"
local spatial = require "lunette.nn.spatial"
local text = require "lunette.nn.text"

local conv = {}

local function check_channels(layer)
  for _, name in ipairs {"in_channels", "out_channels"} do
    if layer[name] % layer.options.groups ~= 0 then
      raise("%s: %s is %d, which %d groups do not divide", layer.__name, name,
            layer[name], layer.options.groups)
    end
  end
end

-- The weight is first x second x kernel; fan in is second times the kernel.
local function make_weights(layer, first, second, with_bias)
  local zeros = engine.create.zeros
  local weight = zeros {first, second, table.unpack(layer.kernel_size)}
  local bias = with_bias and zeros(layer.out_channels) or nil
  init.default(weight, bias)
  layer.weight = parameter.Parameter(weight)
  layer.bias = bias and parameter.Parameter(bias)
end

-- What the pad op takes, the last dimension first. "same" adds what keeps the
-- size.
local function around(layer, padding)
  local n, list = #layer.kernel_size, {}
  if padding == "same" then
    return same(layer.__name, layer.kernel_size,
                spatial.list(layer.options.stride, n),
                spatial.list(layer.options.dilation, n))
  end
  local sizes = spatial.list(padding, n)
  for k = n, 1, -1 do
    list[#list + 1], list[#list + 2] = sizes[k], sizes[k]
  end
  return list
end

-- Reads padding and padding_mode into the layer. Where the convolution cannot
-- pad by itself, layer.around is what another op adds first.
local function set_padding(layer, o)
  local padding, mode = o.padding, o.padding_mode
  if padding == "valid" then padding = 0 end
  layer.padding, layer.padding_mode = padding, mode
  o.padding, o.padding_mode = padding, nil
  if padding ~= "same" and (mode == nil or mode == "zeros") then return end
  layer.around, o.padding = around(layer, padding), nil
end

local function padded(layer, x)
  if not layer.around then return x end
  arguments.check(layer.__name, "x", x, "tensor")
  local mode = layer.padding_mode
  return engine.functions.pad(x, layer.around,
                              {mode = mode == "zeros" and "constant" or mode})
end

-- The layer `name` of the op over `dims` dimensions; shape_of_weight(layer,
-- groups): the first two sizes; count(weight, x, y): multiply-adds.
local function define(name, op, dims, signature, shape_of_weight, count)
  -- The ops of one dimension take integers, not lists of one.
  local sizes = dims == 1 and "" or dims
  local Layer = kinds.Affine:extend(name)
  Layer.init = arguments.define(name .. ":init",
    ("self, in_channels: count, out_channels: count, " ..
     "kernel_size: count%s, {%s}"):format(
       dims, (signature:gsub("_n%f[^%w_]", sizes))),
    function(self, in_channels, out_channels, kernel_size, o)
    self.in_channels, self.out_channels = in_channels, out_channels
    self.kernel_size = kernel_size
    local with_bias = o.bias
    self.options, o.bias = o, nil
    set_padding(self, o)
    check_channels(self)
    local first, second = shape_of_weight(self, o.groups)
    make_weights(self, first, second, with_bias)
  end)
  function Layer:forward(x)
    return engine.functions[op](padded(self, x), self.weight, self.bias,
                                self.options)
  end
  function Layer:multiply_adds(inputs, y)
    return count(self.weight, inputs[1], y)
  end
  function Layer:extra_repr()
    local values = setmetatable({
      padding = self.padding, bias = self.bias ~= nil,
      padding_mode = self.padding_mode,
    }, {__index = self.options})
    return ("%d, %d, %s%s"):format(self.in_channels, self.out_channels,
                                   text.value(self.kernel_size),
                                   text.options(Layer.init, values))
  end
  conv[name] = Layer
  return Layer
end

--- nn.Conv1d, nn.Conv2d, nn.Conv3d: x: n,c,h,w (n,c,l for nn.Conv1d, n,c,d,h,w
--- for nn.Conv3d) correlated with weight, out x in/groups x kh x kw, plus bias.
--- A size is an integer or a table of one for each dimension. padding: or
--- "same", which keeps the size of x (stride 1), or "valid", which is 0.
--- padding_mode: zeros, reflect, replicate or circular. Start: init.default.
---
---   local layer = ln.nn.Conv2d(3, 8, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 3, 32, 32)):size())   -- {1, 8, 16, 16}
local conv_signature =
  "stride: count_n = 1, padding: whole_n|same|valid = 0, " ..
  "dilation: count_n = 1, groups: count = 1, bias: bool = true, " ..
  "padding_mode: zeros|reflect|replicate|circular = zeros"

--- nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d: The gradient of
--- Conv2d in its input, as a layer: sizes grow, to h' = (h - 1) stride - 2
--- padding + dilation (k - 1) + output_padding + 1; layer(x, output_size) takes
--- the output_padding that gives those sizes. Weight in x out/groups x kh x kw.
---
---   local layer = ln.nn.ConvTranspose2d(8, 3, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 8, 16, 16)):size())   -- {1, 3, 32, 32}
local transpose_signature = "stride: count_n = 1, padding: whole_n = 0, " ..
  "output_padding: whole_n = 0, groups: count = 1, bias: bool = true, " ..
  "dilation: count_n = 1"

-- The output_padding that makes of x, which the op takes, the sizes wanted;
-- these may have the leading ones before them.
local function extra_for(layer, x, sizes)
  local o, n, extra, least = layer.options, #layer.kernel_size, {}, {}
  local stride, padding = spatial.list(o.stride, n), spatial.list(o.padding, n)
  local dilation, fits = spatial.list(o.dilation, n), #sizes >= n
  for k = 1, n do
    least[k] = (x:size(k - n - 1) - 1) * stride[k] - 2 * padding[k] +
               dilation[k] * (layer.kernel_size[k] - 1) + 1
    extra[k] = (sizes[#sizes - n + k] or 0) - least[k]
    fits = fits and extra[k] >= 0 and extra[k] < stride[k]
  end
  if not fits then
    raise("%s: output_size is %s; %s, or less than a stride more, is possible",
          layer.__name, repr.sizes(sizes), repr.sizes(least))
  end
  return n > 1 and extra or extra[1]
end

-- The options of a call with output_size.
local function options_for(layer, x, output_size)
  arguments.check(layer.__name, "x", x, "tensor")
  local sizes = arguments.check(layer.__name, "output_size", output_size,
                                "ints")
  local o = {}
  for key, value in pairs(layer.options) do o[key] = value end
  if x:dim() > #layer.kernel_size then
    o.output_padding = extra_for(layer, x, sizes)
  end
  return o
end

for d = 1, 3 do
  define("Conv" .. d .. "d", "conv" .. d .. "d", d, conv_signature,
         function(layer, groups)
    return layer.out_channels, layer.in_channels // groups
  end, function(weight, _, y)
    return y:numel() * (weight:numel() // weight:size(1))
  end)
  local Transpose = define("ConvTranspose" .. d .. "d",
                           "conv_transpose" .. d .. "d", d, transpose_signature,
                           function(layer, groups)
    return layer.in_channels, layer.out_channels // groups
  end, function(weight, x)
    return x:numel() * (weight:numel() // weight:size(1))
  end)
  Transpose.output_axis = 2
  function Transpose:forward(x, output_size)
    local o = output_size and options_for(self, x, output_size) or self.options
    local op = engine.functions["conv_transpose" .. d .. "d"]
    return op(x, self.weight, self.bias, o)
  end
end

return conv
