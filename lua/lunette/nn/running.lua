--- What BatchNorm and InstanceNorm share: options, weights by channel, running
--- statistics.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local kinds = require "lunette.nn.kinds"
local options = require "lunette.options"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local running = {}

--- Raises unless x has a rank of layer.ranks and layer.num_features channels.
function running.check_input(layer, x)
  options.check(layer.__name, "x", x, "tensor")
  local text = options.sizes_text(x:size())
  if not layer.ranks[x:dim()] then
    raise("%s: %s dimensions are wanted, got %s", layer.__name,
          layer.ranks.text, text)
  end
  if x:size(2) ~= layer.num_features then
    raise("%s: %d channels are wanted, got %d in %s", layer.__name,
          layer.num_features, x:size(2), text)
  end
end

local function lerp(buffer, value, share)
  buffer:mul_(1 - share):add_(value * share)
end

--- Moves the running statistics towards stats: 2 x c, mean and biased variance
--- of `count` values; the running variance is the unbiased one.
function running.follow(layer, stats, count)
  local _ <close> = recording.no_grad()
  layer.num_batches_tracked:add_(1)
  local share = layer.momentum or 1 / layer.num_batches_tracked:item()
  lerp(layer.running_mean, stats[1], share)
  lerp(layer.running_var, stats[2] * (count / (count - 1)), share)
end

--- y with the running statistics, which are constants.
function running.normalise(layer, x)
  local stats = engine.functions.stack {layer.running_mean, layer.running_var}
  return engine.functions.batch_norm(x, stats, layer.weight, layer.bias,
                                     {eps = layer.eps})
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
  Layer.init = arguments.define(name .. ":init",
    ("self, num_features: count, {eps: real = 1e-5, momentum: real|false = 0.1, " ..
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
