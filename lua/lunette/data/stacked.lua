--- Three digits as the three colours of an image: a thousand known modes.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local digits = require "lunette.data.mnist".digits
local check_indices = require "lunette.data.indices"
local repr = require "lunette.repr"

--- @class StackedDigits
--- @field modes integer 1000
--- @field indices any count x 3, which digits are red, green and blue
local StackedDigits = {__name = "StackedDigits"}
StackedDigits.__index = StackedDigits

--- Images of three digits drawn independently, one a channel (Metz et al. 2017,
--- arXiv 1611.02163, section 3.3.1; counted in VEEGAN, arXiv 1705.07761, and
--- PacGAN, arXiv 1712.04086). set:batch {1, 2} gives images 2 x 3 x 28 x 28 in
--- [-1, 1] and labels 1 to 1000: 100 red + 10 green + blue + 1, from the digits
--- 0 to 9.
---
---   local images, labels = ln.data.stacked_digits():batch {1, 2}
---   print(images:size(), labels:size())   -- {2, 3, 28, 28}  {2}
--- @return StackedDigits
local stacked_digits = arguments.define("stacked_digits",
  "{count: count = 10000, generator: generator?}", function(o)
  local set = digits()
  local drawn = engine.create.randint(1, #set, {o.count, 3},
                                      {generator = o.generator})
  return setmetatable({digits = set, indices = drawn, modes = 1000},
                      StackedDigits)
end)

function StackedDigits:__len() return self.indices:size(1) end

--- The number of images, as #set.
--- @return integer
StackedDigits.size = arguments.define("set:size", "self", StackedDigits.__len)

--- The images listed, n x 3 x 28 x 28 from -1 to 1, and their labels, n.
--- @return Tensor
--- @return Tensor
StackedDigits.batch = arguments.define("set:batch",
  "self, indices: indices, index: tensor?", function(self, indices)
  local list = check_indices(indices, #self, "images")
  local rows = self.indices:index_select(1, engine.create.tensor(list))
  local images, labels = self.digits:batch(rows)
  local n, place = #list, engine.create.tensor {100, 10, 1}
  labels = labels:reshape(n, 3) - 1
  return images:reshape(n, 3, images:size(3), images:size(4)),
         (labels * place):sum(2) + 1
end)

repr.class(StackedDigits, function(self)
  return ("%d images: 3x28x28, %d modes"):format(#self, self.modes)
end)

return stacked_digits
