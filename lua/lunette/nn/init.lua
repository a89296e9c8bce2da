--- ln.nn: layers, what they are made of, and nn.functional.

local parts = {
  "lunette.nn.linear", "lunette.nn.conv", "lunette.nn.norm",
  "lunette.nn.activation", "lunette.nn.shape", "lunette.nn.dropout",
  "lunette.nn.container", "lunette.nn.minibatch", "lunette.nn.loss",
  "lunette.nn.parameter", "lunette.nn.reparametrisation",
  "lunette.nn.embedding",
  "lunette.nn.conditional_norm", "lunette.nn.minibatch_std",
  "lunette.nn.attention", "lunette.nn.transformer", "lunette.nn.recurrent",
  "lunette.nn.pooling", "lunette.nn.padding", "lunette.nn.resize",
  "lunette.nn.lazy",
}

local nn = {
  Module = require "lunette.nn.module",
  functional = require "lunette.nn.functional",
  init = require "lunette.nn.initialisers",
  utils = require "lunette.nn.utils",
}

nn.utils.rnn = require "lunette.nn.sequences"
for name, f in pairs(require "lunette.nn.fusion") do nn.utils[name] = f end

for _, part in ipairs(parts) do
  for name, value in pairs(require(part)) do nn[name] = value end
end

local closed = require "lunette.lazy".closed
for _, name in ipairs {"init", "utils"} do closed("nn." .. name, nn[name]) end
closed("nn.utils.rnn", nn.utils.rnn)
return closed("nn", nn)
