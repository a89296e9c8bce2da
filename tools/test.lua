-- Runs every check and spec, and ends with their sum: "N passed, N failed".
-- usage: lua5.4 tools/test.lua [hard]   (hard: the slow sweeps as well)

local hard = arg[1] == "hard"
local passed, failed = 0, 0

-- A run's counts, from busted's closing line or from one of the form
-- "N passed, N failed"; a run without either has failed.
local function counts(text)
  local last_passed, last_failed
  for line in text:gsub("\27%[[%d;]*m", ""):gmatch "[^\n]+" do
    local good, bad, wrong = line:match "^(%d+) success%a* / (%d+) failure%a* / (%d+) error"
    if good then
      last_passed, last_failed = good, bad + wrong
    else
      good, bad = line:match "^(%d+) passed, (%d+) failed$"
      if good then last_passed, last_failed = good, bad end
    end
  end
  return tonumber(last_passed), tonumber(last_failed)
end

-- Starts a run; what is returned waits for it, and adds what it counted.
local function start(title, command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  return function()
    local lines = {}
    print("== " .. title)
    for line in pipe:lines() do
      lines[#lines + 1] = line
      print(line)
    end
    local ok = pipe:close()
    local good, bad = counts(table.concat(lines, "\n"))
    if not good or good + bad == 0 then good, bad = 0, 1 end
    if not ok and bad == 0 then bad = 1 end
    passed, failed = passed + good, failed + bad
  end
end

local busted = "busted --lua=lua5.4 --output=plainTerminal "
local specs = hard and "--run=hard spec" or "spec"
local runs = {
  start("layers", "lua5.4 tools/check_layers.lua"),
  start("specs, float", busted .. specs),
  start("specs, double", "LUNETTE_REAL=double " .. busted .. specs),
}
for _, finish in ipairs(runs) do finish() end
local bf16 = "spec/precision_bf16_spec.lua"
start("values of ops, plain loops",
      "LUNETTE_ISA=plain " .. busted .. "spec/parity_spec.lua " .. bf16)()
start("bfloat16, rounded panels", "LUNETTE_ISA=baseline " .. busted .. bf16)()
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 0)
