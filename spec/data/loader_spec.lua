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
    assert.same({{1, 2, 3}, {4, 5, 6}}, epoch(Loader(set_of(6), {batch_size = 3, drop_last = true})))
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

  it("walks a set as long as it is when an epoch begins", function()
    local n = 4
    local set = setmetatable({batch = function(_, indices) return ln.tensor(indices) end},
                             {__len = function() return n end})
    local plain, shuffled = Loader(set, {batch_size = 2}), Loader(set, {batch_size = 2, shuffle = true})
    local drawn = Loader(set, {batch_size = 2, weights = {1, 1, 1, 1}})
    for _, grown in ipairs {7, 3} do
      n = grown
      plain:next()
      shuffled:next()
      assert.equal(n, table.concat(epoch(plain)[(n + 1) // 2]) // 1)
      local all = {}
      for _, batch in ipairs(epoch(shuffled)) do table.move(batch, 1, #batch, #all + 1, all) end
      assert.equal(n, #all)
      for k, v in ipairs(sorted(all)) do assert.equal(k, v) end
      assert.error_matches(function() drawn:start_epoch() end,
                           "Loader: the set has " .. n .. " samples now, and weights are of 4")
    end
    n = 0
    assert.error_matches(function() plain:start_epoch() end, "Loader: the set is empty")
    assert.error_matches(function() for _ = 1, 4 do plain:next() end end, "Loader: the set is empty")
  end)

  it("refuses a set whose length is no whole number", function()
    for shown, length in pairs {["-1"] = -1, ["2.5"] = 2.5, nan = 0 / 0, ['"x"'] = "x"} do
      local set = setmetatable({batch = print}, {__len = function() return length end})
      assert.error_matches(function() Loader(set) end, "Loader: #set is " .. shown:gsub("%p", "%%%0") .. ", ")
    end
  end)

  it("refuses a batch of nothing, which would end a loop", function()
    local function forgets_to_return() end
    local set = setmetatable({batch = forgets_to_return}, {__len = function() return 4 end})
    local loader = Loader(set, {batch_size = 2})
    assert.error_matches(function() epoch(loader) end,
                         "Loader: the set's batch%(indices, index%) gave nothing for 2 samples")
    assert.error_matches(function() loader:next() end, "gave nothing")
  end)

  it("refuses to go on with a loop within which another began", function()
    local loader = Loader(set_of(6), {batch_size = 2})
    assert.error_matches(function()
      for _ in loader:epoch() do epoch(loader) end
    end, "Loader: loader:epoch%(%) was called again while a loop over it had 4 samples left")
    local first, second = loader:epoch(), loader:epoch()
    assert.error_matches(first, "had 6 samples left")
    assert.same({1, 2}, integers(second()))
    -- one that was at its end, or was left, is in nobody's way
    local seen = {}
    for x in loader:epoch() do
      seen[#seen + 1] = integers(x)[1]
      if #seen == 3 then assert.same({{1, 2}, {3, 4}, {5, 6}}, epoch(loader)) end
    end
    assert.same({1, 3, 5}, seen)
    loader:epoch()()
    assert.same({{1, 2}, {3, 4}, {5, 6}}, epoch(loader))
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

  -- 5 standard deviations of a binomial share
  local function near_share(share, count, n)
    assert.is_true(math.abs(count / n - share) < 5 * math.sqrt(share * (1 - share) / n), count .. " of " .. n)
  end

  local function counts_of(loader, n)
    local counts = {}
    for x in loader:epoch() do
      for _, i in ipairs(integers(x)) do counts[i] = (counts[i] or 0) + 1 end
    end
    for i = 1, n do counts[i] = counts[i] or 0 end
    return counts
  end

  it("draws by weight, with replacement", function()
    local N = 20000
    for _, weights in ipairs {{0, 1, 3, 4}, ln.tensor {0, 0.25, 0.75, 1}} do
      local loader = Loader(set_of(4), {batch_size = 100, weights = weights, num_samples = N})
      assert.equal(200, #loader)
      local counts = counts_of(loader, 4)
      assert.equal(0, counts[1])
      for i, share in ipairs {0, 1 / 8, 3 / 8, 1 / 2} do
        if share > 0 then near_share(share, counts[i], N) end
      end
    end
    assert.same({3, 3, 1}, {#Loader(set_of(5), {batch_size = 2, weights = {1, 1, 1, 1, 1}}),
                            #Loader(set_of(5), {weights = {1, 1, 1, 1, 1}, num_samples = 3}),
                            #Loader(set_of(5), {batch_size = 2, balance = {1, 1, 2, 2, 2}, num_samples = 3,
                                                drop_last = true})})
  end)

  it("makes classes equally likely, each draw by itself", function()
    local N, labels = 20000, {}
    for k = 1, 10 do labels[k] = k <= 8 and "often" or k == 9 and "seldom" or "once" end
    local loader = Loader(set_of(10), {batch_size = 4, balance = labels, num_samples = N})
    local counts = counts_of(loader, 10)
    for k = 1, 8 do near_share(1 / 24, counts[k], N) end
    for k = 9, 10 do near_share(1 / 3, counts[k], N) end
    -- of a batch of 4, none is "once" with probability (2/3)^4
    local none = 0
    for x in loader:epoch() do
      if x:eq(10):sum():item() == 0 then none = none + 1 end
    end
    near_share((2 / 3) ^ 4, none, N / 4)
  end)

  it("takes the labels that a set has, of a part and of a mapped one too", function()
    local set = set_of(6)
    set.labels = ln.tensor {1, 1, 1, 1, 2, 3}
    near_share(1 / 3, counts_of(Loader(set, {balance = true, num_samples = 9000}), 6)[5], 9000)
    near_share(1 / 3, counts_of(Loader(ln.data.map(set, function(x) return x end),
                                       {balance = true, num_samples = 9000}), 6)[6], 9000)
    near_share(1 / 2, counts_of(Loader(ln.data.subset(set, 3, 5), {balance = true, num_samples = 9000}), 6)[5], 9000)
    local digits = ln.data.digits()
    local _, y = Loader(digits, {batch_size = 9000, balance = true}):next()
    for class = 1, 10 do near_share(1 / 10, y:eq(class):sum():item(), 9000) end
  end)

  it("draws from its own stream, anew each epoch", function()
    for _, how in ipairs {{weights = {1, 2, 3, 4, 5, 6}}, {balance = {1, 1, 1, 2, 2, 3}}} do
      ln.manual_seed(3)
      local a = Loader(set_of(6), {batch_size = 6, weights = how.weights, balance = how.balance, num_samples = 60})
      ln.manual_seed(3)
      local b = Loader(set_of(6), {batch_size = 6, weights = how.weights, balance = how.balance, num_samples = 60})
      ln.rand(100)
      local first = epoch(a)
      assert.same(first, epoch(b))
      assert.not_same(first, epoch(a))
    end
  end)

  it("goes on with what it draws from its state exactly, within an epoch and at its end", function()
    for _, how in ipairs {{weights = {1, 2, 3, 4, 5}, num_samples = 20, batch_size = 3},
                          {balance = {1, 1, 1, 2, 2}, batch_size = 2}} do
      local loader, other = Loader(set_of(5), how), Loader(set_of(5), how)
      for _ = 1, 12 do
        loader:next()
        other:load_state_dict(loader:state_dict())
        local state = other:state_dict()
        local kept = {integers(other:next()), integers(other:next())}
        other:load_state_dict(state)
        assert.same(kept, {integers(other:next()), integers(other:next())})
        other:load_state_dict(state)
      end
      other = Loader(set_of(5), how)
      epoch(loader)
      other:load_state_dict(loader:state_dict())
      assert.same({epoch(loader), epoch(loader)}, {epoch(other), epoch(other)})
    end
  end)

  it("refuses a state of another way to draw", function()
    local w, b = {weights = {1, 2, 3}}, {balance = {1, 1, 2}}
    local function refused(here, there, text)
      local loader = Loader(set_of(3), here)
      local before = loader:state_dict()
      local ok, message = pcall(loader.load_state_dict, loader, Loader(set_of(3), there):state_dict())
      assert.is_false(ok)
      assert.truthy(message:find("Loader: load_state_dict: " .. text, 1, true), message)
      assert.same(before, loader:state_dict())
    end
    refused(w, b, "sampling is weights here and balance in the state")
    refused(b, {}, "sampling is balance here and none in the state")
    refused({}, w, "sampling is none here and weights in the state")
    refused({shuffle = true}, w, "shuffle is true here and false in the state")
    refused({shuffle = true}, {}, "shuffle is true here and false in the state")
    refused({weights = w.weights, num_samples = 2}, w, "num_samples is 2 here and none in the state")
  end)

  it("refuses weights and labels that do not fit", function()
    local function refused(o, text)
      local ok, message = pcall(Loader, set_of(3), o)
      assert.is_false(ok)
      assert.truthy(message:find(text, 1, true), message)
    end
    refused({weights = {1, 2}}, "Loader: weights are 2, the set has 3 samples")
    refused({weights = ln.ones(3, 1)}, "Loader: weights are 3x1, the set has 3 samples")
    refused({weights = {1, -2, 1}}, "weight 2 is -2, a finite number from 0 up is wanted")
    refused({weights = {1, 0 / 0, 1}}, "weight 2 is nan")
    refused({weights = {0, 0, 0}}, "all weights are 0")
    refused({balance = {1, 2}}, "Loader: balance has 2 labels, the set 3 samples")
    refused({balance = ln.tensor(1)}, "Loader: balance has no list of labels, the set 3 samples")
    refused({balance = ln.ones(3, 1)}, "Loader: balance: label 1 is a table, not one of a class")
    refused({balance = {1, 0 / 0, 1}}, "Loader: balance: label 2 is nan, not one of a class")
    refused({balance = true}, "Loader: balance is true, and the set has no labels; {balance = labels} gives them")
    refused({balance = {1, 1, 2}, shuffle = true}, "Loader: shuffle and balance are given; balance draws at random")
    refused({balance = {1, 1, 2}, weights = {1, 1, 2}}, "Loader: weights and balance are given; one of them says")
    refused({num_samples = 2, shuffle = true}, "Loader: num_samples is 2 without weights or balance: an epoch goes")
  end)

  -- what is asked for later is what was told of: by next, and over the ends of epochs
  it("tells a set what the next two batches will ask for", function()
    for _, how in ipairs {{batch_size = 4, shuffle = true}, {batch_size = 4},
                          {batch_size = 3, balance = {1, 1, 2, 2, 3}},
                          {batch_size = 3, weights = {1, 2, 3, 4, 5}, num_samples = 10}} do
      local told_of, set, n = {}, set_of(5), 20
      function set.prefetch(_, indices) told_of[#told_of + 1] = indices end
      ln.manual_seed(3)
      local loader, batches = Loader(set, how), {}
      for k = 1, n do batches[k] = integers(loader:next()) end
      for k = 1, n - 2 do
        local both = table.move(batches[k + 1], 1, how.batch_size, 1, {})
        table.move(batches[k + 2], 1, how.batch_size, how.batch_size + 1, both)
        -- one epoch more is known, which 8 of a set of 5 may go beyond
        assert.is_true(#told_of[k] >= 5)
        for i, index in ipairs(told_of[k]) do assert.equal(both[i], index) end
      end
      ln.manual_seed(3)
      loader = Loader(set_of(5), how)
      for k = 1, n do assert.same(batches[k], integers(loader:next())) end
    end
  end)

  it("tells the set below a part and a mapped one", function()
    local told_of, set = {}, set_of(9)
    function set.prefetch(_, indices) told_of[#told_of + 1] = indices end
    Loader(ln.data.map(ln.data.subset(set, 3, 8), function(x) return x end), {batch_size = 2}):next()
    assert.same({{5, 6, 7, 8}}, told_of)
    ln.data.map(ln.data.subset(set_of(9), 3, 8), function(x) return x end):prefetch {1}
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
