--- Python, for specs that hold files against what its packages make of them,
--- where those are.

local files = require "spec.files"

local python = {program = "/usr/bin/python3"}

local known = {}

--- nil when the package is there, otherwise why a spec is pending.
function python.missing(package)
  if known[package] == nil then
    known[package] = os.execute(("%s -c 'import %s' 2>/dev/null"):format(python.program, package)) == true
  end
  return not known[package] and ("python3 with %s is not installed"):format(package) or nil
end

--- Runs the script of this text in a folder, with these arguments; returns what it prints, and fails with what it says
--- when it fails.
function python.run(folder, text, ...)
  files.write(folder .. "/script.py", text)
  local command = "cd %s && PYTHONIOENCODING=utf8 %s -B script.py %s 2>errors; printf 'status %%d' $?"
  local pipe <close> = assert(io.popen(command:format(folder, python.program, table.concat({...}, " "))))
  local printed, status = pipe:read "a":match "^(.*)status (%d+)$"
  assert(status == "0", files.read(folder .. "/errors"))
  return printed
end

return python
