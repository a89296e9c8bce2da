local ln = require "lunette"
local near = require "spec.near"
local bce = ln.gan.losses.bce

describe("gan.losses.bce", function()
  local real, fake = ln.tensor {2, -1}, ln.tensor {.5, -3}

  it("has the values of its formula", function()
    -- softplus(-2) .126928, softplus(1) 1.313262; softplus(.5) .974077, softplus(-3) .048587
    near(bce.discriminator(real, fake), {(0.12692801 + 1.31326169) / 2 + (0.97407698 + 0.04858735) / 2})
    -- softplus(-.5) .474077, softplus(3) 3.048587
    near(bce.generator(fake), {(0.47407698 + 3.04858735) / 2})
    -- label .9: softplus(x) - .9 x: 2.126928 - 1.8, .313262 + .9
    near(bce.discriminator(real, fake, {real_label = .9}),
         {(0.32692801 + 1.21326169) / 2 + (0.97407698 + 0.04858735) / 2})
    -- fake label .1: .974077 - .05, .048587 + .3
    near(bce.discriminator(real, fake, {fake_label = .1}),
         {(0.12692801 + 1.31326169) / 2 + (0.92407698 + 0.34858735) / 2})
  end)

  it("stays finite and exact for large logits, derivatives included", function()
    local x = ln.tensor({200, -200, 30}, {requires_grad = true})
    local loss = bce.generator(x)
    near(loss, {200 / 3})
    loss:backward()
    -- -s(-x) / 3
    near(x.grad, {0, -1 / 3, 0})
    near(bce.generator(ln.tensor {30}), {9.3576230e-14}, 1e-4)
  end)

  it("refuses unknown options and impossible labels", function()
    local ok, message = pcall(bce.discriminator, real, fake, {smooth = .9})
    assert.is_false(ok)
    assert.truthy(message:find("bce.discriminator: unknown option smooth; known: real_logits, " ..
                                   "fake_logits, real_label, fake_label", 1, true))
    assert.has_error(function() bce.discriminator(real, fake, {real_label = 2}) end)
    assert.has_error(function() bce.generator(3) end)
  end)
end)

describe("gan.losses", function()
  local losses = ln.gan.losses
  local real, fake = ln.tensor {2, -1, .5}, ln.tensor {.5, -3, 1}

  it("has the values of the formulas", function()
    near(losses.wasserstein.discriminator(real, fake), {-1})
    near(losses.wasserstein.generator(fake), {.5})
    -- (0 + 2 + .5 + 1.5 + 0 + 2) / 3
    near(losses.hinge.discriminator(real, fake), {2})
    near(losses.hinge.generator(fake), {.5})
    -- (1 + 4 + .25) / 6 + (.25 + 9 + 1) / 6
    near(losses.least_squares.discriminator(real, fake), {15.5 / 6})
    -- (.25 + 16 + 0) / 6
    near(losses.least_squares.generator(fake), {16.25 / 6})
    -- b = .5, a = -1: (2.25 + 2.25 + 0) / 6 + (2.25 + 4 + 4) / 6
    near(losses.least_squares.discriminator(real, fake, {real_label = .5, fake_label = -1}), {14.75 / 6})
    -- c = 0
    near(losses.least_squares.generator(fake, {real_label = 0}), {10.25 / 6})
  end)

  it("has their derivatives", function()
    local x = ln.tensor({.5, -3, 2}, {requires_grad = true})
    near(ln.grad(losses.wasserstein.discriminator(x, x * 3), {x})[1], {2 / 3, 2 / 3, 2 / 3})
    -- real side: -1/3 below 1; fake side: 1/3 above -1
    near(ln.grad(losses.hinge.discriminator(x, fake), {x})[1], {-1 / 3, -1 / 3, 0})
    near(ln.grad(losses.hinge.discriminator(real, x), {x})[1], {1 / 3, 0, 1 / 3})
    near(ln.grad(losses.least_squares.generator(x), {x})[1], {-.5 / 3, -4 / 3, 1 / 3})
  end)

  it("checks arguments", function()
    local ok, message = pcall(losses.hinge.discriminator, real)
    assert.is_false(ok)
    assert.truthy(message:find("hinge.discriminator: fake_logits is missing, a tensor", 1, true), message)
    assert.has_error(function() losses.wasserstein.generator(fake, {real_label = 1}) end)
  end)
end)

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

