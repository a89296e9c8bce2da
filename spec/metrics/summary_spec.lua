local near = require "spec.near"
local summary = require "lunette.metrics.summary"

describe("metrics: Student's interval of a mean", function()
  -- mean -+ t scipy.stats.sem(values), where scipy.stats.t.sf(t, n - 1) is (1 - level) / 2 by scipy.optimize.brentq
  -- (scipy.stats.t.ppf is off at the tenth digit)
  local function holds(values, level, low, high)
    local sum = 0
    for _, v in ipairs(values) do sum = sum + v end
    local mean, from, to = summary.mean_interval(values, level)
    near(mean, {sum / #values}, 1e-12)
    near(from, {low}, 1e-9)
    near(to, {high}, 1e-9)
  end

  it("is that of scipy, for even and odd numbers of values", function()
    holds({1, 2}, 0.95, -4.853102368087346, 7.853102368087346)
    holds({1, 2}, 0.8, -0.03884176858762678, 3.038841768587627)
    holds({1.5, 2.25, 7}, 0.95, -3.825826893754162, 10.99249356042083)
    holds({1.5, 2.25, 7}, 0.8, 0.33630240084389795, 6.8303642658227695)
    holds({2, 3, 5, 9}, 0.95, -0.17594304823029372, 9.675943048230295)
    holds({2, 3, 5, 9}, 0.8, 2.215020729344539, 7.284979270655461)
    holds({.3, .1, .4, .1, .5}, 0.95, 0.05788439158417652, 0.5021156084158234)
    holds({.5, 1, 4, 2, 8, 3}, 0.95, 0.22053394590454545, 5.9461327207621215)
    local many = {}
    for k = 1, 31 do many[k] = k ^ 1.5 end
    holds(many, 0.95, 52.20673443208649, 91.48484344252454)
    holds(many, 0.8, 59.244477085541696, 84.44710078906934)
  end)

  it("of one value is none", function()
    assert.same({3}, {summary.mean_interval({3}, 0.95)})
  end)
end)
