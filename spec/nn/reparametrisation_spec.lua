local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

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

local function change(x)
  local _ <close> = ln.no_grad()
  x:mul_(1.5):add_(ln.randn(x:size()))
end

describe("nn.spectral_norm", function()
  before_each(function() ln.manual_seed(3) end)

  it("gives a weight of spectral norm 1", function()
    local layer = nn.spectral_norm(nn.Conv2d(3, 5, 2))
    for _ = 1, 200 do
      layer.weight_orig:requires_grad_(false):mul_(1.001) -- a new value each time
      layer(ln.ones(1, 3, 2, 2))
    end
    local w = layer:eval().weight:reshape(5, 12)
    local x = ln.randn(12)
    for _ = 1, 300 do
      x = w:t():matmul(w:matmul(x))
      x = x / x:norm()
    end
    near(w:matmul(x):norm(), {1}, 1e-4)
  end)

  it("follows the weight of a layer with one output, whose u stays as it is", function()
    ln.manual_seed(1)
    local layer = nn.spectral_norm(nn.Linear(5, 1))
    for _ = 1, 3 do
      layer.weight_orig = nn.Parameter(layer.weight_orig:detach() + ln.rand(1, 5))
      local v = layer.weight_v
      near(layer.weight, (layer.weight_orig / layer.weight_orig:norm()):flatten():totable())
      assert.is_false(rawequal(v, layer.weight_v))
      v = layer.weight_v
      assert.is_true(layer.weight ~= nil and rawequal(v, layer.weight_v))
    end
  end)

  it("takes the outputs of a layer by its class, not by its name", function()
    local Up, Flat = nn.ConvTranspose2d:extend "Up", nn.Linear:extend "ConvTransposeLike"
    local Higher = Up:extend "Higher"
    for _, layer in ipairs {nn.ConvTranspose2d(3, 5, 2), Up(3, 5, 2), Higher(3, 5, 2)} do
      nn.spectral_norm(layer)
      assert.same({5}, layer.weight_u:size())
      assert.same({12}, layer.weight_v:size())
    end
    assert.same({5}, nn.spectral_norm(Flat(3, 5)).weight_u:size())
    -- gain sqrt(2) over the root of the inputs of one output: 6 x 2 x 2 / 3 groups
    for _, class in ipairs {nn.ConvTranspose2d, Up, Higher} do
      local layer = nn.equalized(class(6, 9, 2, {groups = 3}))
      near(layer.weight, (layer.weight_orig * math.sqrt(2 / 8)):flatten():totable(), 1e-6)
    end
  end)

  it("is found by the walk, with PyTorch's keys", function()
    local model = nn.Sequential {nn.spectral_norm(nn.Linear(3, 2))}
    assert.same({"1.bias", "1.weight_orig"}, names(model:named_parameters()))
    assert.same({"1.weight_u", "1.weight_v"}, names(model:named_buffers()))
    assert.equal("Linear(3, 2) [weight: spectral_norm]", tostring(model[1]))
  end)

  it("advances once for each new value, in training mode only", function()
    local layer, x = nn.spectral_norm(nn.Linear(6, 4)), ln.randn(2, 6)
    layer(x)
    local u, y = layer.weight_u, layer(x):totable()
    assert.is_true(rawequal(u, layer.weight_u))
    assert.same(y, layer(x):totable())
    change(layer.weight_orig)
    layer:eval()(x)
    assert.is_true(rawequal(u, layer.weight_u))
    local before = u:totable()
    layer:train()(x)
    assert.is_false(rawequal(u, layer.weight_u))
    assert.same(before, u:totable())
    assert.is_false(pcall(assert.same, before, layer.weight_u:totable()))
  end)

  it("is differentiated twice exactly", function()
    if ln.real ~= "double" then return end
    local layer, x = nn.spectral_norm(nn.Linear(3, 2)):eval(), ln.randn(4, 3)
    local function penalty()
      local input = x:clone():requires_grad_()
      local g = ln.grad(layer(input):tanh():sum(), {input}, {create_graph = true})[1]
      return g:norm(2, 2):sub(1):square():mean()
    end
    local w = layer.weight_orig
    local found = ln.grad(penalty(), {w})[1]
    for k = 1, 6 do
      local step = ln.zeros(6)
      step[k] = 1e-5
      step = step:reshape(2, 3)
      local at = {}
      for i, sign in ipairs {1, -1} do
        do
          local _ <close> = ln.no_grad()
          w:add_(step * sign)
        end
        at[i] = penalty():item()
        local _ <close> = ln.no_grad()
        w:sub_(step * sign)
      end
      near((found * step):sum(), {(at[1] - at[2]) / 2}, 1e-6)
    end
  end)

  it("goes on from a state exactly, wherever it was taken", function()
    local x = ln.randn(4, 6)
    local layer = nn.spectral_norm(nn.Linear(6, 5))
    local function results(who)
      local list = {}
      for k = 1, 4 do
        list[k] = who(x):totable()
        local _ <close> = ln.no_grad()
        who.weight_orig:add_(k / 10 * who.weight_orig:square())
        who.weight_orig:sub_(0.1)
      end
      return list
    end
    local function resumed()
      local other = nn.spectral_norm(nn.Linear(6, 5))
      other:load_state_dict(layer:clone():state_dict())
      return other
    end
    layer(x)
    change(layer.weight_orig)
    local fresh, copy = resumed(), layer:clone() -- the weight is new to u and v
    layer(x)
    local seen, second = resumed(), layer:clone() -- u and v have been advanced
    local expected = results(layer)
    for _, other in ipairs {fresh, copy, seen, second} do assert.same(expected, results(other)) end
  end)

  it("runs on other parameters, and differentiates through them", function()
    local layer, x = nn.spectral_norm(nn.Linear(3, 2)), ln.randn(4, 3)
    local other = (layer.weight_orig:detach() * 2):requires_grad_() -- the same direction
    local y = nn.functional.functional_call(layer, {weight_orig = other}, x)
    near(y, layer(x):flatten():totable())
    local g = ln.grad(y:square():sum(), {other})[1]
    near((g * other):sum():abs():add(1), {1}, 1e-4) -- its length does not matter
    assert.is_true(g:abs():amax():item() > 1e-3)
  end)

  it("is cloned and restored whole", function()
    local layer, x = nn.spectral_norm(nn.Linear(3, 2)):eval(), ln.randn(4, 3)
    local copy = layer:clone()
    assert.same(layer(x):totable(), copy(x):totable())
    change(copy.weight_orig)
    assert.is_false(pcall(assert.same, layer(x):totable(), copy(x):totable()))
    copy:load_state_dict(layer:state_dict())
    assert.same(layer(x):totable(), copy(x):totable())
    assert.is_false(rawequal(layer.weight_orig, copy.weight_orig))
  end)

  it("serves a user's layer, under another name of the weight", function()
    local Mine = nn.Module:extend "Mine"
    function Mine:init() self.kernel = nn.Parameter(ln.randn(3, 3)) end
    function Mine:forward(x) return x:matmul(self.kernel) end
    local layer = nn.spectral_norm(Mine(), {name = "kernel"})
    assert.same({"kernel_orig"}, names(layer:named_parameters()))
    layer(ln.ones(1, 3)):sum():backward()
    assert.is_not_nil(layer.kernel_orig.grad)
  end)

  it("refuses what it cannot serve", function()
    fails("spectral_norm: this ReLU has no parameter weight", nn.spectral_norm, nn.ReLU())
    local layer = nn.spectral_norm(nn.Linear(2, 2))
    fails("weight_norm: weight of this Linear is computed already, by spectral_norm", nn.weight_norm, layer)
    fails("spectral_norm: dim is 3 for a parameter of 2x2", nn.spectral_norm, nn.Linear(2, 2), {dim = 3})
    fails("spectral_norm: layer is 3, a layer is wanted", nn.spectral_norm, 3)
  end)
end)

