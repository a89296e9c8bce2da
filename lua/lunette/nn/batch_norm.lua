--- Batch normalisation (Ioffe and Szegedy 2015).

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local running = require "lunette.nn.running"

local batch_norm = {}

-- The batch's statistics, 2 x c: mean and biased variance. They are detached:
-- the op's own rule carries the derivative through them.
local function batch_stats(layer, x)
  local count = x:numel() // layer.num_features
  if layer.training and count <= 1 then
    raise("%s: more than one value a channel is needed to train, got %s",
          layer.__name, options.sizes_text(x:size()))
  end
  local stats = engine.functions.batch_norm_stats(x:detach())
  if layer.training and layer.running_mean then
    running.follow(layer, stats, count)
  end
  return stats
end

local function forward(layer, x)
  running.check_input(layer, x)
  if not layer.training and layer.running_mean then
    return running.normalise(layer, x)
  end
  return engine.functions.batch_norm(x, batch_stats(layer, x), layer.weight,
                                     layer.bias,
                                     {eps = layer.eps, batch_stats = true})
end

local function define(name, ranks)
  batch_norm[name] = running.extend(name, forward, ranks,
                                    {affine = true, track_running_stats = true})
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
