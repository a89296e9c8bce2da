--- Fourier transforms, by the names of torch.fft, and what is made of them.
--- Complex numbers are pairs, a real and an imaginary part, in a last dimension
--- of 2 that `dim` does not count: what PyTorch's view_as_real shows.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local distinct = require "lunette.functions.axes".distinct
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local spectra = {}
local define, create, functions = arguments.define, engine.create,
  engine.functions

-- ---- what is transformed ----

-- The tensor whose dimensions count: of pairs the real parts.
local function counted(owner, x, of_pairs)
  if not of_pairs then
    if x:dim() == 0 then raise("%s: a number has no dimensions", owner) end
    return x
  end
  if x:dim() < 2 or x:size(-1) ~= 2 then
    raise("%s: pairs are wanted, a last dimension of 2 beyond that which is " ..
          "transformed; this is %s", owner, repr.shape(x))
  end
  return x:select(-1, 1)
end

-- x with n elements along the axis: cut off, or followed by zeros.
local function fitted(x, axis, n)
  local size = x:size(axis)
  if not n or n == size then return x end
  return n < size and x:narrow(axis, 1, n) or x:widen(axis, 1, n)
end

-- The axis and its size; of nothing there is no transform.
local function line_of(owner, x, dim)
  local axis, size = dimension(owner, x, dim)
  if size == 0 then
    raise("%s: dimension %d of %s has no elements", owner, axis,
          repr.shape(x))
  end
  return axis, size
end

-- y by its share in the norm: all of 1 / n is the inverse's, the forward
-- one's, or half of both.
local function scaled(y, n, norm, inverse)
  if norm == "ortho" then return y * (1 / math.sqrt(n)) end
  return (norm == "backward") == inverse and y * (1 / n) or y
end

-- ---- along one dimension ----

local function complex(owner, x, n, dim, norm, inverse)
  local axis = line_of(owner, counted(owner, x, true), dim)
  x = fitted(x, axis, n)
  local y = functions.dft(x, axis, {inverse = inverse})
  return scaled(y, x:size(axis), norm, inverse)
end

local function to_half(owner, x, n, dim, norm)
  local axis = line_of(owner, counted(owner, x, false), dim)
  x = fitted(x, axis, n)
  return scaled(functions.rdft(x, axis), x:size(axis), norm, false)
end

