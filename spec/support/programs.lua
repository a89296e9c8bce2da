--- Random programs over the interface, made from the catalogue: a seed makes one
--- again. Each statement is run by itself, as a script's line; what it raises
--- has to be in the library's words, on that line.
local aliases = require "lunette.functions.aliases"
local arguments = require "lunette.arguments"
local catalogue = require "lunette.docs.catalogue"
local dice = require "spec.support.dice"
local engine = require "lunette.engine"
local fixtures = require "spec.support.hostile"
local ln = require "lunette"

local programs = {}

local SLOTS = 16
local MOST = 4096          -- elements of a tensor that is kept
local LONGEST = 2e7        -- instructions of one statement
local MEMORY = 256 << 20   -- bytes of all tensors

-- ---- statements ----

-- What starts long work, asks the network, writes elsewhere, prints, or sets
-- what the runner needs.
local LEFT = {"zoo", "^train", "replay", "fork", "report", "^eval", "onnx", "export", "images", "mnist", "Trainer",
              "inception", "help", "num_threads", "dist", "doctor", "^runs", "repl", "settings",
              "experiment", "compare", "film", "tensorboard", "demo", "digits", "sweep", "profile", "progress", "torch",
              "celeb", "cifar", "shapes", "play", "video", "pack", "collapse", "summary", "show", "parallel", "anomaly",
              ":update$", ":multiply_adds$"} -- called by step and summary alone

local function is_left(name)
  for _, part in ipairs(LEFT) do
    if name:find(part) then return true end
  end
  return fixtures.left_out[name] or aliases[name]
end

