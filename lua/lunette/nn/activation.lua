--- Activations as layers: one op each, with its positional arguments.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"

local activation = {}

-- What it is made with is what the op takes after x, by this signature; the
-- class tells which op it applies.
local function define(name, op, signature)
  local Layer, f = Module:extend(name), engine.functions[op]
  local fields = arguments.parse(name, "self, " .. signature)
  local n, by_name = #fields.places, #fields.options > 0
  Layer.init = arguments.define(name .. ":init", "self, " .. signature,
    function(self, ...)
    for k, field in ipairs(fields.places) do
      self[k] = select(k, ...)
      self[field.name] = self[k]
    end
    self.options = by_name and select(n + 1, ...) or nil
  end)
  function Layer:forward(x)
    if by_name then return f(x, self.options) end
    return f(x, table.unpack(self, 1, n))
  end
  function Layer:extra_repr()
    local shown = {}
    for k = 1, n do shown[k] = ("%.14g"):format(self[k]) end
    return table.concat(shown, ", ")
  end
  Layer.applies = op
  activation[name] = Layer
end

--- nn.GELU, nn.LeakyReLU, nn.ReLU, nn.Softmax: each is the op of that name,
--- whose documentation has the formula.
define("ReLU", "relu", "")
define("ReLU6", "relu6", "")
define("LeakyReLU", "leaky_relu", "negative_slope: real = 0.01")
define("ELU", "elu", "alpha: real = 1")
define("CELU", "celu", "alpha: real = 1")
define("SELU", "selu", "")
define("GELU", "gelu", "{approximate: none|tanh = none}")
define("SiLU", "silu", "")
define("Mish", "mish", "")
define("Tanh", "tanh", "")
define("Tanhshrink", "tanhshrink", "")
define("Sigmoid", "sigmoid", "")
define("LogSigmoid", "logsigmoid", "")
define("Softplus", "softplus", "beta: real = 1, threshold: real = 20")
define("Softsign", "softsign", "")
define("Softshrink", "softshrink", "lambd: real = 0.5")
define("Hardshrink", "hardshrink", "lambd: real = 0.5")
define("Hardtanh", "hardtanh", "min_val: real = -1, max_val: real = 1")
define("Hardsigmoid", "hardsigmoid", "")
define("Hardswish", "hardswish", "")
define("Threshold", "threshold", "threshold: real, value: real")
define("GLU", "glu", "dim: dim = -1")
define("Softmax", "softmax", "dim: dim")
define("LogSoftmax", "log_softmax", "dim: dim")

--- x above 0, weight x below; weight is one number or one for each channel,
--- dimension 2 (He et al. 2015, arXiv 1502.01852, eq. 1).
--- @class PReLU: Module
local PReLU = Module:extend "PReLU"

PReLU.init = arguments.define("PReLU:init",
  "self, num_parameters: count = 1, init: real = 0.25", function(self, n, start)
  self.num_parameters = n
  self.weight = parameter.Parameter(engine.create.full({n}, start))
end)

function PReLU:forward(x) return engine.functions.prelu(x, self.weight) end

function PReLU:extra_repr() return tostring(self.num_parameters) end

activation.PReLU = PReLU
return activation
