local model = require "bench.dist.model"

-- Microseconds and bytes: a message takes 10 us and 1 us for 1,000 bytes, one more to hand over 2 us.
local net = model.network(8, 10, 2)

local function takes(microseconds, seconds) assert.near(microseconds, 1e6 * seconds, 1e-6) end

describe("the model of a step on many hosts", function()
  it("counts messages and bytes", function()
    takes(10 + 3 + 2 * 2, model.gather(net, 4, 1000))
    takes(2 * (10 + 2) + 2 * (10 + 1), model.sum(net, 4, 4000))
    takes(6 * (10 + 1), model.ring_sum(net, 4, 4000))
    takes(2 * 2 * (10 + 4), model.tree_sum(net, 4, 4000))
    -- the receiver is asked first: there, back, there
    takes(2 * (3 * 10 + 2000), model.sum(net, 2, 4e6))
  end)

  it("reads what a case sums", function()
    local case = model.case "dcgan28"
    assert.equal(64, case.batch)
    -- kernels 64x16 and 128x64x16, with biases; norm; 128 x 49 to 1
    assert.same({64 * 16 + 64 + 128 * 64 * 16 + 128 + 256 + 128 * 49 + 1}, case.D.buckets)
    -- from the last back, a bias before its weight as their names are; the first bias is alone
    assert.same({1 + 64 * 16 + 128 + 64 + 128 * 64 * 16 + 256 + 100 * 128 * 49, 128 * 49}, case.G.buckets)
    assert.equal(1, #case.D.layers)
    assert.equal(2, #case.G.layers)
  end)

  it("has one rank that speaks to nobody, and more that do", function()
    local case = model.case "dcgan28"
    assert.equal(0.05, model.step(case, net, 1, 64, 0.05, true))
    local after, before = model.step(case, net, 8, 64, 0.05), 0.05
    for _, p in ipairs {2, 4, 8} do
      local seconds = model.step(case, net, p, 64, 0.05)
      assert(seconds > before, p)
      before = seconds
    end
    assert(model.step(case, net, 8, 64, 0.05, true) <= after)
  end)
end)
