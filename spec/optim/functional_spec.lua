local ln = require "lunette"
local near = require "spec.near"
local F, nn = ln.optim.functional, ln.nn

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

-- The problem of spec/reference/training/optim.py.
local function start()
  return ln.tensor({1, -2, 3}, {requires_grad = true}), ln.tensor({{.5, .25}, {-1, .75}}, {requires_grad = true})
end

local function loss_of(p, q, i)
  if i == 4 then return p:square():sum() end
  local a = ln.tensor {1, 2, .1}
  return (a * p ^ 2):sum() + p:sin():sum() + (q:sum() - 1) ^ 2 + p[1] * q[1][2] + q:sin():sum() +
         q:square():sum()
end

local function unrolled(name, options, params, steps)
  local state
  for i = 0, steps - 1 do
    local grads = ln.grad(loss_of(params[1], params[2], i), params, {create_graph = true, allow_unused = true})
    params, state = F[name](params, grads, state, options)
  end
  return params
end

describe("optim.functional", function()
  for n, case in ipairs(dofile "spec/reference/training/optim.lua") do
    local name = case.name:lower()
    if rawget(F, name) then
      it(("%d. %s gives PyTorch's parameters"):format(n, name), function()
        local params = unrolled(name, case.options, {start()}, 10)
        near(params[1], case.p, TOLERANCE)
        near(params[2], case.q, TOLERANCE)
        assert.is_false(params[1]:is_leaf())
      end)
    end
  end

  -- By central differences: double only.
  local options = {sgd = {lr = .05, momentum = .5, nesterov = true}, adam = {lr = .1, amsgrad = true}}
  for name in pairs(F) do
    it(name .. " is differentiated through three steps", function()
      if ln.real ~= "double" then return end
      local o = options[name] or {lr = .1}
      local p, q = start()
      local function final(x)
        local params = unrolled(name, o, {x, q}, 3)
        return params[1]:sin():sum() + params[2]:square():sum()
      end
      local got = ln.grad(final(p), {p})[1]
      local wanted = {}
      for k = 1, 3 do
        local values, h = {1, -2, 3}, 1e-5
        local function at(offset)
          local moved = {table.unpack(values)}
          moved[k] = moved[k] + offset
          return final(ln.tensor(moved, {requires_grad = true})):item()
        end
        wanted[k] = (at(h) - at(-h)) / (2 * h)
      end
      near(got, wanted, 1e-6)
    end)
  end

  it("has finite derivatives where the gradient is 0", function()
    for name in pairs(F) do
      local p = ln.tensor({0, 1}, {requires_grad = true})
      local g = ln.grad(p:square():sum(), {p}, {create_graph = true})
      local new = F[name]({p}, g, nil, {lr = .1})
      local d = ln.grad(new[1]:sum(), {p})[1]
      assert.is_true(d[1]:item() == d[1]:item(), name)
    end
  end)

  it("changes nothing, and passes over what has no gradient", function()
    local p, q = start()
    local params, state = F.adam({p, q}, {[2] = q * 2}, nil, {lr = .1})
    assert.equal(p, params[1])
    assert.is_nil(state[1])
    assert.same({1, -2, 3}, p:totable())
    local again = state[2].exp_avg:totable()
    local _, later = F.adam(params, {p, q}, state, {lr = .1})
    assert.same(again, state[2].exp_avg:totable())
    assert.equal(2, later[2].step)
  end)

  it("goes on from an optimiser's state", function()
    local p = nn.Parameter(ln.tensor {1, -2})
    for _, name in ipairs {"Adam", "RMSprop", "NAdam"} do
      local o = ln.optim[name]({p}, {lr = .1})
      for k = 1, 3 do
        p.grad = ln.tensor {k, 3}
        o:step()
      end
      local params = F[name:lower()]({p:detach():clone()}, {p.grad}, {o.state[p]}, {lr = .1})
      o:step()
      near(p, params[1]:totable())
    end
  end)

  it("checks what it is given", function()
    local p = nn.Parameter(ln.ones(2))
    local function fails(part, ...)
      local ok, message = pcall(...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails("optim.functional.sgd: lr is missing", F.sgd, {p}, {p}, nil, {})
    fails("optim.functional.adam: lr is -1", F.adam, {p}, {p}, nil, {lr = -1})
    fails("optim.functional.adam: parameter 1 is 2, its gradient 3", F.adam, {p}, {ln.ones(3)})
    fails("optim.functional.adam: params is a tensor", F.adam, p, {p})
  end)
end)
