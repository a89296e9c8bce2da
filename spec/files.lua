--- For specs that write: a folder of their own, and bytes made without the
--- library, so that what reads them is held against the formats themselves.

local dice = require "spec.support.dice"

local files = {}

local made

--- Makes an empty folder under the system's temporary one; returns its path.
function files.new_folder()
  local path = os.tmpname()
  os.remove(path)
  assert(os.execute("mkdir " .. path))
  made = path
  return path
end

function files.remove_folder() os.execute("rm -rf " .. made) end

function files.write(path, bytes)
  local f <close> = assert(io.open(path, "wb"))
  f:write(bytes)
  return path
end

function files.read(path)
  local f <close> = assert(io.open(path, "rb"))
  return f:read "a"
end

--- Names in the folder, sorted, as one text.
function files.list(path)
  local f <close> = assert(io.popen("ls -A " .. path))
  return (f:read("a"):gsub("\n", " "):gsub(" $", ""))
end

--- The number of the process that runs.
function files.process()
  local f <close> = assert(io.open "/proc/self/stat")
  return f:read "n"
end

--- Runs the text as a script of its own, behind the words of a shell, if given;
--- returns its status, which is 128 and the number for a signal, and what it
--- wrote to the error output.
function files.run(text, shell)
  local path = os.tmpname()
  files.write(path, text)
  local run = "exec 2>&1; (%s lua5.4 %s >/dev/null); printf 'status %%d' $?"
  local f <close> = assert(io.popen(run:format(shell or "", path)))
  local said, status = f:read "a":match "^(.*)status (%d+)$"
  os.remove(path)
  return tonumber(status), said
end

