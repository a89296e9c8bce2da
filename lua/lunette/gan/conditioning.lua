--- ln.gan.conditioning: classes and codes into generators and discriminators,
--- and out of them again.

local arguments = require "lunette.arguments"
local Embedding = require "lunette.nn.embedding".Embedding
local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local linear = require "lunette.nn.linear"
local functional = require "lunette.nn.functional"
local Module = require "lunette.nn.module"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local conditioning = {}

-- The condition as vectors n x k.
local function vectors(x, condition, classes)
  if condition:size(1) ~= x:size(1) then
    raise("concat: conditions for %d samples are given, x is %s",
          condition:size(1), repr.shape(x))
  end
  if condition:dim() == 2 then return condition end
  if not classes then
    raise("concat: labels (%d of them) need {num_classes = ...}",
          condition:size(1))
  end
  return engine.functions.one_hot(condition, classes)
end

--- x with the condition appended along dimension 2: conditional GANs (Mirza and
--- Osindero 2014, arXiv 1411.1784). condition: vectors n x k, such as an
--- nn.Embedding of labels, or n labels from 1, which become one-hot vectors of
--- num_classes. x: n,c gives n,c + k; x: n,c,h,w (or any dimensions after c)
--- gives n,c + k,h,w, each number of the condition a plane of that value.
---
---   local concat, labels = ln.gan.conditioning.concat, ln.tensor {1, 10}
---   local z = concat(ln.randn(2, 64), labels, {num_classes = 10})
---   local x = concat(ln.randn(2, 1, 28, 28), labels, {num_classes = 10})
---   print(z:size(), x:size())   -- {2, 74}  {2, 11, 28, 28}
conditioning.concat = arguments.define("concat",
  "x: tensor, condition: tensor, {num_classes: count?}",
  function(x, condition, o)
  if x:dim() < 2 or condition:dim() < 1 or condition:dim() > 2 then
    raise("concat: x is %s, n,c,... is wanted; the condition is %s, n or n x k",
          repr.shape(x), repr.shape(condition))
  end
  local v = vectors(x, condition, o.num_classes)
  local shape, full = v:size(), v:size()
  for k = 3, x:dim() do shape[k], full[k] = 1, x:size(k) end
  return engine.functions.cat({x, v:reshape(shape):expand(full)}, 2)
end)

-- ---- heads of discriminators ----

--- y = w . f + b + v_label . f, the discriminator of Miyato and Koyama 2018
--- (arXiv 1802.05637, section 3): head(features, labels), features: n,
--- in_features (as after summing over positions), labels: n from 1, y: n,1.
--- head.linear has w and b, head.embedding the vectors v; both are layers, to
--- which nn.spectral_norm applies. v starts as a linear layer's weight.
---
---   local head = ln.gan.conditioning.ProjectionHead(32, 10)
---   print(head(ln.randn(2, 32), ln.tensor {1, 10}):size())   -- {2, 1}
--- @class ProjectionHead: Module
local ProjectionHead = Module:extend "ProjectionHead"

ProjectionHead.init = arguments.define("ProjectionHead:init",
  "self, in_features: count, num_classes: count",
  function(self, in_features, num_classes)
  self.linear = linear.Linear(in_features, 1)
  self.embedding = Embedding(num_classes, in_features)
  local bound = 1 / math.sqrt(in_features)
  init.uniform_(self.embedding.weight, -bound, bound)
end)

function ProjectionHead:forward(features, labels)
  arguments.check(self.__name, "features", features, "tensor")
  arguments.check(self.__name, "labels", labels, "tensor")
  if labels:dim() ~= 1 or labels:size(1) ~= features:size(1) then
    raise("%s: labels are %s, %d are wanted", self.__name,
          repr.shape(labels), features:size(1))
  end
  local inner = (self.embedding(labels) * features):sum(2, {keepdim = true})
  return self.linear(features) + inner
end

--- Two linear maps of the features of a discriminator: head(features) gives the
--- logits of being real, n,1, and those of the classes, n, num_classes: the
--- auxiliary classifier of Odena et al. 2017 (arXiv 1610.09585). Its loss is
--- nn.functional.cross_entropy(class_logits, labels), for both players and on
--- real and generated images.
---
---   local head = ln.gan.conditioning.ACGANHead(32, 10)
---   local labels = ln.tensor {1, 10}
---   local logits, class_logits = head(ln.randn(2, 32))
---   local loss = ln.nn.functional.cross_entropy(class_logits, labels)
--- @class ACGANHead: Module
local ACGANHead = Module:extend "ACGANHead"

