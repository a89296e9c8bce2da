-- Every op against PyTorch: values and gradients of the cases in
-- spec/reference, which make.py there writes.
require "lunette"
local engine = require "lunette.engine"
local fixtures = require "spec.support.fixtures"
local lapack = require "spec.support.lapack"

local TOLERANCE = engine.build.real == "double" and 1e-10 or 1e-5

local function largest(list)
  local most = 0
  for _, v in ipairs(list) do
    v = math.abs(v)
    if v > most and v < math.huge then most = v end
  end
  return most
end

-- Infinities and NaN have to be the same; all else is as near as TOLERANCE
-- times the largest finite value of the reference.
local function same(what, tensor, expected)
  local got = tensor:contiguous():view(-1):totable()
  assert.equal(#expected, #got, what .. ": number of elements")
  local bound = TOLERANCE * largest(expected)
  for i, v in ipairs(expected) do
    local g = got[i]
    local near = g == v or (g ~= g and v ~= v) or math.abs(g - v) <= bound
    if not near then
      error(("%s: element %d is %.9g, PyTorch gives %.9g"):format(what, i, g, v), 0)
    end
  end
end

local function run(case)
  local y, gradients, leaves = fixtures.run(case)
  assert.same(case.y.c, y:size())
  same("value", y, case.y.v)
  for k, expected in ipairs(case.g or {}) do
    assert.same(leaves[k]:size(), gradients[k]:size())
    same("gradient " .. k, gradients[k], expected)
  end
end

for _, family in ipairs(fixtures.families()) do
  describe("PyTorch agrees, " .. family .. ":", function()
    for k, case in ipairs(fixtures.load(family)) do
      it(k .. ". " .. fixtures.label(case), function()
        local missing = lapack.missing(family)
        if missing then pending(missing) end
        run(case)
      end)
    end
  end)
end
