--- The page of several runs, their curves over each other.

local escape = require "lunette.report.escape"
local file = require "lunette.file"
local folder_of = require "lunette.report.folder"
local json = require "lunette.json"
local page = require "lunette.report.page"

-- What the folders are called: their last names, where these are not the same.
local function names_of(folders)
  local names, seen = {}, {}
  for k, path in ipairs(folders) do
    names[k] = path:match "[^/]*$"
    if seen[names[k]] then return folders end
    seen[names[k]] = true
  end
  return names
end

local function add_runs(folders, add)
  local names = names_of(folders)
  add ',"runs":['
  for k, path in ipairs(folders) do
    if k > 1 then add "," end
    local files = folder_of.new(path, #folders)
    files:add_curves({name = names[k], folder = path}, add)
  end
  add "]}\n"
end

--- Writes the page of the folders' runs to the file at `path`. about: what it
--- tells besides, texts and which runs are alike (see page/overlay.js).
local function overlay(path, about, folders)
  local pieces = {}
  local function add(text) pieces[#pieces + 1] = text end
  about.written = os.date "!%Y-%m-%d %H:%M UTC"
  add(escape.script(json.encode(escape.plain(about))):sub(1, -2))
  add_runs(folders, add)
  local title = ("%d runs of Lunette"):format(#folders)
  file.write(path, page.make("overlay", title, pieces))
end

return overlay
