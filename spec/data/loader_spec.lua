local ln = require "lunette"
local told = require "spec.support.told"
local Loader = ln.data.Loader

-- A set of n samples whose value is their index.
local function set_of(n)
  return setmetatable({batch = function(_, indices) return ln.tensor(indices), ln.tensor(indices) * 10 end},
                      {__len = function() return n end})
end

local function integers(x)
  local list = x:totable()
  for k, v in ipairs(list) do list[k] = math.tointeger(v) end
  return list
end

local function epoch(loader)
  local batches = {}
  for x in loader:epoch() do batches[#batches + 1] = integers(x) end
  return batches
end

local function sorted(list)
  local copy = table.move(list, 1, #list, 1, {})
  table.sort(copy)
  return copy
end

describe("data.Loader", function()
  before_each(function() ln.manual_seed(11) end)

  it("walks one epoch, the last part included unless dropped", function()
    assert.same({{1, 2, 3}, {4, 5, 6}, {7}}, epoch(Loader(set_of(7), {batch_size = 3})))
    assert.same({{1, 2, 3}, {4, 5, 6}}, epoch(Loader(set_of(7), {batch_size = 3, drop_last = true})))
    assert.same({3, 2}, {#Loader(set_of(7), {batch_size = 3}), #Loader(set_of(7), {batch_size = 3, drop_last = true})})
  end)

  it("gives all that the set gives", function()
    local x, y = Loader(set_of(2), {batch_size = 2}):next()
    assert.same({10, 20}, integers(y))
    assert.same({1, 2}, integers(x))
  end)

  it("always gives full batches by next, crossing epochs", function()
    local loader, seen = Loader(set_of(5), {batch_size = 3, shuffle = true}), {}
    for _ = 1, 5 do
      local x = integers(loader:next())
      assert.equal(3, #x)
      table.move(x, 1, 3, #seen + 1, seen)
    end
    for first = 1, 11, 5 do assert.same({1, 2, 3, 4, 5}, sorted {table.unpack(seen, first, first + 4)}) end
    assert.equal(7, #integers(Loader(set_of(2), {batch_size = 7}):next()))
  end)

  it("shuffles anew each epoch, by a stream of its own", function()
    ln.manual_seed(3)
    local a = Loader(set_of(30), {batch_size = 30, shuffle = true})
    local first, second = epoch(a)[1], epoch(a)[1]
    assert.is_false(table.concat(first, ",") == table.concat(second, ","))
    assert.same(sorted(first), sorted(second))
    ln.manual_seed(3)
    local b = Loader(set_of(30), {batch_size = 30, shuffle = true})
    ln.rand(100)
    assert.same(first, epoch(b)[1])
    local c = Loader(set_of(30), {batch_size = 30, shuffle = true, generator = ln.Generator(1)})
    local d = Loader(set_of(30), {batch_size = 30, shuffle = true, generator = ln.Generator(1)})
    assert.same(epoch(c), epoch(d))
  end)

  it("starts a new epoch after one that was left", function()
    local loader = Loader(set_of(4), {batch_size = 2})
    loader:epoch()(loader)
    assert.same({{1, 2}, {3, 4}}, epoch(loader))
  end)

  it("goes on from its state exactly, by next and within an epoch", function()
    local loader = Loader(set_of(10), {batch_size = 4, shuffle = true})
    local state
    for _ = 1, 4 do loader:next() end
    state = loader:state_dict()
    local other = Loader(set_of(10), {batch_size = 4, shuffle = true})
    other:load_state_dict(state)
    for _ = 1, 6 do assert.same(integers(loader:next()), integers(other:next())) end

    local rest
    for _ in loader:epoch() do
      if not rest then state, rest = loader:state_dict(), {} else rest[#rest + 1] = true end
    end
    other:load_state_dict(state)
    assert.equal(#rest, #epoch(other))
    assert.same(epoch(loader), epoch(other))
  end)

  -- as a loop by epochs with a checkpoint after each: three, a crash, two more
  it("goes on with the next epoch from a state of an epoch's end", function()
    for _, given in ipairs {{batch_size = 3, shuffle = true}, {batch_size = 3}, {batch_size = 5},
                            {batch_size = 3, shuffle = true, drop_last = true}} do
      local loader, states, epochs = Loader(set_of(10), given), {}, {}
      for k = 1, 5 do
        epochs[k] = epoch(loader)
        states[k] = loader:state_dict()
      end
      local other = Loader(set_of(10), given)
      other:load_state_dict(states[3])
      assert.same({epochs[4], epochs[5]}, {epoch(other), epoch(other)})
    end
  end)

  it("changes nothing when a state does not fit", function()
    local loader = Loader(set_of(10), {shuffle = true})
    loader:next()
    local before = loader:state_dict()
    local function fails(part, change)
      local state = loader:state_dict()
      for key, value in pairs(change) do state[key] = value end
      local ok, message = pcall(loader.load_state_dict, loader, state)
      assert.is_false(ok)
      assert.truthy(message:find("loader_spec.lua:%d+: .*" .. part), message)
      assert.same(before, loader:state_dict())
    end
    fails("position 11 of 10 samples", {position = 11})
    fails("position is 1.5, an integer of 0 or above", {position = 1.5})
    fails('generator is "x", not the state of a Generator', {generator = "x"})
    fails('epoch_state is "1:2 ", not the state of a Generator', {epoch_state = "1:2 "})
  end)

  it("says once when pictures do not go from -1 to 1", function()
    local function said_of(x)
      local loader = Loader(x, {batch_size = 2})
      return told(function() for _ = 1, 3 do loader:next() end end)
    end
    local said = said_of(ln.arange(0, 255):reshape(4, 1, 8, 8))
    assert.truthy(said:find("loader_spec.lua:%d+: Loader: the pictures go from 0 to 127; tanh, and"), said)
    assert.equal(1, select(2, said:gsub("Loader:", "")))
    assert.equal("", said_of(ln.linspace(-1, 1, 256):reshape(4, 1, 8, 8)))
    assert.equal("", said_of(ln.arange(0, 255):reshape(4, 64))) -- no pictures
  end)

  it("shows the loop where pairs is called", function()
    for _, f in ipairs {pairs, ipairs} do
      local ok, message = pcall(function() for _ in f(Loader(set_of(3)):epoch()) do error "no" end end)
      assert.is_false(ok)
      assert.truthy(message:find("loader_spec.lua:%d+: .*for images, labels in loader:epoch%(%) do"), message)
    end
  end)

  it("starts a new epoch again once it has gone on by next", function()
    local loader = Loader(set_of(4), {batch_size = 1})
    loader:next()
    loader:load_state_dict(loader:state_dict())
    loader:next()
    assert.equal(4, #epoch(loader))
  end)

  it("restores a generator that others draw from", function()
    local shared = ln.Generator(3)
    local loader = Loader(set_of(4), {shuffle = true, generator = shared})
    ln.rand(10, {generator = shared})
    local state, drawn = loader:state_dict(), shared:state()
    ln.rand(10, {generator = shared})
    loader:load_state_dict(state)
    assert.equal(drawn, shared:state())
  end)

  it("refuses a state that is not whole, and stays where it was", function()
    local loader = Loader(set_of(10), {batch_size = 3, shuffle = true})
    loader:next()
    local before = loader:state_dict()
    local function refused(key, value, text)
      local state = loader:state_dict()
      state[key] = value
      local ok, message = pcall(loader.load_state_dict, loader, state)
      assert.is_false(ok, key)
      assert.truthy(message:find(text, 1, true), message)
      assert.same(before, loader:state_dict())
    end
    refused("position", nil, "Loader: state.position is missing, an integer of 0 or above is wanted")
    refused("position", -1, "state.position is -1")
    refused("position", 11, "Loader: load_state_dict: position 11 of 10 samples")
    for _, key in ipairs {"epoch_state", "generator"} do
      refused(key, nil, "Loader: state." .. key .. " is missing, a string is wanted")
      local cut = before[key]:sub(1, -2)
      refused(key, cut, ("Loader: load_state_dict: %s is %q, not the state of a Generator"):format(key, cut))
    end
  end)

  it("refuses a state of another set, and empty sets", function()
    local loader = Loader(set_of(10))
    local ok, message = pcall(loader.load_state_dict, loader, Loader(set_of(9)):state_dict())
    assert.is_false(ok)
    assert.truthy(message:find("the set has 10 samples here and 9 in the state", 1, true), message)
    assert.has_error(function() Loader(set_of(0)) end)
    assert.has_error(function() Loader(set_of(3), {batchsize = 2}) end)
  end)

  it("gives a set its indices as a tensor too", function()
    local own = setmetatable({x = ln.tensor {{1, 2}, {3, 4}, {5, 6}}}, {__len = function() return 3 end})
    function own:batch(_, index) return self.x[index] end
    assert.same({{1, 2}, {3, 4}}, Loader(own, {batch_size = 2}):next():totable())
    function own:batch(indices) return self.x[indices] end
    local ok, message = pcall(function() return Loader(own, {batch_size = 2}):next() end)
    assert.is_false(ok)
    assert.truthy(message:find("loader_spec.lua:%d+: Loader: the set's batch%(indices, index%) gave a number " ..
                               "for 2 samples %(result 1%)"), message)
  end)

  it("says how batches are had", function()
    local function misused()
      for x in Loader(set_of(3)) do error(x) end
    end
    local ok, message = pcall(misused)
    assert.is_false(ok)
    assert.truthy(message:find("loader_spec.lua:%d+: .*loader:epoch%(%).*loader:next%(%)"), message)
    ok, message = pcall(Loader, ln.data.ring {})
    assert.is_false(ok)
    assert.truthy(message:find("Loader: set draws without end: set:sample(n) is a batch", 1, true), message)
    ok, message = pcall(Loader, {1, 2})
    assert.is_false(ok)
    assert.truthy(message:find("a tensor or a table of tensors is taken as one", 1, true), message)
  end)
end)
