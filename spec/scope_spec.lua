local ln = require "lunette"

-- Closes out of order, as only a mistake would.
local function close(scope) getmetatable(scope).__close(scope) end

describe("scopes", function()
  local w = ln.ones(2, {requires_grad = true})
  local function recorded() return (w * 2):requires_grad() end

  it("no_grad stops recording until it closes", function()
    do
      local _ <close> = ln.no_grad()
      assert.is_false(recorded())
      assert.is_false(ln.is_grad_enabled())
      do
        local _ <close> = ln.enable_grad()
        assert.is_true(recorded())
      end
      assert.is_false(recorded())
    end
    assert.is_true(recorded())
    assert.is_true(ln.is_grad_enabled())
  end)

  it("closes on an error", function()
    pcall(function()
      local _ <close> = ln.no_grad()
      error "x"
    end)
    assert.is_true(recorded())
  end)

  it("one held across a yield changes nothing elsewhere", function()
    local seen = {}
    local co = coroutine.create(function()
      local _ <close> = ln.no_grad()
      seen[1] = recorded()
      coroutine.yield()
      seen[2] = recorded()
    end)
    coroutine.resume(co)
    assert.is_true(recorded())
    assert.is_true(ln.is_grad_enabled())
    do
      local _ <close> = ln.no_grad()
      assert.is_true(coroutine.resume(co))
      assert.is_false(recorded())
    end
    assert.same({false, false}, seen)
    assert.is_true(recorded())
  end)

  it("one left in a dead coroutine changes nothing elsewhere", function()
    local co = coroutine.create(function()
      local _ <close> = ln.no_grad()
      coroutine.yield()
    end)
    coroutine.resume(co)
    co = nil -- luacheck: ignore
    collectgarbage()
    assert.is_true(recorded())
  end)

  it("one closed out of order changes nothing else", function()
    local a, b = ln.no_grad(), ln.enable_grad()
    close(a)
    assert.is_true(recorded())
    close(b)
    assert.is_true(recorded())
    a, b = ln.no_grad(), ln.no_grad()
    close(a)
    assert.is_false(recorded())
    close(a)
    assert.is_false(recorded())
    close(b)
    assert.is_true(recorded())
  end)

  it("frozen parameters thaw for other coroutines", function()
    local layer = ln.nn.Linear(2, 2)
    layer.bias:requires_grad_(false)
    local co = coroutine.wrap(function()
      local _ <close> = layer:frozen()
      coroutine.yield(layer.weight:requires_grad())
      coroutine.yield(layer.weight:requires_grad())
    end)
    assert.is_false(co())
    assert.is_true(layer.weight:requires_grad())
    assert.is_false(layer.bias:requires_grad())
    assert.is_false(co())
    co()
    assert.is_true(layer.weight:requires_grad())
    assert.is_false(layer.bias:requires_grad())
  end)
end)
