--- The page: one file with its style, its program and its data.

local escape = require "lunette.report.escape"

local page = {}

local FOLDER = debug.getinfo(1, "S").source:match "^@(.*)page%.lua$" .. "page/"

-- The program's files, in the order in which they stand in it.
local SCRIPTS = {"numbers.js", "elements.js", "chart.js", "pictures.js",
                 "network.js", "playground.js", "tables.js", "curves.js",
                 "main.js"}

local function text_of(name)
  local handle <close> = assert(io.open(FOLDER .. name, "rb"))
  return handle:read "a"
end

local loaded

-- What stands before the title, between it and the data, and after them.
local function frame()
  if loaded then return loaded end
  local scripts = {}
  for k, name in ipairs(SCRIPTS) do scripts[k] = text_of(name) end
  local parts = {style = text_of "report.css",
                 program = table.concat(scripts, "\n")}
  local html = text_of "report.html":gsub("{{(%a+)}}", function(name)
    return parts[name]
  end)
  local before, between, after = html:match "^(.-){{title}}(.-){{data}}(.*)$"
  loaded = {before, between, after}
  return loaded
end

--- The page as a list of texts, from its title and its data, JSON in pieces.
function page.make(title, data)
  local f = frame()
  local texts = {f[1], escape.html(title), f[2]}
  table.move(data, 1, #data, #texts + 1, texts)
  texts[#texts + 1] = f[3]
  return texts
end

return page
