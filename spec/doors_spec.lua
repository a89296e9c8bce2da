-- What Lua's own means can do to a tensor that is in use: metamethods called by
-- hand, finalizers that run inside a call, tables with metatables.
local engine = require "lunette.engine"
local files = require "spec.files"
local host = require "spec.support.host"
local kept_hook = require "spec.support.hook"
local ln = require "lunette"

-- No look-up where memory may be short.
local pcall = pcall

describe("metamethods", function()
  local meta = getmetatable(ln.ones(1))

  it("called by hand with anything take it, or raise", function()
    local closed = ln.ones(2)
    closed:close()
    local names = {}
    for name, f in pairs(meta) do
      if type(f) == "function" then names[#names + 1] = name end
    end
    assert.is_true(#names > 10)
    local foreign = {n = 9, nil, 1, "x", {}, io.stdout, ln.Generator(1), closed, coroutine.create(print),
                     setmetatable({}, meta)}
    for _, name in ipairs(names) do
      pcall(meta[name])
      for k = 1, foreign.n do
        for i = 1, foreign.n do
          pcall(meta[name], foreign[k], foreign[i], foreign[k])
          pcall(meta[name], ln.ones(2), foreign[k], foreign[i])
        end
      end
    end
    assert.has_error(function() meta.__close() end)
    assert.has_error(function() meta.__close {} end)
    assert.equal(2, ln.ones(2):numel())
  end)

  it("of a table that took them are harmless", function()
    for _ = 1, 100 do setmetatable({}, meta) end
    collectgarbage()
    local t = setmetatable({}, meta)
    assert.has_error(function() return t + 1 end)
    assert.has_error(function() return t[1] end)
    assert.has_error(function() t[1] = 1 end)
    assert.has_error(function() return #t end)
    assert.has_error(function() local _ <close> = t end)
  end)
end)

-- What Lua's debug library gives another metatable is what it was.
describe("a metatable of ours on another's userdata", function()
  local io_engine = engine.io
  local folder, makers
  setup(function()
    folder = files.new_folder()
    local path = files.write(folder .. "/x", "text")
    makers = {
      function() return ln.ones(2) end, function() return ln.Generator(1) end,
      function() return (assert(io_engine.read_bytes(path))) end, function() return io_engine.rows(2, 3) end,
      function() return (assert(io_engine.lock_file(folder .. "/lock"))) end, engine.watch_interrupt,
      function() return (assert(io_engine.draft(folder .. "/draft"))) end,
      function() return io_engine.packed(path, 4, 0, ("\0"):rep(8), 1, 0) end,
    }
  end)
  teardown(files.remove_folder)

  -- All that the metatable has, called with x and with others.
  local function call_all(meta, x)
    local list = {}
    local methods = type(meta.__index) == "table" and meta.__index or {engine.methods.size, engine.methods.copy_}
    for _, t in ipairs {meta, methods} do
      for _, f in pairs(t) do
        if type(f) == "function" then list[#list + 1] = f end
      end
    end
    for _, f in ipairs(list) do
      pcall(f, x)
      pcall(f, x, 1, x)
      pcall(f, ln.ones(2), x)
    end
    for _, name in ipairs {"__gc", "__close", "__gc", "__close"} do pcall(meta[name] or type, x) end
    pcall(ln.randn, 2, {generator = x})
    pcall(ln.add, x, x)
  end

  it("makes it no other thing", function()
    for _, make in ipairs(makers) do
      local meta = debug.getmetatable(make())
      for _, other in ipairs(makers) do
        local x = other()
        local own = debug.getmetatable(x)
        call_all(own, x)
        x = other()
        debug.setmetatable(x, meta)
        call_all(meta, x)
        call_all(own, x)
        debug.setmetatable(x, nil)
        call_all(own, x)
      end
      -- with Lua's own metatable Lua itself takes it for a file
      local file = io.tmpfile()
      local own = debug.getmetatable(file)
      debug.setmetatable(file, meta)
      call_all(meta, file)
      debug.setmetatable(file, own)
    end
    collectgarbage()
    local x = ln.ones(2)
    local own = debug.getmetatable(x)
    debug.setmetatable(x, getmetatable(ln.default_generator))
    assert.error_matches(function() ln.randn(2, {generator = x}) end, "a Generator is wanted")
    assert.same({4, 4}, (ln.ones(2) * 4):totable())
    debug.setmetatable(x, own) -- by which it is given back
  end)
end)

describe("a finalizer that runs inside a call", function()
  local closed, junk

  -- Garbage that closes x when it is found, and puts something else where x was.
  local function arm(x)
    closed = false
    setmetatable({}, {__gc = function()
      closed = true
      x:close()
      junk = {ln.full({4, 4}, -7), ln.full({3}, -8)}
    end})
  end

  local function check(f, x, expected)
    local ok, y = pcall(f, x)
    if ok then
      assert.same(expected, engine.is_tensor(y) and y:totable() or y)
    else
      assert.is_true(closed)
      assert.truthy(tostring(y):find "closed", y)
    end
  end

  -- So many of the collector's smallest steps, or all that it takes.
  local function step(most)
    local n = 0
    while n < most and not closed do
      n = n + 1
      collectgarbage("step", 0)
    end
    return n
  end

  -- f(x) gives what it should or finds x closed, whenever x is closed: f begins
  -- ever fewer steps before that, and each thing it makes is a step. How often
  -- it was within f.
  local function closing(make, f, expected)
    local within = 0
    collectgarbage("incremental", 1, 1000, 1)
    collectgarbage()
    arm(make())
    local all = step(math.huge)
    for n = all - 12, all do
      collectgarbage()
      local x = make()
      arm(x)
      step(n)
      local before = closed
      check(f, x, expected)
      if closed and not before then within = within + 1 end
    end
    collectgarbage("incremental", 200, 100, 13)
    -- and by the collection that much dead memory brings
    local x = make()
    arm(x)
    ln.zeros(40e6 // 1 | 0)
    check(f, x, expected)
    return within, junk
  end

  local function matrix() return ln.arange(1, 16):view(4, 4):clone() end
  local function leaf() return matrix():requires_grad_() end
  local rows = matrix():totable()

  local within = 0

  for name, case in pairs {
    ["an op with options"] = {function(x) return x:sum(1, {keepdim = true}) end, {{28, 32, 36, 40}}},
    ["an op of two"] = {function(x) return x:matmul(ln.eye(4)) end, rows},
    ["a list of tensors"] = {function(x) return ln.cat({x, x})[{{1, 4}}] end, rows},
    ["an index"] = {function(x) return x[ln.tensor {1, 2, 3, 4}] end, rows},
    ["assignment"] = {function(x)
      local y = ln.zeros(4, 4)
      y[{{1, 4}}] = x
      return y
    end, rows},
    ["copy_"] = {function(x) return ln.zeros(4, 4):copy_(x) end, rows},
    ["add_"] = {function(x) return ln.zeros(4, 4):add_(x) end, rows},
    ["totable"] = {function(x) return x:totable() end, rows},
    ["size"] = {function(x) return x:size() end, {4, 4}},
    ["stride"] = {function(x) return x:stride() end, {4, 1}},
    ["to_bytes"] = {function(x) return {string.unpack("<ffff", x:to_bytes "f32")} end, {1, 2, 3, 4, 17}},
    ["detach"] = {function(x) return x:detach() end, rows},
    ["ln.tensor"] = {function(x) return ln.tensor(x, {requires_grad = true}) end, rows},
    ["zeros_like"] = {function(x) return ln.zeros_like(x, {requires_grad = true}):size() end, {4, 4}},
    ["bernoulli"] = {function(x) return ln.bernoulli(x:gt(0)) end, ln.ones(4, 4):totable()},
  } do
    it("leaves " .. name .. " whole", function()
      within = within + closing(matrix, case[1], case[2])
    end)
  end

  it("leaves derivatives whole", function()
    local twice = matrix():mul(2):totable()
    closing(leaf, function(x) return ln.grad((x * x):sum(), {x}, {create_graph = true})[1] end, twice)
    closing(leaf, function(x)
      local y = (x * x):sum()
      y:backward(nil, {retain_graph = true})
      return x.grad
    end, twice)
  end)

  it("was met within calls", function() assert.is_true(within > 10, within) end)

  it("in a hook that closes what is being derived leaves the sweep whole", function()
    local x = leaf()
    local y = (x * x):sum()
    x:register_hook(function()
      x:close()
      y:close()
      collectgarbage()
    end)
    y:backward()
    x = leaf()
    local z = x * 3
    z:register_hook(function() x:close() z:close() end)
    assert.same(ln.full({4, 4}, 3):totable(), ln.grad(z:sum(), x)[1]:totable())
  end)
end)

describe("tables given to the library", function()
  -- a table that is code
  local function trap(seen)
    return setmetatable({}, {
      __index = function(_, key)
        seen[#seen + 1] = key
        collectgarbage()
      end,
      __len = function() return 3 end,
      __pairs = function() error "pairs" end})
  end

  it("are read raw, so that they cannot run code", function()
    local seen, x = {}, ln.ones(2, 2)
    local p = ln.ones(2, {requires_grad = true})
    pcall(ln.sum, x, 1, trap(seen))
    pcall(ln.zeros, 2, trap(seen))
    pcall(ln.zeros, trap(seen))
    pcall(ln.tensor, trap(seen))
    pcall(ln.cat, trap(seen))
    pcall(x.normal_, x, trap(seen))
    pcall(ln.grad, p:sum(), {p}, trap(seen))
    pcall(ln.grad, trap(seen), trap(seen))
    pcall(p:sum().backward, p:sum(), nil, trap(seen))
    pcall(function() return x[trap(seen)] end)
    pcall(ln.multinomial, p:detach(), 1, trap(seen))
    for _, update in pairs(engine.update) do
      local o = trap(seen)
      pcall(update, o)
      rawset(o, "params", {p})
      pcall(update, o)
    end
    assert.same({}, seen)
  end)
end)

describe("a lack of memory", function()
  it("at any point of a call raises, and leaves nothing alive or set", function()
    local folder = files.new_folder()
    package.cpath = host.build(folder)
    local memory = require "host"
    local x, w = ln.ones(3, 3, {requires_grad = true}), ln.ones(3, 3)
    local p, g = ln.ones(3), ln.ones(3)
    local function all()
      local y = (x:matmul(w) + 1):sum(1, {keepdim = true})
      y = y[{{}, {1, 2}}] * ln.zeros(1, 2, {requires_grad = true})
      ln.grad(y:sum(), {x}, {retain_graph = true})
      w:normal_(0, 1, {generator = ln.default_generator})
      engine.update.sgd {params = {p}, grads = {g}, lr = 0.1}
      return y:size(), y:totable(), y:to_bytes "f32"
    end
    all()
    collectgarbage()
    collectgarbage()
    local live, n, failures = ln.memory().live_tensors, 0, 0
    local restore = kept_hook()
    debug.sethook() -- one that lacks memory raises anywhere
    repeat
      memory.fail(n, 2)
      local ok = pcall(all)
      local out = memory.allow()
      failures = failures + (ok and 0 or 1)
      n = n + 1
      assert.is_true(ln.is_grad_enabled())
    until not out
    restore()
    assert.is_true(failures > 10)
    collectgarbage()
    collectgarbage()
    assert.equal(live, ln.memory().live_tensors)
    files.remove_folder()
  end)
end)
