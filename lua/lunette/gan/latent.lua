--- ln.gan.latent: what generators start from, and ways through it.
--
-- Samplers take n, the number of samples, and draw from {generator = ...}.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local latent = {}

local functions, create = engine.functions, engine.create

-- ---- samplers ----

--- n x dim from N(0, 1).
latent.normal = arguments.define("normal",
  "n: count, dim: count, {generator: generator?}",
  function(n, dim, o) return create.randn({n, dim}, o) end)

--- n x dim, uniform from low to high.
latent.uniform = arguments.define("uniform",
  "n: count, dim: count, " ..
  "{low: real = -1, high: real = 1, generator: generator?}",
  function(n, dim, o)
  local wide = o.low < o.high
  if not wide then
    raise("uniform: low is %.14g, high %.14g", o.low, o.high)
  end
  return create.uniform(o.low, o.high, {n, dim}, {generator = o.generator})
end)

--- n x dim, uniform on the sphere: normal numbers divided by their length.
latent.sphere = arguments.define("sphere",
  "n: count, dim: count, {radius: real = 1, generator: generator?}",
  function(n, dim, o)
  local z = create.randn({n, dim}, {generator = o.generator})
  return z * (o.radius / z:norm(2, 2, {keepdim = true}))
end)

--- n x dim from N(0, 1) given that |z| <= threshold, which is BigGAN's
--- truncation trick (Brock et al. 2019, arXiv 1809.11096, section 3.1): a lower
--- threshold gives better samples and fewer kinds. sqrt(2) erfinv(u), u uniform
--- up to erf(threshold / sqrt(2)) on both sides.
latent.truncated_normal = arguments.define("truncated_normal",
  "n: count, dim: count, {threshold: positive = 2, generator: generator?}",
  function(n, dim, o)
  local t = o.threshold
  local most = create.tensor(t / math.sqrt(2)):erf()
  local u = create.rand({n, dim}, {generator = o.generator}) * 2 - 1
  return ((u * most):erfinv() * math.sqrt(2)):clamp(-t, t)
end)

--- n uniform labels from 1 as one-hot rows, n x classes, and the labels, n.
---
---   local rows, labels = ln.gan.latent.categorical(4, 10)
---   print(rows:size(), labels:size())   -- {4, 10}  {4}
--- @return Tensor
--- @return Tensor
latent.categorical = arguments.define("categorical",
  "n: count, classes: count, {generator: generator?}", function(n, classes, o)
  local labels = create.randint(1, classes, {n}, o)
  return functions.one_hot(labels, classes), labels
end)

