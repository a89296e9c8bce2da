-- How near float comes to double: the mean square error of every case of
-- spec/reference, of which PyTorch wrote the results in double, over their mean
-- square.
require "lunette"
local engine = require "lunette.engine"
local fixtures = require "spec.support.fixtures"
local lapack = require "spec.support.lapack"

-- Bounds of values where nothing is summed, and elsewhere; and of gradients.
local POINTWISE, SUMMED, GRADIENT = 1e-10, 1e-9, 1e-8
local pointwise = {pointwise = true, activation = true, view = true, index = true}

-- Over the finite elements.
local function error_of(tensor, expected)
  local off, size = 0, 0
  for i, got in ipairs(tensor:reshape(-1):totable()) do
    local v = expected[i]
    if v == v and math.abs(v) < math.huge then off, size = off + (got - v) ^ 2, size + v * v end
  end
  if size == 0 then return off end
  return off / size
end

local function check(what, tensor, expected, bound)
  local off = error_of(tensor, expected)
  if off > bound or off ~= off then
    error(("%s: mean square error %.3g of the mean square, %.3g is allowed"):format(what, off, bound), 0)
  end
  return off
end

describe("float beside double", function()
  if engine.build.real == "double" then
    it("is looked at in float", function() assert.equal("double", engine.build.real) end)
    return
  end
  for _, family in ipairs(fixtures.families()) do
    it("is near enough in every case of " .. family, function()
      local missing = lapack.missing(family)
      if missing then pending(missing) end
      local values, cases = pointwise[family] and POINTWISE or SUMMED, 0
      for _, case in ipairs(fixtures.load(family)) do
        local label = fixtures.label(case)
        local y, gradients = fixtures.run(case)
        check(label, y, case.y.v, values)
        for k, expected in ipairs(case.g or {}) do
          check(label .. ", gradient " .. k, gradients[k], expected, GRADIENT)
        end
        cases = cases + 1
      end
      assert.is_true(cases > 0)
    end)
  end
end)
