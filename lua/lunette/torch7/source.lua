--- The two forms in which Torch7 writes: what is next in a file, as integers,
--- numbers, characters and elements of storages.
--
-- Binary: an int has 4 bytes, a number 8, a long 8, or 4 where the machine's
-- was so, which the file does not say; the low byte first. Ascii: each is text,
-- with a line's end after it, or after the last of a list; characters stand as
-- they are, and a line's end after them, unless there are none.

local file = require "lunette.file"

local source = {}

local PIECE = 1 << 16 -- elements at a time
local CHUNK = 1 << 16 -- bytes read ahead
local unpack = string.unpack
local LONGEST = 64    -- characters of a number and of blanks before it

-- ---- bytes ----

local Source = {}
Source.__index = Source

-- What is raised on a file that does not fit; torch7.lua makes it a message.
local Refusal = {}

--- Raises, for source.reason to take.
function Source:refuse(message, ...)
  local text = ("byte %d: " .. message):format(self.at + 1, ...)
  error(setmetatable({text = text, longs = self.has_longs}, Refusal), 0)
end

--- Why the file was refused, of what pcall caught, and whether longs were read
--- before; or nil.
function source.reason(raised)
  if getmetatable(raised) == Refusal then return raised.text, raised.longs end
end

--- How many bytes are left.
function Source:left() return self.size - self.at end

-- As many of the next n bytes as there are, which stay.
local function ahead(self, n)
  if #self.buffer - self.place + 1 < n then
    self.buffer = self.buffer:sub(self.place) ..
                  (self.handle:read(math.max(n, CHUNK)) or "")
    self.place = 1
  end
  return self.buffer
end

local function advance(self, n)
  self.at, self.place = self.at + n, self.place + n
end

local function need(self, n, what)
  if n < 0 or n > self.size - self.at then
    self:refuse("%s of %d bytes, of which %d are there", what, n, self:left())
  end
end

local function take(self, n, what)
  need(self, n, what)
  local bytes = ahead(self, n):sub(self.place, self.place + n - 1)
  advance(self, n)
  return bytes
end

-- Passes over n bytes, which are there.
local function jump(self, n)
  self.at, self.buffer, self.place = self.at + n, "", 1
  self.handle:seek("set", self.at)
end

-- ---- binary ----

local Binary = setmetatable({}, Source)
Binary.__index = Binary

-- The value that the next bytes have by a form of string.unpack. Most of what a
-- file holds is read by it.
local function unpacked(self, form, bytes, what)
  if #self.buffer - self.place + 1 < bytes then
    need(self, bytes, what)
    ahead(self, bytes)
  end
  local place = self.place
  self.at, self.place = self.at + bytes, place + bytes
  return (unpack(form, self.buffer, place))
end

function Binary:int() return unpacked(self, "<i4", 4, "an int") end

function Binary:number() return unpacked(self, "<d", 8, "a number") end

function Binary:long()
  self.has_longs = true
  if not self.wide then return unpacked(self, "<i4", 4, "a long") end
  return unpacked(self, "<i8", 8, "a long")
end

function Binary:characters(n) return take(self, n, "text") end

--- The most elements of this kind that may be left.
function Binary:most(kind)
  return self:left() // (kind.long and not self.wide and 4 or kind.bytes)
end

--- Calls use(bytes, format, count) for pieces of the next n elements.
function Binary:elements(kind, n, use)
  local format, each = kind.format, kind.bytes
  if kind.long and not self.wide then format, each = "i32", 4 end
  for first = 1, n, PIECE do
    local count = math.min(PIECE, n - first + 1)
    use(take(self, count * each, "a storage"), format, count)
  end
end

--- Passes over them.
function Binary:skip(kind, n)
  jump(self, n * (kind.long and not self.wide and 4 or kind.bytes))
end

-- ---- ascii ----

local Ascii = setmetatable({}, Source)
Ascii.__index = Ascii

local named = {nan = 0 / 0, ["-nan"] = 0 / 0, inf = math.huge,
               ["-inf"] = -math.huge}

-- One line's end, if it is there.
local function end_line(self)
  if ahead(self, 1):byte(self.place) == 10 then advance(self, 1) end
end

-- The next number, an integer where it is one; nil where none is.
local function value(self)
  local text, place = ahead(self, 2 * LONGEST), self.place
  local word, to = text:match("^%s*(%S+)()", place)
  if not word or to - place > LONGEST then return nil end
  local v = tonumber(word) or named[word]
  if not v or word:find "[xX]" then return nil end
  advance(self, to - place)
  return v == 0 and word:find "^-" and -0.0 or v
end

function Ascii:number()
  local v = value(self) or self:refuse "a number is wanted"
  end_line(self)
  return v
end

function Ascii:int()
  local v = value(self)
  if math.type(v) ~= "integer" then self:refuse "an integer is wanted" end
  end_line(self)
  return v
end

Ascii.long = Ascii.int

function Ascii:characters(n)
  local text = take(self, n, "text")
  if n > 0 then end_line(self) end
  return text
end

-- A number has a character, and one between it and the next.
function Ascii:most(kind)
  return kind.bytes == 1 and self:left() or (self:left() + 1) // 2
end

-- The next n numbers, as bytes of integers or of doubles.
local function packed(self, kind, n)
  local values, form = {}, kind.whole and "<i8" or "<d"
  for k = 1, n do
    local v = value(self)
    if not v or kind.whole and math.type(v) ~= "integer" then
      self:refuse("an element of a storage is wanted")
    end
    values[k] = form:pack(v)
  end
  return table.concat(values), kind.whole and "i64" or "f64"
end

function Ascii:elements(kind, n, use)
  for first = 1, n, PIECE do
    local count = math.min(PIECE, n - first + 1)
    if kind.bytes == 1 then
      use(take(self, count, "a storage"), kind.format, count)
    else
      local bytes, format = packed(self, kind, count)
      use(bytes, format, count)
    end
  end
  if n > 0 then end_line(self) end
end

function Ascii:skip(kind, n)
  if kind.bytes > 1 then return self:elements(kind, n, function() end) end
  jump(self, n)
  if n > 0 then end_line(self) end
end

-- ---- files ----

--- Does a file that begins so hold text?
function source.is_ascii(head) return head:find "^[0-8]\n" ~= nil end

--- The file at `path`, to be closed; wide: longs of 8 bytes.
function source.open(path, wide)
  local handle, size = file.open(path)
  local self = {handle = handle, size = size, wide = wide, at = 0, buffer = "",
                place = 1}
  local form = source.is_ascii(ahead(self, 3)) and Ascii or Binary
  return setmetatable(self, form)
end

for _, form in ipairs {Binary, Ascii} do
  function form:__close() self.handle:close() end
end

return source
