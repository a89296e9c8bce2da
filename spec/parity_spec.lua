-- Every op against PyTorch: values and gradients of the cases in
-- spec/reference, which make.py there writes.
require "lunette"
local engine = require "lunette.engine"
local fixtures = require "spec.support.fixtures"
local functional = require "lunette.nn.functional"
local lapack = require "spec.support.lapack"

local TOLERANCE = engine.build.real == "double" and 1e-10 or 1e-5

-- The cotangent that make.py uses.
local function cotangent(sizes)
  local count, values = 1, {}
  for _, n in ipairs(sizes) do count = count * n end
  for i = 0, count - 1 do values[i + 1] = (7 * i % 11 - 4.5) / 4 end
  return engine.create.tensor(values):reshape(sizes)
end

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
  local leaves, args = {}, {}
  for i = 1, case.args.n do args[i] = fixtures.argument(case.args[i], leaves) end
  local op = functional[case.op]
  local y = op(table.unpack(args, 1, case.args.n))
  assert.same(case.y.c, y:size())
  same("value", y, case.y.v)
  if not case.g then return end
  local gradients = engine.grad(y, leaves,
    {grad_outputs = {cotangent(case.y.c)}, allow_unused = true})
  for k, expected in ipairs(case.g) do
    local g = gradients[k] or engine.create.zeros(leaves[k]:size())
    assert.same(leaves[k]:size(), g:size())
    same("gradient " .. k, g, expected)
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
