local ln = require "lunette"
local nn = ln.nn

local function message_of(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

local here = debug.getinfo(1, "S").short_src

describe("errors", function()
  it("blames the line of the script, for ops", function()
    local line = debug.getinfo(1, "l").currentline + 1
    local message = message_of(function() local _ = ln.ones(2, 3):matmul(ln.ones(2, 3)) end)
    assert.equal(("%s:%d: matmul"):format(here, line), message:match "^.-:%d+: %w+")
    assert.truthy(message:find("2x3", 1, true))
  end)

  it("blames the line of the script when the mistake shows inside the library", function()
    local model = nn.Sequential {nn.Linear(3, 4), nn.ReLU(), nn.Linear(5, 1)}
    local line = debug.getinfo(1, "l").currentline + 1
    local message = message_of(function() local _ = model(ln.ones(2, 3)) end)
    assert.equal(("%s:%d: model.3 (Linear): "):format(here, line),
                 message:match "^.-%(Linear%): ")
  end)

  it("names the path through layers of one's own and plain tables", function()
    local Net = nn.Module:extend "Net"
    function Net:init() self.blocks = {nn.Sequential {nn.Linear(3, 4)}} end
    function Net:forward(x) return (self.blocks[1](x)) end
    local message = message_of(function() local _ = Net()(ln.ones(2, 5)) end)
    assert.truthy(message:find("Net.blocks.1.1 (Linear): linear", 1, true), message)
  end)

  it("blames a layer of one's own when the mistake is made there", function()
    local Net, line = nn.Module:extend "Net", nil
    function Net:forward(x)
      line = debug.getinfo(1, "l").currentline + 1
      local y = x:matmul(x)
      return y
    end
    local model = nn.Sequential {Net()}
    local message = message_of(function() local _ = model(ln.ones(2, 3)) end)
    assert.equal(("%s:%d: model.1 (Net): matmul"):format(here, line),
                 message:match "^.-%(Net%): %w+")
  end)

  it("names the variable that holds the model, for two of one class", function()
    local function player() return nn.Sequential {nn.Linear(3, 4), nn.Linear(5, 1)} end
    local G, D = player(), player()
    local x, tail = ln.ones(2, 3), " (Linear): linear: "
    local function named(name, f)
      local message = message_of(f)
      assert.equal(name .. tail, message:match("^[^:]+:%d+: (.-" .. tail:gsub("%p", "%%%0") .. ")"), message)
    end
    named("D.2", function() local _ = D(x) end)
    named("G.2", function() local _ = G(x) end)
    local function train(critic) local _ = critic(x) end
    named("critic.2", function() train(D) end)
    local nets = {first = G, second = D}
    local function of_table() local _ = nets.second(x) end
    G, D = nil, nil
    named("nets.second.2", of_table)
    local Game = nn.Module:extend "Game"
    function Game:init(model) self.model = model end
    function Game:play() local _ = self.model(x) end
    named("self.model.2", function() Game(nets.first):play() end)
    -- a layer within: the path from the outermost, by the name it was called by
    function Game:forward(y) return (self.model(y)) end
    local game = nn.Sequential {Game(nets.first)}
    named("game.1.model.2", function() local _ = game(x) end)
    named("Sequential.2", function() local _ = player()(x) end)
    local env = setmetatable({x = x}, {__index = _G})
    env.Critic = player()
    named("Critic.2", load("local _ = Critic(x)", "=script.lua", "t", env))
  end)

  it("names no path for a layer that stands alone", function()
    local message = message_of(function() local _ = nn.Linear(3, 4)(ln.ones(2, 5)) end)
    assert.truthy(message:match "^[^:]+:%d+: linear: ", message)
  end)

  it("shows no control characters of names, but lines and tabs", function()
    local Net = nn.Module:extend "N\27[31mt"
    function Net:init() self["a\7\127"] = nn.Linear(2, 2) end
    function Net:forward(x) return self["a\7\127"](x) end
    local message = message_of(Net(), ln.ones(1, 3))
    assert.truthy(message:find("a?? (Linear)", 1, true), message)
    message = message_of(function() require "lunette.errors".raise("a\n\tb\r\27[0m\u{e9}") end)
    assert.truthy(message:find("a\n\tb??[0m\u{e9}", 1, true), message)
  end)

  it("works inside a coroutine and without any line to blame", function()
    local co = coroutine.wrap(function() return pcall(nn.Linear, 0, 1) end)
    local ok, message = co()
    assert.is_false(ok)
    assert.truthy(message:find "in_features is 0, an integer above 0 is wanted")
  end)
end)

-- What lua prints for a script, and the path of the script.
local function printed(text)
  local path = os.tmpname()
  local file <close> = assert(io.open(path, "w"))
  file:write('local ln = require "lunette"\n', text)
  file:close()
  local pipe <close> = assert(io.popen(("lua5.4 %s 2>&1"):format(path)))
  local out = pipe:read "a"
  os.remove(path)
  return out, path
end

describe("a mistake that nothing catches", function()
  it("is shown with the frames of the script alone", function()
    local out, path = printed [[
      local D = ln.nn.Sequential {ln.nn.Linear(3, 4), ln.nn.Sequential {ln.nn.Linear(5, 1)}}
      local function train(x)
        local y = D(x)
        return y
      end
      train(ln.ones(2, 3))
    ]]
    local wanted = ([[
lua5.4: PATH:4: D.2.1 (Linear): linear: input has 4 features, the weight wants 5: 2x4 by 1x5
stack traceback:
	PATH:4: in local 'train'
	PATH:7: in main chunk
]]):gsub("PATH", path)
    assert.equal(wanted, out)
  end)

  it("of a line of lua -i, which calls in its own place, has no frame of the library", function()
    local out = printed [[
      D = ln.nn.Sequential {ln.nn.Linear(3, 4), ln.nn.Linear(5, 1)}
      return D(ln.ones(2, 3))
    ]]
    assert.equal("lua5.4: D.2 (Linear): linear: input has 4 features, the weight wants 5: 2x4 by 1x5\n", out)
  end)

  it("is text to all that catches: pcall, handlers, coroutines", function()
    local out = printed [[
      local function wrong() local _ = ln.ones(2) + ln.ones(3) end
      local function show(ok, message) print(ok, type(message), message:match "add: .*$") end
      show(pcall(wrong))
      show(xpcall(wrong, function(message) return message end))
      show(coroutine.resume(coroutine.create(wrong)))
      local co = coroutine.wrap(wrong)
      show(pcall(function() co() end))
      show(pcall(table.sort, {1, 2}, wrong))
      local called = pcall(ln.no_grad, 1)
      local x = ln.ones(2, {requires_grad = true})
      x:register_hook(wrong)
      show(pcall(function() x:sum():backward() end))
      table.sort({1, 2}, wrong)
    ]]
    local said = "add: sizes do not broadcast: 2 elements and 3 elements\n"
    local caught = ("false\tstring\t" .. said):rep(6)
    assert.equal(caught, out:sub(1, #caught))
    assert.truthy(out:sub(#caught + 1):find("^lua5.4: [^\n]+:2: " .. said .. "stack traceback:\n"), out)
    assert.falsy(out:find("errors.lua", 1, true), out)
  end)
end)

describe("mistakes that would be silent elsewhere", function()
  local w = ln.tensor({1, 2}, {requires_grad = true})

  local function refused(f, text)
    local ok, message = pcall(f)
    assert.is_false(ok)
    assert.truthy(message:find(text, 1, true), message)
    assert.truthy(message:find("errors_spec.lua:", 1, true), message)
  end

  it("are writes that lose a gradient", function()
    local text = "a write in place does not record"
    refused(function()
      local x = ln.zeros(2)
      x[1] = (w * w):sum()
    end, text)
    refused(function() ln.zeros(2):add_(w) end, "add_: what is written requires a gradient")
    refused(function() ln.zeros(2):copy_(w * 2) end, text)
    local _ <close> = ln.no_grad()
    assert.same({1, 2}, ln.zeros(2):copy_(w):totable())
  end)

  it("are options among values", function()
    refused(function() return ln.tensor {1, 2, requires_grad = true} end, "has the key requires_grad")
    refused(function() return ln.zeros {2, 3, requires_grad = true} end, "zeros: sizes has the key requires_grad")
  end)

  it("are gradients of themselves, which would hold each other", function()
    refused(function() w.grad = w end, "grad: the tensor would be its own gradient")
    local x, g, of_g = ln.ones(2), ln.ones(2), ln.ones(2)
    x.grad, g.grad = g, of_g
    refused(function() of_g.grad = x end, "grad: the tensor would be its own gradient")
  end)

  it("are fields that other libraries have", function()
    refused(function() return w.ndim end, "a tensor has no field ndim; see x:dim()")
    refused(function() return w["repeat"] end, "a tensor has no field repeat; see x:tile(2, 2)")
    refused(function() return ln.autograd end, "ln has no autograd; see ln.grad, ln.Function")
    refused(function() return ln.data.DataLoader end, "data has no DataLoader; see ln.data.Loader")
    refused(function() return w.nothing end, "a tensor has no field or method nothing")
    refused(function() w.grad = 5 end, "grad is 5, a tensor or nil is wanted")
    refused(function() w.requires_grad = true end, "a tensor has no field requires_grad; see x:requires_grad_(true)")
    refused(function() return w:requires_grad(true) end, "requires_grad_(true) and requires_grad_(false) set it")
    refused(function() return w:relu_() end, "a tensor has no field or method relu_; near it: relu")
    for _, name in ipairs {"cuda", "cpu", "to", "float", "long", "int", "device"} do
      refused(function() return w[name](w) end, name .. ": Lunette runs on the processor")
      refused(function() return ln[name] end, name .. ": Lunette runs on the processor")
    end
  end)

  it("are arguments of what takes none", function()
    for _, name in ipairs {"dim", "numel", "stride", "item", "totable", "detach", "is_leaf", "is_contiguous",
                           "version", "op", "close", "retain_grad", "retains_grad"} do
      local x = ln.ones(1, {requires_grad = true})
      refused(function() x[name](x, 1) end, name .. ": 1 argument is given, at most 0 are taken")
      x[name](x, nil)
    end
    for _, name in ipairs {"memory", "reset_peak_memory", "empty_cache", "get_num_threads", "clock"} do
      refused(function() ln[name](1) end, name .. ": 1 argument is given, at most 0 are taken")
    end
    local g = ln.Generator()
    refused(function() g:seed(1) end, "seed: too many arguments; call it as seed(self: generator)")
    refused(function() g:state(1) end, "state: too many arguments")
    refused(function() g:manual_seed(1, 2) end, "manual_seed: too many arguments")
    refused(function() ln.Generator(1, 2) end, "Generator: too many arguments; call it as Generator(seed: int = 0)")
    refused(function() ln.is_tensor() end, "is_tensor: obj is missing, a value is wanted")
    refused(function() ln.grad(w, {w}, {}, 1) end, "grad: too many arguments")
    refused(function() w:sum():backward(nil, {}, 1) end, "backward: too many arguments")
  end)

  it("are names that are nil", function()
    refused(function() return ln.zeros(ln.batchsize) end, "ln has no batchsize")
    refused(function() return ln.zeros(nil) end, "zeros: the first size is nil")
    refused(function() return ln.zeros(3, nil) end, "zeros: size 2 is nil, an integer is wanted")
    refused(function() return w:view(-1, nil) end, "view: size 2 is nil, an integer is wanted")
    refused(function() return w + "3" end, 'add: other is "3", a tensor or number is wanted')
    refused(function() return w + nn.Linear(2, 3) end, "add: other is a Linear, a tensor or number is wanted")
    refused(function() return ln.cat(w, w) end, "cat: tensors is a tensor, a table of tensors is wanted")
    refused(function() return w:reshape "2" end, 'reshape: the first size is "2", an integer is wanted')
    refused(function() return w + {1, 2} end, "add: other is a table, a tensor or number is wanted")
  end)

  it("are scopes used as functions", function()
    refused(function() ln.no_grad(function() end) end, "no_grad: 1 argument is given")
    assert.is_true(ln.is_grad_enabled())
    local _ <close> = ln.no_grad()
    refused(function() (w * 2):sum():backward() end, "ln.no_grad() is open")
  end)

  it("are masks taken for indices", function()
    refused(function() return w[ln.tensor {0, 1}] end, "indices count from 1 (a mask of 0 and 1 is m:ne(0))")
  end)

  it("say on the script's line that a method is called with a colon", function()
    local model = nn.Sequential {nn.Linear(2, 2)}
    local opt = ln.optim.SGD(model:parameters(), {lr = .1})
    local schedule = ln.optim.lr_scheduler.StepLR(opt, 3)
    local x = ln.ones(2):requires_grad_()
    local calls = {
      ["step: call it with a colon, opt:step()"] = function() opt.step() end,
      ["step: call it with a colon, scheduler:step()"] = function() schedule.step() end,
      ["zero_grad: call it with a colon, opt:zero_grad()"] = function() opt.zero_grad() end,
      ["forward: call it with a colon, model:forward(x)"] = function() model.forward(x) end,
      ["register_hook: call it with a colon, x:register_hook(hook)"] = function() x.register_hook(print) end,
      ["extend: call it with a colon, nn.Module:extend(name)"] = function() nn.Module.extend "Net" end,
    }
    for _, name in ipairs {"train", "eval", "parameters", "buffers", "named_parameters", "modules", "children",
                           "zero_grad", "frozen", "state_dict", "clone"} do
      calls[("%s: call it with a colon, model:%s()"):format(name, name)] = function() model[name]() end
    end
    for text, f in pairs(calls) do
      local line = debug.getinfo(f, "S").linedefined
      assert.equal(("%s:%d: %s"):format(here, line, text), message_of(f))
    end
  end)
end)
