--- Activations as layers: one op each, with its positional arguments.

local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

local activation = {}

local function refuse(layer, ...)
  if select("#", ...) == 0 then return end
  raise("%s: no argument is taken here; nn.%s()(x) applies it", layer.__name,
        layer.__name)
end

-- parameters: a list of {name, kind, default}
local function define(name, op, parameters)
  local Layer = Module:extend(name)
  function Layer:init(...)
    local given = {...}
    for k, p in ipairs(parameters) do
      local value = given[k]
      if value == nil then value = p[3] end
      self[p[1]] = options.check(name, p[1], value, p[2])
      self[k] = self[p[1]]
    end
    refuse(self, select(#parameters + 1, ...))
  end
  function Layer:forward(x)
    return engine.functions[op](x, table.unpack(self, 1, #parameters))
  end
  function Layer:extra_repr()
    local shown = {}
    for k = 1, #parameters do shown[k] = ("%.14g"):format(self[k]) end
    return table.concat(shown, ", ")
  end
  activation[name] = Layer
end

define("ReLU", "relu", {})
define("Tanh", "tanh", {})
define("Sigmoid", "sigmoid", {})
define("LeakyReLU", "leaky_relu", {{"negative_slope", "real", 0.01}})
define("Softplus", "softplus", {{"beta", "real", 1}, {"threshold", "real", 20}})
define("Softmax", "softmax", {{"dim", "int"}})
define("LogSoftmax", "log_softmax", {{"dim", "int"}})

return activation
