--- A layer and the normalisation after it as one, for evaluation.

local define = require "lunette.arguments".define
local kinds = require "lunette.nn.kinds"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"

local fusion = {}

local function check_kinds(owner, layer, bn)
  if not layer:is_a(kinds.Affine) then
    raise("%s: %s is neither Linear nor a convolution", owner, layer.__name)
  elseif not bn:is_a(kinds.Normalisation) or not bn.running_mean then
    raise("%s: bn is a %s without running statistics", owner, bn.__name)
  elseif rawget(layer, "_computed") then
    raise("%s: a parameter of this %s is computed; nn.remove_weight_norm or " ..
          "nn.remove_spectral_norm comes first", owner, layer.__name)
  end
end

local function check(owner, layer, bn)
  check_kinds(owner, layer, bn)
  if layer.training or bn.training then
    raise("%s: a layer is in training mode, where bn goes by the batch; " ..
          "eval() comes first", owner)
  end
  local outputs = layer.out_features or layer.out_channels
  if outputs ~= bn.num_features then
    raise("%s: %s has %d outputs and bn %d channels", owner, layer.__name,
          outputs, bn.num_features)
  end
end

-- The weight with the part of each output times its scale.
local function scaled(layer, scale)
  local w, shape = layer.weight, {}
  for k = 1, w:dim() do shape[k] = 1 end
  if layer.output_axis == 1 then
    shape[1] = w:size(1)
    return w * scale:reshape(shape)
  end
  -- the outputs of each group of inputs come second
  local groups = layer.options.groups
  shape[1], shape[3], shape[w:dim() + 1] = groups, w:size(2), 1
  w = w:unflatten(1, {groups, w:size(1) // groups})
  return (w * scale:reshape(shape)):flatten(1, 2)
end

-- With s = weight / sqrt(var + eps) of bn: W s and (b - mean) s + bias.
local function fuse(owner, layer, bn)
  check(owner, layer, bn)
  local _ <close> = recording.no_grad()
  local scale = (bn.running_var + bn.eps):rsqrt()
  if bn.weight then scale = scale * bn.weight end
  local bias = -bn.running_mean
  if layer.bias then bias = bias + layer.bias end
  bias = bias * scale
  if bn.bias then bias = bias + bn.bias end
  local fused = layer:clone()
  local free = {requires_grad = layer.weight:requires_grad()}
  fused.weight = parameter.Parameter(scaled(layer, scale), free)
  fused.bias = parameter.Parameter(bias, free)
  return fused
end

--- A layer that gives bn(conv(x)): a convolution, or its transpose, and the
--- BatchNorm after it, both out of training mode. They stay as they are.
---
---   local nn, x = ln.nn, ln.randn(1, 3, 8, 8)
---   local conv, bn = nn.Conv2d(3, 8, 3):eval(), nn.BatchNorm2d(8):eval()
---   local fused = nn.utils.fuse_conv_bn_eval(conv, bn)
---   print((fused(x) - bn(conv(x))):abs():max():item() < 1e-5)   -- true
--- @return conv
fusion.fuse_conv_bn_eval = define("fuse_conv_bn_eval",
  "conv: layer, bn: layer", function(conv, bn)
  return fuse("fuse_conv_bn_eval", conv, bn)
end)

--- A layer that gives bn(linear(x)), as fuse_conv_bn_eval does.
--- @return linear
fusion.fuse_linear_bn_eval = define("fuse_linear_bn_eval",
  "linear: layer, bn: layer", function(linear, bn)
  return fuse("fuse_linear_bn_eval", linear, bn)
end)

return fusion
