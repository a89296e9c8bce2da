--- Semi-supervised learning with a GAN (Salimans et al. 2016, arXiv 1606.03498,
--- section 5): a discriminator of K classes and one more for fakes, whose logit
--- is fixed at 0. It returns the K logits l: n,k, and with Z = sum of exp l_k
--- the probability of being real is D = Z / (Z + 1). Labels count from 1. The
--- generator does best with gan.feature_matching.

local options = require "lunette.options"
local raise = require "lunette.raise".raise

local semi_supervised = {}

local function check(owner, name, x)
  options.check(owner, name, x, "tensor")
  if x:dim() ~= 2 or x:numel() == 0 then
    raise("%s: %s are %s; n x classes is wanted", owner, name,
          options.sizes_text(x:size()))
  end
  return x
end

--- semi_supervised.logit(logits): log Z: n, the logit of being real; what the
--- losses of two classes take as an output.
function semi_supervised.logit(logits)
  return check("semi_supervised.logit", "logits", logits):logsumexp(2)
end

--- semi_supervised.probability(logits): Z / (Z + 1): n.
function semi_supervised.probability(logits)
  return check("semi_supervised.probability", "logits", logits)
    :logsumexp(2):sigmoid()
end

--- semi_supervised.supervised(logits, labels): mean of log Z - l_label, the cross
--- entropy of labelled samples among the K classes.
function semi_supervised.supervised(logits, labels)
  check("semi_supervised.supervised", "logits", logits)
  options.check("semi_supervised.supervised", "labels", labels, "tensor")
  return require "lunette.nn.loss_functions".functions
    .cross_entropy(logits, labels)
end

local function softplus(x) return x:softplus(1, math.huge) end

--- semi_supervised.unsupervised(real, fake): half of -mean log D(real) - mean
--- log(1 - D(fake)), of the logits of unlabelled and of generated samples.
function semi_supervised.unsupervised(real, fake)
  local owner = "semi_supervised.unsupervised"
  local x = check(owner, "real logits", real):logsumexp(2)
  local y = check(owner, "fake logits", fake):logsumexp(2)
  return (softplus(-x):mean() + softplus(y):mean()) / 2
end

local read = options.reader("semi_supervised.discriminator",
                            "weight: real = 1")

--- semi_supervised.discriminator(labelled, labels, unlabelled, fake,
---   {weight = 1}): supervised(labelled, labels) + weight
--- unsupervised(unlabelled, fake), each of logits n,k.
function semi_supervised.discriminator(labelled, labels, unlabelled, fake,
                                       given)
  local o = read(given)
  return semi_supervised.supervised(labelled, labels) +
         o.weight * semi_supervised.unsupervised(unlabelled, fake)
end

--- semi_supervised.generator(fake): -mean log D(fake), of logits n,k.
function semi_supervised.generator(fake)
  local x = check("semi_supervised.generator", "fake logits", fake)
  return softplus(-x:logsumexp(2)):mean()
end

return semi_supervised
