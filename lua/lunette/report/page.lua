--- The page: one file with its style, its program and its data.

local escape = require "lunette.report.escape"

local page = {}

local FOLDER = debug.getinfo(1, "S").source:match "^@(.*)page%.lua$" .. "page/"

-- Pages by name: the program's files, in the order in which they stand in it.
local SCRIPTS = {
  report = {"numbers.js", "elements.js", "theme.js", "chart.js", "pictures.js",
            "network.js", "playground.js", "tables.js", "curves.js",
            "frame.js", "main.js"},
  overlay = {"numbers.js", "elements.js", "theme.js", "chart.js",
             "pictures.js", "curves.js", "frame.js", "overlay.js"},
  generator = {"numbers.js", "elements.js", "theme.js", "network.js",
               "playground.js", "generator.js"},
}

local function text_of(name)
  local handle <close> = assert(io.open(FOLDER .. name, "rb"))
  return handle:read "a"
end

local loaded = {}

-- What stands before the title, between it and the data, and after them.
local function frame(name)
  if loaded[name] then return loaded[name] end
  local scripts = {}
  for k, script in ipairs(SCRIPTS[name]) do scripts[k] = text_of(script) end
  local parts = {style = text_of "report.css",
                 program = table.concat(scripts, "\n")}
  local html = text_of "report.html":gsub("{{(%a+)}}", function(key)
    return parts[key]
  end)
  local before, between, after = html:match "^(.-){{title}}(.-){{data}}(.*)$"
  loaded[name] = {before, between, after}
  return loaded[name]
end

--- A page, "report", "overlay" or "generator", as a list of texts, from its
--- title and its data, JSON in pieces.
function page.make(name, title, data)
  local f = frame(name)
  local texts = {f[1], escape.html(title), f[2]}
  table.move(data, 1, #data, #texts + 1, texts)
  texts[#texts + 1] = f[3]
  return texts
end

return page
