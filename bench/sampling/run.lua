-- Images of generators, in evaluation mode and without derivatives: Lunette
-- beside ONNX Runtime with the file that PyTorch's exporter makes of the port,
-- on one thread, turn by turn. Wants python3-torch, and onnxruntime-node where
-- NODE_PATH finds it:
--   npm install --ignore-scripts --prefix FOLDER onnxruntime-node
--   make bench-sampling NODE_PATH=FOLDER/node_modules
-- usage: lua5.4 bench/sampling/run.lua [rounds]
--
-- Both sides have the same weights, and the mean squares of their images are
-- compared. Columns: milliseconds of the processor a batch, the median of all
-- rounds; ONNX Runtime's over Lunette's; the process's peak memory, MiB.
local CASES = {{"dcgan64", 100}, {"stylegan2_32", 64}, {"stylegan2_64", 64}}
local SECONDS = 1
local TOLERANCE = 1e-3 -- of sums in another order

local rounds = tonumber(arg[1]) or 3

local function needs(command, what)
  if os.execute(command .. " >&- 2>&-") then return end
  print(("no table of sampling: %s"):format(what))
  os.exit()
end

needs("/usr/bin/python3 -c 'import torch'", "python3-torch is not installed")
needs("node -e 'require(\"onnxruntime-node\")'",
      "node finds no onnxruntime-node; bench/sampling/run.lua tells how")

local weights, graph = os.tmpname(), os.tmpname()
local _ <close> = setmetatable({}, {__close = function()
  os.remove(weights)
  os.remove(graph)
end})

-- {square, seconds, mib}
local function measure(...)
  local command = (...):format(select(2, ...))
  local pipe <close> = assert(io.popen(command))
  local text = pipe:read "a"
  local square, seconds, kib = text:match "(%S+)%s+(%S+)%s+(%d+)"
  assert(square, command .. ": " .. text)
  return {square = tonumber(square), seconds = tonumber(seconds),
          mib = tonumber(kib) / 1024}
end

local function turn(name, batch, latent)
  local ours = measure("lua5.4 bench/sampling/one.lua %s %d %g %s", name, batch,
                       SECONDS, weights)
  assert(os.execute(("/usr/bin/python3 bench/sampling/export.py %s %d %s %s"):
    format(name, batch, weights, graph)))
  local theirs = measure("node bench/sampling/one.js %s %d %d %g", graph, batch,
                         latent, SECONDS)
  if math.abs(ours.square - theirs.square) > TOLERANCE * theirs.square then
    error(("%s: the mean square is %.9g here, %.9g in ONNX Runtime"):format(
      name, ours.square, theirs.square), 0)
  end
  return ours, theirs
end

local function median(list, key)
  local values = {}
  for k, entry in ipairs(list) do values[k] = entry[key] end
  table.sort(values)
  return values[#values // 2 + 1]
end

local function run(name, latent, batch)
  local ours, theirs = {}, {}
  for k = 1, rounds do ours[k], theirs[k] = turn(name, batch, latent) end
  local here, there = median(ours, "seconds"), median(theirs, "seconds")
  print(("%-13s %5d %9.2f %9.2f %8.2f %8.0f %8.0f"):format(
    name, batch, 1e3 * here, 1e3 * there, there / here, median(ours, "mib"),
    median(theirs, "mib")))
end

print(("%-13s %5s %9s %9s %8s %8s %8s"):format("generator", "batch", "ms",
                                               "ONNX", "ratio", "MiB", "ONNX"))
for _, case in ipairs(CASES) do
  for _, batch in ipairs {1, 64} do run(case[1], case[2], batch) end
end
