--- How large the gradients and the steps of a network's layers are.

local engine = require "lunette.engine"
local json = require "lunette.json"
local recording = require "lunette.recording"

local layers = {}

-- The parameters of each layer that has any with a gradient, in order.
local function by_layer(network)
  local list, index, classes = {}, {}, {}
  for path, layer in network:named_modules() do classes[path] = layer.__name end
  for path, p in network:named_parameters() do
    local own = path:match "^(.*)%.[^.]*$" or ""
    if p.grad and not index[own] then
      list[#list + 1] = {name = own, class = classes[own], params = {}}
      index[own] = list[#list]
    end
    if p.grad then table.insert(index[own].params, p) end
  end
  return list
end

-- The length of all numbers of a list of tensors together.
local function norm(list)
  local sum = 0
  for _, x in ipairs(list) do sum = sum + (x:detach() ^ 2):sum():item() end
  return math.sqrt(sum)
end

--- What is known of a network whose gradients are there, before its optimiser's
--- step: to be given to layers.after when that is done.
function layers.before(network)
  local _ <close> = recording.no_grad()
  local list = by_layer(network)
  for _, layer in ipairs(list) do
    local grads, weights = {}, {}
    for k, p in ipairs(layer.params) do
      grads[k], weights[k] = p.grad, p:detach():clone()
    end
    layer.gradient, layer.weight = norm(grads), norm(weights)
    layer.before = weights
  end
  return list
end

--- Of each layer {name, class, gradient, update, weight}: the norms of the
--- gradient, of the step and of the parameters before it.
function layers.after(list)
  local _ <close> = recording.no_grad()
  local found = json.array {}
  for k, layer in ipairs(list) do
    local steps = {}
    for j, p in ipairs(layer.params) do
      steps[j] = engine.functions.sub(p:detach(), layer.before[j])
    end
    found[k] = {name = layer.name, class = layer.class, update = norm(steps),
                gradient = layer.gradient, weight = layer.weight}
  end
  return found
end

--- The layers of a network, {path, class, text, parameters, inner}: inner ones
--- are made of others, and their parameters are those of all of them.
function layers.summary(network)
  local list = {}
  for path, layer in network:named_modules() do
    local entry = {path = path, text = tostring(layer), class = layer.__name,
                   parameters = 0, inner = #layer:children() > 0}
    for _, p in ipairs(layer:parameters()) do
      entry.parameters = entry.parameters + p:numel()
    end
    if entry.inner then entry.text = layer.__name end
    list[#list + 1] = entry
  end
  return list
end

return layers
