-- What is made of many numbers, from 1e-36 to 1e38: norms, means, distances,
-- normalisation and losses, with their gradients and the gradients of the sum of
-- these, and decompositions of matrices with their gradients, for cotangents up
-- to 1, against spec/reference/ends/many.lua, which is PyTorch's in double.
--
-- Right is 1e-6 (in float 4e-6) of the largest number of the same kind, beside
-- what is below the least normal number or above the largest one. A second
-- derivative may be off by as much of the first one over the largest input, of
-- which it is a difference.
local engine = require "lunette.engine"
local lapack = require "spec.support.lapack"
local ln = require "lunette"

local DOUBLE = ln.real == "double"
local SHARE = DOUBLE and 1e-6 or 4e-6
local NORMAL, MOST = 2.0 ^ -126, 3.4028234663852886e38

local function largest(list)
  local most = 0
  for _, v in ipairs(list) do most = math.max(most, math.abs(v)) end
  return most
end

local function numbers(y) return y:detach():contiguous():view(-1):totable() end

local function compare(what, y, due, scale)
  y = numbers(y)
  assert.equal(#due, #y)
  for i, r in ipairs(due) do
    local near = math.abs(y[i] - r) <= SHARE * math.max(scale, largest(due)) + 2 * NORMAL
    if math.abs(r) > MOST and not DOUBLE then near = y[i] - y[i] ~= 0 end
    if not near then error(("%s, number %d is %.9g, not %.9g"):format(what, i, y[i], r), 0) end
  end
end

local function check(case)
  local call, inputs, cotangent, y, g, h = table.unpack(case)
  local leaves = {}
  for k, list in ipairs(inputs) do
    leaves[k] = ln.tensor(list):view(-1, #list == 9 and 3 or 4):detach():requires_grad_()
  end
  local env = {ln = ln, F = ln.nn.functional, select = select, x = leaves[1], z = leaves[2]}
  local got = load("return (" .. call .. ")", call, "t", env)()
  compare("the value", got, y, 0)
  local c = ln.tensor(cotangent):view(got:size())
  local first = engine.grad(got, leaves, {grad_outputs = c, create_graph = true})
  local total, slope = ln.tensor(0), 0
  for k, v in ipairs(first) do
    compare("gradient " .. k, v, g[k], 0)
    total, slope = total + v:sum(), math.max(slope, largest(g[k]))
  end
  local second = total:requires_grad() and engine.grad(total, leaves, {allow_unused = true}) or {}
  for k, v in ipairs(h) do
    compare("second gradient " .. k, second[k] or ln.zeros_like(leaves[k]), v, 4 * slope / largest(inputs[1]))
  end
end

describe("made of many numbers", function()
  for _, case in ipairs(require("spec.reference.ends.many").cases) do
    it(("%s is right at %.1g"):format(case[1], largest(case[2][1])), function()
      local missing = lapack.missing(case[2][1][9] and "linalg" or "reduce")
      if missing then pending(missing) end
      check(case)
    end)
  end

  -- 5^2 = 3^2 + 4^2, and the variance of 3, 4, 8 is (2^2 + 1^2 + 3^2) / 2 = 7
  it("is right where squares of doubles do not fit", function()
    if not DOUBLE then return end
    for _, by in ipairs {1e300, 1e-300} do
      local x, z = ln.tensor {{3 * by, 4 * by}}, ln.zeros(1, 2)
      for _, y in ipairs {x:norm(), x:t():norm(2, 1), ln.cdist(x, z), ln.dist(x, z)} do
        compare("5", y / by, {5}, 0)
      end
      compare("norm of p = 3", x:norm(3) / by, {91 ^ (1 / 3)}, 0)
      compare("std", (ln.tensor {3, 4, 8} * by):std() / by, {math.sqrt(7)}, 0)
    end
    compare("mean", ln.tensor {1e308, 1.5e308, 0.5e308}:mean(), {1e308}, 0)
  end)

  it("of symmetric matrices is right where the sum of two elements does not fit", function()
    local missing = lapack.missing()
    if missing then pending(missing) end
    local x = ln.tensor {{3e38, 0}, {0, 1e38}}
    compare("values", ln.eigvalsh(x), {1e38, 3e38}, 0)
    compare("values beside vectors", (ln.eigh(x)), {1e38, 3e38}, 0)
    compare("root", ln.sqrtm(x), {math.sqrt(3e38), 0, 0, 1e19}, 0)
    compare("factor", x:cholesky(), {math.sqrt(3e38), 0, 0, 1e19}, 0)
  end)
end)
