--- Collectives that are waited for, and who is there.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local raise = require "lunette.errors".raise

local dist = {}

--- Joins the job; all else does so where it has not been done. timeout: seconds
--- that a rank is waited for, before the job ends and names it; unless given
--- LUNETTE_DIST_TIMEOUT, or 600. A rank that ends by an error ends all.
--- @return nil
dist.init = arguments.define("dist.init", "{timeout: positive?}",
                             function(o) job.join(o.timeout) end)

--- Which one of the ranks this process is, from 0, as MPI counts.
--- @return integer
dist.rank = arguments.define("dist.rank", "", function()
  job.join()
  return job.rank
end)

--- How many ranks there are.
--- @return integer
dist.size = arguments.define("dist.size", "", function()
  job.join()
  return job.size
end)

--- Returns when all ranks have come here.
--- @return nil
dist.barrier = arguments.define("dist.barrier", "", function()
  job.join()
  if job.size > 1 then engine.dist.all_reduce(engine.create.zeros(1)) end
end)

--- Ends all ranks with status 1, and says why.
--- @return nil
dist.abort = arguments.define("dist.abort", "reason: string", function(reason)
  job.join()
  if job.mpi then job.mpi.abort(reason) end
  raise("dist.abort: %s", reason)
end)

-- ---- collectives ----

--- The sum of x over the ranks, on each of them; or their mean, or largest or
--- smallest element. All have one shape. The derivatives of sum and mean are
--- those of what all ranks make of the results, summed.
--- @return Tensor
dist.all_reduce = arguments.define("dist.all_reduce",
  "x: tensor, {op: sum|mean|max|min = sum}", function(x, o)
  job.join()
  if job.size == 1 then return x:clone() end
  return engine.dist.all_reduce(x, {op = o.op})
end)

--- x of all ranks, n1,... n2,..., as n1+n2+...,... on each of them: rank after
--- rank. Its derivative is reduce_scatter.
--- @return Tensor
dist.all_gather = arguments.define("dist.all_gather", "x: tensor", function(x)
  job.join()
  if job.size == 1 then return x:clone() end
  return engine.dist.all_gather(x)
end)

--- This rank's rows of the sum of x, n,..., over the ranks: `rows` of them,
--- after those of the ranks before it; n / size unless given. Together the
--- ranks take all. Its derivative is all_gather.
--- @return Tensor
dist.reduce_scatter = arguments.define("dist.reduce_scatter",
  "x: tensor, rows: whole?", function(x, rows)
  job.join()
  local n = x:dim() > 0 and x:size(1) or 0
  if not rows and n % job.size ~= 0 then
    raise("dist.reduce_scatter: %d rows are not shared evenly by %d ranks", n,
          job.size)
  end
  rows = rows or n // job.size
  if job.size > 1 then return engine.dist.reduce_scatter(x, rows) end
  if rows ~= n then
    raise("dist.reduce_scatter: %d rows are to be shared out, the ranks " ..
          "want %d", n, rows)
  end
  return x:clone()
end)

--- x of rank src, on each of them; all have one shape.
--- @return Tensor
dist.broadcast = arguments.define("dist.broadcast",
  "x: tensor, src: whole = 0", function(x, src)
  job.join()
  job.check_rank("dist.broadcast", src)
  if job.size == 1 then return x:clone() end
  return engine.dist.broadcast(x, src)
end)

--- x of the rank that stands `steps` before this one, in a ring; `steps` is one
--- number on all, sizes of the first dimension may differ.
--- @return Tensor
dist.shift = arguments.define("dist.shift", "x: tensor, steps: int = 1",
                              function(x, steps)
  job.join()
  if job.size == 1 then return x:clone() end
  return engine.dist.shift(x, steps)
end)

return dist
