local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

-- What each is made with, what it becomes, and the sizes of an input.
local cases = {
  {"Linear", "4, {bias = false}", "Linear(3, 4, {bias = false})", {2, 5, 3}, {3}},
  {"Conv1d", "4, 2, {groups = 2}", "Conv1d(6, 4, 2, {groups = 2})", {2, 6, 5}, {6, 5}},
  {"Conv2d", "4, {2, 3}, {padding = 1}", "Conv2d(6, 4, {2, 3}, {padding = 1})", {2, 6, 5, 4}, {6, 5, 4}},
  {"Conv3d", "4, 2", "Conv3d(6, 4, 2)", {2, 6, 2, 3, 4}, {6, 2, 3, 4}},
  {"ConvTranspose1d", "4, 2, {groups = 2}", "ConvTranspose1d(6, 4, 2, {groups = 2})", {2, 6, 5}, {6, 5}},
  {"ConvTranspose2d", "4, 2, {stride = 2}", "ConvTranspose2d(6, 4, 2, {stride = 2})", {2, 6, 5, 4}, {6, 5, 4}},
  {"ConvTranspose3d", "4, 2", "ConvTranspose3d(6, 4, 2)", {2, 6, 2, 3, 4}, {6, 2, 3, 4}},
  {"BatchNorm1d", "", "BatchNorm1d(3)", {2, 3, 5}, {2, 3}},
  {"BatchNorm2d", "", "BatchNorm2d(3)", {2, 3, 5, 4}},
  {"BatchNorm3d", "", "BatchNorm3d(3)", {2, 3, 2, 3, 4}},
  {"InstanceNorm1d", "", "InstanceNorm1d(3)", {2, 3, 5}, {3, 5}},
  {"InstanceNorm2d", "", "InstanceNorm2d(3)", {2, 3, 5, 4}, {3, 5, 4}},
  {"InstanceNorm3d", "", "InstanceNorm3d(3)", {2, 3, 2, 3, 4}, {3, 2, 3, 4}},
}

local function make(code) return assert(load("return require('lunette').nn." .. code))() end

describe("lazy layers", function()
  for _, case in ipairs(cases) do
    local name, given, became = table.unpack(case)
    local written = ("Lazy%s(%s)"):format(name, given)

    it(written .. " becomes " .. became .. " at its first call", function()
      for k = 4, #case do
        local layer = make(written)
        local same = layer
        assert.equal(written, tostring(layer))
        assert.is_true(layer:is_a(nn[name]))
        local x = ln.randn(case[k])
        local y = layer(x)
        assert.equal(became, tostring(layer))
        assert.equal(nn[name], getmetatable(layer))
        assert.equal(same, layer)
        -- as the layer that is made for the input has it
        local other = name:find "Instance" and nn[name](3, {affine = true, track_running_stats = true}) or make(became)
        other:load_state_dict(layer:state_dict(), {strict = true})
        near(layer:eval()(x), other:eval()(x):flatten():totable(), 0)
        assert.is_true(y:requires_grad())
        layer(x)
      end
    end)

    it(written .. " takes its sizes from a state", function()
      local layer, known = make(written), make(written)
      known(ln.randn(case[4]))
      layer:load_state_dict(known:state_dict())
      assert.equal(became, tostring(layer))
      local x = ln.randn(case[4])
      near(layer:eval()(x), known:eval()(x):flatten():totable(), 0)
    end)
  end

  it("start as the layers that they become", function()
    ln.manual_seed(3)
    local layer = nn.LazyLinear(4)
    layer(ln.ones(1, 3))
    ln.manual_seed(3)
    near(layer.weight, nn.Linear(3, 4).weight:flatten():totable(), 0)
  end)

  it("say that a call comes before their parameters", function()
    local model = nn.Sequential {nn.ReLU(), nn.Sequential {nn.LazyLinear(2)}}
    local text = "LazyLinear at 2.1: its parameters are known after its first call; call the model before"
    for _, name in ipairs {"parameters", "buffers", "named_parameters", "named_buffers", "state_dict", "zero_grad",
                           "requires_grad_", "frozen"} do
      fails(text, model[name], model)
    end
    fails(text, nn.init.dcgan, model)
    fails(text, model.summary, model, {3})
    fails(text, nn.functional.functional_call, model, {}, ln.ones(1))
    fails("LazyLinear: its parameters are known after", nn.LazyLinear(2).parameters, model[2][1])
    fails("LazyLinear: weight is known after the first call", function() return model[2][1].weight end)
    fails("spectral_norm: this LazyLinear has no parameter weight", nn.spectral_norm, model[2][1])
    model(ln.ones(1, 3))
    assert.equal(2, #model:parameters())
  end)

  it("are cloned, put in modes and hooked before the first call", function()
    local layer, seen = nn.LazyBatchNorm1d(), 0
    layer:register_forward_hook(function() seen = seen + 1 end)
    local other = layer:clone():eval()
    other(ln.randn(4, 2))
    assert.equal("LazyBatchNorm1d()", tostring(layer))
    assert.equal("BatchNorm1d(2)", tostring(other))
    assert.is_false(other.training)
    assert.is_true(layer.training)
    other(ln.randn(4, 2))
    assert.equal(2, seen)
    layer(ln.randn(4, 3))
    assert.equal(3, layer.num_features)
  end)

  it("stay as they are when the input or the state does not fit", function()
    local layer = nn.LazyConv2d(4, 3, {groups = 2})
    fails("LazyConv2d: 3 or 4 dimensions are wanted, got 2x2", layer, ln.ones(2, 2))
    fails("LazyConv2d: x is missing, a tensor is wanted", layer)
    fails("Conv2d: in_channels is 3, which 2 groups do not divide", layer, ln.ones(1, 3, 5, 5))
    fails("LazyLinear: 1 or more dimensions are wanted, got a number", nn.LazyLinear(1), ln.tensor(1))
    fails("LazyBatchNorm2d: 4 dimensions are wanted, got 2x2", nn.LazyBatchNorm2d(), ln.ones(2, 2))
    assert.equal("LazyConv2d(4, 3, {groups = 2})", tostring(layer))
    local model = nn.Sequential {nn.LazyLinear(2), nn.LazyLinear(1)}
    fails("2.bias is 1 here and 2 in the state", model.load_state_dict, model,
          {["1.weight"] = ln.ones(2, 3), ["1.bias"] = ln.ones(2), ["2.weight"] = ln.ones(1, 2),
           ["2.bias"] = ln.ones(2)})
    fails("load_state_dict: the state has no 2.weight that tells how many inputs this LazyLinear has",
          model.load_state_dict, model, {["1.weight"] = ln.ones(2, 3)})
    assert.equal("Sequential(\n  (1): LazyLinear(2)\n  (2): LazyLinear(1)\n)", tostring(model))
    model:load_state_dict({["0.weight"] = ln.ones(2, 3), ["0.bias"] = ln.ones(2), ["1.weight"] = ln.ones(1, 2),
                           ["1.bias"] = ln.ones(1)}, {from = "torch"})
    near(model(ln.ones(1, 3)), {9}) -- 2 (3 + 1) + 1
  end)

  it("take what the layers take", function()
    fails("LazyLinear: out_features is missing, an integer above 0 is wanted", nn.LazyLinear)
    fails("LazyConv2d: unknown option pading", nn.LazyConv2d, 1, 2, {pading = 1})
    assert.equal("LazyInstanceNorm2d({affine = false})", tostring(nn.LazyInstanceNorm2d {affine = false}))
  end)
end)