describe("nn.weight_norm", function()
  it("starts at the value the weight had", function()
    local layer, x = nn.Conv2d(2, 3, 2), ln.randn(1, 2, 3, 3)
    local y = layer(x):flatten():totable()
    for _, dim in ipairs {1, 2, false} do near(nn.weight_norm(layer:clone(), {dim = dim})(x), y) end
    assert.same({3, 1, 1, 1}, nn.weight_norm(layer:clone()).weight_g:size())
    assert.same({}, nn.weight_norm(layer:clone(), {dim = false}).weight_g:size())
  end)
end)

-- Weight in x out.
local Backwards = nn.Module:extend "Backwards"
Backwards.output_axis = 2
function Backwards:init(n_in, n_out) self.weight = nn.Parameter(ln.randn(n_in, n_out)) end
function Backwards:forward(x) return x:matmul(self.weight) end

describe("the output axis that a class states", function()
  it("is that of the rows of spectral_norm", function()
    local layer = nn.spectral_norm(Backwards(3, 5))
    assert.same({{5}, {3}}, {layer.weight_u:size(), layer.weight_v:size()})
    assert.same({5}, nn.spectral_norm(nn.Linear(3, 5)).weight_u:size())
    assert.same({6}, nn.spectral_norm(nn.ConvTranspose2d(4, 6, 3)).weight_u:size())
  end)

  it("tells the inputs of one output: sqrt(2 / inputs) is the scale", function()
    for inputs, layer in pairs {[3] = Backwards(3, 5), [7] = nn.Linear(7, 5),
                                [18] = nn.ConvTranspose2d(4, 6, 3, {groups = 2}),
                                [36] = nn.ConvTranspose2d(4, 6, 3), [27] = nn.Conv3d(2, 4, 3, {groups = 2})} do
      nn.equalized(layer)
      near((layer.weight / layer.weight_orig):flatten():narrow(1, 1, 2), {math.sqrt(2 / inputs), math.sqrt(2 / inputs)})
    end
  end)
end)

