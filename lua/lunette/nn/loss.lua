--- Losses as layers: the functions of lunette.nn.functional with their options
--- kept.

local functional = require "lunette.nn.functional"
local Module = require "lunette.nn.module"

local loss = {}

local function define(name, f)
  local Layer = Module:extend(name)
  function Layer:init(given) self.options = given end
  function Layer:forward(x, target)
    return functional[f](x, target, self.options)
  end
  loss[name] = Layer
end

define("MSELoss", "mse_loss")
define("L1Loss", "l1_loss")
define("BCEWithLogitsLoss", "binary_cross_entropy_with_logits")
define("CrossEntropyLoss", "cross_entropy")

return loss
