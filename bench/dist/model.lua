--- What a step takes on p ranks, by the alpha-beta model: a message of m bytes
--- takes alpha + m beta (Thakur et al. 2005, "Optimization of collective
--- communication operations in MPICH", section 3). Collectives are those that
--- OpenMPI's non-blocking ones are made of; p counts ranks of one host each.
local ln = require "lunette"

local model = {}

-- Bytes from which OpenMPI over TCP asks the receiver first, and so takes three
-- ways instead of one (btl_tcp_eager_limit).
local EAGER = 65536
-- Bytes that a row tells the others before it begins (src/mpi/word.h).
local WORD = 88
local BUCKET = 262144

local function log2(p) return math.ceil(math.log(p, 2) - 1e-9) end

-- One message of m bytes, n bytes in all that go through the same line.
local function message(net, m, n)
  local ways = m < EAGER and 1 or 3
  return ways * net.alpha + (n or m) * net.beta
end

--- Each sends to each, m bytes.
function model.gather(net, p, m)
  return message(net, m, (p - 1) * m) + (p - 2) * net.each
end

--- Sums of m bytes, by halving and doubling: 2 log2 p messages, 2 (p - 1) / p m
--- bytes (Thakur et al., section 4.5: Rabenseifner's).
function model.sum(net, p, m)
  local total, part = 0, m
  for _ = 1, log2(p) do
    part = part / 2
    total = total + 2 * message(net, part)
  end
  return total
end

--- The same in a ring: 2 (p - 1) messages of m / p bytes (Patarasuk and Yuan
--- 2009, "Bandwidth optimal all-reduce algorithms for clusters of
--- workstations").
function model.ring_sum(net, p, m)
  return 2 * (p - 1) * message(net, m / p)
end

--- The same by a tree, to one rank and back: 2 log2 p messages of m bytes.
function model.tree_sum(net, p, m) return 2 * log2(p) * message(net, m) end

-- Sums of m bytes to one rank by a tree, which then hands out the parts.
local function scatter(net, p, m)
  return log2(p) * message(net, m) + message(net, m / p, m)
end

-- A row, whose ranks first tell each other what they have.
local function row(net, p, seconds)
  return model.gather(net, p, WORD) + seconds
end

-- ---- a case of bench/cases ----

-- What of a network is seen: numbers in each bucket, and layers over the batch.
local function read(network)
  local buckets, count, params = {}, 0, network:parameters()
  for k = #params, 1, -1 do
    count = count + params[k]:numel()
    if count >= BUCKET or k == 1 then
      buckets[#buckets + 1], count = count, 0
    end
  end
  local layers = {}
  for _, layer in ipairs(network:modules()) do
    if layer.looks_at_batch then layers[#layers + 1] = layer end
  end
  return {buckets = buckets, layers = layers}
end

--- G, D and the batch of a case.
function model.case(name)
  local found = {name = name}
  package.loaded["bench.gan"] = function(G, D, _, shape)
    found.G, found.D, found.batch = read(G), read(D), shape[1]
  end
  dofile("bench/cases/" .. name .. ".lua")
  package.loaded["bench.gan"] = nil
  return found
end

-- ---- a step ----

-- A pair of samples and a kernel of mini-batch discrimination, forward and
-- backward, on one core: 64 x 128 x 100 pairs of 5 dimensions in 0.82 ms, and
-- half of that where a batch is compared with itself.
local PAIR = 0.82e-3 / (64 * 128 * 100) / 5

-- Forward and backward of a layer for n samples a rank, beyond what one rank
-- does.
local function layer_seconds(net, p, layer, n)
  local count = row(net, p, model.gather(net, p, 4))
  if not layer.num_kernels then
    local bytes = 8 * layer.num_features
    return count + row(net, p, model.gather(net, p, bytes)) +
           row(net, p, scatter(net, p, p * bytes))
  end
  local b, c = layer.num_kernels, layer.kernel_dim
  return count + row(net, p, model.gather(net, p, 4 * n * b * c)) +
         row(net, p, model.gather(net, p, 4 * n * b)) +
         PAIR * n * n * (p - 0.5) * b * c / (net.cores or 1)
end

local function layers_seconds(net, p, network, n)
  local total = 0
  for _, layer in ipairs(network.layers) do
    total = total + layer_seconds(net, p, layer, n)
  end
  return total
end

-- Seconds of a byte in a rank itself: into a bucket, added, divided, and back;
-- on one core of the machine that bench/dist/run.lua was run on.
local HANDLING = 0.25e-9

-- What the sums add to a backward whose last bucket is ready at its end, and
-- the first so many seconds before, those between evenly; they are summed one
-- after another (Li et al. 2020, arXiv 2006.15704, section 3.2.3).
local function sums_seconds(net, p, network, window, sum)
  local at, gaps = 0, math.max(#network.buckets - 1, 1)
  for k, count in ipairs(network.buckets) do
    local ready = #network.buckets > 1 and window * (k - 1) / gaps or window
    at = math.max(at, ready) + sum(net, p, 4 * count) + 4 * count * HANDLING
  end
  return at - window
end

-- From the first bucket to the last, as a share of a step: dcgan64 on one core,
-- where it takes 19 and 13 ms of 183. G has most of its parameters in layers
-- that come last, and D's are whole when the second of two batches is through.
local WINDOW = {D = 0.10, G = 0.07}

--- Seconds of a step of n samples a rank that takes `compute` alone. overlap:
--- the sums begin while the backward goes on. sum: how.
function model.step(case, net, p, n, compute, overlap, sum)
  if p == 1 then return compute end
  local hidden = overlap and compute or 0
  sum = sum or model.sum
  return compute + 3 * layers_seconds(net, p, case.D, n) +
         layers_seconds(net, p, case.G, n) +
         sums_seconds(net, p, case.D, hidden * WINDOW.D, sum) +
         sums_seconds(net, p, case.G, hidden * WINDOW.G, sum)
end

--- A network: gigabits a second, the time of an empty message in microseconds,
--- and of handing one more to the system.
function model.network(gigabits, microseconds, each)
  return {alpha = 1e-6 * microseconds, beta = 8e-9 / gigabits,
          each = 1e-6 * (each or 2)}
end

-- ---- as a script ----

-- Networks of so many Gb/s, and the microseconds of a message there by TCP
-- (10 and 25) and by InfiniBand (100).
local networks = {{10, 30}, {25, 15}, {100, 2}}
-- Milliseconds of a step on one rank of two threads: bench/dist/run.lua.
local measured = {dcgan64 = 196, mlp_mbd = 9.1}

local function figure_of(counts)
  local fig = ln.plot.figure {columns = 2, width = 460, height = 300,
                              title = "A step on p hosts, as modelled"}
  local hosts = ln.tensor(counts)
  for _, name in ipairs {"dcgan64", "mlp_mbd"} do
    local case = model.case(name)
    fig:panel {title = name, x_label = "hosts", y_label = "efficiency",
               x_scale = "log", y_range = {0, 1.05}}
    for _, speed in ipairs(networks) do
      local net, list = model.network(speed[1], speed[2]), {}
      net.cores = 2
      for k, p in ipairs(counts) do
        local alone = measured[name] * 1e-3
        list[k] = alone / model.step(case, net, p, case.batch, alone, true)
      end
      fig:lines(hosts, ln.tensor(list), {name = speed[1] .. " Gb/s"})
    end
  end
  return fig
end

local function print_row(case, speed, p)
  local net = model.network(speed[1], speed[2])
  local alone = measured[case.name] * 1e-3
  net.cores = 2
  local function percent(overlap, sum)
    return 100 * alone / model.step(case, net, p, case.batch, alone, overlap,
                                    sum)
  end
  print(("%-8s %4d %5d %8.1f %6.0f%% %6.0f%% %6.0f%% %6.0f%%"):format(
    case.name, speed[1], p,
    1e3 * model.step(case, net, p, case.batch, alone, true),
    percent(true), percent(false), percent(true, model.ring_sum),
    percent(true, model.tree_sum)))
end

local function main(path)
  print(("%-8s %4s %5s %8s %7s %7s %7s %7s"):format(
    "case", "Gb/s", "hosts", "ms", "overlap", "after", "ring", "tree"))
  for _, name in ipairs {"dcgan64", "mlp_mbd"} do
    local case = model.case(name)
    for _, speed in ipairs(networks) do
      for _, p in ipairs {2, 8, 32, 128, 1024} do print_row(case, speed, p) end
    end
  end
  local counts = {}
  for k = 1, 10 do counts[k] = 1 << k end
  if path then figure_of(counts):save(path) end
end

-- usage: lua5.4 bench/dist/model.lua [picture.svg]
if arg and arg[0]:find "model%.lua$" then main(arg[1]) end
return model
