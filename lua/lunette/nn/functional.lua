--- Functions of tensors: every op, and what is composed of several. Where an op
--- of that name takes other arguments, these are PyTorch's.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local running = require "lunette.nn.running"
local repr = require "lunette.repr"
local scope = require "lunette.scope"
local tree = require "lunette.nn.tree"

local functional = {}

local define = arguments.define

-- ---- layers ----

local function replaced(entries, params)
  local values = {}
  for k, entry in ipairs(entries) do
    local value = params[k] or params[entry.path]
    if value ~= nil then
      arguments.check("functional_call", entry.path, value, "tensor")
      local here = repr.sizes(entry.value:size())
      local there = repr.sizes(value:size())
      if here ~= there then
        raise("functional_call: %s is %s here and %s given", entry.path, here,
              there)
      end
    end
    values[k] = value or entry.value
  end
  return values
end

-- Raises on what stands for no parameter.
local function check_names(entries, params)
  local known, names = {}, {}
  for k, entry in ipairs(entries) do
    known[k], known[entry.path], names[k] = true, true, entry.path
  end
  for key in pairs(params) do
    if not known[key] then
      raise("functional_call: the model has no parameter %s%s", tostring(key),
            arguments.near_text(key, names))
    end
  end
end

--- model(...) with other tensors in place of its parameters, which stay as
--- they are: a list of them in the order of model:parameters(), or some by path
--- ("1.weight"). What is computed depends on the tensors given, so that it can
--- be differentiated through the steps that made them (optim.functional). A
--- parameter that two layers share is replaced in the first.
functional.functional_call = define("functional_call",
  "model: layer, params: table, ...: any?", function(model, params, ...)
  local entries = tree.of_kind(model, "parameter")
  check_names(entries, params)
  local values = replaced(entries, params)
  local function put(list)
    for k, entry in ipairs(entries) do entry.owner[entry.key] = list[k] end
  end
  local own = {}
  for k, entry in ipairs(entries) do own[k] = entry.value end
  local _ <close> = scope.open(function() put(values) end,
                               function() put(own) end)
  return model(...)
end)

-- x with what uniform() - drawn in [0, 1), to broadcast - leaves of it.
local function drop(x, p, training, uniform)
  if not training or p == 0 then return x end
  if p == 1 then return x:multiply_no_nan(0) end
  return x:multiply_no_nan(uniform():ge(p) * (1 / (1 - p)))
end

local drop_signature = "x: tensor, p: share = 0.5, training: bool = true"

--- Each element is 0 with probability p, the others are divided by 1 - p; x
--- itself unless training.
functional.dropout = define("dropout", drop_signature,
                            function(x, p, training)
  return drop(x, p, training, function() return engine.create.rand_like(x) end)
end)

-- As dropout, for whole channels of x: n,c and `places` more dimensions.
local function drop_channels(name, places)
  return define(name, drop_signature, function(x, p, training)
    if x:dim() ~= places + 2 then
      raise("%s: %d dimensions are wanted, got %s", name, places + 2,
            repr.sizes(x:size()))
    end
    return drop(x, p, training, function()
      local shape = {x:size(1), x:size(2)}
      for k = 1, places do shape[k + 2] = 1 end
      return engine.create.rand(shape)
    end)
  end)
end

--- nn.functional.dropout1d, nn.functional.dropout2d, nn.functional.dropout3d:
--- as dropout, for whole channels of x: n,c,h,w. dropout1d takes n,c,l,
--- dropout3d n,c,d,h,w.
for d = 1, 3 do
  local name = ("dropout%dd"):format(d)
  functional[name] = drop_channels(name, d)
end

--- Rows of weight in place of indices x, from 1, of any shape: y has the sizes
--- of x and then those of a row. Row padding_idx gets no gradient. The op of
--- that name takes weight first, as torch.embedding does.
functional.embedding = define("embedding",
  "x: tensor, weight: tensor, {padding_idx: int?}", function(x, weight, o)
  return engine.functions.embedding(weight, x, o)
end)

--- A last dimension of num_classes, 1 at the class (from 1), 0 elsewhere; -1
--- stands for the largest class in x. No derivative.
functional.one_hot = define("one_hot", "x: tensor, num_classes: int = -1",
                            function(x, num_classes)
  if num_classes == -1 then
    if x:numel() == 0 then
      raise "one_hot: num_classes is missing, and x is empty"
    end
    num_classes = math.tointeger(x:amax():item())
  end
  return engine.functions.one_hot(x, num_classes)
end)

-- What a layer of the same name would hold.
local function as_layer(name, x, mean, var, o)
  if x:dim() < 2 then
    raise("%s: n, c, ... is wanted, got %s", name, repr.sizes(x:size()))
  end
  o.running_mean, o.running_var = mean, var
  for _, key in ipairs {"running_mean", "running_var", "weight", "bias"} do
    local v = o[key]
    if v and (v:dim() ~= 1 or v:size(1) ~= x:size(2)) then
      raise("%s: %s is %s for %d channels", name, key,
            repr.sizes(v:size()), x:size(2))
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
functional.batch_norm = define("batch_norm",
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
functional.instance_norm = define("instance_norm",
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

for name, f in pairs(require "lunette.nn.loss_functions".functions) do
  functional[name] = f
end

return require "lunette.lazy".closed("nn.functional", functional,
                                      engine.functions)
