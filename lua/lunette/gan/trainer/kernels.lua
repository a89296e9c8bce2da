--- Kernels of mini-batch discrimination that tell nothing.

local MinibatchDiscrimination =
  require "lunette.nn.minibatch".MinibatchDiscrimination
local repr = require "lunette.repr"

-- A sum of exp(-distance) below this is 0 to the layer that reads it, and one
-- that varies by less than this share is a constant.
local NOTHING = 1e-3

local kernels = {}
kernels.__index = kernels

--- Watches the layers in the networks, until it is closed.
function kernels.watch(networks)
  local self = setmetatable({layers = {}, hooks = {}}, kernels)
  for _, name in ipairs(repr.names(networks)) do
    for path, layer in networks[name]:named_modules() do
      if layer:is_a(MinibatchDiscrimination) then
        local entry = {name = name, path = path, layer = layer, outputs = {}}
        table.insert(self.layers, entry)
        table.insert(self.hooks, layer:register_forward_hook(
          function(_, _, y) table.insert(entry.outputs, y:detach()) end))
      end
    end
  end
  return self
end

function kernels:__close()
  for _, hook in ipairs(self.hooks) do hook:remove() end
end

-- Which kernels say nothing of a batch, ones and zeros: y: n,a+b or n,a+2b.
local function silent(layer, y)
  local n, a, b = y:size(1), layer.in_features, layer.num_kernels
  local all
  for from = a + 1, y:size(2), b do
    local o = y:narrow(2, from, b)
    if layer.bias then o = o - layer.bias:detach() end
    if layer.reduction == "mean" then o = o * (n - 1) end
    local high, low = o:amax(1), o:amin(1)
    local own = high:lt(NOTHING) + (high - low):lt(high * NOTHING)
    all = all and all * own or own
  end
  return all:gt(0)
end

--- How many kernels were dead in all batches that were seen: a list of {name,
--- path, dead, of}, a layer each.
function kernels:dead()
  local list = {}
  for k, entry in ipairs(self.layers) do
    local dead
    for _, y in ipairs(entry.outputs) do
      local own = silent(entry.layer, y)
      dead = dead and dead * own or own
    end
    list[k] = {name = entry.name, path = entry.path,
               dead = dead and math.tointeger(dead:sum():item()) or 0,
               of = entry.layer.num_kernels}
  end
  return list
end

return kernels
