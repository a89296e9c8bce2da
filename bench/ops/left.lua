--- What `make bench-ops` has no case for: name -> the reason.

local reasons = {
  {"what other ops and rules of derivatives are made of, timed with them", [[
    adaptive_max_index alias argcummax argcummin argsort_part avg_along
    avg_along_adjoint band_grad batch_norm_grad batch_norm_stats
    batch_norm_sums block_sum cdist_along cdist_signs conv conv_input
    conv_weight dft diagonal_widen digamma_derivative eigh_packed
    eigh_values erfcx_derivative gelu_grad grid_fraction grid_index
    grid_sample_adjoint grid_slope hardswish_grad huber huber_grad im2col
    index_read index_write irdft leaky_relu_by leaky_relu_grad log_softmax_at
    log_softmax_at_grad log_softmax_grad logistic_loss logsumexp_along lu_packed
    max_pool_index minibatch_discrimination minibatch_pulls minibatch_turns
    multiply_no_nan pad_adjoint pick pick_classes pick_classes_grad product put
    qr_packed rdft resample resample_adjoint roll_one root row_norm_grad
    row_norm_sums scatter_extreme sigmoid_grad silu_grad sinc_derivative
    slogdet_packed softmax_grad solve_columns solve_triangular_columns
    square_sum squared_error suffix_sum suffix_weighted_sum svd_packed
    svd_values tanh_grad weighted_cumsum widen]]},
  {"PyTorch has none", "lyapunov maxout spectrum sqrtm"},
  {"it changes a mark and computes nothing", "requires_grad_"},
  {"it holds others and computes nothing itself", [[Module ModuleDict
    ModuleList Optimizer ParameterDict ParameterList]]},
  {"from its first call on it is the layer of that name without Lazy", [[
    LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d LazyConv1d LazyConv2d
    LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d
    LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d LazyLinear]]},
  {"its steps take as long as the function that it is given", "LBFGS"},
}

local left = {}
for _, entry in ipairs(reasons) do
  for name in entry[2]:gmatch "%S+" do left[name] = entry[1] end
end

return left
