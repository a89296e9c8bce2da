-- What spec/reference/training/gan_techniques.py has: matching, veegan,
-- semi_supervised and logan; packing and unrolled.

local ln = require "lunette"
local near = require "spec.near"
local nn, gan = ln.nn, ln.gan

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

local function near_gradient(x, list)
  local all = 1e-3
  for _, v in ipairs(list) do all = math.max(all, math.abs(v)) end
  for k, v in ipairs(x:flatten():totable()) do
    local off = math.abs(v - list[k])
    assert(off <= TOLERANCE * all, ("%d: %.12g, %.12g is wanted"):format(k, v, list[k]))
  end
end

-- wave of the script: .8 sin(1.7 k + .5).
local function latents()
  local list = {}
  for k = 1, 12 do list[k] = .8 * math.sin(1.7 * k + .5) end
  return ln.tensor(list):reshape(4, 3)
end

local function stepped(a, b, c, o)
  local function G(z) return z:matmul(a):tanh() end
  local function D(x) return x:matmul(b):tanh():matmul(c) end
  local z, step = gan.latent_step(D, G, latents(), o)
  return D(G(z)):square():mean() + step:square():sum()
end

local function run(case)
  local f, inputs = gan, {}
  for part in case.name:gmatch "[^.]+" do f = f[part] end
  for k, values in ipairs(case.inputs) do
    inputs[k] = ln.tensor(values):reshape(case.sizes[k]):requires_grad_()
  end
  local given = {table.unpack(inputs)}
  if case.labels then table.insert(given, 2, ln.tensor(case.labels)) end
  given[#given + 1] = case.options
  if case.name == "latent_step" then f = stepped end
  local value = f(table.unpack(given))
  near(value, {case.value}, TOLERANCE)
  for k, g in ipairs(ln.grad(value:sum(), inputs)) do near_gradient(g, case.grads[k]) end
end

describe("gan, in PyTorch:", function()
  for n, case in ipairs(dofile "spec/reference/training/gan_techniques.lua") do
    it(("%d. %s"):format(n, case.name), function() run(case) end)
  end
end)

describe("gan.feature_matching", function()
  it("sums over a list of layers", function()
    local a, b, c, d = ln.randn(4, 3), ln.randn(4, 3), ln.randn(4, 2, 5), ln.randn(6, 2, 5)
    local sum = gan.feature_matching(a, b):item() + gan.feature_matching(c, d):item()
    near(gan.feature_matching({a, c}, {b, d}), {sum})
  end)

  it("names what does not fit", function()
    fails("has features of 3, a fake one 2", gan.feature_matching, ln.ones(4, 3), ln.ones(4, 2))
    fails("features of 1 layers and of 2", gan.feature_matching, {ln.ones(1, 1)}, {ln.ones(1), ln.ones(1)})
    fails("feature_matching: fake is missing", gan.feature_matching, ln.ones(4, 3))
    fails("real features are 4", gan.feature_matching, ln.ones(4), ln.ones(4))
  end)
end)

describe("gan.pack", function()
  it("puts samples that follow each other together", function()
    local x = ln.arange(1, 24):reshape(4, 3, 2)
    local y = gan.pack(x, 2)
    assert.same({2, 6, 2}, y:size())
    near(y:select(1, 2), ln.cat({x:select(1, 3), x:select(1, 4)}, 1):flatten():totable())
    assert.same({4, 3, 2}, gan.pack(x, 1):size())
    assert.same({1, 8}, gan.pack(ln.zeros(4, 2), 4):size())
  end)

  it("names what does not fit", function()
    fails("pack: 4x3 cannot be packed by 3", gan.pack, ln.ones(4, 3), 3)
    fails("pack: m is missing", gan.pack, ln.ones(4, 3))
  end)
end)

describe("gan.semi_supervised", function()
  local semi = gan.semi_supervised

  it("is finite for logits of any size", function()
    local x = ln.tensor {{900, 0}, {-900, -900}}:requires_grad_()
    local value = semi.unsupervised(x, x)
    -- (0 + 900) / 2 and (900 + 0) / 2, halved
    near(value, {450}, 1e-3)
    assert.equal(4, ln.grad(value, {x})[1]:isfinite():sum():item())
    near(semi.probability(x), {1, 0})
  end)

  it("names what does not fit", function()
    fails("n x classes", semi.logit, ln.ones(3))
    fails("labels is missing", semi.supervised, ln.ones(3, 2))
    fails("fake is missing", semi.unsupervised, ln.ones(3, 2))
    fails("veegan.generator: latents are 3x2, restored ones 3x1", gan.veegan.generator, ln.ones(3), ln.ones(3, 2),
          ln.ones(3, 1))
  end)
end)

describe("gan.unrolled", function()
  local bce = gan.losses.bce

  it("gives the critic after the steps of its optimiser", function()
    local D, x, y = nn.Sequential {nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)}, ln.randn(5, 3), ln.randn(5, 3)
    for _, rule in ipairs {"SGD", "Adam"} do
      local copy = D:clone()
      local opt = ln.optim[rule](copy:parameters(), {lr = .1})
      for _ = 1, 3 do
        opt:zero_grad()
        bce.discriminator(copy(x), copy(y)):backward()
        opt:step()
      end
      local function loss(critic) return bce.discriminator(critic(x), critic(y)) end
      local critic, params = gan.unrolled(D, loss, 3, {rule = rule:lower(), options = {lr = .1}})
      near(critic(x), copy(x):flatten():totable(), TOLERANCE * 10)
      for k, p in ipairs(copy:parameters()) do near(params[k], p:flatten():totable(), TOLERANCE * 10) end
    end
  end)

  it("carries the generator's derivative through the steps", function()
    -- D(x) = a x; the loss of D is a^2 / 2 - a (r - f); after one step of rate e
    -- a' = a - e (a - (r - f)). The generator minimises -a' f:
    -- d/df = -a' - f da'/df = -a' + f e.
    local D = nn.Linear(1, 1, {bias = false})
    nn.init.constant_(D.weight, .5)
    local f, r = ln.tensor {{2}}:requires_grad_(), ln.tensor {{3}}
    local function loss(critic)
      local a = critic(ln.ones(1, 1))
      return (a:square() / 2 - (critic(r) - critic(f))):sum()
    end
    local critic = gan.unrolled(D, loss, 1, {options = {lr = .1}})
    local g = ln.grad(-critic(f):sum(), {f})[1]
    -- a' = .5 - .1 (.5 - 1) = .55
    near(g, {-.55 + .2}, TOLERANCE)
    -- Two steps: a'' = .81 a + .19 (r - f) = .595.
    critic = gan.unrolled(D, loss, 2, {options = {lr = .1}})
    near(ln.grad(-critic(f):sum(), {f})[1], {-.595 + 2 * .19}, TOLERANCE)
    near(D.weight, {.5})
    assert.is_nil(D.weight.grad)
    critic = gan.unrolled(D, loss, 0)
    near(critic(r), {1.5})
    local _ <close> = ln.no_grad()
    near(gan.unrolled(D, loss, 1, {options = {lr = .1}})(r), {1.65})
    assert.is_false(ln.is_grad_enabled())
  end)

  it("goes on from a state", function()
    local D, x = nn.Linear(2, 1), ln.randn(4, 2)
    local function loss(critic) return critic(x):square():sum() end
    local o = {lr = .01, momentum = .9}
    local _, params, state = gan.unrolled(D, loss, 2, {options = o})
    local both = {gan.unrolled(D, loss, 3, {options = o})}
    local copy = D:clone()
    do
      local _ <close> = ln.no_grad()
      for k, p in ipairs(copy:parameters()) do p:copy_(params[k]) end
    end
    local _, last = gan.unrolled(copy, loss, 1, {options = o, state = state})
    for k, p in ipairs(last) do near(p, both[2][k]:flatten():totable(), TOLERANCE * 10) end
  end)

  it("names what does not fit", function()
    local D = nn.Linear(1, 1)
    fails("unrolled: D is a function, a layer is wanted", gan.unrolled, print, print, 1)
    fails('unrolled: no rule "sdg"', gan.unrolled, D, print, 1, {rule = "sdg"})
    fails("unrolled: steps is -1", gan.unrolled, D, print, -1)
    fails("what loss returns is missing", gan.unrolled, D, function() end, 1)
  end)
end)

