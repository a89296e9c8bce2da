--- Normalisations whose scale, shift or statistics come from elsewhere.

local arguments = require "lunette.arguments"
local Embedding = require "lunette.nn.embedding".Embedding
local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local linear = require "lunette.nn.linear"
local Module = require "lunette.nn.module"
local norm = require "lunette.nn.norm"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- x (1 + gain) + shift; x: n,c,..., gain and shift: n,c.
local function modulated(layer, x, gain, shift)
  if gain:size(1) ~= x:size(1) then
    raise("%s: conditions for %d samples are given, the input is %s",
          layer.__name, gain:size(1), repr.shape(x))
  end
  local shape = {x:size(1), x:size(2)}
  for k = 3, x:dim() do shape[k] = 1 end
  return x * (gain + 1):reshape(shape) + shift:reshape(shape)
end

--- y = BatchNorm2d(x) (1 + gain(condition)) + shift(condition); x: n,c,h,w.
--- The condition is a class of each sample, n labels from 1, and gain and shift
--- are tables num_classes x c that start at 0 (Dumoulin et al. 2017, arXiv
--- 1610.07629). With {vector = true} it is a vector of each sample, n x
--- num_classes, and they are linear maps without bias (BigGAN: Brock et al.
--- 2019, arXiv 1809.11096, appendix B).
---
---   local norm = ln.nn.ConditionalBatchNorm2d(8, 10)   -- of 10 classes
---   local y = norm(ln.randn(2, 8, 4, 4), ln.tensor {1, 10})
---   print(y:size())   -- {2, 8, 4, 4}
--- @class ConditionalBatchNorm2d: Module
local ConditionalBatchNorm2d = Module:extend "ConditionalBatchNorm2d"

ConditionalBatchNorm2d.init = arguments.define("ConditionalBatchNorm2d:init",
  "self, num_features: count, num_classes: count, {vector: bool = false, " ..
  "eps: real = 1e-5, momentum: real|false = 0.1, " ..
  "track_running_stats: bool = true}",
  function(self, num_features, num_classes, o)
  self.num_features, self.num_classes = num_features, num_classes
  self.norm = norm.BatchNorm2d(num_features, {
    affine = false, eps = o.eps, momentum = o.momentum,
    track_running_stats = o.track_running_stats})
  for _, name in ipairs {"gain", "shift"} do
    if o.vector then
      self[name] = linear.Linear(num_classes, num_features, {bias = false})
    else
      self[name] = Embedding(num_classes, num_features)
      init.zeros_(self[name].weight)
    end
  end
end)

function ConditionalBatchNorm2d:forward(x, condition)
  arguments.check(self.__name, "condition", condition, "tensor")
  return modulated(self, self.norm(x), self.gain(condition),
                   self.shift(condition))
end

function ConditionalBatchNorm2d:extra_repr()
  return ("%d, %d"):format(self.num_features, self.num_classes)
end

--- y = InstanceNorm(x) (1 + gain) + shift with gain, shift = style A^T + b, the
--- first and second half of it: adaptive instance normalisation (Huang and
--- Belongie 2017, arXiv 1703.06868; the affine map is StyleGAN's, Karras et al.
--- 2019, arXiv 1812.04948). x: n,c,..., style: n,style_dim.
---
---   local norm = ln.nn.AdaIN(8, 16)
---   local y = norm(ln.randn(2, 8, 4, 4), ln.randn(2, 16))
---   print(y:size())   -- {2, 8, 4, 4}
--- @class AdaIN: Module
local AdaIN = Module:extend "AdaIN"

AdaIN.init = arguments.define("AdaIN:init",
  "self, num_features: count, style_dim: count, {eps: real = 1e-5}",
  function(self, num_features, style_dim, o)
  self.num_features, self.style_dim = num_features, style_dim
  -- One group a channel: instance normalisation of any rank.
  self.norm = norm.GroupNorm(num_features, num_features,
                             {affine = false, eps = o.eps})
  self.style = linear.Linear(style_dim, 2 * num_features)
  init.zeros_(self.style.bias)
end)