ACGANHead.init = arguments.define("ACGANHead:init",
  "self, in_features: count, num_classes: count",
  function(self, in_features, num_classes)
  self.source = linear.Linear(in_features, 1)
  self.classes = linear.Linear(in_features, num_classes)
end)

function ACGANHead:forward(features)
  return self.source(features), self.classes(features)
end

--- Q of InfoGAN (Chen et al. 2016, arXiv 1606.03657, section 6): what a linear
--- map of the discriminator's features says of the codes of latent.mixed, which
--- takes the same two options. head(features) is a table: categorical[k], the
--- logits n x classes of code k, and mean and log_variance, n x continuous, of
--- the normal distributions of the others (nil for 0).
--- @class InfoGANHead: Module
local InfoGANHead = Module:extend "InfoGANHead"

InfoGANHead.init = arguments.define("InfoGANHead:init",
  "self, in_features: count, {categorical: counts = {}, continuous: whole = 0}",
  function(self, in_features, o)
  self.lengths = o.categorical
  self.num_categorical, self.continuous = #self.lengths, o.continuous
  if o.continuous > 0 then
    table.move({o.continuous, o.continuous}, 1, 2, #self.lengths + 1,
               self.lengths)
  end
  local all = 0
  for _, length in ipairs(self.lengths) do all = all + length end
  if all == 0 then raise("%s: no codes", self.__name) end
  self.linear = linear.Linear(in_features, all)
end)

function InfoGANHead:forward(features)
  local parts = self.linear(features):split(self.lengths, 2)
  local found, k = {categorical = {}}, self.num_categorical
  table.move(parts, 1, k, 1, found.categorical)
  found.mean, found.log_variance = parts[k + 1], parts[k + 2]
  return found
end

-- The mean over samples of -log N(target; mean, variance), summed over codes.
local function normal_nll(found, target)
  local gap = (target - found.mean):square() / found.log_variance:exp()
  return (gap + found.log_variance + math.log(2 * math.pi)):sum(2):mean() / 2
end

-- Raises unless both are codes of the same numbers.
local function check_codes(found, codes)
  local function check(name, value, kind)
    arguments.check("information", name, value, kind)
  end
  check("found.categorical", found.categorical, "tensors")
  check("codes.categorical", codes.categorical, "tensors")
  if found.mean ~= nil then
    check("found.mean", found.mean, "tensor")
    check("found.log_variance", found.log_variance, "tensor")
  end
  if codes.continuous ~= nil then
    check("codes.continuous", codes.continuous, "tensor")
  end
  local function text(list, continuous)
    return ("%d categorical and %s continuous"):format(
      #list, continuous and continuous:size(2) or "no")
  end
  local here = text(found.categorical, found.mean)
  local there = text(codes.categorical, codes.continuous)
  if here ~= there then
    raise("information: found has %s codes, codes has %s", here, there)
  end
end

--- What both players add to their losses for codes to be told from images: the
--- mean over samples of -log Q(codes | image), which bounds the mutual
--- information from below but for a constant (Chen et al. 2016, arXiv
--- 1606.03657, equation 5, negated): cross entropies of the labels, and
--- ((c - mean)^2 / v + log v + log 2 pi) / 2 of the others, each sum times its
--- weight. found: of an InfoGANHead; codes: those of latent.mixed.
conditioning.information = arguments.define("information",
  "found: table, codes: table, " ..
  "{categorical_weight: real = 1, continuous_weight: real = 1}",
  function(found, codes, o)
  check_codes(found, codes)
  local loss = 0
  for k, logits in ipairs(found.categorical) do
    loss = loss + o.categorical_weight *
           functional.cross_entropy(logits, codes.categorical[k])
  end
  if found.mean then
    loss = loss + o.continuous_weight * normal_nll(found, codes.continuous)
  end
  return loss
end)

conditioning.ProjectionHead = ProjectionHead
conditioning.ACGANHead = ACGANHead
conditioning.InfoGANHead = InfoGANHead

return conditioning
