--- Networks that come with Lunette, whose features fid, kid and the others
--- take.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local network = require "lunette.metrics.network"
local pairs_of = require "lunette.metrics.pairs"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local safetensors = require "lunette.safetensors"

local here = debug.getinfo(1, "S").source
local folder = here:match "^@(.*)metrics/features%.lua$"
               .. "features/"

local SLACK = 1e-3 -- of rounding, beyond [-1, 1]

local function check_images(x)
  if x:dim() ~= 4 or x:size(2) ~= 1 or x:size(3) ~= 28 or x:size(4) ~= 28 or
     x:size(1) == 0 then
    raise("features: images are %s, n x 1 x 28 x 28 is wanted",
          repr.sizes(x:size()))
  end
  checks.finite("features", "images", x)
  local low, high = x:amin():item(), x:amax():item()
  if low < -1 - SLACK or high > 1 + SLACK then
    raise("features: images go from %g to %g, -1 to 1 is wanted", low, high)
  end
end

-- What the layer makes of all images, a block at a time.
local function run(layer, images)
  check_images(images)
  local _ <close> = recording.no_grad()
  local parts = {}
  for i, rows in pairs_of.blocks(images:size(1)) do
    parts[#parts + 1] = layer(images:narrow(1, i, rows))
  end
  return engine.functions.cat(parts, 1)
end

--- A small classifier, trained by Lunette on the 60,000 training images of
--- "mnist" or "fashion_mnist" (tools/train_features.lua), in eval mode:
---   features(images)       n,128, none below 0: the layer before the classes
---   probabilities(images)  n,10: of the classes, in the order of the labels
---   accuracy               of the 10,000 test images it is right about:
---                          0.9944 of MNIST, 0.9201 of Fashion-MNIST
---   network                network[1] gives features, network logits
--- images: n,1,28,28 in [-1, 1]. Distances by these features are comparable
--- with each other only, not with those of the Inception network.
local features = arguments.define("features", "name: mnist|fashion_mnist",
                                  function(name)
  local tensors, metadata = safetensors.load(folder .. name .. ".safetensors")
  local net = network()
  net:load_state_dict(tensors)
  net:eval():requires_grad_(false)
  return {
    network = net,
    accuracy = tonumber(metadata.accuracy),
    features = arguments.define("features", "images: tensor",
      function(images) return run(net[1], images) end),
    probabilities = arguments.define("probabilities", "images: tensor",
      function(images) return run(net, images):softmax(2) end),
  }
end)

return features
