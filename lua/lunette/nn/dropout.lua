local functional = require "lunette.nn.functional"
local Module = require "lunette.nn.module"
local options = require "lunette.options"

--- nn.Dropout(p = 0.5): in training mode each element is 0 with probability p,
--- and the others are divided by 1 - p.
--- @class Dropout: Module
local Dropout = Module:extend "Dropout"

function Dropout:init(p)
  self.p = options.check("Dropout", "p", p or 0.5, "share")
end

function Dropout:forward(x)
  return functional.dropout(x, self.p, {training = self.training})
end

function Dropout:extra_repr() return ("%.14g"):format(self.p) end

return {Dropout = Dropout}
