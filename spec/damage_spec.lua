-- Bits that a disk turned and files that it cut: a checksum tells all of them. In float: bytes are no numbers.
if require("lunette").real == "double" then return end

local dice = require "spec.support.dice"
local files = require "spec.files"
local ln = require "lunette"
local nn = ln.nn

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

-- What is not told of 1,000 flipped bits, at places that a dice says, and 100 files that end too early; f(path) reads.
local function untold(path, f)
  local whole, roll, bad = files.read(path), dice(7), {}
  assert(f(path))
  local function try(bytes, what, at)
    files.write(path, bytes)
    local ok, message = pcall(f, path)
    if ok then bad[#bad + 1] = ("%s at %d of %d is taken"):format(what, at, #whole)
    elseif not message:find(path .. ": ", 1, true) then bad[#bad + 1] = message end
  end
  for _ = 1, 1000 do
    local at = roll(#whole)
    try(files.flip(whole, at, roll(8) - 1), "a bit", at)
  end
  for k = 1, 100 do
    local length = (k - 1) * #whole // 100
    try(whole:sub(1, length), "an end", length)
  end
  files.write(path, whole)
  return bad
end

local function network() return nn.Sequential {nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh()} end

describe("a checksum tells every flipped bit and every end", function()
  it("of a checkpoint, also where others could be gone on from", function()
    local net = network()
    local checkpoint = ln.Checkpoint(folder, {net = net, opt = ln.optim.Adam(net:parameters())})
    checkpoint:save(1)
    assert.same({}, untold(checkpoint.path, function() return checkpoint:resume() end))
    checkpoint:save(2)
    local whole = files.read(checkpoint.path)
    for k = 0, 9 do
      files.write(checkpoint.path, files.flip(whole, #whole - 20 * k, k % 8))
      checkpoint = ln.Checkpoint(folder, checkpoint.objects)
      local step, said = files.said_by(function() return checkpoint:resume() end)
      assert.equal(1, step)
      assert.matches("is damaged: its checksum is %x+, the file says %x+; going on from step 1, ", said)
    end
  end)

  it("of a model file", function()
    local path = folder .. "/model.safetensors"
    ln.save_model(path, network(), {latent = 3, word = "\255"})
    assert.same({}, untold(path, ln.load_model))
  end)

  it("of a state, flat or not", function()
    local path = folder .. "/state.safetensors"
    ln.save(path, network():state_dict())
    assert.same({}, untold(path, ln.load))
    ln.save(path, {1, {x = ln.randn(20), [true] = 1 / 0}, "text"})
    assert.same({}, untold(path, ln.load))
  end)

  it("of a pack", function()
    for k = 1, 3 do ln.image.save(("%s/in/%d.png"):format(folder, k), ln.rand(3, 4, 4)) end
    local path = folder .. "/x.pack"
    ln.data.pack(folder .. "/in", path)
    assert.same({}, untold(path, function() return ln.data.images(path):batch {1, 2, 3} end))
  end)
end)
