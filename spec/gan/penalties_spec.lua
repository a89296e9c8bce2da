local ln = require "lunette"
local near = require "spec.near"
local nn, penalties = ln.nn, ln.gan.penalties

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

-- The weights of spec/reference/training/penalties.py.
local function wave(sizes, by, at)
  local n, values = 1, {}
  for _, size in ipairs(sizes) do n = n * size end
  for k = 1, n do values[k] = tonumber(("%.3f"):format((by or 1) * math.sin(1.7 * k + (at or 0)))) end
  return ln.tensor(values):reshape(sizes)
end

local function put(layer, weight, bias)
  local _ <close> = ln.no_grad()
  layer.weight:copy_(weight)
  layer.bias:copy_(bias)
  return layer
end

local function net(i, h, o)
  return nn.Sequential {
    put(nn.Linear(i, h), wave({h, i}, .9), wave({h}, .4, 1)), nn.Tanh(),
    put(nn.Linear(h, o), wave({o, h}, 1.1, 2), wave({o}, .3, 3)),
  }
end

local makers = {
  plain = function() return net(3, 5, 1) end,
  picture = function()
    return nn.Sequential {
      put(nn.Conv2d(1, 2, 3, {padding = 1}), wave({2, 1, 3, 3}, .8), wave({2}, .2, 1)), nn.LeakyReLU(.2),
      nn.Flatten(), put(nn.Linear(32, 1), wave({1, 32}, .5, 2), wave({1}, .1)),
    }
  end,
}

