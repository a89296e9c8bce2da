-- What it takes to refuse the files of spec/support/hostile_files.lua: for each
-- kind how many there are, and the slowest and the one that takes most memory.
-- usage: lua5.4 bench/hostile_files.lua

local files = require "spec.files"
local hostile_files = require "spec.support.hostile_files"

local folder = files.new_folder()
assert(os.execute("mkdir " .. folder .. "/inside"))
local kinds, by_kind = {}, {}
for _, case in ipairs(hostile_files.list()) do
  local k = by_kind[case.kind]
  if not k then
    k = {count = 0, slow = {-1}, large = {-1}}
    by_kind[case.kind] = k
    kinds[#kinds + 1] = case.kind
  end
  local start = os.clock()
  local _, _, rise = hostile_files.try(case, folder)
  local ms = (os.clock() - start) * 1000
  k.count = k.count + 1
  if ms > k.slow[1] then k.slow = {ms, case.what} end
  if (rise or 0) > k.large[1] then k.large = {rise or 0, case.what} end
end
for _, kind in ipairs(kinds) do
  local k = by_kind[kind]
  print(("%-12s %3d files, up to %6.1f ms (%s) and %5.1f MiB (%s)"):format(
    kind, k.count, k.slow[1], k.slow[2], k.large[1], k.large[2]))
end
files.remove_folder()
