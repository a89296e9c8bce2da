-- As functions and as layers, by their means.
local case = ...

local function loss(name, layer, inputs)
  local names = inputs:gsub("(%l) [%dN][^,]*", "%1")
  case(("F.%s(%s)"):format(name, names), inputs)
  case(("made(%s)"):format(names), inputs,
       {made = ("nn.%s()"):format(layer)})
end
loss("mse_loss", "MSELoss", "x, t")
loss("l1_loss", "L1Loss", "x, t")
loss("smooth_l1_loss", "SmoothL1Loss", "x, t")
loss("huber_loss", "HuberLoss", "x, t")
loss("binary_cross_entropy", "BCELoss", "u, q")
loss("binary_cross_entropy_with_logits", "BCEWithLogitsLoss", "x, q")
loss("kl_div", "KLDivLoss", "x, q")
loss("gaussian_nll_loss", "GaussianNLLLoss", "x, t, p")
loss("poisson_nll_loss", "PoissonNLLLoss", "x, q")
loss("soft_margin_loss", "SoftMarginLoss", "x, o")
loss("multilabel_soft_margin_loss", "MultiLabelSoftMarginLoss", "x, q")
loss("hinge_embedding_loss", "HingeEmbeddingLoss", "x, o")
loss("margin_ranking_loss", "MarginRankingLoss", "x, y, o")
loss("cosine_embedding_loss", "CosineEmbeddingLoss", "x, y, o N")
loss("triplet_margin_loss", "TripletMarginLoss", "x, y, z")
loss("triplet_margin_with_distance_loss", "TripletMarginWithDistanceLoss",
     "x, y, z")
loss("multi_margin_loss", "MultiMarginLoss", "x, i N")
loss("multilabel_margin_loss", "MultiLabelMarginLoss",
     "x 64x64, i 64x64 of 64")
loss("nll_loss", "NLLLoss", "x, i N")
loss("cross_entropy", "CrossEntropyLoss", "x, i N")
loss("cross_entropy", "CrossEntropyLoss", "x 16x16x64x64, i 16x64x64 of 16")
loss("cross_entropy", "CrossEntropyLoss", "x 64x10, i 64 of 10")
case("F.cross_entropy(x, i, {label_smoothing = 0.1})", "x, i N")
case("F.cross_entropy(x, q)", "x, q")
loss("pairwise_distance", "PairwiseDistance", "x, y")
case("made(x, y)", "x, y", {made = "nn.CosineSimilarity(-1)"})
local lengths = "ln.full({16}, 50), ln.full({16}, 20)"
local theirs = "torch.full((16,), 50), torch.full((16,), 20)"
case(("F.ctc_loss(x:log_softmax(-1), i + 1, %s)"):format(lengths),
     "x 50x16x20, i 16x20 of 19",
     {torch = ("F.ctc_loss(x.log_softmax(-1), i + 1, %s)"):format(theirs)})
case(("made(x:log_softmax(-1), i + 1, %s)"):format(lengths),
     "x 50x16x20, i 16x20 of 19", {made = "nn.CTCLoss()",
     torch = ("made(x.log_softmax(-1), i + 1, %s)"):format(theirs)})
