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

describe("iterators", function()
  local model = nn.Sequential {nn.Linear(2, 2)}

  it("show their loop where pairs and the like are called", function()
    local function complains(part, f)
      local ok, message = pcall(f)
      assert.is_false(ok)
      assert.truthy(message:find "module_spec.lua:%d+: this is for a loop of its own: ", message)
      assert.truthy(message:find(part, 1, true), message)
    end
    complains("for name, parameter in model:named_parameters() do", function() pairs(model:named_parameters()) end)
    complains("named_buffers()", function() for _ in ipairs(model:named_buffers()) do error "no" end end)
    complains("for path, layer in model:named_modules() do", function() return #model:named_modules() end)
    complains("for name, layer in dict:items() do", function() pairs(nn.ModuleDict({}):items()) end)
    complains("named_parameters", function() return model:named_parameters()["1.weight"] end)
  end)

  it("still run in for", function()
    assert.same({"1.bias", "1.weight"}, names(model:named_parameters()))
  end)
end)

describe("load_state_dict", function()
  it("tells where in a checkpoint the state is", function()
    local model = nn.Sequential {nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)}
    local state = {["0.weight"] = ln.ones(2, 2), ["0.bias"] = ln.ones(2),
                   ["2.weight"] = ln.ones(1, 2), ["2.bias"] = ln.ones(1)}
    for _, given in ipairs {state, model:state_dict()} do
      for _, from in ipairs {"torch", "lunette"} do
        local ok, message = pcall(model.load_state_dict, model, {
          epoch = 3, model = given, args = {lr = 1}, list = {{}}}, {from = from})
        assert.is_false(ok)
        assert.equal('a state is its field "model"', message:match "; ([^;]*)$", message)
      end
    end
    local _, message = pcall(model.load_state_dict, model, {args = {lr = 1}})
    assert.is_nil(message:find "a state is")
  end)

  it("names the option for PyTorch's names", function()
    local model = nn.Sequential {nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)}
    local state = {["0.weight"] = ln.ones(2, 2), ["0.bias"] = ln.ones(2),
                   ["2.weight"] = ln.ones(1, 2), ["2.bias"] = ln.ones(1)}
    local ok, message = pcall(model.load_state_dict, model, state)
    assert.is_false(ok)
    assert.truthy(message:find('its names are PyTorch\'s, it seems: load_state_dict(state, {from = "torch"}) takes ' ..
                               "them", 1, true), message)
    model:load_state_dict(state, {from = "torch"})
    assert.same({{1, 1}}, model[3].weight:totable())
    ok, message = pcall(model.load_state_dict, model, {["1.weight"] = ln.ones(2, 2)})
    assert.is_false(ok)
    assert.is_nil(message:find("torch", 1, true))
  end)
end)

