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
      {1, 1, 40, 1, 29, {}}, {1, 2, 40, 14, 25, {}}, {70, 9, 6, 21, 1, {}}, {21, 40, 5, 30, 3, {}}} do
      local n, c, size, k, kernel, o = table.unpack(s)
      check(function(x, w) return F.conv2d(x, w, nil, o) end, ln.randn(n, c, size, size + size // 20),
        ln.randn(k, c // (o.groups or 1), kernel, kernel))
    end
    check(function(x, w) return F.conv_transpose2d(x, w, nil, {stride = 2, padding = 1}) end, ln.randn(3, 34, 5, 6),
      ln.randn(34, 17, 4, 4))
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
    assert.is_true(build.isa == "avx512" or not build.bf16)
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
