-- ln.runs.preview: the pictures that a trainer sees.
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"

local folder, out
before_each(function()
  folder = files.new_folder()
  out = folder .. "/grid.png"
  for k = 1, 9 do
    -- each of a gray of its own
    ln.image.save(("%s/photos/%d.png"):format(folder, k), ln.full({3, 18 + k, 20}, k * 25 / 255))
  end
end)
after_each(files.remove_folder)

local function quietly(...)
  local args = table.pack(...)
  return files.said_by(function() return ln.runs.preview(table.unpack(args, 1, args.n)) end)
end

-- The gray of each picture of a grid with 3 columns of 16 x 16.
local function grays(path)
  local x, list = ln.image.load(path), {}
  for row = 0, (x:size(2) - 2) // 18 - 1 do
    for column = 0, 2 do
      list[#list + 1] = math.floor(x[{1, row * 18 + 10, column * 18 + 10}]:item() * 255 + .5)
    end
  end
  return list
end

describe("runs.preview", function()
  it("shows what a trainer of this seed is given first", function()
    local x, said = quietly(folder .. "/photos", {out = out, seed = 6, n = 6, columns = 3})
    assert.equal(folder .. "/photos: 9 pictures, brought to 3x16x16; 6 of them are in " .. out .. "\n", said)
    assert.same({6, 3, 16, 16}, x:size())
    -- as gan.Trainer: the seed, then the data
    ln.manual_seed(6)
    local set = ln.data.images(folder .. "/photos", {size = 16, labels = false})
    local loader = ln.data.Loader(set, {batch_size = 2, shuffle = true, drop_last = true})
    local seen = {}
    for _ = 1, 3 do
      for _, v in ipairs(loader:next():select(4, 8):select(3, 8):select(2, 1):totable()) do
        seen[#seen + 1] = math.floor((v + 1) * 127.5 + .5)
      end
    end
    assert.same(seen, grays(out))
  end)

  it("shows all where there are less, and leaves random numbers as they were", function()
    ln.manual_seed(3)
    local before = ln.rand(2):totable()
    ln.manual_seed(3)
    local x = quietly(folder .. "/photos", {out = out, size = 32})
    assert.same({9, 3, 32, 32}, x:size())
    assert.same(before, ln.rand(2):totable())
  end)

  it("shows what a run was trained on", function()
    os.execute("mkdir " .. folder .. "/run")
    files.write(folder .. "/run/run.json", json.encode {command = "train", target = folder .. "/photos", plan = {
      target = folder .. "/photos", size = 16, channels = 1, seed = 6}})
    assert.same({9, 1, 16, 16}, (quietly(folder .. "/run", {out = out, columns = 3})):size())
    local own = grays(out)
    quietly(folder .. "/photos", {out = out, columns = 3, seed = 6, force = true})
    assert.same(own, grays(out))
    local ok, message = pcall(ln.runs.preview, folder .. "/run", {out = folder .. "/other.png", size = 32})
    assert.is_false(ok)
    assert.truthy(message:find("run is a run, of size 16", 1, true), message)
  end)

  it("writes over nothing unless it is told to", function()
    files.write(out, "mine")
    local ok, message = pcall(ln.runs.preview, folder .. "/photos", {out = out})
    assert.is_false(ok)
    assert.truthy(message:find("grid.png: is there already; {force = true} writes over it", 1, true), message)
    assert.equal("mine", files.read(out))
    quietly(folder .. "/photos", {out = out, force = true})
    assert.same({3, 2 * 18 + 2, 8 * 18 + 2}, ln.image.load(out):size())
  end)
end)
