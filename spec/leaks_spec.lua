-- Errors that are caught leave nothing behind: no memory, no scope, no thread.
local asan = require "spec.support.asan"
local files = require "spec.files"
local host = require "spec.support.host"

-- Every kind of error, each a function that raises, in a process of its own:
-- round() has all of them caught, half in a coroutine, and gives their number.
local KINDS = [[
  package.path = "./?.lua;" .. package.path
  local ln, engine = require "lunette", require "lunette.engine"
  local nn, data = ln.nn, ln.data
  ln.set_num_threads(3)
  local x = ln.ones(8, 8):requires_grad_()
  local net = nn.Sequential {nn.Linear(8, 8), nn.BatchNorm1d(8), nn.Linear(8, 8)}
  local opt = ln.optim.SGD(net:parameters(), {lr = 0.1})
  local function own() error {"an error of the script"} end
  local Raises = ln.Function:extend "Raises"
  function Raises.forward(_, y) return y * 2 end
  function Raises.backward() own() end
  local Refuses = ln.Function:extend "Refuses"
  function Refuses.forward(_, y) return (y * 2):matmul(ln.ones(3)) end
  local Closes = setmetatable({}, {__close = function() local _ = x:matmul(ln.ones(3)) end})
  local set = data.tensors(ln.ones(8, 3))

  local kinds = {
    sizes = function() return (x * 2):matmul(ln.ones(3)) end,
    arguments = function() return nn.Linear(0, 2) end,
    options = function() return x:sum(1, {keepdims = true}) end,
    a_name = function() return x.nothing end,
    memory = function() return ln.zeros(1 << 40, 1 << 20) end,
    a_layer = function() return net(ln.ones(2, 5)) end,
    a_graph_used_twice = function()
      local y = (x * x):sum()
      y:backward()
      y:backward()
    end,
    a_value_overwritten = function()
      local y = (x * x):sum()
      do local _ <close> = ln.no_grad() x:mul_(1) end
      y:backward()
    end,
    a_hook = function()
      local y = x * 2
      y:register_hook(own)
      y:tanh():sum():backward()
    end,
    a_leaf_hook = function()
      local leaf = ln.ones(3):requires_grad_()
      leaf:register_post_accumulate_grad_hook(own)
      (leaf * leaf):sum():backward()
    end,
    a_hook_of_the_engine = function()
      local y = x * 2
      y:register_hook(function() return ln.ones(3) end)
      y:sum():backward(nil, {create_graph = true})
    end,
    backward = function() (Raises(x) * x):sum():backward() end,
    forward = function() return Refuses(x) end,
    recompute = function()
      local first = true
      local y = ln.recompute(function(z) if not first then own() end first = false return z * z end, x)
      y:sum():backward()
    end,
    a_forward_hook = function()
      local layer = nn.Linear(8, 8)
      layer:register_forward_hook(own)
      return layer(x)
    end,
    apply = function() net:apply(own) end,
    a_map = function() return data.map(set, own):batch {1, 2} end,
    a_loader = function()
      for _ in data.Loader(data.map(set, own), {batch_size = 2}) do end
    end,
    a_loop_in_a_loader = function()
      for _ in data.Loader(ln.ones(8, 3), {batch_size = 2}) do own() end
    end,
    a_closure = function() ln.optim.LBFGS(net:parameters()):step(own) end,
    a_step = function()
      (net(x) * 2):sum():backward()
      opt.param_groups[1].lr = "much"
      local ok, message = pcall(opt.step, opt)
      opt.param_groups[1].lr = 0.1
      opt:zero_grad()
      error(ok and "it went through" or message, 0)
    end,
    a_scope = function()
      local _ <close> = ln.no_grad()
      local _ <close> = net:evaluating()
      own()
    end,
    a_closing = function()
      local _ <close> = Closes
      own()
    end,
    a_coroutine = function()
      local co = coroutine.wrap(function()
        local _ <close> = ln.no_grad()
        coroutine.yield((x * 2):sum())
        return (x * 2):matmul(ln.ones(3))
      end)
      co()
      co()
    end,
    a_comparison = function()
      table.sort({1, 2, 3}, function(a) return x:sum(a + 5) end)
    end,
    a_file = function() return ln.load "/no/such/file" end,
    an_index = function() return x[9] end,
    a_table = function() return ln.tensor {{1, 2}, {3}} end,
  }

  local function caught(name, f)
    local ok, message = pcall(f)
    assert(not ok, name)
    assert(type(message) == "string" or message[1] == "an error of the script", name)
    assert(ln.is_grad_enabled() and net.training, name)
  end

  local function round(n)
    local count = 0
    for name, f in pairs(kinds) do
      if (n + count) % 2 == 0 then caught(name, f)
      else
        local through = false
        coroutine.wrap(function() caught(name, f) through = true end)()
        assert(through, name)
      end
      count = count + 1
    end
    x.grad = nil
    return count
  end

  local function status(name)
    for line in io.lines "/proc/self/status" do
      local n = line:match("^" .. name .. ":%s*(%d+)")
      if n then return tonumber(n) end
    end
  end

  local function settled()
    ln.is_grad_enabled()
    for _ = 1, 3 do collectgarbage() end
    return status "VmRSS", engine.memory().live_bytes, status "Threads"
  end
]]

