local ln = require "lunette"
local strong_wolfe = require "lunette.optim.strong_wolfe"

-- The functions of spec/reference/training/strong_wolfe.py.
local functions = {
  bowl = function(x) return (x - 3) ^ 2 end,
  slope = function(x) return (-x):exp() end,
  waves = function(x) return (5 * x):sin() + .1 * (x - 4) ^ 2 end,
  ripples = function(x) return .02 * (40 * x):sin() + (x - 2) ^ 2 end,
  pit = function(x) return -x / (x ^ 2 + 2) end,
  flat = function(x) return (x - 1) ^ 4 end,
  kink = function(x) return ((x - 2) ^ 2 + 1e-4):sqrt() end,
  line = function(x) return -x end,
  cusp = function(x) return (x - 1):abs() ^ 1.5 + .3 * x end,
}

local function value(f, x)
  x = ln.tensor({x}, {requires_grad = true})
  local y = f(x)
  return y:item(), ln.grad(y:sum(), {x})[1]
end

-- In float the decisions of a search this close to rounding are others.
describe("the line search", function()
  for n, case in ipairs(dofile "spec/reference/training/strong_wolfe.lua") do
    it(("%d. of %s from %g is PyTorch's"):format(n, case.name, case.start), function()
      if ln.real ~= "double" then return end
      local f = functions[case.name]
      local loss, g = value(f, 0)
      local d = -g
      local found = strong_wolfe(function(t) return value(f, t * d:item()) end, case.start, d,
                                 {loss = loss, gradient = g, slope = (g * d):sum():item()}, 1e-9)
      local function same(got, wanted)
        local off = math.abs(got - wanted)
        assert.is_true(off <= 1e-8 * math.max(1, math.abs(wanted)), ("%.14g, %.14g is wanted"):format(got, wanted))
      end
      assert.equal(case.evaluations, found.evaluations)
      same(found.t, case.t)
      same(found.loss, case.loss)
    end)
  end
end)
