--- Convolutions and their transposes, over 1, 2 or 3 dimensions.

local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.raise".raise

local conv = {}

local function list_text(list)
  for k = 2, #list do
    if list[k] ~= list[1] then return "{" .. table.concat(list, ", ") .. "}" end
  end
  return tostring(list[1])
end

local function options_text(layer, names)
  local parts = {}
  for _, name in ipairs(names) do
    local value = layer.options[name]
    local text = type(value) == "table" and list_text(value) or tostring(value)
    local plain = name:find "padding" and "0" or "1"
    if text ~= plain then parts[#parts + 1] = name .. " = " .. text end
  end
  if layer.padding_mode then
    parts[#parts + 1] = ("padding_mode = %q"):format(layer.padding_mode)
  end
  if not layer.bias then parts[#parts + 1] = "bias = false" end
  return #parts > 0 and ", {" .. table.concat(parts, ", ") .. "}" or ""
end

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

-- What the pad op takes for these sizes of padding: the last dimension first.
local function around(padding)
  if type(padding) ~= "table" then return {padding, padding} end
  local list = {}
  for k = #padding, 1, -1 do
    list[#list + 1], list[#list + 2] = padding[k], padding[k]
  end
  return list
end

-- x as convolved, and the op's options: padding other than zeros is an op of
-- its own.
local function padded(layer, x)
  if not layer.padding_mode then return x, layer.options end
  options.check(layer.__name, "x", x, "tensor")
  local rest = {}
  for key, value in pairs(layer.options) do
    if key ~= "padding" then rest[key] = value end
  end
  return engine.functions.pad(x, around(layer.options.padding),
                              {mode = layer.padding_mode}), rest
end

local function set_up(layer, arguments, int_n)
  local check, name = options.check, layer.__name
  layer.in_channels = check(name, "in_channels", arguments[1], "count")
  layer.out_channels = check(name, "out_channels", arguments[2], "count")
  layer.kernel_size = check(name, "kernel_size", arguments[3], int_n)
end

-- shape_of_weight(layer, groups): the first two sizes; count(weight, x, y):
-- multiply-adds.
local function define(name, signature, function_name, shape_of_weight, count)
  local int_n = "int" .. name:match "%d"
  -- The ops of one dimension take integers, not lists of one.
  signature = signature:gsub("int_n", int_n == "int1" and "int" or int_n)
  local read, names = options.reader(name, signature), {}
  for key in signature:gmatch "([%w_]+):" do
    if key ~= "bias" and key ~= "padding_mode" then names[#names + 1] = key end
  end
  local Layer = Module:extend(name)
  function Layer:init(in_channels, out_channels, kernel_size, given)
    set_up(self, {in_channels, out_channels, kernel_size}, int_n)
    local o = read(given)
    local with_bias, mode = o.bias, o.padding_mode
    o.bias, o.padding_mode = nil, nil
    self.options, self.padding_mode = o, mode ~= "zeros" and mode or nil
    check_channels(self)
    local first, second = shape_of_weight(self, o.groups)
    make_weights(self, first, second, with_bias)
  end
  function Layer:forward(x)
    local input, given = padded(self, x)
    return engine.functions[function_name](input, self.weight, self.bias, given)
  end
  function Layer:multiply_adds(inputs, y)
    return count(self.weight, inputs[1], y)
  end
  function Layer:extra_repr()
    return ("%d, %d, %s%s"):format(self.in_channels, self.out_channels,
                                   list_text(self.kernel_size),
                                   options_text(self, names))
  end
  conv[name] = Layer
end

--- nn.Conv2d(in_channels, out_channels, kernel_size,
---           {stride = 1, padding = 0, dilation = 1, groups = 1, bias = true,
---            padding_mode = "zeros"})
---
--- x: n,c,h,w; weight out x in/groups x kh x kw. A size is an integer or a
--- table of one for each dimension. padding_mode: zeros, reflect, replicate or
--- circular. Start: init.default.
local conv_signature = "stride: int_n = 1, padding: int_n = 0, " ..
  "dilation: int_n = 1, groups: count = 1, bias: bool = true, " ..
  "padding_mode: zeros|reflect|replicate|circular = zeros"

--- nn.ConvTranspose2d: the same with output_padding; weight in x out/groups x
--- kh x kw; h' = (h - 1) stride - 2 padding + dilation (k - 1) +
--- output_padding + 1.
local transpose_signature = "stride: int_n = 1, padding: int_n = 0, " ..
  "output_padding: int_n = 0, groups: count = 1, bias: bool = true, " ..
  "dilation: int_n = 1"

for d = 1, 3 do
  define("Conv" .. d .. "d", conv_signature, "conv" .. d .. "d",
         function(layer, groups)
    return layer.out_channels, layer.in_channels // groups
  end, function(weight, _, y)
    return y:numel() * (weight:numel() // weight:size(1))
  end)
  define("ConvTranspose" .. d .. "d", transpose_signature,
         "conv_transpose" .. d .. "d", function(layer, groups)
    return layer.in_channels, layer.out_channels // groups
  end, function(weight, x)
    return x:numel() * (weight:numel() // weight:size(1))
  end)
end

return conv
