-- Writes the section "Experiments" of docs/results.md, and the picture of
-- README, from the results that are committed: examples/experiments/results.
-- usage: lua5.4 tools/results.lua

local file = require "lunette.file"
local page = require "tools.results.page"

local FOLDER, PAGE = "examples/experiments", "docs/results.md"

file.write(PAGE, page.whole(file.read(PAGE), FOLDER))
local picture = require "tools.results.picture".draw(FOLDER)
if picture then picture:save "docs/pictures/modes.svg" end
