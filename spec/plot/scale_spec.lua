local numbers = require "lunette.plot.numbers"
local scale = require "lunette.plot.scale"

local function ticks(kind, low, high, most)
  local s = scale.new(kind)
  s:settle {low, high}
  return {s:ticks(most)}
end

describe("scale", function()
  it("has ticks at steps of 1, 2 and 5", function()
    assert.same({{0, 2, 4, 6, 8, 10}, {"0", "2", "4", "6", "8", "10"}}, ticks("linear", 0, 10, 5))
    assert.same({{0, 5, 10}, {"0", "5", "10"}}, ticks("linear", 0, 10, 4)) -- 2.5 a step: 5
    assert.same({{0, 0.1, 0.2, 0.3}, {"0.0", "0.1", "0.2", "0.3"}}, ticks("linear", 0, 0.3, 3))
    assert.same({{-1, -0.5, 0, 0.5, 1}, {"-1.0", "-0.5", "0.0", "0.5", "1.0"}}, ticks("linear", -1, 1, 4))
    assert.same({{8, 10, 12}, {"8", "10", "12"}}, ticks("linear", 7.1, 12.9, 3))
  end)

  it("writes large and small numbers short", function()
    assert.same({"0", "5k", "10k", "15k", "20k"}, ticks("linear", 0, 20000, 4)[2])
    assert.same({"1.5M", "2.0M", "2.5M", "3.0M"}, ticks("linear", 1.5e6, 3.2e6, 4)[2])
    assert.same({"0", "1×10⁻⁷", "2×10⁻⁷"}, ticks("linear", 0, 2.2e-7, 3)[2])
    assert.same({"0.5×10³⁰", "1.0×10³⁰"}, ticks("linear", 0.4e30, 1.1e30, 2)[2])
    assert.same({"1000000000", "1000000001", "1000000002"}, ticks("linear", 1e9, 1e9 + 2, 3)[2])
    assert.same({"-1×10³⁰⁸", "0", "1×10³⁰⁸"}, ticks("linear", -1.2e308, 1.2e308, 3)[2])
    assert.same({"-2000", "0", "2000"}, ticks("linear", -2000, 2000, 2)[2])
  end)

  it("has decades on a log scale, and their parts where there are few", function()
    assert.same({{1, 10, 100, 1000}, {"1", "10", "100", "1000"}}, ticks("log", 1, 1000, 5))
    assert.same({{0.01, 0.1, 1, 10}, {"0.01", "0.1", "1", "10"}}, ticks("log", 0.01, 10, 5))
    assert.same({"10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"}, ticks("log", 1e-4, 1, 5)[2])
    assert.same({"10⁻¹²", "10⁻⁶", "10⁰"}, ticks("log", 1e-12, 1, 2)[2])
    assert.same({{1, 2, 5, 10, 20}, {"1", "2", "5", "10", "20"}}, ticks("log", 1, 30, 6))
    assert.same({{100, 110, 120}, {"100", "110", "120"}}, ticks("log", 100, 120, 3))
  end)

  it("leaves room around the data, but not beyond where bars stand", function()
    local s = scale.new "linear"
    s:include {10, 0 / 0, 0, 1 / 0, 5}
    s:settle()
    -- 4% of 10 on either side: from -0.4 to 10.4
    local at = s:map(108)
    assert.near(4, at(0), 1e-9)
    assert.near(104, at(10), 1e-9)
    assert.near(54, s:map(108, true)(5), 1e-9)
    s = scale.new "linear"
    s:include {10}
    s:stop(0)
    s:settle()
    assert.near(0, s:map(104)(0), 1e-9)
    assert.near(100, s:map(104)(10), 1e-9)
  end)

  it("has a place for one value, for none, and for the largest and smallest", function()
    for _, values in ipairs {{}, {0}, {5}, {-5, -5}, {1e308, -1e308}, {1e-310, 2e-310}, {1, 1 + 2 ^ -52}, {0 / 0}} do
      for _, kind in ipairs {"linear", "log"} do
        local s = scale.new(kind)
        s:include(values)
        s:settle()
        for _, v in ipairs(values) do
          local at = s:takes(v) and s:map(100)(v) or 50
          assert(at > 0 and at < 100, ("%s: %g is at %g"):format(kind, v, at))
        end
        local places, texts = s:ticks(5)
        assert(#places >= 1 and #places <= 6 and #texts == #places)
        for k = 2, #places do assert(places[k] > places[k - 1] and texts[k] ~= texts[k - 1]) end
      end
    end
  end)

  it("places by the logarithm what is above 1e-300, and nothing else", function()
    local s = scale.new "log"
    s:settle {1, 1000}
    assert.near(100, s:map(300)(10), 1e-9)
    assert.same({false, false, false, false, true},
                {s:takes(0), s:takes(-1), s:takes(1 / 0), s:takes(1e-320), s:takes(1.1e-300)})
  end)

  it("writes one number short", function()
    assert.same({"nan", "-inf", "0.25", "-1×10³⁰⁸", "3", "1.5×10⁻⁷"},
                {numbers.short(0 / 0), numbers.short(-1 / 0), numbers.short(0.25), numbers.short(-1e308),
                 numbers.short(3), numbers.short(1.5e-7)})
  end)
end)
