--- npy files: one array, as NumPy writes it; and npz, a zip archive of them.
--
-- "\x93NUMPY", the version (2 bytes), the length of the header (2 bytes, 4 from
-- version 2 on, little endian), the header (a Python dictionary: descr,
-- fortran_order, shape), the numbers.
-- https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local zip = require "lunette.zip"

local npy = {}

local MAGIC = "\x93NUMPY"
local LONGEST_HEADER = 65536

-- descr without byte order -> format of engine.from_bytes, bytes an element
local dtypes = {
  f8 = {"f64", 8}, f4 = {"f32", 4}, f2 = {"f16", 2}, i8 = {"i64", 8},
  i4 = {"i32", 4}, i2 = {"i16", 2}, i1 = {"i8", 1}, u8 = {"u64", 8},
  u4 = {"u32", 4}, u2 = {"u16", 2}, u1 = {"u8", 1}, b1 = {"bool", 1},
}
local own = engine.real == "double" and "f8" or "f4"

--- What is read, for messages.
npy.DTYPES = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1"

-- ---- writing ----

local function shape_text(sizes)
  return #sizes == 1 and ("(%d,)"):format(sizes[1]) or
         "(" .. table.concat(sizes, ", ") .. ")"
end

-- All up to the numbers, which begin at a multiple of 64.
local function head(x, dtype)
  local text = ("{'descr': '<%s', 'fortran_order': False, 'shape': %s, }")
    :format(dtype, shape_text(x:size()))
  local spaces = -(#MAGIC + 4 + #text + 1) % 64
  text = text .. (" "):rep(spaces) .. "\n"
  return MAGIC .. "\1\0" .. string.pack("<s2", text)
end

--- Writes x as float32, in the double engine as float64. The folder is made; a
--- file that exists is replaced whole or not at all. Returns true; raises when
--- the disk refuses.
--- @return boolean
npy.save = arguments.define("save_npy", "path: string, x: tensor",
                            function(path, x)
  local bytes = x:to_bytes(dtypes[own][1])
  return file.write(path, {head(x, own), bytes})
end)

-- ---- reading: nothing in the file is believed ----

-- The header's text and where the numbers begin, of `size` bytes that begin
-- with `start`; or nil and why not.
local function read_header(start, size)
  if start:sub(1, 6) ~= MAGIC then
    return nil, foreign.kind(start) or "does not begin as a npy file"
  end
  local major = start:byte(7) or 1
  if major < 1 or major > 3 then
    return nil, ("version %d is unknown"):format(major)
  end
  local before = major == 1 and 10 or 12
  if #start < before then return nil, "ends inside the header" end
  local length = string.unpack(major == 1 and "<I2" or "<I4", start, 9)
  if length > math.min(size - before, LONGEST_HEADER) then
    return nil, ("the header has %d bytes, the file %d"):format(length, size)
  end
  return start:sub(before + 1, before + length), before + length + 1
end

-- Values of the dictionary, each as a pattern for one of its entries.
local values = {
  descr = "^'([^'\\]*)'()",
  fortran_order = "^(%u%l+)()",
  shape = "^%(([%d, ]*)%)()",
}

-- {descr=, fortran_order=, shape=} as text, or nil and why not.
local function read_dictionary(text)
  local found, at = {}, text:match "^{%s*()"
  if not at then return nil, "the header is not a dictionary" end
  while text:sub(at, at) ~= "}" do
    local key, from = text:match("^'([%w_]+)'%s*:%s*()", at)
    if not values[key] or found[key] then
      return nil, ("header: %q is not understood"):format(text:sub(at, at + 30))
    end
    local value, to = text:match(values[key], from)
    if not value then
      return nil, ("%s is %s"):format(key, text:sub(from, from + 30))
    end
    found[key], at = value, text:match("^%s*,?%s*()", to)
  end
  if text:find("%S", at + 1) then return nil, "the header goes on" end
  for key in pairs(values) do
    if not found[key] then return nil, key .. " is missing" end
  end
  return found
end

-- "3, 4" as {3, 4}, or nil.
local function read_shape(text)
  local sizes = {}
  for digits, rest in text:gmatch "%s*(%d*)%s*(,?)" do
    local size = math.tointeger(tonumber(digits))
    if digits == "" and rest ~= "" then return nil end
    if digits ~= "" then
      if not size or size > 1 << 52 then return nil end
      sizes[#sizes + 1] = size
    end
  end
  if #sizes > file.MOST_DIMS or #sizes == 1 and not text:find "," then
    return nil
  end
  if text:find "%d%s+%d" then return nil end
  return sizes
end

-- Do so many bytes make an array of these sizes?
local function is_of(sizes, each, bytes)
  local count = file.count(sizes)
  return count ~= nil and count * each == bytes
end

-- format, bytes an element and whether these stand the other way round, of a
-- descr; or nil.
local function read_descr(descr)
  local order, name = descr:match "^([<>|=])(%w+)$"
  local dtype = dtypes[name]
  if not dtype or order == "|" and dtype[2] > 1 then return nil end
  return dtype[1], dtype[2], order == ">"
end

-- What the header says: {format=, each=, big=, fortran=, sizes=}; or nil and
-- why not.
local function understand(text)
  local entries, reason = read_dictionary(text)
  if not entries then return nil, reason end
  local format, each, big = read_descr(entries.descr)
  if not format then
    return nil, ("dtype %q is not one of %s"):format(entries.descr, npy.DTYPES)
  end
  local fortran = ({True = true, False = false})[entries.fortran_order]
  if fortran == nil then
    return nil, "fortran_order is " .. entries.fortran_order
  end
  local sizes = read_shape(entries.shape)
  if not sizes then
    return nil, ("shape is (%s), up to %d sizes are wanted")
      :format(entries.shape, file.MOST_DIMS)
  end
  return {format = format, each = each, big = big, fortran = fortran,
          sizes = sizes}
end

-- Each group of `each` bytes the other way round.
local function swapped(bytes, each)
  local back = {}
  for k = 1, each do back[k] = "%" .. each + 1 - k end
  return (bytes:gsub(("(.)"):rep(each), table.concat(back)))
end

local function reversed(list)
  local back = {}
  for k = 1, #list do back[k] = list[#list + 1 - k] end
  return back
end

--- The tensor of the bytes from `first` on, h being what a header says of them;
--- `where` names them in messages.
function npy.build(bytes, first, h, path, where)
  if h.big and h.each > 1 then
    bytes, first = swapped(bytes:sub(first), h.each), 1
  end
  local sizes = h.fortran and reversed(h.sizes) or h.sizes
  local x = file.checked(path, where,
                         engine.from_bytes(bytes, h.format, sizes, first))
  if not h.fortran then return x end
  local order = {}
  for k = #sizes, 1, -1 do order[#order + 1] = k end
  return x:permute(order):contiguous()
end

--- What a header would say of `count` bytes: an array of these sizes; or nil
--- when it could not.
function npy.header(descr, fortran, sizes, count)
  local format, each, big = read_descr(descr)
  if not format or #sizes > file.MOST_DIMS then return nil end
  for _, size in ipairs(sizes) do
    if math.type(size) ~= "integer" or size < 0 or size > 1 << 52 then
      return nil
    end
  end
  if not is_of(sizes, each, count) then return nil end
  return {format = format, each = each, big = big, fortran = fortran,
          sizes = sizes}
end

-- How string.unpack reads a number, but for f2 and b1.
local unpacked = {
  f8 = "d", f4 = "f", i8 = "i8", i4 = "i4", i2 = "i2", i1 = "i1", u8 = "I8",
  u4 = "I4", u2 = "I2", u1 = "I1",
}

--- The one number in the bytes, an integer of Lua where it is one, or a
--- boolean; nil when they do not make one.
function npy.number(descr, bytes)
  local h = npy.header(descr, false, {}, #bytes)
  if not h then return nil end
  if h.format == "bool" then return bytes ~= "\0" end
  local form = unpacked[descr:sub(2)]
  if not form then return npy.build(bytes, 1, h, "", ""):item() end
  local v = string.unpack((h.big and ">" or "<") .. form, bytes)
  return form == "I8" and v < 0 and v + 2.0 ^ 64 or v
end

-- What the header says of `size` bytes that begin with `start`, and where the
-- numbers begin; or nil and why not. There are as many as it says.
local function parse(start, size)
  local text, first = read_header(start, size)
  if not text then return nil, first end
  local h, reason = understand(text)
  if not h then return nil, reason end
  local room = size - first + 1
  if not is_of(h.sizes, h.each, room) then
    return nil, ("%d bytes do not make %s of %d bytes each"):format(
      room, repr.sizes(h.sizes), h.each)
  end
  return h, first
end

--- The array in the file, converted to the engine's numbers; when integers are
--- rounded by that, or numbers become 0, it is said. Raises "path: npy: ..."
--- when anything in the file does not fit, and on float64 beyond the range of
--- float.
--- @return Tensor
npy.load = arguments.define("load_npy", "path: string", function(path)
  local handle <close>, size = file.open(path)
  local start = handle:read(LONGEST_HEADER + 12) or ""
  local h, first = parse(start, size)
  if not h then raise("%s: npy: %s", path, first) end
  handle:seek("set", first - 1)
  local bytes = first > size and "" or handle:read(size - first + 1)
  return npy.build(bytes, 1, h, path, "npy")
end)

-- ---- npz ----

local ENDING = ".npy"

local function load_entry(archive, entry)
  local where = ("npz: %q"):format(entry.name)
  local bytes = archive:read(entry)
  local h, first = parse(bytes, #bytes)
  if not h then raise("%s: %s: %s", archive.path, where, first) end
  return npy.build(bytes, first, h, archive.path, where)
end

--- The arrays of an npz file, as numpy.savez and savez_compressed write them: a
--- table of tensors by name; numbers are converted as load_npy does. Raises
--- "path: zip: ..." or "path: npz: ..." when anything in the file does not fit,
--- and on more than max_bytes, unpacked, before they are.
--- @return table<string, Tensor>
npy.load_npz = arguments.define("load_npz",
  "path: string, {max_bytes: count = 1073741824}", function(path, o)
  local archive <close> = zip.open(path)
  local entries, total = archive:list(), 0
  for _, entry in ipairs(entries) do
    if entry.name:sub(-#ENDING) ~= ENDING then
      raise("%s: npz: %q is no array: its name does not end in .npy", path,
            entry.name)
    end
    total = total + entry.size
    if total > o.max_bytes then
      raise("%s: npz: unpacks to more than %d bytes; {max_bytes = ...} " ..
            "takes more", path, o.max_bytes)
    end
  end
  local arrays = {}
  for _, entry in ipairs(entries) do
    arrays[entry.name:sub(1, -#ENDING - 1)] = load_entry(archive, entry)
  end
  return arrays
end)

local LONGEST_NAME = 65535 - #ENDING

--- Writes tensors by name, {mean = x, cov = y}, as numpy.savez does: not
--- packed, as float32, or float64 where it is asked for and in the double
--- engine. The folder is made; a file that exists is replaced whole or not at
--- all. Returns true; raises when the disk refuses, and beyond 4 GiB.
---
---   ln.save_npz("stats.npz", {mean = ln.zeros(3), cov = ln.eye(3)})
---   print(ln.load_npz("stats.npz").cov:size())   -- {3, 3}
--- @return boolean
npy.save_npz = arguments.define("save_npz",
  "path: string, tensors: table, {float64: bool = false}",
  function(path, tensors, o)
  local dtype = o.float64 and "f8" or own
  local entries = {}
  for name, x in pairs(tensors) do
    if type(name) ~= "string" or name == "" or #name > LONGEST_NAME then
      raise("save_npz: a name is %s, a string of 1 to %d bytes is wanted",
            arguments.show(name), LONGEST_NAME)
    end
    arguments.check("save_npz", "tensors." .. name, x, "tensor")
    entries[#entries + 1] = {name = name .. ENDING,
                             pieces = {head(x, dtype),
                                       x:to_bytes(dtypes[dtype][1])}}
  end
  table.sort(entries, function(a, b) return a.name < b.name end)
  return zip.write(path, entries)
end)

return npy
