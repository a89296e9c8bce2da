-- Products of small whole numbers, exact in any order, against sums made in
-- Lua: sizes about those of tiles, depths and vectors, and matrices that lie in
-- every way. Prints what differs, then "done".
local ln = require "lunette"

local SIZES = {1, 2, 6, 7, 16, 17, 33, 64, 131}
local DEPTHS = {0, 1, 7, 16, 17, 130, 1100}
local LAYOUTS = {"rows", "columns", "apart"}

local function entry(i, j) return (7 * i + 3 * j + i * j) % 5 - 2 end

local function matrix(rows, columns, layout)
  local x = ln.zeros(rows, columns)
  if layout == "columns" then x = ln.zeros(columns, rows):t() end
  if layout == "apart" then x = ln.zeros(rows, columns, 2):select(3, 2) end
  local list = {}
  for i = 1, rows do
    for j = 1, columns do list[#list + 1] = entry(i, j) end
  end
  if #list > 0 then x:copy_(ln.tensor(list):reshape(rows, columns)) end
  return x
end

-- Element i, j of the product.
local function due(i, j, k)
  local sum = 0
  for s = 1, k do sum = sum + entry(i, s) * entry(s, j) end
  return sum
end

-- The sums of the four corners and of some between.
local function check(m, k, n, left, right)
  local a, b = matrix(m, k, left), matrix(k, n, right)
  local y = a:matmul(b)
  local z = ln.ones(m, n):addmm(a, b, {beta = 2, alpha = -3})
  local unread = ln.full({m, n}, 0 / 0):addmm(a, b, {beta = 0})
  for i = 1, m, math.max(1, (m - 1) // 3) do
    for j = 1, n, math.max(1, (n - 1) // 5) do
      local sum = due(i, j, k)
      local got = {y[i][j]:item(), z[i][j]:item(), unread[i][j]:item()}
      if got[1] ~= sum or got[2] ~= 2 - 3 * sum or got[3] ~= sum then
        print(("%dx%d by %dx%d, %s and %s, at %d, %d: %g, %g, %g; %d is due")
          :format(m, k, k, n, left, right, i, j, got[1], got[2], got[3], sum))
        return
      end
    end
  end
end

-- One row and many columns, which go along its rows in pieces.
for _, n in ipairs {1024, 1029, 2100} do
  for _, k in ipairs {1, 3, 17, 130} do
    for _, layout in ipairs(LAYOUTS) do check(1, k, n, layout, "rows") end
  end
end

local turn = 0
for _, m in ipairs(SIZES) do
  for _, n in ipairs(SIZES) do
    for _, k in ipairs(DEPTHS) do
      for step = 0, 1 do
        turn = turn + 1
        local left, right = LAYOUTS[turn % 3 + 1], LAYOUTS[(turn // 3 + step) % 3 + 1]
        check(m, k, n, left, right)
      end
    end
  end
end
for _, layout in ipairs(LAYOUTS) do check(800, 300, 300, layout, "columns") end
print "done"