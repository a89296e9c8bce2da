-- Trains for hours: a run (tools/long/run.lua) is ended again and again, by a
-- SIGTERM or a SIGKILL in turn, goes on, and is forked. Fails where a process
-- ends by itself, or has in memory 64 MiB more than the first one had once it
-- was warm: after 2 minutes, or a third of its time. That is what a page with
-- all the pictures that it takes comes to. Prints what is resident.
-- usage: lua5.4 tools/long.lua HOURS
local jsonl = require "lunette.runs.jsonl"

local hours = tonumber(arg[1]) or 6
local LEG = math.max(45, math.min(1800, hours * 3600 // 8)) -- seconds of one
local WARM = math.min(120, LEG // 3)
local MORE = 64 -- MiB

local function shell(line)
  local pipe <close> = assert(io.popen(line))
  return pipe:read "a"
end

local folder = shell "mktemp -d":match "[^\n]+"
local root = shell "pwd":match "[^\n]+"

local running -- the process that was started last

-- Starts a command of lunette in the folder; its process's number.
local function start(words)
  local line = "cd %s && { LUNETTE_PROGRESS=off lua5.4 %s/bin/lunette %s " ..
               ">>out 2>&1 & echo $!; }"
  running = tonumber(shell(line:format(folder, root, words)))
  return running
end

-- Resident MiB of a process; nil where it has ended.
local function resident(process)
  local status <close> = io.open(("/proc/%d/status"):format(process))
  local kib = status and status:read "a":match "VmRSS:%s*(%d+)"
  return kib and kib / 1024
end

local function fail(message, ...)
  os.execute(("kill -KILL %d 2>&1"):format(running))
  print(("failed: " .. message):format(...))
  print(shell(("tail -n 20 %s/out"):format(folder)))
  os.exit(1)
end

local function sleep(seconds) os.execute("sleep " .. seconds) end

local base -- of the first process, when it was warm

-- Watches a process for so long, then ends it.
local function leg(title, process, seconds, signal)
  local peak = 0
  for k = 1, seconds // 3 do
    sleep(3)
    local now = resident(process)
    if not now then fail("%s ended by itself", title) end
    if 3 * k >= WARM then
      base, peak = base or now, math.max(peak, now)
      if now > base + MORE then
        fail("%s: %.1f MiB, the first had %.1f", title, now, base)
      end
    end
  end
  os.execute(("kill -%s %d"):format(signal, process))
  for _ = 1, 100 do
    if not resident(process) then break end
    sleep(0.3)
  end
  local last = jsonl.last(folder .. "/run/log.jsonl")
  print(("%s: %.1f MiB at most, %s; step %d"):format(
    title, peak, signal, last and last.step or 0))
  io.stdout:flush()
end

local function make_pictures()
  local ln = require "lunette"
  for k = 1, 64 do
    ln.image.save(("%s/pictures/%02d.png"):format(folder, k),
                  ln.rand(1, 16, 16))
  end
end

make_pictures()
os.execute(("cp %s/tools/long/run.lua %s"):format(root, folder))
local ends, n = os.time() + math.floor(hours * 3600), 0
while os.time() < ends do
  n = n + 1
  local signal = n % 2 == 1 and "TERM" or "KILL"
  leg("run, part " .. n, start "train run.lua", LEG, signal)
  local words = "fork run --folder fork%d --set lr=%g"
  leg("fork " .. n, start(words:format(n, 1e-4 / n)), WARM + 6, signal)
  os.execute(("rm -rf %s/fork%d"):format(folder, n))
end
print(("%d parts and %d forks: %.1f MiB when warm, never %d MiB more"):format(
  n, n, base, MORE))
os.execute("rm -rf " .. folder)
