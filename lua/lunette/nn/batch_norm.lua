--- Batch normalisation (Ioffe and Szegedy 2015).

local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local batch_norm = {}

local function momentum_of(name, given)
  local momentum = given and given.momentum
  if momentum == false then return false end
  if momentum == nil then return 0.1 end
  return options.check(name, "momentum", momentum, "real")
end

local function check_input(layer, x)
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

-- The running variance is the unbiased one, as PyTorch's.
local function follow(layer, stats, count)
  local _ <close> = recording.no_grad()
  layer.num_batches_tracked:add_(1)
  local share = layer.momentum or 1 / layer.num_batches_tracked:item()
  lerp(layer.running_mean, stats[1], share)
  lerp(layer.running_var, stats[2] * (count / (count - 1)), share)
end

-- The batch's statistics, 2 x c: mean and biased variance. They are detached:
-- the op's own rule carries the derivative through them.
local function batch_stats(layer, x)
  local count = x:numel() // layer.num_features
  if layer.training and count <= 1 then
    raise("%s: more than one value a channel is needed to train, got %s",
          layer.__name, options.sizes_text(x:size()))
  end
  local stats = engine.functions.batch_norm_stats(x:detach())
  if layer.training and layer.running_mean then follow(layer, stats, count) end
  return stats
end

local function forward(layer, x)
  check_input(layer, x)
  local of_batch = layer.training or not layer.running_mean
  local stats
  if of_batch then
    stats = batch_stats(layer, x)
  else
    stats = engine.functions.stack {layer.running_mean, layer.running_var}
  end
  return engine.functions.batch_norm(x, stats, layer.weight, layer.bias,
                                     {eps = layer.eps, batch_stats = of_batch})
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

local function define(name, ranks)
  local read = options.reader(name, "eps: real = 1e-5, momentum: any?, " ..
    "affine: bool = true, track_running_stats: bool = true")
  local Layer = Module:extend(name)
  Layer.ranks = ranks
  function Layer:init(num_features, given)
    self.num_features = options.check(name, "num_features", num_features,
                                      "count")
    local o = read(given)
    self.eps, self.momentum = o.eps, momentum_of(name, given)
    make_state(self, o)
  end
  Layer.forward = forward
  function Layer:extra_repr()
    return tostring(self.num_features)
  end
  batch_norm[name] = Layer
end

--- nn.BatchNorm2d(num_features, {eps = 1e-5, momentum = 0.1, affine = true,
---                track_running_stats = true})
---
--- y = (x - mean) / sqrt(var + eps) weight + bias for each channel of x:
--- n,c,h,w. In training mode mean and biased variance are the batch's, and the
--- running ones move towards them (the unbiased variance) by the share
--- `momentum`, or as a plain average when it is false; in evaluation mode the
--- running ones are used. nn.BatchNorm1d takes n,c or n,c,l.
define("BatchNorm1d", {[2] = true, [3] = true, text = "2 or 3"})
define("BatchNorm2d", {[4] = true, text = "4"})
define("BatchNorm3d", {[5] = true, text = "5"})

return batch_norm
