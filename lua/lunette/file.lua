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

--- Writes the text, or the list of texts, to the file at `path`, whole or not
--- at all; its folder is made. Where `before` is a path, the file of before is
--- there afterwards. Returns true; raises when the disk refuses.
function file.write(path, contents, before)
  file.make_room(path)
  return raise.check(engine.io.write_file(path, contents, before))
end

--- Adds the text to the end of the file, all of it or nothing.
function file.append(path, text)
  return raise.check(engine.io.append_file(path, text))
end

-- What holds a folder for this process, for as long as somebody wants it.
local held = setmetatable({}, {__mode = "v"})

--- Holds the folder against other processes, by its file `lock`: an object
--- that does so until nothing refers to it, and whether it is new. Raises with
--- the name of the process that holds it.
function file.hold(folder)
  if held[folder] then return held[folder], false end
  file.make_room(folder .. "/lock")
  local lock, reason = engine.io.lock_file(folder .. "/lock")
  if not lock then
    raise.raise("%s: another run writes to this folder", reason)
  end
  held[folder] = lock
  return lock, true
end

--- Gives the folder back before nothing refers to what holds it.
function file.release(folder)
  local _ <close> = held[folder]
  held[folder] = nil
end

return file
