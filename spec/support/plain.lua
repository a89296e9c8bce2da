--- plain(value): what is saved with its tensors as lists, so that it is
--- compared bit for bit.

local ln = require "lunette"

local function plain(value)
  if ln.is_tensor(value) then return value:totable() end
  if type(value) ~= "table" then return value end
  local list = {}
  for key, part in pairs(value) do list[key] = plain(part) end
  return list
end

return plain
