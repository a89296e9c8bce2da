--- Spectra of short stretches of a signal, and the windows they are seen
--- through.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local signals = {}
local define, create, functions = arguments.define, engine.create,
  engine.functions

-- ---- windows ----

-- shape(angles), which go once round in n elements, or in n - 1.
local function window(n, periodic, shape)
  if n < 2 then return create.ones(n) end
  local round = periodic and n or n - 1
  return shape(create.arange(0, n - 1) * (2 * math.pi / round))
end

--- The Hann window, (1 - cos a) / 2 with a = 2 pi k / n for k from 0, or 2 pi k
--- / (n - 1) unless periodic. n is window_length.
signals.hann_window = define("hann_window",
  "window_length: whole, periodic: bool = true", function(n, periodic)
  return window(n, periodic, function(a) return 0.5 - 0.5 * a:cos() end)
end)

--- The Hamming window, alpha - beta cos a, a as that of hann_window.
signals.hamming_window = define("hamming_window",
  "window_length: whole, periodic: bool = true, alpha: real = 0.54, " ..
  "beta: real = 0.46", function(n, periodic, alpha, beta)
  return window(n, periodic, function(a) return alpha - beta * a:cos() end)
end)

--- The Blackman window, 0.42 - 0.5 cos a + 0.08 cos 2 a, a as that of
--- hann_window.
signals.blackman_window = define("blackman_window",
  "window_length: whole, periodic: bool = true", function(n, periodic)
  return window(n, periodic, function(a)
    local c = a:cos() -- cos 2 a is 2 c^2 - 1; at the ends it is 0 exactly
    return (1 - c) * (0.34 - 0.16 * c)
  end)
end)

--- The triangular window, 1 - |a / pi - 1|, a as that of hann_window.
signals.bartlett_window = define("bartlett_window",
  "window_length: whole, periodic: bool = true", function(n, periodic)
  return window(n, periodic, function(a)
    return 1 - (a / math.pi - 1):abs()
  end)
end)

-- ---- frames ----

