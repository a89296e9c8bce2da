--- The formulas of the optimisers, in ops that are recorded like any other.
--
-- Each is {name, signature, keeps, check, step}: check(o, owner) raises;
-- step(p, g, s, o) gives the new value of the parameter p from its gradient g,
-- its state s (nil at first) and the options o, and its new state, which holds
-- what `keeps` lists; it changes none of them. The optimisers
-- (lunette.optim.composed) copy the results into their parameters; those of
-- optim.functional are the same formulas, to be differentiated. Roots have the
-- derivative 0 at 0, so that a gradient of 0 does not turn into nan there.

local raise = require "lunette.errors".raise

local rules = {}

local function check_betas(owner, betas)
  for k, beta in ipairs(betas) do
    if not (beta >= 0 and beta < 1) then
      raise("%s: betas[%d] is %.14g; it must be at least 0 and below 1", owner,
            k, beta)
    end
  end
end

local MOMENTS = "step: count, exp_avg: tensor, exp_avg_sq: tensor"
local ADAM = MOMENTS .. ", max_exp_avg_sq: tensor amsgrad"

local function define(name, signature, keeps, step, check)
  local key = name:lower()
  rules[key] = {name = name, signature = signature, keeps = keeps, step = step}
  rules[key].check = function(o, owner)
    if o.betas then check_betas(owner, o.betas) end
    if check then check(o, owner) end
  end
end

-- ---- what formulas share ----

-- The gradient to go down: uphill for maximize, with weight_decay p added.
local function downhill(p, g, o)
  if o.maximize then g = -g end
  if o.weight_decay ~= 0 then g = g + p * o.weight_decay end
  return g
end

-- The running mean of x, from 0.
local function running(mean, x, beta)
  if not mean then return x * (1 - beta) end
  return mean:lerp(x, 1 - beta)
end

-- The next state of Adam's kind: running means of g and g^2, and the step.
local function moments(s, g, o)
  s = s or {step = 0}
  return {step = s.step + 1, exp_avg = running(s.exp_avg, g, o.betas[1]),
          exp_avg_sq = running(s.exp_avg_sq, g:square(), o.betas[2])}
end

-- What m is divided by and multiplied with in Adam: sqrt(v) + eps and 1, but
-- both without their biases, that of v multiplied into both.
local function adam_parts(s, v, o)
  local c1, c2 = 1 - o.betas[1] ^ s.step, 1 - o.betas[2] ^ s.step
  local bias = math.sqrt(c2)
  return v:root() + o.eps * bias, bias / c1
end

-- ---- formulas ----

local function check_sgd(o, owner)
  if o.nesterov and (o.momentum == 0 or o.dampening ~= 0) then
    raise("%s: nesterov needs a momentum above 0 and no dampening", owner)
  end
end

--- b = momentum b + (1 - dampening) g (at first b = g), p = p - lr b, or with
--- nesterov p = p - lr (g + momentum b). lr has no default.
define("SGD", "lr: nonnegative, momentum: nonnegative = 0, " ..
  "dampening: real = 0, weight_decay: nonnegative = 0, " ..
  "nesterov: bool = false, maximize: bool = false",
  "momentum_buffer: tensor",
  function(p, g, s, o)
    g = downhill(p, g, o)
    if o.momentum == 0 then return p - g * o.lr end
    local b = s and s.momentum_buffer * o.momentum + g * (1 - o.dampening) or g
    local d = o.nesterov and g + b * o.momentum or b
    return p - d * o.lr, {momentum_buffer = b}
  end, check_sgd)

local function adam(p, g, s, o)
  local old = s and s.max_exp_avg_sq
  s = moments(s, g, o)
  local v = s.exp_avg_sq
  if o.amsgrad then
    v = old and v:maximum(old) or v
    s.max_exp_avg_sq = v
  end
  local size, share = adam_parts(s, v, o)
  return p:addcdiv(s.exp_avg, size, {value = -o.lr * share}), s
end

--- Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1; amsgrad takes the
--- largest v so far (Reddi et al. 2018).
define("Adam", "lr: nonnegative = 1e-3, betas: pair = {0.9, 0.999}, " ..
  "eps: nonnegative = 1e-8, weight_decay: nonnegative = 0, " ..
  "amsgrad: bool = false, maximize: bool = false",
  ADAM,
  function(p, g, s, o) return adam(p, downhill(p, g, o), s, o) end)

--- Adam with weight_decay taken off the parameters, not added to the gradient
--- (Loshchilov and Hutter 2019, arXiv 1711.05101).
define("AdamW", "lr: nonnegative = 1e-3, betas: pair = {0.9, 0.999}, " ..
  "eps: nonnegative = 1e-8, weight_decay: nonnegative = 1e-2, " ..
  "amsgrad: bool = false, maximize: bool = false",
  ADAM,
  function(p, g, s, o)
    if o.maximize then g = -g end
    return adam(p * (1 - o.lr * o.weight_decay), g, s, o)
  end)

