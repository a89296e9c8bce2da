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
