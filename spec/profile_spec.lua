local ln = require "lunette"
local json = require "lunette.json"

local BYTES = ln.real == "double" and 8 or 4

local function row_of(profile, op)
  for _, row in ipairs(profile:rows()) do
    if row.op == op then return row end
  end
end

describe("ln.profile", function()
  it("counts calls, arithmetic and bytes by op and line", function()
    local a, b = ln.randn(3, 4), ln.randn(4, 5)
    local p = ln.profile {print = false}
    local y
    for _ = 1, 7 do y = a:matmul(b) end
    local line = debug.getinfo(1, "l").currentline - 1
    y:exp()
    p:close()
    y:exp()
    local product, exp = row_of(p, "product"), row_of(p, "exp")
    assert.equal(7, product.calls)
    assert.equal(7 * 2 * 3 * 4 * 5, product.flops)
    assert.equal(7 * (12 + 20 + 15) * BYTES, product.bytes)
    assert.matches("profile_spec.lua:" .. line, product.line, 1, true)
    assert.equal(1, exp.calls)
    assert.equal(0, exp.flops)
    assert.is_true(product.seconds > 0)
  end)

  it("counts the arithmetic of convolutions and their gradients", function()
    local x, w = ln.randn({2, 3, 8, 8}, {requires_grad = true}), ln.randn({5, 3, 3, 3}, {requires_grad = true})
    local p = ln.profile {print = false}
    x:conv2d(w, {padding = 1}):sum():backward()
    p:close()
    for _, op in ipairs {"conv", "conv_input", "conv_weight"} do
      assert.equal(2 * 2 * 5 * 64 * 3 * 9, row_of(p, op).flops)
    end
  end)

  it("tells apart the lines of one op", function()
    local a = ln.randn(3)
    local p = ln.profile {print = false}
    a:exp()
    a:exp()
    p:close()
    assert.equal(2, #p:rows())
  end)

  it("writes a trace that can be read, and a table", function()
    local path = os.tmpname()
    finally(function() os.remove(path) end)
    do
      local _ <close> = ln.profile {print = false, trace = path}
      ln.randn(10):tanh():sum()
    end
    local file <close> = assert(io.open(path))
    local events = json.decode(file:read "a").traceEvents
    assert.equal("tanh", events[1].name)
    assert.equal("sum", events[2].name)
    assert.equal("X", events[1].ph)
    assert.is_true(events[2].ts >= events[1].ts + events[1].dur)
    local p = ln.profile {print = false}
    ln.randn(10):tanh()
    p:close()
    assert.matches("tanh +1 ", tostring(p))
  end)

  it("notes what its own coroutine runs, and is one at a time", function()
    local a = ln.randn(3)
    local p = ln.profile {print = false}
    coroutine.wrap(function() a:exp() end)()
    a:sin()
    assert.has_error(function() ln.profile() end)
    p:close()
    assert.is_nil(row_of(p, "exp"))
    assert.equal(1, row_of(p, "sin").calls)
    ln.profile({print = false}):close()
  end)
end)
