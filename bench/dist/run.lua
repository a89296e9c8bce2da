-- A step on one rank of two threads and on two ranks of one thread, of one
-- batch, turn by turn. usage: lua5.4 bench/dist/run.lua [rounds [case ...]]
--
-- Columns: milliseconds a step, the median of the rounds' medians and the
-- fastest; and for each the efficiency, the time of one rank over that. "alone"
-- says what two ranks take that do not speak.
local rounds = tonumber(arg[1]) or 5
local cases = {table.unpack(arg, 2)}
if #cases == 0 then cases = {"dcgan64", "mlp_mbd"} end
local SECONDS = 1.5

local function job(ranks, threads, binding)
  return ("OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 " ..
          "LUNETTE_NUM_THREADS=%d mpirun --bind-to %s -n %d"):format(
            threads, binding, ranks)
end

local ways = {
  {"1 rank, 2 threads", job(1, 2, "none"), "overlap"},
  {"2 ranks, alone", job(2, 1, "none"), "alone"},
  {"2 ranks, sums after", job(2, 1, "none"), "after"},
  {"2 ranks, overlap", job(2, 1, "none"), "overlap"},
  {"2 ranks, overlap, bound", job(2, 1, "core"), "overlap"},
}

-- The median and the fastest step, in seconds.
local function measure(name, way)
  local line = ("%s lua5.4 bench/dist/one.lua %s %s %g"):format(
    way[2], name, way[3], SECONDS)
  local pipe <close> = assert(io.popen(line))
  local text = pipe:read "a"
  local middle, fastest = text:match "^(%S+)%s+(%S+)"
  if not middle then error(line .. ": " .. text) end
  return tonumber(middle), tonumber(fastest)
end

local function median(list)
  table.sort(list)
  return list[#list // 2 + 1]
end

local function load_average()
  local handle <close> = io.open "/proc/loadavg"
  return handle and handle:read "l":match "^%S+" or "unknown"
end

local function run(name)
  local middles, fastest = {}, {}
  for k = 1, #ways do middles[k], fastest[k] = {}, math.huge end
  for _ = 1, rounds do
    for k, way in ipairs(ways) do
      local middle, least = measure(name, way)
      table.insert(middles[k], middle)
      fastest[k] = math.min(fastest[k], least)
    end
  end
  local alone = median(middles[1])
  for k, way in ipairs(ways) do
    local seconds = median(middles[k])
    print(("%-9s %-24s %8.2f %5.0f%% %8.2f %5.0f%%"):format(
      name, way[1], 1e3 * seconds, 100 * alone / seconds,
      1e3 * fastest[k], 100 * fastest[1] / fastest[k]))
  end
end

print(("load average %s"):format(load_average()))
print(("%-9s %-24s %15s %15s"):format("case", "ms a step", "median", "fastest"))
for _, name in ipairs(cases) do run(name) end
print(("load average %s"):format(load_average()))
