--- ln.gan.augment: augmentations that the generator's gradient passes through.
--
-- Real and generated images alike go through them before the discriminator, so
-- that it never sees one that is not augmented. Images are n,c,h,w in [-1, 1],
-- and each has random numbers of its own.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local nchw = require "lunette.nchw"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"

local augment = {}

-- ---- DiffAugment ----

-- The authors' shares of a side: how far to move, how much to cut out.
local MOVED, CUT = 0.125, 0.5

-- Uniform in [0, 1), one for each image, as what broadcasts over n,c,h,w.
local function each(x, from)
  return engine.create.rand({x:size(1), 1, 1, 1}, from)
end

local function colour(x, from)
  x = x + (each(x, from) - 0.5)
  local gray = x:mean(2, {keepdim = true})
  x = (x - gray) * (each(x, from) * 2) + gray
  local level = x:mean({2, 3, 4}, {keepdim = true})
  return (x - level) * (each(x, from) + 0.5) + level
end

local function part_of(side, share) return math.floor(side * share + 0.5) end

local function translated(x, from)
  local h, w = x:size(3), x:size(4)
  local down, across = part_of(h, MOVED), part_of(w, MOVED)
  local randint, n = engine.create.randint, x:size(1)
  local top = randint(1, 2 * down + 1, {n}, from)
  local left = randint(1, 2 * across + 1, {n}, from)
  local room = engine.functions.pad(x, {across, across, down, down})
  return nchw.crop(room, top, left, h, w)
end

-- 1 at the positions that the pieces of length `length` cover, one a sample,
-- whose middles are drawn from the side's length: n x side.
local function covered(x, side, length, from)
  local middle = engine.create.randint(0, side - length % 2, {x:size(1), 1},
                                       from)
  local first = middle - length // 2
  local at = engine.create.arange(0, side - 1)
  return at:ge(first) * at:lt(first + length)
end

local function cut_out(x, from)
  local n, h, w = x:size(1), x:size(3), x:size(4)
  local rows = covered(x, h, part_of(h, CUT), from):reshape(n, 1, h, 1)
  local columns = covered(x, w, part_of(w, CUT), from):reshape(n, 1, 1, w)
  return x:multiply_no_nan(1 - rows * columns)
end

local parts = {color = colour, translation = translated, cutout = cut_out}

