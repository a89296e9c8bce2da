local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local parameter = require "lunette.nn.parameter"

local read = options.reader("Linear", "bias: bool = true")

--- nn.Linear(in_features, out_features, {bias = true})
---
--- y = x W^T + b; x: ..., in_features, y: ..., out_features; weight
--- out_features x in_features, bias out_features. Start: init.default.
--- @class Linear: Module
local Linear = Module:extend "Linear"

function Linear:init(in_features, out_features, given)
  local check = options.check
  self.in_features = check("Linear", "in_features", in_features, "count")
  self.out_features = check("Linear", "out_features", out_features, "count")
  local o, zeros = read(given), engine.create.zeros
  local weight = zeros(out_features, in_features)
  local bias = o.bias and zeros(out_features) or nil
  init.default(weight, bias)
  self.weight = parameter.Parameter(weight)
  self.bias = bias and parameter.Parameter(bias)
end

function Linear:forward(x)
  return engine.functions.linear(x, self.weight, self.bias)
end

function Linear:multiply_adds(_, y) return y:numel() * self.in_features end

function Linear:extra_repr()
  return ("%d, %d%s"):format(self.in_features, self.out_features,
                             self.bias and "" or ", {bias = false}")
end

return {Linear = Linear}
