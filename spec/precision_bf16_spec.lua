-- Products and convolutions of factors rounded to bfloat16, held against the
-- same in float of factors rounded by hand: they differ by the order of sums.
local ln = require "lunette"
local near = require "spec.near"
local F = require "lunette.nn.functional"
local grad = ln.grad

if ln.real == "double" then
  describe("precision", function()
    it("has no bfloat16 in double", function()
      assert.has_error(function() ln.precision "bfloat16" end)
      assert.equal("double", ln.get_precision())
      local _ <close> = ln.precision "float"
      assert.equal("double", ln.get_precision())
    end)
  end)
  return
end

-- Through the bits of a float; not for NaN.
local function rounded_number(x)
  local bits = string.unpack("<I4", string.pack("<f", x))
  bits = bits + 0x7fff + (bits >> 16 & 1) & 0xffff0000
  return (string.unpack("<f", string.pack("<I4", bits)))
end

local function rounded(x)
  local values = x:detach():flatten():totable()
  for k, v in ipairs(values) do values[k] = rounded_number(v) end
  return ln.tensor(values):reshape(x:size())
end

local function bfloat16(f, ...)
  local _ <close> = ln.precision "bfloat16"
  return f(...)
end

local function equal(a, b)
  assert.same(b:size(), a:size())
  return a:eq(b):all():item() == 1
end

local function same(a, b) return near(a, b:flatten():totable()) end

-- f(...) and its gradients under the scope, and from factors rounded by hand.
-- f is linear in each factor, or adds a constant.
local function check(f, a, b)
  local function leaves(p, q)
    return p:detach():requires_grad_(), q:detach():requires_grad_()
  end
  local p, q = leaves(rounded(a), rounded(b))
  local want = f(p, q)
  local g = ln.randn(want:size())
  local want_p, want_q = table.unpack(grad(want, {p, q}, {grad_outputs = {rounded(g)}}))
  bfloat16(function()
    local r, s = leaves(a, b)
    local got = f(r, s)
    same(got, want)
    local got_r, got_s = table.unpack(grad(got, {r, s}, {grad_outputs = {g}}))
    same(got_r, want_p)
    same(got_s, want_q)
  end)
end

local function product(a, b) return a:matmul(b) end

