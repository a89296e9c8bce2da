local ln = require "lunette"

local function lines(...) return table.concat({...}, "\n") end

describe("tensors as text", function()
  local tail = ln.real .. "]"

  it("aligns columns", function()
    assert.equal(lines("{{ 1, 20},", " {-3,  4}}", "[2x2 " .. tail),
                 tostring(ln.tensor {{1, 20}, {-3, 4}}))
    assert.equal(lines("{0.5000, 0.2500}", "[2 " .. tail), tostring(ln.tensor {0.5, 0.25}))
  end)

  it("shows numbers, empty tensors and what is not finite", function()
    assert.equal("3  [number " .. tail, tostring(ln.tensor(3)))
    assert.equal(lines("{}", "[0x3 " .. tail), tostring(ln.zeros(0, 3)))
    assert.equal(lines("{ nan,  inf, -inf,    1}", "[4 " .. tail),
                 tostring(ln.tensor {0 / 0, math.huge, -math.huge, 1}))
  end)

  it("uses exponents where the range is large", function()
    assert.equal(lines("{1.0000e-05, 1.0000e+00}", "[2 " .. tail), tostring(ln.tensor {1e-5, 1}))
    assert.equal(lines("{1.0000e-02, 2.0500e+01}", "[2 " .. tail), tostring(ln.tensor {0.01, 20.5}))
  end)

  it("abridges what is large", function()
    local text = tostring(ln.zeros(100, 100))
    assert.equal(lines("{{0, 0, 0, ..., 0, 0, 0},", " {0, 0, 0, ..., 0, 0, 0},", " {0, 0, 0, ..., 0, 0, 0},",
                       " ...,", " {0, 0, 0, ..., 0, 0, 0},", " {0, 0, 0, ..., 0, 0, 0},",
                       " {0, 0, 0, ..., 0, 0, 0}}", "[100x100 " .. tail), text)
  end)

  it("keeps lines within 80 columns and nests deeper", function()
    for line in tostring(ln.arange(1, 60)):gmatch "[^\n]+" do assert.is_true(#line <= 80) end
    assert.equal(lines("{{{1, 2}},", "", " {{3, 4}}}", "[2x1x2 " .. tail),
                 tostring(ln.tensor {{{1, 2}}, {{3, 4}}}))
  end)

  it("says what requires a gradient and can be typed in again", function()
    local x = ln.tensor({{1, 2}, {3, 4}}, {requires_grad = true})
    assert.truthy(tostring(x):find ", requires_grad%]$")
    local again = load("return " .. tostring(x):match "^(.*)\n")()
    assert.same({{1, 2}, {3, 4}}, again)
  end)
end)
