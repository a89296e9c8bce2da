-- The metatables that all strings, numbers, functions, booleans, nil and
-- coroutines share, taken away or replaced by debug.setmetatable: the library
-- may raise then, but no process crashes or hangs, and once they are back all
-- is as it was.
local files = require "spec.files"
local host = require "spec.support.host"

-- What a script does, each on its own; the folder is in arg[1].
local PROGRAM = [[
local ln = require "lunette"
local nn, folder = ln.nn, arg[1]
local net = nn.Sequential {nn.Linear(2, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Linear(3, 1)}
local optimiser = ln.optim.Adam(net:parameters())
local works = {
  function() return (ln.ones(2, 2) + 1):matmul(ln.randn(2, 2)):sum():item() end,
  function()
    optimiser:zero_grad()
    net(ln.randn(4, 2)):square():sum():backward()
    optimiser:step()
  end,
  function()
    local x = ln.ones({2}, {requires_grad = true})
    x:register_hook(function(g) return g * 2 end)
    local slope = ln.grad(x:exp():sum(), {x}, {create_graph = true})[1]
    ln.recompute(function(z) return z:tanh() end, x):sum():backward()
    return slope:sum():backward()
  end,
  function() return tostring(ln.randn(3, 3)) .. tostring(net) .. tostring(optimiser) end,
  function() return ln.ones(2, 3)[{1, {1, 2}}] .. "" end,
  function() return ln.ones(2):nothing() end,
  function() return ln.ones(2, 3) + ln.ones(4) end,
  function() return ln.ones "two", ln.zeros(nil), ln.zeros(true), ln.zeros(print) end,
  function() return ln.ones(2) + "1", ln.ones(2) + nil, true * ln.ones(2), ln.ones(2) .. print end,
  function() return nn.Linear {}, nn.Linear("a", 1), nn.Conv2d(1) end,
  function() return ln.tensor {1, "2", true} end,
  function() return ln.einsum("ij,jk->ik", ln.ones(2, 2), ln.ones(2, 2)) end,
  function()
    ln.save(folder .. "/x", {a = ln.ones(2), b = {1, "two", true}})
    return ln.load(folder .. "/x")
  end,
  function() return ln.load(folder .. "/none") end,
  function()
    ln.image.save(folder .. "/x.png", ln.rand(3, 2, 2))
    return ln.image.load(folder .. "/x.png")
  end,
  function() return require "lunette.json".decode '{"a":[1,2.5,"\\u00e9",null,true,{}],"b":1e999}' end,
  function() return ln.data.Loader(ln.data.TensorDataset(ln.ones(4, 2)), {batch_size = 2}):next() end,
  function() return ln.profile {print = false}:close(), ln.memory() end,
}

local function noisy() error "a metamethod of the script's" end
local function plain(x) return x end
local metas = {false, {}, {__index = noisy}, {__index = plain, __len = function() return 7 end}}
for _, of in ipairs {noisy, plain} do
  local meta = {}
  for _, event in ipairs {"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "shl", "concat",
                          "len", "eq", "lt", "le", "index", "newindex", "call", "tostring", "close", "gc"} do
    meta["__" .. event] = of
  end
  meta.__call = noisy -- or "for word in text:gmatch(form)" would be a loop of the script's own
  metas[#metas + 1] = meta
end
metas[#metas + 1] = {__name = {}, __metatable = 7, __mode = 1, __index = setmetatable({}, {__index = noisy}),
                     __pairs = noisy}
metas[#metas + 1] = {__name = "lunette.Tensor", __index = getmetatable(ln.ones(1)).__index}

local debug, pcall, print, collectgarbage, ipairs = debug, pcall, print, collectgarbage, ipairs
local function hasty() error("it does not end", 0) end
local raised, count = 0, 0
for _, of in ipairs {"", 1, true, print, coroutine.create(print), false} do
  local value = of
  if of == false then value = nil end
  local own = debug.getmetatable(value)
  for k = 1, #metas do
    debug.setmetatable(value, metas[k] or nil)
    for j = 1, #works do
      debug.sethook(hasty, "", 30000000)
      local ok, message = pcall(works[j])
      debug.sethook()
      count = count + 1
      if not ok then raised = raised + 1 end
      if message == "it does not end" then os.exit(3) end
    end
    debug.setmetatable(value, own)
    collectgarbage()
  end
end
print(count, raised)
local x = ln.tensor({1, 2}, {requires_grad = true})
x:square():sum():backward()
print(x.grad:sum():item(), pcall(ln.zeros, "a"))
]]

describe("metatables of all strings, numbers, functions, booleans and nil", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  it("that are the script's crash nothing, and nothing hangs", function()
    local said = host.output(("lua5.4 %s %s; echo status $?"):format(host.script(folder, PROGRAM), folder))
    local count, raised = said:match "(%d+)\t(%d+)\n6\tfalse\t[^\n]*zeros: [^\n]*\nstatus 0\n$"
    assert(count, said:sub(-2000))
    assert.equal(6 * 8 * 18, tonumber(count))
    assert.is_true(tonumber(raised) > 6 * 8 * 6, raised) -- the six that are wrong by themselves
  end)
end)
