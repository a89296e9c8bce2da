local ln = require "lunette"
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
end)
