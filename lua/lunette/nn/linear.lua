local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local functional = require "lunette.nn.functional"
local init = require "lunette.nn.initialisers"
local kinds = require "lunette.nn.kinds"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

--- y = x W^T + b; x: ..., in_features, y: ..., out_features; weight
--- out_features x in_features, bias out_features. Start: init.default.
---
---   local layer = ln.nn.Linear(3, 2)
---   local y = layer(ln.randn(5, 3))
---   print(y:size(), layer.weight:size())   -- {5, 2}  {2, 3}
--- @class Linear: Module
local Linear = kinds.Affine:extend "Linear"

Linear.init = arguments.define("Linear:init",
  "self, in_features: count, out_features: count, {bias: bool = true}",
  function(self, in_features, out_features, o)
  local zeros = engine.create.zeros
  self.in_features, self.out_features = in_features, out_features
  local weight = zeros(out_features, in_features)
  local bias = o.bias and zeros(out_features) or nil
  init.default(weight, bias)
  self.weight = parameter.Parameter(weight)
  self.bias = bias and parameter.Parameter(bias)
end)

function Linear:forward(x)
  return engine.functions.linear(x, self.weight, self.bias)
end

function Linear:multiply_adds(_, y) return y:numel() * self.in_features end

function Linear:extra_repr()
  return ("%d, %d%s"):format(self.in_features, self.out_features,
                             self.bias and "" or ", {bias = false}")
end

--- y_k = a^T W_k b + bias_k; a: ..., in1, b: ..., in2, y: ..., out; weight: out
--- x in1 x in2. Start: uniform within 1 / sqrt(in1).
--- @class Bilinear: Module
local Bilinear = Module:extend "Bilinear"

Bilinear.init = arguments.define("Bilinear:init",
  "self, in1_features: count, in2_features: count, out_features: count, " ..
  "{bias: bool = true}",
  function(self, a, b, out, o)
  local zeros, bound = engine.create.zeros, 1 / math.sqrt(a)
  self.in1_features, self.in2_features, self.out_features = a, b, out
  self.weight = parameter.Parameter(
    init.uniform_(zeros(out, a, b), -bound, bound))
  if o.bias then
    self.bias = parameter.Parameter(init.uniform_(zeros(out), -bound, bound))
  end
end)

function Bilinear:forward(a, b)
  arguments.check("Bilinear", "x1", a, "tensor")
  arguments.check("Bilinear", "x2", b, "tensor")
  if a:size(-1) ~= self.in1_features or b:size(-1) ~= self.in2_features then
    raise("Bilinear: %d and %d features are wanted, got %s and %s",
          self.in1_features, self.in2_features, repr.shape(a),
          repr.shape(b))
  end
  return functional.bilinear(a, b, self.weight, self.bias)
end

function Bilinear:multiply_adds(_, y)
  return y:numel() * self.in1_features * self.in2_features
end

function Bilinear:extra_repr()
  return ("%d, %d, %d%s"):format(self.in1_features, self.in2_features,
                                 self.out_features,
                                 self.bias and "" or ", {bias = false}")
end

--- y_k = the largest of the num_pieces linear functions of unit k (Goodfellow
--- et al. 2013, arXiv 1302.4389). x: ..., in, y: ..., out; weight: out pieces x
--- in, the pieces of a unit one after another. Start: init.default.
---
---   local layer = ln.nn.Maxout(8, 4, 2)   -- the larger of two, 4 times
---   print(layer(ln.randn(5, 8)):size())   -- {5, 4}
--- @class Maxout: Module
local Maxout = Module:extend "Maxout"

Maxout.init = arguments.define("Maxout:init",
  "self, in_features: count, out_features: count, num_pieces: count, " ..
  "{bias: bool = true}",
  function(self, in_features, out_features, num_pieces, o)
  self.in_features, self.out_features = in_features, out_features
  self.num_pieces = num_pieces
  local zeros, all = engine.create.zeros, out_features * num_pieces
  local weight = zeros(all, in_features)
  local bias = o.bias and zeros(all) or nil
  init.default(weight, bias)
  self.weight = parameter.Parameter(weight)
  self.bias = bias and parameter.Parameter(bias)
end)

function Maxout:forward(x)
  local y = engine.functions.linear(x, self.weight, self.bias)
  return y:maxout(self.num_pieces, -1)
end

function Maxout:multiply_adds(_, y)
  return y:numel() * self.num_pieces * self.in_features
end

function Maxout:extra_repr()
  return ("%d, %d, %d%s"):format(self.in_features, self.out_features,
                                 self.num_pieces,
                                 self.bias and "" or ", {bias = false}")
end

return {Linear = Linear, Bilinear = Bilinear, Maxout = Maxout}
