local ln = require "lunette"
local labels = ln.gan.labels

describe("gan.labels", function()
  local x = ln.zeros(4000, 1)

  it("noisy ones fill their range", function()
    local y = labels.noisy(x, .7, 1.2, {generator = ln.Generator(1)})
    assert.same({4000, 1}, y:size())
    assert(y:amin():item() >= .7 and y:amax():item() <= 1.2)
    -- five standard errors, .5 / sqrt(12 4000) each
    assert(math.abs(y:mean():item() - .95) < 5 * .0023)
  end)

  it("flipped ones are as many as was asked, and two values only", function()
    local y = labels.flipped(x, .9, .2, {generator = ln.Generator(2), other = 0})
    local kept = y:gt(.5):sum():item()
    local off = math.abs(kept - 3200)
    assert(off < 5 * 25.3, kept)
    assert.equal(4000 - kept, y:eq(0):sum():item())
    assert.equal(4000, labels.flipped(x, 1, 0):sum():item())
    assert.equal(0, labels.flipped(x, 1, 1):sum():item())
  end)

  it("come of the generator given", function()
    local function draw() return labels.flipped(x, 1, .5, {generator = ln.Generator(7)}):sum():item() end
    assert.equal(draw(), draw())
  end)

  it("are checked", function()
    assert.error_matches(function() labels.flipped(x, 1, 1.5) end, "probability is 1.5")
    assert.error_matches(function() labels.noisy(x, 1) end, "high is missing")
    assert.error_matches(function() labels.noisy(x, .3, 0) end, "labels.noisy: low is 0.3 and high 0;")
  end)
end)
