--- The losses of players: the one declaration of what they take.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

-- Raises unless inputs are all tensors, or all lists of as many.
local function check_scales(owner, names, inputs)
  local first = inputs[1]
  for k, name in ipairs(names) do
    local x = inputs[k]
    if engine.is_tensor(x) ~= engine.is_tensor(first) or
       not engine.is_tensor(x) and #x ~= #first then
      raise("%s: %s and %s are not of as many scales", owner, names[1], name)
    end
  end
  if not engine.is_tensor(first) and #first == 0 then
    raise("%s: %s is a list of no scales", owner, names[1])
  end
end

-- The k-th of each of n lists, then what follows them.
local function at_scale(given, n, k)
  local list = {}
  for j = 1, n do list[j] = given[j][k] end
  list[n + 1] = given[n + 1]
  return table.unpack(list, 1, n + 1)
end

--- A loss of the inputs `names`, tensors or lists of them, one a scale, and of
--- `options`, a signature, which may be empty: f(inputs..., o), summed over the
--- scales.
return function(owner, names, options, f)
  local fields, n = {}, #names
  for k, name in ipairs(names) do fields[k] = name .. ": tensor|tensors" end
  if options ~= "" then fields[n + 1] = "{" .. options .. "}" end
  -- as a tail call, so that it is defined where this is called
  return arguments.define(owner, table.concat(fields, ", "), function(...)
    local given = {...}
    check_scales(owner, names, given)
    if engine.is_tensor(given[1]) then return f(...) end
    local sum = f(at_scale(given, n, 1))
    for k = 2, #given[1] do sum = sum + f(at_scale(given, n, k)) end
    return sum
  end)
end
