local ln = require "lunette"
local near = require "spec.near"
local gan = ln.gan

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("gan.top_k", function()
  it("lets the largest alone count", function()
    local x = ln.tensor {{1}, {-2}, {5}, {3}}:requires_grad_()
    local y = gan.top_k(x, 2)
    near(y, {5, 3})
    gan.losses.wasserstein.generator(y):backward()
    near(x.grad, {0, 0, -.5, -.5})
    near(gan.top_k(x, 4), {5, 3, 1, -2})
  end)

  it("names what does not fit", function()
    fails("top_k: 3 of 2 outputs", gan.top_k, ln.ones(2), 3)
    fails("top_k: k is 0", gan.top_k, ln.ones(2), 0)
  end)
end)

describe("gan.rejection", function()
  local N = 20000
  local function share(logits, largest, o)
    o = o or {}
    o.generator = ln.Generator(3)
    return (gan.rejection(logits, largest, o)):mean():item()
  end
  local function close(got, wanted)
    -- five standard errors
    assert(math.abs(got - wanted) < 5 * math.sqrt(wanted * (1 - wanted) / N) + 1e-5, got .. " " .. wanted)
  end

  it("keeps a sample with the ratio of its density to the largest", function()
    -- s(u - log(1 - e^u)) = e^u
    close(share(ln.full({N}, -1), 0), math.exp(-1))
    close(share(ln.full({N, 1}, 2), 5), math.exp(-3))
    -- The likeliest is always kept.
    assert.equal(1, share(ln.full({200}, 7), 7))
    -- gamma 1: odds e^-1 / (1 - e^-1) times e^-1
    local odds = math.exp(-1) / (1 - math.exp(-1)) * math.exp(-1)
    close(share(ln.full({N}, -1), 0, {gamma = 1}), odds / (1 + odds))
  end)

  it("takes a percentile of the batch for gamma", function()
    local logits = ln.cat({ln.full({N}, -1), ln.full({N}, -3)}, 1)
    local keep = gan.rejection(logits, 0, {percentile = .5, generator = ln.Generator(1)})
    -- F of -3 is the median: probability .5; odds of -1 are larger by the ratio
    -- of e^u / (1 - e^u).
    local function odds(u) return math.exp(u) / (1 - math.exp(u)) end
    close(keep:narrow(1, N + 1, N):mean():item(), .5)
    local ratio = odds(-1) / odds(-3)
    close(keep:narrow(1, 1, N):mean():item(), ratio / (1 + ratio))
    keep = gan.rejection(logits, 0, {percentile = .75, generator = ln.Generator(1)})
    close(keep:narrow(1, 1, N):mean():item(), .5)
    close(keep:narrow(1, N + 1, N):mean():item(), 1 / (1 + ratio))
    keep = gan.rejection(logits, 0, {percentile = 0, generator = ln.Generator(1)})
    close(keep:narrow(1, N + 1, N):mean():item(), .5)
  end)

  it("keeps the largest logit seen", function()
    local _, largest = gan.rejection(ln.tensor {1, 4, 2})
    assert.equal(4, largest)
    _, largest = gan.rejection(ln.tensor {9, -4}, largest)
    assert.equal(9, largest)
    local mask
    mask, largest = gan.rejection(ln.tensor {{1}, {2}}, 9)
    assert.equal(9, largest)
    assert.same({2, 1}, mask:size())
    fails("there are no logits", gan.rejection, ln.zeros(0))
    fails("largest is a table", gan.rejection, ln.zeros(1), {1})
  end)
end)
