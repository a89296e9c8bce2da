--- What the modules that write files share.

local engine = require "lunette.engine"
local raise = require "lunette.raise"

local file = {}

--- Makes the folder that the file at `path` is to lie in; raises when the disk
--- refuses.
function file.make_room(path)
  local folder = path:match "^(.*[^/])/+[^/]*$"
  if folder then raise.check(engine.io.make_folder(folder)) end
end

return file
