local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.raise".raise

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

local read_bilinear = options.reader("Bilinear", "bias: bool = true")

--- nn.Bilinear(in1_features, in2_features, out_features, {bias = true})
---
--- y_k = a^T W_k b + bias_k; a: ..., in1, b: ..., in2, y: ..., out; weight: out
--- x in1 x in2. Start: uniform within 1 / sqrt(in1).
--- @class Bilinear: Module
local Bilinear = Module:extend "Bilinear"

function Bilinear:init(in1_features, in2_features, out_features, given)
  local check = options.check
  local a = check("Bilinear", "in1_features", in1_features, "count")
  local b = check("Bilinear", "in2_features", in2_features, "count")
  local out = check("Bilinear", "out_features", out_features, "count")
  local zeros, bound = engine.create.zeros, 1 / math.sqrt(a)
  self.in1_features, self.in2_features, self.out_features = a, b, out
  self.weight = parameter.Parameter(
    init.uniform_(zeros(out, a, b), -bound, bound))
  if read_bilinear(given).bias then
    self.bias = parameter.Parameter(init.uniform_(zeros(out), -bound, bound))
  end
end

function Bilinear:forward(a, b)
  options.check("Bilinear", "x1", a, "tensor")
  options.check("Bilinear", "x2", b, "tensor")
  if a:size(-1) ~= self.in1_features or b:size(-1) ~= self.in2_features then
    raise("Bilinear: %d and %d features are wanted, got %s and %s",
          self.in1_features, self.in2_features, options.sizes_text(a:size()),
          options.sizes_text(b:size()))
  end
  local pairs_of = (a:unsqueeze(-1) * b:unsqueeze(-2)):flatten(-2)
  return engine.functions.linear(pairs_of, self.weight:flatten(2), self.bias)
end

function Bilinear:multiply_adds(_, y)
  return y:numel() * self.in1_features * self.in2_features
end

function Bilinear:extra_repr()
  return ("%d, %d, %d%s"):format(self.in1_features, self.in2_features,
                                 self.out_features,
                                 self.bias and "" or ", {bias = false}")
end

local read_maxout = options.reader("Maxout", "bias: bool = true")

--- nn.Maxout(in_features, out_features, num_pieces, {bias = true})
---
--- y_k = the largest of the num_pieces linear functions of unit k (Goodfellow
--- et al. 2013, arXiv 1302.4389). x: ..., in, y: ..., out; weight: out pieces x
--- in, the pieces of a unit one after another. Start: init.default.
--- @class Maxout: Module
local Maxout = Module:extend "Maxout"

function Maxout:init(in_features, out_features, num_pieces, given)
  local check = options.check
  self.num_pieces = check("Maxout", "num_pieces", num_pieces, "count")
  self.out_features = check("Maxout", "out_features", out_features, "count")
  self.in_features = check("Maxout", "in_features", in_features, "count")
  local zeros, all = engine.create.zeros, out_features * num_pieces
  local weight = zeros(all, self.in_features)
  local bias = read_maxout(given).bias and zeros(all) or nil
  init.default(weight, bias)
  self.weight = parameter.Parameter(weight)
  self.bias = bias and parameter.Parameter(bias)
end

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
