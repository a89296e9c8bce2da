local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

-- Mean and variance of each channel of what `layer` gives in model(x).
local function moments(model, layer, x)
  local y
  local handle = layer:register_forward_hook(function(_, _, out) y = out end)
  model(x)
  handle:remove()
  local rows = y:dim() == 4 and y:permute({2, 1, 3, 4}):flatten(2):t() or y
  return rows:mean(1), rows:var(1, {correction = 0})
end

describe("gan.data_initialise", function()
  it("gives each output mean 0 and variance 1, layer after layer", function()
    ln.manual_seed(4)
    local model = nn.Sequential {
      nn.weight_norm(nn.Conv2d(2, 3, 3)), nn.LeakyReLU(.2),
      nn.weight_norm(nn.ConvTranspose2d(3, 2, 2), {dim = 2}), nn.Tanh(), nn.Flatten(),
      nn.weight_norm(nn.Linear(18, 4)), nn.Linear(4, 1),
    }
    local last = model[7].weight:detach():clone()
    local x = ln.randn(30, 2, 4, 4) * 3 + 1
    assert.equal(model, ln.gan.data_initialise(model, x))
    for _, k in ipairs {1, 3, 6} do
      local mean, var = moments(model, model[k], x)
      local n = mean:numel()
      near(mean + 1, ln.ones(n):totable(), TOLERANCE * 10)
      near(var, ln.ones(n):totable(), TOLERANCE * 10)
      assert.is_true(model[k].weight_g:requires_grad())
    end
    near(model[7].weight, last:flatten():totable())
  end)

  it("is by the formula: g / std, (bias - mean) / std", function()
    local layer = nn.weight_norm(nn.Linear(1, 1))
    nn.init.constant_(layer.weight_g, 2)
    nn.init.constant_(layer.weight_v, 3)
    nn.init.constant_(layer.bias, 1)
    -- y = 2 x + 1: 1, 5, 9 of mean 5 and variance 32 / 3
    ln.gan.data_initialise(layer, ln.tensor {{0}, {2}, {4}})
    local std = math.sqrt(32 / 3)
    near(layer.weight_g, {2 / std}, TOLERANCE)
    near(layer.bias, {-4 / std}, TOLERANCE)
    near(layer.weight_v, {3})
  end)

  it("leaves the mean without a bias", function()
    local layer = nn.weight_norm(nn.Linear(2, 3, {bias = false}))
    local x = ln.randn(20, 2) + 2
    local before, var = moments(layer, layer, x)
    ln.gan.data_initialise(layer, x)
    local mean, one = moments(layer, layer, x)
    near(one, {1, 1, 1}, TOLERANCE * 10)
    near(mean, (before / var:sqrt()):totable(), TOLERANCE * 10)
  end)

  it("takes the last dimension of a linear layer's results for its outputs", function()
    local layer, x = nn.weight_norm(nn.Linear(2, 3)), ln.randn(5, 4, 2)
    local rows = nn.weight_norm(nn.Linear(2, 3))
    rows:load_state_dict(layer:state_dict())
    ln.gan.data_initialise(layer, x)
    ln.gan.data_initialise(rows, x:flatten(1, 2))
    near(layer(x), rows(x):flatten():totable())
    assert.is_true(ln.is_grad_enabled())
    -- What follows is given the new results.
    local model = nn.Sequential {nn.weight_norm(nn.Linear(2, 3)), nn.weight_norm(nn.Linear(3, 2))}
    ln.gan.data_initialise(model, x)
    local y = model(x):reshape(20, 2)
    near(y:var(1, {correction = 0}), {1, 1}, TOLERANCE * 10)
  end)

  it("takes its hooks off, also where the model fails", function()
    local layer = nn.weight_norm(nn.Linear(2, 3))
    assert.has_error(function() ln.gan.data_initialise(layer, ln.ones(4, 5)) end)
    local g = layer.weight_g:detach():clone()
    layer(ln.randn(6, 2))
    near(layer.weight_g, g:flatten():totable())
  end)

  it("names what does not fit", function()
    local function fails(part, ...)
      local ok, message = pcall(ln.gan.data_initialise, ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails("no layer of the model is under weight_norm", nn.Linear(2, 1), ln.ones(2, 2))
    fails("x is missing", nn.weight_norm(nn.Linear(2, 1)))
    fails("the same for all of x", nn.weight_norm(nn.Linear(2, 1)), ln.ones(2, 2))
    fails("has 3 norms and 2 outputs", nn.weight_norm(nn.ConvTranspose2d(3, 2, 2)), ln.randn(2, 3, 4, 4))
  end)
end)
