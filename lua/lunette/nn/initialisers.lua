--- Starting values, written into a tensor in place; each returns the tensor.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local kinds = require "lunette.nn.kinds"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local tree = require "lunette.nn.tree"

local init = {}

local define = arguments.define

--- Uniform on [a, b), by default [0, 1).
init.uniform_ = define("nn.init.uniform_",
  "x: tensor, a: real = 0, b: real = 1, {generator: generator?}",
  function(x, a, b, o)
  local _ <close> = recording.no_grad()
  return x:uniform_(a, b, o)
end)

--- Normal with this mean and standard deviation, by default 0 and 1.
init.normal_ = define("nn.init.normal_",
  "x: tensor, mean: real = 0, std: nonnegative = 1, {generator: generator?}",
  function(x, mean, std, o)
  local _ <close> = recording.no_grad()
  return x:normal_(mean, std, o)
end)

local SQRT2 = math.sqrt(2)

--- Normal with this mean and standard deviation, on the condition that it is
--- from a to b: by the inverse of the distribution function, whatever the
--- bounds.
init.trunc_normal_ = define("nn.init.trunc_normal_",
  "x: tensor, mean: real = 0, std: positive = 1, " ..
  "{a: real = -2, b: real = 2, generator: generator?}",
  function(x, mean, std, o)
  local _ <close> = recording.no_grad()
  if o.a >= o.b then
    raise("nn.init.trunc_normal_: a is %.14g and b %.14g; a must be below b",
          o.a, o.b)
  end
  -- erf of the bounds: twice the distribution function, less 1
  local bounds = (engine.create.tensor {o.a, o.b} - mean) / (std * SQRT2)
  local share = bounds:erf():totable()
  x:uniform_(share[1], share[2], {generator = o.generator})
  return x:copy_((x:erfinv() * (std * SQRT2) + mean):clamp(o.a, o.b))
end)

-- f(x, ...), which writes to x; what needs no gradient is spared a scope.
local function write(f, x, ...)
  if not x:requires_grad() then return f(x, ...) end
  local _ <close> = recording.no_grad()
  return f(x, ...)
end

local function fill(x, value) return write(x.fill_, x, value) end

--- The same number everywhere.
init.constant_ = define("nn.init.constant_", "x: tensor, val: real", fill)

--- Zeros.
init.zeros_ = define("nn.init.zeros_", "x: tensor",
                     function(x) return fill(x, 0) end)

--- Ones.
init.ones_ = define("nn.init.ones_", "x: tensor",
                    function(x) return fill(x, 1) end)

local function check_rank(owner, x, low, high)
  local rank = x:dim()
  if rank < low or rank > high then
    raise("nn.init.%s: %s is given; %s dimensions are wanted", owner,
          repr.shape(x),
          low == high and low or high == math.huge and low .. " or more" or
          ("%d to %d"):format(low, high))
  end
end

--- The identity: 1 on the diagonal of a matrix, 0 elsewhere.
init.eye_ = define("nn.init.eye_", "x: tensor", function(x)
  check_rank("eye_", x, 2, 2)
  return write(function()
    x:zero_():diagonal():fill_(1)
    return x
  end, x)
end)

--- A convolution that passes its input on: in each group output k has a 1 at
--- the centre of input k, all else is 0. x: out,in,k or more.
init.dirac_ = define("nn.init.dirac_", "x: tensor, {groups: count = 1}",
                     function(x, o)
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
end)

--- Normal with this std, but in each column of the matrix that share of the
--- elements (rounded up) is 0 (Martens 2010).
init.sparse_ = define("nn.init.sparse_", "x: tensor, sparsity: share, " ..
  "{std: nonnegative = 0.01, generator: generator?}",
  function(x, sparsity, o)
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
end)

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

-- Brings rows that nearly are so to be orthonormal: a step of Newton's and
-- Schulz's iteration, which squares what is missing.
local function polish(a)
  local cubed = a:matmul(a:t()):matmul(a)
  a:mul_(1.5):sub_(cubed * 0.5)
end

local BLOCK = 32

-- The same a block of rows at a time, for products of matrices. Of normal rows
-- this gives the uniform distribution, as a QR decomposition does whose R has a
-- positive diagonal. a: n x m, n <= m.
local function orthonormalise(a)
  for first = 1, a:size(1), BLOCK do
    local rows = a:narrow(1, first, math.min(BLOCK, a:size(1) - first + 1))
    local done = first > 1 and a:narrow(1, 1, first - 1)
    if done then clear(rows, done) end
    orthonormalise_rows(rows)
    if done then
      clear(rows, done)
      polish(rows)
    end
  end
  return a
end

