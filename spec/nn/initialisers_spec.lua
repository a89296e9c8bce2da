local ln = require "lunette"
local nn = ln.nn
local init = nn.init

local function top(x) return x:abs():amax():item() end
local function std(x) return math.sqrt(x:square():mean():item()) end
local function about(wanted, got, share)
  assert.is_true(math.abs(got / wanted - 1) < (share or 0.03), ("%g, %g is wanted"):format(got, wanted))
end

describe("nn.init", function()
  before_each(function() ln.manual_seed(4) end)

  it("computes fans", function()
    assert.same({200, 100}, {init.fans(ln.zeros(100, 200))})
    assert.same({18, 36}, {init.fans(ln.zeros(4, 2, 3, 3))})
    assert.has_error(function() init.fans(ln.zeros(3)) end)
  end)

  it("has the ranges of the papers", function()
    -- in 200, out 100: Glorot sqrt(6/300), sqrt(2/300); He sqrt(6/200), sqrt(2/200), out sqrt(2/100)
    about(0.141421, top(init.xavier_uniform_(ln.zeros(100, 200))), 0.001)
    about(0.163299, std(init.xavier_normal_(ln.zeros(100, 200), {gain = 2})))
    about(0.173205, top(init.kaiming_uniform_(ln.zeros(100, 200))), 0.001)
    about(0.1, std(init.kaiming_normal_(ln.zeros(100, 200), {nonlinearity = "relu"})))
    about(0.141421, std(init.kaiming_normal_(ln.zeros(100, 200), {mode = "fan_out"})))
    -- a = sqrt(5): sqrt(3) sqrt(2/6) / sqrt(200) = 1 / sqrt(200)
    about(0.0707107, top(init.kaiming_uniform_(ln.zeros(100, 200), {a = math.sqrt(5)})), 0.001)
  end)

  it("writes into parameters and takes a generator", function()
    local layer = nn.Linear(3, 3)
    init.constant_(layer.weight, 2)
    assert.equal(18, layer.weight:sum():item())
    assert.is_true(layer.weight:requires_grad())
    local a = init.normal_(ln.zeros(5), 1, 2, {generator = ln.Generator(9)})
    local b = init.normal_(ln.zeros(5), 1, 2, {generator = ln.Generator(9)})
    assert.same(a:totable(), b:totable())
    about(5 / 3, init.calculate_gain("tanh"), 1e-9)
    assert.has_error(function() init.calculate_gain("wavy") end)
  end)

  it("has the DCGAN preset", function()
    local model = nn.Sequential {
      nn.ConvTranspose2d(64, 64, 4), nn.Sequential {nn.BatchNorm2d(2000)}, nn.ReLU(),
      nn.spectral_norm(nn.Linear(50, 60)), nn.BatchNorm1d(3, {affine = false}),
    }
    assert.equal(model, init.dcgan(model))
    about(0.02, std(model[1].weight))
    about(0.02, std(model[2][1].weight - 1), 0.1)
    about(0.02, std(model[4].weight_orig), 0.1)
    for _, layer in ipairs {model[1], model[2][1], model[4]} do assert.equal(0, top(layer.bias)) end
  end)

  it("has a DCGAN preset that goes by class, not by name", function()
    local Mine, Own, Scale = nn.ConvTranspose2d:extend "Mine", nn.Linear:extend "Own", nn.GroupNorm:extend "Scale"
    local ConvTwice, MyNorm = nn.Module:extend "ConvTwice", nn.Module:extend "MyNorm"
    local function start(self) self.weight = nn.Parameter(ln.full({4}, 7)) end
    ConvTwice.init, MyNorm.init = start, start
    local model = nn.Sequential {
      Mine(64, 64, 4), nn.spectral_norm(Own(50, 60)), Scale(1, 2000), ConvTwice(), MyNorm(),
    }
    init.dcgan(model)
    about(0.02, std(model[1].weight))
    about(0.02, std(model[2].weight_orig), 0.1)
    about(0.02, std(model[3].weight - 1), 0.1)
    for k = 1, 3 do assert.equal(0, top(model[k].bias)) end
    for k = 4, 5 do assert.same({7, 7, 7, 7}, model[k].weight:totable()) end
    local drawn = require "lunette.gan.zoo.parts".normal(nn.Sequential {Mine(64, 64, 4), ConvTwice()}, .5)
    about(.5, std(drawn[1].weight))
    assert.same({7, 7, 7, 7}, drawn[2].weight:totable())
  end)

  it("cuts the normal distribution", function()
    local x = init.trunc_normal_(ln.zeros(40000))
    assert.is_true(top(x) <= 2)
    -- variance 1 - 4 phi(2) / (2 Phi(2) - 1)
    about(math.sqrt(1 - 4 * 0.05399097 / 0.95449974), std(x), 0.02)
    x = init.trunc_normal_(ln.zeros(40000), 1, 2, {a = 2, b = 9})
    assert.is_true(x:amin():item() >= 2 and x:amax():item() <= 9)
    -- mean 1 + 2 (phi(.5) - phi(4)) / (Phi(4) - Phi(.5))
    about(1 + 2 * (0.35206533 - 0.00013383) / (0.99996833 - 0.69146246), x:mean():item(), 0.01)
    -- far out in the tail everything is near the bound
    x = init.trunc_normal_(ln.zeros(100), 0, 1, {a = 3, b = 4})
    assert.is_true(x:amin():item() >= 3 and x:mean():item() < 3.5)
    assert.has_error(function() init.trunc_normal_(x, 0, 1, {a = 2, b = 1}) end)
  end)

  it("makes rows or columns orthonormal", function()
    for _, sizes in ipairs {{30, 30}, {200, 200}, {7, 100}, {100, 7}, {16, 4, 3, 3}, {1, 5}, {5, 1}} do
      local x = init.orthogonal_(ln.zeros(sizes), {gain = 2}):reshape(sizes[1], -1)
      local wide = x:size(1) <= x:size(2)
      local product = wide and x:matmul(x:t()) or x:t():matmul(x)
      local n = product:size(1)
      assert.is_true(top(product / 4 - ln.eye(n)) < 1e-6)
    end
    -- uniform: entries of a 2 x 2 one have mean 0 and square 1/2, determinants both signs
    local sum, square, positive = 0, 0, 0
    for _ = 1, 400 do
      local v = init.orthogonal_(ln.zeros(2, 2)):totable()
      sum, square = sum + v[1][1], square + v[1][1] ^ 2
      if v[1][1] * v[2][2] > v[1][2] * v[2][1] then positive = positive + 1 end
    end
    assert.is_true(math.abs(sum / 400) < 0.15)
    about(0.5, square / 400, 0.15)
    assert.is_true(math.abs(positive - 200) < 50)
    assert.has_error(function() init.orthogonal_(ln.zeros(3)) end)
  end)

  it("passes inputs on", function()
    assert.same({{1, 0, 0}, {0, 1, 0}}, init.eye_(ln.ones(2, 3)):totable())
    local x = ln.randn(2, 4, 5, 6)
    local weight = init.dirac_(ln.ones(4, 4, 3, 5))
    local y = ln.conv2d(x, weight, nil, {padding = {1, 2}})
    assert.equal(0, top(y - x))
    -- two groups of two inputs: outputs 1 and 2 of the first, 1 and 2 of the second; the third of each is 0
    weight = init.dirac_(ln.ones(6, 2, 3), {groups = 2})
    y = ln.conv1d(ln.ones(1, 4, 5), weight, nil, {padding = 1, groups = 2})
    assert.same({1, 1, 0, 1, 1, 0}, y:select(3, 3):flatten():totable())
    assert.equal(4, weight:sum():item())
    local parameter = nn.Parameter(ln.ones(3, 3))
    assert.equal(3, init.eye_(parameter):sum():item())
    assert.has_error(function() init.dirac_(ln.ones(3, 2, 2), {groups = 2}) end)
    assert.has_error(function() init.dirac_(ln.ones(3, 2)) end)
    assert.has_error(function() init.eye_(ln.ones(3)) end)
  end)

  it("leaves holes", function()
    local x = init.sparse_(ln.zeros(25, 200), 0.3, {std = 2})
    -- ceil(7.5) in each column
    assert.same(ln.full({200}, 8):totable(), x:eq(0):sum(1):totable())
    about(2 * math.sqrt(17 / 25), std(x), 0.05)
    -- not the same rows in all columns
    assert.is_true(x:eq(0):sum(2):amax():item() < 120)
    local a = init.sparse_(ln.zeros(5, 5), 0.5, {generator = ln.Generator(9)})
    local b = init.sparse_(ln.zeros(5, 5), 0.5, {generator = ln.Generator(9)})
    assert.same(a:totable(), b:totable())
    assert.has_error(function() init.sparse_(ln.zeros(2, 2), 2) end)
  end)
end)
