-- Optimisers whose gradients and parameters are at the ends of what numbers can
-- be, against spec/reference/ends/optim.lua, which is PyTorch's in double: in one
-- pass of the engine, and by their formulas.
--
-- Right is 1e-5 of the way that a parameter went, beside a unit of rounding of
-- the parameter for each step, and what is below the least normal number.
local ln = require "lunette"
local reference = require "spec.reference.ends.optim"

local UNIT, NORMAL = ln.real == "double" and 2.0 ^ -52 or 2.0 ^ -23, 2.0 ^ -126

local function gradient(p, size, step) return ln.full(p:size(), size * step) end

local function by_optimiser(case)
  local p = ln.tensor(case[4], {requires_grad = true})
  local o = {lr = 1e-2}
  for k, v in pairs(case[2]) do o[k] = v end
  if case[1] ~= "SGD" then o.lr = nil end
  local optimiser = ln.optim[case[1]]({p}, o)
  for _, step in ipairs(reference.steps) do
    p.grad = gradient(p, case[3], step)
    optimiser:step()
  end
  return p:detach():totable()
end

local function by_formula(case)
  local p, state = {ln.tensor(case[4])}, nil
  for _, step in ipairs(reference.steps) do
    p, state = ln.optim.functional[case[1]:lower()](p, {gradient(p[1], case[3], step)}, state, case[2])
  end
  return p[1]:totable()
end

local function check(case, got)
  for k, due in ipairs(case[5]) do
    local first = case[4][k]
    local room = 1e-5 * math.abs(due - first) + #reference.steps * UNIT * math.abs(due) + 4 * NORMAL
    if not (math.abs(got[k] - due) <= room) then -- luacheck: ignore (NaN must fail)
      error(("%.9g became %.9g, not %.9g"):format(first, got[k], due), 0)
    end
  end
end

describe("at the ends of numbers", function()
  for k, case in ipairs(reference.cases) do
    local name = ("%s steps by gradients of %g, case %d"):format(case[1], case[3], k)
    it(name, function() check(case, by_optimiser(case)) end)
    it(name .. ", by its formula", function() check(case, by_formula(case)) end)
  end

  -- Of gradients whose squares are inf in float, as PyTorch 1.13 does in float.
  it("Adam and its like make no step by gradients of 1e30, RAdam while it does not adapt", function()
    if ln.real == "double" then return end
    for _, name in ipairs {"Adam", "NAdam", "RMSprop", "Adagrad", "Adadelta"} do
      assert.same({0, 1}, by_optimiser({name, {}, 1e30, {0, 1}}), name)
    end
    local p = ln.tensor({0}, {requires_grad = true})
    local o = ln.optim.RAdam({p})
    for _ = 1, 3 do
      p.grad = ln.full({1}, 1e30)
      o:step()
    end
    assert.near(-3e27, p:item(), 3e22)
  end)

  it("a gradient of NaN makes a parameter NaN", function()
    for _, name in ipairs {"SGD", "Adam", "AdamW", "NAdam", "RAdam", "RMSprop", "Adagrad", "Adadelta", "Adamax", "ASGD",
                           "Rprop", "OptimisticAdam"} do
      local p = by_optimiser({name, name == "SGD" and {lr = 0.1} or {}, 0 / 0, {1}})[1]
      assert.is_true(p ~= p, name)
    end
  end)
end)
