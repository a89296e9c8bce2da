--- What is not wrong enough to stop for, told on stderr, once.

local errors = require "lunette.errors"

local notice = {}

local said = setmetatable({}, {__mode = "k"})

--- Writes "script.lua:12: message", formatted as string.format does; nothing
--- when this has been called before with the same key (any value but nil).
function notice.once(key, message, ...)
  if said[key] then return end
  said[key] = true
  local text = errors.line() .. ": " .. message:format(...)
  io.stderr:write(errors.printable(text), "\n")
end

return notice
