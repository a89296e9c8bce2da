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

--- Has any rank been interrupted?
function ranks.is_interrupted()
  local own = engine.is_interrupted()
  if job.size == 1 then return own end
  local x = engine.create.tensor {own and 1 or 0}
  return collectives.all_reduce(x, {op = "max"}):item() > 0
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

-- What started this process, as far as the system tells.
local function own_command()
  local handle <close> = io.open("/proc/self/cmdline", "rb")
  local words = {}
  for word in (handle and handle:read "a" or ""):gmatch "([^%z]*)%z" do
    words[#words + 1] = quoted(word)
  end
  return words[1] and table.concat(words, " ")
end

--- When the job is ended by a fault, the command that goes on is told.
function ranks.say_how_to_go_on(self)
  local command = job.mpi and own_command()
  if not command then return end
  job.mpi.say_at_end(("lunette: %s: mpirun -n %d %s\n    goes on from the " ..
                      "last checkpoint\n"):format(self.folder, job.size,
                                                  command))
end

-- ---- other ranks ----

--- What takes all that is told, and tells nobody.
ranks.silent = setmetatable({}, {
  __index = function(self) return self end,
  __call = function() end, __close = function() end,
})

return ranks
