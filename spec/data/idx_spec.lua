local ln = require "lunette"
local idx = require "lunette.data.idx"
local files = require "spec.files"
local near = require "spec.near"

local function images_file(n, h, w, bytes)
  return string.pack(">BBBBI4I4I4", 0, 0, 8, 3, n, h, w) .. bytes
end

local function labels_file(n, bytes)
  return string.pack(">BBBBI4", 0, 0, 8, 1, n) .. bytes
end

local function fails(pattern, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(pattern), message)
end

describe("idx", function()
  local folder, images, labels
  setup(function()
    folder = files.new_folder()
    images, labels = folder .. "/images", folder .. "/labels"
  end)
  teardown(files.remove_folder)

  local function set(image_bytes, label_bytes)
    files.write(images, image_bytes)
    files.write(labels, label_bytes)
    return idx.images(images, labels, {"a", "b", "c"})
  end

  local function refused(path, part, ...)
    local ok, message = pcall(set, ...)
    assert.is_false(ok)
    assert.truthy(message:find(path .. ": IDX: " .. part, 1, true), message)
  end

  it("gives images from -1 to 1 and labels from 1", function()
    local s = set(images_file(2, 1, 3, "\0\51\255\255\0\0"), labels_file(2, "\2\0"))
    assert.equal(2, #s)
    assert.equal(2, s:size())
    assert.equal("c", s.classes[3])
    local x, y = s:batch {2, 1, 2}
    assert.same({3, 1, 1, 3}, x:size())
    near(x, {1, -1, -1, -1, -0.6, 1, 1, -1, -1}) -- 51 / 127.5 - 1
    assert.same({1, 3, 1}, y:totable())
  end)

  it("reads gzip", function()
    local s = set(files.gzip(images_file(1, 1, 1, "\255")), files.gzip(labels_file(1, "\1")))
    near(s:batch {1}, {1})
  end)

  it("takes a tensor of indices as well", function()
    local s = set(images_file(3, 1, 1, "\0\0\255"), labels_file(3, "\0\1\2"))
    local x, y = s:batch(ln.tensor {3, 2})
    assert.same({{3, 2}, {2, 1, 1, 1}}, {y:totable(), x:size()})
    fails("batch: index 4; the set has 3 images", s.batch, s, ln.tensor {4})
  end)

  it("serves a loader", function()
    local s = set(images_file(3, 1, 1, "\0\0\255"), labels_file(3, "\0\1\2"))
    local loader = ln.data.Loader(s, {batch_size = 2})
    local _, y = loader:next()
    assert.same({1, 2}, y:totable())
  end)

  it("refuses files that are cut or longer", function()
    local whole, marks = images_file(2, 1, 2, "abcd"), labels_file(2, "\0\1")
    for length = 0, #whole - 1 do
      refused(images, length < 16 and "is too short" or "2x1x2 bytes are announced, "
              .. length - 16 .. " are there", whole:sub(1, length), marks)
    end
    for length = 0, #marks - 1 do refused(labels, "", whole, marks:sub(1, length)) end
    refused(images, "2x1x2 bytes are announced, 5 are there", whole .. "e", marks)
  end)

  it("refuses sizes that no memory holds", function()
    refused(images, "4294967295x4294967295x4294967295 bytes",
            images_file(0xffffffff, 0xffffffff, 0xffffffff, ""), labels_file(0, ""))
  end)

  it("refuses other types, ranks and files", function()
    local marks = labels_file(1, "\0")
    refused(images, "does not start", "\0\0\13\3" .. ("\0"):rep(12), marks)
    refused(images, "does not start", "\0\0\8\1" .. ("\0"):rep(12), marks)
    refused(images, "does not start", ("some other file "):rep(9), marks)
    refused(labels, "is too short", images_file(1, 1, 1, "a"), "\0\0\8")
    refused(images, "the images have no pixels", images_file(1, 0, 5, ""), marks)
  end)

  it("refuses labels that do not fit", function()
    refused(labels, "1 labels for the 2 images", images_file(2, 1, 1, "ab"), labels_file(1, "\0"))
    refused(labels, "label 3 of image 2; there are 3 classes from 0",
            images_file(2, 1, 1, "ab"), labels_file(2, "\0\3"))
  end)

  it("raises on indices that are not there", function()
    local s = set(images_file(2, 1, 1, "ab"), labels_file(2, "\0\1"))
    fails("idx_spec.lua:%d+: batch: index 3; the set has 2 images", s.batch, s, {1, 3})
    fails("batch: indices%[1%] is 0, an index", s.batch, s, {0})
    fails("batch: indices%[2%] is 1.5, an index", s.batch, s, {1, 1.5})
    fails("batch: indices is 1", s.batch, s, 1)
    fails("batch: indices is a tensor, a list of indices", s.batch, s, ln.tensor {0})
  end)
end)

describe("digits", function()
  local digits = ln.data.digits()

  it("are 10,000 images of 28 x 28", function()
    assert.equal(10000, #digits)
    local x, y = digits:batch {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
    assert.same({10, 1, 28, 28}, x:size())
    -- MNIST begins with 5 0 4 1 9 2 1 3 1 4
    assert.same({6, 1, 5, 2, 10, 3, 2, 4, 2, 5}, y:totable())
  end)

  it("have as many of each as their README says", function()
    local list, counts = {}, {}
    for i = 1, 10000 do list[i] = i end
    for _, label in ipairs(select(2, digits:batch(list)):totable()) do
      local k = math.tointeger(label)
      counts[k] = (counts[k] or 0) + 1
    end
    assert.same({1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978}, counts)
  end)

  -- The mean pixel of all 60,000 is published as 0.1307 of 1, so these 10,000
  -- lie near it.
  it("take no options", function()
    fails("idx_spec.lua:%d+: digits: 1 argument is given, at most 0 are taken", ln.data.digits, {train = true})
  end)

  it("are white on black", function()
    local list = {}
    for i = 1, 10000 do list[i] = i end
    near((digits:batch(list) + 1):mean() / 2, {0.1307}, 0.02)
  end)
end)

describe("mnist and fashion_mnist", function()
  local folder
  setup(function()
    folder = files.new_folder()
    files.write(folder .. "/train-images-idx3-ubyte", images_file(2, 1, 1, "ab"))
    files.write(folder .. "/train-labels-idx1-ubyte.gz", files.gzip(labels_file(2, "\9\1")))
    files.write(folder .. "/t10k-images-idx3-ubyte", images_file(1, 1, 1, "a"))
    files.write(folder .. "/t10k-labels-idx1-ubyte", labels_file(1, "\0"))
  end)
  teardown(files.remove_folder)

  it("read the root's files, plain or packed", function()
    assert.equal(2, #ln.data.mnist {root = folder})
    assert.equal(1, #ln.data.mnist {root = folder, train = false})
    local clothes = ln.data.fashion_mnist {root = folder}
    local _, y = clothes:batch {1}
    assert.equal("Ankle boot", clothes.classes[math.tointeger(y:item())])
  end)

  it("hold their labels, which a loader balances", function()
    local set = ln.data.mnist {root = folder}
    assert.same({10, 2}, set.labels:totable())
    ln.data.Loader(set, {balance = true}):next()
  end)

  it("say how to get what is missing", function()
    fails("idx_spec.lua:%d+: mnist: train%-images%-idx3%-ubyte is not in .*/none; ln.data.fetch \"mnist\" gets",
          ln.data.mnist, {root = folder .. "/none"})
    fails("unknown option rot", ln.data.mnist, {rot = folder})
  end)
end)
