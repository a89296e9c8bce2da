--- ln.gan.latent: what generators start from, and ways through it.
--
-- Samplers take n, the number of samples, and draw from {generator = ...}.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local latent = {}

local functions, create = engine.functions, engine.create

local function check_sizes(owner, n, dim)
  options.check(owner, "n", n, "count")
  options.check(owner, "dim", dim, "count")
end

-- ---- samplers ----

local read_normal = options.reader("normal", "generator: any?")

--- latent.normal(n, dim, {generator = ...}): n x dim from N(0, 1).
function latent.normal(n, dim, given)
  check_sizes("normal", n, dim)
  return create.randn({n, dim}, read_normal(given))
end

local read_uniform = options.reader("uniform", "low: real = -1, " ..
                                    "high: real = 1, generator: any?")

--- latent.uniform(n, dim, {low = -1, high = 1, generator = ...}): n x dim,
--- uniform from low to high.
function latent.uniform(n, dim, given)
  check_sizes("uniform", n, dim)
  local o = read_uniform(given)
  if o.low >= o.high then
    raise("uniform: low is %.14g, high %.14g", o.low, o.high)
  end
  return create.uniform(o.low, o.high, {n, dim}, {generator = o.generator})
end

local read_sphere = options.reader("sphere", "radius: real = 1, generator: any?")

--- latent.sphere(n, dim, {radius = 1, generator = ...}): n x dim, uniform on the
--- sphere: normal numbers divided by their length.
function latent.sphere(n, dim, given)
  check_sizes("sphere", n, dim)
  local o = read_sphere(given)
  local z = create.randn({n, dim}, {generator = o.generator})
  return z * (o.radius / z:norm(2, 2, {keepdim = true}))
end

local read_truncated = options.reader("truncated_normal",
                                      "threshold: real = 2, generator: any?")

--- latent.truncated_normal(n, dim, {threshold = 2, generator = ...}): n x dim
--- from N(0, 1) given that |z| <= threshold, which is BigGAN's truncation trick
--- (Brock et al. 2019, arXiv 1809.11096, section 3.1): a lower threshold gives
--- better samples and fewer kinds. sqrt(2) erfinv(u), u uniform up to
--- erf(threshold / sqrt(2)) on both sides.
function latent.truncated_normal(n, dim, given)
  check_sizes("truncated_normal", n, dim)
  local o = read_truncated(given)
  local t = o.threshold
  if t <= 0 then raise("truncated_normal: threshold is %.14g", t) end
  local most = create.tensor(t / math.sqrt(2)):erf()
  local u = create.rand({n, dim}, {generator = o.generator}) * 2 - 1
  return ((u * most):erfinv() * math.sqrt(2)):clamp(-t, t)
end

local read_categorical = options.reader("categorical", "generator: any?")

--- latent.categorical(n, classes, {generator = ...}): n uniform labels from 1 as
--- one-hot rows, n x classes, and the labels, n.
function latent.categorical(n, classes, given)
  options.check("categorical", "n", n, "count")
  options.check("categorical", "classes", classes, "count")
  local labels = create.randint(1, classes, {n}, read_categorical(given))
  return functions.one_hot(labels, classes), labels
end

local read_mixed = options.reader("mixed", "noise: int = 62, " ..
  "categorical: table?, continuous: int = 0, generator: any?")