-- hop_length, and the window as n_fft elements.
local function frame(owner, n_fft, hop, length, w)
  length = length or n_fft
  if length > n_fft then
    raise("%s: a win_length of %d, and an n_fft of %d", owner, length, n_fft)
  end
  if w and (w:dim() ~= 1 or w:numel() ~= length) then
    raise("%s: a window of %s, and a win_length of %d", owner,
          repr.shape(w), length)
  end
  w = w or create.ones(length)
  return hop or math.max(n_fft // 4, 1),
    w:widen(1, (n_fft - length) // 2 + 1, n_fft)
end

-- x as a batch, of `rank` dimensions, and what takes that of one away again.
local function batched(owner, x, rank, wanted)
  if x:dim() == rank then return x, function(y) return y end end
  if x:dim() ~= rank - 1 then
    raise("%s: %s is wanted, this is %s", owner, wanted,
          repr.shape(x))
  end
  return x:unsqueeze(1), function(y) return y:squeeze(1) end
end

-- Real numbers as pairs.
local function as_pairs(x)
  return functions.stack({x, create.zeros_like(x)}, -1)
end

--- The short-time Fourier transform of signals (length, or n, length): pairs
--- (n,) frequencies, frames, 2, which are the transforms of stretches of n_fft
--- elements, hop_length apart (n_fft // 4), times the window, of win_length
--- (n_fft) in their middle (1 everywhere). center: stretch t is about element
--- t hop_length, and the signal is padded by n_fft // 2 on both sides, by
--- pad_mode. normalized: divided by the root of n_fft. onesided: the n_fft // 2
--- + 1 frequencies that rfft has.
---
---   local signal = ln.sin(ln.arange(1, 400) * 0.5)
---   local pairs_of = ln.stft(signal, 64, {window = ln.hann_window(64)})
signals.stft = define("stft",
  "x: tensor, n_fft: count, hop_length: count?, win_length: count?, " ..
  "window: tensor?, {center: bool = true, pad_mode: constant|reflect|" ..
  "replicate|circular = reflect, normalized: bool = false, " ..
  "onesided: bool = true}", function(x, n_fft, hop, length, w, o)
  local hop_length, wide = frame("stft", n_fft, hop, length, w)
  local all, single = batched("stft", x, 2, "a signal, or n of them,")
  if o.center then
    all = all:pad({n_fft // 2, n_fft // 2}, {mode = o.pad_mode})
  end
  local size = all:size(2)
  if size < n_fft then
    raise("stft: an n_fft of %d, and %d elements", n_fft, size)
  end
  local frames = all:unfold(2, n_fft, hop_length) * wide
  local y = o.onesided and functions.rdft(frames, 3) or
            functions.dft(as_pairs(frames), 3)
  if o.normalized then y = y * (1 / math.sqrt(n_fft)) end
  return single(y:transpose(2, 3))
end)

-- Stretches (n, frames, n_fft) added where they were taken from: n, length.
local function overlapped(frames, hop)
  local _, count, n_fft = table.unpack(frames:size())
  return frames:unfold_back(2, n_fft + hop * (count - 1), hop)
end

-- Stretches of the signal, without window, of pairs of n_fft's frequencies.
local function stretches(x, n_fft, onesided)
  local given, wanted = x:size(2), onesided and n_fft // 2 + 1 or n_fft
  if given ~= wanted then
    raise("istft: %d frequencies, an n_fft of %d has %d", given, n_fft, wanted)
  end
  local half = x:narrow(2, 1, n_fft // 2 + 1):transpose(2, 3)
  return functions.irdft(half, 3, n_fft)
end

-- y over the squares of the windows that came together in each element.
local function unwindowed(y, wide, count, hop, from, to)
  local squares = wide:square():expand(1, count, wide:size(1))
  local first, last = from + 1, math.min(to, y:size(2))
  if last < first then raise("istft: no element is left of %d", y:size(2)) end
  local weight = overlapped(squares, hop):narrow(2, first, last - first + 1)
  local least = weight:amin():item()
  if not (least >= 1e-11) then -- luacheck: ignore (NaN fails too)
    raise("istft: the squares of the windows add up to %g somewhere; they " ..
          "have to overlap", least)
  end
  return (y:narrow(2, first, last - first + 1) / weight):widen(2, 1,
                                                               to - from)
end

--- The signal (length, or n, length) whose stft has these pairs ((n,)
--- frequencies, frames, 2), or is nearest to them (Griffin and Lim, "Signal
--- estimation from modified short-time Fourier transform", 1984, equation 6);
--- the other arguments are those of the stft. length: as many elements, with
--- zeros where there are fewer. Of all n_fft frequencies, where onesided is
--- false, those count that rfft has.
signals.istft = define("istft",
  "x: tensor, n_fft: count, hop_length: count?, win_length: count?, " ..
  "window: tensor?, {center: bool = true, normalized: bool = false, " ..
  "onesided: bool = true, length: count?}",
  function(x, n_fft, hop, win_length, w, o)
  local hop_length, wide = frame("istft", n_fft, hop, win_length, w)
  local all, single = batched("istft", x, 4, "frequencies, frames, 2, or n " ..
                              "of them,")
  if all:size(4) ~= 2 or all:numel() == 0 then
    raise("istft: frequencies, frames, 2 is wanted, this is %s",
          repr.shape(x))
  end
  local count = all:size(3)
  local share = o.normalized and 1 / math.sqrt(n_fft) or 1 / n_fft
  local frames = stretches(all, n_fft, o.onesided) * (wide * share)
  local y = overlapped(frames, hop_length)
  local from = o.center and n_fft // 2 or 0
  local to = o.length and from + o.length or y:size(2) - from
  return single(unwindowed(y, wide, count, hop_length, from, to))
end)

return signals
