--- A run that the ranks of a job share: each has a share of every batch, and
--- the networks, optimisers and averages of all go the same way. Rank 0 writes.
---
--- What is drawn for a batch, noise, labels, the order of the data, where
--- penalties look, is the same for any number of ranks; what networks and
--- augmentations draw within is of each rank.

local agree = require "lunette.dist.agree"
local Averaging = require "lunette.dist.gradients"
local collectives = require "lunette.dist.collectives"
local draws = require "lunette.dist.draws"
local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local parallel = require "lunette.dist.parallel"
local parts = require "lunette.gan.trainer.parts"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local ranks = {}

-- Numbers in a bucket of gradients.
local BUCKET = 1 << 18

--- Joins the job; all draw alike from here on.
function ranks.join()
  job.join()
  if job.size == 1 then return end
  local generator = engine.default_generator
  generator:set_state(agree.text(generator:state()))
end

--- Is this the rank that writes and speaks?
function ranks.is_first() return job.rank == 0 end

-- This rank's rows of what the data gave.
local function own_rows(size, ...)
  local results = table.pack(...)
  for k = 1, results.n do
    local x = results[k]
    if engine.is_tensor(x) then
      results[k] = x:narrow(1, job.rank * size + 1, size)
    elseif type(x) == "table" then
      local part = {}
      for name, v in pairs(x) do part[name] = own_rows(size, v) end
      results[k] = part
    end
  end
  return table.unpack(results, 1, results.n)
end

--- Each rank draws its share of a batch.
function ranks.share_data(self)
  if job.size == 1 then return end
  if self.batch_size % job.size ~= 0 then
    raise("Trainer: a batch of %d is not shared evenly by %d ranks",
          self.batch_size, job.size)
  end
  self.batch_size = self.batch_size // job.size
  if parts.method(self.data, "shard") then
    self.data:shard(job.rank, job.size)
  else
    local draw, size = self.draw, self.batch_size
    self.draw = function() return own_rows(size, draw()) end
  end
end

--- The networks are those of rank 0, see whole batches, and have the mean
--- gradients of all.
function ranks.share_networks(self)
  if job.size == 1 then return end
  self.averagings = {}
  for _, name in ipairs(repr.names(self.networks)) do
    local network = parallel.synchronise(self.networks[name])
    parallel.broadcast_state(network)
    table.insert(self.averagings,
                 Averaging.new(network:parameters(), BUCKET, true))
  end
end

--- A scope in which gradients stay as they are on each rank, where `wanted`.
function ranks.paused(self, wanted)
  return Averaging.pause(wanted and self.averagings or {})
end

ranks.sharing, ranks.rows, ranks.apart = draws.sharing, draws.rows, draws.apart
ranks.mean, ranks.numbers = agree.mean, agree.numbers
ranks.barrier = collectives.barrier

--- How many samples all ranks have where each has n.
function ranks.count(n) return n * job.size end

--- x of all ranks, detached.
function ranks.gather(x)
  if job.size == 1 then return x end
  return collectives.all_gather(x:detach())
end

--- The status of a process that ends for an interrupt, where any rank has seen
--- one, or nil.
function ranks.interruption()
  local by_user, status = engine.is_interrupted()
  if job.size > 1 then
    local x = engine.create.tensor {by_user and status or 0}
    status = collectives.all_reduce(x, {op = "max"}):item() // 1 | 0
    by_user = status > 0
  end
  return by_user and status or nil
end

--- What rank 0 says: nil or a text, which is another's own where it has one.
function ranks.wish(word)
  local wanted = ranks.numbers({wanted = word and 1 or 0}).wanted > 0
  return wanted and (word or "rank 0 wishes it") or nil
end

--- Raises where the parameters of the ranks have parted, naming the first.
function ranks.compare(self)
  local entries = {}
  if job.size == 1 then return end
  for _, name in ipairs(repr.names(self.networks)) do
    for path, p in self.networks[name]:named_parameters() do
      entries[#entries + 1] = {name .. " " .. path, p}
    end
  end
  agree.check(("Trainer: step %d"):format(self.step), entries)
end

-- ---- faults ----

local function quoted(word)
  if not word:find "[^%w%-%./_=:,+]" and word ~= "" then return word end
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

local function content(path)
  local handle <close> = io.open(path, "rb")
  return handle and handle:read "a" or ""
end

-- The command of a process, as far as the system tells; and its first word.
local function command_of(process)
  local words, first = {}, nil
  for word in content("/proc/" .. process .. "/cmdline"):gmatch "([^%z]*)%z" do
    first = first or word
    words[#words + 1] = quoted(word)
  end
  return table.concat(words, " "), first or ""
end

-- That of mpirun, which has started this process itself on its own host.
local function command_of_job()
  local parent = content "/proc/self/stat":match "%) %a (%d+)"
  local command, first = command_of(parent or "self")
  if first:find "mpi[^/]*$" or first:find "[op]r?terun$" then return command end
  return ("mpirun -n %d %s"):format(job.size, (command_of "self"))
end

--- When a fault ends the job from here on, the command that goes on is told.
function ranks.tell_how_to_go_on(self)
  if not job.mpi then return end
  job.mpi.say_at_end(("lunette: %s: %s\n    goes on from the last checkpoint\n")
    :format(self.folder, command_of_job()))
end

--- No more: the run is at its end.
function ranks.tell_nothing()
  if job.mpi then job.mpi.say_at_end "" end
end

--- Ends the job of a process that ends as all others do.
function ranks.leave()
  if job.mpi then job.mpi.close() end
end

-- ---- other ranks ----

--- What takes all that is told, and tells nobody.
ranks.silent = setmetatable({}, {
  __index = function(self) return self end,
  __call = function() end, __close = function() end,
})

return ranks
