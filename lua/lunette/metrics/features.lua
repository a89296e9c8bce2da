--- Networks that come with Lunette, whose features fid, kid and the others
--- take.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local nn = require "lunette.nn"
local pairs_of = require "lunette.metrics.pairs"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local safetensors = require "lunette.safetensors"

local features = {}

local here = debug.getinfo(1, "S").source
local folder = here:match "^@(.*)metrics/features%.lua$"
               .. "features/"

local function stage(inputs, outputs, size, stride)
  return nn.Sequential {
    nn.Conv2d(inputs, outputs, size,
              {stride = stride, padding = size // 2, bias = false}),
    nn.BatchNorm2d(outputs), nn.ReLU(),
  }
end

--- The network whose features compare 28 x 28 pictures: three convolutions with
--- batch normalisation, a layer of 128 features, ten classes. A new one, of
--- 131,562 parameters. x: n,1,28,28 in [-1, 1]. net[1](x) gives the features
--- n,128 (none is below 0), net(x) the logits n,10.
function features.network()
  local body = nn.Sequential {
    stage(1, 32, 5, 2), stage(32, 64, 3, 1), nn.AvgPool2d(2),
    stage(64, 64, 3, 1), nn.AvgPool2d(2), nn.Flatten(),
    nn.Linear(64 * 3 * 3, 128), nn.ReLU(),
  }
  local head = nn.Sequential {nn.Dropout(0.3), nn.Linear(128, 10)}
  return nn.Sequential {body, head}
end

local SLACK = 1e-3 -- of rounding, beyond [-1, 1]

local function check_images(x)
  if x:dim() ~= 4 or x:size(2) ~= 1 or x:size(3) ~= 28 or x:size(4) ~= 28 or
     x:size(1) == 0 then
    raise("features: images are %s, n x 1 x 28 x 28 is wanted",
          repr.shape(x))
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
---
---   local digits = ln.metrics.features "mnist"
---   local images, labels = ln.data.digits():batch {1, 2, 3}
---   print(digits.features(images):size())   -- {3, 128}
---   print(digits.probabilities(images):argmax(2):equal(labels))   -- true
--- @return { network: Module, features: function, probabilities: function,
---   accuracy: number }
features.features = arguments.define("features", "name: mnist|fashion_mnist",
                                     function(name)
  local tensors, metadata = safetensors.load(folder .. name .. ".safetensors")
  local net = features.network()
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
