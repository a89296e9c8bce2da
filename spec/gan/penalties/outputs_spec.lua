local ln = require "lunette"
local near = require "spec.near"
local nn, penalties = ln.nn, ln.gan.penalties

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

local function near_gradient(x, list)
  local all = 1e-3
  for _, v in ipairs(list) do all = math.max(all, math.abs(v)) end
  for k, v in ipairs(x:flatten():totable()) do
    local off = math.abs(v - list[k])
    assert(off <= TOLERANCE * all, ("%d: %.12g, %.12g is wanted"):format(k, v, list[k]))
  end
end

local function run(case)
  local inputs = {}
  for k, values in ipairs(case.inputs) do
    inputs[k] = ln.tensor(values):reshape(case.sizes[k]):requires_grad_()
  end
  local given = {table.unpack(inputs)}
  if case.name == "orthogonal" then given = {given} end
  if case.name == "lecam" then given[3] = case.means end
  given[case.name == "lecam" and 4 or #given + 1] = case.options
  local value, means = penalties[case.name](table.unpack(given, 1, 5))
  near(value, {case.value}, TOLERANCE)
  for side, mean in pairs(case.next or {}) do near(means[side], {mean}, TOLERANCE) end
  for k, g in ipairs(ln.grad(value, inputs)) do near_gradient(g, case.grads[k]) end
end

describe("gan.penalties, in PyTorch:", function()
  for n, case in ipairs(dofile "spec/reference/training/gan_penalties.lua") do
    it(("%d. %s"):format(n, case.name), function() run(case) end)
  end
end)

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("gan.penalties.every", function()
  it("gives interval times the penalty at every interval-th step, from the first", function()
    local calls, sum = {}, 0
    for step = 1, 9 do
      sum = sum + penalties.every(step, 4, function()
        calls[#calls + 1] = step
        return ln.tensor(2)
      end)
    end
    assert.same({1, 5, 9}, calls)
    near(sum, {24})
    assert.equal(0, penalties.every(2, 4, error))
    fails("every: step is 0", penalties.every, 0, 4, print)
    fails("every: what penalty returns is missing, a tensor or a number is wanted", penalties.every, 1, 4,
          function() end)
  end)
end)

describe("gan.penalties on outputs", function()
  it("name what does not fit", function()
    fails("consistency: outputs is 2x1, moved 3x1", penalties.consistency, ln.ones(2, 1), ln.ones(3, 1))
    fails("balanced_consistency: fake is a number", penalties.balanced_consistency, ln.ones(1), ln.ones(1),
          ln.tensor(1), ln.tensor(1))
    fails("lecam: means.fake is missing", penalties.lecam, ln.ones(2), ln.ones(2), {real = 1})
    fails("mode_seeking: other_z is missing", penalties.mode_seeking, ln.ones(2), ln.ones(2), ln.ones(2))
  end)

  it("of LeCam change no table given", function()
    local means = {real = 1, fake = 2}
    penalties.lecam(ln.ones(2), ln.ones(2), means)
    assert.same({real = 1, fake = 2}, means)
  end)
end)

describe("gan.penalties on weights", function()
  it("orthogonal counts a layer's matrices and not its biases", function()
    local layer = nn.Sequential {nn.Linear(2, 2), nn.BatchNorm1d(2)}
    layer[1].weight = nn.Parameter(ln.tensor {{0, 2}, {1, 0}})
    layer[1].bias = nn.Parameter(ln.tensor {7, 8})
    near(penalties.orthogonal(layer), {9})
    near(penalties.orthogonal(layer, {diagonal = false}), {0})
    fails("no weight has 2 dimensions", penalties.orthogonal, nn.BatchNorm1d(2))
    fails("params[1] is 1", penalties.orthogonal, {1})
  end)

  it("clip_weights leaves what is within", function()
    local layer = nn.Linear(3, 1)
    layer.weight = nn.Parameter(ln.tensor {{-.5, .005, .02}})
    layer.bias = nn.Parameter(ln.tensor {1})
    assert.equal(layer, penalties.clip_weights(layer, .01))
    near(layer.weight, {-.01, .005, .01})
    near(layer.bias, {.01})
    assert.is_true(ln.is_grad_enabled())
    assert.is_true(layer.weight:requires_grad())
    fails("limit is -1, a number of 0 or above is wanted", penalties.clip_weights, layer, -1)
  end)
end)
