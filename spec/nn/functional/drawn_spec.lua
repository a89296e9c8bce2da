-- What is drawn by chance: its distribution, with bounds of six standard
-- deviations, and its form.
local ln = require "lunette"
local near = require "spec.near"
local F, nn = ln.nn.functional, ln.nn

local N = 20000

describe("alpha_dropout", function()
  it("keeps mean 0 and variance 1, and leaves selu's limit", function()
    ln.manual_seed(1)
    local x = ln.randn(N)
    for _, p in ipairs {0.1, 0.5} do
      local y = F.alpha_dropout(x, p, true)
      assert.is_true(math.abs(y:mean():item()) < 6 / math.sqrt(N))
      assert.is_true(math.abs(y:var():item() - 1) < 6 * math.sqrt(2 / N))
      -- a = ((1 - p) (1 + 1.7580993^2 p))^(-1/2); a dropped element is
      -- -1.7580993 a (1 - p)
      local a = ((1 - p) * (1 + 1.7580993408473766 ^ 2 * p)) ^ -0.5
      local dropped = y:isclose(ln.tensor(-1.7580993408473766 * a * (1 - p)))
      local share = dropped:mean():item()
      assert.is_true(math.abs(share - p) < 6 * math.sqrt(p * (1 - p) / N))
      -- all others are a x + 1.7580993 a p
      local off = dropped:where(0, y - (x * a + 1.7580993408473766 * a * p)):abs():amax():item()
      assert.is_true(off < 1e-5)
    end
  end)

  it("is x itself out of training and at p = 0, and nothing at p = 1", function()
    local x = ln.tensor {1, -2, 1 / 0}
    assert.equal(x, F.alpha_dropout(x))
    assert.equal(x, F.alpha_dropout(x, 0, true))
    assert.same({0, 0, 0}, F.alpha_dropout(x, 1, true):totable())
    assert.equal(x, nn.AlphaDropout(0.3):eval()(x))
    assert.not_equal(x, nn.AlphaDropout(0.3)(x))
  end)

  it("drops whole channels as feature_alpha_dropout", function()
    ln.manual_seed(2)
    local y = F.feature_alpha_dropout(ln.ones(30, 20, 3, 2), 0.4, true)
    assert.equal(0, (y - y:narrow(3, 1, 1):narrow(4, 1, 1)):abs():amax():item())
    local low = y:lt(0):mean():item()
    assert.is_true(math.abs(low - 0.4) < 6 * math.sqrt(0.24 / 600))
    assert.same({4, 3}, nn.FeatureAlphaDropout()(ln.ones(4, 3)):size())
  end)
end)

describe("dropout of channels without a batch", function()
  it("drops rows of c, l and volumes of c, d, h, w", function()
    ln.manual_seed(3)
    for name, sizes in pairs {dropout1d = {200, 3}, dropout3d = {200, 2, 1, 3}} do
      local y = F[name](ln.ones(sizes), 0.5):flatten(2)
      assert.equal(0, (y - y:narrow(2, 1, 1)):abs():amax():item())
      local kept = y:select(2, 1):gt(0):mean():item()
      assert.is_true(math.abs(kept - 0.5) < 6 * math.sqrt(0.25 / 200))
    end
  end)

  it("reads three dimensions as n, c, l in dropout2d, as PyTorch does", function()
    ln.manual_seed(4)
    local y = F.dropout2d(ln.ones(20, 20, 3), 0.5)
    assert.equal(0, (y - y:narrow(3, 1, 1)):abs():amax():item())
    local kept = y:select(3, 1):gt(0):mean():item()
    assert.is_true(math.abs(kept - 0.5) < 6 * math.sqrt(0.25 / 400))
  end)
end)

