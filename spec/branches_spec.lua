-- Branches that are not taken: their cotangent is 0, whatever comes back, at
-- first order and at the second.
local ln = require "lunette"
local near = require "spec.near"
local value = require "spec.support.value"

local inf, nan = math.huge, 0 / 0

-- A function, its argument, and the places (row-major) that do not count.
local cases = {
  {"relu", function(x) return x:relu() end, {-1, 0, 2}, {1, 2}},
  {"leaky_relu with slope 0", function(x) return x:leaky_relu(0) end, {-1, 0, 2}, {1, 2}},
  {"elu with alpha 0", function(x) return x:elu(0) end, {-1, 0, 2}, {1, 2}},
  {"relu6", function(x) return x:relu6() end, {-1, 3, 7}, {1, 3}},
  {"clamp", function(x) return x:clamp(-1, 1) end, {-2, 0.5, 3}, {1, 3}},
  {"clamp from below", function(x) return x:clamp(0) end, {-2, 0.5, 3}, {1}},
  {"hardtanh", function(x) return x:hardtanh() end, {-2, 0.5, 3}, {1, 3}},
  {"hardsigmoid", function(x) return x:hardsigmoid() end, {-4, 0.5, 4}, {1, 3}},
  {"hardswish", function(x) return x:hardswish() end, {-4, 0.5, 4}, {1}},
  {"threshold", function(x) return x:threshold(1, 5) end, {0, 2}, {1}},
  {"softshrink", function(x) return x:softshrink() end, {0.2, 2}, {1}},
  {"hardshrink", function(x) return x:hardshrink() end, {0.2, 2}, {1}},
  {"prelu with weight 0", function(x) return x:prelu(ln.zeros(1)) end, {-1, 2}, {1}},
  {"maximum", function(x) return x:maximum(1) end, {0, 2}, {1}},
  {"maximum, second", function(x) return ln.ones(2):maximum(x) end, {0, 2}, {1}},
  {"minimum", function(x) return x:minimum(1) end, {0, 2}, {2}},
  {"minimum, second", function(x) return ln.ones(2):minimum(x) end, {0, 2}, {2}},
  {"amax", function(x) return x:amax() end, {1, 3, 2}, {1, 3}},
  {"amin", function(x) return x:amin() end, {1, 3, 2}, {2, 3}},
  {"max along a dimension", function(x) return (x:max(1)) end, {1, 3, 2}, {1, 3}},
  {"topk", function(x) return (x:topk(2)) end, {1, 3, 2}, {1}},
  {"median", function(x) return x:median() end, {1, 3, 2}, {1, 2}},
  {"maxout", function(x) return x:maxout(2, 1) end, {1, 3, 2, 0}, {1, 4}},
  {"max_pool1d", function(x) return x:view(1, 1, 4):max_pool1d(2) end, {1, 3, 2, 0}, {1, 4}},
  {"abs at 0", function(x) return x:abs() end, {-2, 0, 3}, {2}},
  {"where", function(x) return ln.tensor {1, 0}:where(x, 5) end, {1, 2}, {2}},
  {"masked_fill", function(x) return x:masked_fill(ln.tensor {1, 0}, 5) end, {1, 2}, {1}},
  {"masked_select", function(x) return x:masked_select(ln.tensor {1, 0}) end, {1, 2}, {2}},
  {"nan_to_num", function(x) return x:nan_to_num() end, {1, nan, inf, -inf}, {2, 3, 4}},
  {"nansum", function(x) return x:nansum() end, {1, nan}, {2}},
  {"tril", function(x) return x:view(2, 2):tril() end, {1, 2, 3, 4}, {2}},
  {"pow with exponent 0", function(x) return x ^ 0 end, {0, 2}, {1, 2}},
  {"multiply_no_nan", function(x) return x:multiply_no_nan(ln.tensor {0, 2}) end, {inf, 2}, {1}},
  {"dropout", function(x)
    ln.manual_seed(1)
    return ln.nn.functional.dropout(x, 0.5)
  end, {inf, 1, inf, 1, inf, 1}, nil},
}

