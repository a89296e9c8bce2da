local ln = require "lunette"
local near = require "spec.near"

local function seeded(seed) return ln.Generator(seed) end

local function refused(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

-- How often each of 1 .. n is among the elements of x, as a share.
local function shares(x, n)
  local list, count = {}, x:numel()
  for k = 1, n do list[k] = x:eq(k):sum():item() / count end
  return list
end

describe("a generator's state", function()
  it("is given back whole, or refused", function()
    local g = seeded(-7)
    ln.rand(1000, {generator = g})
    local state, drawn = g:state(), ln.rand(5, {generator = g}):totable()
    g:set_state(state)
    assert.same(drawn, ln.rand(5, {generator = g}):totable())
    local now = g:state()
    for _, wrong in ipairs {"", "1:2", "0:0", state:sub(1, -2), state:sub(2), state .. "0", state:gsub(":", ";"),
                            "-" .. state:sub(2), state:sub(1, 17) .. "-" .. state:sub(19),
                            state:sub(1, 17) .. " " .. state:sub(19), state:sub(1, 20) .. "g" .. state:sub(22)} do
      local ok, message = pcall(g.set_state, g, wrong)
      assert.is_false(ok, wrong)
      assert.truthy(message:find("is not the state of a Generator", 1, true), message)
      assert.equal(now, g:state())
    end
  end)
end)

describe("ln.normal and ln.uniform", function()
  it("have the mean and the spread that they are given", function()
    local x = ln.normal(3, 2, {200, 100}, {generator = seeded(1)})
    assert.same({200, 100}, x:size())
    near(x:mean(), {3}, .02)
    near((x - 3):square():mean(), {4}, .03)
    x = ln.uniform(-1, 3, {20000}, {generator = seeded(1)})
    near(x:mean(), {1}, .03)
    assert.is_true(x:amin():item() >= -1 and x:amax():item() < 3)
    assert.is_true(x:amin():item() < -.99 and x:amax():item() > 2.99)
  end)

  it("draw the same from the same seed, and take options", function()
    local a = ln.normal(0, 1, {5}, {generator = seeded(7)})
    near(ln.randn(5, {generator = seeded(7)}), a:totable(), 0)
    assert.is_true(ln.uniform(0, 1, {2}, {requires_grad = true}):requires_grad())
  end)

  it("say what is wrong", function()
    refused("normal: std is -1", ln.normal, 0, -1, {2})
    refused("uniform: high 0 is below low", ln.uniform, 1, 0, {2})
    local most = ln.real == "double" and 1e308 or 3e38
    refused("is more than a number holds", ln.uniform, -most, most, {2})
    refused("uniform: from 0 to inf is more than a number holds", ln.uniform, 0, math.huge, {2})
    refused("size is missing", ln.normal, 0, 1)
    refused("unknown option seed", ln.normal, 0, 1, {2}, {seed = 1})
  end)
end)

describe("ln.bernoulli", function()
  it("gives 1 with the probability of each element", function()
    local p = ln.tensor({0, 1, .25}):reshape(3, 1):expand(3, 20000)
    local x = ln.bernoulli(p, {generator = seeded(3)})
    assert.same({3, 20000}, x:size())
    assert.equal(60000, x:eq(0):sum():item() + x:eq(1):sum():item())
    local mean = x:mean(2):totable()
    assert.equal(0, mean[1])
    assert.equal(1, mean[2])
    near(mean[3], {.25}, .05)
  end)

  it("takes one probability for all, and sizes", function()
    near(ln.bernoulli(.5, {100, 200}, {generator = seeded(4)}):mean(), {.5}, .03)
    assert.same({}, ln.bernoulli(ln.tensor(.5)):size())
    assert.equal(1, ln.bernoulli(1):item())
    assert.same({1, 1, 1}, ln.bernoulli(ln.ones(1), {3}):totable())
  end)

  it("refuses what is no probability", function()
    refused("bernoulli: x has 1.5, a probability is wanted", ln.bernoulli, ln.tensor {.5, 1.5})
    refused("bernoulli: x has nan", ln.bernoulli, (ln.tensor {0} / 0):abs())
    refused("a size goes with one probability, x has 2", ln.bernoulli, ln.tensor {.5, .5}, {3})
  end)
end)

describe("ln.multinomial", function()
  local weights = ln.tensor {1, 0, 3, 4}

  it("draws by weight with replacement", function()
    local x = ln.multinomial(weights, 40000, {replacement = true, generator = seeded(5)})
    near(ln.tensor(shares(x, 4)), {.125, 0, .375, .5}, .03)
  end)

  it("draws each once without", function()
    local x = ln.multinomial(weights:reshape(1, 4):expand(20000, 4), 3, {generator = seeded(6)})
    assert.same({20000, 3}, x:size())
    near(ln.tensor(shares(x, 4)), {1 / 3, 0, 1 / 3, 1 / 3}, 1e-6)
    -- the first is drawn by weight; then 3 after 1 with 3/7, after 4 with 3/4
    near(ln.tensor(shares(x[{{}, 1}], 4)), {.125, 0, .375, .5}, .03)
    near(ln.tensor(shares(x[{{}, 2}], 4)),
         {.375 / 5 + .5 / 4, 0, .125 * 3 / 7 + .5 * 3 / 4, .125 * 4 / 7 + .375 * 4 / 5}, .03)
  end)

  it("draws all that have a weight, in some order, and none that has not", function()
    local w = ln.arange(1, 1000):remainder(3):view(1, 1000):expand(5, 1000)
    local drawn = ln.multinomial(w, 667, {generator = seeded(9)}) -- 1000 - 333
    local due = {}
    for i = 1, 1000 do if i % 3 > 0 then due[#due + 1] = i end end
    for row = 1, 5 do assert.same(due, (drawn[row]:sort()):totable()) end
    -- each weighs exp(-0.1) of the one before: the first ten 1 - exp(-1) of all
    local steep = (ln.arange(1, 1000):neg() * 0.1):exp():expand(200, 1000)
    local first = ln.multinomial(steep, 10, {generator = seeded(10)})
    near(first:select(2, 1):le(10):mean(1, {keepdim = true}), {1 - math.exp(-1)}, .1)
    local sorted = first:sort(2)
    assert.equal(200 * 9, sorted:narrow(2, 2, 9):gt(sorted:narrow(2, 1, 9)):sum():item())
    assert.same({5, 0}, ln.multinomial(w, 0, {generator = seeded(9)}):size())
  end)

  it("draws the same from the same seed", function()
    local a = ln.multinomial(weights, 10, {replacement = true, generator = seeded(8)})
    near(ln.multinomial(weights, 10, {replacement = true, generator = seeded(8)}), a:totable(), 0)
  end)

  it("says what is wrong", function()
    refused("4 without replacement of 3 weights above 0", ln.multinomial, weights, 4)
    refused("all weights are 0", ln.multinomial, ln.zeros(3), 1, {replacement = true})
    refused("weight 2 is -1", ln.multinomial, ln.tensor {1, -1}, 1)
    refused("weights are 1x1x2", ln.multinomial, ln.ones(1, 1, 2), 1)
    refused("num_samples is missing", ln.multinomial, weights)
    refused("unknown option replace", ln.multinomial, weights, 1, {replace = true})
  end)

  it("draws nothing from nothing", function()
    assert.same({0}, ln.multinomial(weights, 0):size())
    assert.same({0, 2}, ln.multinomial(ln.ones(0, 3), 2):size())
  end)
end)

describe("what is drawn of the shape of another", function()
  it("is like it in sizes alone", function()
    local x = ln.zeros(3, 4):t()
    for _, f in ipairs {ln.rand_like, ln.randn_like, ln.zeros_like, ln.ones_like} do
      assert.same({4, 3}, f(x):size())
    end
    assert.same({4, 3}, ln.full_like(x, 2):size())
    local y = ln.randint_like(ln.zeros(100, 100), 2, 4, {generator = seeded(2)})
    near(ln.tensor(shares(y, 5)), {0, 1 / 3, 1 / 3, 1 / 3, 0}, .03)
    refused("randint_like: low 3 is above high 2", ln.randint_like, x, 3, 2)
  end)
end)

describe("generators", function()
  it("serve everything that draws", function()
    local g = function() return {generator = seeded(11)} end
    for _, draw in ipairs {
      function() return ln.rand(6, g()) end, function() return ln.randn({6}, g()) end,
      function() return ln.randint(1, 100, {6}, g()) end, function() return ln.randperm(6, g()) end,
      function() return ln.rand_like(ln.zeros(6), g()) end, function() return ln.randn_like(ln.zeros(6), g()) end,
      function() return ln.randint_like(ln.zeros(6), 1, 100, g()) end,
      function() return ln.uniform(0, 1, {6}, g()) end, function() return ln.bernoulli(.5, {6}, g()) end,
    } do
      local first = draw():totable()
      ln.rand(3) -- the default generator moves on, this one does not
      near(draw(), first, 0)
    end
  end)

  it("says how sizes are given to full", function()
    refused("full: too many arguments; call it as full(size: ints, fill_value: real, {requires_grad: bool = false})",
            ln.full, 2, 2, 7)
    refused("full: size has 9 entries, at most 8 are possible", ln.full, {1, 1, 1, 1, 1, 1, 1, 1, 1}, 7)
  end)
end)

describe("sizes", function()
  it("that are nil are refused, not taken for none", function()
    refused("zeros: the first size is nil, an integer is wanted", ln.zeros, nil)
    refused("zeros: size has the key a", ln.zeros, {size = {a = 1}})
  end)
end)
