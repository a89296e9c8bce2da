local define = require "lunette.arguments".define
local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Optimizer = require "lunette.optim.optimizer"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local strong_wolfe = require "lunette.optim.strong_wolfe"

--- Limited-memory BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5). One
--- step(closure) makes up to max_iter iterations; closure() must drop the
--- gradients, compute the loss, go backward and return it, at most max_eval
--- times (max_iter * 5 // 4, unless given). One group only.
---
---   local x = ln.nn.Parameter(ln.tensor {3, -2})
---   local opt = ln.optim.LBFGS({x}, {line_search_fn = "strong_wolfe"})
---   opt:step(function()
---     opt:zero_grad()
---     local loss = (x - ln.tensor {1, 2}):square():sum()
---     loss:backward()
---     return loss
---   end)
---   print(x:detach():round())   -- {1, 2}
--- @class LBFGS: Optimizer
local LBFGS = Optimizer:extend("LBFGS", "lr: nonnegative = 1, " ..
  "max_iter: count = 20, max_eval: count?, tolerance_grad: real = 1e-7, " ..
  "tolerance_change: real = 1e-9, history_size: count = 100, " ..
  "line_search_fn: |strong_wolfe?")

LBFGS.keeps = "n_iter: whole, func_evals: count, old_dirs: table n_iter, " ..
  "old_stps: table n_iter, ro: table n_iter, H_diag: real n_iter, " ..
  "d: tensor n_iter, t: real n_iter, prev_flat_grad: tensor n_iter, " ..
  "prev_loss: real n_iter"

-- The memory: as many of each, of these kinds.
local memory = {old_dirs = "tensor", old_stps = "tensor", ro = "real"}

function LBFGS:check_entry(entry, group, owner)
  Optimizer.check_entry(self, entry, group, owner)
  if entry.n_iter == 0 then return end
  for name, kind in pairs(memory) do
    if #entry[name] ~= #entry.ro then
      raise("%s: %d of ro and %d of %s", owner, #entry.ro, #entry[name], name)
    end
    for k, part in ipairs(entry[name]) do
      arguments.check(owner, ("%s[%d]"):format(name, k), part, kind)
    end
  end
end

LBFGS.add_param_group = define("opt:add_param_group",
  "self, param_group: table", function(self, group)
  if self.param_groups[1] then raise("LBFGS: there can be one group only") end
  Optimizer.add_param_group(self, group)
end)

-- ---- all parameters as one vector ----

function LBFGS:state_size()
  local n = 0
  for _, p in ipairs(self.param_groups[1].params) do n = n + p:numel() end
  return {n}
end

local function dot(a, b) return (a * b):sum():item() end
local function largest(x) return x:abs():amax():item() end

local function flat_gradient(params)
  local parts = {}
  for k, p in ipairs(params) do
    local g = p.grad
    parts[k] = g and g:reshape(-1) or engine.create.zeros(p:numel())
  end
  return engine.functions.cat(parts)
end

-- p + t d for the parameters that start is a copy of.
local function move(params, start, t, d)
  local at = 1
  for k, p in ipairs(params) do
    local n = p:numel()
    local part = d:narrow(1, at, n):reshape(p:size())
    p:copy_(start[k] + part * t)
    at = at + n
  end
end

local function copies(params)
  local list = {}
  for k, p in ipairs(params) do list[k] = p:detach():clone() end
  return list
end

-- ---- the direction ----

-- Takes the pair of the last step into the memory: y the change of the
-- gradient, s that of the parameters.
local function remember(state, gradient, history_size)
  local y, s = gradient - state.prev_flat_grad, state.d * state.t
  local ys = dot(y, s)
  if ys <= 1e-10 then return end
  for _, list in ipairs {state.old_dirs, state.old_stps, state.ro} do
    if #list == history_size then table.remove(list, 1) end
  end
  local at = #state.ro + 1
  state.old_dirs[at], state.old_stps[at], state.ro[at] = y, s, 1 / ys
  state.H_diag = ys / dot(y, y)
end

-- Minus the approximate inverse Hessian times the gradient, by two loops over
-- the memory.
local function direction(state, gradient)
  local q, share = -gradient, {}
  for i = #state.ro, 1, -1 do
    share[i] = dot(state.old_stps[i], q) * state.ro[i]
    q = q - state.old_dirs[i] * share[i]
  end
  local r = q * state.H_diag
  for i = 1, #state.ro do
    local back = dot(state.old_dirs[i], r) * state.ro[i]
    r = r + state.old_stps[i] * (share[i] - back)
  end
  return r
end

-- Sets state.d, and state.t to the first length to try.
local function aim(state, gradient, group)
  if state.n_iter == 1 then
    state.old_dirs, state.old_stps, state.ro = {}, {}, {}
    state.H_diag, state.d = 1, -gradient
    state.t = math.min(1, 1 / gradient:abs():sum():item()) * group.lr
  else
    remember(state, gradient, group.history_size)
    state.d, state.t = direction(state, gradient), group.lr
  end
end

-- ---- the step ----

-- A loss and its gradient where the parameters are.
local function evaluated(self, closure, params)
  local loss = self.evaluate(closure)
  arguments.check("LBFGS", "the closure's loss", loss, "real|tensor")
  local value = type(loss) == "number" and loss or loss:item()
  return value, flat_gradient(params), loss
end

-- Goes along d. Returns loss, gradient there and how often the closure ran.
local function advance(self, closure, state, now, last)
  local group = self.param_groups[1]
  local params, start = group.params, copies(group.params)
  local function at(t)
    move(params, start, t, state.d)
    return evaluated(self, closure, params)
  end
  if group.line_search_fn then
    local found = strong_wolfe(at, state.t, state.d, now,
                               group.tolerance_change)
    state.t = found.t
    move(params, start, state.t, state.d)
    return found.loss, found.gradient, found.evaluations
  end
  if last then
    move(params, start, state.t, state.d)
    return now.loss, now.gradient, 0
  end
  local loss, gradient = at(state.t)
  return loss, gradient, 1
end

local function has_settled(state, group, loss, gradient)
  return largest(gradient) <= group.tolerance_grad
    or largest(state.d * state.t) <= group.tolerance_change
    or math.abs(loss - state.prev_loss) < group.tolerance_change
end

local function iterate(self, closure, state, loss, gradient)
  local group = self.param_groups[1]
  local most = group.max_eval or group.max_iter * 5 // 4
  local evaluations = 1
  for n = 1, group.max_iter do
    state.n_iter = state.n_iter + 1
    aim(state, gradient, group)
    state.prev_flat_grad, state.prev_loss = gradient, loss
    local slope = dot(gradient, state.d)
    if slope > -group.tolerance_change then return end
    local now = {loss = loss, gradient = gradient, slope = slope}
    local count
    loss, gradient, count = advance(self, closure, state, now,
                                    n == group.max_iter)
    evaluations = evaluations + count
    state.func_evals = state.func_evals + count
    if evaluations >= most or has_settled(state, group, loss, gradient) then
      return
    end
  end
end

--- Up to max_iter iterations; returns the loss before them. The memory goes on
--- into the next step.
--- @return Tensor
LBFGS.step = define("opt:step", "self, closure: callable",
                    function(self, closure)
  self:check_options()
  local group = self.param_groups[1]
  local _ <close> = recording.no_grad()
  local loss, gradient, first = evaluated(self, closure, group.params)
  local state = self.state[group.params[1]] or {n_iter = 0, func_evals = 0}
  self.state[group.params[1]] = state
  state.func_evals = state.func_evals + 1
  if largest(gradient) > group.tolerance_grad then
    iterate(self, closure, state, loss, gradient)
  end
  return first
end)

return {LBFGS = LBFGS}
