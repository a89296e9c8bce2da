local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local Block = nn.Module:extend "Block"
function Block:init(n)
  self.second = nn.Linear(n, n)
  self.first = nn.Linear(n, n, {bias = false})
  self.scale = nn.Parameter(ln.ones(n))
  self.seen = nn.Buffer(ln.zeros(1))
  self.list = {nn.ReLU(), nn.Linear(n, 1)}
  self.note = "not a tensor"
end
function Block:forward(x)
  return self.list[2](self.second(self.first(x):relu()) * self.scale)
end

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

local function names(iterator)
  local list = {}
  for name in iterator do list[#list + 1] = name end
  return list
end

describe("nn.Module", function()
  it("walks fields: integers in order, then names sorted, through plain tables", function()
    local model = nn.Sequential {Block(2), nn.Linear(1, 1)}
    assert.same({"1.first.weight", "1.list.2.bias", "1.list.2.weight", "1.scale",
                 "1.second.bias", "1.second.weight", "2.bias", "2.weight"},
                names(model:named_parameters()))
    assert.same({"1.seen"}, names(model:named_buffers()))
    assert.same({"", "1", "1.first", "1.list.1", "1.list.2", "1.second", "2"},
                names(model:named_modules()))
    assert.equal(8, #model:parameters())
    assert.equal(7, #model:modules())
    assert.equal(4, #model[1]:children())
  end)

  it("orders integer keys as numbers", function()
    local list = {}
    for k = 1, 11 do list[k] = nn.Linear(1, 1, {bias = false}) end
    local found = names(nn.Sequential(list):named_parameters())
    assert.equal("2.weight", found[2])
    assert.equal("11.weight", found[11])
  end)

  it("finds what is shared once, and stands cycles", function()
    local layer = nn.Linear(2, 2)
    local model = nn.Sequential {layer, layer}
    model.loop = model
    model.again = layer.weight
    assert.equal(2, #model:parameters())
  end)

  it("finds frozen parameters too", function()
    local layer = nn.Linear(2, 2):requires_grad_(false)
    assert.equal(2, #layer:parameters())
    assert.is_false(layer.weight:requires_grad())
  end)

  it("inherits", function()
    local Wide = Block:extend "Wide"
    function Wide:init(n) Block.init(self, 2 * n) end
    local wide = Wide(2)
    assert.same({3, 1}, wide(ln.ones(3, 4)):size())
    assert.truthy(tostring(wide):find "^Wide%(")
  end)

  it("switches modes below", function()
    local model = nn.Sequential {Block(2)}
    assert.equal(model, model:eval())
    assert.is_false(model[1].list[2].training)
    model:train()
    assert.is_true(model[1].list[2].training)
  end)

  it("applies a function to those below first", function()
    local order = {}
    local model = nn.Sequential {nn.Linear(1, 1), nn.Sequential {nn.ReLU()}}
    model:apply(function(layer) order[#order + 1] = layer.__name end)
    assert.same({"Linear", "ReLU", "Sequential", "Sequential"}, order)
  end)

  it("freezes until a scope closes, and only what was free", function()
    local model = Block(2)
    model.scale:requires_grad_(false)
    local x = ln.ones(1, 2, {requires_grad = true})
    do
      local _ <close> = model:frozen()
      model(x):sum():backward()
    end
    assert.is_nil(model.first.weight.grad)
    assert.is_not_nil(x.grad)
    assert.is_true(model.first.weight:requires_grad())
    assert.is_false(model.scale:requires_grad())
    model(x):sum():backward()
    assert.is_not_nil(model.first.weight.grad)
    assert.is_nil(model.scale.grad)
    model:zero_grad()
    assert.is_nil(model.first.weight.grad)
  end)

  it("gives and takes its state", function()
    local a, b = nn.Sequential {Block(2)}, nn.Sequential {Block(2)}
    a[1].seen:fill_(7)
    b:load_state_dict(a:state_dict())
    local x = ln.randn(3, 2)
    near(b(x), a(x):flatten():totable(), 0)
    assert.equal(7, b[1].seen:item())
    assert.is_true(b[1].scale:requires_grad())
  end)

  it("names what does not fit a state, and then changes nothing", function()
    local layer = nn.Sequential {nn.Linear(3, 2)}
    local before = layer[1].weight:totable()
    fails("load_state_dict: the state does not fit this Sequential: " ..
          "missing: 1.bias; unexpected: 1.wait; 1.weight is 2x3 here and 3x2 in the state",
          layer.load_state_dict, layer, {["1.weight"] = ln.ones(3, 2), ["1.wait"] = ln.ones(1)})
    fails("1.bias is a number, a tensor is wanted", layer.load_state_dict, layer,
          {["1.weight"] = ln.ones(2, 3), ["1.bias"] = 3})
    assert.same(before, layer[1].weight:totable())
    local report = layer:load_state_dict({["1.weight"] = ln.ones(2, 3), ["1.wait"] = ln.ones(1)},
                                         {strict = false})
    assert.same({missing = {"1.bias"}, unexpected = {"1.wait"}}, report)
    assert.equal(1, layer[1].weight:mean():item())
  end)

  it("takes paths that count from 0", function()
    local model = nn.Sequential {nn.Sequential {nn.Linear(1, 1)}}
    model:load_state_dict({["0.0.weight"] = ln.ones(1, 1), ["0.0.bias"] = ln.zeros(1)},
                          {zero_based = true})
    assert.equal(1, model[1][1].weight:item())
  end)

  it("clones: its own tensors, what is shared still shared", function()
    local layer = nn.Linear(2, 2)
    local model = nn.Sequential {layer, layer, nn.BatchNorm1d(2)}
    local copy = model:clone()
    assert.equal(copy[1], copy[2])
    assert.same(layer.weight:totable(), copy[1].weight:totable())
    do
      local _ <close> = ln.no_grad()
      copy[1].weight:fill_(5)
    end
    assert.is_false(layer.weight:mean():item() == 5)
    assert.equal(#model:parameters(), #copy:parameters())
    assert.equal(#model:buffers(), #copy:buffers())
    assert.is_true(copy[1].weight:requires_grad())
  end)

  it("prints as it is written", function()
    local model = nn.Sequential {nn.Linear(3, 4, {bias = false}), nn.LeakyReLU(0.2),
                                 nn.Sequential {nn.Flatten()}}
    assert.equal("Sequential(\n  (1): Linear(3, 4, {bias = false})\n  (2): LeakyReLU(0.2)\n" ..
                 "  (3): Sequential(\n    (1): Flatten()\n  )\n)", tostring(model))
  end)

  it("says that forward is missing", function()
    fails("Empty has no forward", nn.Module:extend "Empty" ())
  end)

  it("passes all results and arguments through", function()
    local Pair = nn.Module:extend "Pair"
    function Pair:forward(a, b) return b, a end -- luacheck: ignore self
    assert.same({2, 1}, {Pair()(1, 2)})
  end)
end)
