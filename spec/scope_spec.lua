local files = require "spec.files"
local host = require "spec.support.host"
local kept_hook = require "spec.support.hook"
local ln = require "lunette"

-- No look-up where memory may be short.
local pcall = pcall

-- Closes out of order, as only a mistake would.
local function close_with(scope, value) getmetatable(scope).__close(value) end
local function close(scope) close_with(scope, scope) end

describe("scopes", function()
  local w = ln.ones(2, {requires_grad = true})
  local function recorded() return (w * 2):requires_grad() end

  it("no_grad stops recording until it closes", function()
    do
      local _ <close> = ln.no_grad()
      assert.is_false(recorded())
      assert.is_false(ln.is_grad_enabled())
      do
        local _ <close> = ln.enable_grad()
        assert.is_true(recorded())
      end
      assert.is_false(recorded())
    end
    assert.is_true(recorded())
    assert.is_true(ln.is_grad_enabled())
  end)

  it("closes on an error", function()
    pcall(function()
      local _ <close> = ln.no_grad()
      error "x"
    end)
    assert.is_true(recorded())
  end)

  it("one held across a yield changes nothing elsewhere", function()
    local seen = {}
    local co = coroutine.create(function()
      local _ <close> = ln.no_grad()
      seen[1] = recorded()
      coroutine.yield()
      seen[2] = recorded()
    end)
    coroutine.resume(co)
    assert.is_true(recorded())
    assert.is_true(ln.is_grad_enabled())
    do
      local _ <close> = ln.no_grad()
      assert.is_true(coroutine.resume(co))
      assert.is_false(recorded())
    end
    assert.same({false, false}, seen)
    assert.is_true(recorded())
  end)

  it("one left in a dead coroutine changes nothing elsewhere", function()
    local co = coroutine.create(function()
      local _ <close> = ln.no_grad()
      coroutine.yield()
    end)
    coroutine.resume(co)
    co = nil -- luacheck: ignore
    collectgarbage()
    assert.is_true(recorded())
  end)

  it("one closed out of order changes nothing else", function()
    local a, b = ln.no_grad(), ln.enable_grad()
    close(a)
    assert.is_true(recorded())
    close(b)
    assert.is_true(recorded())
    a, b = ln.no_grad(), ln.no_grad()
    close(a)
    assert.is_false(recorded())
    close(a)
    assert.is_false(recorded())
    close(b)
    assert.is_true(recorded())
  end)

  it("frozen parameters thaw for other coroutines", function()
    local layer = ln.nn.Linear(2, 2)
    layer.bias:requires_grad_(false)
    local co = coroutine.wrap(function()
      local _ <close> = layer:frozen()
      coroutine.yield(layer.weight:requires_grad())
      coroutine.yield(layer.weight:requires_grad())
    end)
    assert.is_false(co())
    assert.is_true(layer.weight:requires_grad())
    assert.is_false(layer.bias:requires_grad())
    assert.is_false(co())
    co()
    assert.is_true(layer.weight:requires_grad())
    assert.is_false(layer.bias:requires_grad())
  end)

  it("a layer is in evaluation mode in its coroutine alone, and then in the modes it was in", function()
    local model = ln.nn.Sequential {ln.nn.Dropout(0.5), ln.nn.Sequential {ln.nn.Dropout(0.5):eval(), ln.nn.ReLU()}}
    local function modes()
      local list, _ = {}, ln.is_grad_enabled() -- the engine sees who asks
      for k, layer in ipairs(model:modules()) do list[k] = {layer.training, rawget(layer, "training")} end
      return list
    end
    local before, x = modes(), ln.ones(50)
    assert.same({{true}, {true}, {true}, {false, false}, {true}}, before)
    local co = coroutine.wrap(function()
      local _ <close> = model:evaluating()
      coroutine.yield(model(x):sum():item(), modes())
      model:train()
      coroutine.yield(model(x):sum():item())
    end)
    local sum, inside = co()
    assert.equal(50, sum)
    for _, mode in ipairs(inside) do assert.is_false(mode[1]) end
    assert.is_true(model(x):eq(0):sum():item() > 0)
    assert.same(before, modes())
    assert.not_equal(50, co())
    assert.same(before, modes())
    co()
    assert.same(before, modes())
    assert.is_false(pcall(function()
      local _ <close> = model[2]:evaluating()
      assert.is_false(model[2].training)
      assert.is_true(model.training)
      error "left"
    end))
    assert.same(before, modes())
  end)

  it("a generator stands where it stood, and its own coroutine goes on from its own place", function()
    local function draw(g) return ln.rand(3, {generator = g}):totable() end
    local g, same, twin = ln.Generator(5), ln.Generator(5), ln.Generator(9)
    local co = coroutine.wrap(function()
      local _ <close> = g:undisturbed()
      g:manual_seed(9)
      coroutine.yield(draw(g))
      coroutine.yield(draw(g))
    end)
    assert.same(draw(twin), co())
    assert.same(draw(same), draw(g))
    assert.same(draw(twin), co())
    assert.same(draw(same), draw(g))
    co()
    assert.same(draw(same), draw(g))
    do
      local _ <close> = g:undisturbed()
      local first = draw(g)
      do
        local _ <close> = g:undisturbed()
        draw(g)
      end
      assert.same(first, draw(same))
      assert.same(draw(same), draw(g))
    end
    assert.same(draw(ln.Generator(5)), (function()
      g:manual_seed(5)
      pcall(function()
        local _ <close> = g:undisturbed()
        draw(g)
        error "left"
      end)
      return draw(g)
    end)())
  end)

  it("one that the collector ends while another is entered or left waits for that", function()
    local scope = require "lunette.scope"
    local value, before, on = 0, nil, {}
    local function lose(name)
      local held = {scope.open(function() on[name] = true end, function() on[name] = nil end)}
      assert(recorded()) -- sees that it is held
      table.remove(held)
    end
    lose "a"
    local function collect_and(set)
      return function()
        collectgarbage()
        set()
      end
    end
    do
      local _ <close> = scope.open(collect_and(function() before, value = value, 1 end),
                                   collect_and(function() value = before or value end))
      assert.same({{}, 1}, {on, value})
      lose "b"
      lose "c"
    end
    assert.same({{}, 0}, {on, value})
    lose "d"
    collectgarbage()
    assert.same({}, on)
  end)

  -- What is set, and whether scopes still work.
  local layer = ln.nn.Linear(2, 2)
  local drawn
  before_each(function() drawn = ln.default_generator:state() end)

  local function state()
    local thawed = true
    for _, p in ipairs(layer:parameters()) do thawed = thawed and p:requires_grad() end
    return {grad = ln.is_grad_enabled(), recorded = recorded(), anomaly = ln.is_anomaly_enabled(),
            float = ln.get_precision() ~= "bfloat16", thawed = thawed,
            mode = layer.training, own_mode = rawget(layer, "training"), drawn = ln.default_generator:state() ~= drawn}
  end

  local usual = {grad = true, recorded = true, anomaly = false, float = true, thawed = true, mode = true, drawn = false}

  local function use_all()
    local _ <close> = ln.no_grad()
    local _ <close> = layer:frozen()
    local _ <close> = layer:evaluating()
    local _ <close> = ln.default_generator:undisturbed()
    local _ = ln.rand(2)
    local _ <close> = ln.detect_anomaly()
    local _ <close> = ln.profile {print = false}
    if ln.real == "float" then
      local _ <close> = ln.precision "bfloat16"
      local _ = w * 2
    end
    local _ <close> = ln.enable_grad()
    assert(recorded())
  end

  local function works()
    do
      local _ <close> = ln.no_grad()
      assert.is_false(recorded())
    end
    assert.same(usual, state())
  end

  -- f() with a hook that raises at its nth event; whether it came to that.
  local function interrupt(f, mask, n)
    local seen, restore = 0, kept_hook()
    local function hook()
      seen = seen + 1
      if mask == "" or seen == n then
        debug.sethook()
        seen = n
        error("interrupted", 0)
      end
    end
    local ok, message = pcall(function()
      debug.sethook(hook, mask, mask == "" and n or 0)
      f()
      debug.sethook()
    end)
    restore()
    assert(ok or message == "interrupted", message)
    return seen == n
  end

  for name, mask in pairs {["any two instructions"] = "", ["any two lines"] = "l", ["any return"] = "r"} do
    it("an interrupt between " .. name .. " leaves nothing on", function()
      local n, hits = 1, 0
      while interrupt(use_all, mask, n) do
        assert.same(usual, state(), mask .. " at " .. n)
        n, hits = n + 1, hits + 1
      end
      assert.is_true(hits > 20)
      works()
    end)
  end

  it("an interrupt while scopes follow a coroutine loses none", function()
    local n = 1
    repeat
      local seen = {}
      local co = coroutine.wrap(function()
        local _ <close> = ln.no_grad()
        local _ <close> = layer:frozen()
        coroutine.yield()
        seen[1], seen[2] = recorded(), layer.weight:requires_grad()
        coroutine.yield()
      end)
      co()
      local hit = interrupt(function() return state() end, "", n)
      assert.same(usual, state(), n)
      co()
      assert.same({false, false}, seen, n)
      assert.same(usual, state(), n)
      co()
      n = n + 1
    until not hit
    assert.is_true(n > 20)
    works()
  end)

  it("one that is lost and waits for its finalizer is not in force", function()
    local mode = collectgarbage "incremental"
    collectgarbage()
    local weak = setmetatable({}, {__mode = "v"})
    pcall(function() weak[1] = layer:frozen() end)
    while weak[1] do collectgarbage("step", 0) end
    assert.same(usual, state())
    collectgarbage(mode)
  end)

  it("a lack of memory at any point leaves nothing on", function()
    local folder = files.new_folder()
    package.cpath = host.build(folder)
    local memory = require "host"
    use_all()
    -- one request is refused (Lua makes it twice), or all are for a while: then
    -- a scope whose end found no memory either ends before the next op
    for _, times in ipairs {2, 1000} do
      local n, failures = 0, 0
      repeat
        collectgarbage()
        memory.fail(n, times)
        local ok = pcall(use_all)
        local out = memory.allow()
        failures = failures + (ok and 0 or 1)
        if times > 2 then recorded() end
        assert.same(usual, state(), n)
        n = n + 1
      until not out
      assert.is_true(failures > 10)
    end
    works()
    files.remove_folder()
  end)

  it("one that nothing holds any more ends before the next op", function()
    pcall(function()
      local function lose() error(ln.no_grad()) end
      lose()
    end)
    assert.is_true(recorded())
    local held = {ln.no_grad()}
    assert.is_false(recorded())
    collectgarbage()
    assert.is_false(recorded())
    close(held[1])
    assert.is_true(recorded())
  end)

  it("its metamethods take nothing for a scope that is none", function()
    local scope = ln.no_grad()
    for _, foreign in ipairs {1, "x", {}, w, setmetatable({}, {})} do close_with(scope, foreign) end
    assert.is_false(recorded())
    close(scope)
    assert.is_true(recorded())
  end)
end)
