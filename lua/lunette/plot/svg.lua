--- The words of SVG: text that is safe in it and how wide it is, and the style
--- of all figures. Nothing has an id, so that several figures can stand in one
--- page; what is the same is written the same, byte for byte.

local palette = require "lunette.plot.palette"

local svg = {}

local STRANGE = "\u{FFFD}"

--- The text without what XML forbids (control characters, broken UTF-8), in
--- place of which a mark stands. Lines become one.
function svg.clean(text)
  text = text:gsub("%s+", " ")
  if not utf8.len(text) then text = text:gsub("[\x80-\xff]+", STRANGE) end
  return (text:gsub("[\0-\31\127]", STRANGE)
              :gsub("\xef\xbf[\xbe\xbf]", STRANGE))
end

local entities = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;",
                  ['"'] = "&quot;"}

--- The text as content or value of an attribute.
function svg.escape(text) return (svg.clean(text):gsub('[&<>"]', entities)) end

-- ---- widths ----

-- Of a size of 1, in DejaVu Sans, which is the widest of what browsers take for
-- sans-serif; others leave some room.
local function width_of(code)
  if code >= 0x1100 then return 1 end -- CJK and pictures
  local c = code < 128 and string.char(code) or "n"
  if c:find "[ijl.,:;'|!%(%)%[%] ft]" then return 0.38 end
  if c:find "[mwMW@%%]" then return 0.96 end
  return c:find "[A-Z&<>+=~#]" and 0.74 or 0.63
end

--- Pixels that a cleaned text takes at a size of letters, at most.
function svg.width(text, size)
  local sum = 0
  for _, code in utf8.codes(text) do sum = sum + width_of(code) end
  return sum * size
end

--- The cleaned text, or as much of it as fits in so many pixels, with "…".
function svg.fit(text, size, room)
  if svg.width(text, size) <= room then return text end
  local sum = size
  for at, code in utf8.codes(text) do
    sum = sum + width_of(code) * size
    if sum > room then return text:sub(1, at - 1) .. "…" end
  end
  return text
end

-- ---- elements ----

--- A text element: anchor is start, middle or end; more, what else stands in
--- it. What does not fit in `room` pixels is cut, and shown when pointed at.
function svg.text(x, y, text, o)
  text = svg.clean(text)
  local shown = o.room and svg.fit(text, o.size, o.room) or text
  local tip = shown ~= text and "<title>" .. svg.escape(text) .. "</title>"
  return ('<text x="%.5g" y="%.5g" font-size="%g" text-anchor="%s"%s>%s%s' ..
          "</text>"):format(x, y, o.size, o.anchor or "start", o.more or "",
                            tip or "", svg.escape(shown))
end

function svg.line(x1, y1, x2, y2, class)
  return ('<path class="%s" d="M%.5g %.5gL%.5g %.5g"/>'):format(class, x1, y1,
                                                               x2, y2)
end

-- ---- style ----

local function rules(colours, ground, ink, faint, grid)
  local lines = {}
  local function rule(name, what, colour)
    lines[#lines + 1] = (".lunette-plot .%s{%s:%s}"):format(name, what, colour)
  end
  for k, colour in ipairs(colours) do rule("c" .. k, "color", colour) end
  rule("ground", "fill", ground)
  rule("ink", "fill", ink)
  rule("faint", "fill", faint)
  rule("grid", "stroke", grid)
  rule("axis", "stroke", faint)
  rule("error", "stroke", ink)
  rule("hatch", "stroke", ground)
  return table.concat(lines)
end

local light = rules(palette.light, "#ffffff", "#222222", "#666666", "#e4e4e4")
local dark = rules(palette.dark, "#16181c", "#e8e8e8", "#a0a0a0", "#34373d")

svg.style = "<style>" .. light ..
  ".lunette-plot .pixels{image-rendering:pixelated}" ..
  ".lunette-plot text{white-space:pre}" ..
  "@media(prefers-color-scheme:dark){" .. dark .. "}</style>"

return svg
