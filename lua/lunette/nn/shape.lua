--- Layers that change only how a sample is laid out.

local functions = require "lunette.engine".functions
local Module = require "lunette.nn.module"
local options = require "lunette.options"

--- nn.Flatten(start_dim = 2, end_dim = -1): those dimensions made one.
--- @class Flatten: Module
local Flatten = Module:extend "Flatten"

function Flatten:init(start_dim, end_dim)
  local check = options.check
  self.start_dim = check("Flatten", "start_dim", start_dim or 2, "int")
  self.end_dim = check("Flatten", "end_dim", end_dim or -1, "int")
end

function Flatten:forward(x)
  return functions.flatten(x, self.start_dim, self.end_dim)
end

function Flatten:extra_repr()
  if self.start_dim == 2 and self.end_dim == -1 then return "" end
  return ("%d, %d"):format(self.start_dim, self.end_dim)
end

--- nn.Unflatten(dim, sizes): dimension dim split, nn.Unflatten(2, {128, 7, 7}).
--- @class Unflatten: Module
local Unflatten = Module:extend "Unflatten"

function Unflatten:init(dim, sizes)
  self.dim = options.check("Unflatten", "dim", dim, "int")
  self.sizes = options.check("Unflatten", "sizes", sizes, "table")
end

function Unflatten:forward(x)
  return functions.unflatten(x, self.dim, self.sizes)
end

function Unflatten:extra_repr()
  return ("%d, {%s}"):format(self.dim, table.concat(self.sizes, ", "))
end

return {Flatten = Flatten, Unflatten = Unflatten}
