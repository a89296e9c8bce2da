--- Semi-supervised learning with a GAN (Salimans et al. 2016, arXiv 1606.03498,
--- section 5): a discriminator of K classes and one more for fakes, whose logit
--- is fixed at 0. It returns the K logits l: n,k, and with Z = sum of exp l_k
--- the probability of being real is D = Z / (Z + 1). Labels count from 1. The
--- generator does best with gan.feature_matching.
---
---   local ssl = ln.gan.semi_supervised
---   local D = ln.nn.Linear(2, 3)                  -- the logits of 3 classes
---   local x, labels = ln.randn(3, 2), ln.tensor {1, 2, 3}
---   local unlabelled, fake = ln.randn(16, 2), ln.randn(16, 2)
---   local loss = ssl.discriminator(D(x), labels, D(unlabelled), D(fake))
---   print(ssl.probability(ln.zeros(1, 3)))   -- {0.7500}

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local semi_supervised = {}

local function check(owner, name, x)
  if x:dim() ~= 2 or x:numel() == 0 then
    raise("%s: %s are %s; n x classes is wanted", owner, name,
          repr.shape(x))
  end
  return x
end

--- log Z: n, the logit of being real; what the losses of two classes take as an
--- output.
semi_supervised.logit = arguments.define("semi_supervised.logit",
  "logits: tensor", function(logits)
  return check("semi_supervised.logit", "logits", logits):logsumexp(2)
end)

--- Z / (Z + 1): n.
semi_supervised.probability = arguments.define("semi_supervised.probability",
  "logits: tensor", function(logits)
  return check("semi_supervised.probability", "logits", logits)
    :logsumexp(2):sigmoid()
end)

--- The mean of log Z - l_label, the cross entropy of labelled samples among the
--- K classes.
semi_supervised.supervised = arguments.define("semi_supervised.supervised",
  "logits: tensor, labels: tensor", function(logits, labels)
  check("semi_supervised.supervised", "logits", logits)
  return require "lunette.nn.functional".cross_entropy(logits, labels)
end)

local function softplus(x) return x:softplus(1, math.huge) end

--- Half of -mean log D(real) - mean log(1 - D(fake)), of the logits of
--- unlabelled and of generated samples.
semi_supervised.unsupervised = arguments.define("semi_supervised.unsupervised",
  "real: tensor, fake: tensor", function(real, fake)
  local owner = "semi_supervised.unsupervised"
  local x = check(owner, "real", real):logsumexp(2)
  local y = check(owner, "fake", fake):logsumexp(2)
  return (softplus(-x):mean() + softplus(y):mean()) / 2
end)

--- supervised(labelled, labels) + weight unsupervised(unlabelled, fake), each
--- of logits n,k.
semi_supervised.discriminator = arguments.define(
  "semi_supervised.discriminator",
  "labelled: tensor, labels: tensor, unlabelled: tensor, fake: tensor, " ..
  "{weight: real = 1}", function(labelled, labels, unlabelled, fake, o)
  return semi_supervised.supervised(labelled, labels) +
         o.weight * semi_supervised.unsupervised(unlabelled, fake)
end)

--- -mean log D(fake), of logits n,k.
semi_supervised.generator = arguments.define("semi_supervised.generator",
  "fake: tensor", function(fake)
  local x = check("semi_supervised.generator", "fake", fake)
  return softplus(-x:logsumexp(2)):mean()
end)

return semi_supervised
