--- Activations as layers: one op each, with its positional arguments.

local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.raise".raise

local activation = {}

local function refuse(layer, ...)
  if select("#", ...) == 0 then return end
  raise("%s: no argument is taken here; nn.%s()(x) applies it", layer.__name,
        layer.__name)
end

local function check_parameters(layer, parameters, given)
  for k, p in ipairs(parameters) do
    local value = given[k]
    if value == nil then value = p[3] end
    layer[p[1]] = options.check(layer.__name, p[1], value, p[2])
    layer[k] = layer[p[1]]
  end
end

-- parameters: a list of {name, kind, default}; signature: of the trailing table
local function define(name, op, parameters, signature)
  local Layer, n = Module:extend(name), #parameters
  local read = signature and options.reader(name, signature)
  function Layer:init(...)
    check_parameters(self, parameters, {...})
    if read then self.options = read((select(n + 1, ...))) end
    refuse(self, select(n + (read and 2 or 1), ...))
  end
  function Layer:forward(x)
    if read then return engine.functions[op](x, self.options) end
    return engine.functions[op](x, table.unpack(self, 1, n))
  end
  function Layer:extra_repr()
    local shown = {}
    for k = 1, n do shown[k] = ("%.14g"):format(self[k]) end
    return table.concat(shown, ", ")
  end
  activation[name] = Layer
end

--- nn.ReLU(), nn.LeakyReLU(0.2), nn.Softmax(2), nn.GELU {approximate = "tanh"}:
--- each is the op of that name, whose documentation has the formula.
define("ReLU", "relu", {})
define("ReLU6", "relu6", {})
define("LeakyReLU", "leaky_relu", {{"negative_slope", "real", 0.01}})
define("ELU", "elu", {{"alpha", "real", 1}})
define("CELU", "celu", {{"alpha", "real", 1}})
define("SELU", "selu", {})
define("GELU", "gelu", {}, "approximate: none|tanh = none")
define("SiLU", "silu", {})
define("Mish", "mish", {})
define("Tanh", "tanh", {})
define("Tanhshrink", "tanhshrink", {})
define("Sigmoid", "sigmoid", {})
define("LogSigmoid", "logsigmoid", {})
define("Softplus", "softplus", {{"beta", "real", 1}, {"threshold", "real", 20}})
define("Softsign", "softsign", {})
define("Softshrink", "softshrink", {{"lambd", "real", 0.5}})
define("Hardshrink", "hardshrink", {{"lambd", "real", 0.5}})
define("Hardtanh", "hardtanh", {{"min_val", "real", -1}, {"max_val", "real", 1}})
define("Hardsigmoid", "hardsigmoid", {})
define("Hardswish", "hardswish", {})
define("Threshold", "threshold", {{"threshold", "real"}, {"value", "real"}})
define("GLU", "glu", {{"dim", "int", -1}})
define("Softmax", "softmax", {{"dim", "int"}})
define("LogSoftmax", "log_softmax", {{"dim", "int"}})

--- nn.PReLU(num_parameters = 1, init = 0.25): x above 0, weight x below; weight
--- is one number or one for each channel, dimension 2 (He et al. 2015, arXiv
--- 1502.01852, eq. 1).
--- @class PReLU: Module
local PReLU = Module:extend "PReLU"

function PReLU:init(num_parameters, start)
  local n = options.check("PReLU", "num_parameters", num_parameters or 1,
                          "count")
  start = options.check("PReLU", "init", start or 0.25, "real")
  self.num_parameters = n
  self.weight = parameter.Parameter(engine.create.full({n}, start))
end

function PReLU:forward(x) return engine.functions.prelu(x, self.weight) end

function PReLU:extra_repr() return tostring(self.num_parameters) end

activation.PReLU = PReLU
return activation