describe("rrelu", function()
  it("draws slopes below 0 in training, evenly between its limits", function()
    ln.manual_seed(5)
    local y = F.rrelu(-ln.ones(N), 0.2, 0.6, true)
    assert.is_true(y:amin():item() >= -0.6 and y:amax():item() <= -0.2)
    -- the variance of U(0.2, 0.6) is 0.4^2 / 12
    assert.is_true(math.abs(y:mean():item() + 0.4) < 6 * math.sqrt(0.16 / 12 / N))
    assert.is_true(math.abs(y:var():item() - 0.16 / 12) < 1e-3)
    assert.same({3, 0}, F.rrelu(ln.tensor {3, 0}, {training = true}):totable())
    near(nn.RReLU(0.2, 0.6):eval()(ln.tensor {-1}), {-0.4})
    assert.not_equal(-0.4, nn.RReLU(0.2, 0.6)(ln.tensor {-1}):item())
  end)

  it("has the slope for its derivative, and the generator's numbers", function()
    local x = (-ln.ones(5)):requires_grad_()
    local y = F.rrelu(x, {training = true, generator = ln.Generator(7)})
    y:sum():backward()
    near(x.grad, (-y):totable())
    assert.same(y:totable(), F.rrelu(x, {training = true, generator = ln.Generator(7)}):totable())
  end)

  it("refuses limits that are the wrong way round", function()
    assert.error_matches(function() F.rrelu(ln.ones(2), 0.5, 0.1) end, "rrelu: lower is 0.5, upper 0.1")
  end)
end)

describe("gumbel_softmax", function()
  local logits = ln.tensor {math.log(0.2), math.log(0.5), math.log(0.3)}:expand(N, 3)

  it("takes each class with its probability, whatever tau", function()
    ln.manual_seed(6)
    for _, tau in ipairs {0.5, 2} do
      local y = F.gumbel_softmax(logits, tau)
      assert.is_true(y:sum(2):sub(1):abs():amax():item() < 1e-5)
      local shares = ln.nn.functional.one_hot(y:argmax(2), 3):mean(1):totable()
      for k, p in ipairs {0.2, 0.5, 0.3} do
        assert.is_true(math.abs(shares[k] - p) < 6 * math.sqrt(p * (1 - p) / N))
      end
    end
  end)

  it("is one-hot when hard, with the derivative of the soft one", function()
    local function gradient(hard)
      local x = ln.tensor {{1, 2}, {0, -1}, {3, 1}}:requires_grad_()
      local y = F.gumbel_softmax(x, 0.7, hard, 1, {generator = ln.Generator(3)})
      y:mul(ln.tensor {{1, -2}, {3, 0.5}, {2, 5}}):sum():backward()
      return y, x.grad:flatten():totable()
    end
    local y, g = gradient(true)
    local soft, expected = gradient(false)
    near(y:sum(1), {1, 1})
    for _, v in ipairs(y:flatten():totable()) do assert.is_true(math.abs(v * (v - 1)) < 1e-6) end
    assert.same(soft:argmax(1):totable(), y:argmax(1):totable())
    near(ln.tensor(g), expected)
  end)
end)

describe("fractional_max_pool2d", function()
  it("draws windows that lie within x, with its generator's numbers", function()
    local x = ln.arange(1, 63):reshape(1, 7, 9)
    local o = {output_size = {3, 4}, generator = ln.Generator(2)}
    local y, index = F.fractional_max_pool2d_with_indices(x, 2, o)
    assert.same(y:totable(), index:totable()) -- x is its own index
    o.generator = ln.Generator(2)
    assert.same(y:totable(), F.fractional_max_pool2d(x, 2, o):totable())
    assert.equal(63, y:amax():item()) -- the last window is at the end
    local seen = {}
    for k = 1, 20 do
      o.generator = ln.Generator(k)
      seen[F.fractional_max_pool2d(x, 2, o):sum():item()] = true
    end
    assert.is_true(next(seen, next(seen)) ~= nil)
  end)

  it("says what is wrong", function()
    local function fails(text, ...)
      local ok, message = pcall(F.fractional_max_pool2d, ...)
      assert.is_false(ok)
      assert.truthy(message:find("fractional_max_pool2d: " .. text, 1, true), message)
    end
    fails("one of output_size and output_ratio is wanted", ln.ones(1, 5, 5), 2)
    fails("5 windows of 2 do not fit a size of 5", ln.ones(1, 5, 5), 2, {output_size = 5})
    fails("_random_samples is 3 for 1 planes of 2 dimensions", ln.ones(1, 5, 5), 2,
          {output_size = 2, _random_samples = ln.zeros(3)})
  end)
end)
