local ln = require "lunette"
local files = require "spec.files"
local near = require "spec.near"
local told = require "spec.support.told"

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("images_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

describe("data.images", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  it("gives the PNG files by name, from -1 to 1", function()
    ln.image.save(folder .. "/b.png", ln.tensor {{1, 0}, {0.2, 1}})
    ln.image.save(folder .. "/a.PNG", ln.tensor {{0, 0}, {0, 1}})
    files.write(folder .. "/notes.txt", "not an image")
    local set = ln.data.images(folder)
    assert.same({"a.PNG", "b.png"}, set.names)
    assert.equal(2, #set)
    local x = set:batch {2, 1}
    assert.same({2, 1, 2, 2}, x:size())
    near(x, {1, -1, -.6, 1, -1, -1, -1, 1})
    assert.same({2, 1, 2, 2}, ln.data.Loader(set, {batch_size = 2}):next():size())
    fails("batch: index 3; the set has 2 images", set.batch, set, {3})
  end)

  -- Bytes of Lua's own memory that f takes, all told.
  local function lua_bytes(f)
    collectgarbage()
    collectgarbage "stop"
    local before = collectgarbage "count"
    local result = f()
    local taken = (collectgarbage "count" - before) * 1024
    collectgarbage "restart"
    return taken, result
  end

  it("makes no string of a picture: not when it is read, nor in a batch", function()
    local n, size = 8, 3 * 128 * 128
    for k = 1, n do ln.image.save(("%s/%d.png"):format(folder, k), ln.rand(3, 128, 128)) end
    local taken, set = lua_bytes(function() return ln.data.images(folder) end)
    assert.is_true(taken > n * size and taken < (n + 1) * size, taken)
    assert.is_true(lua_bytes(function()
      for k = 1, n do set:batch {k} end
    end) < size / 4)
    local digits = ln.data.digits()
    local list = {}
    for k = 1, 4000 do list[k] = k end
    -- three lists of indices, at 16 bytes each, and no pixels
    assert.is_true(lua_bytes(function() digits:batch(list) end) < 4000 * 784 / 4)
  end)

  it("brings colour images to a size", function()
    local x = ln.zeros(3, 4, 4)
    x:narrow(2, 1, 2):fill_(1)
    ln.image.save(folder .. "/x.png", x)
    local y = ln.data.images(folder, {size = 2}):batch {1}
    near(y, {1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1})
    local _, set = told(ln.data.images, folder, {size = {8, 4}})
    assert.same({1, 3, 8, 4}, set:batch({1}):size())
  end)

  it("takes JPEG with PNG, and names what it leaves out", function()
    local jpeg = require("spec.pictures")[1]
    local bytes = jpeg.file:gsub("%x%x", function(two) return string.char(tonumber(two, 16)) end)
    files.write(folder .. "/b.JPG", bytes)
    files.write(folder .. "/c.jpeg", bytes)
    ln.image.save(folder .. "/a.png", ln.ones(jpeg.height, jpeg.width))
    local said, set = told(ln.data.images, folder)
    assert.equal("", said)
    assert.same({"a.png", "b.JPG", "c.jpeg"}, set.names)
    local x = set:batch {2}
    near(x, {tonumber(jpeg.pixels:sub(1, 2), 16) / 127.5 - 1, table.unpack(x:flatten():totable(), 2)})
    files.write(folder .. "/d.webp", "")
    files.write(folder .. "/e.GIF", "")
    said, set = told(ln.data.images, folder)
    assert.equal(3, #set)
    assert.truthy(said:find("images: .*: 2 pictures are left out, which are neither PNG " ..
                            "nor JPEG, such as d.webp"), said)
    assert.equal("", (told(ln.data.images, folder)))
  end)

  it("says when pictures of another shape are squeezed", function()
    ln.image.save(folder .. "/a.png", ln.ones(8, 8))
    ln.image.save(folder .. "/b.png", ln.ones(8, 16))
    ln.image.save(folder .. "/c.png", ln.ones(33, 32)) -- square but for a pixel
    assert.equal("", (told(ln.data.images, folder, {size = {16, 33}})):match "^.*c.png" or "")
    local said = told(ln.data.images, folder .. "/.", {size = 4})
    assert.truthy(said:find("1 of 3 pictures have another shape than 4x4 and are squeezed into it, such as b.png",
                            1, true), said)
    assert.equal("", (told(ln.data.images, folder .. "/.", {size = 4})))
    assert.truthy((told(ln.data.images, folder .. "/.", {size = 5})):find "another shape than 5x5")
  end)

  it("refuses other folders and sizes that differ", function()
    fails(folder .. ": no file ends in .png, .jpg or .jpeg", ln.data.images, folder)
    fails("none: No such file", ln.data.images, folder .. "/none")
    ln.image.save(folder .. "/a.png", ln.ones(2, 2))
    ln.image.save(folder .. "/b.png", ln.ones(2, 3))
    fails("b.png: sizes are 1x2x3, those of a.png are 1x2x2", ln.data.images, folder)
    assert.equal(2, #ln.data.images(folder, {size = 2}))
    ln.image.save(folder .. "/b.png", ln.ones(3, 2, 2))
    fails("b.png: sizes are 3x2x2", ln.data.images, folder)
    files.write(folder .. "/a.png", "cut")
    fails("a.png: ", ln.data.images, folder)
    fails("unknown option width", ln.data.images, folder, {width = 3})
  end)
end)
