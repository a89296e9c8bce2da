-- Random programs over the whole interface end in the library's words, if they
-- raise, and none ends the process. A fault is shown with the smallest program
-- that has it; spec/support/programs.lua makes the same of the same seed.
local files = require "spec.files"
local programs = require "spec.support.programs"

local EACH = 100 -- statements of a program

describe("random programs", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  local function check(first, last, seconds)
    local found = programs.check(first, last, EACH, folder, seconds)
    assert(not found, found)
  end

  it("of 3,000 statements raise in the library's words", function() check(1, 30, 300) end)

  for batch = 1, 20 do
    local first = 500 * (batch - 1) + 1
    it(("%d to %d, of 50,000 statements #hard"):format(first, first + 499), function()
      check(first, first + 499, 1800)
    end)
  end
end)
