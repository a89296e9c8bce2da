local ln = require "lunette"
local files = require "spec.files"
local near = require "spec.near"

-- A record: its labels, and pixel i of plane c as value(c, i), i from 0.
local function record(labels, value)
  local bytes = {}
  for c = 1, 3 do
    for i = 0, 1023 do bytes[#bytes + 1] = string.char(value(c, i)) end
  end
  return string.char(table.unpack(labels)) .. table.concat(bytes)
end

local function flat(v) return function() return v end end
-- Of red 0 but at the second pixel of the first row, of green the row, of blue the column.
local function marked(c, i) return c == 1 and (i == 1 and 255 or 0) or c == 2 and i // 32 or i % 32 end

describe("cifar", function()
  local folder
  setup(function()
    folder = files.new_folder()
    for k = 1, 5 do
      files.write(("%s/data_batch_%d.bin"):format(folder, k), record({k}, flat(k)) .. record({9}, marked))
    end
    assert(os.execute("mkdir -p " .. folder .. "/there/cifar-10-batches-bin"))
    files.write(folder .. "/there/cifar-10-batches-bin/test_batch.bin", record({0}, flat(255)))
    files.write(folder .. "/train.bin", record({19, 99}, marked) .. record({0, 1}, flat(51)))
    files.write(folder .. "/test.bin", record({4, 57}, flat(0)))
  end)
  teardown(files.remove_folder)

  it("10 has the five files in their order, c,h,w from -1 to 1, and labels from 1", function()
    local set = ln.data.cifar10 {root = folder}
    assert.equal(10, #set)
    local x, y = set:batch {1, 3, 10}
    assert.same({{3, 3, 32, 32}, {2, 3, 10}}, {x:size(), y:totable()})
    near(x[1]:flatten(), ln.full({3072}, 1 / 127.5 - 1):totable())
    near(x[2]:flatten(), ln.full({3072}, 2 / 127.5 - 1):totable())
    assert.same({-1, 1, -1}, x[3][1][1][{{1, 3}}]:totable())
    near(x[3][2][32], ln.full({32}, 31 / 127.5 - 1):totable()) -- green, the last row
    near(x[{3, 3, {}, 32}], ln.full({32}, 31 / 127.5 - 1):totable()) -- blue, the last column
    assert.same({2, 10, 3, 10, 4, 10, 5, 10, 6, 10}, set.labels:totable())
    assert.equal("truck", set.classes[10])
    assert.equal("Images(10 images: 3x32x32, 10 classes)", tostring(set))
  end)

  it("10 is found in the folder of its archive", function()
    local set = ln.data.cifar10 {root = folder .. "/there", train = false}
    local x, y = set:batch {1}
    assert.same({1, 1, 1}, {x:amin():item(), x:amax():item(), y:item()})
    assert.equal("airplane", set.classes[1])
  end)

  it("100 has fine and coarse labels", function()
    local set = ln.data.cifar100 {root = folder}
    local x, y = set:batch {2, 1}
    assert.same({2, 100}, y:totable())
    near(x[1]:flatten(), ln.full({3072}, -0.6):totable()) -- 51 / 127.5 - 1
    near(x[2][3][1], ln.arange(0, 31):div(127.5):sub(1):totable())
    assert.same({"aquarium_fish", "worm", 100}, {set.classes[2], set.classes[100], #set.classes})
    set = ln.data.cifar100 {root = folder, labels = "coarse"}
    assert.same({20, 1}, set.labels:totable())
    assert.same({"aquatic_mammals", "vehicles_2", 20}, {set.classes[1], set.classes[20], #set.classes})
    -- a pear is of the fruit
    set = ln.data.cifar100 {root = folder, train = false}
    assert.equal("pear", set.classes[math.tointeger(set.labels:item())])
    set = ln.data.cifar100 {root = folder, train = false, labels = "coarse"}
    assert.equal("fruit_and_vegetables", set.classes[math.tointeger(set.labels:item())])
  end)

  it("serves a loader that balances", function()
    local _, y = ln.data.Loader(ln.data.cifar10 {root = folder}, {batch_size = 6000, balance = true}):next()
    -- each of six classes once in six: five standard deviations
    assert.is_true(math.abs(y:eq(10):sum():item() - 1000) < 5 * math.sqrt(6000 * 5 / 36))
  end)

  local function refused(text, f, o)
    local ok, message = pcall(f, o)
    assert.is_false(ok)
    assert.truthy(message:find(text, 1, true), message)
  end

  it("refuses what does not fit", function()
    local bad = folder .. "/bad"
    assert(os.execute("mkdir -p " .. bad))
    local function test(text, bytes, more)
      files.write(bad .. "/test_batch.bin", bytes)
      refused(bad .. "/test_batch.bin: " .. text, ln.data.cifar10,
              {root = bad, train = false, max_bytes = more})
    end
    local whole = record({0}, flat(7))
    test("CIFAR: 3072 bytes are no number of records of 3073", whole:sub(2))
    test("CIFAR: 3074 bytes are no number of records of 3073", whole .. "\0")
    test("CIFAR: 0 bytes are no number of records of 3073", "")
    test("CIFAR: label 10 of image 2; there are 10 classes from 0", whole .. record({10}, flat(0)))
    test("CIFAR: is packed with gzip: unpack it with gunzip", files.gzip(whole))
    test("has more than 3072 bytes, the most that is read here; {max_bytes = ...} takes more", whole, 3072)
    refused("cifar10: data_batch_1.bin is not in " .. bad .. " nor in " .. bad .. "/cifar-10-batches-bin; " ..
            'ln.data.fetch "cifar10" gets it, and {root = ...} says where it is', ln.data.cifar10, {root = bad})
    refused("cifar100: labels is \"rough\", one of fine, coarse is wanted", ln.data.cifar100, {labels = "rough"})
  end)
end)
