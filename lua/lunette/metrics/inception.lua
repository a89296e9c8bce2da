--- The features of the published metrics, by weights that the user has.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local Network = require "lunette.metrics.inception_network"
local raise = errors.raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local state = require "lunette.state"
require "lunette.generator" -- for undisturbed

local inception = {}

local SIDE = 299
local BLOCK = 8 -- pictures at a time: 44 MB for the widest layer of one
local SLACK = 1e-3 -- of rounding, beyond [-1, 1]
local FILE = "pt_inception-2015-12-05-6726825d.pth"

local function check_images(x)
  local c = x:dim() == 4 and x:size(2)
  if (c ~= 1 and c ~= 3) or x:numel() == 0 then
    raise("inception: images are %s, n x 3 x h x w or n x 1 x h x w is wanted",
          repr.shape(x))
  end
  checks.finite("inception", "images", x)
  local low, high = x:amin():item(), x:amax():item()
  if low < -1 - SLACK or high > 1 + SLACK then
    raise("inception: images go from %g to %g, -1 to 1 is wanted", low, high)
  end
end

-- ---- what the network is given ----

local function resized(x, o)
  if x:size(3) == SIDE and x:size(4) == SIDE then return x end
  return engine.functions.interpolate(x, {
    size = {SIDE, SIDE}, mode = o.mode, antialias = o.antialias})
end

-- By name, from images in [-1, 1].
local inputs = {
  -- clean-fid: Pillow's bicubic; then, p being 0 to 255, (p - 128) / 128
  clean = function(x)
    x = resized(x, {mode = "bicubic", antialias = true})
    return (x * 127.5 - 0.5) / 128
  end,
  -- pytorch-fid: two pixels each way; then, p being 0 to 1, 2 p - 1
  legacy_pytorch = function(x) return resized(x, {mode = "bilinear"}) end,
}

-- What f makes of all images, prepared, some at a time.
local function run(f, prepare, images)
  check_images(images)
  local _ <close> = recording.no_grad()
  local n, parts = images:size(1), {}
  for first = 1, n, BLOCK do
    local x = prepare(images:narrow(1, first, math.min(BLOCK, n - first + 1)))
    parts[#parts + 1] = f(x:expand(-1, 3, SIDE, SIDE))
  end
  return engine.functions.cat(parts, 1)
end

-- ---- the weights ----

local function check_file(path)
  if not engine.io.exists(path) then
    raise("inception: %s is not there. The weights are %s, of " ..
          "https://github.com/mseitzer/pytorch-fid/releases; without them " ..
          "ln.metrics.features has networks that come with Lunette", path, FILE)
  end
end

local function load(network, path)
  errors.within(path .. ": inception: ", network.load_state_dict, network,
                state.load(path), {from = "torch"})
end

--- The network with the weights of the file, in eval mode, without gradients;
--- of its channels it has one in `divisor`. Raises "path: ...".
function inception.network(path, divisor)
  check_file(path)
  local _ <close> = engine.default_generator:undisturbed()
  local network = Network(divisor)
  load(network, path)
  return network:eval():requires_grad_(false)
end

--- What `inception` gives, by this network.
function inception.of(network, resize)
  local prepare = inputs[resize]
  local function features(x) return network:features(x) end
  local function probabilities(x)
    return features(x):matmul(network.fc.weight:t()):softmax(2)
  end
  return {
    network = network,
    features = arguments.define("features", "images: tensor",
      function(images) return run(features, prepare, images) end),
    probabilities = arguments.define("probabilities", "images: tensor",
      function(images) return run(probabilities, prepare, images) end),
  }
end

--- The Inception network of the published FID, KID and Inception score, in eval
--- mode; papers have precision and recall by it (Dhariwal and Nichol 2021,
--- arXiv 2105.05233) or by VGG. path: its weights, which are pytorch-fid's
--- pt_inception-2015-12-05-6726825d.pth
--- (https://github.com/mseitzer/pytorch-fid/releases), or the same tensors by
--- the same names as safetensors. Lunette has no such file: without one there
--- is metrics.features.
---   features(images)       n,2048, none below 0: for fid, statistics, kid,
---                          precision_recall and the others
---   probabilities(images)  n,1008: for inception_score; as in the code of its
---                          authors (Salimans et al. 2016, arXiv 1606.03498)
---                          the bias of the last layer is left out
---   network                network:features(x) and network(x), the logits, of
---                          x: n,3,299,299, not prepared in any way
--- images: n,3,h,w in [-1, 1], or n,1,h,w, gray. resize, to 299 x 299:
---   clean           bicubic, over all pixels that one stands for, without
---                   rounding: as clean-fid (Parmar et al. 2022, arXiv
---                   2104.11222)
---   legacy_pytorch  bilinear, from 2 x 2 pixels: as pytorch-fid
--- Numbers of the one are not to be compared with those of the other. What
--- papers read from files has 8 bits; samples are taken as they are here. A
--- picture takes 5.7 billion multiplications, and of 50,000 the features are
--- 400 MB: metrics.statistics takes them a batch at a time.
---   -- not run by the suite: it needs these weights, and a run
---   local G = ln.load_model "runs/photos/model.safetensors"
---   local inception = ln.metrics.inception "pt_inception.safetensors"
---   local real = ln.metrics.load_statistics "cifar10.npz"
---   local fake = inception.features(G(ln.randn(64, 128)))
---   print(ln.metrics.fid(real, fake))
--- Raises "path: ..." where names or sizes in the file are others.
--- @return { network: Module, features: function, probabilities: function }
inception.inception = arguments.define("inception",
  "path: string, {resize: clean|legacy_pytorch = clean}", function(path, o)
  return inception.of(inception.network(path, 1), o.resize)
end)

return inception
