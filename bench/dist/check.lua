-- The model of bench/dist/model.lua beside what four hosts of this machine take
-- (bench/dist/hosts.sh); needs root. usage: lua5.4 bench/dist/check.lua
--
-- The compute time of a step is what the four ranks take that do not speak, as
-- they share this machine; the time of a message is the delay and what TCP adds
-- here, which is what a message without delay takes.
local model = require "bench.dist.model"
local RANKS, TCP = 4, 30

local function measure(name, way, gigabits, delay)
  local line = ("LUNETTE_NUM_THREADS=1 sh bench/dist/hosts.sh %d %g %g " ..
                "lua5.4 bench/dist/one.lua %s %s 3 2>/dev/null"):format(
                RANKS, gigabits, delay, name, way)
  local pipe <close> = assert(io.popen(line))
  local text = pipe:read "a"
  return tonumber(text:match "^%S+") or error(line .. ": " .. text)
end

print(("%-8s %5s %6s %7s %9s %9s %7s"):format("case", "Gb/s", "us", "alone",
                                              "model", "measured", "off"))
for _, speed in ipairs {{1, 500}, {0.5, 100}} do
  for _, name in ipairs {"dcgan28", "mlp_mbd", "dcgan64"} do
    local case = model.case(name)
    local net = model.network(speed[1], speed[2] + TCP, 10)
    net.cores = 0.5 -- four ranks on two
    local alone = measure(name, "alone", speed[1], speed[2])
    local modelled = model.step(case, net, RANKS, case.batch // RANKS, alone)
    local found = measure(name, "after", speed[1], speed[2])
    print(("%-8s %5g %6g %7.1f %9.1f %9.1f %6.0f%%"):format(
      name, speed[1], speed[2], 1e3 * alone, 1e3 * modelled, 1e3 * found,
      100 * (modelled / found - 1)))
  end
end
