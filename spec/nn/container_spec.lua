local ln = require "lunette"
local nn = ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("nn.Sequential", function()
  it("runs its layers and functions in order", function()
    local model = nn.Sequential {function(x) return x + 1 end, nn.ReLU(), nn.Lambda(function(x) return x * 2 end)}
    assert.same({0, 4}, model(ln.tensor {-3, 1}):totable())
    assert.equal(3, #model)
    model:append(nn.Identity())
    assert.equal(4, #model)
  end)

  it("says what is no layer", function()
    fails("Sequential: entry 2 is the class ReLU, not a layer: write nn.ReLU(...)", nn.Sequential,
          {nn.Identity(), nn.ReLU})
    fails("Sequential: entry 2 is a nil, a layer is wanted", nn.Sequential, {nn.Identity(), nil, nn.Identity()})
    fails("Sequential: entry act has no place in the order", nn.Sequential, {act = nn.ReLU()})
    fails("Sequential: a table of layers is wanted", nn.Sequential, nn.ReLU(), nn.ReLU())
  end)
end)

describe("nn.ModuleList", function()
  it("is a list whose layers are found", function()
    local list = nn.ModuleList {nn.Linear(1, 1)}
    list:append(nn.Linear(1, 1))
    assert.equal(4, #list:parameters())
    fails("ModuleList: a list is not called", list, 1)
  end)
end)
