--- The ranks of a job: what this process is among them.

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local job = {rank = 0, size = 1}

--- Seconds that a rank is waited for, unless the job says otherwise.
job.TIMEOUT = 600

-- What those that start jobs set: OpenMPI, MPICH and Intel, Slurm.
local STARTED = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"}

--- How many processes there are, as what started this one tells; 1 where it
--- does not.
function job.told_size()
  return tonumber(os.getenv "OMPI_COMM_WORLD_SIZE" or os.getenv "PMI_SIZE") or 1
end

-- Was this process started as one of several?
local function is_started()
  for _, name in ipairs(STARTED) do
    if os.getenv(name) then return true end
  end
  return false
end

local ROWS = {"all_reduce", "all_gather", "reduce_scatter", "broadcast",
              "shift"}
local LIBRARY = "lunette.mpi_" .. engine.real

local function find_library()
  local found, library = pcall(require, LIBRARY)
  if found then return library end
  if package.searchpath(LIBRARY, package.cpath) then
    raise("dist: %s does not load: %s", LIBRARY, tostring(library))
  end
  raise("dist: this process was started as one of a job, which takes the " ..
        "rock lunette-mpi: luarocks --lua-version 5.4 install lunette-mpi, " ..
        "or in the tree, make mpi")
end

local function timeout_of(given)
  local text = os.getenv "LUNETTE_DIST_TIMEOUT"
  local seconds = given or tonumber(text or job.TIMEOUT)
  if not seconds or seconds <= 0 then
    raise("dist: LUNETTE_DIST_TIMEOUT is %q; seconds above 0 are wanted", text)
  end
  return seconds
end

--- Joins the job, once; a process that was started alone is a job of one.
--- seconds: how long a rank is waited for, else LUNETTE_DIST_TIMEOUT or 600.
function job.join(seconds)
  if job.joined then return end
  seconds = timeout_of(seconds)
  if is_started() then
    job.mpi = find_library()
    local rank, size = job.mpi.init(seconds + 0.0)
    if not rank then raise("dist: %s", size) end
    job.rank, job.size = rank, size
    engine.dist = {}
    for _, name in ipairs(ROWS) do engine.dist[name] = engine.row(name) end
  end
  job.joined = true
end

--- Raises where there is no such rank.
function job.check_rank(owner, src)
  if src >= job.size then
    raise("%s: rank %d of %d; they count from 0", owner, src, job.size)
  end
end

return job
