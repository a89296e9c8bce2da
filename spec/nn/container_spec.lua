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
    fails("Sequential: entry 2 is missing, a layer is wanted", nn.Sequential, {nn.Identity(), nil, nn.Identity()})
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

describe("nn.ModuleDict", function()
  it("holds layers by name", function()
    local dict = nn.ModuleDict {encode = nn.Linear(2, 1), act = nn.ReLU()}
    local names = {}
    for name, layer in dict:items() do
      names[#names + 1] = name
      assert.is_true(nn.Module.is_layer(layer))
    end
    assert.same({"act", "encode"}, names)
    assert.equal(2, #dict:parameters())
    assert.is_not_nil(dict:state_dict()["encode.weight"])
    dict:add("decode", function(x) return x end)
    assert.equal(3, dict.decode(3))
    fails("ModuleDict: train is a field of every layer", nn.ModuleDict, {train = nn.ReLU()})
    fails("ModuleDict: it is not called", dict, 1)
  end)
end)

describe("nn.Residual and nn.Concat", function()
  it("take functions for layers, and print what is in them", function()
    local layer = nn.Residual(function(x) return x * 2 end, {shortcut = function(x) return x + 1 end})
    assert.same({4, 7}, layer(ln.tensor {1, 2}):totable())
    assert.truthy(tostring(nn.Concat {nn.ReLU()}):find("(1): ReLU()", 1, true))
    fails("Residual: entry layer is the class ReLU", nn.Residual, nn.ReLU)
    fails("Concat: a table of layers is wanted", nn.Concat, nn.ReLU())
  end)

  it("blames the layer whose forward gives nothing", function()
    local Silent = nn.Module:extend "Silent"
    function Silent:forward(x) self.seen = x:size(1) end
    local model = nn.Sequential {nn.ReLU(), Silent(), nn.ReLU()}
    fails("model.2 (Silent): forward returned nothing", function() model(ln.ones(2)) end)
    fails("Sequential.1.2 (Silent): forward returned nothing",
          function() nn.Sequential {model}(ln.ones(2)) end)
  end)
end)