--- v = alpha v + (1 - alpha) g^2, p = p - lr g / (sqrt(v) + eps), less the
--- squared running mean of g under the root when centered (Graves 2013, arXiv
--- 1308.0850, equations 38 to 45); with momentum, p = p - lr b for
--- b = momentum b + g / (sqrt(v) + eps).
define("RMSprop", "lr: nonnegative = 1e-2, alpha: nonnegative = 0.99, " ..
  "eps: nonnegative = 1e-8, weight_decay: nonnegative = 0, " ..
  "momentum: nonnegative = 0, centered: bool = false, " ..
  "maximize: bool = false",
  "square_avg: tensor, grad_avg: tensor centered, " ..
  "momentum_buffer: tensor momentum",
  function(p, g, s, o)
    g, s = downhill(p, g, o), s or {}
    local new = {square_avg = running(s.square_avg, g:square(), o.alpha)}
    local v = new.square_avg
    if o.centered then
      new.grad_avg = running(s.grad_avg, g, o.alpha)
      v = v - new.grad_avg:square()
    end
    local size = v:root() + o.eps
    if o.momentum == 0 then return p:addcdiv(g, size, {value = -o.lr}), new end
    local b, d = s.momentum_buffer, g / size
    new.momentum_buffer = b and b * o.momentum + d or d
    return p - new.momentum_buffer * o.lr, new
  end)

--- v = v + g^2, p = p - lr / (1 + (step - 1) lr_decay) g / (sqrt(v) + eps)
--- (Duchi et al. 2011).
define("Adagrad", "lr: nonnegative = 1e-2, lr_decay: nonnegative = 0, " ..
  "weight_decay: nonnegative = 0, " ..
  "initial_accumulator_value: nonnegative = 0, eps: nonnegative = 1e-10, " ..
  "maximize: bool = false",
  "step: count, sum: tensor",
  function(p, g, s, o)
    g, s = downhill(p, g, o), s or {step = 0}
    local sum = s.sum and s.sum:addcmul(g, g) or
                g:square() + o.initial_accumulator_value
    local new = {step = s.step + 1, sum = sum}
    local lr = o.lr / (1 + s.step * o.lr_decay)
    return p:addcdiv(g, new.sum:root() + o.eps, {value = -lr}), new
  end)

--- d = sqrt(u + eps) / sqrt(v + eps) g with v and u the running means of g^2
--- and d^2, p = p - lr d (Zeiler 2012, arXiv 1212.5701, algorithm 1).
define("Adadelta", "lr: nonnegative = 1, rho: share = 0.9, " ..
  "eps: nonnegative = 1e-6, weight_decay: nonnegative = 0, " ..
  "maximize: bool = false",
  "square_avg: tensor, acc_delta: tensor",
  function(p, g, s, o)
    g, s = downhill(p, g, o), s or {}
    local v = running(s.square_avg, g:square(), o.rho)
    local u = s.acc_delta or g * 0
    local d = (u + o.eps):root() / (v + o.eps):root() * g
    return p - d * o.lr,
           {square_avg = v, acc_delta = running(u, d:square(), o.rho)}
  end)

--- Kingma and Ba 2015, algorithm 2: u = max(beta2 u, |g| + eps),
--- p = p - lr / (1 - beta1^step) m / u.
define("Adamax", "lr: nonnegative = 2e-3, betas: pair = {0.9, 0.999}, " ..
  "eps: nonnegative = 1e-8, weight_decay: nonnegative = 0, " ..
  "maximize: bool = false",
  "step: count, exp_avg: tensor, exp_inf: tensor",
  function(p, g, s, o)
    g, s = downhill(p, g, o), s or {step = 0}
    local size = g:abs() + o.eps
    local new = {
      step = s.step + 1, exp_avg = running(s.exp_avg, g, o.betas[1]),
      exp_inf = s.exp_inf and size:maximum(s.exp_inf * o.betas[2]) or size,
    }
    local lr = o.lr / (1 - o.betas[1] ^ new.step)
    return p:addcdiv(new.exp_avg, new.exp_inf, {value = -lr}), new
  end)

--- Adam with Nesterov's momentum (Dozat 2016), and his schedule
--- mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2): the direction is
--- (1 - mu_t) g / (1 - mu_1 ... mu_t) + mu_t+1 m / (1 - mu_1 ... mu_t+1).
define("NAdam", "lr: nonnegative = 2e-3, betas: pair = {0.9, 0.999}, " ..
  "eps: nonnegative = 1e-8, weight_decay: nonnegative = 0, " ..
  "momentum_decay: nonnegative = 4e-3",
  MOMENTS .. ", mu_product: real",
  function(p, g, s, o)
    local product = s and s.mu_product or 1
    g = downhill(p, g, o)
    s = moments(s, g, o)
    local function mu(t)
      return o.betas[1] * (1 - 0.5 * 0.96 ^ (t * o.momentum_decay))
    end
    local now, later = mu(s.step), mu(s.step + 1)
    s.mu_product = product * now
    local d = (g * ((1 - now) / (1 - s.mu_product))):add(s.exp_avg,
      {alpha = later / (1 - s.mu_product * later)})
    local bias = math.sqrt(1 - o.betas[2] ^ s.step)
    local size = s.exp_avg_sq:root() + o.eps * bias
    return p:addcdiv(d, size, {value = -o.lr * bias}), s
  end)

