-- Under a Lua that collects everything at every turn (tools/lua.sh): the engine
-- is loaded; small programs run, and find what they find without; and every
-- function of C that the engine gives Lua is called with what it does not take.
-- Ends with "N passed, N failed".
-- usage: lua5.4 spec/support/hard.lua FOLDER
local engine = require "lunette.engine"
collectgarbage "stop"
local ln = require "lunette"
local scripts = require "spec.support.starved.scripts"

local folder = arg[1]
local passed, failed = 0, 0

-- Of those of spec/support/starved/scripts.lua, beside ops: the others ask for
-- memory too often for a collection each time.
local taken = {}
for _, name in ipairs {"a loader with workers", "attention", "films", "layers", "npz", "packs", "penalties",
                       "profile", "recurrent layers", "safetensors", "tables of text", "unrolled"} do
  taken[name] = true
end
for name in pairs(scripts) do
  if not (taken[name] or name:find "^ops of ") then scripts[name] = nil end
end

-- f(...) while everything is collected.
local function hard(f, ...)
  collectgarbage "restart"
  local found = table.pack(pcall(f, ...))
  collectgarbage "stop"
  collectgarbage()
  return table.unpack(found, 1, found.n)
end

local function text_of(value)
  if ln.is_tensor(value) then value = value:detach():flatten():totable() end
  if type(value) ~= "table" then return tostring(value) end
  local list = {}
  for k, v in ipairs(value) do list[k] = text_of(v) end
  return table.concat(list, " ")
end

local function check(name, right, what)
  passed, failed = passed + (right and 1 or 0), failed + (right and 0 or 1)
  if not right then print(("failed: %s: %s"):format(name, what)) end
end

-- ---- programs ----

local Double = ln.Function:extend "Double"
function Double.forward(ctx, x)
  ctx:save(x)
  return x * 2
end
function Double.backward(ctx, g) return g * 2 + ctx:saved() * 0 end

scripts["a function of one's own"] = function()
  local x = ln.randn({3}, {requires_grad = true})
  local g = ln.grad(Double(x):square():sum(), {x}, {create_graph = true})[1]
  g:square():sum():backward()
  return {g, x.grad}
end

function scripts.hooks()
  local x = ln.randn({3}, {requires_grad = true})
  local y, seen = x * 3, {}
  y:retain_grad()
  y:register_hook(function(g) return g * 2 end)
  x:register_post_accumulate_grad_hook(function(leaf) seen[1] = leaf.grad:clone() end)
  y:square():sum():backward()
  return {x.grad, y.grad, seen[1], y:retains_grad()}
end

