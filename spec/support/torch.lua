--- Python with PyTorch, for specs that hold files against it where it is there.

local files = require "spec.files"

local torch = {}

local PYTHON = "/usr/bin/python3"

local known

--- nil when PyTorch is there, otherwise why a spec is pending.
function torch.missing()
  if known == nil then known = os.execute(PYTHON .. " -c 'import torch' 2>/dev/null") == true end
  return not known and "python3 with torch is not installed" or nil
end

--- Runs the Python script of this text in a folder; returns what it prints, and
--- fails with what it says when it fails.
function torch.run(folder, text)
  files.write(folder .. "/script.py", text)
  local command = "cd %s && %s -B script.py 2>errors; printf 'status %%d' $?"
  local pipe <close> = assert(io.popen(command:format(folder, PYTHON)))
  local printed, status = pipe:read "a":match "^(.*)status (%d+)$"
  assert(status == "0", files.read(folder .. "/errors"))
  return printed
end

return torch
