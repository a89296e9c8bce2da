--- Archives into folders: zip, and tar by the machine's own.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local raise = errors.raise
local shell = require "lunette.shell"
local zip = require "lunette.zip"

local unpack = {}

-- Of one file of an archive, unpacked.
local MOST = 1 << 32

-- Raises when a name leads out of the folder that it is to be unpacked in.
local function check_name(path, name)
  local plain = "/" .. name:gsub("\\", "/") .. "/"
  if plain:find "^//" or plain:find "/%.%./" or name:find "^%a:" then
    raise("fetch: %s: %q leads out of the folder that it is unpacked in", path,
          name)
  end
end

local function unpack_zip(path, folder)
  local archive <close> = zip.open(path)
  local entries = archive:list()
  for _, entry in ipairs(entries) do
    check_name(path, entry.name)
    if entry.size > MOST then
      raise("fetch: %s: %q has %d bytes, at most %d are unpacked", path,
            entry.name, entry.size, MOST)
    end
  end
  for _, entry in ipairs(entries) do
    local to = folder .. "/" .. entry.name
    if entry.name:sub(-1) == "/" then
      errors.check(engine.io.make_folder(to))
    else
      file.make_room(to)
      os.remove(to) -- what a call that was ended has left of it
      errors.check(engine.io.append_file(to, archive:read(entry)))
    end
  end
end

-- The lines that tar says of the archive, to be closed.
local function listing(path, how)
  return errors.check(io.popen(("tar %s %s 2>/dev/null"):format(
    how, shell.quoted(path))))
end

-- Raises where it has anything but files and folders, by the first letter of
-- what tar says of each: what is read through a link, or made by a device's
-- entry, lies elsewhere.
local function check_kinds(path)
  local list <close> = listing(path, "-tvf")
  for line in list:lines() do
    if not line:find "^[%-d]" then
      raise("fetch: %s: a link, a device or the like is in it: %s", path, line)
    end
  end
end

local function unpack_tar(path, folder)
  if not shell.has "tar" then
    raise("fetch: %s: tar is not here, which unpacks it", path)
  end
  local list <close> = listing(path, "-tf")
  for name in list:lines() do check_name(path, name) end
  check_kinds(path)
  local status, said = shell.run {"tar", "-xf", path, "-C", folder,
                                  "--no-same-owner"}
  if status ~= 0 then
    raise("fetch: %s: tar ended with %d: %s", path, status, said)
  end
end

local endings = {[".zip"] = unpack_zip, [".tar.gz"] = unpack_tar,
                 [".tgz"] = unpack_tar, [".tar"] = unpack_tar}

--- The ending by which a file is known as an archive, or nil.
function unpack.ending(name)
  for ending in pairs(endings) do
    if name:sub(-#ending):lower() == ending then return ending end
  end
end

--- Unpacks an archive of that name into the folder. Raises on names that lead
--- out of it.
function unpack.into(path, folder)
  endings[unpack.ending(path)](path, folder)
end

return unpack
