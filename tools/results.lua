-- Writes the section "Experiments" of docs/results.md, and the pictures of
-- results, from those that are committed: examples/experiments/results.
-- usage: lua5.4 tools/results.lua

local file = require "lunette.file"
local page = require "tools.results.page"

local FOLDER, PAGE = "examples/experiments", "docs/results.md"

file.write(PAGE, page.whole(file.read(PAGE), FOLDER))
for name, path in pairs(page.pictures) do
  local figure = require("tools.results." .. name).draw(FOLDER)
  if figure then figure:save(path) end
end
