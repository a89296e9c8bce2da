-- Values that are overwritten between forward and backward, over all rows: what
-- a rule needs of them it refuses to read, and what it does not need changes
-- nothing.
local ln = require "lunette"
local engine = require "lunette.engine"
local lapack = require "spec.support.lapack"
local samples = require "spec.support.samples"

local REFUSAL = "parameter changed since it was used"

-- The gradient of a probe of the op, or of a probe of that gradient: `last` is
-- what is left to do once the inputs have been overwritten.
local function first_order(y, leaves, create_graph)
  local loss = samples.probe(y, 5)
  return function()
    return engine.grad(loss, leaves, {create_graph = create_graph, allow_unused = true})
  end
end

local function recorded(y, leaves) return first_order(y, leaves, true) end

local function second_order(y, leaves)
  local total = ln.zeros {}
  for k, g in ipairs(recorded(y, leaves)()) do
    if g then total = total + samples.probe(g, 17 + k) end
  end
  if not total:requires_grad() then return function() return {} end end
  return function() return engine.grad(total, leaves, {allow_unused = true}) end
end

local function same(a, b)
  if a == nil or b == nil then return a == b end
  return (a - b):abs():le(0):all():item() == 1
end

-- A new value for x, still one that the op may read: a permutation of indices.
local function overwrite(x, is_leaf)
  local _ <close> = ln.no_grad()
  local old = x:detach():clone()
  x:copy_(is_leaf and old * 0.75 or old:flip(1))
  return function()
    local _ <close> = ln.no_grad()
    x:copy_(old)
  end
end

local refused, kept = {}, {}

local function check(row, sample, start)
  local leaves, call = samples.prepare(row, sample, samples.plain, samples.itself)
  local y, constants = call()
  if not y:requires_grad() then return end
  local expected = start(y, leaves)()
  for k = 1, #leaves + #constants do
    local again, others = call()
    local finish = start(again, leaves)
    local restore = overwrite(leaves[k] or others[k - #leaves], k <= #leaves)
    local ok, got = pcall(finish)
    restore()
    if ok then
      for i = 1, #leaves do
        assert.is_true(same(got[i], expected[i]), ("%s(%s): input %d was overwritten, and the " ..
          "gradient of input %d is another"):format(row.name, sample, k, i))
      end
    else
      assert.matches(REFUSAL, tostring(got), 1, true)
    end
    local list = ok and kept or refused
    list[row.name] = true
  end
end

local function count(list)
  local n = 0
  for _ in pairs(list) do n = n + 1 end
  return n
end

describe("an input overwritten after the forward", function()
  for _, row in ipairs(engine.ops()) do
    if row.differentiable and row.sample then
      it("of " .. row.name .. " is refused, or changes nothing", function()
        local missing = lapack.missing(row.family)
        if missing then pending(missing) end
        for sample in (row.sample .. ";"):gmatch "%s*(.-);" do
          check(row, sample, first_order)
          check(row, sample, recorded)
          check(row, sample, second_order)
        end
      end)
    end
  end

  it("was refused by those that need it, and only by them", function()
    for _, name in ipairs {"mul", "mish", "gelu", "prod", "cumprod", "logcumsumexp", "cdist",
                           "batch_norm", "log_softmax_at_grad"} do
      assert.is_true(refused[name], name)
    end
    for _, name in ipairs {"add", "exp", "sum", "reshape", "batch_norm", "where"} do
      assert.is_true(kept[name], name)
    end
    assert.is_true(count(refused) > 100 and count(kept) > 100)
  end)
end)

describe("stale values", function()
  it("of a normalisation in eval mode are refused, its bias excepted", function()
    local bn = ln.nn.BatchNorm1d(3):eval()
    local x = ln.randn(4, 3, {requires_grad = true})
    local function change(p, by)
      local y = bn(x):sum()
      local _ <close> = ln.no_grad()
      p:mul_(by):add_(1)
      return y
    end
    local y = change(bn.weight, 10)
    assert.error_matches(function() y:backward() end, REFUSAL)
    change(bn.bias, 10):backward()
    assert.same({4, 4, 4}, bn.bias.grad:totable())
  end)

  it("are refused in what recompute runs again, arguments without gradient too", function()
    local layer, x = ln.nn.Linear(2, 2), ln.ones(3, 2)
    local y = ln.recompute(layer, x):sum()
    x:mul_(2)
    assert.error_matches(function() y:backward() end, REFUSAL)
  end)
end)
