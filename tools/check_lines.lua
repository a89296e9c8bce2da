-- Lines of at most 80 columns, without a blank at the end and without tabs but
-- where make wants them, in all that is written by hand. Specs state cases and
-- are left to luacheck. Prints "N passed, N failed".

local checks = require "tools.checks"

local COLUMNS = 80

-- docs/manual and the library of the editor's add-on are written by programs.
local ours = "lua src tools bench examples docs Makefile .ci README.md " ..
  "CONTRIBUTING.md -type f '(' -name '*.lua' -o -name '*.[ch]' -o " ..
  "-name '*.js' -o -name '*.css' -o -name '*.html' -o " ..
  "-name '*.sh' -o -name '*.py' -o -name '*.md' -o -name Makefile -o " ..
  "-name run ')' -not -path 'docs/manual/*' -not -path '*/editor/library/*'"

-- What is wrong with the first bad line of the file, or nil.
local function complaint(path)
  local number = 0
  for line in io.lines(path) do
    number = number + 1
    -- tables and blocks of text as it is
    if path:find "%.md$" and line:find "^[|%s]" then line = "" end
    local columns = utf8.len(line) or #line
    local blanks = path == "Makefile" and line:match "^\t?(.*)$" or line
    local wrong = columns > COLUMNS and ("has %d columns"):format(columns) or
                  line:find "%s$" and "ends in a blank" or
                  blanks:find "\t" and "has a tab"
    if wrong then return ("%s:%d %s"):format(path, number, wrong) end
  end
end

for _, path in ipairs(checks.files(ours)) do
  local wrong = complaint(path)
  checks.that(not wrong, "%s", wrong)
end
checks.finish()
