-- Files of spec/support/hostile_files.lua: each is refused in words that name it
-- and say what is wrong, with little memory, and soon.
local asan = require "spec.support.asan"
local files = require "spec.files"
local hostile_files = require "spec.support.hostile_files"
local in_words = require "spec.support.in_words"
local kept_hook = require "spec.support.hook"

local MOST = asan.here and 128 or 64 -- MiB
local LONGEST = 4e7 -- instructions of Lua, which take 0.1 s or less

describe("hostile files are refused:", function()
  local folder
  setup(function()
    folder = files.new_folder()
    assert(os.execute("mkdir " .. folder .. "/inside"))
  end)
  teardown(files.remove_folder)

  local function check(case)
    local restore = kept_hook()
    debug.sethook(function() error("it does not end", 0) end, "", LONGEST)
    local ok, raised, rise, path = hostile_files.try(case, folder)
    restore()
    local at = ("%s, %s: "):format(case.kind, case.what)
    assert(not ok, at .. "it is read")
    in_words(raised, path, at)
    assert(raised:find(case.part, 1, true), at .. raised)
    assert(not rise or rise < MOST, at .. tostring(rise) .. " MiB")
  end

  local by_kind, kinds = {}, {}
  for _, case in ipairs(hostile_files.list()) do
    if not by_kind[case.kind] then
      by_kind[case.kind], kinds[#kinds + 1] = {}, case.kind
    end
    table.insert(by_kind[case.kind], case)
  end
  for _, kind in ipairs(kinds) do
    it(("%d of %s"):format(#by_kind[kind], kind), function()
      for _, case in ipairs(by_kind[kind]) do check(case) end
    end)
  end
end)
