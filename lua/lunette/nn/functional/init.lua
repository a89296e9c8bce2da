--- Functions of tensors: every op, and what is composed of several. Where an op
--- of that name takes other arguments, these are PyTorch's.

-- What each file beside this one has; it is loaded when one of them is named.
local parts = {
  call = "functional_call",
  dropout = "dropout dropout1d dropout2d dropout3d alpha_dropout " ..
    "feature_alpha_dropout rrelu gumbel_softmax",
  embedding = "embedding one_hot embedding_bag",
  norm = "batch_norm instance_norm local_response_norm",
  similarity = "pairwise_distance cosine_similarity normalize bilinear",
  losses = "mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy " ..
    "binary_cross_entropy_with_logits kl_div gaussian_nll_loss " ..
    "poisson_nll_loss soft_margin_loss multilabel_soft_margin_loss",
  margins = "hinge_embedding_loss margin_ranking_loss cosine_embedding_loss " ..
    "triplet_margin_loss triplet_margin_with_distance_loss " ..
    "multi_margin_loss multilabel_margin_loss",
  scores = "nll_loss cross_entropy",
  ctc = "ctc_loss",
  pooling = "max_pool1d max_pool2d max_pool3d max_pool1d_with_indices " ..
    "max_pool2d_with_indices max_pool3d_with_indices adaptive_max_pool1d " ..
    "adaptive_max_pool2d adaptive_max_pool3d " ..
    "adaptive_max_pool1d_with_indices adaptive_max_pool2d_with_indices " ..
    "adaptive_max_pool3d_with_indices max_unpool1d max_unpool2d " ..
    "max_unpool3d lp_pool1d lp_pool2d",
  fractional = "fractional_max_pool2d fractional_max_pool3d " ..
    "fractional_max_pool2d_with_indices fractional_max_pool3d_with_indices",
  conv = "conv1d conv2d conv3d conv_tbc unfold",
  resize = "upsample upsample_bilinear upsample_nearest grid_sample",
  attention = "softmin scaled_dot_product_attention",
}

return require "lunette.lazy".folder("nn.functional", "lunette.nn.functional.",
                                     parts, require "lunette.engine".functions)
