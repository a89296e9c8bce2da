-- Films: chunks and blocks by hand, pixels by other readers.
local disk = require("lunette.engine").io
local files = require "spec.files"
local ln = require "lunette"
local near = require "spec.near"
local python = require "spec.support.python"

local save = ln.image.save_film

local function missing_libgif()
  local bytes, reason = disk.gif_pack("\0", 1, 1, 1)
  return not bytes and reason or nil
end

local function fails(part, ...)
  local ok, message = pcall(save, ...)
  assert.is_false(ok)
  assert.truthy(message:find("film_spec.lua:%d+: save_film: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

-- The chunks of a PNG, {kind, data}, whose checksums are the format's own.
local function chunks(bytes)
  assert.equal("\137PNG\r\n\26\n", bytes:sub(1, 8))
  local at, list = 9, {}
  while at <= #bytes do
    local data, kind = string.unpack(">s4", bytes:sub(at, at + 3) .. bytes:sub(at + 8)), bytes:sub(at + 4, at + 7)
    assert.equal(files.crc32(kind .. data), (string.unpack(">I4", bytes, at + 8 + #data)))
    list[#list + 1] = {kind = kind, data = data}
    at = at + 12 + #data
  end
  return list
end

local function named(list, kind)
  local found = {}
  for _, c in ipairs(list) do
    if c.kind == kind then found[#found + 1] = c.data end
  end
  return found
end

-- What Pillow reads of a film: a line of its frames, and one of each.
local function by_pillow(path)
  local read, lines = python.run(path:match "^(.*)/", [[
import sys
from PIL import Image
film = Image.open(sys.argv[1])
print(film.format, film.size, film.n_frames, "loop", film.info.get("loop", "none"))
for k in range(film.n_frames):
    film.seek(k)
    x = film.convert("RGB")
    print(round(film.info["duration"], 3), *[v for p in x.getdata() for v in p])
]], path), {}
  for line in read:gmatch "[^\n]+" do lines[#lines + 1] = line end
  return lines
end

-- Three frames of 3 x 2 colour pixels, and the lines of their bytes.
local function colours()
  local bytes, lines = {}, {}
  for k = 1, 54 do bytes[k] = (k * 83 + k // 5 * 7) % 32 * 8 end
  for k = 1, 3 do lines[k] = table.concat(bytes, " ", 18 * k - 17, 18 * k) end
  return ln.tensor(bytes):reshape(3, 2, 3, 3):permute {1, 4, 2, 3} / 255, lines
end

describe("films", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  describe("as APNG", function()
    -- PNG, third edition, 11.3.6.
    it("have the chunks of the standard, in order", function()
      assert.equal(0xae426082, files.crc32 "IEND") -- the end of every PNG
      local path = folder .. "/a.apng"
      assert.is_true(save(path, ln.tensor({0, 51, 255, 102, 7, 8}):reshape(3, 1, 1, 2) / 255, {fps = 25, loops = 3}))
      local list, kinds = chunks(files.read(path)), {}
      for k, c in ipairs(list) do kinds[k] = c.kind end
      local text = table.concat(kinds, " ")
      assert.matches("^IHDR .-acTL fcTL IDAT fcTL fdAT fcTL fdAT IEND$", text)
      assert.equal("\0\0\0\2\0\0\0\1\8\0\0\0\0", list[1].data) -- 2 x 1, 8 bits, gray
      assert.same({"\0\0\0\3\0\0\0\3"}, named(list, "acTL"))
      -- numbers count frames and their data alike; whole pictures, 1/25 s, none
      -- disposed of, none blended
      local rest = "\0\0\0\2\0\0\0\1\0\0\0\0\0\0\0\0\0\1\0\25\0\0"
      assert.same({"\0\0\0\0" .. rest, "\0\0\0\1" .. rest, "\0\0\0\3" .. rest}, named(list, "fcTL"))
      local data = named(list, "fdAT")
      assert.same({"\0\0\0\2", "\0\0\0\4"}, {data[1]:sub(1, 4), data[2]:sub(1, 4)})
      -- each as a PNG of its own
      local values = {{0, 51}, {255, 102}, {7, 8}}
      for k, pixels in ipairs {named(list, "IDAT")[1], data[1]:sub(5), data[2]:sub(5)} do
        local one = folder .. "/one.png"
        files.write(one, "\137PNG\r\n\26\n" .. files.png_chunk("IHDR", list[1].data) ..
                         files.png_chunk("IDAT", pixels) .. files.png_chunk("IEND", ""))
        near(ln.image.load(one) * 255, values[k], 1e-3)
      end
    end)

    it("show their first frame where no films are known", function()
      local x = colours()
      local path = folder .. "/a.png"
      save(path, x)
      near(ln.image.load(path), x[1]:flatten():totable())
    end)

    it("are read by Pillow, frame by frame", function()
      if python.missing "PIL" then return pending(python.missing "PIL") end
      local x, lines = colours()
      save(folder .. "/a.apng", x, {fps = 12.5})
      local read = by_pillow(folder .. "/a.apng")
      assert.equal("PNG (3, 2) 3 loop 0", read[1])
      for k = 1, 3 do assert.equal("80.0 " .. lines[k], read[k + 1]) end
      -- many chunks of data, each frame another
      ln.manual_seed(4)
      local big = ln.rand(4, 3, 90, 120)
      save(folder .. "/big.apng", big, {fps = 50, loops = 2})
      read = by_pillow(folder .. "/big.apng")
      assert.equal("PNG (120, 90) 4 loop 2", read[1])
      local bytes = {(big * 255):permute({1, 3, 4, 2}):reshape(4, -1)[4]:to_bytes("u8"):byte(1, 300)}
      assert.equal("20.0 " .. table.concat(bytes, " "), read[5]:sub(1, 5 + #table.concat(bytes, " ")))
    end)

    it("have alpha", function()
      save(folder .. "/a.apng", ln.ones(2, 4, 3, 3))
      assert.equal("\8\6", chunks(files.read(folder .. "/a.apng"))[1].data:sub(9, 10))
    end)
  end)

  describe("as GIF", function()
    local missing = missing_libgif()

    it("have the blocks of GIF89a, whose delays add up", function()
      if missing then return pending(missing) end
      local path = folder .. "/a.gif"
      save(path, ln.ones(4, 1, 2, 3), {fps = 30})
      local bytes = files.read(path)
      assert.equal("GIF89a\3\0\2\0", bytes:sub(1, 10))
      assert.equal(0, bytes:byte(11) & 0x80) -- no colours for all
      assert.equal("\33\255\11NETSCAPE2.0\3\1\0\0\0", bytes:sub(14, 32))
      local delays = {}
      for delay in bytes:gmatch "\33\249\4\4(..)\0\0,\0\0\0\0\3\0\2\0\x87" do
        delays[#delays + 1] = string.unpack("<I2", delay)
      end
      assert.same({3, 4, 3, 3}, delays) -- of 3.33, 6.67, 10 and 13.33
      assert.equal(";", bytes:sub(-1))
      -- how often after the first time; once has no such block
      save(path, ln.ones(2, 1, 2, 3), {loops = 5})
      assert.truthy(files.read(path):find("NETSCAPE2.0\3\1\4\0\0", 1, true))
      save(path, ln.ones(2, 1, 2, 3), {loops = 1})
      assert.falsy(files.read(path):find("NETSCAPE", 1, true))
    end)

    it("are read by Pillow: grays, and colours that five bits tell apart, are as they were", function()
      if missing then return pending(missing) end
      if python.missing "PIL" then return pending(python.missing "PIL") end
      local path = folder .. "/a.gif"
      local x, lines = colours()
      save(path, x, {fps = 10})
      local read = by_pillow(path)
      assert.equal("GIF (3, 2) 3 loop 0", read[1])
      for k = 1, 3 do assert.equal("100 " .. lines[k], read[k + 1]) end
      save(path, ln.arange(0, 255):reshape(1, 1, 16, 16) / 255)
      local bytes = {}
      for k = 0, 255 do bytes[k + 1] = ("%d %d %d"):format(k, k, k) end
      assert.equal(table.concat(bytes, " "), by_pillow(path)[2]:match " (.*)")
    end)

    it("have the mean of pixels whose colour they share", function()
      if missing then return pending(missing) end
      if python.missing "PIL" then return pending(python.missing "PIL") end
      local path = folder .. "/a.gif"
      -- one cell of 8 x 8 x 8: 248 to 255
      save(path, ln.tensor({250, 255, 255}):reshape(1, 1, 1, 3):expand(1, 3, 1, 3) / 255)
      assert.equal((" 253"):rep(9), by_pillow(path)[2]:match " .*") -- 760 / 3
    end)

    it("have no alpha, and at most 50 frames a second", function()
      fails("frames have 4 channels; a GIF has no alpha, an .apng has", folder .. "/a.gif", ln.ones(2, 4, 3, 3))
      fails("frames have 2 channels", folder .. "/a.gif", ln.ones(2, 2, 3, 3))
      fails("fps is 51; a GIF shows a frame for 0.02 to 655 seconds", folder .. "/a.gif", ln.ones(2, 1, 3, 3),
            {fps = 51})
    end)

    it("are packed of as many bytes as they have pixels", function()
      local function refused(reason, ...) assert.same({nil, "memory: GIF: " .. reason}, {disk.gif_pack(...)}) end
      refused("3 bytes for 2x2x1", "abc", 2, 2, 1)
      refused("2 channels; 1 and 3 are possible", "ab", 1, 1, 2)
      refused("65536x1 pixels; each side is 1 to 65535", ("a"):rep(65536), 65536, 1, 1)
      refused("1x65536 pixels; each side is 1 to 65535", ("a"):rep(65536), 1, 65536, 1)
      refused("0x1 pixels; each side is 1 to 65535", "", 0, 1, 1)
      refused("4 channels; 1 and 3 are possible", "abcd", 1, 1, 4)
    end)

    it("name the package that they need", function()
      files.write(folder .. "/libgif.so.7", "no library")
      local script = ('require("lunette").image.save_film("%s/a.gif", require("lunette").ones(1, 1, 2, 2))')
                     :format(folder)
      local status, said = files.run(script, "LD_LIBRARY_PATH=" .. folder)
      assert.equal(1, status)
      assert.matches("GIF: libgif is needed and is not here: install the Debian package libgif7 %(.*libgif.so.7", said)
      assert.equal("libgif.so.7", files.list(folder))
    end)
  end)

  describe("take frames", function()
    local path, frames
    local function count() return #named(chunks(files.read(path)), "fcTL") end
    local function sizes() return {string.unpack(">I4I4", named(chunks(files.read(path)), "fcTL")[1], 5)} end
    before_each(function() path, frames = folder .. "/a.apng", ln.rand(6, 3, 4, 5) end)

    it("from a tensor of pictures, or of grids", function()
      save(path, frames)
      assert.same({6, 5, 4}, {count(), table.unpack(sizes(), 1, 2)})
      save(path, frames:reshape(2, 3, 3, 4, 5), {columns = 2, padding = 1})
      assert.same({2, 2 * 6 + 1, 2 * 5 + 1}, {count(), table.unpack(sizes(), 1, 2)})
      save(path, ln.rand(3, 4, 7)) -- gray
      assert.same({3, 7, 4}, {count(), table.unpack(sizes(), 1, 2)})
    end)

    it("from a list, and one at a time from a function", function()
      save(path, {frames[1], frames[2]})
      assert.equal(2, count())
      local k = 0
      save(path, function()
        k = k + 1
        return k <= 5 and frames[k] or nil
      end)
      assert.same({6, 5}, {k, count()})
    end)

    it("of the range given", function()
      save(path, ln.tensor({-1, 0.2, 1}):reshape(1, 1, 1, 3), {range = {-1, 1}})
      near(ln.image.load(path) * 255, {0, 153, 255}, 1e-3)
    end)
  end)

  it("are refused for what is no film, and nothing is written", function()
    local x, path = ln.ones(2, 3, 4, 4), folder .. "/a.apng"
    fails("there is no frame", path, {})
    fails("there is no frame", path, ln.ones(0, 3, 4, 4))
    fails("there is no frame", path, function() end)
    fails("frame 2 is 3x4x2, frame 1 is 3x4x4 (channels, height, width)", path, {x[1], ln.ones(3, 4, 2)})
    fails("frame 2 is 1x4x4, frame 1 is 3x4x4", path, {x[1], ln.ones(1, 4, 4)})
    fails("frame 1 is 7, a tensor is wanted", path, function() return 7 end)
    fails("frames[2] is 7, a tensor is wanted", path, {x[1], 7})
    fails("frames are 4x4, t,c,h,w or t,n,c,h,w is wanted", path, ln.ones(4, 4))
    fails("sizes are 5x4x4; 1 to 4 channels", path, ln.ones(2, 5, 4, 4))
    fails("fps is 0, a number above 0 is wanted", path, x, {fps = 0})
    fails("fps is -1, a number above 0 is wanted", path, x, {fps = -1})
    fails("fps is inf; an APNG shows a frame for 0.001 to 65 seconds", path, x, {fps = 1 / 0})
    fails("fps is 0.01; an APNG", path, x, {fps = 0.01})
    fails("loops is 65536, the most is 65535", path, x, {loops = 65536})
    fails("films are written as .png, .apng or .gif", folder .. "/a.mp4", x)
    fails("films are written as .png, .apng or .gif", folder .. "/apng", x)
    assert.equal("", files.list(folder))
  end)

  it("are whole or not at all", function()
    local path = folder .. "/a.apng"
    save(path, ln.ones(2, 1, 4, 4))
    local before = files.read(path)
    local script = ([[local ln = require "lunette"
      ln.image.save_film("%s", ln.rand(20, 3, 40, 40))]]):format(path)
    local status, said = files.run(script, "trap '' XFSZ; ulimit -f 8;")
    assert.equal(1, status)
    assert.truthy(said:find("a.apng: File too large", 1, true), said)
    assert.equal("a.apng", files.list(folder))
    assert.equal(before, files.read(path))
    -- what makes frames may fail as well
    assert.is_false(pcall(save, path, function() error "no more" end))
    assert.equal(before, files.read(path))
  end)
end)

describe("films of runs", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  it("show the samples that a run kept, in the order of steps", function()
    for _, step in ipairs {1000000, 200000, 300000} do
      ln.image.save(("%s/samples/step-%06d.png"):format(folder, step), ln.full({1, 2, 2}, step / 1e6))
    end
    files.write(folder .. "/samples/step-200000.csv", "1,2\n")
    files.write(folder .. "/samples/other.png", "none")
    local out = folder .. "/film.apng"
    assert.equal(3, ln.runs.film(folder, {out = out, fps = 4}))
    assert.equal(3, #named(chunks(files.read(out)), "fcTL"))
    near(ln.image.load(out), {0.2, 0.2, 0.2, 0.2}) -- of step 200000, the first, though not by name
    local function refused(part)
      local ok, message = pcall(ln.runs.film, folder, {out = out})
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    refused "film.apng: is there already; {force = true} writes over it"
    os.remove(out)
    ln.image.save(folder .. "/samples/step-300000.png", ln.ones(1, 3, 2))
    refused("step-300000.png is 1x3x2, " .. folder .. "/samples/step-200000.png is 1x2x2; the pictures of a film")
    os.execute(("rm %s/samples/step-*.png"):format(folder))
    refused "/samples: there is no step-*.png, which gan.Trainer writes every samples_every steps"
    assert.equal("samples", files.list(folder))
  end)

  it("walk from one sample to the next, and back to the first", function()
    local nn = ln.nn
    local G = nn.Sequential {nn.Linear(3, 16), nn.Tanh(), nn.Unflatten(2, {1, 4, 4})}
    ln.save_model(folder .. "/model.safetensors", G, {latent = 3, range = {-1, 1}})
    local out = folder .. "/walk.apng"
    local x = ln.runs.sample(folder, {n = 12, walk = 4, out = out, fps = 6})
    assert.same({12, 1, 4, 4}, x:size())
    local ends = ln.randn({3, 3}, {generator = ln.Generator(1)})
    near(x[{{1, 12, 4}}], G(ends):flatten():totable(), 1e-5)
    -- the last step is as far from the first frame as the third from the fourth
    local half = ln.gan.latent.slerp(ends[3], ends[1], 0.75)
    near(x[12], G(half:unsqueeze(1)):flatten():totable(), 1e-5)
    local frames = named(chunks(files.read(out)), "fcTL")
    assert.same({12, "\0\1\0\6"}, {#frames, frames[1]:sub(21, 24)})
    assert(ln.image.load(out):mul(2):sub(1):sub(x[1]):abs():amax():item() < 1.001 / 255) -- half a step of 256
  end)

  it("hold a class from one sample to the next, and what the network draws all along", function()
    local G = ln.gan.zoo.acgan {latent = 3, classes = 2, filters = 8}.generator
    ln.save_model(folder .. "/model.safetensors", G, {latent = 3, classes = 2})
    local x = ln.runs.sample(folder, {n = 6, walk = 2, out = folder .. "/a.apng"})
    local ends = ln.randn({3, 3}, {generator = ln.Generator(1)})
    G:eval()
    near(x[{{1, 6, 2}}], G(ends, ln.tensor {1, 2, 1}):flatten():totable(), 1e-5)
    local half = ln.gan.latent.slerp(ends[1], ends[2], 0.5):unsqueeze(1)
    near(x[2], G(half, ln.tensor {1}):flatten():totable(), 1e-5) -- still of the first
    -- noise at each of its convolutions
    local noisy = ln.gan.zoo.stylegan2 {size = 16, latent = 3, filters = 8, style = 8, layers = 2}.generator
    for name, p in noisy:named_parameters() do
      if name:find "noise" then p:detach():fill_(1) end
    end
    ln.save_model(folder .. "/model.safetensors", noisy, {latent = 3})
    x = ln.runs.sample(folder, {n = 4, walk = 2, out = folder .. "/b.apng"})
    ends = ln.randn({2, 3}, {generator = ln.Generator(1)})
    noisy:eval()
    for k = 1, 2 do
      ln.manual_seed(1)
      near(x[2 * k - 1], noisy(ends[{{k, k}}]):flatten():totable(), 1e-4)
    end
  end)
end)