local ERRORS = KINDS .. [[
  local sum = ln.ones(700, 700):matmul(ln.ones(700, 700)):sum():item()
  for n = 1, 60 do round(n) end
  local rss, live, threads = settled()
  local count, n = 0, 0
  while count < 10000 do
    n = n + 1
    count = count + round(n)
  end
  local rss_then, live_then, threads_then = settled()
  print(count, rss_then - rss, live_then - live, threads_then - threads, threads)
  print(ln.get_num_threads(), ln.ones(700, 700):matmul(ln.ones(700, 700)):sum():item() == sum)
]]

-- What a trainer is given may raise at any step.
local TRAINER = KINDS .. [[
  local function options(more)
    local o = {generator = nn.Linear(3, 2), discriminator = nn.Linear(2, 1), latent = 3, steps = 2, batch_size = 4,
               data = function(n) return ln.ones(n, 2) end, log_every = 0}
    for key, value in pairs(more) do o[key] = value end
    return o
  end
  local function later()
    local calls = 0
    return function()
      calls = calls + 1
      if calls > 1 then own() end
      return ln.ones(4, 2)
    end
  end
  local trainers = {
    {data = own}, {data = later()}, {data = function() return ln.ones(4, 5) end}, {on_step = own},
    {metrics = {x = own}, eval_every = 1},
  }
  local function all()
    local count = 0
    for _, more in ipairs(trainers) do
      local ok = pcall(function() ln.gan.Trainer(options(more)):run() end)
      if not ok then count = count + 1 end
      assert(ln.is_grad_enabled())
    end
    return count
  end
  for _ = 1, 180 do all() end -- a collector that goes by generations is slow to have its heap
  local rss, live = settled()
  local count = 0
  for _ = 1, 120 do count = count + all() end
  local rss_then, live_then = settled()
  print(count, rss_then - rss, live_then - live)
]]

describe("errors that are caught", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  local function numbers(program)
    local out = host.output("lua5.4 " .. host.script(folder, program))
    local list = {}
    for word in out:gmatch "%S+" do list[#list + 1] = tonumber(word) or word end
    return list, out
  end

  it("leave no memory taken and all threads in use: 10,000", function()
    local got, out = numbers(ERRORS)
    assert(#got == 7, out)
    assert.is_true(got[1] >= 10000, out)
    assert.is_true(asan.here or got[2] <= 1024, out) -- KiB; ASan keeps for a while what is freed
    assert.equal(0, got[3], out)
    assert.same({0, 3, 3, "true"}, {got[4], got[5], got[6], got[7]}, out)
  end)

  it("of what a trainer calls leave none either", function()
    local got, out = numbers(TRAINER)
    assert(#got == 3, out)
    assert.is_true(got[1] == 600, out)
    assert.is_true(asan.here or got[2] <= 1024, out)
    assert.equal(0, got[3], out)
  end)
end)
