--- The lines of a file that grows, each read once.

local json = require "lunette.json"
local raise = require "lunette.errors".raise

local lines = {}
lines.__index = lines

local TAIL = 64

function lines.new(path)
  return setmetatable({path = path, at = 0, tail = ""}, lines)
end

-- The file, opened behind what was read of it, and whether it is still the one
-- whose end was there; no file, where there is none.
local function open_behind(self)
  local handle = io.open(self.path, "rb")
  if not handle then return nil, self.at == 0 end
  handle:seek("set", self.at - #self.tail)
  return handle, #self.tail == 0 or handle:read(#self.tail) == self.tail
end

-- The next line that has an end, without it.
local function next_line(self, handle)
  local line, why = handle:read "L"
  if why then raise("%s: %s", self.path, why) end
  if not line or line:sub(-1) ~= "\n" then return nil end
  self.at = self.at + #line
  self.tail = (self.tail .. line):sub(-TAIL)
  return line:sub(1, -2)
end

--- A loop over the lines that are new, as text and value, an object of JSON;
--- those that are none, or have no end yet, are passed over. `true` before it
--- where the file is another one than before: the lines are then all that it
--- has.
function lines:read()
  local handle, same = open_behind(self)
  if not same then
    if handle then handle:close() end
    self.at, self.tail = 0, ""
    handle = open_behind(self)
  end
  return not same, function()
    if not handle then return nil end
    local line = next_line(self, handle)
    while line do
      local value = line ~= "" and json.decode(line)
      if json.is_object(value) then return line, value end
      line = next_line(self, handle)
    end
    handle:close()
  end
end

return lines