describe("nn.Module", function()
  it("knows its class and those above", function()
    local Mine = nn.Linear:extend "Linear"
    local layer = Mine(2, 2)
    assert.is_true(layer:is_a(Mine))
    assert.is_true(layer:is_a(nn.Linear))
    assert.is_true(layer:is_a(nn.Module))
    assert.is_false(layer:is_a(nn.Conv2d))
    assert.is_false(nn.Linear(2, 2):is_a(Mine))
    assert.is_true(nn.weight_norm(layer):is_a(Mine))
    assert.is_true(layer:clone():is_a(nn.Linear))
  end)

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

  it("finds what is at a path", function()
    local model = nn.Sequential {Block(2), nn.BatchNorm1d(3)}
    assert.equal(model, model:get_submodule "")
    assert.equal(model[1].list[2], model:get_submodule "1.list.2")
    assert.equal(model[1].list[2].weight, model:get_parameter "1.list.2.weight")
    assert.equal(model[2].running_var, model:get_buffer "2.running_var")
    local dict = nn.ModuleDict {["1"] = nn.ReLU()}
    assert.equal(dict["1"], dict:get_submodule "1")
    fails("get_parameter: this Sequential has no parameter 2.wieght; near it: 2.weight", model.get_parameter, model,
          "2.wieght")
    fails("get_parameter: this Sequential has no parameter 2.running_var", model.get_parameter, model, "2.running_var")
    fails("get_submodule: this Sequential has no layer 1.weight.x", model.get_submodule, model, "1.weight.x")
    fails("get_submodule: this Sequential has no layer 3", model.get_submodule, model, "3")
    fails("get_buffer: this Sequential has no buffer 1", model.get_buffer, model, "1")
    nn.weight_norm(model[1].second)
    fails("get_parameter: this Sequential has no parameter 1.second.weight; near it: 1.second.weight_",
          model.get_parameter, model, "1.second.weight")
  end)

  it("names the layers directly inside it", function()
    local model, seen = Block(2), {}
    for name, layer in model:named_children() do seen[name] = layer.__name end
    assert.same({first = "Linear", second = "Linear", ["list.1"] = "ReLU", ["list.2"] = "Linear"}, seen)
  end)

  it("takes layers, parameters and buffers by name", function()
    local model = nn.Module:extend "Model" ()
    local frozen = nn.Parameter(ln.ones(1), {requires_grad = false})
    model:add_module("conv", nn.Conv1d(1, 1, 1))
    model:register_parameter("scale", ln.ones(2))
    model:register_parameter("fixed", frozen)
    model:register_buffer("seen", ln.zeros(3))
    model:register_buffer("cache", ln.zeros(4), false)
    model:register_buffer("nothing", nil)
    assert.same({"conv.bias", "conv.weight", "fixed", "scale"}, names(model:named_parameters()))
    assert.same({"seen"}, names(model:named_buffers()))
    assert.is_false(frozen:requires_grad())
    assert.same({4}, model:clone().cache:size())
    model:register_parameter("scale", nil)
    assert.is_nil(model.scale)
    fails("Model: train is a field of every layer", model.register_buffer, model, "train", ln.ones(1))
    fails('Model: the name "a.b" is empty or has a dot', model.add_module, model, "a.b", nn.ReLU())
    fails("register_parameter: param is 3, a tensor is wanted", model.register_parameter, model, "x", 3)
  end)

  it("has no state where two tensors are at the same path", function()
    for key, clash in pairs {["list.2.weight"] = '"list.2.weight"', ["1"] = '"1"'} do
      local model = Block(2)
      model[1] = nn.Parameter(ln.ones(1))
      local state = model:state_dict()
      model[key] = model[1] -- one tensor, found once
      for name in pairs(model:state_dict()) do assert.is_not_nil(state[name]) end
      model[key] = nn.Parameter(ln.ones(1))
      fails("Block: two tensors are at " .. clash .. ", by a key", model.state_dict, model)
      fails("Block: two tensors are at " .. clash .. ", by a key", model.load_state_dict, model, state)
    end
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
                          {from = "torch"})
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

  it("says why nothing is moved or converted, and leaves fields of those names alone", function()
    for _, name in ipairs {"to", "cuda", "cpu", "float", "half", "double"} do
      local layer = nn.Linear(1, 1)
      fails(name .. ": Lunette runs on the processor, in one scalar type for all tensors", layer[name], layer, "cuda")
      layer[name] = nn.Buffer(ln.ones(1))
      near(layer:state_dict()[name], {1})
    end
  end)

  it("refuses arguments that a class without init would not see", function()
    fails("Identity: 1 argument is given, at most 0 are taken", nn.Identity, 3)
  end)

  it("passes all results and arguments through", function()
    local Pair = nn.Module:extend "Pair"
    function Pair:forward(a, b) return b, a end -- luacheck: ignore self
    assert.same({2, 1}, {Pair()(1, 2)})
  end)

  it("has the names of its own class in PyTorch, but for places in lists", function()
    local Cell = nn.Module:extend "Cell"
    function Cell:init()
      self.weight_ih_l1, self.scales = nn.Parameter(ln.ones(1)), {nn.Parameter(ln.ones(1))}
      self.rnn = nn.RNN(1, 1, {bias = false, bidirectional = true})
    end
    local model = nn.Sequential {Cell()}
    local found = {}
    for name in pairs(model:state_dict {to = "torch"}) do found[#found + 1] = name end
    table.sort(found)
    assert.same({"0.rnn.weight_hh_l0", "0.rnn.weight_hh_l0_reverse", "0.rnn.weight_ih_l0",
                 "0.rnn.weight_ih_l0_reverse", "0.scales.0", "0.weight_ih_l1"}, found)
    local state = model:state_dict {to = "torch"}
    state["0.scales.0"] = ln.full({1}, 4)
    model:load_state_dict(state, {from = "torch"})
    assert.equal(4, model[1].scales[1]:item())
  end)

  it("takes what is shared under all its names in PyTorch, or under one", function()
    local layer = nn.Linear(1, 1, {bias = false})
    local model = nn.Sequential {layer, nn.ReLU(), layer}
    assert.same({["0.weight"] = layer.weight:totable(), ["2.weight"] = layer.weight:totable()}, {
      ["0.weight"] = model:state_dict {to = "torch"} ["0.weight"]:totable(),
      ["2.weight"] = model:state_dict {to = "torch"} ["2.weight"]:totable()})
    model:load_state_dict({["0.weight"] = ln.full({1, 1}, 3), ["2.weight"] = ln.full({1, 1}, 3)}, {from = "torch"})
    assert.equal(3, layer.weight:item())
    model:load_state_dict({["2.weight"] = ln.full({1, 1}, 5)}, {from = "torch"})
    assert.equal(5, layer.weight:item())
  end)

  it("takes what PyTorch wrote before it counted batches", function()
    local model = nn.Sequential {nn.BatchNorm1d(1)}
    local state = {["0.weight"] = ln.full({1}, 3), ["0.bias"] = ln.zeros(1), ["0.running_mean"] = ln.zeros(1),
                   ["0.running_var"] = ln.ones(1)}
    model:load_state_dict(state, {from = "torch"})
    assert.same({3, 0}, {model[1].weight:item(), model[1].num_batches_tracked:item()})
    state = {["1.weight"] = ln.ones(1), ["1.bias"] = ln.zeros(1), ["1.running_mean"] = ln.zeros(1),
             ["1.running_var"] = ln.ones(1)}
    fails("missing: 1.num_batches_tracked", model.load_state_dict, model, state)
  end)

  it("takes what DataParallel has put before all names", function()
    local model = nn.Sequential {nn.Linear(1, 1)}
    model:load_state_dict({["module.0.weight"] = ln.full({1, 1}, 3), ["module.0.bias"] = ln.zeros(1)},
                          {from = "torch"})
    assert.equal(3, model[1].weight:item())
    local Outer = nn.Module:extend "Outer"
    function Outer:init() self.module = nn.Linear(1, 1, {bias = false}) end
    local outer = Outer()
    outer:load_state_dict({["module.weight"] = ln.full({1, 1}, 4)}, {from = "torch"})
    assert.equal(4, outer.module.weight:item())
  end)

  it("says what of PyTorch's does not fit, with both names", function()
    local model = nn.Sequential {nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)}
    local before = model[1].weight:totable()
    local state = {["0.weight"] = ln.ones(2, 3), ["0.bias"] = ln.ones(3), ["2.weight"] = ln.ones(1, 3),
                   ["4.bias"] = ln.ones(1)}
    fails("load_state_dict: the state does not fit this Sequential: missing: 2.bias (3.bias here); " ..
          "unexpected: 4.bias; 0.weight (1.weight here) is 3x2 here and 2x3 in the state",
          model.load_state_dict, model, state, {from = "torch"})
    assert.same(before, model[1].weight:totable())
    state["0.weight"] = nil
    local report = model:load_state_dict(state, {from = "torch", strict = false})
    table.sort(report.missing)
    assert.same({missing = {"0.weight", "2.bias"}, unexpected = {"4.bias"}}, report)
  end)
end)

