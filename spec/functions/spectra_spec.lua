-- Transforms by what is known of them; values against PyTorch stand in
-- spec/reference/spectra.py.
local ln = require "lunette"
local near = require "spec.near"

local TIGHT = ln.real == "double" and 1e-12 or 1e-5

describe("Fourier transforms:", function()
  local function randn(...) return ln.randn({...}, {generator = ln.Generator(5)}) end

  it("a wave has one frequency", function()
    local list = {}
    for j = 0, 7 do list[j + 1] = math.cos(2 * math.pi * 3 * j / 8) end
    near(ln.rfft(ln.tensor(list)), {0, 0, 0, 0, 0, 0, 4, 0, 0, 0}, TIGHT)
  end)

  -- exp(-2 pi i j k / n) of an impulse at j
  it("an impulse turns, whatever the length", function()
    for _, n in ipairs {2, 6, 25, 61, 62, 67, 128, 1009, 1024, 1331, 10007} do
      local x, j = ln.zeros(n, 2), n // 3
      x[{j + 1, 1}] = 1
      local y = ln.fft(x)
      for _, k in ipairs {0, 1, n // 2, n - 1} do
        local angle = 2 * math.pi * (j * k % n) / n
        near(y[k + 1], {math.cos(angle), -math.sin(angle)}, TIGHT)
      end
    end
  end)

  it("the inverse gives back what there was, by any norm", function()
    for _, n in ipairs {1, 2, 7, 12, 67} do
      for _, norm in ipairs {"backward", "ortho", "forward"} do
        local x, z = randn(2, n, 3), randn(n, 3, 2)
        near(ln.irfft(ln.rfft(x, nil, 2, {norm = norm}), n, 2, {norm = norm}), x:flatten():totable(), TIGHT)
        near(ln.ifft(ln.fft(z, nil, 1, {norm = norm}), nil, 1, {norm = norm}), z:flatten():totable(), TIGHT)
      end
    end
  end)

  it("the numbers are the same for any number of threads", function()
    local before = ln.get_num_threads()
    local x, results = randn(40, 3, 36, 67), {}
    for k, threads in ipairs {1, 2, 3} do
      ln.set_num_threads(threads)
      results[k] = ln.rfft2(x)
    end
    ln.set_num_threads(before)
    assert.is_true(results[1]:equal(results[2]) and results[1]:equal(results[3]))
  end)

  it("many lines at once are as each alone", function()
    for _, n in ipairs {3, 8, 9, 30, 64, 67} do
      local x, z = randn(38, n), randn(38, n, 2)
      local y, w, back = ln.rfft(x), ln.fft(z), ln.irfft(z, n)
      local across = ln.fft(z:transpose(1, 2):contiguous(), nil, 1):transpose(1, 2)
      for i = 1, 38, 9 do
        near(y[i], ln.rfft(x[i]):flatten():totable(), TIGHT)
        near(w[i], ln.fft(z[i]):flatten():totable(), TIGHT)
        near(across[i], w[i]:flatten():totable(), TIGHT)
        near(back[i], ln.irfft(z[i], n):flatten():totable(), TIGHT)
      end
    end
  end)

  it("a line knows nothing of its neighbours", function()
    local x = randn(5, 12)
    local broken = x:clone()
    broken[2] = 0 / 0
    broken[3] = 1e30
    local y, z = ln.rfft(x), ln.rfft(broken)
    for _, row in ipairs {1, 4, 5} do assert.is_true(y[row]:equal(z[row])) end
  end)

  it("what does not fit is refused", function()
    local function refused(text, f)
      local ok, message = pcall(f)
      assert.is_false(ok)
      assert.equal(text, (message:gsub("^spec/functions/spectra_spec.lua:%d+: ", "")))
    end
    refused("fft: pairs are wanted, a last dimension of 2 beyond that which is transformed; this is 4x3",
            function() return ln.fft(ln.ones(4, 3)) end)
    refused("ifft: dimension 2 of a tensor with 1", function() return ln.ifft(ln.ones(4, 2), nil, 2) end)
    refused("rfft: dimension 1 of 0x2 has no elements", function() return ln.rfft(ln.ones(0, 2), nil, 1) end)
    refused("rfft: a number has no dimensions", function() return ln.rfft(ln.tensor(1)) end)
    refused("irfft: n is wanted where dimension 1 has size 1: 2 (1 - 1) is 0",
            function() return ln.irfft(ln.ones(1, 2)) end)
    refused("rfft2: dimension 1 is given twice", function() return ln.rfft2(ln.ones(4, 2), nil, {1, -2}) end)
    refused("fft2: 1 sizes in s for 2 dimensions", function() return ln.fft2(ln.ones(4, 4, 2), {3}) end)
    refused("spectrum: images n, c, h, w are wanted, this is 3x4", function() return ln.spectrum(ln.ones(3, 4)) end)
    refused("dft: pairs are wanted, a last dimension of 2 beyond that which is transformed; this is 4x3",
            function() return ln.dft(ln.ones(4, 3), 1) end)
    refused("irdft: dimension 1 has size 3; n of 6 goes with n / 2 + 1",
            function() return ln.irdft(ln.ones(3, 2), 1, 6) end)
  end)

  it("ln.fft has PyTorch's names", function()
    local x = randn(4, 6)
    assert.is_true(ln.fft.rfft(x):equal(x:rfft()))
    assert.is_true(ln.fft(x:rfft()):equal(ln.fft.fft(x:rfft())))
    near(ln.fft.fftfreq(4), {0, 0.25, -0.5, -0.25})
    assert.error_matches(function() return ln.fft.rft end, "fft has no rft; near it: fft, rfft")
  end)
end)

describe("the spectrum of images", function()
  it("has the mean in its first bin, and stripes of two pixels in its last", function()
    -- 64 pixels of 2: |F|^2 / 64 = 128^2 / 64
    near(ln.spectrum(ln.full({1, 1, 8, 8}, 2)), {256, 0, 0, 0, 0})
    -- 64 at one of the 14 frequencies with a radius from 4 to 5: 5 of kx = -4, 2 each of 3 and -3, 1 each of 2,
    -- -2, 1, -1 and 0 (ky = -4)
    local stripes = ln.tensor {1, -1}:tile(8, 4)
    near(ln.spectrum(stripes:reshape(1, 1, 8, 8)), {0, 0, 0, 0, 64 / 14})
    near(ln.spectrum(stripes:t():reshape(1, 1, 8, 8)), {0, 0, 0, 0, 64 / 14})
  end)

  it("is flat for white noise, whatever the size", function()
    for _, size in ipairs {16, 25, 64} do
      local x = ln.randn({200, 1, size, size}, {generator = ln.Generator(3)}) * 2
      local y = ln.spectrum(x):mean {1, 2}
      assert.same({size // 2 + 1}, y:size())
      -- of the first bin, one frequency: the mean of 200 squares of normal numbers, of deviation 4 (2 / 200)^1/2
      near(y:narrow(1, 1, 1), {4}, 0.3)
      near(y:narrow(1, 4, size // 2 - 2), ln.full({size // 2 - 2}, 4):totable(), 0.06)
    end
  end)

  it("falls where an image is smoothed", function()
    local x = ln.randn({8, 3, 32, 32}, {generator = ln.Generator(3)})
    local smooth = ln.interpolate(x:narrow(3, 1, 16):narrow(4, 1, 16), {size = {32, 32}, mode = "bilinear"})
    local y = ln.spectrum(smooth):mean {1, 2}
    assert.is_true((y[-1] / y[3]):item() < 0.05)
  end)
end)

describe("short-time transforms:", function()
  it("istft gives back the signal", function()
    local x = ln.randn({2, 100}, {generator = ln.Generator(4)})
    for _, o in ipairs {{}, {normalized = true}, {onesided = false}} do
      local w = ln.hann_window(16)
      local y = ln.istft(ln.stft(x, 16, 4, 16, w, o), 16, 4, 16, w,
                         {normalized = o.normalized, onesided = o.onesided, length = 100})
      near(y, x:flatten():totable(), TIGHT)
    end
  end)

  it("what does not fit is refused", function()
    local x = ln.ones(10)
    assert.error_matches(function() return ln.stft(x, 8, nil, 9) end, "stft: a win_length of 9, and an n_fft of 8")
    assert.error_matches(function() return ln.stft(x, 8, nil, nil, ln.ones(7)) end,
      "stft: a window of 7, and a win_length of 8")
    assert.error_matches(function() return ln.stft(x, 12, {center = false}) end,
      "stft: an n_fft of 12, and 10 elements")
    assert.error_matches(function() return ln.stft(ln.ones(1, 1, 9), 4) end,
      "stft: a signal, or n of them, is wanted, this is 1x1x9")
    assert.error_matches(function() return ln.istft(ln.ones(4, 3, 2), 8) end,
      "istft: 4 frequencies, an n_fft of 8 has 5")
    assert.error_matches(function() return ln.istft(ln.ones(4, 3), 8) end, "istft: frequencies, frames, 2")
    assert.error_matches(function() return ln.istft(ln.ones(5, 3, 2), 8, 8, 4, {center = false}) end,
      "istft: the squares of the windows add up to 0 somewhere; they have to overlap")
  end)
end)
