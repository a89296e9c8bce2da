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
    local model = nn.Sequential {nn.ConvTranspose2d(64, 64, 4), nn.BatchNorm2d(2000), nn.ReLU()}
    model:apply(init.dcgan)
    about(0.02, std(model[1].weight))
    about(0.02, std(model[2].weight - 1), 0.1)
    assert.equal(0, top(model[2].bias))
  end)
end)
