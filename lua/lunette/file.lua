--- What the modules that read and write files share.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local foreign = require "lunette.foreign"
local notice = require "lunette.notice"
local raise = errors.raise

local file = {}

--- Raises where nothing is at `path`.
function file.need(path)
  if not engine.io.exists(path) then raise("%s: is not there", path) end
end

--- Raises where something is at `path`, unless it may be written over.
function file.need_free(path, force)
  if engine.io.exists(path) and not force then
    raise("%s: is there already; {force = true} writes over it", path)
  end
end

--- The path without slashes at its end: photos/ is photos.
function file.plain(path) return (path:gsub("(.)/+$", "%1")) end

--- What lies in a folder, sorted by name; nil and the reason where it cannot be
--- read.
function file.names(folder)
  local listed, reason = engine.io.list_folder(folder)
  if not listed then return nil, reason end
  local names = {}
  for name in listed:gmatch "[^\0]+" do names[#names + 1] = name end
  table.sort(names)
  return names
end

--- Makes the folder that the file at `path` is to lie in; raises when the disk
--- refuses.
function file.make_room(path)
  local folder = path:match "^(.*[^/])/+[^/]*$"
  if folder then errors.check(engine.io.make_folder(folder)) end
end

--- Writes the text, or the list of texts one after the other, to the file at
--- `path`, whole or not at all; its folder is made. Where `older` is a list of
--- paths, the file of before then has the first of them, and each of the others
--- what had the one before it. Returns true; raises when the disk refuses.
function file.write(path, contents, older)
  file.make_room(path)
  return errors.check(engine.io.write_file(path, contents, older))
end

local Draft = {}
Draft.__index = Draft

--- The same of texts that come one after the other, of which few are held: an
--- object with draft:add(text) and draft:publish(), which puts the file in its
--- place. Closed before that, it leaves nothing. Raises when the disk refuses.
function file.draft(path)
  file.make_room(path)
  local handle = errors.check(engine.io.draft(path))
  return setmetatable({handle = handle, new = {}, size = 0}, Draft)
end

local BLOCK = 1 << 16 -- bytes that are written, or read, at once

function Draft:add(text)
  self.new[#self.new + 1], self.size = text, self.size + #text
  if self.size >= BLOCK then self:flush() end
end

function Draft:flush()
  local text = table.concat(self.new)
  self.new, self.size = {}, 0
  errors.check(self.handle:add(text))
end

function Draft:publish()
  self:flush()
  errors.check(self.handle:publish())
end

function Draft:__close() local _ <close> = self.handle end

--- The lines of the file, one by one, for a loop: each without its end, and
--- whether it has one. Raises where the file cannot be read.
function file.lines(path)
  local handle = errors.check(io.open(path, "rb"))
  return function()
    local line, why = handle:read "L"
    if why then raise("%s: %s", path, why) end
    if line then return (line:gsub("\n$", "")), line:sub(-1) == "\n" end
  end, nil, nil, handle
end

--- Adds the text to the end of the file, all of it or nothing.
function file.append(path, text)
  return errors.check(engine.io.append_file(path, text))
end

-- What holds a folder for this process, for as long as somebody wants it.
local held = setmetatable({}, {__mode = "v"})

-- Where a lock is refused it may be one of this process that nothing refers to
-- any more and that has not ended yet, as after an error.
local function lock_of(path)
  local lock = engine.io.lock_file(path)
  if lock then return lock end
  collectgarbage()
  return engine.io.lock_file(path)
end

--- The same as file.hold; nil and the reason where another process holds the
--- folder.
function file.try_hold(folder)
  if held[folder] then return held[folder], false end
  file.make_room(folder .. "/lock")
  local lock, reason = lock_of(folder .. "/lock")
  held[folder] = lock
  if lock then return lock, true end
  if not reason:find(": is held by ", 1, true) then raise("%s", reason) end
  return nil, reason .. ": another run writes to this folder"
end

--- Holds the folder against other processes, by its file `lock`: an object
--- that does so until nothing refers to it, and whether it is new. Raises with
--- the name of the process that holds it.
function file.hold(folder) return errors.check(file.try_hold(folder)) end

--- Gives the folder back before nothing refers to what holds it.
function file.release(folder)
  local _ <close> = held[folder]
  held[folder] = nil
end

--- The file, open to be read from its start, and how many bytes it has. Raises
--- "path: reason".
function file.open(path)
  if path:find "\0" then raise("path has a zero byte in it") end
  local handle = errors.check(io.open(path, "rb"))
  local _, reason = handle:read(0) -- a folder opens like a file
  local size = not reason and handle:seek "end"
  if not size then
    handle:close()
    raise("%s: %s", path,
          reason and reason:gsub("^.*: ", "") or "has no size")
  end
  handle:seek "set"
  return handle, size
end

--- Is there a last line without an end, as of a process that was killed? Raises
--- "path: reason".
function file.has_open_line(path)
  if not engine.io.exists(path) then return false end
  local handle, size = file.open(path)
  local _ <close> = handle
  if size == 0 then return false end
  handle:seek("end", -1)
  local last, why = handle:read(1)
  return (last or raise("%s: %s", path, why or "ends early")) ~= "\n"
end

--- Writes what is in the file at `from` to that at `to`, as file.write does;
--- raises "path: reason".
function file.copy(from, to)
  local handle <close> = file.open(from)
  local draft <close> = file.draft(to)
  repeat
    local text, why = handle:read(BLOCK)
    if why then raise("%s: %s", from, why) end
    draft:add(text or "")
  until not text
  draft:publish()
end

local function checked_read(bytes, reason)
  if bytes then return bytes end
  if reason:find("the most that is read", 1, true) then
    reason = reason .. "; {max_bytes = ...} takes more"
  end
  raise("%s", reason)
end

--- The bytes of the file, unpacked when it is gzip, as a string. Raises
--- "path: reason", so when there are more than max_bytes, packed or not.
function file.read(path, max_bytes)
  return checked_read(engine.io.read_file(path, max_bytes))
end

--- The same as Bytes (src/bind/io.c), which are to be closed.
function file.read_bytes(path, max_bytes)
  return checked_read(engine.io.read_bytes(path, max_bytes))
end

--- Why image_read refused a file: what it is instead, where that is known.
function file.why_no_picture(path, reason)
  local handle <close> = io.open(path, "rb")
  local kind = handle and reason:find("neither a PNG", 1, true) and
               foreign.kind_of(handle)
  return kind and path .. ": " .. kind or reason
end

--- The pixels of a PNG or JPEG file as Bytes, which are to be closed, and its
--- width, height and channels: rows from the top, each pixel's channels
--- together. Raises "path: reason".
function file.read_image(path, max_pixels)
  local bytes, w, h, c = engine.io.image_read(path, max_pixels)
  if bytes then return bytes, w, h, c end
  raise("%s", file.why_no_picture(path, w))
end

--- What read_image gave as numbers, c,h,w, from 0 to 1.
function file.image_tensor(bytes, w, h, c)
  return (engine.from_bytes(bytes, "u8", {h, w, c}) / 255):permute {3, 1, 2}
    :contiguous()
end

-- ---- tensors in files ----

--- As many dimensions as a tensor has at most.
file.MOST_DIMS = 8

local MOST_ELEMENTS = 1 << 49 -- their bytes are counted in 53 bits

--- How many elements these sizes have; nil where one is below 0, or where no
--- memory holds them, sizes beside a 0 as well.
function file.count(sizes)
  local count, none = 1, false
  for _, size in ipairs(sizes) do
    if size < 0 then return nil end
    none, size = none or size == 0, math.max(size, 1)
    if count > MOST_ELEMENTS // size then return nil end
    count = count * size
  end
  return none and 0 or count
end

local double = engine.real == "double"

--- Passes on x, read from `part` of the file ("npy"), unless `at`: element `at`
--- is the first that the engine's numbers do not hold, and `text` what it was.
--- An integer is rounded, what is too small becomes 0, and that is said once of
--- a file; beyond the range is an error.
function file.checked(path, part, x, at, text)
  if not at then return x end
  local what = ("%s: %s: element %d is %s"):format(path, part, at, text)
  if text:find "e%-" then
    notice.once(path .. ": 0",
                "%s and becomes 0: float holds nothing nearer to " ..
                "0 than 1.4e-45, LUNETTE_REAL=double does", what)
  elseif text:find "[.en]" then
    raise("%s, beyond the range of float; LUNETTE_REAL=double holds it",
          what)
  else
    notice.once(path .. ": rounded", "%s and is rounded: %s", what,
                double and "double holds all integers up to 2^53" or
                "float holds all integers up to 2^24, LUNETTE_REAL=double " ..
                "up to 2^53")
  end
  return x
end

return file
