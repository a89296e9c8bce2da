-- Runs a script of scripts.lua again and again under spec/support/starve.c, and
-- refuses it memory: from the n-th request on one (which Lua and the engine make
-- twice), two, four (after which an op has given up), or all, for `places` of n,
-- or for every one. After each the script is to run to its end with the same
-- results, and then nothing more is alive than before. What is about to be done
-- is told on stderr, for a crash.
-- usage: lua5.4 run.lua folder places|all [script ...]
local starve = require "starve"
local engine = require "lunette.engine"
local ln = require "lunette"
local scripts = require "spec.support.starved.scripts"

local folder, places = arg[1], tonumber(arg[2])
local name, wanted, before -- of the script that runs

local function text_of(value)
  if ln.is_tensor(value) then value = {value:size(), value:detach():flatten():totable()} end
  if type(value) ~= "table" then return tostring(value) end
  local list = {}
  for k, v in ipairs(value) do list[k] = text_of(v) end
  return table.concat(list, " ")
end

local function work()
  ln.manual_seed(7)
  return scripts[name](folder)
end

-- What stands in the folder when all has been done, which is taken away; names
-- may have times in them.
local function left()
  if engine.io.list_folder(folder) == "" then return "" end
  local command = "cd %s && find . | sed 's/[0-9]/#/g; s/[.]#*$//' | sort -u && rm -r *"
  local f <close> = assert(io.popen(command:format(folder)))
  return f:read "a"
end

local function whole() return text_of(work()) .. "\n" .. left() end

-- Blocks that are not Lua's, when all is given back.
local function live()
  ln.is_grad_enabled() -- ops ran last in this coroutine
  collectgarbage()
  collectgarbage()
  ln.empty_cache()
  return starve.live()
end

local function fail(n, times, said, what)
  print(("%s: %d requests refused from number %d on; said: %s; then %s"):format(name, times, n, said, what))
  os.exit(1)
end

-- Was anything refused? With what is to hold afterwards.
local function refused(n, times)
  io.stderr:write(name, " ", n, " ", times, "\n")
  starve.fail(n, times)
  local ok, message = pcall(work)
  local asked = starve.allow()
  if asked <= n then
    left()
    return false
  end
  message = ok and "nothing" or tostring(message)
  local fine, again = xpcall(whole, debug.traceback)
  if not fine then fail(n, times, message, again) end
  if again ~= wanted then fail(n, times, message, "other results: " .. again .. "\nwanted: " .. wanted) end
  local after = live()
  if after ~= before then fail(n, times, message, ("%d blocks, %d before"):format(after, before)) end
  return true
end

-- How many runs were refused something.
local function sweep()
  wanted = whole()
  assert(wanted == whole(), name .. " differs by itself")
  live()
  before = live()
  starve.fail(math.maxinteger, 0)
  work()
  local step, runs = places and starve.allow() // places + 1 or 1, 0
  left()
  for k, times in ipairs {1, 2, 4, 1 << 40} do
    local n = places and step * k // 5 or 0
    while refused(n, times) do n, runs = n + step, runs + 1 end
  end
  return runs
end

local function all()
  local list = {}
  for key in pairs(scripts) do list[#list + 1] = key end
  table.sort(list)
  return list
end

print() -- stdout has its buffer then, before LAPACK writes that memory is short
for _, key in ipairs(arg[3] and table.move(arg, 3, #arg, 1, {}) or all()) do
  name = key
  print(("%s: %d refusals"):format(name, sweep()))
end
