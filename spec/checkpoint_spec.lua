local files = require "spec.files"
local ln = require "lunette"
local safetensors = require "lunette.safetensors"
local nn, optim = ln.nn, ln.optim

local function folder()
  local path = os.tmpname()
  os.remove(path)
  return path
end

local set = setmetatable({batch = function(_, indices) return ln.tensor(indices):unsqueeze(2) / 10 end},
                         {__len = function() return 10 end})

-- A small run of everything that has a state.
local function run_of(path)
  ln.manual_seed(21)
  local model = nn.Sequential {nn.Linear(1, 4), nn.BatchNorm1d(4), nn.Dropout(0.3), nn.Linear(4, 1)}
  local opt = optim.Adam(model:parameters(), {lr = 0.01})
  local data = ln.data.Loader(set, {batch_size = 4, shuffle = true})
  local checkpoint = ln.Checkpoint(path, {model = model, opt = opt, data = data})
  local function train(from, to)
    for _ = from, to do
      opt:zero_grad()
      local x = data:next()
      local loss = (model(x) - ln.randn(4, 1)):square():mean()
      loss:backward()
      opt:step()
    end
    return model
  end
  return checkpoint, train
end

local function values(model)
  local list = {}
  for name, x in pairs(model:state_dict()) do list[name] = x:totable() end
  return list
end

