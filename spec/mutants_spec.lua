-- The lists of planted faults (spec/mutants/) fit the tree: tools/mutants.lua,
-- run by `make mutants`, plants them.
local files = require "spec.files"

-- Nothing of it depends on the type of numbers.
if os.getenv "LUNETTE_REAL" == "double" then return end

describe("planted faults", function()
  local list = {}
  setup(function()
    local pipe <close> = assert(io.popen "ls spec/mutants/*.lua")
    for path in pipe:lines() do
      for _, mutant in ipairs(dofile(path)) do list[#list + 1] = mutant end
    end
  end)

  it("are at least 60, and change text that stands once in its file", function()
    assert.is_true(#list >= 60)
    for _, mutant in ipairs(list) do
      local path, from, to = table.unpack(mutant)
      local first, last = files.read(path):find(from, 1, true)
      assert.truthy(first, path .. " has not: " .. from)
      assert.falsy(files.read(path):find(from, last + 1, true), path .. " has twice: " .. from)
      assert.not_equal(from, to)
    end
  end)

  it("name specs that are there", function()
    for _, mutant in ipairs(list) do
      local n = 0
      for path in mutant[4]:gmatch "spec/%S+" do
        n = n + 1
        assert(io.open(path)):close()
      end
      assert.is_true(n > 0, mutant[4])
    end
  end)
end)
