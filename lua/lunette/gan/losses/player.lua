--- What every loss of a player does about its arguments.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

-- Is it what a discriminator of several scales gives?
local function is_list(x)
  return type(x) == "table" and getmetatable(x) == nil and #x > 0
end

local function check(owner, names, inputs)
  for k, name in ipairs(names) do
    if not is_list(inputs[k]) then
      options.check(owner, name, inputs[k], "tensor")
    end
    if is_list(inputs[k]) ~= is_list(inputs[1]) or
       (is_list(inputs[k]) and #inputs[k] ~= #inputs[1]) then
      raise("%s: %s and %s are not of as many scales", owner, names[1], name)
    end
    for j, x in ipairs(is_list(inputs[k]) and inputs[k] or {}) do
      options.check(owner, ("%s[%d]"):format(name, j), x, "tensor")
    end
  end
end

local function at_scale(inputs, n, k)
  local list = {}
  for j = 1, n do list[j] = inputs[j][k] end
  return list
end

--- A function of as many tensors as there are names, or lists of them, and the
--- trailing table: f(o, tensors...), summed over the scales.
return function(owner, names, signature, f)
  local read, n = options.reader(owner, signature), #names
  return function(...)
    local inputs = {...}
    check(owner, names, inputs)
    local o = read(inputs[n + 1])
    if engine.is_tensor(inputs[1]) then
      return f(o, table.unpack(inputs, 1, n))
    end
    local sum
    for k = 1, #inputs[1] do
      local loss = f(o, table.unpack(at_scale(inputs, n, k)))
      sum = sum and sum + loss or loss
    end
    return sum
  end
end
