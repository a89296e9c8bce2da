-- Gradients of parts of one tensor, which are added where its own stands.
-- Values by hand: each element's is the sum of the factors of the parts that
-- hold it.
local ln = require "lunette"

local function leaf(...) return ln.arange(1, ...):view(-1, 4):requires_grad_() end

describe("parts of a tensor", function()
  it("give it the sum of their gradients, where they overlap too", function()
    local x = leaf(12)
    local y = x:narrow(1, 1, 2):sum() + 10 * x:narrow(1, 2, 2):sum() + 100 * x:select(1, 2):sum()
      + 1000 * x:narrow(2, 2, 2):sum() + 10000 * x:select(2, 4):sum()
    y:backward()
    assert.same({{1, 1001, 1001, 10001}, {111, 1111, 1111, 10111}, {10, 1010, 1010, 10010}}, x.grad:totable())
    x:narrow(1, 3, 1):sum():backward(ln.tensor(2))
    assert.same({12, 1012, 1012, 10012}, x.grad[3]:totable())
  end)

  it("of which some are turned, expanded, empty or numbers", function()
    local x = leaf(8)
    local w = ln.tensor {{1, 2}, {3, 4}}
    local t = x:t()
    local y = (t:narrow(1, 1, 2) * w):sum() + (t:narrow(1, 2, 2):t() * w):sum()
      + (t:select(1, 4):unsqueeze(1):expand(3, 2)):sum() + t:narrow(1, 2, 0):sum() + 7 * x[1][1]
      + (x:narrow(2, 1, 4) * x:detach()):sum()
    -- x is {{1, 2, 3, 4}, {5, 6, 7, 8}}; w adds to columns 1, 2 turned and to
    -- 2, 3 as it is
    assert.same({{1 + 1 + 7, 2 + 3 + 1, 3 + 2, 4 + 3}, {5 + 2, 6 + 4 + 3, 7 + 4, 8 + 3}},
                ln.grad(y, {x})[1]:totable())
  end)

  it("leave the gradients that they were given as they are", function()
    local x = leaf(8)
    local y = x * 1
    local g, h = ln.ones(2, 4), ln.ones(1, 4)
    local got = ln.grad({y, y:narrow(1, 1, 1), y:narrow(1, 1, 1)}, {x}, {grad_outputs = {g, h, h}})[1]
    assert.same({{3, 3, 3, 3}, {1, 1, 1, 1}}, got:totable())
    assert.same({{1, 1, 1, 1}, {1, 1, 1, 1}}, g:totable())
    assert.same({{1, 1, 1, 1}}, h:totable())
    y = x * 1
    local both = ln.grad({y:narrow(1, 1, 1), y:select(1, 1), y}, {y, x},
                         {grad_outputs = {h, h[1], g}, retain_graph = true})
    assert.same({{3, 3, 3, 3}, {1, 1, 1, 1}}, both[1]:totable())
    assert.same(both[1]:totable(), both[2]:totable())
  end)

  it("have the same gradients recorded, and their gradients", function()
    local x = ln.tensor({1, 2, 3, 4}, {requires_grad = true})
    local function f()
      return (x:narrow(1, 1, 3) ^ 3):sum() + (x:narrow(1, 2, 3) ^ 2):sum() + x[2] * x[4]
    end
    -- 3 x^2 for the first three, 2 x for the last three, and x4, x2
    local due = {3, 12 + 4 + 4, 27 + 6, 8 + 2}
    assert.same(due, ln.grad(f(), {x})[1]:totable())
    local g = ln.grad(f(), {x}, {create_graph = true})[1]
    assert.same(due, g:totable())
    assert.same({6, 12 + 2 + 1, 18 + 2, 2 + 1}, ln.grad(g:sum(), {x})[1]:totable())
  end)

  it("of which there are many, for any number of threads", function()
    local values = ln.rand({300, 700}, {generator = ln.Generator(1)})
    local was, results = ln.get_num_threads(), {}
    for threads = 1, 2 do
      ln.set_num_threads(threads)
      local x, y = values:clone():requires_grad_(), 0
      for _, part in ipairs(x:split(100, 2)) do y = y + (part * part):sum() end
      for k = 1, 300 do y = y + x[k]:sum() end
      y:backward()
      results[threads] = x.grad
    end
    ln.set_num_threads(was)
    assert.is_true(results[1]:equal(results[2]))
    assert.is_true(results[1]:allclose(values * 2 + 1))
  end)

  it("are joined from where they stand", function()
    local x = ln.arange(1, 12):view(3, 4)
    assert.same({{3, 4, 1, 2, 2}, {7, 8, 5, 6, 6}, {11, 12, 9, 10, 10}},
                ln.cat({x:narrow(2, 3, 2), x:narrow(2, 1, 2), x:narrow(2, 2, 1)}, 2):totable())
    assert.same({{1, 5, 9}, {2, 6, 10}, {9, 5, 1}},
                ln.cat({x:t():narrow(1, 1, 2), x:select(2, 1):flip(1):view(1, 3)}, 1):totable())
    assert.same({{{1, 4}, {5, 8}}, {{5, 8}, {9, 12}}},
                ln.stack({x:narrow(1, 1, 2), x:narrow(1, 2, 2)}):transpose(2, 3)
                  :index_select(2, ln.tensor {1, 4}):transpose(2, 3):totable())
    local column = x:select(2, 1)
    assert.same({{1, 5}, {5, 9}, {0, 0}},
                ln.stack({column:narrow(1, 1, 2), column:narrow(1, 2, 2), ln.zeros(1):expand(2)}):totable())
    assert.same({{0, 1, 5, 9}, {0, 2, 6, 10}}, x:t():narrow(1, 1, 2):widen(2, 2, 4):totable())
  end)
end)
