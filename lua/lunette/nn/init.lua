--- ln.nn: layers, what they are made of, and nn.functional.

local lazy = require "lunette.lazy"

local parts = {
  "lunette.nn.linear", "lunette.nn.conv", "lunette.nn.norm",
  "lunette.nn.activation", "lunette.nn.shape", "lunette.nn.dropout",
  "lunette.nn.container", "lunette.nn.minibatch", "lunette.nn.loss",
  "lunette.nn.parameter", "lunette.nn.reparametrisation",
  "lunette.nn.embedding",
  "lunette.nn.conditional_norm", "lunette.nn.minibatch_std",
  "lunette.nn.attention", "lunette.nn.recurrent",
  "lunette.nn.pooling", "lunette.nn.padding", "lunette.nn.resize",
}

-- What few scripts name is loaded when it is named.
local later = {
  ["lunette.nn.transformer"] = "Transformer TransformerEncoder " ..
    "TransformerDecoder TransformerEncoderLayer TransformerDecoderLayer",
  ["lunette.nn.lazy"] = "LazyLinear LazyConv1d LazyConv2d LazyConv3d " ..
    "LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d " ..
    "LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d " ..
    "LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d",
}

local fields = {}
for module, names in pairs(later) do
  for name in names:gmatch "%S+" do fields[name] = {module, name} end
end

local nn = lazy.table("nn", fields)
nn.Module = require "lunette.nn.module"
nn.functional = require "lunette.nn.functional"
nn.init = lazy.closed("nn.init", (require "lunette.nn.initialisers"))

--- nn.utils: gradients made smaller, parameters as one vector, layers fused,
--- and sequences of different lengths.
nn.utils = lazy.table("nn.utils", {
  rnn = {"lunette.nn.sequences"},
  fuse_conv_bn_eval = {"lunette.nn.fusion", "fuse_conv_bn_eval"},
  fuse_linear_bn_eval = {"lunette.nn.fusion", "fuse_linear_bn_eval"},
})
for name, f in pairs(require "lunette.nn.utils") do nn.utils[name] = f end

for _, part in ipairs(parts) do
  for name, value in pairs(require(part)) do nn[name] = value end
end

return nn
