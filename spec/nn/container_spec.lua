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

  it("takes a table of layers, and a layer at an index", function()
    local a, b, c, d = nn.ReLU(), nn.Tanh(), nn.Identity(), nn.Sigmoid()
    for _, list in ipairs {nn.ModuleList {a}, nn.Sequential {a}} do
      assert.equal(list, list:extend {b, c})
      assert.equal(list, list:insert(2, d))
      assert.equal(4, #list)
      assert.is_true(list[1] == a and list[2] == d and list[3] == b and list[4] == c)
      list:insert(5, function(x) return x + 1 end)
      assert.equal(3, list[5](2))
      fails(list.__name .. ": index is 7 for 5 layers", list.insert, list, 7, a)
      fails(list.__name .. ": entry 6 is 3, a layer is wanted", list.extend, list, {3})
    end
    local List = nn.ModuleList:extend "List"
    assert.equal("List()", tostring(List()))
    assert.is_true(List {a}:is_a(nn.ModuleList))
  end)
end)

describe("nn.ParameterList", function()
  it("holds parameters, counted from 1 in the state", function()
    local first, plain = nn.Parameter(ln.ones(2, 3)), ln.zeros(4)
    local model = nn.Module:extend "Model" ()
    model.list = nn.ParameterList {first, plain}
    model.list:append(ln.ones {}):extend {ln.ones(1), ln.ones(2)}
    assert.equal(5, #model.list)
    assert.equal(first, model.list[1])
    assert.is_true(model.list[2]:requires_grad())
    local names = {}
    for name in model:named_parameters() do names[#names + 1] = name end
    assert.same({"list.1", "list.2", "list.3", "list.4", "list.5"}, names)
    model:load_state_dict({["list.0"] = ln.full({2, 3}, 7)}, {from = "torch", strict = false})
    assert.equal(7, first:mean():item())
    assert.equal("ParameterList(2x3, 4, a number, 1, 2)", tostring(model.list))
  end)

  it("says what it does not hold", function()
    fails("ParameterList: values[2] is 3, a tensor is wanted", nn.ParameterList, {ln.ones(1), 3})
    local list = nn.ParameterList()
    fails("append: value is a layer, a tensor is wanted", list.append, list, nn.ReLU())
    fails("extend: values[1] is \"a\", a tensor is wanted", list.extend, list, {"a"})
    fails("ParameterList: it is not called", list, 1)
  end)
end)

describe("nn.ParameterDict", function()
  it("holds parameters by name", function()
    local dict = nn.ParameterDict {b = ln.ones(2, 3), a = nn.Parameter(ln.zeros(4))}
    assert.equal(dict, dict:add("c", ln.ones(1)))
    local names = {}
    for name, p in dict:items() do
      names[#names + 1] = name
      assert.is_true(p:requires_grad())
    end
    assert.same({"a", "b", "c"}, names)
    assert.equal(3, #dict:parameters())
    assert.is_not_nil(dict:state_dict().b)
    assert.equal("ParameterDict(a = 4, b = 2x3, c = 1)", tostring(dict))
    assert.same({2, 3}, dict:clone().b:size())
    fails("ParameterDict: train is a field of every layer", dict.add, dict, "train", ln.ones(1))
    fails("ParameterDict: items is a field of every layer", dict.add, dict, "items", ln.ones(1))
    fails("add: value is 3, a tensor is wanted", nn.ParameterDict, {a = 3})
    fails("ParameterDict: it is not called", dict, 1)
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
