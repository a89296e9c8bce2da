-- Disks that refuse and processes that die at every call of a writing: spec/support/faulty.lua. In float: what writes
-- files knows of no numbers.
if require("lunette").real == "double" then return end

local files = require "spec.files"
local host = require "spec.support.host"

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

-- What the program finds, and how many writings were killed, failed and passed.
local function sweep(how)
  assert(os.execute("mkdir " .. folder .. "/in"))
  local run = "%s LUNETTE_PROGRESS=off lua5.4 spec/support/faulty.lua %s/in %s"
  local said = host.output(run:format(host.faults(folder), folder, how))
  local found = {}
  for line in said:gmatch "[^\n]+" do found[#found + 1] = line end
  local last = table.remove(found) or ""
  local killed, failed, passed = last:match "^(%d+) killed, (%d+) failed, (%d+) passed$"
  assert(killed, said)
  return found, tonumber(killed), tonumber(failed), tonumber(passed)
end

describe("a writing that is spoilt at any of its calls", function()
  it("leaves the old file or the new one and nothing else, and says so", function()
    local found, killed, failed = sweep "some"
    assert.same({}, found)
    assert.is_true(killed > 100 and failed > 60, killed .. " " .. failed)
  end)

  it("leaves the old file or the new one and nothing else, and says so, by every error #hard", function()
    local found, killed, failed = sweep "all"
    assert.same({}, found)
    assert.is_true(killed > 400 and failed > 1200, killed .. " " .. failed)
  end)
end)