describe("Checkpoint", function()
  it("goes on bit for bit", function()
    local _, train = run_of(folder())
    local wanted = values(train(1, 12))
    local path = folder()
    local checkpoint
    checkpoint, train = run_of(path)
    assert.is_nil(checkpoint:resume())
    train(1, 5)
    assert.is_true(checkpoint:save(5))
    train(6, 9)
    checkpoint, train = run_of(path)
    assert.equal(5, checkpoint:resume())
    assert.same(wanted, values(train(6, 12)))
    os.execute("rm -r " .. path)
  end)

  it("says what differs from the run that was saved", function()
    local path = folder()
    local checkpoint = run_of(path)
    checkpoint:save(1)
    local function fails(part, objects)
      local other = ln.Checkpoint(path, objects)
      local ok, message = pcall(other.resume, other)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails("checkpoint.safetensors: the run has G, the checkpoint data, model, opt", {G = nn.Linear(1, 1)})
    local _, train = run_of(folder())
    local model = train(1, 0)
    fails("checkpoint.safetensors: model: load_state_dict: the state does not fit this Linear: missing: ",
          {model = nn.Linear(1, 1), opt = optim.Adam(model:parameters()), data = ln.data.Loader(set, {shuffle = true})})
    os.execute("rm -r " .. path)
  end)

  it("leaves the good file when a save fails, and says so", function()
    local path = folder()
    local checkpoint = run_of(path)
    checkpoint:save(3)
    checkpoint.objects.bad = {state_dict = function() return {f = print} end, load_state_dict = print}
    assert.is_false(pcall(checkpoint.save, checkpoint, 4))
    checkpoint.objects.bad = nil
    assert.equal(3, checkpoint:resume())
    os.execute("rm -r " .. path)
  end)

  it("raises where it cannot write, and for what has no state", function()
    local ok, message = pcall(ln.Checkpoint, "/proc/none/here", {})
    assert.is_false(ok)
    assert.truthy(message:find("/proc/none", 1, true), message)
    ok, message = pcall(ln.Checkpoint, folder(), {x = 3})
    assert.is_false(ok)
    assert.truthy(message:find("Checkpoint: x has no state_dict", 1, true), message)
    ok, message = pcall(ln.Checkpoint, folder(), ln.nn.Linear(1, 1))
    assert.is_false(ok)
    assert.truthy(message:find("Checkpoint: objects is a layer, which needs a name: {model = ...}", 1, true), message)
    ok, message = pcall(ln.Checkpoint, folder(), {x = {state_dict = 1, load_state_dict = 2}})
    assert.is_false(ok)
    assert.truthy(message:find("Checkpoint: x has no state_dict", 1, true), message)
    ok, message = pcall(ln.Checkpoint, "", {})
    assert.is_false(ok)
    assert.truthy(message:find('Checkpoint: folder is "", the path of a folder is wanted', 1, true), message)
  end)

  it("does not put back what it has not read", function()
    local path = folder()
    local checkpoint = run_of(path)
    for _, saved in ipairs {{}, {step = 1}, {objects = {}}, {step = 1, objects = 2}} do
      local ok, message = pcall(checkpoint.restore, checkpoint, saved)
      assert.is_false(ok)
      assert.matches("checkpoint_spec.lua:%d+: restore: saved is not what read%(%) gave", message)
    end
    os.execute("rm -r " .. path)
  end)

  it("names the file whose generator is no state", function()
    local path = folder()
    local checkpoint = run_of(path)
    checkpoint:save(3)
    local saved = ln.load(checkpoint.path)
    for _, bad in ipairs {"12", "", 7} do
      saved.generator, saved.checksum = bad, nil
      ln.save(checkpoint.path, saved)
      local ok, message = pcall(checkpoint.resume, checkpoint)
      assert.is_false(ok)
      assert.truthy(message:find(checkpoint.path .. ": generator: set_state: ", 1, true), message)
    end
    os.execute("rm -r " .. path)
  end)

  it("reads the last save that is accepted, of those that are whole", function()
    local path = folder()
    local checkpoint, train = run_of(path)
    for step = 1, 4 do
      train(step, step)
      checkpoint:save(step)
    end
    local function read(most) return checkpoint:read(function(saved) return saved.step <= most end) end
    assert.same({4, 3, 2}, {read(9).step, read(3).step, read(2).step})
    assert.is_nil(read(1)) -- three are kept
    files.write(checkpoint.before, "damaged!")
    assert.equal(2, read(3).step)
    os.execute("rm -r " .. path)
  end)

  it("refuses a damaged file", function()
    local path = folder()
    local checkpoint = run_of(path)
    checkpoint:save(3)
    local file <close> = assert(io.open(checkpoint.path, "r+b"))
    file:write "damaged!"
    file:flush()
    assert.is_false(pcall(checkpoint.resume, checkpoint))
    os.execute("rm -r " .. path)
  end)

  -- A checkpoint in a new folder, saved at steps 1 and 2; returns its folder.
  local function saved_twice()
    local path = folder()
    local checkpoint, train = run_of(path)
    train(1, 1)
    checkpoint:save(1)
    train(2, 2)
    checkpoint:save(2)
    return path, checkpoint
  end

  local function reading(path)
    return files.said_by(function() return (run_of(path)):read() end)
  end

  it("tells every flipped bit, and goes on from the save before", function()
    local path, checkpoint = saved_twice()
    local whole = files.read(checkpoint.path)
    assert.equal(2, reading(path).step)
    local header = 8 + string.unpack("<i8", whole)
    for k = 1, 300 do -- the length and the header's beginning, then all of it
      local at = k <= 60 and k or k <= 180 and k * header // 180 or header + (k - 180) * (#whole - header) // 120
      files.write(checkpoint.path, files.flip(whole, at, k % 8))
      local saved, said = reading(path)
      assert.equal(1, saved.step, ("byte %d"):format(at))
      assert.truthy(said:find(checkpoint.path .. ": ", 1, true), said)
      assert.truthy(said:find("; going on from step 1, " .. checkpoint.before .. "\n", 1, true), said)
    end
    for _, length in ipairs {0, 7, 8, header - 1, header, #whole - 1} do
      files.write(checkpoint.path, whole:sub(1, length))
      assert.equal(1, reading(path).step)
    end
    os.execute("rm -r " .. path)
  end)

  it("tells a flipped bit in every place where it stands alone", function()
    local path, checkpoint = saved_twice()
    os.remove(checkpoint.before)
    local whole = files.read(checkpoint.path)
    local digits = assert(whole:find('"lunette.crc32":"', 1, true)) + 17
    for at = digits - 17, digits + 8 do
      for bit = 0, 7 do
        files.write(checkpoint.path, files.flip(whole, at, bit))
        local ok, message = pcall(checkpoint.read, checkpoint)
        assert.is_false(ok, ("byte %d, bit %d"):format(at - digits, bit))
        assert.truthy(message:find(checkpoint.path .. ": ", 1, true), message)
      end
    end
    files.write(checkpoint.path, files.flip(whole, #whole, 0))
    local ok, message = pcall(checkpoint.resume, checkpoint)
    assert.is_false(ok)
    assert.truthy(message:find("is damaged: its checksum is ", 1, true), message)
    os.execute("rm -r " .. path)
  end)

  it("goes on bit for bit from the save before", function()
    local _, train = run_of(folder())
    local wanted = values(train(1, 6))
    local path, checkpoint = saved_twice()
    files.write(checkpoint.path, "no")
    checkpoint, train = run_of(path)
    assert.equal(1, (files.said_by(function() return checkpoint:resume() end)))
    assert.same(wanted, values(train(2, 6)))
    checkpoint:save(6) -- does not put the damaged file in the place of the good one
    assert.equal(1, ln.load(checkpoint.before).step)
    assert.equal(6, reading(path).step)
    checkpoint:save(7)
    assert.equal(6, ln.load(checkpoint.before).step)
    files.write(checkpoint.path, "no")
    files.write(checkpoint.before, "neither")
    local saved, said = reading(path)
    assert.equal(1, saved.step)
    assert.matches("checkpoint.safetensors: safetensors: .*; and the one before: .*before.safetensors: .*; " ..
                   "going on from step 1, .*checkpoint.before.2.safetensors", said)
    files.write(checkpoint.older[2], "nor this one")
    local ok, message = pcall(checkpoint.resume, checkpoint)
    assert.is_false(ok)
    assert.matches("checkpoint.safetensors: safetensors: .*; and the one before: .*before.safetensors: .*; " ..
                   "and the one before that: .*before.2.safetensors: ", message)
    os.remove(checkpoint.path)
    ok, message = pcall(checkpoint.resume, checkpoint)
    assert.is_false(ok)
    assert.matches("checkpoint.safetensors: is gone; and the one before: .*before.safetensors: .*", message)
    for _, older in ipairs(checkpoint.older) do os.remove(older) end
    assert.is_nil(checkpoint:resume())
    os.execute("rm -r " .. path)
  end)

  it("goes on from the save before when the last one is gone, and says so", function()
    local path, checkpoint = saved_twice()
    os.remove(checkpoint.path)
    local saved, said = reading(path)
    assert.equal(1, saved.step)
    assert.truthy(said:find(checkpoint.path .. ": is gone; going on from step 1, " .. checkpoint.before, 1, true), said)
    checkpoint = run_of(path)
    files.said_by(function() checkpoint:resume() end)
    checkpoint:save(7) -- the one that was gone on from stays
    assert.same({7, 1}, {ln.load(checkpoint.path).step, ln.load(checkpoint.before).step})
    os.execute("rm -r " .. path)
  end)

  it("keeps as many files as it is told to", function()
    local path = folder()
    local function steps_kept(keep)
      local checkpoint, train = ln.Checkpoint(path, {layer = nn.Linear(1, 1)}, {keep = keep}), {}
      for step = 1, 6 do checkpoint:save(step) end
      train[1] = ln.load(checkpoint.path).step
      for k, older in ipairs(checkpoint.older) do train[k + 1] = ln.load(older).step end
      return train
    end
    assert.same({6}, steps_kept(1))
    assert.same({6, 5, 4}, steps_kept(nil))
    assert.same({6, 5, 4, 3, 2}, steps_kept(5))
    os.execute("rm -r " .. path)
  end)

  it("takes a file of before there were checksums, and none whose checksum is gone", function()
    local path, checkpoint = saved_twice()
    os.remove(checkpoint.before)
    local tensors, metadata = safetensors.load(checkpoint.path)
    safetensors.save(checkpoint.path, tensors, metadata)
    local ok, message = pcall(checkpoint.read, checkpoint)
    assert.is_false(ok)
    assert.truthy(message:find("checkpoint.safetensors: is damaged: its checksum is gone", 1, true), message)
    local old, n = metadata.lunette:gsub('%["checksum",true%],', "")
    assert.equal(1, n)
    safetensors.save(checkpoint.path, tensors, {lunette = old})
    assert.equal(2, checkpoint:resume())
    os.execute("rm -r " .. path)
  end)

  it("puts back all or nothing", function()
    local path = folder()
    local function objects(last)
      return {a = nn.Linear(2, 2), b = optim.Adam(nn.Linear(1, 1):parameters()), z = last}
    end
    local first = {state_dict = function() return {n = 1} end, load_state_dict = function() end}
    ln.Checkpoint(path, objects(first)):save(3)
    local held = {n = 5, state_dict = function(self) return {n = self.n} end}
    function held:load_state_dict(state)
      self.n = state.n
      if state.n == 1 then error("not this one", 0) end
    end
    local others = objects(held)
    local checkpoint = ln.Checkpoint(path, others)
    local before = values(others.a)
    ln.manual_seed(9)
    local ok, message = pcall(checkpoint.resume, checkpoint)
    assert.is_false(ok)
    assert.truthy(message:find("checkpoint.safetensors: z: not this one", 1, true), message)
    assert.same(before, values(others.a))
    assert.equal(5, held.n)
    local x = ln.randn(4):totable()
    ln.manual_seed(9)
    assert.same(ln.randn(4):totable(), x)
    held.load_state_dict = function(self, state) self.n = state.n end
    assert.equal(3, checkpoint:resume())
    assert.equal(1, held.n)
    os.execute("rm -r " .. path)
  end)

  it("names the file when the state of the generator in it is not one", function()
    local path, checkpoint = saved_twice()
    local saved = ln.load(checkpoint.path)
    saved.generator = {1}
    ln.save(checkpoint.path, saved)
    os.remove(checkpoint.before)
    local ok, message = pcall(checkpoint.resume, checkpoint)
    assert.is_false(ok)
    assert.truthy(message:find(checkpoint.path .. ": generator: ", 1, true), message)
    os.execute("rm -r " .. path)
  end)

  it("refuses another process's save into the same folder, by its number", function()
    local path, checkpoint = saved_twice()
    local script = ([[
      local ln = require "lunette"
      ln.Checkpoint("%s", {}):save(1)
    ]]):format(path)
    local status, said = files.run(script)
    assert.equal(1, status)
    assert.matches(("lock: is held by process %d on .*: another run writes to this folder"):format(files.process()),
                   said)
    assert.equal(2, checkpoint:resume())
    os.execute("rm -r " .. path)
  end)
end)
