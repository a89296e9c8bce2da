-- Runs every check and spec, and ends with their sum: "N passed, N failed".
-- usage: lua5.4 tools/test.lua [hard]   (hard: the slow sweeps as well)
-- VERBOSE=1: with all that the specs print; LUACOV=1: luacov counts lines.

local hard = arg[1] == "hard"
local verbose = (os.getenv "VERBOSE" or "") ~= ""
local passed, failed = 0, 0

-- What a closing line counts: of what runs here, or of luacheck.
local function counted(line)
  local good, bad = line:match "^\1?(%d+) passed, (%d+) failed$"
  if good then return tonumber(good), tonumber(bad) end
  local warnings, errors, files = line:match
    "^Total: (%d+) warning%a* / (%d+) error%a* in (%d+) file"
  if files then return tonumber(files), warnings + errors end
end

-- Shows a line that a run says; what is kept back after it, nil of a run that
-- keeps nothing. Of busted's, lines show that begin with a mark of
-- tools/output.lua; what specs print is kept back, and shown when one fails.
local function show(line, kept)
  local mark, text = line:match "^([\1\2])(.*)$"
  if kept and not mark and not verbose then
    kept[#kept + 1] = line
    return kept
  end
  if mark ~= "\1" then
    for _, earlier in ipairs(kept or {}) do print(earlier) end
  end
  print(text or line)
  return kept and {}
end

-- Starts a run; what is returned waits for it, and adds what it counted, which
-- its last count says. A run without any has failed, unless it was skipped, or
-- all that is in it is pending here.
local function start(title, command, is_busted)
  local pipe = assert(io.popen(command .. " 2>&1"))
  return function()
    local good, bad, skipped, kept = 0, 0, false, is_busted and {}
    if not is_busted or verbose then print("== " .. title) end
    for line in pipe:lines() do
      local more_good, more_bad = counted(line)
      if more_good then good, bad = more_good, more_bad end
      if not (more_good and is_busted) then kept = show(line, kept) end
      skipped = skipped or line:find "^skipped: " ~= nil or
                line:find "%d passed, %d+ pending" ~= nil
    end
    local ok = pipe:close()
    for _, line in ipairs(kept or {}) do print(line) end
    local nothing = good + bad == 0 and not skipped
    if bad == 0 and (nothing or not ok) then
      bad = 1
      print(("failed: %s: %s"):format(title, command))
    end
    passed, failed = passed + good, failed + bad
  end
end

local words = hard and "--run=hard " or ""
local luacov = (os.getenv "LUACOV" or "") ~= ""

-- Starts busted over the files, in an environment. luacov counts those
-- in float, one at a time: lines are the same in double.
local function specs(label, environment, files)
  local counted_too = luacov and label == "float" and "--coverage " or ""
  local command = ("%s busted --lua=lua5.4 -o tools/output.lua " ..
                   "-Xoutput %s %s%s%s"):format(
    environment, label, words, counted_too, files)
  return start(files, command, true)
end

local function calls_collector(path)
  local file <close> = assert(io.open(path))
  return file:read "a":find("collectgarbage", 1, true) ~= nil
end

-- Half an hour of one processor where the slow ones run: beside what follows.
local LONG = hard and "spec/fuzz_spec.lua"

-- The files of specs as lists to run in a process each: some in one, but those
-- that call the collector, for it walks whatever their process has loaded.
local TOGETHER = 40
local function groups()
  local lists, last = {}, nil
  local found <close> = assert(io.popen "find spec -name '*_spec.lua' | sort")
  for path in found:lines() do
    if path == LONG or calls_collector(path) then lists[#lists + 1] = path
    elseif last and select(2, lists[last]:gsub(" ", "")) < TOGETHER - 1 then
      lists[last] = lists[last] .. " " .. path
    else
      last = #lists + 1
      lists[last] = path
    end
  end
  return lists
end

local function finish(runs)
  for _, f in ipairs(runs) do f() end
end

-- Three at work at a time, so that two are while the oldest is waited for; two
-- by luacov, as those in float come one after another then.
local AT_WORK = luacov and 2 or 3
local at_work = {}
local function add(...)
  at_work[#at_work + 1] = specs(...)
  if #at_work == AT_WORK then table.remove(at_work, 1)() end
end

finish {
  start("layers of the engine", "lua5.4 tools/check_layers.lua"),
  start("layers of the library", "lua5.4 tools/check_modules.lua"),
  start("lines", "lua5.4 tools/check_lines.lua"),
  start("format", "lua5.4 tools/check_format.lua"),
  start("luacheck", "luacheck --no-color -q lua spec tools bench examples"),
}
print "== specs"
local beside = {}
for _, files in ipairs(groups()) do
  if files == LONG then beside[1] = specs("float", "", files)
  else add("float", "", files) end
  add("double", "LUNETTE_REAL=double", files)
end
-- the loops without vectors, and the kinds of panels of bfloat16
local bf16 = "spec/precision_bf16_spec.lua"
add("plain", "LUNETTE_ISA=plain",
    "spec/parity_spec.lua spec/ends_spec.lua " .. bf16)
add("baseline", "LUNETTE_ISA=baseline", bf16)
add("amx-plain", "LUNETTE_ISA=amx-plain", bf16)
finish(at_work)
finish(beside)
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 0)
