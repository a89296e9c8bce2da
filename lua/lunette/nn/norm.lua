--- Normalisations: of one sample by itself, the same in training and
--- evaluation; and by the batch (Ioffe and Szegedy 2015).

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local functional = require "lunette.nn.functional"
local kinds = require "lunette.nn.kinds"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local running = require "lunette.nn.running"
local repr = require "lunette.repr"

local norm = {}

local function text_of(x) return repr.shape(x) end

local function make_affine(layer, sizes, with_bias)
  layer.weight = parameter.Parameter(engine.create.ones(sizes))
  if with_bias then
    layer.bias = parameter.Parameter(engine.create.zeros(sizes))
  end
end

-- ---- over the last dimensions ----

local function check_last(layer, x)
  arguments.check(layer.__name, "x", x, "tensor")
  local sizes, wanted = x:size(), layer.normalized_shape
  local last = table.move(sizes, math.max(#sizes - #wanted, 0) + 1, #sizes, 1,
                          {})
  if repr.sizes(last) ~= repr.sizes(wanted) then
    raise("%s: the last dimensions should be %s, got %s", layer.__name,
          repr.sizes(wanted), text_of(x))
  end
end

local function show_last(layer)
  local sizes = layer.normalized_shape
  if #sizes == 1 then return tostring(sizes[1]) end
  return "{" .. table.concat(sizes, ", ") .. "}"
end

local function set_up(layer, sizes, o, with_bias)
  if #sizes == 0 then raise("%s: normalized_shape is empty", layer.__name) end
  layer.normalized_shape, layer.eps = sizes, o.eps
  if o.elementwise_affine then make_affine(layer, sizes, with_bias) end
end

--- y = (x - mean) / sqrt(var + eps) weight + bias over the last dimensions,
--- which have these sizes (one integer, or a table); the variance is biased,
--- weight and bias have the sizes (Ba et al. 2016, arXiv 1607.06450).
--- @class LayerNorm: Module
local LayerNorm = kinds.Normalisation:extend "LayerNorm"
LayerNorm.extra_repr = show_last

LayerNorm.init = arguments.define("LayerNorm:init",
  "self, normalized_shape: counts, {eps: real = 1e-5, " ..
  "elementwise_affine: bool = true}",
  function(self, sizes, o) set_up(self, sizes, o, true) end)

function LayerNorm:forward(x)
  check_last(self, x)
  return engine.functions.layer_norm(x, self.normalized_shape, self.weight,
                                     self.bias, {eps = self.eps})
end

--- y = x / sqrt(mean(x^2) + eps) weight over the last dimensions, which have
--- these sizes (Zhang and Sennrich 2019, arXiv 1910.07467, eq. 4).
--- @class RMSNorm: Module
local RMSNorm = kinds.Normalisation:extend "RMSNorm"
RMSNorm.extra_repr = show_last

RMSNorm.init = arguments.define("RMSNorm:init",
  "self, normalized_shape: counts, {eps: real = 1e-6, " ..
  "elementwise_affine: bool = true}",
  function(self, sizes, o) set_up(self, sizes, o, false) end)

-- x over its root mean square along `dims`.
local function over_rms(x, dims, eps)
  return x / (x:square():mean(dims, {keepdim = true}) + eps):sqrt()
end

function RMSNorm:forward(x)
  check_last(self, x)
  local dims = {}
  for k = 1, #self.normalized_shape do dims[k] = -k end
  local y = over_rms(x, dims, self.eps)
  return self.weight and y * self.weight or y
end

--- y = x / sqrt(mean over channels of x^2 + eps); x: n,c,... (Karras et al.
--- 2018, arXiv 1710.10196, 4.2).
--- @class PixelNorm: Module
local PixelNorm = Module:extend "PixelNorm"

PixelNorm.init = arguments.define("PixelNorm:init", "self, {eps: real = 1e-8}",
                                  function(self, o) self.eps = o.eps end)

function PixelNorm:forward(x)
  arguments.check("PixelNorm", "x", x, "tensor")
  return over_rms(x, 2, self.eps)
end

-- ---- over groups of channels ----

--- As BatchNorm2d, with mean and variance of each sample over a group of
--- adjacent channels and all positions; x: n,c,..., weight and bias: c (Wu and
--- He 2018, arXiv 1803.08494).
--- @class GroupNorm: Module
local GroupNorm = kinds.Normalisation:extend "GroupNorm"

GroupNorm.init = arguments.define("GroupNorm:init",
  "self, num_groups: count, num_channels: count, " ..
  "{eps: real = 1e-5, affine: bool = true}",
  function(self, num_groups, num_channels, o)
  self.num_groups, self.num_channels = num_groups, num_channels
  self.eps = o.eps
  if num_channels % num_groups ~= 0 then
    raise("GroupNorm: %d groups do not divide %d channels", num_groups,
          num_channels)
  end
  if o.affine then make_affine(self, {num_channels}, true) end
end)

local function check_channels(layer, x, channels)
  arguments.check(layer.__name, "x", x, "tensor")
  if x:dim() < 2 or x:size(2) ~= channels then
    raise("%s: n, %d channels, ... are wanted, got %s", layer.__name, channels,
          text_of(x))
  end
end

function GroupNorm:forward(x)
  check_channels(self, x, self.num_channels)
  return engine.functions.group_norm(x, self.num_groups, self.weight, self.bias,
                                     {eps = self.eps})
end

function GroupNorm:extra_repr()
  return ("%d, %d"):format(self.num_groups, self.num_channels)
end

-- ---- over one channel of one sample ----

-- x without n is one sample.
local function instance_forward(layer, x)
  running.check_input(layer, x)
  if x:dim() == layer.ranks.without_batch then
    return running.instance(layer, x:unsqueeze(1)):squeeze(1)
  end
  return running.instance(layer, x)
end

--- nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d: As BatchNorm2d,
--- with mean and variance of each channel of each sample of x: n,c,h,w (Ulyanov
--- et al. 2016, arXiv 1607.08022). With running statistics, evaluation uses
--- those; they follow the batch's mean. nn.InstanceNorm1d takes n,c,l,
--- nn.InstanceNorm3d n,c,d,h,w, and each one sample without n.
for d = 1, 3 do
  local name = ("InstanceNorm%dd"):format(d)
  norm[name] = running.extend(name, instance_forward, {
    [d + 1] = true, [d + 2] = true, without_batch = d + 1,
    text = ("%d or %d"):format(d + 1, d + 2),
  }, {affine = false, track_running_stats = false})
end

-- ---- over the batch ----

local function batch_forward(layer, x)
  running.check_input(layer, x)
  return running.batch(layer, x)
end

local function define(name, ranks)
  norm[name] = running.extend(name, batch_forward, ranks,
                              {affine = true, track_running_stats = true})
  norm[name].looks_at_batch = true
end

--- nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d: y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
---
---   local norm, x = ln.nn.BatchNorm1d(2), ln.tensor {{1, 4}, {3, 8}}
---   print(norm(x):round())    -- {{-1, -1}, {1, 1}}
---   norm:eval()               -- from here on by the running statistics
---   local y = norm(x[{{1, 1}}])
define("BatchNorm1d", {[2] = true, [3] = true, text = "2 or 3"})
define("BatchNorm2d", {[4] = true, text = "4"})
define("BatchNorm3d", {[5] = true, text = "5"})

--- nn.SyncBatchNorm: As BatchNorm2d for x: n,c or n,c,..., with mean and
--- variance of the samples of all ranks of a job, and derivatives that go
--- through them: what one process with the whole batch gives (ln.dist).
define("SyncBatchNorm", {[2] = true, [3] = true, [4] = true, [5] = true,
                         text = "2 to 5"})
norm.SyncBatchNorm.sync = true

--- The function local_response_norm as a layer.
--- @class LocalResponseNorm: Module
local LocalResponseNorm = Module:extend "LocalResponseNorm"

LocalResponseNorm.init = arguments.define("LocalResponseNorm:init",
  "self, size: count, alpha: real = 1e-4, beta: real = 0.75, k: real = 1",
  function(self, size, alpha, beta, k)
  self.size, self.alpha, self.beta, self.k = size, alpha, beta, k
end)

function LocalResponseNorm:forward(x)
  return functional.local_response_norm(x, self.size, self.alpha, self.beta,
                                        self.k)
end

function LocalResponseNorm:extra_repr()
  return ("%d, %.14g, %.14g, %.14g"):format(self.size, self.alpha, self.beta,
                                            self.k)
end

norm.LayerNorm, norm.RMSNorm = LayerNorm, RMSNorm
LocalResponseNorm.applies = "local_response_norm"
norm.LocalResponseNorm = LocalResponseNorm
norm.PixelNorm, norm.GroupNorm = PixelNorm, GroupNorm
return norm
