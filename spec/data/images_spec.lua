local ln = require "lunette"
local files = require "spec.files"
local host = require "spec.support.host"
local kept_hook = require "spec.support.hook"
local near = require "spec.near"
local told = require "spec.support.told"

local images = ln.data.images

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("images_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

local function bytes_of(digits)
  return (digits:gsub("%x%x", function(two) return string.char(tonumber(two, 16)) end))
end

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

-- Pictures of one gray by their paths: {["cat/a.png"] = 0.5}.
local function make(grays, size)
  for name, gray in pairs(grays) do
    ln.image.save(folder .. "/" .. name, ln.full(size or {1, 2, 2}, gray))
  end
end

describe("data.images", function()
  it("gives the files by their paths, from -1 to 1", function()
    ln.image.save(folder .. "/b.png", ln.tensor {{1, 0}, {0.2, 1}})
    ln.image.save(folder .. "/a.PNG", ln.tensor {{0, 0}, {0, 1}})
    files.write(folder .. "/notes.txt", "not an image")
    local set = images(folder, {channels = 1})
    assert.same({"a.PNG", "b.png"}, set.names)
    assert.equal(2, #set)
    local x = set:batch {2, 1}
    assert.same({2, 1, 2, 2}, x:size())
    near(x, {1, -1, -.6, 1, -1, -1, -1, 1})
    assert.same({2, 1, 2, 2}, ln.data.Loader(set, {batch_size = 2}):next():size())
    assert.same({1, 3, 2, 2}, images(folder):batch({1}):size())
    fails("batch: index 3; the set has 2 images", set.batch, set, {3})
  end)

  for _, case in ipairs(dofile "spec/fitted.lua") do
    it("has Pillow's pixels: " .. case.name, function()
      files.write(folder .. "/x." .. case.ending, bytes_of(case.file))
      local o = case.options
      local x = images(folder, o):batch {1}
      assert.same({1, o.channels, o.size[1], o.size[2]}, x:size())
      local got = ((x + 1) * 127.5)[1]:permute({2, 3, 1}):flatten():totable()
      assert.equal(#case.pixels, 2 * #got)
      for k, v in ipairs(got) do
        local wanted = tonumber(case.pixels:sub(2 * k - 1, 2 * k), 16)
        assert(math.abs(v - wanted) < case.within + 0.01, ("%d: %g for %d"):format(k, v, wanted))
      end
    end)
  end

  it("has classes of the folders right below, in order of their names", function()
    make {["dog/2.png"] = 0, ["cat/b c/é.png"] = 0.4, ["cat/a.png"] = 0.2, ["dog/.hidden.png"] = 1, [".git/x.png"] = 1,
          ["bird/1.png"] = 1}
    local set = images(folder)
    assert.same({"bird/1.png", "cat/a.png", "cat/b c/é.png", "dog/2.png"}, set.names)
    assert.same({"bird", "cat", "dog"}, set.classes)
    local x, labels = set:batch {4, 3, 1}
    assert.same({3, 2, 1}, labels:totable())
    near(x[2], {-.2, -.2, -.2, -.2, -.2, -.2, -.2, -.2, -.2, -.2, -.2, -.2})
    assert.is_nil((select(2, images(folder, {labels = false}):batch {1})))
    make {["top.png"] = 0}
    fails("top.png is in no folder of a class, as bird/1.png is; {labels = false}", images, folder)
    assert.equal(5, #images(folder, {labels = false}))
  end)

  it("takes classes from a table, names or numbers", function()
    make {["a.png"] = 0, ["b.png"] = 0.5, ["c.png"] = 1}
    local set = images(folder, {labels = {["a.png"] = "sea", ["b.png"] = "air", ["c.png"] = "sea"}})
    assert.same({"air", "sea"}, set.classes)
    assert.same({2, 1, 2}, select(2, set:batch {1, 2, 3}):totable())
    set = images(folder, {labels = {["a.png"] = 3, ["b.png"] = 1, ["c.png"] = 3}})
    assert.same({"1", "2", "3"}, set.classes)
    assert.same({3, 1, 3}, select(2, set:batch {1, 2, 3}):totable())
    fails('labels["b.png"] is missing; the name of a class, or its number from 1', images, folder,
          {labels = {["a.png"] = 1}})
    fails("labels are all names, or all integers from 1", images, folder,
          {labels = {["a.png"] = 1, ["b.png"] = "x", ["c.png"] = 1}})
    fails("labels are all names, or all integers from 1", images, folder,
          {labels = {["a.png"] = 0, ["b.png"] = 1, ["c.png"] = 1}})
  end)

  it("names each file that cannot be read at the start, or leaves them out when asked", function()
    make {["a.png"] = 0, ["d.png"] = 1}
    files.write(folder .. "/b.png", "cut")
    files.write(folder .. "/c.jpg", "RIFF\0\0\0\0WEBPVP8 ")
    local _, message = pcall(images, folder)
    assert.truthy(message:find("2 of 4 pictures cannot be read; {skip_bad = true} leaves them out:", 1, true), message)
    assert.truthy(message:find("/b.png: is neither a PNG nor a JPEG file", 1, true), message)
    assert.truthy(message:find("/c.jpg: ", 1, true), message)
    local said, set = told(images, folder, {skip_bad = true})
    assert.truthy(said:find("2 of 4 pictures are left out, which cannot be read, such as ", 1, true), said)
    assert.same({"a.png", "d.png"}, set.names)
    assert.equal(2, #set.skipped)
    near(set:batch {2}, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1})
    os.remove(folder .. "/a.png")
    os.remove(folder .. "/d.png")
    fails("2 of 2 pictures cannot be read", images, folder, {skip_bad = true})
    for k = 3, 22 do files.write(("%s/%02d.png"):format(folder, k), "cut") end
    local _, long = pcall(images, folder)
    assert.equal(21, select(2, long:gsub("\n  ", ""))) -- 20 pictures, and how many more
    assert.truthy(long:find("\n  and 2 more$"), long)
  end)

  it("names pictures of other kinds, once", function()
    make {["a.png"] = 0}
    files.write(folder .. "/d.webp", "")
    files.write(folder .. "/e.GIF", "")
    local said, set = told(images, folder)
    assert.equal(1, #set)
    assert.truthy(said:find("images: .*: 2 pictures are left out, which are neither PNG " ..
                            "nor JPEG, such as d.webp"), said)
    assert.equal("", (told(images, folder)))
  end)

  it("refuses other folders, sizes that differ and what makes no sense", function()
    fails(folder .. ": no file ends in .png, .jpg or .jpeg", images, folder)
    fails("none: No such file", images, folder .. "/none")
    make({["a.png"] = 0}, {1, 2, 2})
    make({["b.png"] = 0}, {1, 3, 2})
    fails("b.png: is 3x2, the first picture is 2x2; size = {h, w} brings all to one", images, folder)
    fails("images: " .. folder .. "/b.png: is 3x2, the first picture is 2x2", images, folder, {skip_bad = true})
    assert.equal(2, #images(folder, {size = 2}))
    fails("unknown option width", images, folder, {width = 3})
    fails("channels is 2; 1, gray, or 3, colours, is wanted", images, folder, {channels = 2, size = 2})
    fails("background is {3}; a gray from 0 to 1", images, folder, {background = {3}, size = 2})
    fails("fit is \"squeeze\"", images, folder, {fit = "squeeze"})
  end)

  it("gives the same bits for any number of workers, in any order, kept or read again", function()
    for k = 1, 40 do ln.image.save(("%s/%02d.png"):format(folder, k), ln.rand(3, 9 + k % 5, 12)) end
    local first = images(folder, {size = {8, 6}, workers = 0})
    local list = {}
    for k = 1, 40 do list[k] = k end
    local all = first:batch(list)
    for workers = 1, 3 do
      local set = images(folder, {size = {8, 6}, workers = workers})
      for _ = 1, 20 do
        local order = ln.randperm(40):totable()
        set:prefetch(order)
        local some = table.move(order, 1, 7, 1, {})
        assert(set:batch(some):equal(all[ln.tensor(some)]))
      end
    end
  end)

  it("goes on in a child of the process, which has no workers", function()
    -- more than there is room for, large enough to be in the middle of when the child is made
    local large = ln.rand(3, 900, 900)
    for k = 1, 300 do ln.image.save(("%s/%03d.png"):format(folder, k), k < 9 and large or ln.rand(3, 2, 2)) end
    local program = ([[
      local ln, host = require "lunette", require "host"
      local set, all = ln.data.images(%q, {size = 400, workers = 2}), {}
      for k = 1, 8 do all[k] = k end
      local x = ln.data.images(%q, {size = 400, workers = 0}):batch(all)
      local function right()
        set:prefetch(all)
        return set:batch(all):equal(x)
      end
      set:prefetch(all)
      local started = ln.clock()
      while ln.clock() < started + 0.02 do end -- the workers read
      print(host.in_child(right), right(), host.in_child(right))
    ]]):format(folder, folder)
    local cpath, script = host.build(folder), host.script(folder, program)
    assert.equal("true\ttrue\ttrue\n", host.output(("LUA_CPATH='%s' lua5.4 %s"):format(cpath, script)))
  end)

  it("says when a file is no longer what it was", function()
    local n = 300 -- more than there is room for
    for k = 1, n do ln.image.save(("%s/%03d.png"):format(folder, k), ln.rand(3, 4, 4)) end
    local set = images(folder, {size = 400})
    os.remove(folder .. "/001.png")
    fails("001.png: No such file", set.batch, set, {1})
    assert.same({2, 3, 400, 400}, set:batch({2, 3}):size())
  end)

  -- Bytes of Lua's own memory that f takes, all told.
  local function lua_bytes(f)
    local restore = kept_hook()
    debug.sethook() -- one that counts lines has strings of its own
    collectgarbage()
    collectgarbage "stop"
    local before = collectgarbage "count"
    local result = f()
    local taken = (collectgarbage "count" - before) * 1024
    collectgarbage "restart"
    restore()
    return taken, result
  end

  it("makes no string of a picture: not when it is read, nor in a batch", function()
    local n, size = 8, 3 * 128 * 128
    for k = 1, n do ln.image.save(("%s/%d.png"):format(folder, k), ln.rand(3, 128, 128)) end
    local taken, set = lua_bytes(function() return images(folder) end)
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
end)

describe("data.pack", function()
  local path
  before_each(function()
    path = folder .. "/set.pack"
    make({["x/a.png"] = 0, ["x/b.png"] = 0.2, ["y/c.png"] = 1}, {3, 4, 6})
  end)

  it("gives the pictures of the folder, labels and names", function()
    assert.equal(3, ln.data.pack(folder, path, {size = {3, 5}}))
    local set, packed = images(folder, {size = {3, 5}}), images(path)
    assert.same({"x/a.png", "x/b.png", "y/c.png"}, packed.names)
    assert.same({"x", "y"}, packed.classes)
    assert.equal(tostring(set), tostring(packed))
    local x, labels = set:batch {3, 1, 2}
    local y, same = packed:batch {3, 1, 2}
    assert(x:equal(y) and labels:equal(same))
    fails("images: size is 3x3, the pictures packed in " .. path .. " are 3x5", images, path, {size = 3})
    fails("set.pack: is there already; {force = true} writes over it", ln.data.pack, folder, path, {size = 2})
    assert.same({3, 3, 5}, images(path).sizes)
    ln.data.pack(folder, path, {size = 2, labels = false, channels = 1, force = true})
    assert.is_nil(images(path).classes)
    assert.is_nil((select(2, images(path):batch {1})))
    assert.same({1, 1, 2, 2}, images(path):batch({1}):size())
  end)

  it("is a safetensors file", function()
    ln.data.pack(folder, path, {size = {3, 5}})
    local _, t = told(ln.load, path) -- float rounds checksums
    assert.same({3, 3, 3, 5}, t.images:size())
    assert.same({1, 1, 2}, t.labels:totable())
    near(t.images[3]:flatten(), images(folder, {size = {3, 5}}):batch({3}):add(1):mul(127.5):flatten():totable())
  end)

  it("tells of every bit that is flipped, of a file that was cut, and of other files", function()
    ln.data.pack(folder, path, {size = {3, 5}})
    local whole = files.read(path)
    local function read()
      return pcall(function() return (images(path):batch {1, 2, 3}) end)
    end
    local function refused(bytes, what)
      files.write(path, bytes)
      local ok, message = read()
      assert(not ok and message:find(path, 1, true), what)
    end
    local first = 8 + string.unpack("<I8", whole)
    for at = first + 1, #whole do refused(files.flip(whole, at, at % 8), at) end
    for n = 1, #whole - 1, 7 do refused(whole:sub(1, n), n) end
    refused("\0", "no header")
    ln.save(path, {images = ln.ones(1, 3, 2, 2)})
    fails("it is a file, and no pack of ln.data.pack in format 1: its metadata has no lunette.pack", images, path)
  end)

  it("leaves the file as it was when a picture cannot be read", function()
    files.write(path, "before")
    files.write(folder .. "/x/bad.png", "cut")
    fails("x/bad.png: is neither", ln.data.pack, folder, path, {size = 3, force = true})
    assert.equal("before", files.read(path))
    local said = told(ln.data.pack, folder, path, {size = 3, skip_bad = true, force = true})
    assert.truthy(said:find("1 of 4 pictures are left out", 1, true))
    assert.equal(3, #images(path))
  end)
end)
