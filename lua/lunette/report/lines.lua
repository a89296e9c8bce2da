--- The lines of a file that grows, each read once.

local json = require "lunette.json"
local raise = require "lunette.errors".raise

local lines = {}
lines.__index = lines

local TAIL = 64

function lines.new(path)
  return setmetatable({path = path, at = 0, tail = ""}, lines)
end

-- What the file has behind byte `at`, and whether it is still the file whose
-- end was there.
local function text_behind(self)
  local handle <close> = io.open(self.path, "rb")
  if not handle then return "", self.at == 0 end
  handle:seek("set", self.at - #self.tail)
  local same = #self.tail == 0 or handle:read(#self.tail) == self.tail
  if not same then return "", same end
  local text, why = handle:read "a"
  if not text then raise("%s: %s", self.path, why) end
  return text, same
end

--- Lines that are new, {text, value}, value being an object of JSON; those that
--- are none, or have no end yet, are passed over. `true` where the file is
--- another one than before: the lines are then all that it has.
function lines:read()
  local text, same = text_behind(self)
  if not same then
    self.at, self.tail = 0, ""
    text = text_behind(self)
  end
  local whole, list = text:match "^.*\n" or "", {}
  self.at = self.at + #whole
  self.tail = (self.tail .. whole):sub(-TAIL)
  for line in whole:gmatch "[^\n]+" do
    local value = json.decode(line)
    if json.is_object(value) then
      list[#list + 1] = {text = line, value = value}
    end
  end
  return list, not same
end

return lines
