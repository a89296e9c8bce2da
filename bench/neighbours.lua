-- A step with a busy process on each core: one thread against two. Three cases,
-- or those of them that are named.
-- usage: lua5.4 bench/neighbours.lua [rounds [case ...]]
local rounds = tonumber(arg[1]) or 5
local CASES = {dcgan28 = true, dcgan64 = true, mbd_256 = true}
local names = {}
for _, name in ipairs(require "bench.chosen" {table.unpack(arg, 2)}) do
  if CASES[name] then names[#names + 1] = name end
end
if #names == 0 then return end

local function output(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read "a"
end

local function step(name, threads)
  local told = output(("lua5.4 bench/one.lua %s %d 2"):format(name, threads))
  return tonumber(told:match "[%d.e-]+")
end

local function median(list)
  table.sort(list)
  return list[#list // 2 + 1]
end

local pids = {}
for k = 1, 2 do
  local told = output "sh -c 'while :; do :; done >&- 2>&- & echo $!'"
  pids[k] = told:match "%d+"
end
local _ <close> = setmetatable({}, {__close = function()
  os.execute("kill " .. table.concat(pids, " "))
end})
print(("%-10s %14s %14s %8s"):format("case", "1 thread, ms", "2 threads, ms",
                                     "ratio"))
for _, name in ipairs(names) do
  local one, two = {}, {}
  for k = 1, rounds do one[k], two[k] = step(name, 1), step(name, 2) end
  print(("%-10s %14.2f %14.2f %8.2f"):format(
    name, 1e3 * median(one), 1e3 * median(two), median(two) / median(one)))
end
