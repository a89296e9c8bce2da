local ln = require "lunette"
local nn = ln.nn

local function message_of(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

local here = debug.getinfo(1, "S").short_src

describe("raise", function()
  it("blames the line of the script, for ops", function()
    local line = debug.getinfo(1, "l").currentline + 1
    local message = message_of(function() local _ = ln.ones(2, 3):matmul(ln.ones(2, 3)) end)
    assert.equal(("%s:%d: matmul"):format(here, line), message:match "^.-:%d+: %w+")
    assert.truthy(message:find("2x3", 1, true))
  end)

  it("blames the line of the script when the mistake shows inside the library", function()
    local model = nn.Sequential {nn.Linear(3, 4), nn.ReLU(), nn.Linear(5, 1)}
    local line = debug.getinfo(1, "l").currentline + 1
    local message = message_of(function() local _ = model(ln.ones(2, 3)) end)
    assert.equal(("%s:%d: Sequential.3 (Linear): "):format(here, line),
                 message:match "^.-%(Linear%): ")
  end)

  it("names the path through layers of one's own and plain tables", function()
    local Net = nn.Module:extend "Net"
    function Net:init() self.blocks = {nn.Sequential {nn.Linear(3, 4)}} end
    function Net:forward(x) return (self.blocks[1](x)) end
    local message = message_of(function() local _ = Net()(ln.ones(2, 5)) end)
    assert.truthy(message:find("Net.blocks.1.1 (Linear): linear", 1, true), message)
  end)

  it("blames a layer of one's own when the mistake is made there", function()
    local Net, line = nn.Module:extend "Net", nil
    function Net:forward(x)
      line = debug.getinfo(1, "l").currentline + 1
      local y = x:matmul(x)
      return y
    end
    local model = nn.Sequential {Net()}
    local message = message_of(function() local _ = model(ln.ones(2, 3)) end)
    assert.equal(("%s:%d: Sequential.1 (Net): matmul"):format(here, line),
                 message:match "^.-%(Net%): %w+")
  end)

  it("names no path for a layer that stands alone", function()
    local message = message_of(function() local _ = nn.Linear(3, 4)(ln.ones(2, 5)) end)
    assert.truthy(message:match "^[^:]+:%d+: linear: ", message)
  end)

  it("works inside a coroutine and without any line to blame", function()
    local co = coroutine.wrap(function() return pcall(nn.Linear, 0, 1) end)
    local ok, message = co()
    assert.is_false(ok)
    assert.truthy(message:find "in_features is 0, an integer above 0 is wanted")
  end)
end)
