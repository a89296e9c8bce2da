local ln = require "lunette"
local near = require "spec.near"
local slope = require "spec.support.slope"
local latent = ln.gan.latent

local function seeded(seed, o)
  o = o or {}
  o.generator = ln.Generator(seed)
  return o
end

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("latent_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

describe("gan.latent", function()
  it("samples normal and uniform numbers", function()
    near(latent.normal(3, 4, seeded(1)), ln.randn({3, 4}, seeded(1)):flatten():totable())
    local u = latent.uniform(200, 50, seeded(1))
    assert.same({200, 50}, u:size())
    assert.is_true(u:amin():item() >= -1 and u:amin():item() < -.99)
    assert.is_true(u:amax():item() <= 1 and u:amax():item() > .99)
    u = latent.uniform(200, 50, seeded(1, {low = 2, high = 4}))
    assert.is_true(u:amin():item() >= 2 and math.abs(u:mean():item() - 3) < .03)
    fails("uniform: low is 1, high 1", latent.uniform, 2, 2, {low = 1})
    fails("uniform: low is ", latent.uniform, 2, 2, {low = 0 / 0})
    fails("mean: what mapping returns is missing", latent.mean, function() end, 2)
    fails("normal: dim is missing", latent.normal, 2)
  end)

  it("samples spheres", function()
    local z = latent.sphere(1000, 3, seeded(2, {radius = 2}))
    near(z:norm(2, 2):amin(), {2})
    near(z:norm(2, 2):amax(), {2})
    -- uniform in area: on the unit sphere of 3 dimensions each coordinate is uniform (Archimedes)
    local third = z:select(2, 3)
    for _, level in ipairs {-1, 0, 1} do
      local below = third:lt(level):mean():item()
      assert.is_true(math.abs(below - (level + 2) / 4) < .06)
    end
  end)

  it("samples truncated normal numbers", function()
    local z = latent.truncated_normal(200, 100, seeded(3, {threshold = 1}))
    assert.is_true(z:abs():amax():item() <= 1)
    assert.is_true(z:abs():amax():item() > .99)
    -- variance 1 - 2 t f(t) / (F(t) - F(-t)) at t = 1, and P(|z| < .5) = .382925 / .682689
    assert.is_true(math.abs(z:var():item() - (1 - 2 * .24197072 / .68268949)) < .01)
    assert.is_true(math.abs(z:abs():lt(.5):mean():item() - .56090654) < .015)
    z = latent.truncated_normal(300, 100, seeded(3, {threshold = 8}))
    assert.is_true(math.abs(z:var():item() - 1) < .03 and z:isfinite():all():item() == 1)
    fails("truncated_normal: threshold is 0", latent.truncated_normal, 2, 2, {threshold = 0})
  end)

  it("samples classes", function()
    local rows, labels = latent.categorical(600, 3, seeded(4))
    assert.same({{600, 3}, {600}}, {rows:size(), labels:size()})
    near(rows:argmax(2), labels:totable())
    near(rows:sum(2):amin(), {1})
    for _, n in ipairs(rows:sum(1):totable()) do assert.is_true(math.abs(n - 200) < 50) end
  end)

  it("mixes noise and codes, and says which", function()
    local z, codes = latent.mixed(5, seeded(5, {noise = 4, categorical = {3, 2}, continuous = 2}))
    assert.same({5, 11}, z:size())
    near(z:narrow(2, 5, 3):argmax(2), codes.categorical[1]:totable())
    near(z:narrow(2, 8, 2):argmax(2), codes.categorical[2]:totable())
    near(z:narrow(2, 5, 5):sum(2), {2, 2, 2, 2, 2})
    near(z:narrow(2, 10, 2), codes.continuous:flatten():totable())
    local plain, none = latent.mixed(2)
    assert.same({{2, 62}, {categorical = {}}}, {plain:size(), none})
    assert.same({2, 3}, latent.mixed(2, {noise = 0, categorical = {3}}):size())
    fails("mixed: no noise and no codes", latent.mixed, 2, {noise = 0})
  end)

  it("truncates towards the mean", function()
    near(latent.truncate(ln.tensor {{1, 2}, {3, -2}}, ln.tensor {1, 0}, .5), {1, 1, 2, -1})
    near(latent.truncate(ln.tensor {{11, 0}}, ln.tensor {1, 0}), {8, 0})
    local map = ln.nn.Linear(3, 2)
    local mean = latent.mean(map, 3, seeded(6, {samples = 20}))
    near(mean, map(ln.randn({20, 3}, seeded(6))):mean(1):totable())
    assert.is_false(mean:requires_grad())
  end)
end)

describe("gan.latent's ways", function()
  local a, b = ln.tensor {{3, 0}, {1, 1}}, ln.tensor {{0, 2}, {2, 2}}

  it("go straight", function()
    near(latent.lerp(a, b, .25), {2.25, .5, 1.25, 1.25})
    near(latent.lerp(a, b, ln.tensor {0, 1}), {3, 0, 2, 2})
  end)

  it("go along the sphere", function()
    -- a right angle: cos and sin of 30 degrees; then one direction: straight
    near(latent.slerp(a, b, 1 / 3), {3 * math.sqrt(3) / 2, 1, 4 / 3, 4 / 3})
    near(latent.slerp(a, b, ln.tensor {1, 0}), {0, 2, 1, 1})
    near(latent.slerp(a, -a, .25), {1.5, 0, .5, .5})
    -- 60 degrees on the unit circle: to the middle, at 30
    near(latent.slerp(ln.tensor {1, 0}, ln.tensor {.5, math.sqrt(3) / 2}, .5), {math.sqrt(3) / 2, .5})
    -- an angle of 0.001, which the arc cosine loses in float
    local u, v = ln.tensor {1, 0}, ln.tensor {math.cos(1e-3), math.sin(1e-3)}
    near((latent.slerp(u, v, .5) - u)[2], {math.sin(.5e-3)}, 1e-4)
  end)

  it("have derivatives, also between vectors of one direction", function()
    local x = ln.randn({3, 4}, seeded(1))
    local y = ln.randn({3, 4}, seeded(2))
    y[3]:copy_(x[3] * 2)
    local t = ln.tensor {.2, .5, .9}
    slope(function(v) return latent.lerp(v, y, t) end, x)
    slope(function(v) return latent.slerp(v, y:narrow(1, 1, 2), .3) end, x:narrow(1, 1, 2))
    local leaf = x:clone():requires_grad_()
    latent.slerp(leaf, y, .5):sum():backward()
    near(leaf.grad[3], {.5, .5, .5, .5})
  end)

  it("are walked in steps", function()
    near(latent.interpolate(ln.tensor {0, 1}, ln.tensor {4, 3}, 3), {0, 1, 2, 2, 4, 3})
    local path = latent.interpolate(a, b, 2)
    near(path, {3, 0, 0, 2, 1, 1, 2, 2}) -- pair by pair
    path = latent.interpolate(a, b, 4, {mode = "spherical"})
    assert.same({8, 2}, path:size())
    near(path[2], {3 * math.sqrt(3) / 2, 1})
    near(path[3], {1.5, math.sqrt(3)})
    fails("interpolate: 1 step has no two ends", latent.interpolate, a, b, 1)
    fails("interpolate: mode is \"round\", one of linear, spherical is wanted", latent.interpolate, a, b, 3,
          {mode = "round"})
    fails("interpolate: a is 2x2, b is 2", latent.interpolate, a, b[1], 3)
  end)

  it("span grids between four corners", function()
    local grid = latent.grid(ln.tensor {{0, 0}, {2, 0}, {0, 4}, {2, 8}}, 3, 2)
    near(grid, {0, 0, 2, 0, 0, 2, 2, 4, 0, 4, 2, 8})
    assert.same({6, 2}, grid:size())
    fails("grid: corners are 3x2, 4 x dim is wanted", latent.grid, ln.ones(3, 2), 2, 2)
  end)
end)