function AdaIN:forward(x, style)
  local both = self.style(arguments.check("AdaIN", "style", style, "tensor"))
  local c = self.num_features
  return modulated(self, self.norm(x), both:narrow(-1, 1, c),
                   both:narrow(-1, c + 1, c))
end

function AdaIN:extra_repr()
  return ("%d, %d"):format(self.num_features, self.style_dim)
end

--- The first num_reference samples of x: n,c,... are the reference batch: fixed
--- inputs that go through the network before the others, in one tensor. They
--- are normalised by their own mean m and variance v for each channel, every
--- other sample by those of the reference and itself,
---   mean = (m_x + R m) / (R + 1), and the same for E[x^2],
--- so that no sample depends on others drawn with it; then weight and bias by
--- channel. Gradients flow through the reference (Salimans et al. 2016, arXiv
--- 1606.03498, 3.5, and the authors' code). Training and evaluation agree.
---
---   local nn, R, z = ln.nn, 32, ln.randn(64, 8)
---   local G = nn.Sequential {nn.Linear(8, 4), nn.VirtualBatchNorm(4, R)}
---   local reference_z = ln.randn(R, 8)  -- drawn once
---   local y = G(ln.cat {reference_z, z}):narrow(1, R + 1, z:size(1))
--- @class VirtualBatchNorm: Module
local VirtualBatchNorm = Module:extend "VirtualBatchNorm"

VirtualBatchNorm.init = arguments.define("VirtualBatchNorm:init",
  "self, num_features: count, num_reference: count, {eps: real = 1e-5}",
  function(self, num_features, num_reference, o)
  local create = engine.create
  self.num_features, self.num_reference = num_features, num_reference
  self.eps = o.eps
  self.weight = parameter.Parameter(create.ones(num_features))
  self.bias = parameter.Parameter(create.zeros(num_features))
end)

-- Mean and biased variance over dimensions `from` up but the channels.
local function moments(x, from)
  local dims = {}
  for k = from, x:dim() do
    if k ~= 2 then dims[#dims + 1] = k end
  end
  if #dims == 0 then return x, x * 0 end
  return x:mean(dims, {keepdim = true}),
         x:var(dims, {correction = 0, keepdim = true})
end

-- Those of the reference, for each of its r samples, and of the others, which
-- have one of their own: n,c,1,...
local function statistics(x, r)
  local m, v = moments(x:narrow(1, 1, r), 1)
  local sizes = m:size()
  sizes[1] = r
  local means, vars = {m:expand(sizes)}, {v:expand(sizes)}
  if x:size(1) > r then
    local m_x, v_x = moments(x:narrow(1, r + 1, x:size(1) - r), 3)
    local mean = (m_x + m * r) / (r + 1)
    means[2] = mean
    vars[2] = (v_x + (m_x - mean):square() +
               (v + (m - mean):square()) * r) / (r + 1)
  end
  return engine.functions.cat(means, 1), engine.functions.cat(vars, 1)
end

function VirtualBatchNorm:forward(x)
  arguments.check(self.__name, "x", x, "tensor")
  local r, n = self.num_reference, x:size(1)
  if x:dim() < 2 or x:size(2) ~= self.num_features or n < r then
    raise("%s: %d samples or more of %d channels are wanted, got %s",
          self.__name, r, self.num_features, repr.shape(x))
  end
  local mean, var = statistics(x, r)
  local shape = {1, self.num_features}
  for k = 3, x:dim() do shape[k] = 1 end
  local scale = self.weight:reshape(shape) / (var + self.eps):sqrt()
  return (x - mean) * scale + self.bias:reshape(shape)
end

function VirtualBatchNorm:extra_repr()
  return ("%d, %d"):format(self.num_features, self.num_reference)
end

return {
  ConditionalBatchNorm2d = ConditionalBatchNorm2d, AdaIN = AdaIN,
  VirtualBatchNorm = VirtualBatchNorm,
}
