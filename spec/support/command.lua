--- The command lunette of the tree, as a shell calls it, without what make env
--- sets, and without the user's data sets.

local files = require "spec.files"

local command = {}

local ROOT = io.popen "pwd":read "l"

--- What it does in `folder` with a line of words: its output, errors and status.
function command.run(folder, words)
  local errors = folder .. "/errors"
  local line = ("cd %s; LUNETTE_PROGRESS=off env -u LUA_PATH -u LUA_CPATH -u LUNETTE_DATA %s/bin/lunette %s 2>%s; " ..
                "echo $?"):format(folder, ROOT, words, errors)
  local pipe <close> = assert(io.popen(line))
  local text, status = pipe:read "a":match "^(.-)(%d+)\n$"
  return text, files.read(errors), tonumber(status)
end

--- Of words that are to succeed: the errors and the output.
function command.goes(folder, words)
  local text, said, status = command.run(folder, words)
  assert(status == 0, words .. ": " .. said)
  return said, text
end

--- Of words that are to fail: the errors, in which `part` is to stand.
function command.fails(folder, part, words)
  local _, said, status = command.run(folder, words)
  if status ~= 1 then error(("%s: status %s, not 1: %s"):format(words, status, said), 2) end
  if not said:find(part, 1, true) then error(("%s: no %q in %s"):format(words, part, said), 2) end
  return said
end

return command
