local ln = require "lunette"
local near = require "spec.near"

local function seeded(seed, o)
  o = o or {}
  o.generator = ln.Generator(seed)
  return o
end

describe("data.shapes", function()
  local set = ln.data.shapes(seeded(1, {count = 300, size = 40}))
  local list = {}
  for i = 1, 300 do list[i] = i end
  local images, labels = set:batch(list)

  it("are images of three kinds", function()
    assert.same({300, {300, 3, 40, 40}, {300}}, {#set, images:size(), labels:size()})
    assert.same({"disc", "square", "triangle"}, set.classes)
    for k = 1, 3 do assert.is_true(math.abs(labels:eq(k):sum():item() - 100) < 40) end
    assert.is_true(images:amin():item() == -1 and images:amax():item() <= 1)
  end)

  it("cover the areas of their shapes, in one colour, around their places", function()
    local share = {math.pi, 2, 3 * math.sqrt(3) / 4} -- of r^2
    local covered = ((images + 1) / (set.colours + 1):reshape(300, 3, 1, 1))
    local areas = covered:mean {3, 4}
    local at = (ln.arange(1, 40) - .5) / 40
    for i = 1, 60 do
      local area = share[math.tointeger(labels[i]:item())] * set.radius[i]:item() ^ 2
      for channel = 1, 3 do near(areas[i][channel], {area}, .03) end
      local x = (covered[i][1]:sum(1) * at):sum():item() / covered[i][1]:sum():item()
      local y = (covered[i][1]:sum(2) * at):sum():item() / covered[i][1]:sum():item()
      -- the centres of all three are where the circle around them has its own
      assert.is_true(math.abs(x - set.across[i]:item()) < .005)
      assert.is_true(math.abs(y - set.down[i]:item()) < .005)
    end
  end)

  it("lie within the image", function()
    for _, v in ipairs {set.across, set.down} do
      assert.is_true((v - set.radius):amin():item() >= -1e-6 and (v + set.radius):amax():item() <= 1 + 1e-6)
    end
  end)

  it("serve loaders and translation tasks", function()
    assert.same({2, 3, 40, 40}, ln.data.Loader(set, {batch_size = 2}):next():size())
    local edges, originals = ln.data.edge_pairs(set):batch {7, 8}
    assert.same({2, 1, 40, 40}, edges:size())
    near(originals, images:narrow(1, 7, 2):flatten():totable())
    local a, b = ln.data.domains(set)
    assert.same({150, 150}, {#a, #b})
    near(set:batch(ln.tensor {3}), images[3]:flatten():totable())
    assert.error_matches(function() set:batch {301} end, "batch: index 301; the set has 300 images")
  end)

  it("draw from the generator given", function()
    local one, other = ln.data.shapes(seeded(4, {count = 2})), ln.data.shapes(seeded(4, {count = 2}))
    near(one:batch {1, 2}, other:batch({1, 2}):flatten():totable())
    assert.error_matches(function() ln.data.shapes {side = 3} end, "unknown option side; known: count, size, generator")
  end)
end)