--- InfoGAN's latents (Chen et al. 2016, arXiv 1606.03657, appendix C): normal
--- noise, a one-hot code for each number of classes in the list `categorical`,
--- and `continuous` codes uniform in [-1, 1], side by side: z, n x the sum of
--- all. Returns z and codes: codes.categorical[k] holds labels from 1, n, and
--- codes.continuous is n x continuous (nil for 0): what
--- gan.conditioning.information is to recover.
---
---   local options = {categorical = {10}, continuous = 2}
---   local z, codes = ln.gan.latent.mixed(16, options)
---   print(z:size(), codes.continuous:size())   -- {16, 74}  {16, 2}
---   local Q = ln.gan.conditioning.InfoGANHead(32, options)
---   local told = ln.gan.conditioning.information(Q(ln.randn(16, 32)), codes)
--- @return Tensor
--- @return { categorical: Tensor[], continuous: Tensor? }
latent.mixed = arguments.define("mixed",
  "n: count, {noise: whole = 62, categorical: counts = {}, " ..
  "continuous: whole = 0, generator: generator?}", function(n, o)
  local from, parts = {generator = o.generator}, {}
  local codes = {categorical = {}}
  if o.noise > 0 then parts[1] = latent.normal(n, o.noise, from) end
  for k, classes in ipairs(o.categorical) do
    parts[#parts + 1], codes.categorical[k] =
      latent.categorical(n, classes, from)
  end
  if o.continuous > 0 then
    codes.continuous = latent.uniform(n, o.continuous, from)
    parts[#parts + 1] = codes.continuous
  end
  if #parts == 0 then raise("mixed: no noise and no codes") end
  return functions.cat(parts, 2), codes
end)

-- ---- truncation ----

--- The mean of mapping(z), z from N(0, 1), samples x dim: what truncate goes
--- towards.
latent.mean = arguments.define("mean",
  "mapping: callable, dim: count, " ..
  "{samples: count = 10000, generator: generator?}", function(mapping, dim, o)
  local _ <close> = recording.no_grad()
  local z = latent.normal(o.samples, dim, {generator = o.generator})
  return arguments.check("mean", "what mapping returns", mapping(z), "tensor")
    :mean(1)
end)

--- mean + psi (w - mean), StyleGAN's truncation trick (Karras et al. 2019,
--- arXiv 1812.04948, appendix B): psi 1 is w itself, 0 the mean. w: n x dim,
--- mean: dim.
---
---   local net = ln.gan.zoo.stylegan2 {filters = 4}
---   local G, latent = net.generator, ln.gan.latent
---   local mean = latent.mean(G.mapping, net.latent, {samples = 100})
---   local w = G.mapping(ln.randn(4, net.latent))
---   local images = G.synthesis(latent.truncate(w, mean, 0.7))
latent.truncate = arguments.define("truncate",
  "w: tensor, mean: tensor, psi: real = 0.7",
  function(w, mean, psi) return mean + (w - mean) * psi end)

-- ---- interpolation ----

local function check_ends(owner, a, b)
  local one, other = repr.shape(a), repr.shape(b)
  if one ~= other or a:dim() == 0 then
    raise("%s: a is %s, b is %s; vectors or rows of one size are wanted", owner,
          one, other)
  end
end

-- A number, or numbers along dimensions in front, beside the last one.
local function share_of(t)
  return type(t) == "number" and t or t:unsqueeze(-1)
end

--- (1 - t) a + t b; t: a number, or a tensor of the sizes of a without the
--- last.
latent.lerp = arguments.define("lerp", "a: tensor, b: tensor, t: real|tensor",
                               function(a, b, t)
  check_ends("lerp", a, b)
  t = share_of(t)
  return a * (1 - t) + b * t
end)

-- The angle between vectors along the last dimension, exact for small ones as
-- the arc cosine is not (Kahan, "How futile are mindless assessments of
-- roundoff", section 12).
local function angle(a, b)
  local keep = {keepdim = true}
  local u, v = a / a:norm(2, -1, keep), b / b:norm(2, -1, keep)
  return 2 * (u - v):norm(2, -1, keep):atan2((u + v):norm(2, -1, keep))
end

local PARALLEL = 1e-4

--- (sin((1 - t) o) a + sin(t o) b) / sin o with o the angle between a and b,
--- along the last dimension (Shoemake 1985; White 2016, arXiv 1609.04468):
--- samples of a normal distribution stay at the distance from the origin that
--- they have in many dimensions. Where the directions are the same, or
--- opposite, it is lerp. t as there.
---
---   local a, b = ln.tensor {1, 0}, ln.tensor {0, 1}
---   print(ln.gan.latent.slerp(a, b, 0.5))   -- {0.7071, 0.7071}
latent.slerp = arguments.define("slerp", "a: tensor, b: tensor, t: real|tensor",
                                function(a, b, t)
  check_ends("slerp", a, b)
  t = share_of(t)
  local o = angle(a, b)
  local straight = o:sin():abs():lt(PARALLEL)
  o = functions.where(straight, 1, o)
  local curved = (a * (o * (1 - t)):sin() + b * (o * t):sin()) / o:sin()
  return functions.where(straight, a * (1 - t) + b * t, curved)
end)

local modes = {linear = latent.lerp, spherical = latent.slerp}

--- steps points from a to b, both included, steps x dim for vectors; for n
--- pairs of rows n steps x dim, pair by pair, so that image.save_grid with
--- columns = steps shows one to a line. mode: linear or spherical.
---
---   local a, b = ln.tensor {0, 0}, ln.tensor {2, 4}
---   print(ln.gan.latent.interpolate(a, b, 3))   -- {{0, 0}, {1, 2}, {2, 4}}
latent.interpolate = arguments.define("interpolate",
  "a: tensor, b: tensor, steps: count, {mode: linear|spherical = linear}",
  function(a, b, steps, o)
  check_ends("interpolate", a, b)
  if a:dim() > 2 then
    raise("interpolate: a is %s, dim or n x dim is wanted",
          repr.shape(a))
  end
  if steps < 2 then raise("interpolate: %d step has no two ends", steps) end
  local along = modes[o.mode]
  local dim = a:size(-1)
  local rows = a:dim() == 2 and a:size(1) or 1
  local sizes = {rows, steps, dim}
  local t = create.linspace(0, 1, steps):unsqueeze(1):expand(rows, steps)
  local from = a:reshape(rows, 1, dim):expand(sizes)
  local to = b:reshape(rows, 1, dim):expand(sizes)
  return along(from, to, t):reshape(rows * steps, dim)
end)

--- The points between four corners (4 x dim: top left, top right, bottom left,
--- bottom right), rows columns x dim, line by line: first down both sides, then
--- across. mode as interpolate's.
---
---   local corners = ln.randn(4, 8)
---   print(ln.gan.latent.grid(corners, 5, 6):size())   -- {30, 8}
latent.grid = arguments.define("grid",
  "corners: tensor, rows: count, columns: count, " ..
  "{mode: linear|spherical = linear}", function(corners, rows, columns, o)
  if corners:dim() ~= 2 or corners:size(1) ~= 4 then
    raise("grid: corners are %s, 4 x dim is wanted",
          repr.shape(corners))
  end
  local path = latent.interpolate
  local left = path(corners[1], corners[3], rows, o)
  local right = path(corners[2], corners[4], rows, o)
  return path(left, right, columns, o)
end)

return latent
