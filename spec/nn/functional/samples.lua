-- Samples, as in the rows of ops, for what nn.functional has of its own:
-- spec/gradient_spec.lua checks the derivatives of all their results. False for
-- what draws, is given a model, or has no derivative; specs beside this one hold
-- those.
local same = "x(3, 4), x(3, 4)"

local function pooled(name)
  return ("x(1, 2, 7), 3, {stride = 2, padding = 1}; x(2, 5), 2, {return_indices = %s}"):format(name)
end

return {
  functional_call = false, dropout = false, dropout1d = false, dropout2d = false, dropout3d = false,
  alpha_dropout = false, feature_alpha_dropout = false, gumbel_softmax = false, one_hot = false,
  rrelu = "x(3, 4)",
  embedding = "ones(2), x(3, 2)",
  embedding_bag = "ones(2, 3), x(4, 2); arange(1, 3), x(3, 2), ones(1), {mode = 'max'}; " ..
    "arange(1, 3), x(3, 2), ones(1), {mode = 'sum', per_sample_weights = x(3)}",
  batch_norm = "x(3, 2, 4), nil, nil, {training = true, weight = x(2), bias = x(2)}",
  instance_norm = "x(2, 2, 4), {weight = x(2)}",
  local_response_norm = "x(2, 4, 3), 3, 0.5; x(1, 3, 2, 2), 2, 1, 0.5, 2",
  pairwise_distance = same .. "; x(3, 4), x(4), 1",
  cosine_similarity = "away(3, 4), away(3, 4); x(2, 3), x(3), -1",
  normalize = "away(3, 4); away(3, 4), 1, 1",
  bilinear = "x(2, 3), x(2, 2), x(2, 3, 2), x(2)",
  mse_loss = same, l1_loss = same, smooth_l1_loss = same, huber_loss = same,
  binary_cross_entropy = "(unit(3, 4) + 1) / 2, (unit(3, 4) + 1) / 2",
  binary_cross_entropy_with_logits = "x(3, 4), (unit(3, 4) + 1) / 2, {pos_weight = ones(4) * 2}",
  kl_div = "x(3, 4), positive(3, 4); x(3, 4), x(3, 4), {log_target = true}",
  gaussian_nll_loss = "x(3, 4), x(3, 4), positive(3, 4), {full = true}",
  poisson_nll_loss = "x(3, 4), positive(3, 4)",
  soft_margin_loss = "x(3, 4), mask(3, 4) * 2 - 1",
  multilabel_soft_margin_loss = "x(3, 4), mask(3, 4), {weight = ones(4) * 2}",
  hinge_embedding_loss = "x(3, 4), mask(3, 4) * 2 - 1",
  margin_ranking_loss = "x(3, 4), x(3, 4), mask(3, 4) * 2 - 1",
  cosine_embedding_loss = "away(3, 4), away(3, 4), mask(3) * 2 - 1",
  triplet_margin_loss = "x(3, 4), x(3, 4), x(3, 4), {swap = true, margin = 3}",
  triplet_margin_with_distance_loss = "x(3, 4), x(3, 4), x(3, 4), {swap = true, margin = 3}",
  multi_margin_loss = "x(4, 3), mask(4) + 1; x(2, 3), ones(2), {p = 2, weight = arange(1, 3)}",
  multilabel_margin_loss = "x(3, 4), mask(3, 4)",
  nll_loss = "x(4, 3), mask(4) + 1, {weight = arange(1, 3)}",
  cross_entropy = "x(4, 3), mask(4) + 1; x(2, 3, 2), mask(2, 2) + 2, {label_smoothing = 0.2}; " ..
    "x(3, 4), positive(3, 4)",
  ctc_loss = "x(6, 2, 3):log_softmax(3), mask(2, 2) + 2, {6, 5}, {2, 1}; x(3, 3), ones(1) * 2, 3, 1",
  max_pool1d = pooled "false", max_pool2d = "x(1, 2, 4, 6), 2, {return_indices = true}",
  max_pool3d = "x(1, 1, 3, 4, 4), 2, {stride = 1, return_indices = true}",
  max_pool1d_with_indices = "x(2, 2, 7), 3", max_pool2d_with_indices = "x(1, 4, 5), 2",
  max_pool3d_with_indices = "x(1, 1, 2, 2, 4), 2",
  adaptive_max_pool1d = "x(1, 2, 7), 3, {return_indices = true}",
  adaptive_max_pool2d = "x(1, 2, 5, 4), {3, 2}, {return_indices = true}",
  adaptive_max_pool3d = "x(1, 1, 3, 2, 4), 2, {return_indices = true}",
  adaptive_max_pool1d_with_indices = "x(2, 7), 3", adaptive_max_pool2d_with_indices = "x(2, 3, 4), 2",
  adaptive_max_pool3d_with_indices = "x(1, 3, 2, 4), 2",
  max_unpool1d = "x(1, 2, 3), arange(1, 6):reshape(1, 2, 3), 2",
  max_unpool2d = "x(1, 1, 2, 2), (arange(0, 3) * 2 + 1):reshape(1, 1, 2, 2), 2",
  max_unpool3d = "x(1, 1, 1, 2), (arange(0, 1) * 5 + 1):reshape(1, 1, 1, 2), {1, 2, 2}",
  lp_pool1d = "positive(2, 7), 2, 3; away(1, 2, 6), 2, 2",
  lp_pool2d = "positive(1, 2, 4, 5), 3, 2, 1",
  fractional_max_pool2d = "x(1, 1, 5, 6), 2, {output_size = {3, 2}, _random_samples = ones(1, 1, 2) / 2}",
  fractional_max_pool3d = "x(1, 4, 3, 4), 2, {output_size = 2, _random_samples = ones(1, 3) / 3}",
  fractional_max_pool2d_with_indices = "x(1, 4, 4), 2, {output_ratio = 0.5, _random_samples = ones(1, 2) / 2}",
  fractional_max_pool3d_with_indices = "x(1, 4, 3, 4), 2, {output_size = 2, _random_samples = ones(1, 3) / 3}",
  conv1d = "x(2, 3, 5), x(2, 3, 2), x(2), {padding = 'same'}",
  conv2d = "x(1, 2, 4, 3), x(2, 2, 2, 3), nil, {padding = 'same', dilation = 2}",
  conv3d = "x(1, 1, 2, 3, 2), x(2, 1, 2, 1, 2), x(2), {padding = 'valid'}",
  conv_tbc = "x(4, 2, 3), x(2, 3, 2), x(2), 1",
  upsample = "x(1, 1, 3, 3), 5, nil, 'bicubic'", upsample_bilinear = "x(1, 1, 3, 3), 5",
  upsample_nearest = "x(1, 1, 3, 3), nil, 1.5",
  grid_sample = "x(1, 2, 3, 2, 3), unit(1, 2, 1, 2, 3); x(1, 2, 3, 4), unit(1, 2, 3, 2), 'bicubic'; " ..
    "x(1, 1, 3, 4), x(1, 2, 2, 2), 'bicubic', 'reflection', true; x(1, 1, 2, 3, 2), x(1, 1, 1, 3, 3), " ..
    "'bilinear', 'reflection'; x(1, 1, 2, 3, 2), unit(1, 1, 1, 3, 3), 'bilinear', 'border', true",
  softmin = "x(3, 4), 2",
  scaled_dot_product_attention = "x(2, 3, 4), x(2, 5, 4), x(2, 5, 2), x(3, 5); x(3, 4), x(3, 4), x(3, 2), " ..
    "{is_causal = true}",
}
