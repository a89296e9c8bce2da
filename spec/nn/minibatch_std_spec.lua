local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

describe("nn.MinibatchStdDev", function()
  it("appends the deviation of each group, whose members are n / group apart", function()
    -- groups {1, 3} and {2, 4}: rows 0, 4 (deviation 2) and 1, 1 (deviation 0, the root of 1e-8)
    local y = nn.MinibatchStdDev(2)(ln.tensor {{0}, {1}, {4}, {1}})
    near(y, {0, 2, 1, 1e-4, 4, 2, 1, 1e-4}, 1e-6)
  end)

  it("names what does not divide", function()
    local function fails(part, f, ...)
      local ok, message = pcall(f, ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails("MinibatchStdDev: groups of 4 and 1 channels do not divide the batch, 6x3", nn.MinibatchStdDev(),
          ln.ones(6, 3))
    fails("MinibatchStdDev: groups of 4 and 2 channels do not divide the batch, 4x3", nn.MinibatchStdDev(4, 2),
          ln.ones(4, 3))
    fails("MinibatchStdDev: the batch is empty", nn.MinibatchStdDev(), ln.ones(0, 3))
  end)
end)
