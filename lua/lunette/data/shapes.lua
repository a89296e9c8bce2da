--- Drawn shapes in colour.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local check_indices = require "lunette.data.indices"
local repr = require "lunette.repr"

local functions = engine.functions

--- Images of one shape each.
--- @class Shapes
--- @field classes string[] what label k means
--- @field side integer the height and the width of the images
local Shapes = {__name = "Shapes"}
Shapes.__index = Shapes

--- A disc, a square or a triangle on black, of a colour, place and size drawn
--- for each: it fits in a circle whose radius is a sixth to a third of the
--- side, and that lies within the image.
--- set:batch {1, 2} gives images 2 x 3 x size x size in [-1, 1] and labels 1 to
--- 3, the shape. With ln.data.edge_pairs and ln.data.domains tasks of
--- image-to-image translation are made of it.
--- @return Shapes
local shapes = arguments.define("shapes", "{count: count = 1000, " ..
  "size: count = 32, generator: generator?}", function(o)
  local create = engine.create
  local n, from = o.count, {generator = o.generator}
  local radius = create.uniform(1 / 6, 1 / 3, {n}, from)
  local function place()
    return radius + create.rand(n, from) * (1 - radius * 2)
  end
  return setmetatable({
    side = o.size, classes = {"disc", "square", "triangle"}, radius = radius,
    labels = create.randint(1, 3, {n}, from), across = place(), down = place(),
    colours = create.rand({n, 3}, from) * 1.5 - 0.5}, Shapes)
end)

function Shapes:__len() return self.labels:size(1) end

--- The number of images, as #set.
--- @return integer
Shapes.size = arguments.define("set:size", "self", Shapes.__len)

-- How far positions x to the right of the middle and y below it are beyond the
-- border of a shape that fits in a circle of radius r; all broadcast.
local function beyond(label, x, y, r)
  local disc = (x:square() + y:square() + 1e-12):sqrt() - r
  local square = x:abs():maximum(y:abs()) - r / math.sqrt(2)
  local triangle = y:maximum((x:abs() * math.sqrt(3) - y) / 2) - r / 2
  return functions.where(label:eq(1), disc,
                         functions.where(label:eq(2), square, triangle))
end

--- The images listed, n x 3 x size x size from -1 to 1, and their labels, n.
--- @return Tensor
--- @return Tensor
Shapes.batch = arguments.define("set:batch",
  "self, indices: indices, index: tensor?", function(self, indices)
  local index = engine.create.tensor(check_indices(indices, #self, "images"))
  local function of(values)
    return values:index_select(1, index):reshape(-1, 1, 1, 1)
  end
  local middles = (engine.create.arange(1, self.side) - 0.5) / self.side
  local x = middles:reshape(1, 1, 1, -1) - of(self.across)
  local y = middles:reshape(1, 1, -1, 1) - of(self.down)
  local out = beyond(of(self.labels), x, y, of(self.radius))
  -- the share of a pixel that is covered, to first order
  local covered = (0.5 - out * self.side):clamp(0, 1)
  local colours = self.colours:index_select(1, index):reshape(-1, 3, 1, 1)
  return covered * (colours + 1) - 1, self.labels:index_select(1, index)
end)

repr.class(Shapes, function(self)
  return ("%d images: 3x%dx%d, %d classes"):format(#self, self.side, self.side,
                                                   #self.classes)
end)

return shapes
