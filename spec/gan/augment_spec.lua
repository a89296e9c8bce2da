local ln = require "lunette"
local near = require "spec.near"
local slope = require "spec.support.slope"
local augment = ln.gan.augment

local function seeded(seed) return {generator = ln.Generator(seed)} end

local function numbers(x) return x:flatten():totable() end

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("augment_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

local images = ln.rand({6, 3, 8, 8}, seeded(1)) * 2 - 1

describe("gan.augment.diff", function()
  -- The numbers drawn are drawn again here, and the formulas followed in Lua.
  it("shifts, mixes with gray and stretches from the mean", function()
    local x = ln.rand({2, 3, 1, 2}, seeded(1))
    local y = augment.diff(x, "color", seeded(9))
    local from = seeded(9)
    local b, s, c = numbers(ln.rand({2}, from)), numbers(ln.rand({2}, from)), numbers(ln.rand({2}, from))
    for i = 1, 2 do
      local v = {}
      for channel = 1, 3 do
        v[channel] = x[i][channel][1]:totable()
        for k = 1, 2 do v[channel][k] = v[channel][k] + b[i] - .5 end
      end
      local all, level = {}, 0
      for k = 1, 2 do
        local gray = (v[1][k] + v[2][k] + v[3][k]) / 3
        for channel = 1, 3 do v[channel][k] = (v[channel][k] - gray) * 2 * s[i] + gray end
        level = level + gray / 2
      end
      for channel = 1, 3 do
        for k = 1, 2 do all[#all + 1] = (v[channel][k] - level) * (c[i] + .5) + level end
      end
      near(y[i], all)
    end
  end)

  it("moves by up to an eighth, zeros coming in", function()
    local x = (ln.arange(1, 16):reshape(1, 1, 16, 1) * 100 + ln.arange(1, 16)):expand(300, 2, 16, 16)
    local y = augment.diff(x, "translation", seeded(2))
    local seen, n = {}, 0
    for i = 1, 300 do
      -- 100 row + column of what came to row 8, column 8
      local v = math.tointeger(y[i][1][8][8]:item())
      local down, across = 8 - v // 100, 8 - v % 100
      for _, at in ipairs {{1, 1}, {16, 16}, {3, 14}, {15, 2}} do
        local row, column = at[1] - down, at[2] - across
        local inside = row >= 1 and row <= 16 and column >= 1 and column <= 16
        assert.equal(inside and 100 * row + column or 0, y[i][2][at[1]][at[2]]:item())
      end
      assert.is_true(math.abs(down) <= 2 and math.abs(across) <= 2)
      if not seen[v] then seen[v], n = true, n + 1 end
    end
    assert.equal(25, n) -- 5 x 5 places, all met in 300 draws
  end)

  it("cuts a rectangle of half of each side", function()
    local y = augment.diff(ln.ones(200, 1, 8, 6), "cutout", seeded(3))
    local full, from = 0, seeded(3)
    local row, column = numbers(ln.randint(0, 8, {200}, from)), numbers(ln.randint(0, 5, {200}, from))
    for i = 1, 200 do
      local holes = 0
      for h = 0, 7 do
        for w = 0, 5 do
          -- sizes 4 and 3: rows middle - 2 to middle + 1, columns middle - 1 to middle + 1
          local inside = h >= row[i] - 2 and h <= row[i] + 1 and w >= column[i] - 1 and w <= column[i] + 1
          if inside then holes = holes + 1 end
          if i <= 10 then assert.equal(inside and 0 or 1, y[i][1][h + 1][w + 1]:item()) end
        end
      end
      assert.equal(48 - holes, y[i]:sum():item())
      if holes == 12 then full = full + 1 end
    end
    assert.is_true(full > 40)
  end)

  it("follows the policy's order, all of it unless told", function()
    local all = augment.diff(images, nil, seeded(4))
    near(all, numbers(augment.diff(images, "color, translation,cutout", seeded(4))))
    near(augment.diff(images, ""), numbers(images))
    fails("diff: unknown augmentation colour; known: color, cutout, translation", augment.diff, images, "colour")
    fails("diff: sizes are 3x8x8, n,c,h,w are wanted", augment.diff, images[1])
    fails("diff: unknown option seed", augment.diff, images, "color", {seed = 3})
  end)

  it("has its derivatives", function()
    for _, policy in ipairs {"color", "translation", "cutout", "color,translation,cutout"} do
      slope(function(x) return augment.diff(x, policy, seeded(7)) end, images)
    end
  end)
end)

describe("gan.augment.pipeline", function()
  local function run(x, policy, p, seed)
    return augment.pipeline(x, p or 1, {policy = policy, generator = ln.Generator(seed or 1)})
  end

  it("leaves images alone with p = 0, and with nothing chosen", function()
    assert.equal(images, augment.pipeline(images, 0))
    near(run(images, nil, 1e-9), numbers(images), 1e-4)
    near(run(images, "cutout,contrast", 1e-9), numbers(images))
  end)

  -- Which of the candidates y[i] is; raises when it is none.
  local function which(y, candidates)
    for k, candidate in ipairs(candidates) do
      if (y - candidate):abs():amax():item() < 1e-4 then return k end
    end
    error "no candidate"
  end

  local function tally(y, x, candidates_of)
    local counts = {}
    for i = 1, x:size(1) do
      local k = which(y[i], candidates_of(x[i]))
      counts[k] = (counts[k] or 0) + 1
    end
    return counts
  end

  local many = ln.rand({200, 2, 5, 5}, seeded(3))

  it("flips half of the images with p = 1, a quarter with p = 0.5", function()
    local function either(x) return {x, x:flip {3}} end
    for p, expected in pairs {[1] = 100, [.5] = 50} do
      local flipped = tally(run(many, "flip", p), many, either)[2]
      assert.is_true(math.abs(flipped - expected) < 30)
    end
  end)

  it("turns by quarters", function()
    local counts = tally(run(many, "rotate90"), many, function(x)
      return {x, x:transpose(2, 3):flip {2}, x:flip {2, 3}, x:transpose(2, 3):flip {3}}
    end)
    for k = 1, 4 do assert.is_true(math.abs(counts[k] - 50) < 25) end
  end)

  it("moves by whole pixels, mirror images coming in", function()
    local x = ln.rand({200, 1, 8, 20}, seeded(4))
    local padded = ln.pad(x, {2, 2, 1, 1}, {mode = "replicate"})
    -- the second pixel beyond an edge is the second before it
    local tall = ln.pad(x, {0, 0, 1, 1}, {mode = "replicate"})
    padded:narrow(4, 1, 1):copy_(tall:narrow(4, 2, 1))
    padded:narrow(4, 24, 1):copy_(tall:narrow(4, 19, 1))
    local y, seen, n = run(x, "translate"), {}, 0
    for i = 1, 200 do
      local candidates = {}
      for down = 1, 3 do
        for across = 1, 5 do
          candidates[#candidates + 1] = padded[i]:narrow(2, down, 8):narrow(3, across, 20)
        end
      end
      local k = which(y[i], candidates)
      if not seen[k] then seen[k], n = true, n + 1 end
    end
    assert.equal(15, n)
  end)

  it("scales and rotates around the middle", function()
    -- a linear image stays linear where nothing comes from outside
    local h = 21
    local ramp = (ln.arange(1, h) - 11):expand(40, 1, h, h)
    for policy, limits in pairs {scale = {.6, 1.8}, rotate = {-1, 1}} do
      local y, differ = run(ramp, policy, 1, 2), 0
      for i = 1, 40 do
        local middle = y[i][1]
        near(middle[11][11]:item() + 1, {1}, 1e-4)
        local slope_x = middle[11][12]:item()
        local slope_y = middle[12][11]:item()
        near(middle[13][14]:item(), {3 * slope_x + 2 * slope_y}, 1e-3)
        local size = math.sqrt(slope_x ^ 2 + slope_y ^ 2)
        assert.is_true(slope_x >= limits[1] - 1e-4 and slope_x <= limits[2] + 1e-4)
        if policy == "rotate" then near(size, {1}, 1e-4) else near(slope_y + 1, {1}, 1e-4) end
        if math.abs(slope_x - 1) > .05 then differ = differ + 1 end
      end
      assert.is_true(differ > 20)
    end
  end)

  it("takes its steps one after the other: a turn of moved images is not a move of turned ones", function()
    -- on images wider than high, a quarter turn shows the middle square turned
    local x = ln.rand({60, 1, 4, 8}, seeded(5))
    local y = run(x, "flip,rotate90")
    for i = 1, 60 do
      local inner = x[i]:narrow(3, 3, 4)
      local candidates = {}
      for _, v in ipairs {inner, inner:flip {3}} do
        table.move({v, v:transpose(2, 3):flip {2}, v:flip {2, 3}, v:transpose(2, 3):flip {3}}, 1, 4,
                   #candidates + 1, candidates)
      end
      which(y[i]:narrow(3, 3, 4), candidates)
    end
  end)

  it("changes colours by the draws it makes", function()
    local x, n = images, 6
    local from = seeded(8)
    local z, u = numbers(ln.randn(n, from)), numbers(ln.rand(n, from))
    local y = run(x, "brightness", .5, 8)
    for i = 1, n do near(y[i], numbers(x[i] + (u[i] < .5 and .2 * z[i] or 0))) end
    y = run(x, "contrast", .5, 8)
    for i = 1, n do near(y[i], numbers(x[i] * (u[i] < .5 and 2 ^ (z[i] / 2) or 1))) end
    y = run(x, "saturation", .5, 8)
    for i = 1, n do
      local gray = x[i]:mean(1, {keepdim = true})
      near(y[i], numbers(gray + (x[i] - gray) * (u[i] < .5 and 2 ^ z[i] or 1)))
    end
  end)

  it("cuts rectangles of half of each side", function()
    local y = run(ln.ones(300, 1, 8, 8), "cutout", .5)
    local full, none = 0, 0
    for _, sum in ipairs(y:sum({2, 3, 4}):totable()) do
      assert.is_true(sum >= 48)
      if sum == 48 then full = full + 1 elseif sum == 64 then none = none + 1 end
    end
    -- half are not chosen; of the others 1/4 have their middle far enough inside
    assert.is_true(math.abs(none - 150) < 35)
    assert.is_true(math.abs(full - 150 * 25 / 64) < 40)
  end)

  it("has its derivatives", function()
    for _, policy in ipairs {"flip,rotate90,translate,scale,rotate", "brightness,contrast,saturation,cutout",
                             "rotate,scale,contrast"} do
      slope(function(x) return run(x, policy, .8, 3) end, images)
    end
  end)

  it("refuses other words and probabilities", function()
    fails("pipeline: unknown augmentation blur", augment.pipeline, images, .5, {policy = "flip,blur"})
    fails("pipeline: p is 1.5", augment.pipeline, images, 1.5)
    fails("pipeline: p is missing", augment.pipeline, images)
  end)
end)

describe("gan.augment.ADA", function()
  it("moves p by the logits seen over images, towards the target", function()
    local ada = augment.ADA {interval = 2, images = 100, target = .5}
    assert.equal(0, ada:update(ln.tensor {1, 2, 3, 4, -1}))
    near(ada:update(ln.ones(5, 1)), {.1}) -- r = 8 / 10
    ada:update(ln.tensor {1, 1, 1, -1})
    near(ada:update(ln.tensor {1, 1, 1, -1}), {.1}) -- r = .5, just so
    ada:update(ln.tensor {-1, 1, 0})
    near(ada:update(ln.tensor {-1, 1, 0}), {.04}) -- r = 0
    ada:update(-ln.ones(50))
    assert.equal(0, ada:update(-ln.ones(50)))
    ada:update(ln.ones(500))
    assert.equal(1, ada:update(ln.ones(500)))
  end)

  it("augments with its p in training mode", function()
    local function fresh(p) return augment.ADA {p = p, policy = "flip,contrast", generator = ln.Generator(3)} end
    near(fresh(.7)(images), numbers(augment.pipeline(images, .7, {policy = "flip,contrast",
                                                                  generator = ln.Generator(3)})))
    assert.equal(images, fresh(.7):eval()(images))
    assert.equal(images, fresh(0)(images))
  end)

  it("is saved with what it has counted", function()
    local one, other = augment.ADA {interval = 2, images = 10}, augment.ADA {interval = 2, images = 10}
    one:update(ln.ones(3))
    other:load_state_dict(one:state_dict())
    near(other:update(ln.ones(2)), {.5})
    assert.equal("ADA({p = 0.5, target = 0.6})", tostring(other))
    assert.equal(0, #one:parameters())
  end)

  it("refuses what it does not know", function()
    fails("ADA: unknown augmentation turn", augment.ADA, {policy = "turn"})
    fails("ADA: unknown option rate", augment.ADA, {rate = 1})
    fails("update: logits is 3", function() augment.ADA {}:update(3) end)
  end)
end)
