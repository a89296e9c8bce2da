--- Memory that a file may ask for.

local engine = require "lunette.engine"

--- f(...) with a limit on the bytes that its tensors may take beside those that
--- are there; a limit that is lower holds on.
return function(bytes, f, ...)
  local most = engine.memory().live_bytes + bytes
  local before
  local _ <close> = setmetatable({}, {__close = function()
    if before then engine.limit_memory(before) end
  end})
  before = engine.limit_memory(most)
  if before > 0 and before < most then engine.limit_memory(before) end
  return f(...)
end
