local ln = require "lunette"
local near = require "spec.near"
local nn, optim = ln.nn, ln.optim

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

-- The problem of spec/reference/training/optim.py.
local function start()
  return nn.Parameter(ln.tensor {1, -2, 3}), nn.Parameter(ln.tensor {{.5, .25}, {-1, .75}})
end

local function loss_of(p, q, i)
  if i == 4 then return p:square():sum() end
  local a = ln.tensor {1, 2, .1}
  return (a * p ^ 2):sum() + p:sin():sum() + (q:sum() - 1) ^ 2 + p[1] * q[1][2] + q:sin():sum() +
         q:square():sum()
end

local function backward(o, p, q, i)
  o:zero_grad()
  local loss = loss_of(p, q, i)
  loss:backward()
  return loss
end

local function steps(o, p, q, from, to)
  for i = from, to do
    if o.extrapolate then
      backward(o, p, q, i)
      o:extrapolate()
    end
    backward(o, p, q, i)
    o:step()
  end
end

local function make(case, ...)
  local params = {...}
  if case.name ~= "Lookahead" then return optim[case.name](params, case.options) end
  return optim.Lookahead(optim.SGD(params, {lr = .05, momentum = .9}), case.options)
end

local function label(case)
  local parts = {}
  for key, value in pairs(case.options) do
    parts[#parts + 1] = key .. " = " .. (type(value) == "table" and table.concat(value, " ") or tostring(value))
  end
  table.sort(parts)
  return ("%s {%s}"):format(case.name, table.concat(parts, ", "))
end

local cases, searches = {}, {}
for _, case in ipairs(dofile "spec/reference/training/optim.lua") do
  table.insert(case.name == "LBFGS" and searches or cases, case)
end

describe("optim", function()
  for n, case in ipairs(cases) do
    it(("%d. %s gives PyTorch's parameters"):format(n, label(case)), function()
      local p, q = start()
      steps(make(case, p, q), p, q, 0, 9)
      near(p, case.p, TOLERANCE)
      near(q, case.q, TOLERANCE)
    end)

    it(("%d. %s goes on from its state exactly"):format(n, label(case)), function()
      local p, q = start()
      local o = make(case, p, q)
      steps(o, p, q, 0, 3)
      local path = os.tmpname()
      ln.save(path, {o = o:state_dict()})
      local r, s = nn.Parameter(p:detach():clone()), nn.Parameter(q:detach():clone())
      local again = make({name = case.name, options = case.name == "SGD" and {lr = 1} or {}}, r, s)
      again:load_state_dict(ln.load(path).o)
      os.remove(path)
      steps(o, p, q, 4, 9)
      steps(again, r, s, 4, 9)
      assert.same(p:totable(), r:totable())
      assert.same(q:totable(), s:totable())
    end)
  end

  for n, case in ipairs(searches) do
    it(("%d. %s gives PyTorch's parameters"):format(n, label(case)), function()
      local p, q = start()
      local o, losses = make(case, p, q), {}
      for k = 1, case.steps do losses[k] = o:step(function() return backward(o, p, q, 0) end):item() end
      near(p, case.p, TOLERANCE)
      near(q, case.q, TOLERANCE)
      near(ln.tensor(losses), case.losses, TOLERANCE)
    end)

    it(("%d. %s goes on from its state exactly"):format(n, label(case)), function()
      local p, q = start()
      local o = make(case, p, q)
      o:step(function() return backward(o, p, q, 0) end)
      local r, s = nn.Parameter(p:detach():clone()), nn.Parameter(q:detach():clone())
      local again = optim.LBFGS {r, s}
      again:load_state_dict(o:state_dict())
      for _ = 1, 2 do
        o:step(function() return backward(o, p, q, 0) end)
        again:step(function() return backward(again, r, s, 0) end)
      end
      assert.same(p:totable(), r:totable())
      assert.same(q:totable(), s:totable())
    end)
  end

  it("takes a closure, which is recorded even under no_grad, and returns its loss", function()
    local p, q = start()
    for _, name in ipairs {"Adam", "RMSprop", "SGD"} do
      local o = optim[name]({p, q}, {lr = .01})
      local _ <close> = ln.no_grad()
      local loss = o:step(function() return backward(o, p, q, 0) end)
      assert.truthy(p.grad)
      assert.is_true(loss:item() > 0)
    end
  end)

  it("ExtraAdam refuses a step without extrapolation", function()
    local p, q = start()
    local o = optim.ExtraAdam {p, q}
    backward(o, p, q, 0)
    fails("ExtraAdam: step() needs an extrapolate() before it", o.step, o)
    o:extrapolate()
    o:step()
    fails("ExtraAdam: step() needs an extrapolate() before it", o.step, o)
  end)

  it("ExtraAdam keeps a state between extrapolate and step", function()
    local p, q = start()
    local o = optim.ExtraAdam({p, q}, {lr = .1})
    backward(o, p, q, 0)
    o:extrapolate()
    local r, s = nn.Parameter(p:detach():clone()), nn.Parameter(q:detach():clone())
    local again = optim.ExtraAdam {r, s}
    again:load_state_dict(o:state_dict())
    for _, side in ipairs {{o, p, q}, {again, r, s}} do
      backward(side[1], side[2], side[3], 0)
      side[1]:step()
    end
    assert.same(p:totable(), r:totable())
    assert.same(q:totable(), s:totable())
  end)

  it("steps for games converge on x y, where simultaneous descent goes out", function()
    local function distance(name, options, extra)
      local x, y = nn.Parameter(ln.tensor {1}), nn.Parameter(ln.tensor {1})
      local o = optim[name]({x, y}, options)
      local function grads()
        o:zero_grad();
        (x * y):sum():backward()
        y.grad = -y.grad
      end
      for _ = 1, 1000 do
        grads()
        if extra then
          o:extrapolate()
          grads()
        end
        o:step()
      end
      return math.abs(x:item()) + math.abs(y:item())
    end
    -- eps beyond |g|, beta 0: Adam is then descent with the rate lr / eps
    local options = {lr = 100, betas = {0, 0}, eps = 1000}
    assert.is_true(distance("Adam", options) > 2)
    assert.is_true(distance("OptimisticAdam", options) < .1)
    assert.is_true(distance("ExtraAdam", options, true) < .1)
  end)

  it("ASGD keeps the mean of the parameters since t0", function()
    local p = nn.Parameter(ln.tensor {1, -2})
    local o = optim.ASGD({p}, {lr = .1, lambd = .05, alpha = .5, t0 = 2})
    -- PyTorch 1.13's state
    local means = {.945, .840535834776, .687098434168, .485171755101, .360202333176, .219385655355}
    for k, mean in ipairs(means) do
      p.grad = ln.tensor {.5, -1} * k
      o:step()
      near(o.state[p].ax, {mean, -2 * mean})
    end
    near(p, {-.0622477002868, .124495400574})
  end)

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
    fails("SGD: lr is missing, a number of 0 or above is wanted", optim.SGD, {p})
    fails("Adam: unknown option beta; known: params, lr, betas, eps, weight_decay", optim.Adam, {p}, {beta = .5})
    fails("Adam: lr is -1, a number of 0 or above is wanted", optim.Adam, {p}, {lr = -1})
    fails("Adam: betas[2] is 1; it must be at least 0 and below 1", optim.Adam, {p}, {betas = {.5, 1}})
    fails("Adam: betas is a table of 1, a table of 2 numbers is wanted", optim.Adam, {p}, {betas = {.5}})
    for _, name in ipairs {"Adam", "AdamW", "Adamax", "NAdam", "RAdam", "OptimisticAdam", "ExtraAdam"} do
      fails(name .. ": betas is a table of 3, a table of 2 numbers is wanted", optim[name], {p},
            {betas = {.5, .9, 7}})
    end
    fails("Adam: betas is a table, a table of 2 numbers is wanted", optim.Adam, {p}, {betas = {.5, .9, beta3 = 1}})
    fails("Adam: betas[2] is \"0.9\", a number is wanted", optim.Adam, {p}, {betas = {.5, "0.9"}})
    fails("optim.functional.adam: betas is a table of 3, a table of 2 numbers is wanted", optim.functional.adam, {p},
          {p}, nil, {betas = {.5, .9, 7}})
    fails("optim.functional.adam: grads[1] is 1, a tensor is wanted", optim.functional.adam, {p}, {1})
    fails("optim.functional.adam: state[1]: exp_avg is missing, a tensor is wanted", optim.functional.adam, {p}, {p},
          {{step = 1}})
    fails("Adam: params is a layer, a table of parameters, or of groups is wanted; write model:parameters()",
          optim.Adam, ln.nn.Linear(2, 2))
    fails("clip_grad_norm_: parameters is a layer, a tensor or a table of tensors is wanted; write " ..
          "model:parameters()", optim.clip_grad_norm_, ln.nn.Linear(2, 2), 1)
    fails("Optimizer: it has no update; Optimizer:extend makes classes that do", optim.Optimizer, {p})
    fails("SGD: nesterov needs a momentum", optim.SGD, {p}, {lr = 1, nesterov = true})
    fails("Adam: no parameter is given", optim.Adam, {})
    fails("Adam: params is a tensor, a table of parameters, or of groups is wanted", optim.Adam, p)
    fails("Adam: parameter 1 is the result of mul, not a leaf", optim.Adam, {p * 2})
    fails("Adam: parameter 1 is already in a group", optim.Adam, {{params = {p}}, {params = {p}}})
    local q = nn.Parameter(ln.ones(3))
    for name in pairs {Adam = 1, SGD = 1, RMSprop = 1, LBFGS = 1, NAdam = 1, ExtraAdam = 1} do
      fails(name .. ": parameters 1 and 3 are the same", optim[name], {p, q, p}, {lr = .1})
      fails(name .. ": parameters 1 and 2 are the same", optim[name], {{params = {p, p}}}, {lr = .1})
    end
    local o = optim.Adam {p}
    fails("add_param_group: param_group is missing, a table is wanted", o.add_param_group, o)
    fails("Adam: parameters 1 and 2 are the same", o.add_param_group, o, {params = {q, q}})
    assert.equal(1, #o.param_groups)
  end)

  it("fused steps are the plain ones, in any number of chunks and threads", function()
    local function values(seed)
      local generator = ln.Generator(seed)
      return ln.randn(300, 201, {generator = generator})
    end
    for _, name in ipairs {"Adam", "AdamW", "NAdam", "RAdam", "Adamax", "Adagrad", "Adadelta", "SGD", "RMSprop"} do
      local options = {lr = .1, weight_decay = .1}
      if name == "SGD" then options.momentum = .9 end
      if name == "RMSprop" then options.centered, options.alpha = true, .8 end
      local p, q = nn.Parameter(values(1)), nn.Parameter(ln.ones(3))
      local o = optim[name]({p, q}, options)
      local params, state = {p:detach():clone(), q:detach():clone()}, nil
      for k = 2, 4 do
        -- strided, as gradients may be
        local g = values(k):reshape(201, 300):t()
        p.grad, q.grad = g, ln.ones(3) * k
        o:step()
        params, state = optim.functional[name:lower()](params, {g, q.grad}, state, options)
      end
      near(p, params[1]:flatten():totable(), TOLERANCE)
      near(q, params[2]:totable(), TOLERANCE)
    end
  end)

  it("LBFGS refuses what it cannot do", function()
    local p, q = start()
    local o = optim.LBFGS {p}
    fails("step: closure is missing, a function is wanted", o.step, o)
    fails("LBFGS: the closure's loss is missing, a number or a tensor is wanted", o.step, o, function() end)
    fails("LBFGS: there can be one group only", optim.LBFGS, {{params = {p}}, {params = {q}}})
    fails("LBFGS: there can be one group only", o.add_param_group, o, {params = {q}})
    fails("LBFGS: line_search_fn is \"armijo\", \"strong_wolfe\" is wanted", optim.LBFGS, {p},
          {line_search_fn = "armijo"})
    backward(o, p, q, 0)
    o:step(function() return backward(o, p, q, 0) end)
    local other = optim.LBFGS {q}
    fails("LBFGS: load_state_dict: parameter 1 is 4 here and", other.load_state_dict, other, o:state_dict())
  end)

  it("LBFGS finds the minimum of Rosenbrock's valley", function()
    local x = nn.Parameter(ln.tensor {-1.5, 2})
    local o = optim.LBFGS({x}, {line_search_fn = "strong_wolfe", max_iter = 60})
    o:step(function()
      o:zero_grad()
      local loss = (1 - x[1]) ^ 2 + 100 * (x[2] - x[1] ^ 2) ^ 2
      loss:backward()
      return loss
    end)
    near(x, {1, 1}, 1e-3)
  end)

  it("a state is of plain values, and loading copies it", function()
    local p, q = nn.Parameter(ln.ones(2)), nn.Parameter(ln.ones(2))
    local o, again = optim.Adam {p}, optim.Adam {q}
    p.grad, q.grad = ln.ones(2), ln.ones(2)
    o:step()
    local dict = o:state_dict()
    again:load_state_dict(dict)
    local before = dict.state[1].exp_avg:totable()
    again:step()
    assert.same(before, dict.state[1].exp_avg:totable())
    assert.equal(1, dict.state[1].step)
  end)

  describe("a state that is not whole", function()
    local path = os.tmpname()

    -- What a file gives back, so that tables are not shared.
    local function stored(dict)
      ln.save(path, dict)
      return ln.load(path)
    end

    -- Tensors as tables, to be compared.
    local function plain(t)
      if ln.is_tensor(t) then return t:totable() end
      if type(t) ~= "table" then return t end
      local copy = {}
      for key, value in pairs(t) do copy[key] = plain(value) end
      return copy
    end

    -- Calls f(t, key, path) for all keys of the tables in a state; lists by
    -- their last entry, for the others would move up.
    local function each_key(t, f, prefix)
      local n = #t
      for key, value in pairs(t) do
        local at = prefix .. "." .. tostring(key)
        if type(key) == "string" or key == n then f(t, key, at) end
        if type(value) == "table" then each_key(value, f, at) end
      end
    end

    -- Every key taken away in its turn, and each table emptied.
    local function mutilated(dict, see)
      local keys = {}
      each_key(dict, function(t, key, at) keys[#keys + 1] = {t, key, at} end, "")
      for _, entry in ipairs(keys) do
        local t, key, at = table.unpack(entry)
        local value = t[key]
        t[key] = nil
        see(at)
        t[key] = value
      end
    end

    local function refused(o, dict, name)
      mutilated(dict, function(at)
        -- LBFGS may be asked for no limit, and an initial rate is the schedulers'
        if at:find "max_eval$" or at:find "line_search_fn$" or
           at:find "initial_lr$" or at:find "anchor$" then return end
        local before = plain(o:state_dict())
        local ok, message = pcall(o.load_state_dict, o, dict)
        assert.is_false(ok, name .. " took a state without " .. at)
        assert.truthy(message:find("^[^:]*optim_spec.lua:%d+: %w+: ") or message:find "^%w+: ", message)
        assert.same(before, plain(o:state_dict()))
      end)
    end

    for n, case in ipairs(cases) do
      it(("is refused by %d. %s, which stays as it was"):format(n, label(case)), function()
        local p, q = start()
        local o = make(case, p, q)
        steps(o, p, q, 1, 3)
        local dict = stored(o:state_dict())
        refused(o, dict, case.name)
        o:load_state_dict(dict)
      end)
    end

    it("is refused by LBFGS", function()
      local p, q = start()
      local o = optim.LBFGS({p, q}, {max_iter = 4})
      for _ = 1, 2 do o:step(function() return backward(o, p, q, 0) end) end
      local dict = stored(o:state_dict())
      assert.is_true(#dict.state[1].ro > 1)
      refused(o, dict, "LBFGS")
      o:load_state_dict(dict)
    end)

    it("names what is missing", function()
      local p = nn.Parameter(ln.ones(2))
      local o = optim.Adam {p}
      p.grad = ln.ones(2)
      o:step()
      local function without(change, text)
        local dict = stored(o:state_dict())
        change(dict)
        fails(text, o.load_state_dict, o, dict)
      end
      local entry = "Adam: load_state_dict: the state of parameter 1: "
      without(function(d) d.state[1].step = nil end, entry .. "step is missing, an integer above 0 is wanted")
      without(function(d) d.state[1].step = -1 end, entry .. "step is -1, an integer above 0 is wanted")
      without(function(d) d.state[1].exp_avg = nil end, entry .. "exp_avg is missing, a tensor is wanted")
      without(function(d) d.state[1].exp_avg_sq = 3 end, entry .. "exp_avg_sq is 3, a tensor is wanted")
      without(function(d) d.param_groups[1].lr = nil end, "Adam: load_state_dict: group 1 has no lr in the state")
      without(function(d) d.param_groups[1].eps = nil end, "Adam: load_state_dict: group 1 has no eps in the state")
      without(function(d) d.state = {} end,
              "Adam: load_state_dict: group 1: the state of parameter 1 is missing, a table is wanted")
      without(function(d) d.param_groups[1].params = {1, 1} end,
              "Adam: load_state_dict: group 1 has 1 parameters here and 2 in the state")
      fails("Adam: state.param_groups is missing", o.load_state_dict, o, {})
      local q = nn.Parameter(ln.ones(2))
      local two = optim.Adam {p, q}
      local dict = two:state_dict()
      dict.param_groups[1].params = {2, 2}
      fails("Adam: load_state_dict: group 1: parameter 2 is there twice", two.load_state_dict, two, dict)
    end)

    it("is not that of before the first step, nor of an option switched on since the last", function()
      local p = nn.Parameter(ln.ones(2))
      local fresh = optim.Adam {p}
      fresh:load_state_dict(stored(fresh:state_dict()))
      assert.same({}, fresh.state)
      local empty = fresh:state_dict()
      empty.state[1] = {}
      fails("Adam: load_state_dict: the state of parameter 1 is empty", fresh.load_state_dict, fresh, empty)
      for name, options in pairs {RMSprop = {centered = true, momentum = .9}, Adam = {amsgrad = true}} do
        local function trained()
          local x = nn.Parameter(ln.tensor {1, -2})
          local o = optim[name]({x}, {lr = .1})
          x.grad = ln.tensor {.5, 3}
          o:step()
          for key, value in pairs(options) do o.param_groups[1][key] = value end
          return o, x
        end
        local o, x = trained()
        local again, y = trained()
        again:load_state_dict(stored(o:state_dict()))
        for k = 1, 3 do
          x.grad, y.grad = ln.tensor {k, .1}, ln.tensor {k, .1}
          o:step()
          again:step()
          assert.same(x:totable(), y:totable())
        end
      end
    end)

    os.remove(path)
  end)

  it("LBFGS counts how often the closure ran", function()
    local p, q = start()
    local o, count = optim.LBFGS({p, q}, {line_search_fn = "strong_wolfe", max_iter = 4}), 0
    for _ = 1, 2 do
      o:step(function()
        count = count + 1
        return backward(o, p, q, 0)
      end)
    end
    assert.equal(count, o.state[p].func_evals)
    assert.equal(8, o.state[p].n_iter)
  end)

  it("Lookahead takes groups and refuses what does not fit", function()
    local p, q = nn.Parameter(ln.ones(1)), nn.Parameter(ln.ones(2))
    local o = optim.Lookahead(optim.SGD({p}, {lr = 1}), {k = 1, alpha = .5})
    o:add_param_group {params = {q}, lr = 2}
    assert.equal(2, #o.param_groups);
    (p:sum() + q:sum()):backward()
    o:step()
    near(p, {.5})
    near(q, {0, 0})
    o:zero_grad()
    assert.is_nil(q.grad)
    fails("Lookahead: optimizer is missing, an optimiser is wanted", optim.Lookahead)
    fails("Lookahead: optimizer is a table, an optimiser is wanted", optim.Lookahead, {p})
    fails("Lookahead: alpha is 2, a number from 0 to 1 is wanted", optim.Lookahead, o.optimizer, {alpha = 2})
    local other = optim.Lookahead(optim.SGD({p}, {lr = 1}))
    fails("Lookahead: load_state_dict: 1 parameters here and 2 in the state", other.load_state_dict, other,
          o:state_dict())
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

  it("refuses options that were changed to what they may not be, before a step", function()
    local x = ln.tensor({1, 2}, {requires_grad = true})
    local y = ln.tensor({1, 2}, {requires_grad = true})
    local groups = {{params = {x}}, {params = {y}}}
    local makers = {
      Adam = function() return ln.optim.Adam(groups, {lr = 0.1}) end,
      SGD = function() return ln.optim.SGD(groups, {lr = 0.1}) end,
      ExtraAdam = function()
        local opt = ln.optim.ExtraAdam(groups, {lr = 0.1})
        opt:extrapolate()
        return opt
      end,
      LBFGS = function() return ln.optim.LBFGS({x}) end,
    }
    local function loss()
      local now = (x * y):sum()
      now:backward()
      return now
    end
    loss()
    for name, maker in pairs(makers) do
      local opt = maker()
      local group = opt.param_groups[#opt.param_groups]
      local before = {x:totable(), y:totable()}
      for value, message in pairs {[-1] = "lr is -1, a number of 0 or above", ["0.1"] = 'lr is "0.1", a number of 0'} do
        group.lr = value
        local ok, raised = pcall(opt.step, opt, loss)
        assert.is_false(ok)
        assert.truthy(raised:find(name .. ": " .. message, 1, true), raised)
        assert.matches("^spec/optim_spec.lua:%d+: ", raised)
      end
      for value, message in pairs {nan = name .. ": lr is nan", none = name .. ": lr is missing in a group"} do
        group.lr = value == "nan" and 0 / 0 or nil
        assert.error_matches(function() opt:step(loss) end, message)
      end
      assert.same(before, {x:totable(), y:totable()})
      group.lr = 0.2
      opt:step(loss)
    end
    local opt = makers.Adam()
    opt.param_groups[1].betas[1] = 2
    assert.error_matches(function() opt:step() end, "Adam: betas%[1%] is 2; it must be at least 0 and below 1")
  end)

  it("say where options are when one is written in the wrong place", function()
    local opt = ln.optim.Adam({ln.zeros(2), ln.zeros(3)}, {weight_decay = .5})
    local function message(f) return (select(2, pcall(f))) end
    assert.truthy(message(function() opt.lr = 5 end):find(
      "Adam: lr is that of a group: write opt.param_groups[1].lr = ...", 1, true))
    assert.truthy(message(function() opt.learning_rate = 5 end):find("Adam: there is no field learning_rate", 1, true))
    assert.truthy(message(function() ln.optim.Adam {ln.nn.Linear(2, 2)} end):find(
      "Adam: entry 1 is a layer; its parameters are wanted, model:parameters()", 1, true))
    opt.param_groups[1].lr = 5
    assert.equal("Adam(2 parameters, {lr = 5, weight_decay = 0.5})", tostring(opt))
    opt:add_param_group {params = {ln.zeros(1)}, betas = {.5, .9}}
    assert.equal("Adam(2 parameters, {lr = 5, weight_decay = 0.5}; " ..
                 "1 parameters, {betas = {0.5, 0.9}, lr = 0.001, weight_decay = 0.5})", tostring(opt))
  end)

  it("can be one's own: a signature, update, and a check or none", function()
    local Sign = optim.Optimizer:extend("Sign", "lr: real, shares: pair = {0.5, 0.25}")
    function Sign:update(group, params, grads)
      local _ <close> = ln.no_grad()
      for k, p in ipairs(params) do
        local s = self.state[p] or {count = 0}
        self.state[p] = {count = s.count + 1}
        p:sub_(grads[k]:sign() * group.lr * group.shares[s.count + 1])
      end
    end
    local p, unused = nn.Parameter(ln.tensor {1, -2}), nn.Parameter(ln.ones(1))
    local o = Sign({p, unused}, {lr = 4})
    for _ = 1, 2 do
      o:zero_grad()
      p:square():sum():backward()
      o:step()
    end
    -- 1 - 4/2 = -1 and + 4/4 = 0; -2 + 2 = 0, where the sign is 0
    assert.same({0, 0}, p:totable())
    assert.same({1}, unused:totable())
    assert.same({count = 2}, o:state_dict().state[1])
    assert.equal("Sign(2 parameters, {lr = 4})", tostring(o))
    fails("Sign: lr is missing, a number is wanted", Sign, {p})
    local Checked = optim.Optimizer:extend("Checked", "lr: real = 1", function(given, name)
      if given.lr > 1 then error(name .. ": too fast", 0) end
    end)
    fails("Checked: too fast", Checked, {p}, {lr = 2})
  end)
end)
