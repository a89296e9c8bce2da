--- Random numbers on several ranks, whose default generators are alike.

local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local scope = require "lunette.scope"
require "lunette.generator" -- for undisturbed

local draws = {}

local generator = engine.default_generator

-- Where the ranks of this process share out batches: draws.sharing.
local sharing = false

--- A scope in which the ranks share a batch, and rows() gives each its own.
function draws.sharing()
  local before = sharing
  return scope.open(function() sharing = true end,
                    function() sharing = before end)
end

--- n rows that are random numbers, of draw(m), which gives m: where the ranks
--- share a batch these are this rank's rows of what one process draws for all.
function draws.rows(draw, n)
  if not sharing or job.size == 1 then return draw(n) end
  return draw(n * job.size):narrow(1, job.rank * n + 1, n)
end

-- Another state for each rank, the same whenever it comes of the same one.
local function seed_of(state)
  return engine.io.crc32(("%s %d"):format(state, job.rank)) & 0x7fffffff
end

--- f(...), where each rank draws numbers of its own; the generators are alike
--- afterwards, and where f draws none as they were.
function draws.apart(f, ...)
  if not sharing or job.size == 1 then return f(...) end
  local before, drawn = generator:state(), nil
  local function run(...)
    local _ <close> = generator:undisturbed()
    generator:manual_seed(seed_of(before))
    local first = generator:state()
    local results = table.pack(f(...))
    drawn = generator:state() ~= first
    return table.unpack(results, 1, results.n)
  end
  local results = table.pack(run(...))
  if drawn then engine.create.rand(1) end
  return table.unpack(results, 1, results.n)
end

return draws
