-- Runs one case: lua5.4 bench/one.lua case threads seconds
-- Prints "median minimum steps peak_kib" (seconds a step).
local started = os.clock()
local ln = require "lunette"
local name, threads, seconds = arg[1], tonumber(arg[2]), tonumber(arg[3])

local function peak_kib()
  for line in io.lines "/proc/self/status" do
    local kib = line:match "^VmHWM:%s*(%d+)"
    if kib then return tonumber(kib) end
  end
end

if name == "start" then
  print(os.clock() - started, os.clock() - started, 1, peak_kib())
  os.exit()
end
ln.set_num_threads(threads)
ln.manual_seed(0)
local step = require("bench.cases." .. name).step
local times, enough = {}, ln.clock() + seconds
for _ = 1, 3 do step() end
while ln.clock() < enough or #times < 3 do
  local start = ln.clock()
  step()
  times[#times + 1] = ln.clock() - start
end
table.sort(times)
print(times[#times // 2 + 1], times[1], #times, peak_kib())
