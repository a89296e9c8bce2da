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
    assert.truthy(message:find("bce.discriminator: unknown option smooth; known: real_label, fake_label", 1, true))
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
    assert.truthy(message:find("hinge.discriminator: fake_logits is missing, a tensor is wanted", 1, true), message)
    assert.has_error(function() losses.wasserstein.generator(fake, {real_label = 1}) end)
  end)
end)
