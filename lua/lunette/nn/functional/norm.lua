--- Normalisations over the batch, an instance, neighbouring channels.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local running = require "lunette.nn.running"

local norm = {}

-- What a layer of the same name would hold.
local function as_layer(name, x, mean, var, o)
  if x:dim() < 2 then
    raise("%s: n, c, ... is wanted, got %s", name, repr.shape(x))
  end
  o.running_mean, o.running_var = mean, var
  for _, key in ipairs {"running_mean", "running_var", "weight", "bias"} do
    local v = o[key]
    if v and (v:dim() ~= 1 or v:size(1) ~= x:size(2)) then
      raise("%s: %s is %s for %d channels", name, key,
            repr.shape(v), x:size(2))
    end
  end
  if (mean == nil) ~= (var == nil) then
    raise("%s: running_mean and running_var go together", name)
  end
  o.__name, o.num_features = name, x:size(2)
  return o
end

--- (x - mean) / sqrt(var + eps) weight + bias for each channel of x: n,c,...;
--- the others: c. Mean and variance are the running ones, or in training the
--- batch's, towards which the running ones then move by the share momentum, in
--- place; nil for them goes with training only. The op of that name is what the
--- layers are made of.
norm.batch_norm = arguments.define("batch_norm",
  "x: tensor, running_mean: tensor?, running_var: tensor?, " ..
  "{weight: tensor?, bias: tensor?, training: bool = false, " ..
  "momentum: real = 0.1, eps: real = 1e-5}",
  function(x, running_mean, running_var, o)
  local layer = as_layer("batch_norm", x, running_mean, running_var, o)
  if not o.training and not running_mean then
    raise "batch_norm: running_mean is missing; {training = true} goes without"
  end
  return running.batch(layer, x)
end)

--- As batch_norm, with mean and variance of each channel of each sample; with
--- use_input_stats = false the running ones.
norm.instance_norm = arguments.define("instance_norm",
  "x: tensor, {running_mean: tensor?, running_var: tensor?, " ..
  "weight: tensor?, bias: tensor?, use_input_stats: bool = true, " ..
  "momentum: real = 0.1, eps: real = 1e-5}", function(x, o)
  local layer = as_layer("instance_norm", x, o.running_mean, o.running_var, o)
  o.training = o.use_input_stats
  if not o.training and not o.running_mean then
    raise "instance_norm: running_mean is missing; use_input_stats goes without"
  end
  return running.instance(layer, x)
end)

--- x / (k + alpha mean of squares)^beta, the mean over `size` neighbouring
--- channels, those that are not there being 0; x: n,c,... (Krizhevsky et al.
--- 2012, section 3.3, with alpha for each channel of the window).
norm.local_response_norm = arguments.define("local_response_norm",
  "x: tensor, size: count, alpha: real = 1e-4, beta: real = 0.75, " ..
  "k: real = 1", function(x, size, alpha, beta, k)
  if x:dim() < 3 then
    raise("local_response_norm: n, c and spatial sizes are wanted, got %s",
          repr.shape(x))
  end
  if x:numel() == 0 then return x:alias() end
  local around = {}
  for i = 1, 2 * (x:dim() - 2) do around[i] = 0 end
  around[#around + 1], around[#around + 2] = size // 2, (size - 1) // 2
  local mean = x:square():pad(around):avg_along(2, size, {stride = 1})
  return x / (mean * alpha + k):pow(beta)
end)

return norm
