--- ln.dist: one program on several processes, the ranks of a job of MPI.
--
-- `mpirun -n 4 lua5.4 script.lua` runs the script four times, once a rank; each
-- asks which one it is. Started without it, a script is the one rank of its
-- job, and all of this does what it does for one.

local engine = require "lunette.engine"

local fields = {}
for file, names in pairs {
  collectives = "init rank size barrier abort all_reduce all_gather " ..
    "reduce_scatter broadcast shift",
  async = "all_reduce_async all_gather_async reduce_scatter_async " ..
    "broadcast_async",
  parallel = "DataParallel synchronise",
} do
  for name in names:gmatch "%S+" do
    fields[name] = {"lunette.dist." .. file, name}
  end
end

local dist = require "lunette.lazy".table("ln.dist", fields)

-- ln.dist(x, y, p) is the function of that name.
getmetatable(dist).__call = function(_, ...)
  return engine.functions.dist(...)
end

return dist