--- Liu et al. 2020 (arXiv 1908.03265), algorithm 2: plain momentum while the
--- length of the average, rho_t, is 5 or less.
define("RAdam", "lr: nonnegative = 1e-3, betas: pair = {0.9, 0.999}, " ..
  "eps: nonnegative = 1e-8, weight_decay: nonnegative = 0",
  MOMENTS,
  function(p, g, s, o)
    s = moments(s, downhill(p, g, o), o)
    local beta2 = o.betas[2] ^ s.step
    local most = 2 / (1 - o.betas[2]) - 1
    local rho = most - 2 * s.step * beta2 / (1 - beta2)
    local lr = o.lr / (1 - o.betas[1] ^ s.step)
    if rho <= 5 then return p - s.exp_avg * lr, s end
    local r = math.sqrt((rho - 4) * (rho - 2) * most /
                        ((most - 4) * (most - 2) * rho))
    return p:addcdiv(s.exp_avg, s.exp_avg_sq:root() + o.eps,
                     {value = -lr * r * math.sqrt(1 - beta2)}), s
  end)

--- Averaged descent (Polyak and Juditsky 1992): p = (1 - lambd eta) p - eta g
--- with eta = lr / (1 + lambd lr step)^alpha from the second step on. After t0
--- steps state[p].ax is the mean of the parameters since then, before it they
--- themselves.
define("ASGD", "lr: nonnegative = 1e-2, lambd: nonnegative = 1e-4, " ..
  "alpha: real = 0.75, t0: real = 1e6, weight_decay: nonnegative = 0, " ..
  "maximize: bool = false",
  "step: count, eta: real, ax: tensor",
  function(p, g, s, o)
    g, s = downhill(p, g, o), s or {step = 0, eta = o.lr}
    local mu, step = 1 / math.max(1, s.step - o.t0), s.step + 1
    p = p * (1 - o.lambd * s.eta) - g * s.eta
    return p, {step = step, ax = mu == 1 and p or s.ax + (p - s.ax) * mu,
               eta = o.lr / (1 + o.lambd * o.lr * step) ^ o.alpha}
  end)

local function check_rprop(o, owner)
  local less, more = o.etas[1], o.etas[2]
  if not (less > 0 and less < 1 and more > 1) then
    raise("%s: etas are %.14g and %.14g; the first must be between 0 and 1, " ..
          "the second above 1", owner, less, more)
  end
end

--- Riedmiller and Braun 1993: p = p - sign(g) d, d times etas[2] where g has
--- the sign it had, times etas[1] where it has not, and no step there; d stays
--- within step_sizes, at first it is lr. For gradients of all the data at once.
define("Rprop", "lr: nonnegative = 1e-2, etas: pair = {0.5, 1.2}, " ..
  "step_sizes: pair = {1e-6, 50}, maximize: bool = false",
  "prev: tensor, step_size: tensor",
  function(p, g, s, o)
    if o.maximize then g = -g end
    s = s or {prev = g * 0, step_size = g * 0 + o.lr}
    local way = g:sign() * s.prev:sign() -- g times s.prev may not fit
    local same, turned = way:gt(0), way:lt(0)
    local factor = same * (o.etas[2] - 1) + turned * (o.etas[1] - 1) + 1
    local d = (s.step_size * factor):clamp(o.step_sizes[1], o.step_sizes[2])
    g = g:masked_fill(turned, 0)
    return p - g:sign() * d, {prev = g, step_size = d}
  end, check_rprop)

--- Daskalakis et al. 2018 (arXiv 1711.00141), algorithm 1: with d_t Adam's
--- direction, p = p - 2 lr d_t + lr d_t-1, d_0 = 0. For games, where plain
--- descent circles around the equilibrium.
define("OptimisticAdam", "lr: nonnegative = 1e-3, " ..
  "betas: pair = {0.9, 0.999}, eps: nonnegative = 1e-8, " ..
  "weight_decay: nonnegative = 0, maximize: bool = false",
  MOMENTS .. ", direction: tensor",
  function(p, g, s, o)
    local before = s and s.direction
    s = moments(s, downhill(p, g, o), o)
    local size, share = adam_parts(s, s.exp_avg_sq, o)
    s.direction = s.exp_avg / size * share
    local d = s.direction * 2
    return p - (before and d - before or d) * o.lr, s
  end)

return rules
