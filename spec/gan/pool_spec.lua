local ln = require "lunette"
local ImagePool = ln.gan.ImagePool

describe("ImagePool", function()
  it("gives fakes back as they are while there is room, and then half of them from before", function()
    local pool = ImagePool(3)
    assert.same({{1}, {2}}, pool:query(ln.tensor {{1}, {2}}):totable())
    ln.manual_seed(2)
    -- what is drawn decides: place 3 is free for the first; then above 1/2 a place of three, of equal shares
    local draws = ln.rand(4):totable()
    local held, wanted = {1, 2, 3}, {{3}}
    for k = 2, 4 do
      local place = math.ceil((draws[k] - 0.5) * 6)
      wanted[k] = {place > 0 and held[place] or k + 2}
      if place > 0 then held[place] = k + 2 end
    end
    ln.manual_seed(2)
    assert.same(wanted, pool:query(ln.tensor {{3}, {4}, {5}, {6}}):totable())
    assert.same(held, pool.images:flatten():totable())
  end)

  it("shows fakes of before half of the time", function()
    ln.manual_seed(1)
    local pool, old = ImagePool(10), 0
    for k = 1, 2000 do
      if pool:query(ln.tensor {k}):item() ~= k then old = old + 1 end
    end
    assert.near(0.5, old / 1990, 0.05) -- 4 standard deviations
  end)

  it("is outside the graph, and keeps copies", function()
    local pool, x = ImagePool(2), ln.ones(1, 2, {requires_grad = true})
    local y = pool:query(x)
    assert.is_false(y:requires_grad())
    local _ <close> = ln.no_grad()
    x:fill_(5)
    y:fill_(7)
    assert.same({{1, 1}, {0, 0}}, pool.images:totable())
  end)

  it("goes on from its state", function()
    local pool, other = ImagePool(2), ImagePool(2)
    other:load_state_dict(pool:state_dict())
    pool:query(ln.tensor {1, 2})
    other:load_state_dict(pool:state_dict())
    ln.manual_seed(4)
    local wanted = pool:query(ln.tensor {3, 4, 5, 6}):totable()
    ln.manual_seed(4)
    assert.same(wanted, other:query(ln.tensor {3, 4, 5, 6}):totable())
    local ok, message = pcall(ImagePool(3).load_state_dict, ImagePool(3), pool:state_dict())
    assert.is_false(ok)
    assert.truthy(message:find("a pool of 3 here, 2 in the state", 1, true), message)
  end)

  it("holds fakes of one size", function()
    local pool = ImagePool(2)
    pool:query(ln.zeros(1, 3))
    local ok, message = pcall(pool.query, pool, ln.zeros(1, 4))
    assert.is_false(ok)
    assert.truthy(message:find("ImagePool: it holds 2x3; fakes are", 1, true), message)
    assert.is_false((pcall(pool.query, pool, ln.tensor(1))))
  end)
end)