-- Those of a gradient, near 0 included.
local function near_gradient(x, list)
  local all = 0
  for _, v in ipairs(list) do all = math.max(all, math.abs(v)) end
  for k, v in ipairs(x:flatten():totable()) do
    local off = math.abs(v - list[k])
    assert(off <= TOLERANCE * math.max(all, 1e-3), ("%d: %.12g, %.12g is wanted"):format(k, v, list[k]))
  end
end

local function inputs_of(case)
  local list = {}
  for k, values in ipairs(case.inputs) do
    list[k] = ln.tensor(values):reshape(case.sizes[k]):requires_grad_()
  end
  return list
end

local function run(case)
  local inputs = inputs_of(case)
  local given = {table.unpack(inputs)}
  if case.features then case.options.features = table.remove(given) end
  if case.labels then table.insert(given, ln.tensor(case.labels)) end
  if next(case.options) then table.insert(given, case.options) end
  local results = {ln.gan.losses[case.name][case.player](table.unpack(given))}
  near(results[1], {case.value}, TOLERANCE)
  for k, value in ipairs(case.also or {}) do near(results[k + 1], {value}, TOLERANCE) end
  for k, g in ipairs(ln.grad(results[1], inputs)) do near_gradient(g, case.grads[k]) end
end

describe("gan.losses, against their papers' formulas in PyTorch:", function()
  for n, case in ipairs(dofile "spec/reference/training/gan_losses.lua") do
    it(("%d. %s.%s"):format(n, case.name, case.player), function() run(case) end)
  end
end)