describe("gan.latent_step", function()
  it("holds latents within the limit and leaves those given alone", function()
    local z = ln.tensor {{.9, -.9}}:requires_grad_()
    local function D(x) return x:sum(2) end
    local function G(x) return x end
    local moved, step = gan.latent_step(D, G, z)
    -- g = (1, 1): .9 / (5 + 2)
    near(step, {.9 / 7, .9 / 7})
    near(moved, {1, -.9 + .9 / 7})
    assert.is_nil(z.grad)
    near((gan.latent_step(D, G, z, {limit = math.huge})), {.9 + .9 / 7, -.9 + .9 / 7})
    local moving = z * 1
    assert.is_nil(ln.grad(gan.latent_step(D, function(x) return x * z end, moving):sum(), {moving},
                          {allow_unused = true})[1])
    local _ <close> = ln.no_grad()
    near((gan.latent_step(D, G, z)), {1, -.9 + .9 / 7})
    assert.is_false(ln.is_grad_enabled())
  end)

  it("names what does not fit", function()
    fails("latent_step: D is 1, a function is wanted", gan.latent_step, 1, print, ln.ones(2, 2))
    fails("latent_step: z is 2", gan.latent_step, print, print, ln.ones(2))
    fails("what D returns is missing", gan.latent_step, function() end, function(x) return x end, ln.ones(2, 2))
    fails("what G returns is missing", gan.latent_step, function(x) return x end, function() end, ln.ones(2, 2))
  end)
end)
