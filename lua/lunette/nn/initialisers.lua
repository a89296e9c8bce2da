--- Starting values, written into a tensor in place; each returns the tensor.

local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local init = {}

local function check(x) return options.check("nn.init", "x", x, "tensor") end

local read_plain = options.reader("nn.init", "generator: any?")

--- Uniform on [a, b), by default [0, 1).
function init.uniform_(x, a, b, given)
  local _ <close> = recording.no_grad()
  return check(x):uniform_(a or 0, b or 1, read_plain(given))
end

--- Normal with this mean and standard deviation, by default 0 and 1.
function init.normal_(x, mean, std, given)
  local _ <close> = recording.no_grad()
  return check(x):normal_(mean or 0, std or 1, read_plain(given))
end

function init.constant_(x, value)
  local _ <close> = recording.no_grad()
  return check(x):fill_(value)
end

function init.zeros_(x) return init.constant_(x, 0) end
function init.ones_(x) return init.constant_(x, 1) end

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

--- Glorot and Bengio 2010: uniform, |value| < gain sqrt(6 / (in + out)).
function init.xavier_uniform_(x, given)
  local o, fan_in, fan_out = read_xavier(given), init.fans(x)
  local bound = o.gain * math.sqrt(6 / (fan_in + fan_out))
  return init.uniform_(x, -bound, bound, {generator = o.generator})
end

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

--- He et al. 2015: uniform with std = gain / sqrt(fan).
function init.kaiming_uniform_(x, given)
  local o = read_kaiming(given)
  local bound = math.sqrt(3) * kaiming_std(x, o)
  return init.uniform_(x, -bound, bound, {generator = o.generator})
end

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

--- For model:apply(nn.init.dcgan): weights of Linear and Conv layers from
--- N(0, 0.02), of normalisations N(1, 0.02) with bias 0 (Radford et al. 2015,
--- section 4).
function init.dcgan(layer)
  local name = layer.__name
  if name:find "^Conv" or name == "Linear" then
    init.normal_(layer.weight, 0, 0.02)
  elseif name:find "Norm" and layer.weight then
    init.normal_(layer.weight, 1, 0.02)
    init.zeros_(layer.bias)
  end
end

return init