-- Weights before biases, as PyTorch has them.
local function weights(model)
  local list = {}
  for _, layer in ipairs(model:modules()) do
    list[#list + 1] = layer.weight
    list[#list + 1] = layer.bias
  end
  return list
end

local function check(value, params, case)
  near(value, {case.value}, TOLERANCE)
  value:backward()
  local all = 0
  for _, list in ipairs(case.grads) do
    for _, v in ipairs(list) do all = math.max(all, math.abs(v)) end
  end
  for k, p in ipairs(params) do
    local got = p.grad or ln.zeros(p:size())
    near(got / all, ln.tensor(case.grads[k]):div(all):totable(), TOLERANCE)
  end
end

local run = {}

local function samples_of(case)
  return ln.tensor(case.real):reshape(case.sizes), ln.tensor(case.fake):reshape(case.sizes)
end

for _, name in ipairs {"gradient", "dragan", "r1", "r2"} do
  run[name] = function(case)
    local D = makers[case.kind]()
    local real, fake = samples_of(case)
    local o, shape = case.options, {case.sizes[1]}
    for k = 2, #case.sizes do shape[k] = 1 end
    if case.epsilon then o.epsilon = ln.tensor(case.epsilon):reshape(shape) end
    if case.noise then o.noise = ln.tensor(case.noise):reshape(case.sizes) end
    local args = {gradient = {real, fake, o}, dragan = {real, o}, r1 = {real, o}, r2 = {fake, o}}
    check(penalties[name](D, table.unpack(args[name])), weights(D), case)
  end
end

function run.r3gan(case)
  local D, real, fake = makers[case.kind](), samples_of(case)
  local loss = ln.gan.losses.relativistic.discriminator(D(real), D(fake))
  check(loss + penalties.r1(D, real, case.options) + penalties.r2(D, fake, case.options), weights(D), case)
end

function run.pairing(case)
  local D, real, fake = makers[case.kind](), samples_of(case)
  real:requires_grad_()
  local loss = ln.gan.losses.relativistic.discriminator(D(real), D(fake))
  check(ln.grad(loss, {real}, {create_graph = true})[1]:square():sum() / 2, weights(D), case)
end

function run.path_length(case)
  local body = net(3, 5, 12)
  local function G(w)
    local y = body(w)
    return (w:dim() == 3 and y:sum(2) or y):reshape(4, 3, 2, 2)
  end
  case.options.noise = ln.tensor(case.noise):reshape(4, 3, 2, 2)
  local w = ln.tensor(case.latents):reshape(case.sizes)
  local value, mean = penalties.path_length(G, w, case.mean, case.options)
  near(mean, {case.next}, TOLERANCE)
  check(value, weights(body), case)
end

function run.unrolled(case)
  local G, D = net(2, 4, 3), net(3, 5, 1)
  local real, z = ln.tensor(case.real):reshape(6, 3), ln.tensor(case.latents):reshape(6, 2)
  local bce, fake = ln.gan.losses.bce, G(z)
  local critic = ln.gan.unrolled(D, function(critic)
    return bce.discriminator(critic(real), critic(fake))
  end, 3, {rule = case.rule, options = case.options})
  local loss, list = bce.generator(critic(fake)), weights(G)
  for _, p in ipairs(weights(D)) do list[#list + 1] = p end
  check(loss, list, case)
end

describe("gan.penalties", function()
  for n, case in ipairs(dofile "spec/reference/training/penalties.lua") do
    it(("%d. %s gives PyTorch's value and gradients"):format(n, case.name), function() run[case.name](case) end)
  end

  it("are finite, gradients included, where the slope is 0", function()
    local D = nn.Linear(3, 1)
    nn.init.zeros_(D.weight)
    local x = ln.ones(4, 3)
    local value = penalties.gradient(D, x, x)
    near(value, {1})
    value:backward()
    near(D.weight.grad, {0, 0, 0})
  end)

  it("leave samples alone, and give their value unrecorded under no_grad", function()
    local D = nn.Linear(3, 1)
    local real = ln.ones(4, 3):requires_grad_()
    penalties.r1(D, real):backward()
    local fake = nn.Linear(3, 3)
    penalties.gradient(D, real, fake(real)):backward()
    penalties.dragan(D, real):backward()
    assert.is_nil(real.grad)
    assert.is_nil(fake.weight.grad)
    assert.truthy(D.weight.grad)
    local w = ln.ones(4, 3)
    penalties.path_length(D, w, 0)
    assert.is_false(w:requires_grad())
    local _ <close> = ln.no_grad()
    local value = penalties.r1(D, real)
    near(value, {D.weight:square():sum():item() / 2})
    assert.is_false(value:requires_grad())
    assert.is_false((penalties.path_length(D, real, 0)):requires_grad())
  end)

  it("path_length reaches what made w", function()
    local M, G = nn.Linear(2, 3), nn.Sequential {nn.Linear(3, 4), nn.Tanh()}
    local value, mean = penalties.path_length(G, M(ln.randn(5, 2)), 0)
    value:backward()
    assert.is_true(M.weight.grad:abs():sum():item() > 0)
    assert.is_true(mean > 0)
  end)

  it("draw one share for each sample", function()
    ln.manual_seed(1)
    local seen
    penalties.gradient(function(x)
      seen = x
      return x:square():sum(2)
    end, ln.ones(50, 4), ln.zeros(50, 4))
    for k = 2, 4 do assert.same(seen:select(2, 1):totable(), seen:select(2, k):totable()) end
    assert.is_true(seen:amin():item() < .2 and seen:amax():item() > .8)
  end)

  it("names what does not fit", function()
    local function fails(part, f, ...)
      local ok, message = pcall(f, ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    local D = nn.Linear(3, 1)
    fails("penalties.gradient: real samples are 4x3, fake ones 2x3", penalties.gradient, D, ln.ones(4, 3),
          ln.ones(2, 3))
    fails("penalties.r1: real is 3; samples along dimension 1 are wanted", penalties.r1, D, ln.ones(3))
    fails("penalties.r2: D is a tensor, a function is wanted", penalties.r2, ln.ones(3), ln.ones(3, 3))
    fails("penalties.path_length: G is a table, a function is wanted", penalties.path_length, {}, ln.ones(3, 3), 0)
    fails("penalties.r1: what D returns is a table, a tensor is wanted", penalties.r1, function() return ln end,
          ln.ones(3, 3))
    fails("penalties.r1: unknown option gamma; known: D, real, weight", penalties.r1, D, ln.ones(3, 3), {gamma = 1})
    fails("penalties.path_length: mean is missing", penalties.path_length, D, ln.ones(3, 3))
  end)
end)
