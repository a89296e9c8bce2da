--- Functions of tensors that are more than an op: those with several results,
--- those that choose among ops, and those that are composed of them. Each is a
--- method of tensors and a function of ln, as the ops are. Their files are
--- loaded when one of their functions is first named.

local aliases = require "lunette.functions.aliases"
local engine = require "lunette.engine"

local functions, methods = engine.functions, engine.methods

local families = {
  pieces = "split chunk unbind roll movedim meshgrid",
  einsum = "einsum",
  order = "max min sort topk kthvalue median nanmedian cummax cummin " ..
    "aminmax mode var_mean std_mean",
  linalg = "eigh eigvalsh svd svdvals qr lu lu_unpack lu_solve slogdet " ..
    "logdet solve_triangular cholesky_solve cholesky_inverse lstsq pinv " ..
    "matrix_rank matrix_power matrix_exp vector_norm matrix_norm cond vander",
  products = "tensordot inner vecdot kron addr addbmm cross multi_dot " ..
    "chain_matmul",
  compare = "allclose equal",
  spectra = "fft ifft rfft irfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn " ..
    "irfftn fftfreq rfftfreq fftshift ifftshift spectrum",
  signals = "hann_window hamming_window blackman_window bartlett_window " ..
    "stft istft",
  pointwise = "rsub clamp_min clamp_max positive deg2rad rad2deg isposinf " ..
    "isneginf ldexp xlog1py sinc ndtri digamma polygamma mvlgamma",
  statistics = "nanmean quantile nanquantile cov corrcoef histc dist renorm",
  calculus = "diff gradient trapezoid cumulative_trapezoid logspace",
  resize = "interpolate affine_grid",
  distance = "pdist",
  indexing = "index_reduce scatter_reduce take_along_dim select_scatter " ..
    "slice_scatter diagflat",
  joining = "hstack vstack dstack column_stack tensor_split " ..
    "hsplit vsplit dsplit",
  shapes = "atleast_1d atleast_2d atleast_3d ravel fliplr flipud rot90 " ..
    "broadcast_tensors cartesian_prod combinations new_tensor",
  sets = "unique unique_consecutive isin bucketize msort segment_reduce",
}

-- Where a function is to be found: name -> module.
local module_of = {}
for family, names in pairs(families) do
  for name in names:gmatch "%S+" do
    module_of[name] = "lunette.functions." .. family
  end
end

local function load(module)
  for name, f in pairs(require(module)) do
    rawset(functions, name, f)
    rawset(methods, name, f)
  end
end

-- Makes a table load what it lacks, and pairs() list it all.
local function complete(t)
  local function find(_, name)
    local module, other = module_of[name], aliases[name]
    if module then load(module)
    elseif other then rawset(t, name, t[other]) end
    return rawget(t, name)
  end
  setmetatable(t, {
    __index = find,
    __pairs = function()
      for _, module in pairs(module_of) do load(module) end
      for name in pairs(aliases) do find(t, name) end
      return next, t
    end,
  })
end

complete(functions)
complete(methods)

return module_of
