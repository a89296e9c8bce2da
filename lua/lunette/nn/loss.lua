--- Losses as layers: the functions of lunette.nn.functional with their options
--- kept, as nn.HuberLoss {delta = 0.5}(x, target).

local arguments = require "lunette.arguments"
local functional = require "lunette.nn.functional"
local Module = require "lunette.nn.module"

local loss = {}

-- `inputs` tensors are taken, then what was given when it was made: the options
-- of the function, which the class tells.
local function define(name, f, inputs)
  local Layer = Module:extend(name)
  local signature = arguments.of(functional[f]).text:match "{.*}$"
  Layer.init = arguments.define(name .. ":init", "self, " .. signature,
                                function(self, o) self.options = o end)
  if inputs == 3 then
    function Layer:forward(a, b, c)
      return functional[f](a, b, c, self.options)
    end
  else
    function Layer:forward(a, b) return functional[f](a, b, self.options) end
  end
  Layer.applies = f
  loss[name] = Layer
end

define("MSELoss", "mse_loss", 2)
define("L1Loss", "l1_loss", 2)
define("SmoothL1Loss", "smooth_l1_loss", 2)
define("HuberLoss", "huber_loss", 2)
define("BCELoss", "binary_cross_entropy", 2)
define("BCEWithLogitsLoss", "binary_cross_entropy_with_logits", 2)
define("NLLLoss", "nll_loss", 2)
define("CrossEntropyLoss", "cross_entropy", 2)
define("KLDivLoss", "kl_div", 2)
define("GaussianNLLLoss", "gaussian_nll_loss", 3)
define("PoissonNLLLoss", "poisson_nll_loss", 2)
define("HingeEmbeddingLoss", "hinge_embedding_loss", 2)
define("MarginRankingLoss", "margin_ranking_loss", 3)
define("CosineEmbeddingLoss", "cosine_embedding_loss", 3)
define("TripletMarginLoss", "triplet_margin_loss", 3)
define("TripletMarginWithDistanceLoss", "triplet_margin_with_distance_loss", 3)
define("SoftMarginLoss", "soft_margin_loss", 2)
define("MultiMarginLoss", "multi_margin_loss", 2)
define("MultiLabelMarginLoss", "multilabel_margin_loss", 2)
define("MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss", 2)

--- The function ctc_loss as a layer.
local CTCLoss = Module:extend "CTCLoss"
CTCLoss.init = arguments.define("CTCLoss:init", "self, blank: index = 1, " ..
  "{zero_infinity: bool = false, reduction: none|mean|sum = mean}",
  function(self, blank, o) self.blank, self.options = blank, o end)
function CTCLoss:forward(log_probs, targets, input_lengths, target_lengths)
  return functional.ctc_loss(log_probs, targets, input_lengths, target_lengths,
                             self.blank, self.options)
end
CTCLoss.applies = "ctc_loss"
loss.CTCLoss = CTCLoss

--- The function pairwise_distance as a layer.
local PairwiseDistance = Module:extend "PairwiseDistance"
PairwiseDistance.init = arguments.define("PairwiseDistance:init",
  "self, p: real = 2, eps: real = 1e-6, {keepdim: bool = false}",
  function(self, p, eps, o)
  self.p, self.eps, self.options = p, eps, o
end)
function PairwiseDistance:forward(x1, x2)
  return functional.pairwise_distance(x1, x2, self.p, self.eps, self.options)
end
PairwiseDistance.applies = "pairwise_distance"
loss.PairwiseDistance = PairwiseDistance

--- The function cosine_similarity as a layer.
local CosineSimilarity = Module:extend "CosineSimilarity"
CosineSimilarity.init = arguments.define("CosineSimilarity:init",
  "self, dim: dim = 2, {eps: real = 1e-8}", function(self, dim, o)
  self.dim, self.options = dim, o
end)
function CosineSimilarity:forward(x1, x2)
  return functional.cosine_similarity(x1, x2, self.dim, self.options)
end
CosineSimilarity.applies = "cosine_similarity"
loss.CosineSimilarity = CosineSimilarity

return loss
