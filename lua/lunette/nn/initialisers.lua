--- Starting values, written into a tensor in place; each returns the tensor.

local engine = require "lunette.engine"
local kinds = require "lunette.nn.kinds"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local init = {}

local function check(x) return options.check("nn.init", "x", x, "tensor") end

local read_plain = options.reader("nn.init", "generator: any?")

--- uniform_(x, a = 0, b = 1, {generator = ...})
---
--- Uniform on [a, b), by default [0, 1).
function init.uniform_(x, a, b, given)
  local _ <close> = recording.no_grad()
  return check(x):uniform_(a or 0, b or 1, read_plain(given))
end

--- normal_(x, mean = 0, std = 1, {generator = ...})
---
--- Normal with this mean and standard deviation, by default 0 and 1.
function init.normal_(x, mean, std, given)
  local _ <close> = recording.no_grad()
  return check(x):normal_(mean or 0, std or 1, read_plain(given))
end

local SQRT2 = math.sqrt(2)

local read_truncated = options.reader("nn.init.trunc_normal_",
  "a: real = -2, b: real = 2, generator: any?")

--- trunc_normal_(x, mean = 0, std = 1, {a = -2, b = 2, generator = ...})
---
--- Normal with this mean and standard deviation, on the condition that it is
--- from a to b: by the inverse of the distribution function, whatever the
--- bounds.
function init.trunc_normal_(x, mean, std, given)
  local o = read_truncated(given)
  local _ <close> = recording.no_grad()
  mean, std = mean or 0, std or 1
  if o.a >= o.b then
    raise("nn.init.trunc_normal_: a is %.14g and b %.14g; a must be below b",
          o.a, o.b)
  end
  -- erf of the bounds: twice the distribution function, less 1
  local bounds = (engine.create.tensor {o.a, o.b} - mean) / (std * SQRT2)
  local share = bounds:erf():totable()
  check(x):uniform_(share[1], share[2], {generator = o.generator})
  return x:copy_((x:erfinv() * (std * SQRT2) + mean):clamp(o.a, o.b))
end

--- The same number everywhere.
function init.constant_(x, val)
  local _ <close> = recording.no_grad()
  return check(x):fill_(val)
end

--- Zeros.
function init.zeros_(x) return init.constant_(x, 0) end

--- Ones.
function init.ones_(x) return init.constant_(x, 1) end

local function check_rank(owner, x, low, high)
  local rank = check(x):dim()
  if rank < low or rank > high then
    raise("nn.init.%s: %s is given; %s dimensions are wanted", owner,
          options.sizes_text(x:size()),
          low == high and low or ("%d to %d"):format(low, high))
  end
end

--- The identity: 1 on the diagonal of a matrix, 0 elsewhere.
function init.eye_(x)
  check_rank("eye_", x, 2, 2)
  local _ <close> = recording.no_grad()
  return x:copy_(engine.create.eye(x:size(1), x:size(2)))
end

local read_dirac = options.reader("nn.init.dirac_", "groups: count = 1")

