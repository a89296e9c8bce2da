--- Folders that go with all that is in them.

local file = require "lunette.file"

local scratch = {}

--- Deletes a folder, or a file.
function scratch.remove(path)
  for _, name in ipairs(file.names(path) or {}) do
    scratch.remove(path .. "/" .. name)
  end
  os.remove(path)
end

--- A new folder, and what is to be closed for it to go. The address of the
--- latter, which no other process foresees, names it: math.random is the
--- script's.
function scratch.folder()
  local held = {}
  local path = ("%s/lunette-%x-%s"):format(os.getenv "TMPDIR" or "/tmp",
    os.time(), tostring(held):match "0x(%x+)")
  setmetatable(held, {__close = function() scratch.remove(path) end})
  file.make_room(path .. "/run")
  return path, held
end

return scratch
