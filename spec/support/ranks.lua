--- Scripts that run on several ranks, under mpirun, for the specs of ln.dist.
local asan = require "spec.support.asan"
local engine = require "lunette.engine"
local files = require "spec.files"
local qemu = require "spec.support.qemu"

local ranks = {}

--- What mpirun is started with. Where it is root's (in CI) it wants to be told
--- that this is meant; ranks may be more than there are processors, which then
--- share.
ranks.environment = "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 LUNETTE_PROGRESS=off " ..
  "LUNETTE_NUM_THREADS=1"
ranks.mpirun = "mpirun --oversubscribe -n %d"

--- Why nothing can be run on several ranks here, or nil.
function ranks.missing()
  if qemu.here then return "mpirun is the host's" end
  if asan.here then return "OpenMPI leaks as it pleases" end
  if not os.execute "command -v mpirun >/dev/null" then return "there is no mpirun: apt-get install openmpi-bin" end
  if not package.searchpath("lunette.mpi_" .. engine.real, package.cpath) then
    return "lunette-mpi is not built: make mpi"
  end
end

-- Before each script: tell(name, value) keeps what the spec asks for, of each
-- rank: numbers, texts, tensors as their tables, or tables of such.
local BEFORE = [[
local ln = require "lunette"
local nn, dist, FOLDER = ln.nn, ln.dist, %q
local rank, size = dist.rank(), dist.size()
local told = {}
local function plain(v)
  if type(v) ~= "table" and type(v) ~= "userdata" then return v end
  if type(v) == "userdata" then return v:totable() end
  local t = {}
  for k, x in pairs(v) do t[k] = plain(x) end
  return t
end
local function text(v)
  if type(v) == "table" then
    local parts = {}
    for k, x in pairs(v) do parts[#parts + 1] = ("[%%s]=%%s"):format(text(k), text(x)) end
    return "{" .. table.concat(parts, ",") .. "}"
  end
  if v ~= v then return "0/0" end
  return ("%%q"):format(v)
end
local function tell(name, v) told[name] = plain(v) end
local function caught(f, ...) return (select(2, pcall(f, ...)):gsub("^[^:]*:%%d+: ", "")) end
local _ <const> = {nn, size, tell, caught}
]]
local AFTER = [[

local out <close> = assert(io.open(("%s/told-%d.lua"):format(FOLDER, rank), "w"))
out:write("return ", text(told))
]]

--- Runs the command line in `folder`, for so many seconds at most; its status,
--- and what it wrote to both outputs.
function ranks.shell(folder, command, seconds)
  local run = "cd %s; exec 2>&1; export %s; (timeout -k 5 %d %s); printf 'status %%d' $?"
  files.write(folder .. "/run.sh", run:format(folder, ranks.environment, seconds or 300, command))
  local pipe <close> = assert(io.popen("bash " .. folder .. "/run.sh"))
  local said, status = pipe:read "a":match "^(.*)status (%d+)$"
  return tonumber(status), said
end

--- Runs a script on n ranks; the status, and what was written.
function ranks.start(folder, n, script, before)
  files.write(folder .. "/script.lua", script)
  return ranks.shell(folder, ("%s %s lua5.4 script.lua"):format(before or "", ranks.mpirun:format(n)))
end

--- Runs a script on n ranks, which must go well; what each has told: by rank,
--- from 0, by name.
function ranks.run(folder, n, script)
  local status, said = ranks.start(folder, n, BEFORE:format(folder) .. script .. AFTER)
  assert(status == 0, said)
  local told = {}
  for k = 0, n - 1 do told[k] = dofile(("%s/told-%d.lua"):format(folder, k)) end
  return told, said
end

return ranks
