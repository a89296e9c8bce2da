--- A model run on other parameters than its own.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local scope = require "lunette.scope"
local tree = require "lunette.nn.tree"

local call = {}

local function replaced(entries, params)
  local values = {}
  for k, entry in ipairs(entries) do
    local value = params[k] or params[entry.path]
    if value ~= nil then
      arguments.check("functional_call", entry.path, value, "tensor")
      local here = repr.shape(entry.value)
      local there = repr.shape(value)
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
--- @return any ...
call.functional_call = arguments.define("functional_call",
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

return call
