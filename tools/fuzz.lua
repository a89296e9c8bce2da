-- Runs libFuzzer on what reads bytes, with an engine that `make fuzz` has
-- built: a reader of spec/fuzz/readers.lua, or each in turn.
-- usage: lua5.4 tools/fuzz.lua [-runs=N | -max_total_time=SECONDS] [READER]...
-- What it finds lands in build-fuzz/found/READER/, with the command that has it
-- again; the status is 1 then.

local file = require "lunette.file"

local FOLDER = "build-fuzz/"
-- Where an input is a file: on a disk, one that is cut and written again waits.
local MEMORY = "/dev/shm"
local MOST_BYTES = 1 << 14 -- of an input

local limit, names = "-max_total_time=60", {}
for _, word in ipairs(arg) do
  if word:find "^%-" then limit = word else names[#names + 1] = word end
end

local readers = require "spec.fuzz.readers".readers
if #names == 0 then
  for name in pairs(readers) do names[#names + 1] = name end
  table.sort(names)
end

local function read(path)
  local handle <close> = assert(io.open(path, "rb"))
  return handle:read "a"
end

-- Writes the words of the reader's modules, as libFuzzer takes them; returns
-- its option for them, "" where there are none.
local function write_words(name, path)
  local words, seen = {}, {}
  for _, module in ipairs(readers[name].modules) do
    local source = package.searchpath("lunette." .. module, package.path)
    for word in (source and read(source) or ""):gmatch '"([%w_.:]+)"' do
      if not seen[word] and #word < 40 then
        words[#words + 1], seen[word] = ('"%s"\n'):format(word), true
      end
    end
  end
  file.write(path, table.concat(words))
  return #words > 0 and "-dict=" .. path or ""
end

local function folder_in_memory()
  local pipe <close> = assert(io.popen("mktemp -d -p " .. MEMORY ..
                                       " 2>/dev/null || mktemp -d"))
  return pipe:read "l"
end

local function run(...)
  return os.execute(table.concat({...}, " "))
end

-- Did it end without a find?
local function fuzz(name)
  local work, found = FOLDER .. "work/" .. name, FOLDER .. "found/" .. name
  local grown = FOLDER .. "corpus/" .. name
  run("mkdir -p", work, found, grown)
  local words = write_words(name, work .. "/words")
  local inputs = folder_in_memory()
  local command = ("LUA_CPATH='%s?.so;;' ASAN_OPTIONS=detect_leaks=0 " ..
                   "FUZZ_READER=%s FUZZ_FOLDER=%s %sfuzz"):format(
    FOLDER, name, inputs, FOLDER)
  local log = work .. "/log"
  local ok = run(command, limit, "-timeout=20 -rss_limit_mb=2048 -verbosity=1",
    "-print_final_stats=1", ("-max_len=%d"):format(MOST_BYTES),
    words, "-artifact_prefix=" .. found .. "/", grown,
    "spec/fuzz/corpus/" .. name, ">" .. log, "2>&1")
  run("rm -rf", inputs)
  local text = read(log)
  local runs = text:match "number_of_executed_units: (%d+)" or "?"
  print(("%s: %s runs, %s"):format(name, runs, ok and "nothing found" or
                                   "found:"))
  if ok then return true end
  local input = text:match "Test unit written to (%S+)"
  print((text:match "[^\n]*fault: [^\n]*" or text:match "[^\n]*ERROR: [^\n]*" or
         text:match "[^\n]*runtime error: [^\n]*" or "see " .. log))
  if input then print(("again: make fuzz INPUT=%s READER=%s"):format(
    input, name)) end
  return false
end

local good = true
for _, name in ipairs(names) do
  if not readers[name] then
    print(name .. ": no such reader; see spec/fuzz/readers.lua")
    good = false
  else
    good = fuzz(name) and good
  end
end
os.exit(good)