describe("bfloat16", function()
  before_each(function() ln.manual_seed(3) end)

  -- Every path: panels, few steps, one pixel by one channel, a kernel that
  -- covers the image.
  it("rounds to the nearest, ties to even", function()
    local values = {1 + 0x1p-8, 1 + 3 * 0x1p-8, 1 + 0x1p-8 + 0x1p-20, -1 - 0x1p-8, 0x1.fffffep127, 0x1.fep127,
      math.huge, -math.huge, 0, 0x1p-126, 3.14159274}
    local want = {1, 1 + 4 * 0x1p-8, 1 + 0x1p-7, -1, math.huge, 0x1.fep127, math.huge, -math.huge, 0, 0x1p-126,
      3.140625}
    local x = ln.tensor(values)
    local n = #values
    local function check_columns(y)
      y = y:reshape(n, -1)
      for k = 1, y:size(2) do assert.same(want, y:select(2, k):totable()) end
    end
    bfloat16(function()
      check_columns(x:reshape(n, 1):matmul(ln.ones(1, 2)))
      check_columns(x:reshape(n, 1):matmul(ln.ones(1, 1000)))
      check_columns(ln.ones(1000, 1):matmul(x:reshape(1, n)):t())
      check_columns(F.conv2d(x:reshape(n, 1, 1, 1):expand(n, 1, 3, 5), ln.ones(1, 1, 1, 1)))
      check_columns(F.conv2d(x:reshape(n, 1, 1, 1):expand(n, 1, 3, 5), ln.ones(20, 1, 1, 1)))
      check_columns(F.conv2d(x:reshape(n, 1, 1, 1), ln.ones(1, 1, 1, 1)))
      check_columns(F.conv2d(ln.ones(1, 1, 3, 5), x:reshape(n, 1, 1, 1)))
    end)
  end)

  it("keeps NaN", function()
    local nan = ln.full({30, 1}, 0 / 0)
    bfloat16(function()
      for _, n in ipairs {1, 400} do
        local y = nan:matmul(ln.ones(1, n))
        assert.equal(30 * n, y:ne(y):sum():item())
      end
    end)
  end)

  it("makes products of any size", function()
    for _, s in ipairs {{1, 1, 1}, {3, 5, 7}, {12, 32, 32}, {33, 65, 129}, {1, 700, 40}, {300, 257, 1}, {13, 1, 999},
        {200, 513, 261}, {400, 515, 12}, {5, 1025, 400}} do
      check(product, ln.randn(s[1], s[2]), ln.randn(s[2], s[3]))
    end
  end)

  -- A float sum of k exact products, in any order, is off by k 2^-24 of the sum
  -- of their absolute values; one more for a product that is not whole in float.
  local function within(got, sum, size, k) return math.abs(got - sum) <= (k + 1) * 0x1p-24 * size end

  local EDGES = {1, 15, 16, 17, 31, 32, 33, 47, 64, 100}

  -- sums[k][i][j] over the first k steps, in double of numbers rounded by hand,
  -- and the sums of absolute values.
  local function sums_by_hand(a, b)
    local p, q, sums, sizes = rounded(a):totable(), rounded(b):totable(), {}, {}
    for _, k in ipairs(EDGES) do
      sums[k], sizes[k] = {}, {}
      for i = 1, 100 do sums[k][i], sizes[k][i] = {}, {} end
    end
    for i = 1, 100 do
      for j = 1, 100 do
        local sum, size = 0, 0
        for k = 1, 100 do
          local term = p[i][k] * q[k][j]
          sum, size = sum + term, size + math.abs(term)
          if sums[k] then sums[k][i][j], sizes[k][i][j] = sum, size end
        end
      end
    end
    return sums, sizes
  end

  it("makes products that end anywhere in a tile, as by hand", function()
    local a, b = ln.randn(100, 100), ln.randn(100, 100)
    local sums, sizes = sums_by_hand(a, b)
    local function verify(y, m, n, k)
      for i, row in ipairs(y:totable()) do
        for j, got in ipairs(row) do
          if not within(got, sums[k][i][j], sizes[k][i][j], k) then
            error(("%d x %d x %d at %d, %d: %.9g, by hand %.9g"):format(m, k, n, i, j, got, sums[k][i][j]), 0)
          end
        end
      end
    end
    bfloat16(function()
      for _, m in ipairs(EDGES) do
        for _, n in ipairs(EDGES) do
          for _, k in ipairs(EDGES) do
            local p, q = a:narrow(1, 1, m):narrow(2, 1, k), b:narrow(1, 1, k):narrow(2, 1, n)
            verify((m + n + k) % 2 == 0 and p:matmul(q) or q:t():matmul(p:t()):t(), m, n, k)
          end
        end
      end
    end)
  end)

  -- x: 2, c, h, h + 1; w: k, c, 3, 3; stride 1, padding 1.
  local function conv_by_hand(x, w, y)
    local c, h, width = #x[1], #x[1][1], #x[1][1][1]
    for n, image in ipairs(x) do
      for k, kernel in ipairs(w) do
        for i = 1, h do
          for j = 1, width do
            local sum, size = 0, 0
            for r = 1, 9 * c do
              local channel, at, across = (r - 1) // 9 + 1, (r - 1) % 9 // 3, (r - 1) % 3
              local row = image[channel][i + at - 1]
              local term = (row and row[j + across - 1] or 0) * kernel[channel][at + 1][across + 1]
              sum, size = sum + term, size + math.abs(term)
            end
            assert(within(y[n][k][i][j], sum, size, 9 * c), "a pixel is off")
          end
        end
      end
    end
  end

  it("makes convolutions as by hand", function()
    for _, s in ipairs {{1, 5, 16}, {3, 4, 33}, {7, 6, 5}, {17, 5, 15}, {33, 3, 32}} do
      local c, h, k = table.unpack(s)
      local x, w = ln.randn(2, c, h, h + 1), ln.randn(k, c, 3, 3)
      local y = bfloat16(F.conv2d, x, w, nil, {padding = 1})
      conv_by_hand(rounded(x):totable(), rounded(w):totable(), y:totable())
    end
  end)

  it("has the infinities and NaN of its sums, and those alone", function()
    local inf, nan = math.huge, 0 / 0
    bfloat16(function()
      for _, k in ipairs {3, 33, 34, 47, 257, 600} do
        ln.full({100, k}, nan):matmul(ln.full({k, 100}, nan)) -- what memory holds before
        local a, b = ln.ones(47, k), ln.ones(k, 70)
        a[1][k], a[2][1] = inf, nan
        b[{1, 70}] = -inf
        for _, y in ipairs {a:matmul(b), b:t():matmul(a:t()):t()} do
          y = y:totable()
          assert.equal(inf, y[1][1])
          assert.is_true(y[1][70] ~= y[1][70]) -- inf - inf
          assert.is_true(y[2][1] ~= y[2][1] and y[2][70] ~= y[2][70])
          assert.same({k, k, -inf}, {y[3][1], y[47][69], y[47][70]})
        end
        -- the same as a convolution of one pixel by one, and of its three parts
        local x, w = a:reshape(47, k, 1, 1):expand(47, k, 2, 1), b:t():reshape(70, k, 1, 1)
        local y = F.conv2d(x, w):select(4, 1):select(3, 2):totable()
        assert.equal(inf, y[1][1])
        assert.is_true(y[1][70] ~= y[1][70] and y[2][1] ~= y[2][1])
        assert.same({k, k, -inf}, {y[3][1], y[47][69], y[47][70]})
        local ones = ln.ones(70, k, 1, 1):requires_grad_()
        local g = grad(F.conv2d(x, ones), {ones}, {grad_outputs = {ln.ones(47, 70, 2, 1)}})[1]
        g = g:reshape(70, k):totable()
        assert.is_true(g[1][1] ~= g[1][1])
        assert.same({inf, inf}, {g[1][k], g[70][k]})
        if k > 2 then assert.same({94, 94}, {g[1][2], g[70][k - 1]}) end
      end
    end)
  end)

  it("takes strides, transposes, batches and vectors", function()
    local a, b = ln.randn(65, 130), ln.randn(130, 70)
    check(function(p, q) return p:t():matmul(q:t()) end, ln.randn(130, 65), ln.randn(70, 130))
    check(function(p, q) return p:narrow(2, 3, 61):matmul(q:narrow(1, 2, 61)) end, a, b)
    check(function(p, q)
      return p:reshape(65, 65, 2):select(3, 2):matmul(q:reshape(65, 2, 35, 2):select(4, 1):select(2, 1))
    end, a, b)
    check(function(p, q) return p:reshape(5, 13, 130):matmul(q) end, a, b)
    check(product, ln.randn(3, 1, 40, 31), ln.randn(2, 31, 33))
    check(product, ln.randn(300), ln.randn(300, 70))
    check(product, ln.randn(70, 301), ln.randn(301))
    check(function(p, q) return p:expand(50, 90):matmul(q) end, ln.randn(50, 1), ln.randn(90, 60))
  end)

  it("adds what stands beside a product unrounded", function()
    local x, a, b = ln.randn(50, 70), ln.randn(50, 333), ln.randn(333, 70)
    for _, o in ipairs {{beta = 1, alpha = 1}, {beta = -0.3, alpha = 2}, {beta = 0, alpha = 1}} do
      check(function(p, q) return ln.addmm(x, p, q, o) end, a, b)
    end
    check(function(p, q) return F.linear(p, q, x:select(1, 1)) end, ln.randn(40, 333), ln.randn(70, 333))
    check(function(p, q) return ln.baddbmm(ln.ones(1, 70), p, q) end, ln.randn(3, 20, 77), ln.randn(3, 77, 70))
    check(function(p, q) return F.conv2d(p, q, x:select(1, 1)) end, ln.randn(2, 3, 5, 5), ln.randn(70, 3, 2, 2))
  end)

  it("makes nothing of nothing", function()
    bfloat16(function()
      assert.same({0, 4}, ln.zeros(0, 3):matmul(ln.zeros(3, 4)):size())
      near(ln.zeros(2, 0):matmul(ln.zeros(0, 2)), {0, 0, 0, 0})
      near(ln.addmm(ln.ones(200, 100), ln.zeros(200, 0), ln.zeros(0, 100)):mean(), {1})
      assert.same({0, 4, 2, 2}, F.conv2d(ln.zeros(0, 3, 3, 3), ln.zeros(4, 3, 2, 2)):size())
      near(F.conv2d(ln.zeros(1, 0, 2, 2), ln.zeros(2, 0, 2, 2), ln.tensor {1, 2}), {1, 2})
    end)
  end)

  -- n, c, size, k, kernel; odd numbers of steps, few channels, groups, blocks
  -- of source channels, a kernel as large as the image.
  it("makes convolutions and both gradients", function()
    for _, s in ipairs {
      {2, 5, 9, 7, 3, {padding = 1}}, {3, 16, 12, 40, 4, {stride = 2, padding = 1}}, {2, 64, 11, 3, 3, {}},
      {2, 3, 13, 33, 3, {stride = 3, padding = 2}}, {2, 33, 13, 17, 5, {stride = 2, padding = {2, 1}}},
      {3, 101, 4, 50, 4, {}}, {2, 6, 10, 15, 3, {groups = 3, dilation = 2}}, {1, 301, 9, 20, 3, {padding = 1}},
      {1, 1, 40, 1, 29, {}}, {1, 2, 40, 14, 25, {}}, {70, 9, 6, 21, 1, {}}, {21, 40, 5, 30, 3, {}},
      {2, 6, 10, 6, 3, {groups = 6, padding = 1}}, {2, 4, 11, 4, 3, {groups = 4, stride = 2}}} do
      local n, c, size, k, kernel, o = table.unpack(s)
      check(function(x, w) return F.conv2d(x, w, nil, o) end, ln.randn(n, c, size, size + size // 20),
        ln.randn(k, c // (o.groups or 1), kernel, kernel))
    end
    check(function(x, w) return F.conv_transpose2d(x, w, nil, {stride = 2, padding = 1}) end, ln.randn(3, 34, 5, 6),
      ln.randn(34, 17, 4, 4))
    check(function(x, w) return F.conv_transpose2d(x, w, nil, {stride = 2, padding = 1, groups = 6}) end,
      ln.randn(2, 6, 5, 6), ln.randn(6, 1, 4, 4))
    check(F.conv1d, ln.randn(2, 5, 30), ln.randn(20, 5, 7))
    check(F.conv3d, ln.randn(2, 5, 4, 5, 6), ln.randn(15, 5, 3, 2, 3))
  end)

  it("rounds the factors of second derivatives too", function()
    local x, w = ln.randn(3, 13, 8, 8), ln.randn(20, 13, 3, 3)
    local function penalty(precision)
      local _ <close> = ln.precision(precision)
      local p, q = x:detach():requires_grad_(), w:detach():requires_grad_()
      local y = F.leaky_relu(F.conv2d(p, q), 0.2):pow(2):sum()
      local g = grad(y, {p}, {create_graph = true})[1]
      return grad(g:pow(2):sum(), {q})[1]
    end
    local float, half = penalty "float", penalty "bfloat16"
    local off = ((float - half):norm() / float:norm()):item()
    assert.is_true(off > 1e-4 and off < 0.02, off)
  end)

  it("comes out the same for any number of threads", function()
    local threads = ln.get_num_threads()
    local a, b = ln.randn(311, 700), ln.randn(700, 523)
    local x, w = ln.randn(9, 33, 14, 15), ln.randn(50, 33, 3, 3)
    local function results()
      local p, q = x:detach():requires_grad_(), w:detach():requires_grad_()
      local y = F.conv2d(p, q, nil, {padding = 1})
      return {a:matmul(b), y, table.unpack(grad(y:pow(2):sum(), {p, q}))}
    end
    ln.set_num_threads(1)
    local want = bfloat16(results)
    for n = 2, 4 do
      ln.set_num_threads(n)
      for k, y in ipairs(bfloat16(results)) do assert.is_true(equal(y, want[k])) end
    end
    ln.set_num_threads(threads)
  end)
end)

describe("precision", function()
  local a, b = ln.randn(40, 50), ln.randn(50, 60)
  local float = a:matmul(b)
  local function is_float() return equal(a:matmul(b), float) end

  it("changes nothing outside its scope", function()
    assert.equal("float", ln.get_precision())
    do
      local _ <close> = ln.precision "bfloat16"
      assert.equal("bfloat16", ln.get_precision())
      assert.is_false(is_float())
      do
        local _ <close> = ln.precision "float"
        assert.equal("float", ln.get_precision())
        assert.is_true(is_float())
      end
      assert.is_false(is_float())
    end
    assert.equal("float", ln.get_precision())
    assert.is_true(is_float())
  end)

  it("leaves other ops as they are", function()
    local x = a:matmul(a:t()) + ln.eye(40)
    for _, f in ipairs {function() return ln.cdist(a, a) end, function() return x:sqrtm() end,
      function() return a * a end, function() return a:sum(1) end} do
      assert.is_true(equal(bfloat16(f), f()))
    end
  end)

  it("closes on an error", function()
    pcall(function()
      local _ <close> = ln.precision "bfloat16"
      error "x"
    end)
    assert.is_true(is_float())
  end)

  it("one held across a yield changes nothing elsewhere", function()
    local co = coroutine.wrap(function()
      local _ <close> = ln.precision "bfloat16"
      coroutine.yield(is_float(), ln.get_precision())
      return is_float(), ln.get_precision()
    end)
    assert.same({false, "bfloat16"}, {co()})
    assert.same({true, "float"}, {is_float(), ln.get_precision()})
    assert.same({false, "bfloat16"}, {co()})
    assert.is_true(is_float())
  end)

  it("uses the processor's own instructions under avx512 alone", function()
    local build = require "lunette.engine".build
    local asked = os.getenv "LUNETTE_ISA"
    if asked == "amx-plain" then return assert.equal("amx-plain", build.bf16) end
    assert.is_true(build.isa == "avx512" or not build.bf16)
    assert.is_true(build.bf16 ~= "amx" or not asked or asked == "")
  end)

  it("is one of two", function()
    for _, wrong in ipairs {"half", 16, false} do
      local ok, message = pcall(ln.precision, wrong)
      assert.is_false(ok)
      assert.matches("precision: kind is .*, one of bfloat16, float is wanted", message)
    end
    assert.has_error(function() ln.precision() end)
  end)
end)

describe("training under bfloat16", function()
  -- Mean losses of D and G over the last half of a small game on 8 x 8 images of
  -- one bright row.
  local function train(precision)
    local nn = ln.nn
    local _ <close> = ln.precision(precision)
    ln.manual_seed(7)
    local G = nn.Sequential {nn.Linear(8, 16 * 4 * 4), nn.Unflatten(2, {16, 4, 4}), nn.BatchNorm2d(16), nn.ReLU(),
      nn.ConvTranspose2d(16, 1, 4, {stride = 2, padding = 1}), nn.Tanh()}
    local D = nn.Sequential {nn.Conv2d(1, 16, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2), nn.Flatten(),
      nn.Linear(16 * 4 * 4, 1)}
    local adam, bce = {lr = 1e-3, betas = {0.5, 0.999}}, ln.gan.losses.bce
    local opt_g, opt_d = ln.optim.Adam(G:parameters(), adam), ln.optim.Adam(D:parameters(), adam)
    local sums, STEPS = {0, 0}, 100
    for step = 1, STEPS do
      local rows = ln.randint(1, 8, {16})
      local real = F.one_hot(rows, 8):reshape(16, 1, 8, 1):expand(16, 1, 8, 8) * 2 - 1
      local fake = G(ln.randn(16, 8))
      opt_d:zero_grad()
      local d = bce.discriminator(D(real), D(fake:detach()))
      d:backward()
      opt_d:step()
      opt_g:zero_grad()
      local g = bce.generator(D(fake))
      g:backward()
      opt_g:step()
      if step > STEPS / 2 then sums[1], sums[2] = sums[1] + d:item(), sums[2] + g:item() end
    end
    return sums[1] / (STEPS / 2), sums[2] / (STEPS / 2)
  end

  it("comes near to what float reaches", function()
    local d, g = train "float"
    local half_d, half_g = train "bfloat16"
    assert.is_true(half_d ~= d)
    assert.is_true(math.abs(half_d - d) < 0.02 * d, ("%g, in float %g"):format(half_d, d))
    assert.is_true(math.abs(half_g - g) < 0.02 * g, ("%g, in float %g"):format(half_g, g))
  end)
end)
