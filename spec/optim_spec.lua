local ln = require "lunette"
local near = require "spec.near"
local nn, optim = ln.nn, ln.optim

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

local function start()
  return nn.Parameter(ln.tensor {1, -2, 3}), nn.Parameter(ln.tensor {{.5, .25}})
end

local function loss_of(p, q, i)
  if i == 4 then return p:square():sum() end
  local first = (p ^ 2 * ln.tensor {1, 2, .1}):sum()
  local second = i % 3 > 0 and (q:sum() - 1) ^ 2 or 0
  return first + second + p[1] * q[1][2]
end

local function steps(o, p, q, from, to)
  for i = from, to do
    o:zero_grad()
    loss_of(p, q, i):backward()
    o:step()
  end
end

-- PyTorch 1.13.1, in double, after 10 steps; in the fifth q has no gradient
-- (set_to_none).
local cases = {
  {"Adam", {lr = .1}, {0.10488563, -1.04006481, 2.23181873}, {1.11025676, -0.2945231}},
  {"Adam", {lr = .05, betas = {.5, .9}, eps = 1e-3, weight_decay = .1}, {0.54627847, -1.52458215, 2.60377586},
   {0.74701977, -0.04863494}},
  {"AdamW", {lr = .1, weight_decay = .2}, {0.02322313, -0.77085833, 1.7584182}, {0.98760672, -0.18823095}},
  {"SGD", {lr = .1}, {0.05455869, -0.01612431, 2.00099463}, {0.75694633, 0.13330654}},
  {"SGD", {lr = .1, momentum = .9, dampening = .3, weight_decay = .01}, {-0.35786527, -1.22906485, -0.06910063},
   {1.1864038, 0.40583174}},
  {"SGD", {lr = .05, momentum = .9, nesterov = true}, {-0.39638073, -0.10847066, 0.62492844},
   {1.02743128, 0.26295096}},
}

describe("optim", function()
  for _, case in ipairs(cases) do
    it(case[1] .. " gives PyTorch's parameters", function()
      local p, q = start()
      steps(optim[case[1]]({p, q}, case[2]), p, q, 0, 9)
      near(p, case[3])
      near(q, case[4])
    end)

    it(case[1] .. " goes on from its state exactly", function()
      local p, q = start()
      local o = optim[case[1]]({p, q}, case[2])
      steps(o, p, q, 0, 4)
      local r, s = nn.Parameter(p:detach():clone()), nn.Parameter(q:detach():clone())
      local again = optim[case[1]]({r, s}, {lr = 1})
      again:load_state_dict(o:state_dict())
      steps(o, p, q, 5, 9)
      steps(again, r, s, 5, 9)
      assert.same(p:totable(), r:totable())
      assert.same(q:totable(), s:totable())
    end)
  end

  it("takes groups with options of their own, changed at any time", function()
    local p, q = nn.Parameter(ln.ones(1)), nn.Parameter(ln.ones(1))
    local o = optim.SGD({{params = {p}}, {params = {q}, lr = 1}}, {lr = .5})
    local function step()
      o:zero_grad();
      (p + q):sum():backward()
      o:step()
    end
    step()
    assert.same({.5, 0}, {p:item(), q:item()})
    o.param_groups[2].lr = 2
    step()
    assert.same({0, -2}, {p:item(), q:item()})
    o:add_param_group {params = {nn.Parameter(ln.ones(2))}}
    assert.equal(.5, o.param_groups[3].lr)
  end)

  it("passes over parameters without a gradient, and forgets gradients", function()
    local p, q = nn.Parameter(ln.ones(1)), nn.Parameter(ln.ones(1))
    local o = optim.Adam {p, q}
    p:sum():backward()
    o:step()
    assert.equal(1, q:item())
    assert.is_true(p:item() < 1)
    o:zero_grad()
    assert.is_nil(p.grad)
  end)

  it("checks what it is given", function()
    local p = nn.Parameter(ln.ones(2))
    fails("SGD: lr is missing, a number is wanted", optim.SGD, {p})
    fails("Adam: unknown option beta; known: lr, betas, eps, weight_decay", optim.Adam, {p}, {beta = .5})
    fails("Adam: lr is -1; it must be at least 0", optim.Adam, {p}, {lr = -1})
    fails("Adam: betas[2] is 1; it must be at least 0 and below 1", optim.Adam, {p}, {betas = {.5, 1}})
    fails("Adam: betas must be a table of two numbers", optim.Adam, {p}, {betas = {.5}})
    fails("SGD: nesterov needs a momentum", optim.SGD, {p}, {lr = 1, nesterov = true})
    fails("Adam: no parameter is given", optim.Adam, {})
    fails("Adam: params is a tensor, a table is wanted", optim.Adam, p)
    fails("Adam: parameter 1 is the result of mul, not a leaf", optim.Adam, {p * 2})
    fails("Adam: parameter 1 is already in a group", optim.Adam, {{params = {p}}, {params = {p}}})
  end)

  it("says how a state does not fit", function()
    local function adam(...)
      local list = {}
      for k, n in ipairs {...} do list[k] = nn.Parameter(ln.ones(n)) end
      local o = optim.Adam(list)
      for _, p in ipairs(list) do p:sum():backward() end
      o:step()
      return o
    end
    local o = adam(2, 3)
    fails("Adam: load_state_dict: group 1 has 2 parameters here and 1 in the state", o.load_state_dict, o,
          adam(2):state_dict())
    fails("Adam: load_state_dict: parameter 2 is 3 here and", o.load_state_dict, o, adam(2, 4):state_dict())
  end)
end)
