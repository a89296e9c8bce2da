-- Pointwise rows at the ends of what numbers can be: value, first and second
-- derivative, from the smallest float to 1e38, against spec/reference/ends/ends.lua,
-- which ends.py there writes by mpmath.
--
-- In double all are right to 1e-6 of the true value, where that fits. What the
-- tables below have is right to some units of rounding instead: of 1, where a
-- slope comes from the result, which has lost what 1 swallows (tanh, sigmoid and
-- what they are in), or of the largest second derivative of a point. In float it
-- is 4e-6, and a few more are so. What is below the least normal number may be
-- 0, and what is above the largest one is not finite.
local ends = require "spec.reference.ends.ends"
local engine = require "lunette.engine"
local ln = require "lunette"

local DOUBLE = ln.real == "double"
local UNIT = DOUBLE and 2.0 ^ -52 or 2.0 ^ -23
local NORMAL = DOUBLE and 2.0 ^ -1022 or 2.0 ^ -126
local MOST = DOUBLE and 1.7976931348623157e308 or 3.4028234663852886e38
local SHARE = DOUBLE and 1e-6 or 4e-6

-- Units of 1 by which value, slope and second derivative may be off.
local ROUNDED = {
  tanh = {0, 2, 2}, sigmoid = {0, 2, 2}, elu = {0, 2, 2}, ["celu 2"] = {0, 2, 2}, selu = {0, 2, 2},
  softplus = {0, 0, 2}, ["softplus 0.5"] = {0, 0, 2}, logsigmoid = {0, 0, 2}, silu = {0, 0, 32}, mish = {0, 0, 32},
  ["gelu 'tanh'"] = {0, 0, 4}, tanhshrink = {0, 0, 2}, logaddexp = {0, 0, 1}, logaddexp2 = {0, 0, 1},
  logistic_loss = {0, 0, 1},
}
if not DOUBLE then
  -- gelu loses below 0 what its formula cancels
  ROUNDED.gelu, ROUNDED["gelu 'tanh'"], ROUNDED.logistic_loss = {8, 4, 4}, {0, 4, 32}, {0, 1, 1}
  ROUNDED.silu, ROUNDED.mish = {0, 1, 32}, {0, 2, 32}
end
-- Those whose second derivatives are differences, each right beside the others.
local BESIDE = {hypot = true, atan2 = true}

-- What float does not hold on the way: 1 / a, and the length of two such.
local function left_out(name, a, b)
  if DOUBLE or math.abs(a) >= NORMAL then return false end
  return name == "pow" or BESIDE[name] and b < NORMAL
end

-- Whose 1 - x^2 is rounded in float where the processor has no fused product.
local LEGS = {asin = 10, acos = 10, atanh = 10}

local function near(y, r, room, share)
  if math.abs(r) > MOST then return y - y ~= 0 or math.abs(y) > MOST * 0.999 end
  return math.abs(y - r) <= share * math.abs(r) + room + 2 * NORMAL
end

local function sum_grad(y, leaves)
  local g = y:requires_grad() and engine.grad(y:sum(), leaves, {create_graph = true, allow_unused = true}) or {}
  for k, leaf in ipairs(leaves) do g[k] = g[k] or ln.zeros_like(leaf) end
  return g
end

-- Leaves of the columns of a case, what stands behind them in the call, and y.
local function made(case, columns)
  local name, rest = case[1]:match "^(%S+) ?(.*)$"
  local leaves, more = {}, {}
  for c = 1, columns do
    local list = {}
    for k, point in ipairs(case[2]) do list[k] = point[c] end
    leaves[c] = ln.tensor(list, {requires_grad = true})
  end
  if rest ~= "" then more[1] = tonumber(rest) or {approximate = rest:match "%a+"} end
  if name == "softplus" then more = {more[1] or 1, math.huge} end -- beyond its threshold it is x
  if columns == 2 then more = {leaves[2]} end
  return leaves, ln[name](leaves[1], table.unpack(more))
end

local function compare(case, k, at, y, r, room)
  if not near(y, r, room, DOUBLE and SHARE or SHARE * (LEGS[case[1]] or 1)) then
    local point = case[2][k]
    error(("%s, number %d of (%.9g, %.9g, ...) is %.9g, not %.9g"):format(case[1], at, point[1], point[2], y, r), 0)
  end
end

local function check_one(case)
  local leaves, y = made(case, 1)
  local g = sum_grad(y, leaves)[1]
  local got = {y:totable(), g:totable(), sum_grad(g, leaves)[1]:totable()}
  for k, point in ipairs(case[2]) do
    for order = 1, 3 do
      local units = (ROUNDED[case[1]] or {0, 0, 0})[order]
      compare(case, k, order + 1, got[order][k], point[order + 1], units * UNIT)
    end
  end
end

local function check_two(case)
  local leaves, y = made(case, 2)
  local g = sum_grad(y, leaves)
  local a, b = sum_grad(g[1], leaves), sum_grad(g[2], leaves)
  local got = {}
  for i, t in ipairs {y, g[1], g[2], a[1], a[2], b[2]} do got[i] = t:totable() end
  for k, point in ipairs(case[2]) do
    for at = 1, left_out(case[1], point[1], point[2]) and 0 or 6 do
      local order = at == 1 and 1 or at <= 3 and 2 or 3
      local room = (ROUNDED[case[1]] or {0, 0, 0})[order] * UNIT
      if BESIDE[case[1]] and order == 3 then
        room = 4 * UNIT * math.max(math.abs(point[6]), math.abs(point[7]), math.abs(point[8]))
      end
      compare(case, k, at + 2, got[at][k], point[at + 2], room)
    end
  end
end

describe("at the ends of numbers", function()
  for _, case in ipairs(ends.one) do
    it(case[1] .. " and its derivatives are right", function() check_one(case) end)
  end
  for _, case in ipairs(ends.two) do
    it(case[1] .. " of two and its derivatives are right", function() check_two(case) end)
  end
end)
