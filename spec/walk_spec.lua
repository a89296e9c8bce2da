-- Copies of permuted arrays, which go in tiles: every element against its
-- address, which is what it holds.
local ln = require "lunette"

local function counted(sizes)
  local n = 1
  for _, size in ipairs(sizes) do n = n * size end
  return ln.arange(1, n):view(sizes)
end

-- What stands where, by index arithmetic alone.
local function expected(x)
  local sizes, strides = x:size(), x:stride()
  local y = ln.ones(sizes)
  for k, size in ipairs(sizes) do
    local alone = {}
    for i = 1, #sizes do alone[i] = i == k and size or 1 end
    y = y + ((ln.arange(1, size) - 1) * strides[k]):view(alone)
  end
  return y
end

local CASES = {
  {{70, 45}, {2, 1}}, {{64, 64}, {2, 1}}, {{1100, 40}, {2, 1}}, {{40, 1100}, {2, 1}},
  {{300, 300}, {2, 1}}, {{600, 530}, {2, 1}},
  {{47, 49}, {2, 1}}, {{3, 700}, {2, 1}}, {{700, 3}, {2, 1}}, {{5, 33, 34}, {1, 3, 2}},
  {{33, 5, 34}, {3, 2, 1}}, {{33, 34, 5}, {2, 3, 1}}, {{8, 3, 20, 20}, {1, 3, 4, 2}},
  {{400, 4, 30}, {1, 3, 2}}, {{20, 9, 10, 11}, {4, 2, 1, 3}}, {{2, 3, 4, 5, 50}, {5, 3, 1, 4, 2}},
}

describe("a permuted array", function()
  for _, case in ipairs(CASES) do
    local sizes, order = table.unpack(case)
    local name = table.concat(sizes, "x") .. " by " .. table.concat(order, ",")
    it("is read in order: " .. name, function()
      local x = counted(sizes):permute(order)
      assert.equal(0, (x:contiguous() - expected(x)):abs():sum():item())
    end)
    it("is written in order: " .. name, function()
      local x = counted(sizes)
      local view = x:permute(order)
      view:copy_(view:contiguous() + 1)
      assert.equal(0, (x - expected(x) - 1):abs():sum():item())
    end)
  end

  it("meets itself and others in an op", function()
    local x = counted {70, 45}
    local view, plain = x:t(), expected(x:t())
    assert.equal(0, (view - 2 * view + plain):abs():sum():item())
    assert.equal(0, (-view + plain):abs():sum():item())
    local other = ln.randn(45, 70, {generator = ln.Generator(4)})
    assert.is_true((other - view):equal(other - plain))
    assert.is_true((view / other):equal(plain / other))
    assert.is_true((view:sub(view, {alpha = 2})):equal(-plain))
    assert.is_true(view:where(view, other:t():contiguous():t()):equal(plain))
  end)

  it("of which a part is shown", function()
    local x = counted {90, 80}
    local part = x[{{3, 82}, {5, 70}}]:t()
    assert.equal(0, (part:contiguous() - expected(part) - 164):abs():sum():item())
  end)
end)
