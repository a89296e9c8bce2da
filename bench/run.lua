-- Every case in Lunette and, where python3-torch is installed, in PyTorch, turn
-- by turn, so that what else the machine does falls on both.
-- usage: lua5.4 bench/run.lua [rounds [case ...]]
--
-- Columns: median milliseconds a step of the medians of all rounds; PyTorch's
-- over Lunette's; the process's peak memory, MiB; the share of the peak that
-- ln.doctor() has measured, of multiply-adds times the threads or of memory.
-- Cases in bfloat16, whose PyTorch runs under autocast, are held against the
-- multiply-adds of float too: more than 100% is what bfloat16 can gain, or
-- convolutions that save products.
local rounds = tonumber(arg[1]) or 5
local names = require "bench.chosen" {table.unpack(arg, 2)}
local SECONDS = {lunette = 1, torch = 1}
-- what else PyTorch's users would write
local OTHER = {mbd_256 = "mbd_256_cdist", mbd_1024 = "mbd_1024_cdist"}

local function output(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read "a"
end

local machine = require "lunette".doctor()
print()
local python = require "bench.rival"()
print()

local function measure(side, name, threads)
  local command = side == "torch" and python(threads) .. " bench/torch_one.py"
    or "lua5.4 bench/one.lua"
  local text = output(("%s %s %d %g"):format(command, name, threads,
                                             SECONDS[side]))
  local median, _, _, kib = text:match "([%d.e-]+)%s+([%d.e-]+)%s+(%d+)%s+(%d+)"
  assert(median, side .. " " .. name .. ": " .. text)
  return {seconds = tonumber(median), mib = tonumber(kib) / 1024}
end

local function median(list, key)
  local values = {}
  for k, entry in ipairs(list) do values[k] = entry[key] end
  table.sort(values)
  return values[#values // 2 + 1]
end

local function share(name, seconds, threads)
  if name == "start" then return "" end
  local case = dofile("bench/cases/" .. name .. ".lua")
  if case.flops then
    return ("%.0f%% of FMA"):format(
      100 * case.flops / seconds / (machine.peak * 1e9 * threads))
  end
  if case.bytes then
    return ("%.0f%% of memory"):format(
      100 * case.bytes / seconds / (machine.copy * 1e9))
  end
  return ""
end

local function show(name, threads, ours, theirs, peak)
  local seconds, mib = median(ours, "seconds"), median(ours, "mib")
  local line = ("%-15s %d %10.3f"):format(name, threads, 1e3 * seconds)
  if #theirs > 0 then
    local other = median(theirs, "seconds")
    line = line .. (" %10.3f %8.2f %8.1f %8.1f"):format(
      1e3 * other, other / seconds, mib, median(theirs, "mib"))
  else
    line = line .. (" %10s %8s %8.1f %8s"):format("-", "-", mib, "-")
  end
  print(line .. "  " .. peak)
end

local function run(name, threads)
  local ours, theirs, others = {}, {}, {}
  for k = 1, rounds do
    ours[k] = measure("lunette", name, threads)
    if python then
      theirs[k] = measure("torch", name, threads)
      if OTHER[name] then others[k] = measure("torch", OTHER[name], threads) end
    end
  end
  show(name, threads, ours, theirs,
       share(name, median(ours, "seconds"), threads))
  if #others > 0 then show(OTHER[name], threads, ours, others, "") end
end

print(("%-15s %s %10s %10s %8s %8s %8s"):format("case", "t", "ms", "PyTorch",
                                                "ratio", "MiB", "PyTorch"))
for _, name in ipairs(names) do
  for threads = 1, name == "start" and 1 or 2 do run(name, threads) end
end