function scripts.coroutines()
  local found = {}
  local function work(k)
    local _ <close> = ln.no_grad()
    found[#found + 1] = ln.randn(2):exp():sum()
    coroutine.yield(k)
    found[#found + 1] = ln.is_grad_enabled()
  end
  local all = {coroutine.wrap(work), coroutine.wrap(work)}
  for _ = 1, 2 do
    for k, resume in ipairs(all) do resume(k) end
    found[#found + 1] = ln.is_grad_enabled()
  end
  return found
end

function scripts.scopes()
  local x = ln.randn({2, 2}, {requires_grad = true})
  local found = {}
  do
    local _ <close> = ln.detect_anomaly()
    local _, message = pcall(function() return (x * 0):log() / 0 end)
    found[1] = message:match "born here"
  end
  local held <close> = ln.randn(3)
  setmetatable({}, {__gc = function() ln.ones(3):close() end})
  found[2] = ln.recompute(function(v) return v:sin() * x end, x):sum()
  found[2]:backward()
  found[3], found[4] = x.grad, held:sum():item()
  found[5] = ln.to_dot(found[2])
  return found
end

function scripts.places()
  local x, found = ln.arange(1, 12):view(3, 4):clone(), {}
  x[1] = 7
  x[{2, {1, 2}}] = ln.tensor {5, 6}
  x[x:gt(10)] = 0
  for k, row in ipairs(x) do found[k] = row end
  x:add_(1):mul_(2):clamp_(1, 9):index_fill_(1, ln.tensor {2}, 3):copy_(ln.ones(4)):zero_()
  x:normal_():uniform_():lerp_(ln.ones(4), 0.5)
  found[#found + 1] = {x, -x, x // 2, x % 2, x ^ 2, x - 1, #x, x == x, tostring(x), x.shape, x:stride(), x:version()}
  return {found, x:totable(), x[1][1]:item(), x:dim(), x:numel(), x:size(1), x:is_contiguous(), x:is_leaf()}
end

function scripts.making()
  local g, found = ln.Generator(3), {}
  local state = g:state()
  for _, name in ipairs {"rand", "randn"} do found[#found + 1] = ln[name](3, {generator = g}) end
  g:set_state(state)
  found[#found + 1] = {ln.randn(2, {generator = g}), g:seed(), g:manual_seed(4):state()}
  found[#found + 1] = {ln.tensor {{1, 2}, {3, 4}}, ln.eye(2), ln.linspace(0, 1, 3), ln.multinomial(ln.ones(4), 2),
                       ln.randperm(4), ln.bernoulli(0.5, {3}), ln.tril_indices(2, 2), ln.randint(1, 5, {2})}
  return found
end

scripts["steps of optimisers"] = function()
  local p, found = ln.ones(3), {}
  for _, name in ipairs {"SGD", "Adam", "Adamax", "Adadelta", "RMSprop"} do
    local x = p:clone():requires_grad_()
    x.grad = ln.ones(3) * 0.5
    ln.optim[name]({x}, {lr = 0.01}):step()
    found[#found + 1] = x
  end
  return found
end

-- ---- functions ----

-- All functions of C that `value` leads to, by a path.
local function functions_of(value, path, into, seen)
  if type(value) == "function" and debug.getinfo(value, "S").what == "C" then into[path] = value end
  if type(value) ~= "table" or seen[value] then return into end
  seen[value] = true
  for k, v in pairs(value) do functions_of(v, path .. "." .. tostring(k), into, seen) end
  return into
end

-- Those of Lua's own: the one of buffers ends the process when it is called.
local LUAS = {["FILE*"] = true, ["_UBOX*"] = true}

local function all_functions()
  local seen = {}
  local into = functions_of(engine, "engine", {}, seen)
  for _, v in pairs(debug.getregistry()) do
    local name = type(v) == "table" and rawget(v, "__name")
    if type(name) == "string" and not LUAS[name] then functions_of(v, name, into, seen) end
  end
  return into
end

-- What hardly anything takes, made anew for each call.
local function strange()
  local x, closed = ln.ones(2, 3), ln.ones(2)
  closed:close()
  local path = folder .. "/strange"
  return {
    {}, {x, "text"}, {closed}, {x, 1}, {{x}, {x}, {x}}, {"text", 1, 1, 1}, {path, {path}}, {path, path},
    {ln.Generator(1), "text"}, {1, 2, 3}, {x, closed, {nonsense = 1}}, {io.stdout}, {{a = 1}},
  }
end

-- Ops are one function of C, and the list of them is long.
local function calls_of(path)
  local is_op = path:find "^engine%.methods" or path:find "^engine%.functions"
  return (is_op or path == "engine.ops" or path:find "%.set_") and 1 or math.huge
end

local function call_all()
  local all, paths = all_functions(), {}
  for path in pairs(all) do paths[#paths + 1] = path end
  table.sort(paths)
  for _, path in ipairs(paths) do
    for k, args in ipairs(strange()) do
      if k <= calls_of(path) then hard(all[path], table.unpack(args)) end
    end
  end
  check("every function", #paths > 500, #paths .. " functions")
end

local names = {}
for name in pairs(scripts) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  ln.manual_seed(7)
  local wanted = text_of(scripts[name](folder))
  ln.manual_seed(7)
  local ok, found = hard(scripts[name], folder)
  found = ok and text_of(found) or found
  check(name, found == wanted, tostring(found):sub(1, 300))
end
call_all()
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
