--- Starting from data.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
require "lunette.nn.module" -- for the kind "layer"

local start = {}

-- The name of the field that weight_norm computes in a layer, or nil.
local function normed_field(layer)
  for name, field in pairs(rawget(layer, "_computed") or {}) do
    if field.kind == "weight_norm" then return name end
  end
end

-- y as n,c: a row for each value of each channel.
local function by_channel(layer, y)
  if layer.in_features then return y:reshape(-1, y:size(-1)) end
  local order = {1}
  for k = 3, y:dim() do order[k - 1] = k end
  order[y:dim()] = 2
  return y:permute(order):reshape(-1, y:size(2))
end

-- c numbers to broadcast against y.
local function along_channels(layer, y, x)
  if layer.in_features then return x end
  local sizes = {}
  for k = 1, y:dim() do sizes[k] = k == 2 and x:numel() or 1 end
  return x:reshape(sizes)
end

local function check_channels(layer, g, std)
  if g:numel() ~= std:numel() then
    raise("data_initialise: %s has %d norms and %d outputs; weight_norm " ..
          "wants the dimension of the outputs", layer.__name, g:numel(),
          std:numel())
  end
  if std:amin():item() <= 0 then
    raise("data_initialise: an output of %s is the same for all of x",
          layer.__name)
  end
end

-- Outputs of the layer become (y - mean) / std, which is returned.
local function fit(layer, name, y)
  local rows, g = by_channel(layer, y), layer[name .. "_g"]
  local mean, std = rows:mean(1), rows:std(1, {correction = 0})
  check_channels(layer, g, std)
  g:div_(std:reshape(g:size()))
  if layer.bias then
    layer.bias:sub_(mean):div_(std)
    y = y - along_channels(layer, y, mean)
  end
  return y / along_channels(layer, y, std)
end

--- Data-dependent initialisation of the layers under nn.weight_norm (Salimans
--- and Kingma 2016, arXiv 1602.07868, section 3): model(x, ...) is called once,
--- and on the way each such layer's g and bias become g / std and (bias - mean)
--- / std of each of its outputs over x, so that these have mean 0 and variance
--- 1. Without a bias the mean stays. Returns the model.
---
---   local nn = ln.nn
---   local D = nn.Sequential {nn.weight_norm(nn.Linear(2, 64)), nn.ReLU(),
---                            nn.weight_norm(nn.Linear(64, 1))}
---   ln.gan.data_initialise(D, ln.data.ring():sample(256))
--- @return model
start.data_initialise = arguments.define("data_initialise",
  "model: layer, x: tensor, ...: any", function(model, ...)
  local handles, count = {}, 0
  local function hook(name)
    local done = false
    return function(layer, _, y)
      if done then return nil end
      done = true
      return fit(layer, name, y)
    end
  end
  local layers = model:modules()
  for _, layer in ipairs(layers) do
    local name = normed_field(layer)
    if name then
      count = count + 1
      handles[count] = layer:register_forward_hook(hook(name))
    end
  end
  if count == 0 then
    raise("data_initialise: no layer of the model is under weight_norm")
  end
  local _ <close> = recording.no_grad()
  local ok, message = pcall(model, ...)
  for _, handle in ipairs(handles) do handle:remove() end
  if not ok then error(message, 0) end
  return model
end)

return start
