--- ln.data.transforms: what is done to batches of images, n,c,h,w, before a
--- model sees them; each image has random numbers of its own.
---
---   local t = ln.data.transforms
---   local set = ln.data.map(ln.data.shapes(), function(images, labels)
---     return t.random_horizontal_flip(t.random_crop(images, 28)), labels
---   end)
---   print(set:batch({1, 2}):size())   -- {2, 3, 28, 28}

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local nchw = require "lunette.nchw"
local raise = require "lunette.errors".raise

local transforms = {}

-- A number or one for each channel, as what broadcasts over n,c,h,w.
local function per_channel(name, v, x)
  if type(v) == "number" then return v end
  if #v ~= x:size(2) then
    raise("normalize: %s has %d numbers, the images have %d channels", name, #v,
          x:size(2))
  end
  return engine.create.tensor(v):reshape(1, #v, 1, 1)
end

--- (x - mean) / std; a number, or a table of one for each channel. x: n,c,h,w.
transforms.normalize = arguments.define("normalize",
  "x: tensor, mean: real|reals, std: real|reals", function(x, mean, std)
  nchw.check("normalize", x)
  return (x - per_channel("mean", mean, x)) / per_channel("std", std, x)
end)

--- Of each image a part of size (h or {h, w}), from a place drawn uniformly;
--- `padding` pixels of `value` are put on each side first. x: n,c,h,w.
transforms.random_crop = arguments.define("random_crop",
  "x: tensor, size: count2, {padding: whole = 0, value: real = 0, " ..
  "generator: generator?}", function(x, size, o)
  nchw.check("random_crop", x)
  local p = o.padding
  if p > 0 then
    x = engine.functions.pad(x, {p, p, p, p}, {value = o.value})
  end
  local down, across = x:size(3) - size[1], x:size(4) - size[2]
  if down < 0 or across < 0 then
    raise("random_crop: %dx%d of %dx%d pixels", size[1], size[2], x:size(3),
          x:size(4))
  end
  local function start(room)
    return engine.create.randint(1, room + 1, {x:size(1)},
                                 {generator = o.generator})
  end
  return nchw.crop(x, start(down), start(across), size[1], size[2])
end)

--- Each image mirrored, left for right, with probability p. x: n,c,h,w.
transforms.random_horizontal_flip = arguments.define("random_horizontal_flip",
  "x: tensor, {p: share = 0.5, generator: generator?}", function(x, o)
  nchw.check("random_horizontal_flip", x)
  local flipped = engine.create.bernoulli(o.p, {x:size(1), 1, 1, 1},
                                          {generator = o.generator})
  return engine.functions.where(flipped, x:flip {4}, x)
end)

return transforms
