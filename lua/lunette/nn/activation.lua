--- Activations as layers: one op each, with its positional arguments.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local functional = require "lunette.nn.functional"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local activation = {}

-- What it is made with is what the op takes after x, by this signature; the
-- class tells which op it applies.
local function define(name, op, signature)
  local Layer, row = Module:extend(name), engine.functions[op]
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
    local f = row or functional[op]
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
define("Softmin", "softmin", "dim: dim")

--- softmax over the channels of x: n,c,h,w or c,h,w, at each place.
--- @class Softmax2d: Module
local Softmax2d = Module:extend "Softmax2d"

function Softmax2d:forward(x)
  arguments.check(self.__name, "x", x, "tensor")
  if x:dim() ~= 3 and x:dim() ~= 4 then
    raise("%s: n, c, h, w or c, h, w is wanted, got %s", self.__name,
          repr.shape(x))
  end
  return x:softmax(-3)
end

activation.Softmax2d = Softmax2d

--- x above 0, a x below: in training mode a is drawn from U(lower, upper) for
--- each element and call, else it is their mean (Xu et al. 2015, arXiv
--- 1505.00853).
--- @class RReLU: Module
local RReLU = Module:extend "RReLU"

RReLU.init = arguments.define("RReLU:init",
  "self, lower: real = 1/8, upper: real = 1/3", function(self, lower, upper)
  self.lower, self.upper = lower, upper
end)

function RReLU:forward(x)
  return functional.rrelu(x, self.lower, self.upper, self.training)
end

function RReLU:extra_repr()
  return ("%.14g, %.14g"):format(self.lower, self.upper)
end

activation.RReLU = RReLU

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
