-- Runs every check and spec, and ends with their sum: "N passed, N failed".
-- usage: lua5.4 tools/test.lua [hard]   (hard: the slow sweeps as well)

local hard = arg[1] == "hard"
local passed, failed = 0, 0

-- What a closing line of busted's or luacheck's counts.
local function counted_by_tool(line)
  local good, bad, wrong = line:match
    "^(%d+) success%a* / (%d+) failure%a* / (%d+) error"
  if good then return good, bad + wrong end
  bad, wrong, good = line:match
    "^Total: (%d+) warning%a* / (%d+) error%a* in (%d+) file"
  if good then return good, bad + wrong end
end

-- What a run counted, and whether it says that it was skipped, and why. The
-- line of the checks here counts where there is no tool's: what fails in busted
-- may show one.
local function counts(lines)
  local tools, own, skipped = nil, {0, 0}, false
  for _, line in ipairs(lines) do
    line = line:gsub("\27%[[%d;]*m", "")
    local good, bad = counted_by_tool(line)
    if good then tools = {tonumber(good), tonumber(bad)} end
    good, bad = line:match "^(%d+) passed, (%d+) failed$"
    if good then own = {tonumber(good), tonumber(bad)} end
    skipped = skipped or line:find "^skipped: " ~= nil
  end
  local last = tools or own
  return last[1], last[2], skipped
end

-- Starts a run; what is returned waits for it, and adds what it counted. A run
-- without any count has failed, unless it was skipped.
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
    local good, bad, skipped = counts(lines)
    local nothing = good + bad == 0 and not skipped
    if bad == 0 and (nothing or not ok) then bad = 1 end
    passed, failed = passed + good, failed + bad
  end
end

local busted = "busted --lua=lua5.4 --output=plainTerminal "
if hard then busted = busted .. "--run=hard " end

local function calls_collector(path)
  local file <close> = assert(io.open(path))
  return file:read "a":find("collectgarbage", 1, true) ~= nil
end

-- The files of specs as lists to run in a process each: all in one, but those
-- that call the collector, for it walks whatever their process has loaded.
local function groups()
  local together, list = {}, {}
  local found <close> = assert(io.popen "find spec -name '*_spec.lua' | sort")
  for path in found:lines() do
    if calls_collector(path) then list[#list + 1] = path
    else together[#together + 1] = path end
  end
  table.insert(list, 1, table.concat(together, " "))
  return list
end

local function finish(runs)
  for _, f in ipairs(runs) do f() end
end

finish {
  start("layers of the engine", "lua5.4 tools/check_layers.lua"),
  start("layers of the library", "lua5.4 tools/check_modules.lua"),
  start("lines", "lua5.4 tools/check_lines.lua"),
  start("format", "lua5.4 tools/check_format.lua"),
  start("luacheck", "luacheck --no-color -q lua spec tools bench examples"),
}
for k, files in ipairs(groups()) do
  local what = k == 1 and "specs" or files
  finish {
    start(what .. ", float", busted .. files),
    start(what .. ", double", "LUNETTE_REAL=double " .. busted .. files),
  }
end
local bf16 = "spec/precision_bf16_spec.lua"
start("values of ops, plain loops",
      "LUNETTE_ISA=plain " .. busted .. "spec/parity_spec.lua " .. bf16)()
start("bfloat16, rounded panels", "LUNETTE_ISA=baseline " .. busted .. bf16)()
start("bfloat16, tiles of AMX in plain C",
      "LUNETTE_ISA=amx-plain " .. busted .. bf16)()
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 0)
