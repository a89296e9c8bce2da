-- What of src/ was run, by the counters of a build for coverage: a line a file,
-- those that lack most first, with the lines that nothing ran, and the sum. A
-- line counts as run where one of the builds of its file ran it.
-- usage: lua5.4 tools/coverage.lua BUILD

local checks = require "tools.checks"

-- By file: of each line that has code, by number, whether it was run.
local files = {}

-- Takes in what gcov(1) says of an object: "count:  number:source", where
-- "-" is a line without code and "#####" or "=====" one that was not run.
local function read(path)
  local command = ("gcov -t '%s' 2>/dev/null"):format(path)
  local pipe <close> = assert(io.popen(command))
  local lines = {}
  for line in pipe:lines() do
    local count, number, text = line:match "^%s*([^%s:]+):%s*(%d+):(.*)"
    local source = number == "0" and text:match "^Source:(src/.*)"
    if number == "0" and text:find "^Source:" then
      lines = source and (files[source] or {}) or {}
      if source then files[source] = lines end
    elseif count and count ~= "-" then
      number = tonumber(number)
      lines[number] = lines[number] or not count:find "^[#=]"
    end
  end
end

-- Numbers as text, those that follow each other together: "3-5 9".
local function ranges(numbers)
  local parts, k = {}, 1
  while k <= #numbers do
    local last = k
    while numbers[last + 1] == numbers[last] + 1 do last = last + 1 end
    parts[#parts + 1] = last > k and numbers[k] .. "-" .. numbers[last] or
                        tostring(numbers[k])
    k = last + 1
  end
  return table.concat(parts, " ")
end

-- {name, all, missing = numbers of lines that nothing ran}.
local function summed(name, lines)
  local entry = {name = name, all = 0, missing = {}}
  for number, was_run in pairs(lines) do
    entry.all = entry.all + 1
    if not was_run then table.insert(entry.missing, number) end
  end
  table.sort(entry.missing)
  return entry
end

local function percent(all, missing)
  return 100 * (all - missing) / math.max(all, 1)
end

local function print_all()
  local list, all, missing = {}, 0, 0
  for name, lines in pairs(files) do
    local entry = summed(name, lines)
    list[#list + 1] = entry
    all, missing = all + entry.all, missing + #entry.missing
  end
  table.sort(list, function(a, b)
    if #a.missing ~= #b.missing then return #a.missing > #b.missing end
    return a.name < b.name
  end)
  for _, e in ipairs(list) do
    print(("%-36s %5d %6.2f%%  %s"):format(
      e.name, e.all, percent(e.all, #e.missing), ranges(e.missing)))
  end
  print(("C: %.2f%% of %d lines"):format(percent(all, missing), all))
end

for _, path in ipairs(checks.files(arg[1] .. " -name '*.gcda'")) do
  read(path)
end
print_all()
