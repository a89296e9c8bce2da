-- Disks that refuse and processes that die at every call of a writing: spec/support/faulty.lua. In float: what writes
-- files knows of no numbers.
if require("lunette").real == "double" then return end

local files = require "spec.files"
local host = require "spec.support.host"

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

-- What the program finds, and how many writings were killed, failed and passed.
local function sweep(how)
  assert(os.execute("mkdir " .. folder .. "/in"))
  local run = "%s LUNETTE_PROGRESS=off lua5.4 spec/support/faulty.lua %s/in %s"
  local said = host.output(run:format(host.faults(folder), folder, how))
  local found = {}
  for line in said:gmatch "[^\n]+" do found[#found + 1] = line end
  local last = table.remove(found) or ""
  local killed, failed, passed = last:match "^(%d+) killed, (%d+) failed, (%d+) passed$"
  assert(killed, said)
  return found, tonumber(killed), tonumber(failed), tonumber(passed)
end

-- Saves a checkpoint of step 4 between two calls that look for files; those of steps 1 to 3 unless arg[2].
local SAVE = [[
local ln = require "lunette"
local disk = require("lunette.engine").io
local layer = ln.nn.Linear(8, 8)
local checkpoint = ln.Checkpoint(arg[1], {layer = layer})
local function save(step)
  local _ <close> = ln.no_grad()
  layer.weight:fill_(step)
  checkpoint:save(step)
end
for step = 1, arg[2] and 0 or 3 do save(step) end
disk.exists "/the beginning"
if arg[2] then save(4) end
disk.exists "/the end"
]]

-- How a program is traced, or nil where it cannot be.
local function tracer()
  local command = "env LUNETTE_NUM_THREADS=1 strace -o %s/trace"
  return os.execute "strace -o /dev/null true 2>/dev/null" and command:format(folder) or nil
end

-- The system calls between the marks: {name, which one of its name}.
local function calls_of(trace)
  local counts, calls, within = {}, {}, false
  for line in trace:gmatch "[^\n]+" do
    local name = line:match "^([%w_]+)%("
    if line:find("/the end", 1, true) then within = false end
    if name then
      counts[name] = (counts[name] or 0) + 1
      if within then calls[#calls + 1] = {name, counts[name]} end
    end
    if line:find("/the beginning", 1, true) then within = true end
  end
  return calls
end

-- The step that the folder goes on from, with all weights of it, and what is said meanwhile.
local function step_in(path)
  local ln = require "lunette"
  local layer = ln.nn.Linear(8, 8)
  local step, said = files.said_by(function() return ln.Checkpoint(path, {layer = layer}):resume() end)
  return layer.weight:eq(step):all():item() and step or "mixed", said
end

describe("a save of a checkpoint", function()
  it("is whole or the one before is, killed before any of its system calls #hard", function()
    local trace = tracer()
    if not trace then pending "strace is not here, or may not trace" return end
    local script = files.write(folder .. "/save.lua", SAVE)
    local before, after = folder .. "/before", folder .. "/after"
    assert(os.execute(("lua5.4 %s %s"):format(script, before)))
    local save = ("rm -rf %s; cp -r %s %s; %%s lua5.4 %s %s again 2>/dev/null"):format(after, before, after, script,
                                                                                       after)
    assert(os.execute(save:format(trace)))
    assert.equal(4, (step_in(after)))
    local killed, olds = 0, 0
    for _, call in ipairs(calls_of(files.read(folder .. "/trace"))) do
      local inject = (" -e trace=%s -e inject=%s:signal=KILL:when=%d"):format(call[1], call[1], call[2])
      local _, _, status = os.execute(save:format(trace .. inject))
      local is_killed = status == 9 or status == 137 -- of the shell, or as it tells it
      local step, said = step_in(after)
      assert(step == 4 or step == 3 and is_killed, ("%s %d: %s"):format(call[1], call[2], step))
      assert.equal("", said)
      killed, olds = killed + (is_killed and 1 or 0), olds + (step == 3 and 1 or 0)
    end
    assert.is_true(killed > 40 and olds > 30 and olds < killed, killed .. " " .. olds)
  end)
end)

describe("a writing that is spoilt at any of its calls", function()
  it("leaves the old file or the new one and nothing else, and says so", function()
    local found, killed, failed = sweep "some"
    assert.same({}, found)
    assert.is_true(killed > 100 and failed > 60, killed .. " " .. failed)
  end)

  it("leaves the old file or the new one and nothing else, and says so, by every error #hard", function()
    local found, killed, failed = sweep "all"
    assert.same({}, found)
    assert.is_true(killed > 400 and failed > 1200, killed .. " " .. failed)
  end)
end)
