--- Mixtures of Gaussians in the plane whose modes are known: what mode collapse
--- is measured on.

local engine = require "lunette.engine"
local options = require "lunette.options"

local read_sample = options.reader("sample", "generator: any?")

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
function Mixture:sample(n, given)
  local drawn, create = read_sample(given), engine.create
  n = options.check("sample", "n", n, "count")
  local mode = create.randint(1, self.modes, {n}, drawn)
  return self.centres:index_select(1, mode) + create.randn(n, 2, drawn) * self.std
end

local read_ring = options.reader("ring", "modes: count = 8, radius: real = 1, " ..
                                 "std: real = 0.05")

--- ln.data.ring {modes = 8, radius = 1, std = 0.05}: modes at the angles
--- 2 pi i / modes of a circle.
local function ring(given)
  local o, centres = read_ring(given), {}
  for i = 0, o.modes - 1 do
    local angle = 2 * math.pi * i / o.modes
    centres[i + 1] = {o.radius * math.cos(angle), o.radius * math.sin(angle)}
  end
  return mixture(centres, o.std)
end

local read_grid = options.reader("grid", "side: count = 5, spacing: real = 2, " ..
                                 "std: real = 0.05")

--- ln.data.grid {side = 5, spacing = 2, std = 0.05}: side x side modes around
--- the origin.
local function grid(given)
  local o, centres = read_grid(given), {}
  local middle = (o.side + 1) / 2
  for i = 1, o.side do
    for j = 1, o.side do
      centres[#centres + 1] = {(i - middle) * o.spacing,
                               (j - middle) * o.spacing}
    end
  end
  return mixture(centres, o.std)
end

return {ring = ring, grid = grid}
