-- Runs one case on each rank of a job, with its share of the batch.
-- usage: mpirun -n RANKS lua5.4 bench/dist/one.lua case way seconds
-- way: overlap, after (sums begin when a backward has ended), or alone, in
-- which the ranks do what they do beside each other and say nothing.
-- Rank 0 prints "median minimum steps" (seconds a step, the slowest rank's).
local ln = require "lunette"
local dist = ln.dist
local name, way, seconds = arg[1], arg[2], tonumber(arg[3])

local function shared(network)
  if way == "alone" then return network end
  return dist.DataParallel(dist.synchronise(network),
                           {overlap = way == "overlap"})
end

-- Of the generator's step D's gradients are not wanted.
local function paused(D)
  return D.pause and D:pause() or setmetatable({}, {__close = function() end})
end

-- bench/gan.lua, of a share of the batch.
package.loaded["bench.gan"] = function(G, D, z, shape)
  local n = shape[1] // dist.size()
  G, D = shared(G), shared(D)
  local adam = {lr = 2e-4, betas = {0.5, 0.999}}
  local opt_g, opt_d = ln.optim.Adam(G:parameters(), adam),
    ln.optim.Adam(D:parameters(), adam)
  local real = ln.randn(n, table.unpack(shape, 2))
  local bce = ln.gan.losses.bce
  return function()
    local fake = G(ln.randn(n, z))
    opt_d:zero_grad()
    bce.discriminator(D(real), D(fake:detach())):backward()
    opt_d:step()
    opt_g:zero_grad()
    local _ <close> = paused(D)
    bce.generator(D(fake)):backward()
    opt_g:step()
  end
end

ln.manual_seed(0)
local step = require("bench.cases." .. name).step
for _ = 1, 3 do step() end

-- All do as many steps, as rank 0 finds that they take.
local function steps_in(limit)
  dist.barrier()
  local from = ln.clock()
  for _ = 1, 2 do step() end
  local each = (ln.clock() - from) / 2
  local count = ln.tensor {math.max(5, limit / each)}
  return dist.broadcast(count):item() // 1 | 0
end

local times = {}
for k = 1, steps_in(seconds) do
  dist.barrier()
  local from = ln.clock()
  step()
  times[k] = ln.clock() - from
end
local all = dist.all_reduce(ln.tensor(times), {op = "max"}):sort():totable()
if dist.rank() == 0 then
  print(all[#all // 2 + 1], all[1], #all)
end
