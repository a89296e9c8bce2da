--- What BatchNorm and InstanceNorm share, as layers and as functions: options,
--- weights by channel, running statistics. A function hands in a table with the
--- fields that a layer has.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local kinds = require "lunette.nn.kinds"
local parameter = require "lunette.nn.parameter"
local pieces = require "lunette.nn.pieces"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local running = {}

--- Raises unless x has a rank of layer.ranks and layer.num_features channels,
--- first in x of the rank ranks.without_batch and second in others.
function running.check_input(layer, x)
  arguments.check(layer.__name, "x", x, "tensor")
  local text = repr.shape(x)
  if not layer.ranks[x:dim()] then
    raise("%s: %s dimensions are wanted, got %s", layer.__name,
          layer.ranks.text, text)
  end
  local channels = x:size(x:dim() == layer.ranks.without_batch and 1 or 2)
  if channels ~= layer.num_features then
    raise("%s: %d channels are wanted, got %d in %s", layer.__name,
          layer.num_features, channels, text)
  end
end

local function lerp(buffer, value, share)
  buffer:mul_(1 - share):add_(value * share)
end

-- Moves the running statistics towards stats: 2 x c, mean and biased variance
-- of `count` values; the running variance is the unbiased one.
local function follow(layer, stats, count)
  local _ <close> = recording.no_grad()
  local tracked = layer.num_batches_tracked
  if tracked then tracked:add_(1) end
  local share = layer.momentum or 1 / tracked:item()
  lerp(layer.running_mean, stats[1], share)
  lerp(layer.running_var, stats[2] * (count / (count - 1)), share)
end

-- y with the running statistics, which are constants.
local function by_running(layer, x)
  local stats = engine.functions.stack {layer.running_mean, layer.running_var}
  return engine.functions.batch_norm(x, stats, layer.weight, layer.bias,
                                     {eps = layer.eps})
end

local function check_count(layer, x, count)
  if layer.training and count <= 1 then
    raise("%s: more than one value a channel is needed to train, got %s",
          layer.__name, repr.shape(x))
  end
end

-- Mean and biased variance of the channels, 1 x 2 x c, with their derivatives.
local function moments(x)
  local dims = {1}
  for k = 3, x:dim() do dims[#dims + 1] = k end
  return engine.functions.stack({
    x:mean(dims), x:var(dims, {correction = 0})}):unsqueeze(1)
end

-- Those of pieces, k x 2 x c, of the whole: 2 x c; shares are the pieces'.
local function joined(parts, shares)
  local w = engine.create.tensor(shares):unsqueeze(2)
  local means, variances = parts:select(2, 1), parts:select(2, 2)
  local mean = (means * w):sum(1)
  local var = ((variances + (means - mean):square()) * w):sum(1)
  return engine.functions.stack {mean, var}
end

-- y by the moments of all pieces of a batch; they follow once.
local function by_pieces(layer, x)
  local each = x:numel() // (x:size(1) * layer.num_features)
  local function settle(all, count, shares)
    if not (layer.training and layer.running_mean) then return end
    follow(layer, joined(all, shares), count * each)
  end
  local all, _, count, shares = pieces.share(layer, moments(x), x:size(1),
                                             settle)
  check_count(layer, x, count * each)
  local stats, shape = joined(all, shares), {1, layer.num_features}
  for k = 3, x:dim() do shape[k] = 1 end
  local scale = (stats[2] + layer.eps):rsqrt()
  if layer.weight then scale = scale * layer.weight end
  local y = (x - stats[1]:reshape(shape)) * scale:reshape(shape)
  return layer.bias and y + layer.bias:reshape(shape) or y
end

--- y by the batch's mean and biased variance in training and where there are no
--- running statistics, which follow in training; by those otherwise. The
--- batch's are detached: the op's own rule carries the derivative through them.
function running.batch(layer, x)
  if not layer.training and layer.running_mean then
    return by_running(layer, x)
  end
  if pieces.are_run(layer) then return by_pieces(layer, x) end
  local count = x:numel() // layer.num_features
  check_count(layer, x, count)
  local stats = engine.functions.batch_norm_stats(x:detach())
  if layer.training and layer.running_mean then follow(layer, stats, count) end
  return engine.functions.batch_norm(x, stats, layer.weight, layer.bias,
                                     {eps = layer.eps, batch_stats = true})
end

-- y_nc = (x_nc - mean_nc) / sqrt(var_nc + eps) weight_c + bias_c, and the
-- statistics: 2 x nc.
local function by_instance(x, weight, bias, eps)
  local n, c = x:size(1), x:size(2)
  local function repeated(v)
    return v and v:unsqueeze(1):expand(n, c):reshape(n * c)
  end
  local flat = x:reshape(1, n * c, x:numel() // (n * c))
  local stats = engine.functions.batch_norm_stats(flat:detach())
  local y = engine.functions.batch_norm(flat, stats, repeated(weight),
    repeated(bias), {eps = eps, batch_stats = true})
  return y:reshape(x:size()), stats
end

--- As batch, by the statistics of each channel of each sample; the running ones
--- move towards their mean.
function running.instance(layer, x)
  if layer.running_mean and not layer.training then
    return by_running(layer, x)
  end
  if x:numel() == 0 then return x end
  local n, c = x:size(1), x:size(2)
  local count = x:numel() // (n * c)
  check_count(layer, x, count)
  local y, stats = by_instance(x, layer.weight, layer.bias, layer.eps)
  if layer.running_mean then
    follow(layer, stats:reshape(2, n, c):mean(2), count)
  end
  return y
end

local function make_state(layer, o)
  local n, create = layer.num_features, engine.create
  if o.affine then
    layer.weight = parameter.Parameter(create.ones(n))
    layer.bias = parameter.Parameter(create.zeros(n))
  end
  if o.track_running_stats then
    layer.running_mean = parameter.Buffer(create.zeros(n))
    layer.running_var = parameter.Buffer(create.ones(n))
    layer.num_batches_tracked = parameter.Buffer(create.zeros {})
  end
end

--- A class of layers with the state and options of BatchNorm. ranks: those that
--- x may have, and their text; defaults: of affine and track_running_stats.
function running.extend(name, run, ranks, defaults)
  local Layer = kinds.Normalisation:extend(name)
  Layer.ranks, Layer.forward = ranks, run
  Layer._torch_lacks = "num_batches_tracked" -- before 0.4.1
  Layer.init = arguments.define(name .. ":init",
    ("self, num_features: count, " ..
     "{eps: real = 1e-5, momentum: real|false = 0.1, " ..
     "affine: bool = %s, track_running_stats: bool = %s}"):format(
      defaults.affine, defaults.track_running_stats),
    function(self, num_features, o)
    self.num_features, self.eps, self.momentum = num_features, o.eps, o.momentum
    make_state(self, o)
  end)
  function Layer:extra_repr()
    return tostring(self.num_features)
  end
  return Layer
end

return running
