--- Whether results remember how they were made, as scopes.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local scope = require "lunette.scope"

local recording = {}

local function set(on)
  return scope.flag(engine.set_recording, on)
end

--- `local _ <close> = ln.no_grad()`: until it closes, nothing that this
--- coroutine computes is recorded.
recording.no_grad = arguments.define("no_grad", "",
                                     function() return set(false) end)

--- Records again, inside a no_grad().
recording.enable_grad = arguments.define("enable_grad", "",
                                         function() return set(true) end)

--- Is what this coroutine computes being recorded?
recording.is_grad_enabled = arguments.define("is_grad_enabled", "",
                                             engine.is_recording)

return recording
