--- npy files: one array, as NumPy writes it.
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

local npy = {}

local MAGIC = "\x93NUMPY"
local MOST_DIMS = 8
local LONGEST_HEADER = 65536

-- descr without byte order -> format of engine.from_bytes, bytes an element
local dtypes = {
  f8 = {"f64", 8}, f4 = {"f32", 4}, f2 = {"f16", 2}, i8 = {"i64", 8},
  i4 = {"i32", 4}, i2 = {"i16", 2}, i1 = {"i8", 1}, u1 = {"u8", 1},
  b1 = {"bool", 1},
}
local own = engine.real == "double" and "f8" or "f4"

-- ---- writing ----

local function shape_text(sizes)
  return #sizes == 1 and ("(%d,)"):format(sizes[1]) or
         "(" .. table.concat(sizes, ", ") .. ")"
end

-- All up to the numbers, which begin at a multiple of 64.
local function head(x)
  local text = ("{'descr': '<%s', 'fortran_order': False, 'shape': %s, }")
    :format(own, shape_text(x:size()))
  local spaces = -(#MAGIC + 4 + #text + 1) % 64
  text = text .. (" "):rep(spaces) .. "\n"
  return MAGIC .. "\1\0" .. string.pack("<s2", text)
end

--- Writes x as float32, in the double engine as float64. The folder is made; a
--- file that exists is replaced whole or not at all. Returns true; raises when
--- the disk refuses.
npy.save = arguments.define("save_npy", "path: string, x: tensor",
                            function(path, x)
  local bytes = x:to_bytes(dtypes[own][1])
  return file.write(path, {head(x), bytes})
end)

-- ---- reading: nothing in the file is believed ----

-- The header's text, or nil and why not; the numbers follow it.
local function read_header(handle, size)
  local start = handle:read(10) or ""
  if start:sub(1, 6) ~= MAGIC then
    return nil, foreign.kind_of(handle) or "does not begin as a npy file"
  end
  if #start < 10 then return nil, "ends inside the header" end
  local major = start:byte(7)
  if major < 1 or major > 3 then
    return nil, ("version %d is unknown"):format(major)
  end
  if major > 1 then start = start .. (handle:read(2) or "") end
  if major > 1 and #start < 12 then return nil, "ends inside the header" end
  local length = string.unpack(major == 1 and "<I2" or "<I4", start, 9)
  if length > math.min(size - #start, LONGEST_HEADER) then
    return nil, ("the header has %d bytes, the file %d"):format(length, size)
  end
  return length == 0 and "" or handle:read(length)
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
  if #sizes > MOST_DIMS or #sizes == 1 and not text:find "," then return nil end
  if text:find "%d%s+%d" then return nil end
  return sizes
end

-- The bytes of so many elements, or nil when no memory holds them.
local function byte_count(sizes, each)
  local count = each
  for _, size in ipairs(sizes) do
    if size == 0 then return 0 end
  end
  for _, size in ipairs(sizes) do
    if count > (1 << 52) // size then return nil end
    count = count * size
  end
  return count
end

-- What the header says: {format=, each=, big=, fortran=, sizes=}; or nil and
-- why not.
local function understand(text)
  local entries, reason = read_dictionary(text)
  if not entries then return nil, reason end
  local order, name = entries.descr:match "^([<>|=])(%w+)$"
  local dtype = dtypes[name]
  if not dtype or order == "|" and dtype[2] > 1 then
    return nil, ("dtype %q is not one of f2 f4 f8 i1 i2 i4 i8 u1 b1")
      :format(entries.descr)
  end
  local fortran = ({True = true, False = false})[entries.fortran_order]
  if fortran == nil then
    return nil, "fortran_order is " .. entries.fortran_order
  end
  local sizes = read_shape(entries.shape)
  if not sizes then
    return nil, ("shape is (%s), up to %d sizes are wanted")
      :format(entries.shape, MOST_DIMS)
  end
  return {format = dtype[1], each = dtype[2], big = order == ">",
          fortran = fortran, sizes = sizes}
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

local function build(bytes, h, path)
  if h.big and h.each > 1 then bytes = swapped(bytes, h.each) end
  local sizes = h.fortran and reversed(h.sizes) or h.sizes
  local x = file.checked(path, "npy",
                         engine.from_bytes(bytes, h.format, sizes))
  if not h.fortran then return x end
  local order = {}
  for k = #sizes, 1, -1 do order[#order + 1] = k end
  return x:permute(order):contiguous()
end

-- What the header says and the bytes of the numbers; or nil and why not. They
-- are read when the file has as many as the header says.
local function parse(handle, size)
  local text, reason = read_header(handle, size)
  if not text then return nil, reason end
  local h
  h, reason = understand(text)
  if not h then return nil, reason end
  local room = size - handle:seek()
  if byte_count(h.sizes, h.each) ~= room then
    return nil, ("%d bytes do not make %s of %d bytes each"):format(
      room, repr.sizes(h.sizes), h.each)
  end
  return h, room == 0 and "" or handle:read(room)
end

--- The array in the file, converted to the engine's numbers; when integers are
--- rounded by that, or numbers become 0, it is said. Raises "path: npy: ..."
--- when anything in the file does not fit, and on float64 beyond the range of
--- float.
npy.load = arguments.define("load_npy", "path: string", function(path)
  local handle <close>, size = file.open(path)
  local h, bytes = parse(handle, size)
  if not h then raise("%s: npy: %s", path, bytes) end
  return build(bytes, h, path)
end)

return npy
