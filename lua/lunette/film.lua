--- Films: pictures of one size as the bytes of an animated PNG (PNG, third
--- edition, section 11.3.6), which other viewers show the first of, or of a GIF
--- (GIF89a, with the extension NETSCAPE2.0 for how often it plays).

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local raise = errors.raise

local film = {}

-- Each packs a picture by itself, joins what was packed to the pieces of a
-- file, and says for how many seconds a frame may stand.
local apng = {shortest = 0.001, longest = 65, name = "an APNG"}
local gif = {shortest = 0.02, longest = 655, name = "a GIF"}

-- ---- APNG ----

local SIGNATURE = "\137PNG\r\n\26\n"

function apng.pack(p)
  return errors.check(engine.io.png_pack(p.pixels, p.width, p.height,
                                         p.channels))
end

local function chunk(kind, data)
  local crc = engine.io.crc32(data, 1, engine.io.crc32(kind))
  return string.pack(">I4", #data) .. kind .. data .. string.pack(">I4", crc)
end

-- The chunks of a PNG: before its pixels, as they are, and the pixels.
local function split(png)
  local at, head, pixels = #SIGNATURE + 1, {}, {}
  while at < #png do
    local length, kind = string.unpack(">I4c4", png, at)
    if kind == "IDAT" then
      pixels[#pixels + 1] = png:sub(at + 8, at + 7 + length)
    elseif kind ~= "IEND" then
      head[#head + 1] = png:sub(at, at + 11 + length)
    end
    at = at + 12 + length
  end
  return head, table.concat(pixels)
end

-- Frames per second as a fraction of 16 bits each.
local function delay_of(fps)
  local whole = math.tointeger(fps)
  if whole then return string.pack(">I2I2", 1, whole) end
  return string.pack(">I2I2", math.floor(1000 / fps + 0.5), 1000)
end

function apng.join(frames, p, o)
  local pieces, sequence, delay = {SIGNATURE}, 0, delay_of(o.fps)
  local function add(kind, data) pieces[#pieces + 1] = chunk(kind, data) end
  local function numbered()
    sequence = sequence + 1
    return string.pack(">I4", sequence - 1)
  end
  for k, frame in ipairs(frames) do
    local head, pixels = split(frame)
    if k == 1 then
      table.move(head, 1, #head, 2, pieces)
      add("acTL", string.pack(">I4I4", #frames, o.loops))
    end
    add("fcTL", numbered() .. string.pack(">I4I4I4I4", p.width, p.height, 0,
                                          0) .. delay .. "\0\0")
    if k == 1 then add("IDAT", pixels)
    else add("fdAT", numbered() .. pixels) end
  end
  add("IEND", "")
  return pieces
end

-- ---- GIF ----

function gif.pack(p)
  if p.channels % 2 == 0 then
    raise("%s: frames have %d channels; a GIF has no alpha, an .apng has",
          p.owner, p.channels)
  end
  return errors.check(engine.io.gif_pack(p.pixels, p.width, p.height,
                                         p.channels))
end

-- What stands before the picture in a GIF without colours for all pictures: the
-- version and the size.
local HEAD = 13

-- The count is of the times after the first; 0, or nothing, is for ever, or
-- once.
local function looping(loops)
  if loops == 1 then return "" end
  return "\33\255\11NETSCAPE2.0\3\1" ..
         string.pack("<I2", math.max(loops - 1, 0)) .. "\0"
end

-- Hundredths of a second: frames begin where they would in real ones.
local function begins(k, fps) return math.floor(100 * k / fps + 0.5) end

function gif.join(frames, _, o)
  local pieces = {"GIF89a" .. frames[1]:sub(7, HEAD), looping(o.loops)}
  for k, frame in ipairs(frames) do
    local delay = begins(k, o.fps) - begins(k - 1, o.fps)
    pieces[#pieces + 1] = "\33\249\4\4" .. string.pack("<I2", delay) .. "\0\0"
    pieces[#pieces + 1] = frame:sub(HEAD + 1, -2)
  end
  pieces[#pieces + 1] = ";"
  return pieces
end

-- ---- any ----

local formats = {png = apng, apng = apng, gif = gif}

local MOST_LOOPS = 65535

local function check_numbers(owner, format, o)
  local seconds = 1 / o.fps
  if seconds < format.shortest - 1e-9 or seconds > format.longest then
    raise("%s: fps is %.14g; %s shows a frame for %g to %g seconds", owner,
          o.fps, format.name, format.shortest, format.longest)
  end
  if o.loops > MOST_LOOPS then
    raise("%s: loops is %d, the most is %d", owner, o.loops, MOST_LOOPS)
  end
end

local function check_sizes(k, p, first)
  if p.width == first.width and p.height == first.height and
     p.channels == first.channels then return end
  raise("%s: frame %d is %dx%dx%d, frame 1 is %dx%dx%d (channels, height, " ..
        "width)", p.owner, k, p.channels, p.height, p.width, first.channels,
        first.height, first.width)
end

--- The pieces of the file `path`, whose ending says what it is: .png or .apng,
--- or .gif. next_frame() gives one frame after the other as {owner, pixels,
--- width, height, channels}, and nil at the end; they are packed one by one.
--- o: fps; loops, 0 for ever.
function film.pieces(owner, path, next_frame, o)
  local format = formats[path:lower():match "%.(%w+)$"]
  if not format then
    raise("%s: path is %s; films are written as .png, .apng or .gif", owner,
          path)
  end
  check_numbers(owner, format, o)
  local frames, first = {}, nil
  for p in next_frame do
    first = first or p
    check_sizes(#frames + 1, p, first)
    frames[#frames + 1] = format.pack(p)
  end
  if not first then raise("%s: there is no frame", owner) end
  return format.join(frames, first, o)
end

return film
