--- Programs of the machine, run by its shell.

local errors = require "lunette.errors"

local shell = {}

--- The text as one word for a shell.
function shell.quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function command_of(words)
  local list = {}
  for k, word in ipairs(words) do list[k] = shell.quoted(word) end
  return table.concat(list, " ")
end

-- The status, or 128 and the number of the signal that ended it.
local function status_of(_, how, code)
  return how == "signal" and 128 + code or code
end

--- Runs the words, each quoted, as a command: the status it ends with, and the
--- last line of what it says.
function shell.run(words)
  local command = command_of(words) .. " 2>&1"
  local said = errors.check(io.popen(command))
  local last = ""
  for line in said:lines() do
    if line:find "%S" then last = line end
  end
  return status_of(said:close()), last
end

--- The same for a program that talks to who sits there: its status.
function shell.run_shown(words)
  return status_of(os.execute(command_of(words)))
end

--- Is there such a program?
function shell.has(program)
  return shell.run {"command", "-v", program} == 0
end

return shell