describe("hooks", function()
  local Pair = nn.Module:extend "Pair"
  function Pair:forward(a, b) return a + b, a - b end -- luacheck: ignore self

  it("see inputs and results, in the order they came", function()
    local layer, seen = Pair(), {}
    layer:register_forward_pre_hook(function(who, inputs)
      seen[#seen + 1] = {"before", who, inputs.n, inputs[1], inputs[2]}
    end)
    for k = 1, 2 do
      layer:register_forward_hook(function(who, inputs, ...)
        seen[#seen + 1] = {"after" .. k, who, inputs.n, ...}
      end)
    end
    assert.same({5, 1}, {layer(3, 2)})
    assert.same({{"before", layer, 2, 3, 2}, {"after1", layer, 2, 5, 1}, {"after2", layer, 2, 5, 1}}, seen)
  end)

  it("replace what they return something for", function()
    local layer = Pair()
    local one = layer:register_forward_pre_hook(function(_, inputs) return {inputs[1] * 10, inputs[2]} end)
    assert.same({32, 28}, {layer(3, 2)})
    local two = layer:register_forward_hook(function(_, _, sum) return sum + 1 end)
    assert.same({33}, {layer(3, 2)})
    one:remove()
    assert.same({6}, {layer(3, 2)})
    two:remove()
    two:remove()
    assert.same({5, 1}, {layer(3, 2)})
  end)

  it("end when their handle closes, and may remove themselves", function()
    local layer, count = nn.Identity(), 0
    do
      local _ <close> = layer:register_forward_hook(function() count = count + 1 end)
      layer(1)
    end
    layer(1)
    assert.equal(1, count)
    local handle
    handle = layer:register_forward_hook(function() handle:remove() end)
    layer:register_forward_hook(function() count = count + 10 end)
    layer(1)
    layer(1)
    assert.equal(21, count)
  end)

  it("of one function registered twice end one by one", function()
    local layer, count = nn.Identity(), 0
    local function f() count = count + 1 end
    local first = layer:register_forward_hook(f)
    layer:register_forward_hook(f)
    first:remove()
    layer(1)
    assert.equal(1, count)
  end)

  it("go with a clone, and off each alone", function()
    local layer, count = nn.Identity(), 0
    local handle = layer:register_forward_hook(function() count = count + 1 end)
    local copy = layer:clone()
    handle:remove()
    layer(1)
    copy(1)
    assert.equal(1, count)
  end)

  it("see the gradients of inputs and results, and may replace those of inputs", function()
    local layer, seen = Pair(), {}
    local handle = layer:register_full_backward_hook(function(who, grad_input, grad_output)
      assert.equal(layer, who)
      seen[#seen + 1] = {grad_input[1]:item(), grad_input[2]:item(), grad_output[1]:item(),
                        grad_output[2]:item()}
      return {grad_input[1] * 10, grad_input[2]}
    end)
    local a = ln.tensor(3):requires_grad_()
    local b = ln.tensor(4):requires_grad_()
    local sum = layer(a, b)
    ;(sum * 2):backward()
    assert.same({{2, 2, 2, 0}}, seen)
    assert.same({20, 2}, {a.grad:item(), b.grad:item()})
    local _, difference = layer(a, b)
    local g = ln.grad(difference * difference, {b}, {create_graph = true})[1]
    near(g, {2}) -- -2 (a - b)
    near(ln.grad(g, {b})[1], {2})
    handle:remove()
    a.grad = nil
    layer(a, b):backward()
    near(a.grad, {1})
  end)

  it("see the gradients of results when no input wants one", function()
    local layer, seen = nn.Linear(2, 1), nil
    layer:register_full_backward_hook(function(_, grad_input, grad_output)
      seen = {#grad_input, grad_output[1]:size()}
    end)
    layer(ln.ones(3, 2)):sum():backward()
    assert.same({0, {3, 1}}, seen)
  end)

  it("say what a hook on gradients may return", function()
    local layer = nn.Linear(2, 1)
    layer:register_full_backward_hook(function() return 5 end)
    fails("register_full_backward_hook: what hook returns is 5, a table is wanted", function()
      layer(ln.ones(3, 2)):sum():backward()
    end)
  end)

  it("leave paths in errors and the summary alone", function()
    local model = nn.Sequential {nn.Linear(3, 4)}
    model[1]:register_forward_hook(function() end)
    fails("f.1 (Linear): linear", model, ln.ones(2, 5))
    assert.truthy(model:summary({3}):find "1 Linear%(3, 4%) +4 +16 +12")
    fails("register_forward_hook: hook is 3, a function is wanted", model.register_forward_hook, model, 3)
  end)
end)

describe("computed fields", function()
  it("are functions of what the layer holds, for that layer alone", function()
    local layer, other = nn.Linear(2, 2), nn.Linear(2, 2)
    local w = layer:compute_field("weight", {kind = "doubled", by = 2, compute = function(self, name, field)
      return self[name .. "_half"] * field.by
    end})
    layer.weight_half = w
    near(layer.weight, (w * 2):flatten():totable(), 0)
    assert.is_true(rawequal(other.weight, rawget(other, "weight")))
    assert.equal("Linear(2, 2) [weight: doubled]", tostring(layer))
    assert.is_true(nn.Module.is_layer(layer))
    layer(ln.ones(1, 2)):sum():backward()
    near(w.grad, {2, 2, 2, 2})
    assert.same({1, 2}, layer:clone()(ln.ones(1, 2)):size())
  end)
end)