--- What f() returns first, and what is written to the error output meanwhile.
function files.said_by(f)
  local before, text = io.stderr, {}
  rawset(io, "stderr", {write = function(_, ...) text[#text + 1] = table.concat {...} end, flush = function() end})
  local ok, result = pcall(f)
  rawset(io, "stderr", before)
  assert(ok, result)
  return result, table.concat(text)
end

--- The bytes with one bit (0 to 7) of byte `at` the other way round.
function files.flip(bytes, at, bit)
  return bytes:sub(1, at - 1) .. string.char(bytes:byte(at) ~ (1 << bit))
         .. bytes:sub(at + 1)
end

-- What becomes of the bytes from `at` on; n is a number to do it by.
local harms = {
  function(bytes, at, n) return files.flip(bytes, at, n % 8) end,
  function(bytes, at) return bytes:sub(1, at - 1) end,
  function(bytes, at, n) return bytes:sub(1, at - 1) .. bytes:sub(at + n % 9 + 1) end,
  function(bytes, at, n) return bytes:sub(1, at) .. bytes:sub(at - n % 40, -1) end,
  function(bytes, at, n) return bytes:sub(1, at - 1) .. string.char(n % 256) .. bytes:sub(at + 1) end,
  function(bytes, at, n)
    local values = {-1, 0, 1, 7, 255, 1 << 16, (1 << 31) - 1, -(1 << 31)}
    return bytes:sub(1, at - 1) .. string.pack("<i4", values[n % #values + 1]) .. bytes:sub(at + 4)
  end,
  function(bytes, at, n)
    local values = {-1, 0, 1 << 32, 1 << 61, math.maxinteger, math.mininteger}
    return bytes:sub(1, at - 1) .. string.pack("<i8", values[n % #values + 1]) .. bytes:sub(at + 8)
  end,
  function(bytes, at, n) return bytes:sub(1, at - 1) .. ("9"):rep(n % 25 + 1) .. bytes:sub(at + 1) end,
}

--- The bytes, harmed in one to three places: the same for the same seed.
function files.mutant(bytes, seed)
  local roll = dice(seed)
  for _ = 1, roll(3) do
    if bytes == "" then break end
    bytes = harms[roll(#harms)](bytes, roll(#bytes), roll(1000) - 1)
  end
  return bytes
end

function files.crc32(bytes)
  local crc = 0xffffffff
  for i = 1, #bytes do
    crc = crc ~ bytes:byte(i)
    for _ = 1, 8 do crc = (crc >> 1) ~ (0xedb88320 & -(crc & 1)) end
  end
  return crc ~ 0xffffffff
end

--- A zip archive by hand, of entries {name, bytes}, with what is changed of each: packed, method, crc, size,
--- packed_size, flags, at, extra, head_name; and of the end: n, directory_size, start, disk, comment.
function files.zip(entries, ends)
  local body, records = "", ""
  ends = ends or {}
  for _, e in ipairs(entries) do
    local packed, at = e.packed or e.bytes, e.at or #body
    local crc, name, extra = e.crc or files.crc32(e.bytes), e.name or "x.npy", e.extra or ""
    local same = string.pack("<I2I2I2I2I4I4I4", e.flags or 0, e.method or 0, 0, 33, crc, e.packed_size or #packed,
                             e.size or #e.bytes)
    body = body .. "PK\3\4\20\0" .. same .. string.pack("<I2I2", #name, 0) .. (e.head_name or name) .. packed
    records = records .. "PK\1\2\20\0\20\0" .. same .. string.pack("<I2I2I2I2I2I4I4", #name, #extra, 0, 0, 0, 0, at)
              .. name .. extra
  end
  local n, comment = ends.n or #entries, ends.comment or ""
  return body .. records .. (ends.before or "") .. "PK\5\6" ..
         string.pack("<I2I2I2I2I4I4s2", ends.disk or 0, 0, n, n, ends.directory_size or #records, ends.start or #body,
                     comment)
end

--- The entries {name, bytes} of an archive whose files are all stored.
function files.entries(path)
  local bytes, list = files.read(path), {}
  local directory = string.unpack("<I4", bytes, bytes:find "PK\5\6[^P]*$" + 16)
  local at = directory + 1
  while bytes:sub(at, at + 3) == "PK\1\2" do
    local size, name, extra, comment = string.unpack("<I4I2I2I2", bytes, at + 24)
    local start = string.unpack("<I4", bytes, at + 42) + 1
    local from = start + 30 + name + string.unpack("<I2", bytes, start + 28)
    list[#list + 1] = {name = bytes:sub(at + 46, at + 45 + name), bytes = bytes:sub(from, from + size - 1)}
    at = at + 46 + name + extra + comment
  end
  return list
end

--- RFC 1951, section 3.2.4: the bytes (at most 65535) as one block, as they are.
function files.deflate(bytes)
  return "\1" .. string.pack("<I2I2", #bytes, ~#bytes & 0xffff) .. bytes
end

--- RFC 1952, with the bytes (at most 65535) stored.
function files.gzip(bytes)
  return "\31\139\8\0\0\0\0\0\0\255" .. files.deflate(bytes)
         .. string.pack("<I4I4", files.crc32(bytes), #bytes)
end

-- RFC 1950
local function zlib(bytes)
  local a, b = 1, 0
  for i = 1, #bytes do
    a = (a + bytes:byte(i)) % 65521
    b = (b + a) % 65521
  end
  return "\x78\x01" .. files.deflate(bytes) .. string.pack(">I2I2", b, a)
end

function files.png_chunk(kind, data)
  return string.pack(">I4", #data) .. kind .. data
         .. string.pack(">I4", files.crc32(kind .. data))
end

--- A PNG: colour type 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA;
--- `lines` as they are in the file, each without its filter byte; `extra`
--- chunks go before the data; interlace is 1 for Adam7.
function files.png(width, height, depth, colour, lines, extra, interlace)
  local header = string.pack(">I4I4BBBBB", width, height, depth, colour, 0, 0, interlace or 0)
  local raw = {}
  for k, line in ipairs(lines) do raw[k] = "\0" .. line end
  return "\137PNG\r\n\26\n" .. files.png_chunk("IHDR", header) .. (extra or "")
         .. files.png_chunk("IDAT", zlib(table.concat(raw)))
         .. files.png_chunk("IEND", "")
end

return files