-- The words of a policy, each one of `known`.
local function words_of(owner, policy, known)
  local words = {}
  for word in policy:gmatch "[^,%s]+" do
    if not known[word] then
      local names = {}
      for name in pairs(known) do names[#names + 1] = name end
      table.sort(names)
      raise("%s: unknown augmentation %s; known: %s", owner, word,
            table.concat(names, ", "))
    end
    words[#words + 1] = word
  end
  return words
end

--- DiffAugment (Zhao et al. 2020, arXiv 2006.10738), in the order of the
--- policy, "color,translation,cutout" unless given:
---   color        x + b, b in [-0.5, 0.5); s (x - g) + g with g the mean of the
---                channels, s in [0, 2); c (x - m) + m with m the mean of the
---                image, c in [0.5, 1.5)
---   translation  moved by up to an eighth of each side, zeros coming in
---   cutout       zeros in a rectangle of half of each side
--- x: n,c,h,w. Give real and generated images to it in every step of both
--- players:
---   local diff, net = ln.gan.augment.diff, ln.gan.zoo.dcgan {filters = 8}
---   local images = ln.data.shapes {size = 64}:batch {1, 2}
---   local fakes = net.generator(ln.randn(2, net.latent))
---   local real, fake = net.discriminator(diff(images)),
---                      net.discriminator(diff(fakes))
augment.diff = arguments.define("diff",
  "x: tensor, policy: string?, {generator: generator?}", function(x, policy, o)
  nchw.check("diff", x)
  policy = policy or "color,translation,cutout"
  for _, word in ipairs(words_of("diff", policy, parts)) do
    x = parts[word](x, o)
  end
  return x
end)

-- ---- the pipeline of adaptive augmentation ----

-- The standard deviations of the authors' appendix B; scale, contrast and
-- saturation in powers of two.
local SCALE, BRIGHTNESS, CONTRAST, SATURATION = 0.2, 0.2, 0.5, 1

-- What draws for a batch of n: values for the chosen, `rest` for the others.
local Draw = {}
Draw.__index = Draw

function Draw:choose(values, rest, p)
  local u = engine.create.rand(self.n, self.from)
  return engine.functions.where(u:lt(p or self.p), values, rest)
end

function Draw:uniform(low, high)
  return engine.create.uniform(low, high, {self.n}, self.from)
end

function Draw:power_of_two(std)
  local u = engine.create.randn(self.n, self.from)
  return (u * (std * math.log(2))):exp()
end

-- Matrices n x 3 x 3 from the first two rows of each: six numbers or tensors n.
local function matrices(n, ...)
  local entries = {...}
  for k = 1, 6 do
    local v = entries[k]
    if type(v) == "number" then entries[k] = engine.create.full({n}, v) end
  end
  local zero, one = engine.create.zeros(n), engine.create.ones(n)
  table.move({zero, zero, one}, 1, 3, 7, entries)
  return engine.functions.stack(entries, 2):reshape(n, 3, 3)
end

local function rotation(n, angle)
  local c, s = angle:cos(), angle:sin()
  return matrices(n, c, -s, 0, s, c, 0)
end

-- Each from a point of the result to the point of the image that is shown
-- there, in pixels from the middle, so that the order of products is that of
-- the steps.
local geometry = {}

function geometry.flip(d)
  local sides = engine.create.randint(0, 1, {d.n}, d.from) * 2 - 1
  return matrices(d.n, d:choose(sides, 1), 0, 0, 0, 1, 0)
end

function geometry.rotate90(d)
  local turns = d:choose(engine.create.randint(0, 3, {d.n}, d.from), 0)
  -- rounded, because the cosine of pi / 2 is not quite 0 in floating point
  local angle = turns * (math.pi / 2)
  local c, s = angle:cos():round(), angle:sin():round()
  return matrices(d.n, c, -s, 0, s, c, 0)
end

function geometry.translate(d, h, w)
  local across = d:uniform(-MOVED, MOVED) * w
  local down = d:uniform(-MOVED, MOVED) * h
  local chosen = d:choose(engine.create.ones(d.n), 0)
  return matrices(d.n, 1, 0, -across:round() * chosen,
                  0, 1, -down:round() * chosen)
end

function geometry.scale(d)
  local s = 1 / d:choose(d:power_of_two(SCALE), 1)
  return matrices(d.n, s, 0, 0, 0, s, 0)
end

function geometry.rotate(d)
  local p = 1 - math.sqrt(1 - d.p)
  return rotation(d.n, d:choose(d:uniform(-math.pi, math.pi), 0, p))
end

-- theta of affine_grid, whose sides go from -1 to 1.
local function normalised(m, h, w)
  local sides = engine.create.tensor {w / 2, h / 2, 1}
  return (m * sides / sides:unsqueeze(2)):narrow(2, 1, 2)
end

local function move(x, words, d)
  local h, w, whole = x:size(3), x:size(4), nil
  for _, word in ipairs(words) do
    local m = geometry[word](d, h, w)
    whole = whole and whole:bmm(m) or m
  end
  if not whole then return x end
  local grid = engine.functions.affine_grid(normalised(whole, h, w), x:size())
  return engine.functions.grid_sample(x, grid, {padding_mode = "reflection"})
end

local colours = {}

local function spread(v) return v:reshape(v:size(1), 1, 1, 1) end

function colours.brightness(x, d)
  local b = engine.create.randn(d.n, d.from) * BRIGHTNESS
  return x + spread(d:choose(b, 0))
end

function colours.contrast(x, d)
  return x * spread(d:choose(d:power_of_two(CONTRAST), 1))
end

function colours.saturation(x, d)
  local gray = x:mean(2, {keepdim = true})
  return (x - gray) * spread(d:choose(d:power_of_two(SATURATION), 1)) + gray
end

-- Positions 0 to side - 1 whose middles lie within a quarter of the side from
-- points drawn uniformly: n x side.
local function near_point(side, d)
  local point = d:uniform(0, 1):unsqueeze(2)
  local at = (engine.create.arange(0, side - 1) + 0.5) / side
  return (at - point):abs():lt(CUT / 2)
end

function colours.cutout(x, d)
  local rows = near_point(x:size(3), d):unsqueeze(2):unsqueeze(4)
  local columns = near_point(x:size(4), d):unsqueeze(2):unsqueeze(3)
  local chosen = spread(d:choose(engine.create.ones(d.n), 0))
  return x:multiply_no_nan(1 - rows * columns * chosen)
end

-- The order in which steps are taken, whatever that of the policy.
local order = {"flip", "rotate90", "translate", "scale", "rotate",
               "brightness", "contrast", "saturation", "cutout"}
local known = {}
for _, word in ipairs(order) do known[word] = true end

local EVERYTHING_BUT_CUTOUT = table.concat(order, ",", 1, #order - 1)

--- The augmentations of StyleGAN2-ADA (Karras et al. 2020, arXiv 2006.06676,
--- appendix B), each applied to an image with probability p, in this order:
---   flip        left for right, in half of the cases
---   rotate90    by 0, 90, 180 or 270 degrees
---   translate   by whole pixels, up to an eighth of each side
---   scale       by 2^(0.2 z), z from N(0, 1), both sides alike
---   rotate      by any angle; with probability 1 - sqrt(1 - p), because the
---               authors rotate before and after a stretch that is not here
---   brightness  x + 0.2 z
---   contrast    2^(z / 2) x
---   saturation  the distance from gray by 2^z
---   cutout      zeros in a rectangle of half of each side
--- policy: these words with commas; all but cutout unless given, the authors'
--- choice. x: n,c,h,w. Geometry is one bilinear reading of the image and its
--- mirror images beyond the edges; with p = 0 x comes back as it is.
---
---   local images = ln.data.shapes():batch {1, 2}
---   print(ln.gan.augment.pipeline(images, 0.5):size())   -- {2, 3, 32, 32}
augment.pipeline = arguments.define("pipeline",
  "x: tensor, p: share, {policy: string?, generator: generator?}",
  function(x, p, o)
  nchw.check("pipeline", x)
  local wanted = {}
  for _, word in ipairs(words_of("pipeline", o.policy or EVERYTHING_BUT_CUTOUT,
                                 known)) do
    wanted[word] = true
  end
  if p == 0 then return x end
  local draw = setmetatable({n = x:size(1), p = p,
                             from = {generator = o.generator}}, Draw)
  local moves = {}
  for _, word in ipairs(order) do
    if wanted[word] and geometry[word] then moves[#moves + 1] = word end
  end
  x = move(x, moves, draw)
  for _, word in ipairs(order) do
    if wanted[word] and colours[word] then x = colours[word](x, draw) end
  end
  return x
end)

-- ---- its controller ----

--- Adaptive augmentation (Karras et al. 2020, arXiv 2006.06676, section 3):
--- ada(x) is augment.pipeline(x, p), or x in evaluation mode, and
--- ada:update(logits) sets p from how sure the discriminator is of the real
--- images it was given: with r the mean of sign(D(real)) over `interval`
--- updates, p goes up by their logits / `images` where r > target, else down by
--- as much, between 0 and 1. p and what is being counted are buffers.
---
---   local ada, net = ln.gan.augment.ADA(), ln.gan.zoo.dcgan {filters = 8}
---   local images = ln.data.shapes {size = 64}:batch {1, 2}
---   local fakes = net.generator(ln.randn(2, net.latent)):detach()
---   local real = net.discriminator(ada(images))
---   local fake = net.discriminator(ada(fakes))
---   ada:update(real)
--- @class ADA: Module
--- @field p any the probability, a tensor of one number
local ADA = Module:extend "ADA"

ADA.init = arguments.define("ADA:init",
  "self, {p: share = 0, target: real = 0.6, interval: count = 4, " ..
  "images: count = 500000, policy: string?, generator: generator?}",
  function(self, o)
  local tensor = engine.create.tensor
  words_of("ADA", o.policy or EVERYTHING_BUT_CUTOUT, known)
  self.target, self.interval, self.images = o.target, o.interval, o.images
  self.policy, self.generator = o.policy, o.generator
  self.p = parameter.Buffer(tensor(o.p))
  -- the sum of signs, their number, and the updates that gave them
  self.signs = parameter.Buffer(tensor {0, 0, 0})
end)

function ADA:forward(x)
  arguments.check("ADA", "x", x, "tensor")
  if not self.training then return x end
  return augment.pipeline(x, self.p:item(), {policy = self.policy,
                                             generator = self.generator})
end

--- Counts the discriminator's outputs on real images, of any shape, and after
--- `interval` updates adjusts p. Returns p, a number.
--- @return number
ADA.update = arguments.define("ada:update", "self, logits: tensor",
                              function(self, logits)
  local _ <close> = recording.no_grad()
  local sign = logits:detach():sign():sum():item()
  self.signs:add_(engine.create.tensor {sign, logits:numel(), 1})
  local sum, count, updates = table.unpack(self.signs:totable())
  if updates < self.interval then return self.p:item() end
  local way = sum / count - self.target
  way = way > 0 and 1 or way < 0 and -1 or 0
  self.p:add_(way * count / self.images):clamp_(0, 1)
  self.signs:zero_()
  return self.p:item()
end)

function ADA:extra_repr()
  return ("{p = %g, target = %g}"):format(self.p:item(), self.target)
end

augment.ADA = ADA

return augment
