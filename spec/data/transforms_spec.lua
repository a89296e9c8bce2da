local ln = require "lunette"
local near = require "spec.near"
local transforms = ln.data.transforms

-- n images whose pixels tell their place: 100 n + 10 row + column.
local function places(n, h, w)
  return ln.arange(1, n):reshape(n, 1, 1, 1) * 100 + ln.arange(1, h):reshape(1, 1, h, 1) * 10
         + ln.arange(1, w):reshape(1, 1, 1, w)
end

describe("data.transforms", function()
  it("normalizes, by channel or all alike", function()
    local x = ln.arange(1, 8):reshape(2, 2, 1, 2)
    near(transforms.normalize(x, {1, 3}, {2, 4}), {0, .5, 0, .25, 2, 2.5, 1, 1.25})
    near(transforms.normalize(x, 1, 2), {0, .5, 1, 1.5, 2, 2.5, 3, 3.5})
    assert.error_matches(function() transforms.normalize(x, {1}, 1) end,
                         "normalize: mean has 1 numbers, the images have 2 channels")
  end)

  it("crops each image at a place of its own", function()
    local x = places(200, 4, 5)
    local y = transforms.random_crop(x, {2, 3}, {generator = ln.Generator(1)})
    assert.same({200, 1, 2, 3}, y:size())
    local seen = {}
    for i = 1, 200 do
      local image = y[i][1]
      local corner = math.tointeger(image[1][1]:item()) - 100 * i
      near(image, {100 * i + corner, 100 * i + corner + 1, 100 * i + corner + 2,
                   100 * i + corner + 10, 100 * i + corner + 11, 100 * i + corner + 12})
      seen[corner] = (seen[corner] or 0) + 1
    end
    -- 3 x 3 places, 22 of each expected
    for row = 1, 3 do
      for column = 1, 3 do assert.is_true(seen[10 * row + column] > 8) end
    end
  end)

  it("pads before it crops", function()
    local y = transforms.random_crop(ln.ones(50, 1, 2, 2), 2, {padding = 1, value = 7, generator = ln.Generator(1)})
    assert.same({50, 1, 2, 2}, y:size())
    assert.equal(7, y:amax():item())
    near(transforms.random_crop(ln.ones(1, 1, 1, 1), 3, {padding = 1}), {0, 0, 0, 0, 1, 0, 0, 0, 0})
    assert.error_matches(function() transforms.random_crop(ln.ones(1, 1, 2, 2), 3) end,
                         "random_crop: 3x3 of 2x2 pixels")
    assert.error_matches(function() transforms.random_crop(ln.ones(2, 2), 3) end, "random_crop: sizes are 2x2")
  end)

  it("flips some", function()
    local x = places(100, 1, 3)
    local y = transforms.random_horizontal_flip(x, {p = .3, generator = ln.Generator(2)})
    local flipped = 0
    for i = 1, 100 do
      local row = y[i][1][1]:totable()
      if row[1] ~= 100 * i + 11 then
        flipped = flipped + 1
        row[1], row[3] = row[3], row[1]
      end
      assert.same({100 * i + 11, 100 * i + 12, 100 * i + 13}, row)
    end
    assert.is_true(flipped > 15 and flipped < 45)
    near(transforms.random_horizontal_flip(places(1, 1, 2), {p = 1}), {112, 111})
    near(transforms.random_horizontal_flip(places(1, 1, 2), {p = 0}), {111, 112})
  end)
end)