-- {name, signature, is_method} of all that is called.
local function callables()
  local list = {}
  for _, entry in ipairs(catalogue.get().entries) do
    local value = entry.value
    if entry.kind == "class" and type(value) == "table" then value = fixtures.constructor(value) end
    local s = not is_left(entry.name) and not entry.inherited and (arguments.of(value) or fixtures.native(entry.name))
    if s then list[#list + 1] = {name = entry.name, s = s, is_method = entry.kind == "method"} end
  end
  return list
end

local INTEGERS = {"0", "1", "1", "2", "2", "3", "4", "-1", "-2", "7", "math.mininteger"}
local REALS = {"0", "1", "0.5", "-1.5", "1e300", "0/0", "math.huge", "2"}
local OTHER = {"nil", "'a'", "{}", "{1, 2}", "true", "print", "{a = 1}", "ln", "io.stdout", "coroutine.yield",
               "setmetatable({}, getmetatable(v[1]))"}

local function pick(roll, list) return list[roll(#list)] end
local function slot(roll) return ("v[%d]"):format(roll(SLOTS)) end

local function list_of(item)
  return function(roll)
    local items = {}
    for k = 1, roll(4) - 1 do items[k] = item(roll) end
    return "{" .. table.concat(items, ", ") .. "}"
  end
end

local function integer(roll) return pick(roll, INTEGERS) end
local function real(roll) return pick(roll, REALS) end
local of_kind = {
  [""] = slot, any = slot, bool = function(roll) return pick(roll, {"true", "false"}) end, real = real,
  positive = real, nonnegative = real, share = real, reals = list_of(real), pair = list_of(real),
  tensors = list_of(slot), string = function() return "F" end, folder = function() return "F" end,
}
function of_kind.params(roll)
  return roll(2) == 1 and list_of(slot)(roll) or ("params(%s)"):format(slot(roll))
end
function of_kind.callable(roll)
  return pick(roll, {"print", "function(x) return x end", "function() error 'own' end", slot(roll)})
end
of_kind["function"] = of_kind.callable

local function argument(roll, field)
  if roll(15) == 1 then return pick(roll, OTHER) end
  local kind = field.kind
  local first = kind:match "^|?([^|]*)"
  local make = of_kind[kind] or of_kind[first]
  if make then return make(roll) end
  if kind:find "s$" and (kind:find "^int" or kind:find "^whole" or kind:find "^count" or kind:find "^dim" or
                         kind:find "^index") or kind == "sizes" then
    return list_of(integer)(roll)
  end
  if kind:find "^int" or kind:find "^count" or kind:find "^whole" or kind:find "^dim" or kind:find "^index" then
    return integer(roll)
  end
  if kind:find "|" then return ("%q"):format(first) end
  return slot(roll)
end

local function call(roll, entry)
  local args, options = {}, {}
  for _, field in ipairs(entry.s.places) do args[#args + 1] = argument(roll, field) end
  for _, field in ipairs(entry.s.options) do
    if not field.optional or roll(3) == 1 then
      options[#options + 1] = ("%s = %s"):format(field.name, argument(roll, field))
    end
  end
  if #options > 0 then args[#args + 1] = "{" .. table.concat(options, ", ") .. "}" end
  local name = entry.is_method and slot(roll) .. ":" .. entry.name:match "[^:]+$" or "ln." .. entry.name
  return ("%s(%s)"):format(name, table.concat(args, ", "))
end

local OPERATORS = {"+", "-", "*", "/", "^", "%", "//", "..", "<", "=="}
local KEYS = {"1", "{}", "{{}, 1}", "'grad'", "{{2, 1}}", "-1"}
local LAYERS = {"Linear(3, 4)", "ReLU()", "Conv2d(2, 3, 2)", "BatchNorm1d(3)", "GRU(3, 2)", "Dropout(0.5)",
                "Sequential {ln.nn.Linear(3, 3), ln.nn.Tanh()}"}

-- A call of anything, of something that a value can do, or of a layer.
local function expression(roll, all)
  local n = roll(10)
  if n <= 5 then return call(roll, all[roll(#all)]) end
  if n == 6 then return ("%s(%s, %s)"):format(slot(roll), slot(roll), slot(roll)) end
  if n == 7 then return ("%s %s %s"):format(slot(roll), pick(roll, OPERATORS), slot(roll)) end
  if n == 8 then return ("%s[%s]"):format(slot(roll), roll(3) == 1 and slot(roll) or pick(roll, KEYS)) end
  if n == 9 then return "fresh(" .. roll(1000) .. ")" end
  return "ln.nn." .. pick(roll, LAYERS)
end

-- In a statement S is a slot, E an expression, and D a digit, 1 to 3.
local SHAPES = {
  "S = E",
  "S:requires_grad_(); v[1] = (E):sum(); v[1]:backward()",
  "(S * S):mean():backward(nil, {create_graph = true})",
  "S = ln.grad((S * S):sum(), {S})[1]",
  "do local _ <close> = ln.no_grad(); S = E end",
  "do local _ <close> = E; v[2] = E end",
  "S = coroutine.wrap(function() S = E; coroutine.yield(v[1]); S = E end)",
  "S:register_hook(function(g) S = E; return S end)",
  "S:register_hook(function() error 'own' end)",
  "pcall(function() S = E end)",
  "S[D] = S", "S[{}] = S", "S.grad = S", "S.weight = S",
  "ln.save(F .. '/a', {S, x = S})", "S = ln.load(F .. '/a')[1]",
  "S:close()",
  "for a, b in S do S = a; S = E; break end",
  "S = ln.optim.SGD(params(S), {lr = 0.1})", "S = ln.optim.Adam(params(S), {lr = 0.1})",
  "S = ln.optim.LBFGS(params(S), {lr = 0.1})", "S:step()", "S:zero_grad()",
  "S = ln.data.Loader(S, {batch_size = D})", "S = ln.Generator(D)",
  "v[1] = S:clone(); v[2] = v[1]:view(-1); v[1]:mul_(S)", "v[1] = S:clone(); v[2] = v[1]:t(); v[2]:copy_(S)",
  "setmetatable({}, {__gc = function() S:close() end})",
  "collectgarbage()",
}

local all

--- The statements of a seed, n of them, as text.
function programs.make(seed, n)
  all = all or callables()
  local roll, list = dice(seed), {}
  local parts = {
    S = function() return slot(roll) end, E = function() return expression(roll, all) end,
    D = function() return tostring(roll(3)) end,
  }
  for k = 1, n do
    -- half of them are plain calls
    local shape = roll(2) == 1 and SHAPES[1] or SHAPES[roll(#SHAPES)]
    list[k] = shape:gsub("%f[%w][SED]%f[%W]", function(letter) return parts[letter]() end)
  end
  return list
end

-- ---- running ----

local function fresh(seed)
  local roll, sizes = dice(seed), {}
  for k = 1, roll(5) - 1 do sizes[k] = roll(4) end
  local x = ln.randn(sizes, {generator = ln.Generator(seed)})
  return roll(3) == 1 and x:requires_grad_() or x
end

local function params(v)
  local ok, list = pcall(function()
    return engine.is_tensor(v) and {v:detach():clone():requires_grad_()} or v:parameters()
  end)
  return ok and list or {fresh(3):requires_grad_()}
end

-- What is too large to be used again, or not ours, is put back to a tensor.
local function trim(v)
  for k = 1, SLOTS do
    local x = v[k]
    local large = engine.is_tensor(x) and select(2, pcall(function() return x:numel() > MOST end)) == true
    local kept = type(x) == "table" or type(x) == "userdata" or type(x) == "function"
    if large or not kept or x == ln or x == io.stdout then v[k] = fresh(k) end
  end
end

local foreign = {"attempt to ", "bad argument #", "lua/lunette/", "src/", "stack overflow", "it does not end",
                 "stack traceback"}

-- What coroutine.wrap raises has the line of who called it as well.
local function unwrapped(message)
  message = message:gsub("^%S*lua/lunette/%S+:%d+: (program:1: )", "%1")
  while message:find "^program:1: program:1: " do message = message:sub(12) end
  return message
end

-- Is the message what the script's own line would raise in plain Lua?
local function of_script(message)
  for _, part in ipairs {"own$", "^program:1: attempt to ", "^program:1: bad argument #", "^attempt to yield",
                         "cannot resume dead coroutine$", "variable '_' got a non%-closable"} do
    if message:find(part) then return true end
  end
end

local function wrong(message)
  if type(message) ~= "string" then return "it is a " .. type(message) end
  message = unwrapped(message)
  if of_script(message) then return nil end
  for _, text in ipairs(foreign) do
    if message:find(text, 1, true) then return ("it has %q"):format(text) end
  end
  return not message:find "^program:1: " and "it blames another line" or nil
end

local function run_one(text, env)
  local f = load(text, "=program", "t", env)
  if not f then return nil end
  debug.sethook(function() error("it does not end", 0) end, "", LONGEST)
  local ok, message = pcall(f)
  debug.sethook()
  return not ok and wrong(message) and ("%s\n    %s: %s"):format(text, wrong(message), tostring(message)) or nil
end

--- Runs the statements; what is wrong with the first that is, or nil.
function programs.run(list, folder)
  local v = {}
  for k = 1, SLOTS do v[k] = fresh(k) end
  local quiet = function() end
  local env = setmetatable({v = v, ln = ln, F = folder, fresh = fresh, params = params, print = quiet},
                           {__index = _G})
  ln.manual_seed(1)
  local before = ln.is_grad_enabled()
  for _, text in ipairs(list) do
    local found = run_one(text, env)
    if found then return found end
    trim(v)
    collectgarbage "step"
  end
  -- a hook that holds its tensor stays, and with it all that it sees
  for k = 1, SLOTS do v[k] = nil end
  for _ = 1, 3 do collectgarbage() end -- what finalizers kept, and what held it
  return ln.is_grad_enabled() ~= before and "recording is not as it was" or nil
end

-- ---- in processes of their own ----

--- For such a process: runs the programs of these seeds, of n statements each,
--- and tells of each before it begins.
function programs.main(first, last, n, folder)
  engine.limit_memory(MEMORY)
  io.stderr:setvbuf "no"
  for seed = first, last do
    io.write("seed ", seed, "\n"):flush()
    local found = programs.run(programs.make(seed, n), folder)
    if found then
      io.write("fault ", found, "\n"):flush()
      os.exit(1)
    end
  end
  io.write "done\n"
end

--- The same of one program in a file, a statement in each line.
function programs.main_file(path, folder)
  engine.limit_memory(MEMORY)
  local list = {}
  for line in io.lines(path) do list[#list + 1] = line end
  print(programs.run(list, folder) or "done")
end

local function output(script, seconds)
  local pipe <close> = assert(io.popen(('timeout -s KILL %d lua5.4 -e "%s" 2>&1'):format(seconds, script)))
  return pipe:read "a"
end

local function fails(list, folder)
  local path = folder .. "/program.lua"
  local file <close> = assert(io.open(path, "w"))
  file:write(table.concat(list, "\n"), "\n")
  file:close()
  local text = output(("require 'spec.support.programs'.main_file('%s', '%s')"):format(path, folder), 60)
  return not text:find "done\n$" and text
end

-- Leaves out ever smaller parts while what is left still fails.
local function shrink(list, folder)
  local size = #list // 2
  while size >= 1 do
    local at = 1
    while at <= #list do
      local fewer = table.move(list, 1, at - 1, 1, {})
      table.move(list, at + size, #list, at, fewer)
      if #fewer > 0 and fails(fewer, folder) then list = fewer else at = at + size end
    end
    size = size // 2
  end
  return list
end

--- Runs the programs of these seeds in a process; nil, or what is wrong, with
--- the smallest program that has it.
function programs.check(first, last, n, folder, seconds)
  local text = output(("require 'spec.support.programs'.main(%d, %d, %d, '%s')"):format(first, last, n, folder),
                      seconds)
  if text:find "done\n$" then return nil end
  local seed = tonumber(text:match ".*seed (%d+)") or first
  local list = shrink(programs.make(seed, n), folder)
  return ("seed %d of %d statements:\n%s\n%s"):format(seed, n, text:match "fault.*" or text:sub(-400),
                                                     table.concat(list, "\n"))
end

return programs