--- latent.mixed(n, {noise = 62, categorical = {}, continuous = 0,
---                  generator = ...})
---
--- InfoGAN's latents (Chen et al. 2016, arXiv 1606.03657, appendix C): normal
--- noise, a one-hot code for each number of classes in the list `categorical`,
--- and `continuous` codes uniform in [-1, 1], side by side: z, n x the sum of
--- all. Returns z and codes: codes.categorical[k] holds labels from 1, n, and
--- codes.continuous is n x continuous (nil for 0): what
--- gan.conditioning.information is to recover.
function latent.mixed(n, given)
  options.check("mixed", "n", n, "count")
  local o = read_mixed(given)
  local from, parts = {generator = o.generator}, {}
  local codes = {categorical = {}}
  if o.noise > 0 then parts[1] = latent.normal(n, o.noise, from) end
  for k, classes in ipairs(o.categorical or {}) do
    parts[#parts + 1], codes.categorical[k] =
      latent.categorical(n, classes, from)
  end
  if o.continuous > 0 then
    codes.continuous = latent.uniform(n, o.continuous, from)
    parts[#parts + 1] = codes.continuous
  end
  if #parts == 0 then raise("mixed: no noise and no codes") end
  return functions.cat(parts, 2), codes
end

-- ---- truncation ----

local read_mean = options.reader("mean", "samples: count = 10000, generator: any?")

--- latent.mean(mapping, dim, {samples = 10000, generator = ...}): the mean of
--- mapping(z), z from N(0, 1), samples x dim: what truncate goes towards.
function latent.mean(mapping, dim, given)
  local o = read_mean(given)
  local _ <close> = recording.no_grad()
  return mapping(latent.normal(o.samples, dim, {generator = o.generator}))
    :mean(1)
end

--- latent.truncate(w, mean, psi = 0.7): mean + psi (w - mean), StyleGAN's
--- truncation trick (Karras et al. 2019, arXiv 1812.04948, appendix B): psi 1 is
--- w itself, 0 the mean. w: n x dim, mean: dim.
function latent.truncate(w, mean, psi)
  options.check("truncate", "w", w, "tensor")
  options.check("truncate", "mean", mean, "tensor")
  psi = options.check("truncate", "psi", psi or 0.7, "real")
  return mean + (w - mean) * psi
end

-- ---- interpolation ----

local function check_ends(owner, a, b)
  options.check(owner, "a", a, "tensor")
  options.check(owner, "b", b, "tensor")
  local one, other = options.sizes_text(a:size()), options.sizes_text(b:size())
  if one ~= other or a:dim() == 0 then
    raise("%s: a is %s, b is %s; vectors or rows of one size are wanted", owner,
          one, other)
  end
end

-- A number, or numbers along dimensions in front, beside the last one.
local function share_of(owner, t)
  if type(t) == "number" then return t end
  return options.check(owner, "t", t, "tensor"):unsqueeze(-1)
end

--- latent.lerp(a, b, t): (1 - t) a + t b; t: a number, or a tensor of the sizes
--- of a without the last.
function latent.lerp(a, b, t)
  check_ends("lerp", a, b)
  t = share_of("lerp", t)
  return a * (1 - t) + b * t
end

-- The angle between vectors along the last dimension, exact for small ones as
-- the arc cosine is not (Kahan, "How futile are mindless assessments of
-- roundoff", section 12).
local function angle(a, b)
  local keep = {keepdim = true}
  local u, v = a / a:norm(2, -1, keep), b / b:norm(2, -1, keep)
  return 2 * (u - v):norm(2, -1, keep):atan2((u + v):norm(2, -1, keep))
end

local PARALLEL = 1e-4

--- latent.slerp(a, b, t): (sin((1 - t) o) a + sin(t o) b) / sin o with o the
--- angle between a and b, along the last dimension (Shoemake 1985; White 2016,
--- arXiv 1609.04468): samples of a normal distribution stay at the distance from
--- the origin that they have in many dimensions. Where the directions are the
--- same, or opposite, it is lerp. t as there.
function latent.slerp(a, b, t)
  check_ends("slerp", a, b)
  t = share_of("slerp", t)
  local o = angle(a, b)
  local straight = o:sin():abs():lt(PARALLEL)
  o = functions.where(straight, 1, o)
  local curved = (a * (o * (1 - t)):sin() + b * (o * t):sin()) / o:sin()
  return functions.where(straight, a * (1 - t) + b * t, curved)
end

local modes = {linear = latent.lerp, spherical = latent.slerp}

local read_path = options.reader("interpolate",
                                 "mode: linear|spherical = linear")

--- latent.interpolate(a, b, steps, {mode = "linear"}): steps points from a to b,
--- both included, steps x dim for vectors; for n pairs of rows n steps x dim,
--- pair by pair, so that image.save_grid with columns = steps shows one to a
--- line. mode: linear or spherical.
function latent.interpolate(a, b, steps, given)
  check_ends("interpolate", a, b)
  steps = options.check("interpolate", "steps", steps, "count")
  if a:dim() > 2 then
    raise("interpolate: a is %s, dim or n x dim is wanted",
          options.sizes_text(a:size()))
  end
  if steps < 2 then raise("interpolate: %d step has no two ends", steps) end
  local along = modes[read_path(given).mode]
  local dim = a:size(-1)
  local rows = a:dim() == 2 and a:size(1) or 1
  local sizes = {rows, steps, dim}
  local t = create.linspace(0, 1, steps):unsqueeze(1):expand(rows, steps)
  local from = a:reshape(rows, 1, dim):expand(sizes)
  local to = b:reshape(rows, 1, dim):expand(sizes)
  return along(from, to, t):reshape(rows * steps, dim)
end

--- latent.grid(corners, rows, columns, {mode = "linear"}): the points between
--- four corners (4 x dim: top left, top right, bottom left, bottom right), rows
--- columns x dim, line by line: first down both sides, then across.
function latent.grid(corners, rows, columns, given)
  options.check("grid", "corners", corners, "tensor")
  if corners:dim() ~= 2 or corners:size(1) ~= 4 then
    raise("grid: corners are %s, 4 x dim is wanted",
          options.sizes_text(corners:size()))
  end
  local path = latent.interpolate
  local left = path(corners[1], corners[3], rows, given)
  local right = path(corners[2], corners[4], rows, given)
  return path(left, right, columns, given)
end

return latent
