local ln = require "lunette"
local nn, optim = ln.nn, ln.optim
local S = optim.lr_scheduler

local functions = {ninth = function(t) return t % 2 == 1 and .9 or .8 end,
                   half = function(t) return .5 ^ t end, root = function(t) return 1 / (1 + t) ^ .5 end}
local measures = {5, 4, 3.9999, 3.9998, 4, 4.1, 3, 3, 3, 3, 3, 3, 2.9, 3, 3, 3, 3, 1, 1, 1}

local function optimizer(name, lr)
  local x, y = nn.Parameter(ln.zeros(1)), nn.Parameter(ln.zeros(1))
  local options = name == "Adam" and {betas = {.9, .99}} or {momentum = .9}
  options.lr = .1
  return optim[name or "SGD"]({{params = {x}, lr = lr or .1}, {params = {y}, lr = lr or .5}}, options)
end

local function build(o, part)
  local name, args, options = part[1], part[2], part[3]
  if name == "LambdaLR" or name == "MultiplicativeLR" then
    local list = {}
    for k, f in ipairs(args) do list[k] = functions[f] end
    return S[name](o, #list > 1 and list or list[1])
  end
  if name == "ChainedScheduler" then
    local list = {}
    for k, other in ipairs(args) do list[k] = build(o, other) end
    return S.ChainedScheduler(list)
  end
  if name == "SequentialLR" then
    local list = {}
    for k = 1, #args - 1 do list[k] = build(o, args[k]) end
    return S.SequentialLR(o, list, args[#args])
  end
  local all = {table.unpack(args)}
  all[#all + 1] = {}
  for key, value in pairs(options) do
    all[#all][key] = key == "scale_fn" and functions[value] or value
  end
  return S[name](o, table.unpack(all))
end

local function make(case, lr)
  local o, list = optimizer(case.optimizer, lr), {}
  for k, part in ipairs(case.parts) do list[k] = build(o, part) end
  return o, list
end

local function step(list, k)
  for _, s in ipairs(list) do
    if s.best then s:step(measures[k]) else s:step() end
  end
end

local function row(o)
  local g = o.param_groups
  return {g[1].lr, g[2].lr, g[1].betas and g[1].betas[1] or g[1].momentum}
end

local function check(o, wanted, k)
  for i, v in ipairs(row(o)) do
    local off = math.abs(v - wanted[i])
    assert.is_true(off <= 1e-12, ("after %d steps %d is %.17g, %.17g is wanted"):format(k, i, v, wanted[i]))
  end
end

describe("optim.lr_scheduler", function()
  for n, case in ipairs(dofile "spec/reference/training/schedulers.lua") do
    it(("%d. %s gives PyTorch's rates"):format(n, case.parts[1][1]), function()
      local o, list = make(case)
      check(o, case.rows[1], 0)
      for k = 1, 20 do
        step(list, k)
        check(o, case.rows[k + 1], k)
      end
      local g = o.param_groups
      assert.same({g[1].lr, g[2].lr}, list[1]:get_last_lr())
    end)

    it(("%d. %s goes on from its state exactly"):format(n, case.parts[1][1]), function()
      local o, list = make(case)
      for k = 1, 7 do step(list, k) end
      local state = {o:state_dict()}
      for k, s in ipairs(list) do state[k + 1] = s:state_dict() end
      local path = os.tmpname()
      ln.save(path, state)
      local again, others = make(case, .3)
      state = ln.load(path)
      os.remove(path)
      for k, s in ipairs(others) do s:load_state_dict(state[k + 1]) end
      again:load_state_dict(state[1])
      assert.same(row(o), row(again))
      for k = 8, 20 do
        step(list, k)
        step(others, k)
        assert.same(row(o), row(again))
      end
    end)
  end

  for n, case in ipairs(dofile "spec/reference/training/schedulers.lua") do
    it(("%d. %s has its rates back, whatever is loaded, and in any order"):format(n, case.parts[1][1]), function()
      local o, list = make(case)
      for k = 1, 3 do step(list, k) end
      local state, parts = o:state_dict(), {}
      for k, s in ipairs(list) do parts[k] = s:state_dict() end
      local function build_all(other)
        local others = {}
        for k, part in ipairs(case.parts) do others[k] = build(other, part) end
        return others
      end
      local function load_all(others)
        for k, s in ipairs(others) do s:load_state_dict(parts[k]) end
      end
      local function same(other, others)
        assert.same(row(o), row(other))
        local wanted, built = make(case)
        for k = 1, 3 do step(built, k) end
        for k = 4, 20 do
          step(built, k)
          step(others, k)
          assert.same(row(wanted), row(other))
        end
      end
      -- made on an optimiser that is loaded
      local other = optimizer(case.optimizer)
      other:load_state_dict(state)
      local others = build_all(other)
      load_all(others)
      same(other, others)
      -- on one that is not
      other = optimizer(case.optimizer)
      others = build_all(other)
      load_all(others)
      same(other, others)
    end)
  end

  it("give back the whole rate after a warm-up that a run was stopped in", function()
    local function made(state, schedule)
      local o = optimizer()
      if state then o:load_state_dict(state) end
      local s = S.ConstantLR(o, {factor = 1 / 3, total_iters = 4})
      if schedule then s:load_state_dict(schedule) end
      return o, s
    end
    local o, s = made()
    s:step()
    local again, later = made(o:state_dict(), s:state_dict())
    for _ = 2, 5 do later:step() end
    assert.is_true(math.abs(again.param_groups[1].lr - .1) < 1e-15)
  end)

  it("refuse a state that is not whole, and stay as they were", function()
    for _, case in ipairs(dofile "spec/reference/training/schedulers.lua") do
      local o, list = make(case)
      for k = 1, 3 do step(list, k) end
      for _, s in ipairs(list) do
        local function attempt(dict, change)
          local before, rates = s:state_dict(), row(o)
          change(dict)
          local ok, message = pcall(s.load_state_dict, s, dict)
          assert.is_false(ok)
          assert.truthy(message:find "state", message)
          assert.same(before, s:state_dict())
          assert.same(rates, row(o))
        end
        for key in pairs(s:state_dict()) do
          attempt(s:state_dict(), function(d) d[key] = nil end)
        end
        attempt(s:state_dict(), function(d) d.last_epoch = -1 end)
        if s.base_lrs then
          attempt(s:state_dict(), function(d) d.last_lrs[2] = nil end)
          attempt(s:state_dict(), function(d) d.base_lrs[1] = "a" end)
          attempt(s:state_dict(), function(d) d.last_lrs[1] = 0 / 0 end)
        end
      end
    end
  end)

  it("warms up from 0", function()
    local o = optimizer()
    local warm = S.LinearLR(o, {start_factor = 0, total_iters = 4})
    for k = 0, 5 do
      assert.is_true(math.abs(o.param_groups[1].lr - .1 * math.min(k / 4, 1)) < 1e-15)
      warm:step()
    end
    o = optimizer()
    local constant = S.ConstantLR(o, {factor = 0, total_iters = 2})
    assert.equal(0, o.param_groups[2].lr)
    constant:step()
    constant:step()
    assert.equal(.5, o.param_groups[2].lr)
  end)

  it("drives Lookahead and ExtraAdam too", function()
    local o = optim.Lookahead(optim.ExtraAdam({nn.Parameter(ln.ones(1))}, {lr = 1}))
    local s = S.ExponentialLR(o, .5)
    s:step()
    assert.equal(.5, o.optimizer.param_groups[1].lr)
  end)

  it("checks what it is given", function()
    local function fails(part, f, ...)
      local ok, message = pcall(f, ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    local o = optimizer()
    fails("StepLR: step_size is missing, an integer above 0 is wanted", S.StepLR, o)
    fails("StepLR: unknown option gama; known: optimizer, step_size, gamma; near it: gamma", S.StepLR, o, 3, {gama = 1})
    fails("StepLR: optimizer is a table, an optimiser is wanted", S.StepLR, {}, 3)
    fails("LinearLR: start_factor is 2, a number from 0 to 1 is wanted", S.LinearLR, o, {start_factor = 2})
    fails("OneCycleLR: total_steps, or epochs and steps_per_epoch, must be given", S.OneCycleLR, o, 1)
    fails("OneCycleLR: the optimiser has no momentum", S.OneCycleLR, optim.Adagrad {nn.Parameter(ln.ones(1))}, 1,
          {total_steps = 5})
    local cycle = S.OneCycleLR(optimizer(), 1, {total_steps = 1})
    cycle:step()
    fails("OneCycleLR: step 2 of 1", cycle.step, cycle)
    fails("OneCycleLR: 3 of max_lr for 2 groups", S.OneCycleLR, optimizer(), {1, 2, 3}, {total_steps = 5})
    fails("ReduceLROnPlateau: 1 of min_lr for 2 groups", S.ReduceLROnPlateau, o, {min_lr = {0}})
    fails("MultiStepLR: milestones[2] is 2.5, an integer of 0 or above is wanted", S.MultiStepLR, o, {1, 2.5})
    fails("CyclicLR: the optimiser has no momentum", S.CyclicLR, optim.Adagrad {nn.Parameter(ln.ones(1))}, 1, 2)
    fails("CyclicLR: 3 of max_lr for 2 groups", S.CyclicLR, optimizer(), .1, {1, 2, 3})
    fails("ChainedScheduler: schedulers is empty", S.ChainedScheduler, {})
    fails("ChainedScheduler: schedulers[2] is not one of this optimiser", S.ChainedScheduler,
          {S.StepLR(o, 1), S.StepLR(optimizer(), 1)})
    fails("lr_lambda: what it gives is \"x\", a number is wanted", S.LambdaLR, o, function() return "x" end)
    fails("SequentialLR: milestones 5 and 5 are not in order", S.SequentialLR, o,
          {S.StepLR(o, 1), S.StepLR(o, 1), S.StepLR(o, 1)}, {5, 5})
    fails("LambdaLR: 1 of lr_lambda for 2 groups", S.LambdaLR, o, {math.sqrt})
    fails("SequentialLR: 1 schedulers need 0 milestones, got 1", S.SequentialLR, o, {S.StepLR(o, 1)}, {3})
    fails("SequentialLR: schedulers[1] is not one of this optimiser", S.SequentialLR, o, {S.StepLR(optimizer(), 1)}, {})
    fails("ReduceLROnPlateau: factor is 1; it must be below 1", S.ReduceLROnPlateau, o, {factor = 1})
    local plateau = S.ReduceLROnPlateau(o)
    fails("step: metrics is missing, a number or a tensor is wanted", plateau.step, plateau)
    fails("StepLR: load_state_dict: 2 groups here and 1 in the state", S.StepLR(o, 1).load_state_dict, S.StepLR(o, 1),
          {last_epoch = 1, base_lrs = {1}, last_lrs = {1, 1}})
  end)
end)
