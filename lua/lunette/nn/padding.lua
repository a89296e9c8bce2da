--- Padding layers.

local arguments = require "lunette.arguments"
local functions = require("lunette.engine").functions
local Module = require "lunette.nn.module"
local raise = require "lunette.errors".raise
local text = require "lunette.nn.text"
local repr = require "lunette.repr"

local padding = {}

-- An integer for every side, or a left and a right amount for each dimension,
-- the last first.
local function amounts(name, given, dims)
  if #given == 1 then
    for k = 2, 2 * dims do given[k] = given[1] end
  elseif #given ~= 2 * dims then
    raise("%s: padding has %d entries, %d are wanted", name, #given, 2 * dims)
  end
  return given
end

-- kind is the mode of the op, or "zero" for a constant that is not asked for.
local function define(name, kind, dims)
  local Layer = Module:extend(name)
  Layer.init = arguments.define(name .. ":init", "self, padding: ints" ..
    (kind == "constant" and ", value: real" or ""),
    function(self, given, value)
    self.padding, self.value = amounts(name, given, dims), value
  end)
  function Layer:forward(x)
    arguments.check(name, "x", x, "tensor")
    if x:dim() ~= dims + 1 and x:dim() ~= dims + 2 then
      raise("%s: n, c and %d spatial sizes are wanted (or without n), got %s",
            name, dims, repr.shape(x))
    end
    return functions.pad(x, self.padding, {
      mode = kind == "zero" and "constant" or kind, value = self.value})
  end
  function Layer:extra_repr()
    local sides = text.value(self.padding)
    return self.value and ("%s, %.14g"):format(sides, self.value) or sides
  end
  padding[name] = Layer
end

--- nn.CircularPad1d, nn.CircularPad2d, nn.CircularPad3d, nn.ConstantPad1d,
--- nn.ConstantPad2d, nn.ConstantPad3d, nn.ReflectionPad1d, nn.ReflectionPad2d,
--- nn.ReflectionPad3d, nn.ReplicationPad1d, nn.ReplicationPad2d,
--- nn.ReplicationPad3d, nn.ZeroPad1d, nn.ZeroPad2d, nn.ZeroPad3d: x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
for d = 1, 3 do
  define(("ZeroPad%dd"):format(d), "zero", d)
  define(("ConstantPad%dd"):format(d), "constant", d)
  define(("ReflectionPad%dd"):format(d), "reflect", d)
  define(("ReplicationPad%dd"):format(d), "replicate", d)
  define(("CircularPad%dd"):format(d), "circular", d)
end

return padding
