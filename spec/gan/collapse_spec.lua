local ln = require "lunette"
local near = require "spec.near"
local collapse = ln.gan.collapse

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("gan.collapse.monitor", function()
  local real
  before_each(function()
    ln.manual_seed(9)
    real = ln.randn(96, 12)
  end)
  local function watch(o) return collapse.monitor(real, o) end

  it("is about 1 for samples as different as the real ones, and says nothing", function()
    local monitor = watch()
    near(monitor:watch(real), {1}, 1e-4)
    local ratio, word = monitor:watch(ln.randn(96, 12))
    assert(ratio > .7 and ratio < 1.4, ratio)
    assert.is_nil(word)
  end)

  it("says so when modes are lost, and from where it rose", function()
    local monitor = watch()
    monitor:watch(ln.randn(96, 12))
    local few = ln.randn(8, 12):repeat_interleave(12, 1) + ln.randn(96, 12) * .02
    local ratio, word = monitor:watch(few)
    assert(ratio > 5, ratio)
    assert.matches("%d%.%d times as close to each other as real ones; it was [01]%.%d$", word)
    monitor.limit = ratio + 1
    local _, nothing = monitor:watch(few)
    assert.is_nil(nothing)
    -- Without a better past there is none to tell of.
    local _, first = watch():watch(few)
    assert.matches("as real ones$", first)
  end)

  it("is at its largest when all samples are one", function()
    local monitor = watch {num_kernels = 4, kernel_dim = 2}
    -- exp(-0) for all pairs
    near(monitor:watch(ln.ones(10, 12)) * monitor.level, {1})
  end)

  it("has the scale and the measure that it says", function()
    real = ln.randn(7, 3)
    local monitor = watch {num_kernels = 2, kernel_dim = 2}
    local m = real:matmul(monitor.weight:flatten(2)):reshape(7, 2, 2):totable()
    local sum = 0
    for k = 1, 2 do
      local nearest = 0
      for i = 1, 7 do
        local least = math.huge
        for j = 1, 7 do
          local d = math.abs(m[i][k][1] - m[j][k][1]) + math.abs(m[i][k][2] - m[j][k][2])
          if i ~= j then least, sum = math.min(least, d), sum + math.exp(-d) end
        end
        nearest = nearest + least / 7
      end
      near(nearest, {2})
    end
    near(monitor.level, {sum / (2 * 7 * 6)})
  end)

  it("takes images, batches of any size, and a generator", function()
    local images = ln.randn(20, 3, 2, 2)
    local function level() return collapse.monitor(images, {generator = ln.Generator(5)}).level end
    assert.equal(level(), level())
    assert.is_number((collapse.monitor(images):watch(ln.randn(6, 3, 2, 2))))
  end)

  it("goes on from a state", function()
    local monitor, other = watch(), watch()
    monitor:watch(ln.randn(30, 12))
    other:load_state_dict(monitor:state_dict())
    assert.equal(monitor.best, other.best)
    local x = ln.ones(10, 12)
    local ratio, word = monitor:watch(x)
    local again, said = other:watch(x)
    assert.equal(ratio, again)
    assert.equal(word, said)
  end)

  it("refuses a state that is not whole, and stays as it was", function()
    local monitor = watch()
    local before, level = monitor.weight:totable(), monitor.level
    for _, key in ipairs {"weight", "level"} do
      local state = watch():state_dict()
      state[key] = nil
      fails("state." .. key .. " is missing", monitor.load_state_dict, monitor, state)
    end
    fails("weight is ", monitor.load_state_dict, monitor, {weight = ln.ones(2, 3), level = 1})
    assert.same(before, monitor.weight:totable())
    assert.equal(level, monitor.level)
  end)

  it("records nothing", function()
    local x = ln.randn(6, 12):requires_grad_()
    assert.is_number((watch():watch(x)))
    assert.is_true(ln.is_grad_enabled())
    assert.is_false(watch().weight:requires_grad())
  end)

  it("names what does not fit", function()
    fails("real samples are 1x3", collapse.monitor, ln.ones(1, 3))
    fails("real samples are the same", collapse.monitor, ln.ones(4, 3))
    local monitor = watch()
    fails("real samples have 12 numbers, generated ones 3", monitor.watch, monitor, ln.ones(4, 3))
    fails("watch: fake is missing", monitor.watch, monitor)
  end)
end)
