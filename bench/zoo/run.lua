-- A training step of every model of the zoo, one of each player, in Lunette and
-- in PyTorch's port of it (bench/zoo/models.py), on one thread, turn by turn.
-- usage: lua5.4 bench/zoo/run.lua [rounds [model ...]]
--
-- Both sides start at the same weights, and the losses and gradients of a step
-- with fixed numbers are compared before anything is timed. Columns: samples of
-- a step; milliseconds of the processor, the median of all rounds; PyTorch's
-- over Lunette's; the process's peak memory, MiB.
local MODELS = {
  "mlp", "dcgan", "wgan_gp", "sngan", "sagan", "biggan", "acgan", "infogan",
  "lsgan", "began", "progan", "stylegan2", "r3gan", "fastgan", "pix2pix",
  "cyclegan", "srgan", "timegan", "ctgan",
}
local SECONDS = 1
-- of losses and gradients that are sums in another order
local TOLERANCE = 1e-3

local rounds = tonumber(arg[1]) or 3
local names = arg[2] and {table.unpack(arg, 2)} or MODELS
local python = require "bench.rival"()
local file = os.tmpname()
local _ <close> = setmetatable({}, {__close = function() os.remove(file) end})

-- {seconds, batch, mib, players = list of {name, loss, parameters, gradient}}
local function measure(command, name)
  local pipe <close> = assert(io.popen(("%s %s %g %s"):format(
    command, name, SECONDS, file)))
  local text, result = pipe:read "a", {players = {}}
  for line in text:gmatch "[^\n]+" do
    local fields = {}
    for field in line:gmatch "%S+" do
      fields[#fields + 1] = tonumber(field) or field
    end
    if #fields == 4 then result.players[#result.players + 1] = fields end
    if #fields == 3 then
      result.seconds, result.batch = fields[1], fields[2]
      result.mib = fields[3] / 1024
    end
  end
  assert(result.seconds, name .. ": " .. text)
  return result
end

local function near(a, b)
  return math.abs(a - b) <= TOLERANCE * (1 + math.abs(b))
end

-- Raises unless both computed the same.
local function compare(name, ours, theirs)
  assert(ours.batch == theirs.batch and #ours.players == #theirs.players, name)
  for k, here in ipairs(ours.players) do
    local there = theirs.players[k]
    for i, what in ipairs {"loss", "parameters", "gradient"} do
      if here[1] ~= there[1] or not near(here[i + 1], there[i + 1]) then
        error(("%s: %s of %s is %.9g here, %.9g of %s in PyTorch"):format(
          name, what, here[1], here[i + 1], there[i + 1], there[1]), 0)
      end
    end
  end
end

local function median(list)
  table.sort(list)
  return list[#list // 2 + 1]
end

local function run(name)
  local ours, theirs, mib, their_mib = {}, {}, {}, {}
  local batch
  for k = 1, rounds do
    local here = measure("lua5.4 bench/zoo/one.lua", name)
    ours[k], mib[k], batch = here.seconds, here.mib, here.batch
    if python then
      local there = measure(python(1) .. " bench/zoo/one.py", name)
      compare(name, here, there)
      theirs[k], their_mib[k] = there.seconds, there.mib
    end
  end
  local seconds = median(ours)
  local line = ("%-10s %5d %9.1f"):format(name, batch, 1e3 * seconds)
  if not python then return print(line .. (" %27.0f"):format(median(mib))) end
  print(line .. (" %9.1f %8.2f %8.0f %8.0f"):format(
    1e3 * median(theirs), median(theirs) / seconds, median(mib),
    median(their_mib)))
end

print()
print(("%-10s %5s %9s %9s %8s %8s %8s"):format("model", "batch", "ms",
                                               "PyTorch", "ratio", "MiB",
                                               "PyTorch"))
for _, name in ipairs(names) do run(name) end
