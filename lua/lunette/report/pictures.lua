--- The pictures of a run's folder as texts, each encoded once, and at most so
--- many that the page stays small.

local base64 = require "lunette.base64"
local file = require "lunette.file"

local pictures = {}
pictures.__index = pictures

-- Bytes of all grids of a page together: every second goes when there are more.
local MOST = 12 << 20

--- share: how many folders share the page, 1 unless given.
function pictures.new(folder, share)
  return setmetatable({folder = folder, held = {}, sizes = {}, every = 1,
                       most = MOST // (share or 1)}, pictures)
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
  for _, name in ipairs(file.names(self.folder .. "/samples") or {}) do
    local step = math.tointeger(tonumber(name:match "^step%-(%d+)%.png$"))
    if step and step <= last then
      list[#list + 1] = {name = "samples/" .. name, step = step}
    end
  end
  table.sort(list, function(a, b) return a.step < b.step end)
  return list
end

-- The bytes of a file, looked up once.
local function size_of(self, name)
  if not self.sizes[name] then
    local handle <close> = io.open(self.folder .. "/" .. name, "rb")
    self.sizes[name] = handle and handle:seek "end" or 0
  end
  return self.sizes[name]
end

-- The first of each `every` grids, and the last; and their bytes.
local function chosen(self, list)
  local taken, size = {}, 0
  for k, grid in ipairs(list) do
    if (k - 1) % self.every == 0 or k == #list then
      taken[#taken + 1] = grid
      size = size + size_of(self, grid.name)
    end
  end
  return taken, size
end

-- Forgets the texts of grids that are not among those taken.
local function forget(self, taken)
  local wanted = {}
  for _, grid in ipairs(taken) do wanted[grid.name] = true end
  for name in pairs(self.held) do
    if name:find "^samples/step" and not wanted[name] then
      self.held[name] = nil
    end
  end
end

--- The grids of samples up to step `last`, {step, text} by step.
function pictures:samples(last)
  local list, found = grids(self, last), {}
  local taken, size = chosen(self, list)
  while size > self.most and self.every < #list do
    self.every = self.every * 2
    taken, size = chosen(self, list)
  end
  forget(self, taken)
  for _, grid in ipairs(taken) do
    local text = read(self, grid.name)
    if text then found[#found + 1] = {step = grid.step, text = text} end
  end
  return found
end

--- The grid of real samples, or nil.
function pictures:real() return read(self, "samples/real.png") end

--- Pictures of collapses up to a step, {step, when, text}, when being before or
--- after.
function pictures:collapses(last)
  local list = {}
  for _, name in ipairs(file.names(self.folder .. "/collapse") or {}) do
    local digits, when = name:match "^step%-(%d+)%-(%a+)%.png$"
    local step = math.tointeger(tonumber(digits))
    local text = step and step <= last and read(self, "collapse/" .. name)
    if text then list[#list + 1] = {step = step, when = when, text = text} end
  end
  table.sort(list, function(a, b)
    if a.step ~= b.step then return a.step < b.step end
    return a.when > b.when -- before, then after
  end)
  return list
end

--- Says that a file, by its path below the folder, has been written anew.
function pictures:changed(name)
  self.held[name], self.sizes[name] = nil, nil
end

return pictures