--- Rows (or columns, whichever are fewer) of length gain at right angles,
--- uniform among all such; more than two dimensions are flattened from the
--- second on (Saxe et al. 2014, arXiv 1312.6120).
---
---   local w = ln.nn.init.orthogonal_(ln.zeros(2, 3))
---   print(w:matmul(w:t()):round():abs())   -- {{1, 0}, {0, 1}}
init.orthogonal_ = define("nn.init.orthogonal_",
  "x: tensor, {gain: real = 1, generator: generator?}", function(x, o)
  check_rank("orthogonal_", x, 2, math.huge)
  local _ <close> = recording.no_grad()
  if x:numel() == 0 then return x end
  local rows, columns = x:size(1), x:numel() // x:size(1)
  local tall = rows > columns
  local a = engine.create.zeros(math.min(rows, columns),
                                math.max(rows, columns))
  a:normal_(0, 1, {generator = o.generator})
  a = orthonormalise(a) * o.gain
  if tall then a = a:t() end
  return x:copy_(a:reshape(x:size()))
end)

--- Inputs and outputs of one unit: of a weight out x in x kernel, the kernel's
--- elements times in, and times out.
--- @return number
--- @return number
init.fans = define("nn.init.fans", "x: tensor", function(x)
  if x:dim() < 2 then
    raise("nn.init: fans need 2 dimensions or more, got %s",
          repr.shape(x))
  end
  local kernel = x:numel() == 0 and 0 or x:numel() / (x:size(1) * x:size(2))
  return x:size(2) * kernel, x:size(1) * kernel
end)

local gains = {
  linear = 1, conv1d = 1, conv2d = 1, conv3d = 1, conv_transpose1d = 1,
  conv_transpose2d = 1, conv_transpose3d = 1, sigmoid = 1, tanh = 5 / 3,
  relu = math.sqrt(2), selu = 3 / 4,
}

--- What keeps the variance through a layer of this kind. `param` is the
--- negative slope of leaky_relu.
--- @return number
init.calculate_gain = define("nn.init.calculate_gain",
  "nonlinearity: string, param: real?", function(nonlinearity, param)
  if nonlinearity == "leaky_relu" then
    return math.sqrt(2 / (1 + (param or 0.01) ^ 2))
  end
  if not gains[nonlinearity] then
    raise("nn.init: no gain is known for %s", nonlinearity)
  end
  return gains[nonlinearity]
end)

local xavier_signature = "x: tensor, {gain: nonnegative = 1, " ..
                         "generator: generator?}"

--- Glorot and Bengio 2010: uniform, |value| < gain sqrt(6 / (in + out)).
init.xavier_uniform_ = define("nn.init.xavier_uniform_", xavier_signature,
                              function(x, o)
  local fan_in, fan_out = init.fans(x)
  local bound = o.gain * math.sqrt(6 / (fan_in + fan_out))
  return init.uniform_(x, -bound, bound, {generator = o.generator})
end)

--- Glorot and Bengio 2010: normal, std = gain sqrt(2 / (in + out)).
init.xavier_normal_ = define("nn.init.xavier_normal_", xavier_signature,
                             function(x, o)
  local fan_in, fan_out = init.fans(x)
  local std = o.gain * math.sqrt(2 / (fan_in + fan_out))
  return init.normal_(x, 0, std, {generator = o.generator})
end)

local kaiming_signature = "x: tensor, {a: real = 0, " ..
  "mode: fan_in|fan_out = fan_in, nonlinearity: string = leaky_relu, " ..
  "generator: generator?}"

local function kaiming_std(x, o)
  local fan_in, fan_out = init.fans(x)
  local fan = o.mode == "fan_in" and fan_in or fan_out
  return init.calculate_gain(o.nonlinearity, o.a) / math.sqrt(fan)
end

--- He et al. 2015: uniform with std = gain / sqrt(fan).
init.kaiming_uniform_ = define("nn.init.kaiming_uniform_", kaiming_signature,
                               function(x, o)
  local bound = math.sqrt(3) * kaiming_std(x, o)
  return init.uniform_(x, -bound, bound, {generator = o.generator})
end)

--- He et al. 2015: normal with std = gain / sqrt(fan).
init.kaiming_normal_ = define("nn.init.kaiming_normal_", kaiming_signature,
                              function(x, o)
  return init.normal_(x, 0, kaiming_std(x, o), {generator = o.generator})
end)

--- The start of Linear and Conv layers, PyTorch's: weight and bias uniform
--- with |value| < 1 / sqrt(fan in).
--- @return nil
init.default = define("nn.init.default", "weight: tensor, bias: tensor?",
                      function(weight, bias)
  local fan_in = init.fans(weight)
  local bound = fan_in > 0 and 1 / math.sqrt(fan_in) or 0
  init.uniform_(weight, -bound, bound)
  if bias then init.uniform_(bias, -bound, bound) end
end)

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
---
---   local nn = ln.nn
---   local D = nn.Sequential {nn.Conv2d(3, 8, 4), nn.BatchNorm2d(8)}
---   nn.init.dcgan(D)
---   print(D[1].bias:abs():max():item() == 0)   -- true
--- @return model
init.dcgan = define("nn.init.dcgan", "model: layer", function(model)
  tree.state(model) -- raises where weights are not there yet
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
end)

return init
