--- Layers that change only how a sample is laid out.

local arguments = require "lunette.arguments"
local functions = require "lunette.engine".functions
local Module = require "lunette.nn.module"

--- Those dimensions made one.
--- @class Flatten: Module
local Flatten = Module:extend "Flatten"

Flatten.init = arguments.define("Flatten:init",
  "self, start_dim: dim = 2, end_dim: dim = -1",
  function(self, start_dim, end_dim)
  self.start_dim, self.end_dim = start_dim, end_dim
end)

function Flatten:forward(x)
  return functions.flatten(x, self.start_dim, self.end_dim)
end

function Flatten:extra_repr()
  if self.start_dim == 2 and self.end_dim == -1 then return "" end
  return ("%d, %d"):format(self.start_dim, self.end_dim)
end

--- Dimension dim split, nn.Unflatten(2, {128, 7, 7}).
--- @class Unflatten: Module
local Unflatten = Module:extend "Unflatten"

Unflatten.init = arguments.define("Unflatten:init",
  "self, dim: dim, unflattened_size: ints",
  function(self, dim, unflattened_size)
    self.dim, self.unflattened_size = dim, unflattened_size
  end)

function Unflatten:forward(x)
  return functions.unflatten(x, self.dim, self.unflattened_size)
end

function Unflatten:extra_repr()
  return ("%d, {%s}"):format(self.dim,
                             table.concat(self.unflattened_size, ", "))
end

return {Flatten = Flatten, Unflatten = Unflatten}
