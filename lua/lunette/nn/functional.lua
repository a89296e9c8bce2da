--- Functions of tensors: every op, and what is composed of several.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local scope = require "lunette.scope"
local tree = require "lunette.nn.tree"

local functional = {}

-- ---- layers ----

local function replaced(entries, params)
  local values = {}
  for k, entry in ipairs(entries) do
    local value = params[k] or params[entry.path]
    if value then
      local here = options.sizes_text(entry.value:size())
      local there = options.sizes_text(value:size())
      if here ~= there then
        raise("functional_call: %s is %s here and %s given", entry.path, here,
              there)
      end
    end
    values[k] = value or entry.value
  end
  return values
end

--- model(...) with other tensors in place of its parameters, which stay as
--- they are: a list of them in the order of model:parameters(), or some by path
--- ("1.weight"). What is computed depends on the tensors given, so that it can
--- be differentiated through the steps that made them (optim.functional). A
--- parameter that two layers share is replaced in the first.
function functional.functional_call(model, params, ...)
  options.check("functional_call", "params", params, "table")
  local entries = tree.of_kind(model, "parameter")
  local values = replaced(entries, params)
  local function put(list)
    for k, entry in ipairs(entries) do entry.owner[entry.key] = list[k] end
  end
  local own = {}
  for k, entry in ipairs(entries) do own[k] = entry.value end
  local _ <close> = scope.open(function() put(values) end,
                               function() put(own) end)
  return model(...)
end

local read_dropout = options.reader("dropout", "training: bool = true")

-- x with what uniform() - drawn in [0, 1), to broadcast - leaves of it.
local function drop(x, p, given, uniform)
  p = options.check("dropout", "p", p == nil and 0.5 or p, "share")
  local o = read_dropout(given)
  if not o.training or p == 0 then return x end
  if p == 1 then return x * 0 end
  return x * (uniform():ge(p) * (1 / (1 - p)))
end

--- Each element is 0 with probability p, the others are divided by 1 - p; x
--- itself with {training = false}.
function functional.dropout(x, p, given)
  return drop(x, p, given, function() return engine.create.rand_like(x) end)
end

-- As dropout, for whole channels of x: n,c and `places` more dimensions.
local function drop_channels(name, places)
  return function(x, p, given)
    options.check(name, "x", x, "tensor")
    if x:dim() ~= places + 2 then
      raise("%s: %d dimensions are wanted, got %s", name, places + 2,
            options.sizes_text(x:size()))
    end
    return drop(x, p, given, function()
      local shape = {x:size(1), x:size(2)}
      for k = 1, places do shape[k + 2] = 1 end
      return engine.create.rand(shape)
    end)
  end
end

--- dropout2d(x, p = 0.5, {training = true}): as dropout, for whole channels of
--- x: n,c,h,w. dropout1d takes n,c,l, dropout3d n,c,d,h,w.
for d = 1, 3 do
  local name = ("dropout%dd"):format(d)
  functional[name] = drop_channels(name, d)
end

for name, f in pairs(require "lunette.nn.loss_functions".functions) do
  functional[name] = f
end

return require "lunette.lazy".closed("nn.functional", functional,
                                      engine.functions)