describe("gan.losses", function()
  local losses = ln.gan.losses
  local real, fake = ln.tensor {2, -1, .5}, ln.tensor {.5, -3, 1}

  it("are finite where outputs are large", function()
    local far = ln.tensor {300, -300}
    for _, name in ipairs {"minimax", "logistic", "dual_contrastive"} do
      local x, y = far:clone():requires_grad_(), far:clone():requires_grad_()
      local loss = losses[name].discriminator(x, y)
      for _, g in ipairs(ln.grad(loss, {x, y})) do assert.equal(2, g:isfinite():sum():item()) end
    end
    near(losses.minimax.generator(far), {-150})
    local kind = {divergence = "gan"}
    near(losses.f_gan.discriminator(far, far, kind), {300})
  end)

  it("are summed over the scales of a discriminator", function()
    for _, name in ipairs {"bce", "hinge", "relativistic_average", "f_gan", "ebgan"} do
      local loss = losses[name]
      local one = loss.discriminator(real, fake):item()
      local other = loss.discriminator(fake, real):item()
      near(loss.discriminator({real, fake}, {fake, real}), {one + other})
    end
    near(losses.hinge.generator {real, fake}, {-.5 + .5})
    assert.error_matches(function() losses.hinge.discriminator({real}, {fake, fake}) end, "not of as many scales")
    assert.error_matches(function() losses.hinge.discriminator({real}, fake) end, "not of as many scales")
    assert.error_matches(function() losses.hinge.generator {fake, 3} end, "fake_logits%[2%] is 3")
    assert.error_matches(function() losses.hinge.generator {} end, "fake_logits is a list of no scales")
  end)

  it("take a label for each output", function()
    local labels = ln.tensor {1, 0, .25}
    -- softplus(-2), softplus(-1), softplus(.5) - .25 .5; and softplus of the fakes
    local on_real = (0.126928011 + 0.313261688 + 0.974076984 - .125) / 3
    local on_fake = (0.974076984 + 0.048587352 + 1.313261688) / 3
    near(losses.bce.discriminator(real, fake, {real_label = labels}), {on_real + on_fake})
    -- (1 + 1 + .0625) / 6 + (.25 + 9 + 1) / 6
    near(losses.least_squares.discriminator(real, fake, {real_label = labels}), {12.3125 / 6})
    assert.error_matches(function()
      losses.least_squares.discriminator(real, fake, {fake_label = "a"})
    end, "fake_label")
  end)

  it("refuse labels that would broadcast to more outputs than there are", function()
    local outputs, labels = ln.zeros(3, 1), ln.ones(3)
    for _, name in ipairs {"bce", "minimax", "least_squares"} do
      local f = losses[name].discriminator
      assert.error_matches(function() f(outputs, outputs, {real_label = labels}) end,
                           name .. ".discriminator: real_label is 3, the outputs 3x1; one for each is wanted")
      assert.error_matches(function() f(outputs, outputs, {fake_label = labels}) end,
                           name .. ".discriminator: fake_label is 3, the outputs 3x1; one for each is wanted")
    end
  end)

  it("refuse classes that there are not, and that of fakes", function()
    local hinge, scores = losses.multi_hinge, ln.zeros(2, 4)
    for _, wrong in ipairs {0, 4, 1.5, 0 / 0} do
      local text = "class %-?[%d.na]+ %(element 2%); classes count from 1 to 3"
      local labels = ln.tensor {3, wrong}
      assert.error_matches(function() hinge.generator(scores, labels) end, "multi_hinge.generator: " .. text)
      assert.error_matches(function() hinge.discriminator(scores, scores, labels) end,
                           "multi_hinge.discriminator: " .. text)
    end
    -- by hand: equal outputs are short of the margin by 1
    near(hinge.generator(scores, ln.tensor {3, 1}), {1})
  end)

  it("name what does not fit", function()
    assert.error_matches(function() losses.relativistic.discriminator(real, ln.zeros(2)) end, "are 3 and 2")
    assert.error_matches(function() losses.relativistic.generator(fake) end, "real_logits is missing")
    assert.error_matches(function() losses.multi_hinge.generator(ln.zeros(3, 4), ln.ones(2)) end, "labels are 2")
    assert.error_matches(function() losses.multi_hinge.generator(real, ln.ones(3)) end, "n x classes")
    assert.error_matches(function() losses.ebgan.generator(fake, {features = ln.zeros(1, 3)}) end, "features are 1x3")
    assert.error_matches(function() losses.began.discriminator(real, fake, {k = 2}) end, "k is 2")
    assert.error_matches(function() losses.f_gan.generator(fake, {divergence = "x"}) end, "divergence")
  end)

  it("of EBGAN have a finite derivative for a feature that is 0", function()
    local s = ln.tensor {{0, 0}, {3, 4}, {1, 0}}:requires_grad_()
    local loss = losses.ebgan.generator(fake, {features = s, weight = 1})
    -- -.5 + 2 .6^2 / 6
    near(loss, {-.5 + .12})
    assert.equal(6, ln.grad(loss, {s})[1]:isfinite():sum():item())
  end)

  it("of EBGAN take features of any rank but 1", function()
    local s = ln.randn(4, 6)
    local loss = losses.ebgan.generator(fake, {features = s}):item()
    near(losses.ebgan.generator(fake, {features = s:reshape(4, 3, 2)}), {loss})
    assert.has_error(function() losses.ebgan.generator(fake, {features = ln.ones(4)}) end)
  end)
end)

-- With the share u of real samples to fake ones at some point, the best output
-- there gives f(u), the divergence's own function.
describe("gan.losses.f_gan", function()
  local log = math.log
  local own = {
    kl = function(u) return u * log(u) end,
    reverse_kl = function(u) return -log(u) end,
    pearson = function(u) return (u - 1) ^ 2 end,
    squared_hellinger = function(u) return (u ^ .5 - 1) ^ 2 end,
    jensen_shannon = function(u) return u * log(u) - (u + 1) * log((u + 1) / 2) end,
    gan = function(u) return u * log(u) - (u + 1) * log(u + 1) end,
    total_variation = function(u) return math.abs(u - 1) / 2 end,
  }
  for name, f in pairs(own) do
    it("bounds " .. name .. " tightly", function()
      for _, u in ipairs {.3, 1.7} do
        local best = -math.huge
        for k = -320, 320 do
          local v = ln.tensor {k / 40}
          local o = {divergence = name}
          local d = ln.gan.losses.f_gan.discriminator
          -- d(v, w) = f*(g(w)) - g(v); g and f*(g) one by one:
          local conjugate = -ln.gan.losses.f_gan.generator(v, o):item()
          local activation = conjugate - d(v, v, o):item()
          best = math.max(best, u * activation - conjugate)
        end
        assert(math.abs(best - f(u)) < 1e-3, ("u %g: %g, %g is wanted"):format(u, best, f(u)))
      end
    end)
  end
end)
