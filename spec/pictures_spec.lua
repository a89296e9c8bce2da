local ln = require "lunette"
local files = require "spec.files"
local image_read = require "spec.support.image_read"
local near = require "spec.near"

local function bytes(hex)
  return (hex:gsub("%x%x", function(two) return string.char(tonumber(two, 16)) end))
end

local cases = {}
for _, case in ipairs(require "spec.pictures") do cases[case.name] = case end

describe("pictures", function()
  local path
  setup(function() path = files.new_folder() .. "/x" end)
  teardown(files.remove_folder)

  local function read(file) return image_read(files.write(path, file)) end

  local function refused(part, file, most)
    local value, message = image_read(files.write(path, file), most)
    assert.is_nil(value)
    assert.equal(path .. ": ", message:sub(1, #path + 2))
    assert.truthy(message:find(part, 1, true), message)
  end

  for name, case in pairs(cases) do
    it("are read as Pillow reads them: " .. name, function()
      local pixels, w, h, c = read(bytes(case.file))
      assert.same({case.width, case.height, case.channels}, {w, h, c})
      assert.equal(case.pixels, (pixels:gsub(".", function(b) return ("%02x"):format(b:byte()) end)))
    end)
  end

  -- v / 257: 16 bits are the same light as 8, in steps of 1 / 65535
  it("have 16 bits in the same scale as 8", function()
    local function line(...) return string.pack(">I2I2I2", ...) end
    local gray = files.png(3, 1, 16, 0, {line(10 * 257, 128 * 257, 200 * 257)})
    assert.same({"\10\128\200", 3, 1, 1}, {read(gray)})
    local colour = files.png(1, 1, 16, 2, {line(10 * 257 + 128, 128 * 257 + 129, 65535)})
    assert.same({"\10\129\255", 1, 1, 3}, {read(colour)}) -- 10.498, 128.502
    -- 0.498, 0.502 and 0.992: the upper byte alone is 0 of all three
    local dark = files.png(3, 1, 16, 0, {line(128, 129, 255)})
    assert.same({"\0\1\1", 3, 1, 1}, {read(dark)})
    near(ln.image.load(files.write(path, gray)), {10 / 255, 128 / 255, 200 / 255})
  end)

  it("are not bent by gamma, sRGB or chromaticities", function()
    for _, chunk in ipairs {files.png_chunk("gAMA", string.pack(">I4", 100000)),
                            files.png_chunk("sRGB", "\0"),
                            files.png_chunk("cHRM", string.pack(">" .. ("I4"):rep(8), 31270, 32900, 70000, 30000,
                                                                20000, 70000, 14000, 6000))} do
      assert.same({"\10\128\200", 3, 1, 1}, {read(files.png(3, 1, 8, 0, {"\10\128\200"}, chunk))})
      local wide = files.png(3, 1, 16, 0, {string.pack(">I2I2I2", 2570, 32896, 51400)}, chunk)
      assert.same({"\10\128\200", 3, 1, 1}, {read(wide)})
    end
  end)

  -- ISO/IEC 15948, 8.2: the pixels of the first three rows belong to the passes
  -- 1 6 4 6 2 6 4 6, 7 7 7 7 7 7 7 7 and 5 6 5 6 5 6 5 6
  it("may be interlaced", function()
    local lines = {"a", "e", "cg", "IKMO", "bdfh", "JLNP", "mnopqrst"}
    assert.same({"abcdefgh" .. "mnopqrst" .. "IJKLMNOP", 8, 3, 1},
                {read(files.png(8, 3, 8, 0, lines, nil, 1))})
  end)

  it("get an alpha channel where one colour is transparent", function()
    local clear = files.png_chunk("tRNS", string.pack(">I2", 128))
    assert.same({"\10\255\128\0", 2, 1, 2}, {read(files.png(2, 1, 8, 0, {"\10\128"}, clear))})
  end)

  it("are known by what is in them, not by their name", function()
    local case = cases["jpeg, gray"]
    local x = ln.image.load(files.write(path .. ".png", bytes(case.file)))
    assert.same({1, case.height, case.width}, x:size())
  end)

  it("are refused when a JPEG was cut", function()
    for _, name in ipairs {"jpeg, gray", "jpeg, progressive"} do
      local file = bytes(cases[name].file)
      for length = 3, #file - 3, 7 do refused("JPEG: ", file:sub(1, length)) end
      refused("JPEG: Premature end", file:sub(1, -3))
    end
  end)

  -- the first scan of a progressive JPEG, made to hold all bits, again and again
  it("are refused when they would be drawn for hours", function()
    local file = bytes(cases["jpeg, progressive"].file)
    local start = file:find("\xFF\xDA", 1, true)
    local stop = file:find("\xFF[\xC4\xDA]", start + 2)
    local scan = file:sub(start, stop - 2) .. file:sub(stop - 1, stop - 1)
    local length = string.unpack(">I2", scan, 3)
    assert.equal(1, scan:byte(2 + length))
    scan = scan:sub(1, 1 + length) .. "\0" .. scan:sub(3 + length)
    assert.is_string((read(file:sub(1, start - 1) .. scan:rep(500) .. "\xFF\xD9")))
    refused("JPEG: has more than 500 scans", file:sub(1, start - 1) .. scan:rep(502) .. "\xFF\xD9")
  end)

  it("give pixels or a reason, whatever bit of a JPEG is wrong", function()
    local file = bytes(cases["jpeg, orientation 6"].file)
    for at = 4, #file do
      local flipped = files.flip(file, at, at % 8)
      local value, message = read(flipped)
      if not value then assert.truthy(message:find(path .. ": JPEG: ", 1, true), message) end
    end
  end)

  it("stay as they are when EXIF is damaged", function()
    local case = cases["jpeg, orientation 1"]
    local file = bytes(cases["jpeg, orientation 6"].file)
    local at = file:find("Exif\0\0", 1, true)
    for k = at + 6, at + 13 do -- byte order, 42, place of the directory
      local _, w, h = read(file:sub(1, k - 1) .. "\xEE" .. file:sub(k + 1))
      assert.same({case.width, case.height}, {w, h})
    end
  end)

  it("of two channels are refused", function()
    -- one component more in the frame's header of a gray JPEG
    local file = bytes(cases["jpeg, gray"].file)
    local at = file:find "\xFF\xC0\0\x0B\8"
    local two = file:sub(1, at + 2) .. "\x0E" .. file:sub(at + 4, at + 8) .. "\2" .. file:sub(at + 10, at + 12) ..
                "\2\x11\0" .. file:sub(at + 13)
    refused("JPEG: has 2 channels; 1, 3 and 4 are read", two)
  end)

  it("are refused by their sizes before they are unpacked", function()
    local case = cases["jpeg, gray"]
    refused("JPEG: 19x10 pixels are too many; at most 189 are read", bytes(case.file), 189)
    assert.is_string((image_read(files.write(path, bytes(case.file)), 190)))
    local large = bytes(case.file):gsub("\xFF\xC0\0\x0B\8....", "\xFF\xC0\0\x0B\8\xEA\x60\xEA\x60")
    refused("JPEG: 60000x60000 pixels are too many", large)
    local ok, message = pcall(ln.image.load, files.write(path, large))
    assert.is_false(ok)
    assert.truthy(message:find("pictures_spec.lua:%d+: .*at most 67108864 are read, unless max_pixels says more"))
    ok, message = pcall(ln.image.load, files.write(path, bytes(case.file)), {max_pixels = 100})
    assert.is_false(ok)
    assert.truthy(message:find("19x10 pixels are too many", 1, true))
  end)

  it("say what other files are", function()
    local function says(part, file)
      local ok, message = pcall(ln.image.load, files.write(path, file))
      assert.is_false(ok)
      assert.truthy(message:find(path .. ": " .. part, 1, true), message)
    end
    says("is a WebP picture: save it as PNG or JPEG", "RIFF\1\2\3\4WEBPVP8 ")
    says("is a GIF picture", "GIF89a")
    says("is a TIFF picture", "II*\0")
    says("is an array of NumPy: ln.load_npy reads it", "\x93NUMPY\1\0")
    says("is neither a PNG nor a JPEG file", "text")
    says("is neither a PNG nor a JPEG file", "")
  end)
end)
