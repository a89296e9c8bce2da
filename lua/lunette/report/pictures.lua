--- The pictures of a run's folder as texts, each encoded once, and at most so
--- many that the page stays small.

local base64 = require "lunette.report.base64"
local engine = require "lunette.engine"

local pictures = {}
pictures.__index = pictures

-- Characters of all grids together: every second goes when there are more.
local MOST = 16 << 20

function pictures.new(folder)
  return setmetatable({folder = folder, held = {}, every = 1}, pictures)
end

--- The names in a folder within it, sorted.
local function names_in(folder)
  local listed, names = engine.io.list_folder(folder), {}
  for name in (listed or ""):gmatch "[^%z]+" do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- The text of a file, or nil where it is no PNG.
local function read(self, name)
  if not self.held[name] then
    local handle <close> = io.open(self.folder .. "/" .. name, "rb")
    local bytes = handle and handle:read "a"
    local is_png = bytes and bytes:sub(1, 8) == "\x89PNG\r\n\x1a\n"
    self.held[name] = is_png and base64(bytes) or ""
  end
  return self.held[name] ~= "" and self.held[name] or nil
end

-- The grids of samples up to a step, {name, step}, by step.
local function grids(self, last)
  local list = {}
  for _, name in ipairs(names_in(self.folder .. "/samples")) do
    local step = math.tointeger(tonumber(name:match "^step%-(%d+)%.png$"))
    if step and step <= last then
      list[#list + 1] = {name = "samples/" .. name, step = step}
    end
  end
  table.sort(list, function(a, b) return a.step < b.step end)
  return list
end

-- Of the grids every so-manieth, and the last: {step, text}.
local function chosen(self, list)
  local taken, size, held = {}, 0, {}
  for k, grid in ipairs(list) do
    local wanted = (k - 1) % self.every == 0 or k == #list
    local text = wanted and read(self, grid.name)
    if text then
      taken[#taken + 1] = {step = grid.step, text = text}
      size, held[grid.name] = size + #text, text
    end
  end
  return taken, size, held
end

--- The grids of samples up to step `last`, {step, text} by step.
function pictures:samples(last)
  local list = grids(self, last)
  local taken, size, held = chosen(self, list)
  while size > MOST and self.every < #list do
    self.every = self.every * 2
    taken, size, held = chosen(self, list)
  end
  for name in pairs(self.held) do
    if name:find "^samples/step" then self.held[name] = held[name] end
  end
  return taken
end

--- The grid of real samples, or nil.
function pictures:real() return read(self, "samples/real.png") end

--- Pictures of collapses up to a step, {step, when, text}, when being before or
--- after.
function pictures:collapses(last)
  local list = {}
  for _, name in ipairs(names_in(self.folder .. "/collapse")) do
    local digits, when = name:match "^step%-(%d+)%-(%a+)%.png$"
    local step = math.tointeger(tonumber(digits))
    local text = step and step <= last and read(self, "collapse/" .. name)
    if text then list[#list + 1] = {step = step, when = when, text = text} end
  end
  return list
end

--- Says that a file, by its path below the folder, has been written anew.
function pictures:changed(name) self.held[name] = nil end

return pictures
