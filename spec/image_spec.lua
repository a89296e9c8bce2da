local ln = require "lunette"
local files = require "spec.files"
local near = require "spec.near"
local told = require "spec.support.told"

local image_read = require "spec.support.image_read"

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("image_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

describe("image", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x.png"
  end)
  teardown(files.remove_folder)

  local function bytes_of(bytes) return {bytes:byte(1, -1)} end

  describe("save", function()
    it("writes gray and colour", function()
      assert.is_true(ln.image.save(path, ln.tensor {{0, 1}, {0.2, 0.4}}))
      local bytes, w, h, c = image_read(path)
      assert.same({0, 255, 51, 102}, bytes_of(bytes))
      assert.same({2, 2, 1}, {w, h, c})
      ln.image.save(path, ln.tensor {{{1, 0}}, {{0, 1}}, {{0.2, 0}}}) -- 3,1,2
      bytes, w, h, c = image_read(path)
      assert.same({255, 0, 51, 0, 255, 0}, bytes_of(bytes))
      assert.same({2, 1, 3}, {w, h, c})
    end)

    it("maps the range, and limits what lies outside", function()
      ln.image.save(path, ln.tensor {{-1, 1, -0.6, -5, 5}}, {range = {-1, 1}})
      assert.same({0, 255, 51, 0, 255}, bytes_of(image_read(path)))
    end)

    it("draws inf as the nearer end and nan as black", function()
      told(ln.image.save, path, ln.tensor {{1 / 0, -1 / 0, 0 / 0, -(0 / 0), 1e30, -1e30}})
      assert.same({255, 0, 0, 0, 255, 0}, bytes_of(image_read(path)))
    end)

    it("takes what is recorded, and views", function()
      local x = ln.tensor({{0, 1}, {0.2, 0.4}}, {requires_grad = true})
      ln.image.save(path, (x * 1):t())
      assert.same({0, 51, 255, 102}, bytes_of(image_read(path)))
    end)
  end)

  describe("load", function()
    it("gives c,h,w from 0 to 1", function()
      files.write(path, files.png(2, 1, 8, 2, {"\0\51\255\255\0\102"}))
      local x = ln.image.load(path)
      assert.same({3, 1, 2}, x:size())
      near(x, {0, 1, 0.2, 0, 1, 0.4})
    end)

    it("gives back what save wrote, byte for byte", function()
      local x = ln.arange(0, 255):reshape(1, 16, 16) / 255
      ln.image.save(path, x)
      near(ln.image.load(path), x:flatten():totable(), 0)
      local wide = x * 2 - 1
      ln.image.save(path, wide, {range = {-1, 1}})
      near(ln.image.load(path), x:flatten():totable(), 0)
    end)

    it("raises with the path", function()
      files.write(path, "no image")
      fails(path .. ": is neither a PNG nor a JPEG file", ln.image.load, path)
      fails(folder .. "/none: No such file", ln.image.load, folder .. "/none")
    end)
  end)

  describe("save_grid", function()
    -- three images of 1 x 2 pixels, two to a row, a border of 1
    it("places images as torchvision does", function()
      local x = ln.tensor({10, 20, 30, 40, 50, 60}):reshape(3, 1, 1, 2) / 255
      ln.image.save_grid(path, x, {columns = 2, padding = 1})
      local bytes, w, h, c = image_read(path)
      assert.same({7, 5, 1}, {w, h, c})
      assert.same({0,  0,  0, 0,  0,  0, 0,
                   0, 10, 20, 0, 30, 40, 0,
                   0,  0,  0, 0,  0,  0, 0,
                   0, 50, 60, 0,  0,  0, 0,
                   0,  0,  0, 0,  0,  0, 0}, bytes_of(bytes))
    end)

    it("keeps the channels of a pixel together", function()
      local x = ln.tensor({1, 2, 3, 4, 5, 6}):reshape(2, 3, 1, 1) / 255
      ln.image.save_grid(path, x, {padding = 0})
      local bytes, w, h, c = image_read(path)
      assert.same({1, 2, 3, 4, 5, 6}, bytes_of(bytes))
      assert.same({2, 1, 3}, {w, h, c})
    end)

    it("has 8 columns and 2 pixels of padding unless told", function()
      ln.image.save_grid(path, ln.zeros(9, 1, 3, 4))
      assert.same({8 * 6 + 2, 2 * 5 + 2, 1}, {select(2, image_read(path))})
    end)

    it("draws fewer images than columns, and one alone without a border", function()
      ln.image.save_grid(path, ln.zeros(3, 1, 5, 5))
      assert.equal(3 * 7 + 2, (select(2, image_read(path))))
      ln.image.save_grid(path, ln.ones(1, 1, 1, 2))
      assert.same({255, 255}, bytes_of(image_read(path)))
    end)

    it("makes the folder and replaces the old file", function()
      local deep = folder .. "/runs/a/step-1.png"
      ln.image.save_grid(deep, ln.zeros(1, 1, 1, 1))
      assert.is_true(ln.image.save_grid(deep, ln.ones(1, 1, 1, 1)))
      assert.same({255}, bytes_of(image_read(deep)))
      assert.equal("step-1.png", files.list(folder .. "/runs/a"))
    end)
  end)

  it("says once when most is clipped", function()
    local x = ln.linspace(-1, 0.5, 100):reshape(1, 1, 10, 10)
    local function save_twice() for _ = 1, 2 do ln.image.save_grid(path, x) end end
    local said = told(save_twice)
    assert.truthy(said:find("image_spec.lua:%d+: save_grid: 66%% of the values lie outside the range 0 to 1: " ..
                            "they go from %-1 to 0.5; .*{range = {%-1, 1}}"), said)
    assert.equal(1, select(2, said:gsub("save_grid:", "")))
    said = told(function() ln.image.save(path, x[1] * 255) end)
    assert.truthy(said:find("save: 99% of the values", 1, true), said)
    said = told(function() ln.image.save_grid(path, x / 0 * 0) end)
    assert.truthy(said:find("they are nan, some or all", 1, true), said)
    assert.equal("", (told(ln.image.save_grid, path, x, {range = {-1, 1}})))
    assert.equal("", (told(ln.image.save_grid, path, x:ge(0)))) -- black and white
    assert.equal("", (told(ln.image.save_grid, path, x * x)))
  end)

  it("raises on mistakes, on the script's line", function()
    local x = ln.zeros(2, 1, 3, 3)
    fails("save_grid: sizes are 3x3, n,c,h,w are wanted", ln.image.save_grid, path, ln.zeros(3, 3))
    fails("save_grid: sizes are 2x5x3x3; 1 to 4 channels", ln.image.save_grid, path,
          ln.zeros(2, 5, 3, 3))
    fails("save_grid: sizes are 0x1x3x3", ln.image.save_grid, path, ln.zeros(0, 1, 3, 3))
    fails("save: sizes are 2x1x3x3, c,h,w are wanted", ln.image.save, path, x)
    fails("save: x is 1, a tensor is wanted", ln.image.save, path, 1)
    fails("unknown option colums", ln.image.save_grid, path, x, {colums = 2})
    fails("columns is 0", ln.image.save_grid, path, x, {columns = 0})
    fails("padding is -1", ln.image.save_grid, path, x, {padding = -1})
    -- 2 * 3 + 3 * 400000 pixels wide, 3 + 2 * 400000 high
    fails("save_grid: a grid of 1 x 2 images with a padding of 400000 has 800003 x 1200006 pixels (height, width); " ..
          "each side is at most 1000000", ln.image.save_grid, path, x, {padding = 400000})
    fails("each side is at most 1000000", ln.image.save_grid, path, x, {padding = math.maxinteger})
    for _, range in ipairs {{0}, {0, 1, 2}} do
      fails(("range is a table of %d, a table of 2 numbers is wanted"):format(#range), ln.image.save_grid, path, x,
            {range = range})
    end
    fails("range[1] is \"0\", a number is wanted", ln.image.save_grid, path, x, {range = {"0", 1}})
    for _, range in ipairs {{1, 0}, {0, 1 / 0}, {0 / 0, 1}} do
      fails("range is {low, high}", ln.image.save_grid, path, x, {range = range})
    end
    fails("/proc/none: No such file", ln.image.save_grid, "/proc/none/x.png", x)
    files.write(folder .. "/file", "")
    fails(folder .. "/file: Not a directory", ln.image.save_grid, folder .. "/file/x.png", x)
  end)

  it("refuses a name of another kind of file", function()
    local _, message = pcall(ln.image.save_grid, "f.jpg", ln.ones(1, 1, 2, 2))
    assert.truthy(message:find("save_grid: path is f.jpg; images are written as .png", 1, true))
  end)
end)