-- Where a dropped element is 0.
local function dropped(f, x)
  local places = {}
  for k, v in ipairs(f(x:detach()):totable()) do
    if v == 0 then places[#places + 1] = k end
  end
  assert.is_true(#places > 0 and #places < x:numel())
  return places
end

local function zero_at(g, places)
  local list = g:flatten():totable()
  for _, k in ipairs(places) do assert.equal(0, list[k]) end
end

describe("a mask", function()
  value("multiply_no_nan", "is a product, and 0 where the second factor is 0", function()
    local x = ln.tensor {2, inf, nan, -inf, 3, nan}
    local y = x:multiply_no_nan(ln.tensor {-3, 0, 0, 0, 0, 1}):totable()
    assert.same({-6, 0, 0, 0, 0}, table.move(y, 1, 5, 1, {}))
    assert.is_true(y[6] ~= y[6])
  end)
end)

describe("a branch that is not taken", function()
  for _, case in ipairs(cases) do
    local name, f, values, places = table.unpack(case, 1, 4)
    it("lets nothing through: " .. name, function()
      for _, bad in ipairs {inf, -inf, nan} do
        local x = ln.tensor(values):requires_grad_()
        places = places or dropped(f, x)
        local y = f(x)
        local g = ln.full(y:size(), bad):requires_grad_()
        local gx = ln.grad(y, {x}, {grad_outputs = {g}, create_graph = true})[1]
        zero_at(gx, places)
        local u = ln.zeros(gx:size())
        for _, k in ipairs(places) do u[k] = bad end
        if gx:requires_grad() then
          local second = ln.grad(gx, {x, g}, {grad_outputs = {u}, allow_unused = true})
          if second[1] then zero_at(second[1], places) end
          assert.equal(0, second[2]:abs():sum():item())
        end
      end
    end)
  end

  it("spoils nothing behind it", function()
    local function slope(f, ...)
      local x = ln.tensor({...}, {requires_grad = true})
      f(x):sum():backward()
      return x.grad
    end
    near(slope(function(x) return x:clamp(0):sqrt() end, -1, 4), {0, 0.25})
    near(slope(function(x) return x:relu():sqrt() end, -1, 0, 4), {0, 0, 0.25})
    near(slope(function(x) return 1 / x:relu() end, -1, 0, 4), {0, 0, -1 / 16})
    near(slope(function(x) return x:maximum(0):sqrt() end, -1, 4), {0, 0.25})
    near(slope(function(x) return x:view(2, 2):norm(2, 2):sqrt() end, 0, 0, 3, 4),
         {0, 0, 0.5 * 0.6 / math.sqrt(5), 0.5 * 0.8 / math.sqrt(5)})
    near(slope(function(x) return x:hardswish():sqrt() end, -4, 4), {0, 0.25})
  end)

  it("gives prelu's weight nothing", function()
    local x, w = ln.tensor {inf, -2}, ln.tensor({0.5}, {requires_grad = true})
    x:prelu(w)[2]:backward()
    near(w.grad, {-2})
    w.grad = nil
    x:prelu(w):sum():backward()
    near(w.grad, {-2})
  end)
end)

describe("0 times infinity", function()
  it("is 0 in the deviation of equal numbers", function()
    for _, f in ipairs {function(x) return x:std() end, function(x) return x:std(1) end,
                        function(x) return (ln.std_mean(x)) end} do
      local x = ln.full({3}, 2):requires_grad_()
      near(ln.grad(f(x), {x})[1], {0, 0, 0})
    end
    local x = ln.tensor({{1, 2}, {3, 2}}, {requires_grad = true})
    -- d std / dx = (x - mean) / ((n - 1) std), std = sqrt 2
    near(ln.grad(x:std(1):sum(), {x})[1], {-math.sqrt(0.5), 0, math.sqrt(0.5), 0})
  end)

  it("is 0 in the logarithm of a sum of nothing", function()
    local x = ln.tensor({{-inf, -inf}, {-inf, 0}}, {requires_grad = true})
    local y = x:logsumexp(2)
    assert.same({-inf, 0}, y:totable())
    local g = ln.grad(y:sum(), {x}, {create_graph = true})[1]
    near(g, {0, 0, 0, 1})
    near(ln.grad(g:square():sum(), {x})[1], {0, 0, 0, 0})
  end)

  it("is 0 in the derivatives of whole powers at 0, at every order", function()
    local factorial = {[0] = 1, 1, 2, 6}
    for n = 0, 3 do
      local x = ln.zeros({}, {requires_grad = true})
      local y = x ^ n
      for order = 1, 6 do
        y = ln.grad(y, {x}, {create_graph = true})[1]
        assert.equal(order == n and factorial[n] or 0, y:item())
      end
      local exponents = ln.tensor {n, n}
      local both = ln.zeros(2):requires_grad_()
      y = both ^ exponents
      for order = 1, 5 do
        y = ln.grad(y:sum(), {both}, {create_graph = true})[1]
        assert.equal(order == n and factorial[n] or 0, y[2]:item())
      end
    end
  end)
end)
