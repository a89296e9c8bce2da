--- Small tasks of image-to-image translation, made from any set of images.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local digits = require "lunette.data.mnist".digits
local sets = require "lunette.data.tensors"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local tasks = {}

-- What a set gives first, when it is images.
local function check_images(owner, x)
  arguments.check(owner, "what the set gives first", x, "tensor")
  if x:dim() == 4 then return x end
  raise("%s: the set gives %s, images n,c,h,w are wanted", owner,
        repr.shape(x))
end

-- Sobel's filters for the slope across and down: 2 x 1 x 3 x 3.
local function sobel()
  return engine.create.tensor {{{{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}}},
                               {{{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}}}}
end

-- Every side one pixel wider, with the border's values.
local function framed(x)
  return engine.functions.pad(x, {1, 1, 1, 1}, {mode = "replicate"})
end

-- The length of Sobel's slope of the gray image, where 1 is a straight border
-- of black and white: n,c,h,w to n,1,h,w, both from -1 to 1.
local function edges_of(x)
  local slope = engine.functions.conv2d(framed(x:mean(2, {keepdim = true})),
                                        sobel())
  return (slope:norm(2, 2, {keepdim = true}) / 4):clamp(0, 2) - 1
end

-- The mean of 3 x 3 pixels.
local function blurred(x)
  return engine.functions.avg_pool2d(framed(x), 3, {stride = 1})
end

--- Pairs for pix2pix (Isola et al. 2017, arXiv 1611.07004): set:batch {1, 2}
--- gives edges, 2 x 1 x h x w, and the images they were found in by Sobel's
--- filters, 2 x c x h x w, both from -1 to 1. The images are what the set gives
--- first, in [-1, 1]; without a set, the digits.
---
---   local edges, images = ln.data.edge_pairs():batch {1, 2}
---   print(edges:size(), images:size())   -- {2, 1, 28, 28}  {2, 1, 28, 28}
--- @return MappedSet
tasks.edge_pairs = arguments.define("edge_pairs", "set: dataset?", function(set)
  return sets.map(set or digits(), function(images)
    return edges_of(check_images("edge_pairs", images)), images
  end)
end)

--- Two sets without pairs for CycleGAN (Zhu et al. 2017, arXiv 1703.10593),
--- each giving images n,c,h,w from -1 to 1 and what else the set gives: the
--- first half as it is, and the second half inverted and blurred (3 x 3 means),
--- so that no image of one has its counterpart in the other. Without a set, the
--- digits.
---
---   local a, b = ln.data.domains()
---   local x, y = a:batch {1, 2}, b:batch {1, 2}
---   print(#a, #b, y:size())   -- 5000  5000  {2, 1, 28, 28}
--- @return Subset
--- @return MappedSet
tasks.domains = arguments.define("domains", "set: dataset?", function(set)
  set = set or digits()
  local n = #set
  if n < 2 then raise("domains: a set of %d has no halves", n) end
  local function styled(images, ...)
    return -blurred(check_images("domains", images)), ...
  end
  return sets.subset(set, 1, n // 2),
         sets.map(sets.subset(set, n // 2 + 1, n), styled)
end)

return tasks