local function from_half(owner, x, n, dim, norm)
  local axis, size = line_of(owner, counted(owner, x, true), dim)
  n = n or 2 * (size - 1)
  if n == 0 then
    raise("%s: n is wanted where dimension %d has size 1: 2 (1 - 1) is 0",
          owner, axis)
  end
  return scaled(functions.irdft(fitted(x, axis, n // 2 + 1), axis, n), n, norm,
                true)
end

local ONE = "x: tensor, n: count?, dim: dim = -1, " ..
  "{norm: backward|ortho|forward = backward}"

--- The discrete Fourier transform along dim of pairs (..., 2):
---
---   y_k = sum over j of x_j exp(-2 pi i j k / n)
---
--- x is cut off or followed by zeros to n elements, and n log n is what any n
--- takes. norm says who is divided by n: "backward" the inverse, "forward" this
--- one, "ortho" both by its root. Real numbers are rfft's.
spectra.fft = define("fft", ONE, function(x, n, dim, o)
  return complex("fft", x, n, dim, o.norm, false)
end)

--- The inverse of fft, of pairs (..., 2) along dim.
spectra.ifft = define("ifft", ONE, function(x, n, dim, o)
  return complex("ifft", x, n, dim, o.norm, true)
end)

--- The transform of real numbers along dim, as fft's: the first n // 2 + 1
--- pairs, in a new last dimension of 2. The others are the conjugates of these.
spectra.rfft = define("rfft", ONE, function(x, n, dim, o)
  return to_half("rfft", x, n, dim, o.norm)
end)

--- The n real numbers that rfft makes such pairs (..., 2) of; n left out is
--- even, 2 (size - 1). What is imaginary in the first pair, and in the last of
--- an even n, has no part in it.
spectra.irfft = define("irfft", ONE, function(x, n, dim, o)
  return from_half("irfft", x, n, dim, o.norm)
end)

-- ---- along several ----

-- The axes, each once, and the sizes wanted for them; x has the dimensions that
-- count. Without dims they are the last of as many as there are sizes, or all.
local function axes_of(owner, x, s, dims)
  local first = x:dim() - (s and #s or x:dim())
  local axes = distinct(owner, x, dims or {})
  for k = 1, dims and 0 or x:dim() - first do axes[k] = first + k end
  if #axes == 0 or first < 0 or s and #s ~= #axes then
    raise("%s: %d sizes in s for %d dimensions", owner, s and #s or 0, #axes)
  end
  return axes, s or {}
end

local function complex_all(owner, x, s, dims, norm, inverse)
  local axes, sizes = axes_of(owner, counted(owner, x, true), s, dims)
  for k, axis in ipairs(axes) do
    x = complex(owner, x, sizes[k], axis, norm, inverse)
  end
  return x
end

-- The last of the dimensions is the one that is real.
local function to_half_all(owner, x, s, dims, norm)
  local axes, sizes = axes_of(owner, counted(owner, x, false), s, dims)
  x = to_half(owner, x, sizes[#axes], axes[#axes], norm)
  for k = #axes - 1, 1, -1 do
    x = complex(owner, x, sizes[k], axes[k], norm, false)
  end
  return x
end

local function from_half_all(owner, x, s, dims, norm)
  local axes, sizes = axes_of(owner, counted(owner, x, true), s, dims)
  for k = 1, #axes - 1 do
    x = complex(owner, x, sizes[k], axes[k], norm, true)
  end
  return from_half(owner, x, sizes[#axes], axes[#axes], norm)
end

local TWO = "x: tensor, s: counts?, dim: dims = {-2, -1}, " ..
  "{norm: backward|ortho|forward = backward}"

--- fft along the two dimensions in dim, of pairs (..., h, w, 2); s has the two
--- sizes that they are brought to.
spectra.fft2 = define("fft2", TWO, function(x, s, dim, o)
  return complex_all("fft2", x, s, dim, o.norm, false)
end)

--- The inverse of fft2.
spectra.ifft2 = define("ifft2", TWO, function(x, s, dim, o)
  return complex_all("ifft2", x, s, dim, o.norm, true)
end)

--- The transform of real numbers along the two dimensions in dim, of images
--- ..., h, w: pairs ..., h, w // 2 + 1, 2. s has the two sizes that they are
--- brought to. An image's frequencies from the lowest on are rows 1, 2, ... and
--- h, h - 1, ...: fftfreq and rfftfreq have them.
spectra.rfft2 = define("rfft2", TWO, function(x, s, dim, o)
  return to_half_all("rfft2", x, s, dim, o.norm)
end)

--- The real numbers that rfft2 makes such pairs of; without s the last of dim
--- gets an even size, as irfft's.
spectra.irfft2 = define("irfft2", TWO, function(x, s, dim, o)
  return from_half_all("irfft2", x, s, dim, o.norm)
end)

local MANY = "x: tensor, s: counts?, dim: dims?, " ..
  "{norm: backward|ortho|forward = backward}"

--- fft along the dimensions in dim, of pairs (..., 2): all when it is left out,
--- or with s, the sizes, the last of as many.
spectra.fftn = define("fftn", MANY, function(x, s, dim, o)
  return complex_all("fftn", x, s, dim, o.norm, false)
end)

--- The inverse of fftn.
spectra.ifftn = define("ifftn", MANY, function(x, s, dim, o)
  return complex_all("ifftn", x, s, dim, o.norm, true)
end)

--- rfft along the last of the dimensions in dim, and fft along the others.
spectra.rfftn = define("rfftn", MANY, function(x, s, dim, o)
  return to_half_all("rfftn", x, s, dim, o.norm)
end)

--- The inverse of rfftn, as irfft is that of rfft.
spectra.irfftn = define("irfftn", MANY, function(x, s, dim, o)
  return from_half_all("irfftn", x, s, dim, o.norm)
end)

-- ---- frequencies ----

-- Those of element k (from 0) of n, as whole numbers.
local function frequency(k, n) return k < (n + 1) // 2 and k or k - n end

--- The frequency of each element of fft's result, in cycles for each unit that
--- neighbours of x are d of: 0, 1, ..., then the negative ones, over d n.
spectra.fftfreq = define("fftfreq", "n: count, d: real = 1", function(n, d)
  local half = n // 2
  return functions.cat {create.arange(0, n - half - 1),
                        create.arange(-half, -1)} / (n * d)
end)

--- Those of rfft's result, 0, 1, ..., n // 2, over d n.
spectra.rfftfreq = define("rfftfreq", "n: count, d: real = 1", function(n, d)
  return create.arange(0, n // 2) / (n * d)
end)

local function shifted(owner, x, dim, by)
  local shifts, dims = {}, dim or {}
  for k = 1, dim and 0 or x:dim() do dims[k] = k end
  for k, axis in ipairs(dims) do
    local _, size = dimension(owner, x, axis)
    shifts[k] = by(size)
  end
  return #dims > 0 and x:roll(shifts, dims) or x
end

--- x with frequency 0 in the middle of the dimensions in dim, all when it is
--- left out: of pairs they have to be named, as that of the pairs counts here.
spectra.fftshift = define("fftshift", "x: tensor, dim: dims?", function(x, dim)
  return shifted("fftshift", x, dim, function(size) return size // 2 end)
end)

--- The inverse of fftshift.
spectra.ifftshift = define("ifftshift", "x: tensor, dim: dims?",
                           function(x, dim)
  return shifted("ifftshift", x, dim, function(size) return -(size // 2) end)
end)

-- ---- the spectrum of images ----

-- For each number of rfft2's result of h x w: its bin, from 1 (those beyond the
-- last in one more), and its share in that bin's mean.
local function bins_of(h, w)
  local side, half = math.min(h, w), w // 2 + 1
  local last = side // 2 + 2
  local bin, weight, count = {}, {}, {}
  for y = 0, h - 1 do
    for x = 0, half - 1 do
      local r2 = (frequency(y, h) / h) ^ 2 + (x / w) ^ 2
      local b = math.min(math.floor(math.sqrt(r2) * side + 1e-9) + 1, last)
      local alone = x == 0 or 2 * x == w
      bin[#bin + 1], weight[#weight + 1] = b, alone and 1 or 2
      count[b] = (count[b] or 0) + weight[#weight]
    end
  end
  for k, b in ipairs(bin) do weight[k] = weight[k] / count[b] end
  return create.tensor(bin), create.tensor(weight), last
end

--- The power spectrum of images (n, c, h, w), averaged over all directions: n,
--- c, bins, with min(h, w) // 2 + 1 bins, of one channel each. It shows which
--- frequencies a generator lacks, or has too much of: its upper end is where
--- up-convolutions leave their traces (Durall, Keuper and Keuper, "Watch your
--- Up-Convolution", CVPR 2020, arXiv 2003.01826, whose integral over the angle
--- is a mean here). It can be a term of the generator's loss, as there.
---
--- With F the transform of an image, a bin has the mean of |F|^2 / (h w) over
--- the frequencies whose radius r, in cycles along the shorter side, has
--- k <= r < k + 1: k = 0 is the mean of the image alone, the last bin that of
--- stripes of two pixels; what is in the corners beyond it is left out. White
--- noise of variance v has v everywhere, whatever the size. Its logarithm is
--- what is mostly drawn:
---
---   local real = ln.spectrum(ln.rand(64, 3, 32, 32)):mean({1, 2}):log()
spectra.spectrum = define("spectrum", "x: tensor", function(x)
  if x:dim() ~= 4 or x:numel() == 0 then
    raise("spectrum: images n, c, h, w are wanted, this is %s",
          repr.shape(x))
  end
  local n, c, h, w = table.unpack(x:size())
  local bin, weight, last = bins_of(h, w)
  local y = to_half_all("spectrum", x, nil, {-2, -1}, "ortho")
  local power = y:select(-1, 1):square() + y:select(-1, 2):square()
  power = power:reshape(n, c, -1) * weight
  return create.zeros(n, c, last):index_add(3, bin, power):narrow(3, 1,
                                                                  last - 1)
end)

return spectra
