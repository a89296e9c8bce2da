--- Folders that go with all that is in them.

local engine = require "lunette.engine"
local file = require "lunette.file"

local scratch = {}

--- Deletes a folder, or a file.
function scratch.remove(path)
  local names = engine.io.list_folder(path)
  for name in (names or ""):gmatch "[^\0]+" do
    scratch.remove(path .. "/" .. name)
  end
  os.remove(path)
end

--- A new folder, and what is to be closed for it to go.
function scratch.folder()
  local path = os.tmpname()
  os.remove(path)
  file.make_room(path .. "/run")
  return path, setmetatable({}, {__close = function() scratch.remove(path) end})
end

return scratch