--- A convolution that passes its input on: in each group output k has a 1 at
--- the centre of input k, all else is 0. x: out,in,k or more. {groups = 1}.
function init.dirac_(x, given)
  local o = read_dirac(given)
  check_rank("dirac_", x, 3, 5)
  if x:size(1) % o.groups ~= 0 then
    raise("nn.init.dirac_: %d outputs in %d groups", x:size(1), o.groups)
  end
  local _ <close> = recording.no_grad()
  local out, centre = x:size(1) // o.groups, x
  for _ = 3, x:dim() do
    centre = centre:select(3, centre:size(3) // 2 + 1)
  end
  x:zero_()
  local group = engine.create.eye(out, x:size(2))
  for g = 0, o.groups - 1 do centre:narrow(1, g * out + 1, out):copy_(group) end
  return x
end

local read_sparse = options.reader("nn.init.sparse_",
                                   "std: real = 0.01, generator: any?")

--- sparse_(x, sparsity, {std = 0.01, generator = ...})
---
--- Normal with this std, but in each column of the matrix that share of the
--- elements (rounded up) is 0 (Martens 2010).
function init.sparse_(x, sparsity, given)
  options.check("nn.init.sparse_", "sparsity", sparsity, "share")
  local o = read_sparse(given)
  check_rank("sparse_", x, 2, 2)
  local _ <close> = recording.no_grad()
  local with = {generator = o.generator}
  init.normal_(x, 0, o.std, with)
  local zeros = math.ceil(sparsity * x:size(1))
  for column = 1, x:size(2) do
    local places = engine.create.randperm(x:size(1), with)
    x:select(2, column):mul_(places:gt(zeros))
  end
  return x
end

local read_orthogonal = options.reader("nn.init.orthogonal_",
                                       "gain: real = 1, generator: any?")

-- Takes off the rows of a what they have in common with orthonormal rows q.
local function clear(a, q) a:sub_(a:matmul(q:t()):matmul(q)) end

-- Makes the rows of a orthonormal, in place, by Gram and Schmidt: each is
-- cleared twice, after which it is orthogonal to rounding (Giraud et al. 2005).
local function orthonormalise_rows(a)
  for k = 1, a:size(1) do
    local row = a:narrow(1, k, 1)
    for _ = 1, k > 1 and 2 or 0 do clear(row, a:narrow(1, 1, k - 1)) end
    row:div_(row:norm())
  end
end

local BLOCK = 32

-- The same a block of rows at a time, for products of matrices. Of normal rows
-- this gives the uniform distribution, as a QR decomposition does whose R has a
-- positive diagonal. a: n x m, n <= m.
local function orthonormalise(a)
  for first = 1, a:size(1), BLOCK do
    local rows = a:narrow(1, first, math.min(BLOCK, a:size(1) - first + 1))
    orthonormalise_rows(rows)
    for _ = 1, first > 1 and 2 or 0 do
      clear(rows, a:narrow(1, 1, first - 1))
      orthonormalise_rows(rows)
    end
  end
  return a
end

--- Rows (or columns, whichever are fewer) of length gain at right angles,
--- uniform among all such; more than two dimensions are flattened from the
--- second on (Saxe et al. 2014, arXiv 1312.6120). {gain = 1}.
function init.orthogonal_(x, given)
  local o = read_orthogonal(given)
  check_rank("orthogonal_", x, 2, math.huge)
  local _ <close> = recording.no_grad()
  if x:numel() == 0 then return x end
  local rows, columns = x:size(1), x:numel() // x:size(1)
  local tall = rows > columns
  local a = engine.create.zeros(math.min(rows, columns), math.max(rows, columns))
  a:normal_(0, 1, {generator = o.generator})
  a = orthonormalise(a) * o.gain
  if tall then a = a:t() end
  return x:copy_(a:reshape(x:size()))
end

--- Inputs and outputs of one unit: of a weight out x in x kernel, the kernel's
--- elements times in, and times out.
function init.fans(x)
  if check(x):dim() < 2 then
    raise("nn.init: fans need 2 dimensions or more, got %s",
          options.sizes_text(x:size()))
  end
  local kernel = x:numel() == 0 and 0 or x:numel() / (x:size(1) * x:size(2))
  return x:size(2) * kernel, x:size(1) * kernel
end

local gains = {
  linear = 1, conv1d = 1, conv2d = 1, conv3d = 1, conv_transpose1d = 1,
  conv_transpose2d = 1, conv_transpose3d = 1, sigmoid = 1, tanh = 5 / 3,
  relu = math.sqrt(2), selu = 3 / 4,
}

--- calculate_gain(nonlinearity, param = ...)
---
--- What keeps the variance through a layer of this kind. `param` is the
--- negative slope of leaky_relu.
function init.calculate_gain(nonlinearity, param)
  if nonlinearity == "leaky_relu" then
    return math.sqrt(2 / (1 + (param or 0.01) ^ 2))
  end
  if not gains[nonlinearity] then
    raise("nn.init: no gain is known for %s", tostring(nonlinearity))
  end
  return gains[nonlinearity]
end

local read_xavier = options.reader("nn.init.xavier",
                                   "gain: real = 1, generator: any?")

--- xavier_uniform_(x, {gain = 1, generator = ...})
---
--- Glorot and Bengio 2010: uniform, |value| < gain sqrt(6 / (in + out)).
function init.xavier_uniform_(x, given)
  local o, fan_in, fan_out = read_xavier(given), init.fans(x)
  local bound = o.gain * math.sqrt(6 / (fan_in + fan_out))
  return init.uniform_(x, -bound, bound, {generator = o.generator})
end

--- xavier_normal_(x, {gain = 1, generator = ...})
---
--- Glorot and Bengio 2010: normal, std = gain sqrt(2 / (in + out)).
function init.xavier_normal_(x, given)
  local o, fan_in, fan_out = read_xavier(given), init.fans(x)
  local std = o.gain * math.sqrt(2 / (fan_in + fan_out))
  return init.normal_(x, 0, std, {generator = o.generator})
end

local read_kaiming = options.reader("nn.init.kaiming",
  "a: real = 0, mode: fan_in|fan_out = fan_in, " ..
  "nonlinearity: string = leaky_relu, generator: any?")

local function kaiming_std(x, o)
  local fan_in, fan_out = init.fans(x)
  local fan = o.mode == "fan_in" and fan_in or fan_out
  return init.calculate_gain(o.nonlinearity, o.a) / math.sqrt(fan)
end

--- kaiming_uniform_(x, {a = 0, mode = "fan_in", nonlinearity = "leaky_relu",
---   generator = ...})
---
--- He et al. 2015: uniform with std = gain / sqrt(fan).
function init.kaiming_uniform_(x, given)
  local o = read_kaiming(given)
  local bound = math.sqrt(3) * kaiming_std(x, o)
  return init.uniform_(x, -bound, bound, {generator = o.generator})
end

--- kaiming_normal_(x, {a = 0, mode = "fan_in", nonlinearity = "leaky_relu",
---   generator = ...})
---
--- He et al. 2015: normal with std = gain / sqrt(fan).
function init.kaiming_normal_(x, given)
  local o = read_kaiming(given)
  return init.normal_(x, 0, kaiming_std(x, o), {generator = o.generator})
end

--- The start of Linear and Conv layers, PyTorch's: weight and bias uniform
--- with |value| < 1 / sqrt(fan in).
function init.default(weight, bias)
  local fan_in = init.fans(weight)
  local bound = fan_in > 0 and 1 / math.sqrt(fan_in) or 0
  init.uniform_(weight, -bound, bound)
  if bias then init.uniform_(bias, -bound, bound) end
end

-- The parameter behind a layer's weight: spectral_norm and its like compute
-- the weight from another.
local function weight_of(layer)
  return rawget(layer, "weight") or rawget(layer, "weight_orig")
end

--- The start of DCGAN (Radford et al. 2015, arXiv 1511.06434, section 4, and
--- its code) for all layers of a model: weights of convolutions and Linear from
--- N(0, 0.02), of normalisations from N(1, 0.02), biases 0. Layers of classes
--- below those of nn are of their kind, others stay as they are. Returns the
--- model.
function init.dcgan(model)
  for _, layer in ipairs(model:modules()) do
    local weight = weight_of(layer)
    local mean = layer:is_a(kinds.Normalisation) and 1
                 or layer:is_a(kinds.Affine) and 0
    if mean and weight then
      init.normal_(weight, mean, 0.02)
      if layer.bias then init.zeros_(layer.bias) end
    end
  end
  return model
end

return init