describe("nn.equalized", function()
  it("draws from N(0, 1) and scales when the weight is read", function()
    ln.manual_seed(1)
    local layer = nn.EqualLinear(200, 100)
    near(layer.weight_orig:std(), {1}, 0.02)
    near(layer.weight:std(), {0.1}, 0.02)
    assert.equal(0, layer.bias:abs():sum():item())
    assert.is_nil(nn.EqualConv2d(2, 3, 3, {bias = false}).bias)
    fails("Conv2d: unknown option stirde", nn.EqualConv2d, 2, 3, 3, {stirde = 2})
  end)
end)

describe("nn.remove_weight_norm and nn.remove_spectral_norm", function()
  it("leave a parameter with the value that the weight has", function()
    local layer = nn.weight_norm(nn.Linear(3, 2))
    change(layer.weight_g:requires_grad_(false))
    local w = layer.weight:flatten():totable()
    assert.equal(layer, nn.remove_weight_norm(layer))
    near(layer.weight, w, 0)
    assert.same({"bias", "weight"}, names(layer:named_parameters()))
    assert.is_true(layer.weight:requires_grad() and layer.weight:is_leaf())
    assert.equal(nn.Linear, getmetatable(layer))
    assert.equal("Linear(3, 2)", tostring(layer))
    nn.weight_norm(layer) -- and begins again
    near(layer.weight, w)
  end)

  it("leave u and v where they stand", function()
    local layer = nn.spectral_norm(nn.Linear(4, 3))
    change(layer.weight_orig:requires_grad_(false))
    layer:eval()
    local w = layer.weight:flatten():totable()
    layer:train()
    nn.remove_spectral_norm(layer)
    near(layer.weight, w, 0)
    assert.is_true(layer.training)
    assert.equal(0, #layer:buffers())
    assert.same({"bias", "weight"}, names(layer:named_parameters()))
  end)

  it("leave the other fields computed", function()
    local layer = nn.weight_norm(nn.spectral_norm(nn.Linear(4, 3)), {name = "bias"})
    nn.remove_spectral_norm(layer)
    assert.equal("Linear(4, 3) [bias: weight_norm]", tostring(layer))
    assert.same({3, 4}, layer:clone().weight:size())
    nn.remove_weight_norm(layer, "bias")
    assert.same({"bias", "weight"}, names(layer:named_parameters()))
  end)

  it("say what is not there", function()
    fails("weight_norm: it does not compute weight of this Linear", nn.remove_weight_norm, nn.Linear(1, 1))
    local layer = nn.spectral_norm(nn.Linear(1, 1))
    fails("weight_norm: it does not compute weight of this Linear", nn.remove_weight_norm, layer)
    assert.is_true(layer.training)
    fails("spectral_norm: it does not compute bias of this Linear", nn.remove_spectral_norm, layer, "bias")
  end)
end)
