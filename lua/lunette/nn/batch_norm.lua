--- Batch normalisation (Ioffe and Szegedy 2015).

local running = require "lunette.nn.running"

local batch_norm = {}

local function forward(layer, x)
  running.check_input(layer, x)
  return running.batch(layer, x)
end

local function define(name, ranks)
  batch_norm[name] = running.extend(name, forward, ranks,
                                    {affine = true, track_running_stats = true})
end

--- nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d: y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
define("BatchNorm1d", {[2] = true, [3] = true, text = "2 or 3"})
define("BatchNorm2d", {[4] = true, text = "4"})
define("BatchNorm3d", {[5] = true, text = "5"})

return batch_norm
