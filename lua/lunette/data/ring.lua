--- Mixtures of Gaussians in the plane whose modes are known: what mode collapse
--- is measured on.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local repr = require "lunette.repr"

--- @class Mixture
--- @field centres any modes x 2, the means
--- @field modes integer their number
--- @field std number the standard deviation of each, along either axis
local Mixture = {__name = "Mixture"}
Mixture.__index = Mixture

local function mixture(centres, std)
  return setmetatable({centres = engine.create.tensor(centres), std = std,
                       modes = #centres}, Mixture)
end

--- n points, n x 2: a mode drawn uniformly for each, and noise around it.
--- @return Tensor
Mixture.sample = arguments.define("source:sample", "self, n: count, " ..
                                  "{generator: generator?}",
                                  function(self, n, drawn)
  local create = engine.create
  local mode = create.randint(1, self.modes, {n}, drawn)
  return self.centres:index_select(1, mode) +
         create.randn(n, 2, drawn) * self.std
end)

--- A Mixture with modes at the angles 2 pi i / modes of a circle.
---
---   local ring = ln.data.ring {modes = 8}
---   print(ring:sample(100):size(), ring.centres:size())   -- {100, 2}  {8, 2}
--- @return Mixture
local ring = arguments.define("ring", "{modes: count = 8, radius: real = 1, " ..
                              "std: real = 0.05}", function(o)
  local centres = {}
  for i = 0, o.modes - 1 do
    local angle = 2 * math.pi * i / o.modes
    centres[i + 1] = {o.radius * math.cos(angle), o.radius * math.sin(angle)}
  end
  return mixture(centres, o.std)
end)

--- A Mixture with side x side modes around the origin.
--- @return Mixture
local grid = arguments.define("grid", "{side: count = 5, spacing: real = 2, " ..
                              "std: real = 0.05}", function(o)
  local centres = {}
  local middle = (o.side + 1) / 2
  for i = 1, o.side do
    for j = 1, o.side do
      centres[#centres + 1] = {(i - middle) * o.spacing,
                               (j - middle) * o.spacing}
    end
  end
  return mixture(centres, o.std)
end)

repr.class(Mixture, function(self)
  return ("%d modes, std = %s"):format(self.modes, repr.number(self.std))
end)

return {ring = ring, grid = grid}
