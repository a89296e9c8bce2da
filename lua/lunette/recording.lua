--- Whether results remember how they were made, and are searched for the first
--- NaN, as scopes.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local scope = require "lunette.scope"

local recording = {}

engine.set_where(errors.place)

local function set(on)
  return scope.flag(engine.set_recording, on)
end

--- `local _ <close> = ln.no_grad()`: until it closes, nothing that this
--- coroutine computes is recorded.
---
---   local x = ln.tensor({1}, {requires_grad = true})
---   do
---     local _ <close> = ln.no_grad()
---     print((x * 2):requires_grad())   -- false
---   end
---   print((x * 2):requires_grad())   -- true
--- @return Scope
recording.no_grad = arguments.define("no_grad", "",
                                     function() return set(false) end)

--- Records again, inside a no_grad().
--- @return Scope
recording.enable_grad = arguments.define("enable_grad", "",
                                         function() return set(true) end)

--- Is what this coroutine computes being recorded?
--- @return boolean
recording.is_grad_enabled = arguments.define("is_grad_enabled", "",
                                             engine.is_recording)

--- `local _ <close> = ln.detect_anomaly()`: until it closes, an op whose result
--- has a NaN or an infinity that none of its inputs has raises on the line that
--- called it; one that reads a NaN from outside (data, a parameter), or a
--- parameter that is infinite, raises as well; and a gradient in which one is
--- born raises with the name of the op whose derivative it is, and the layer
--- and line that called that op. Slow: every result is looked at, and every
--- line noted.
---
---   local _ <close> = ln.detect_anomaly()
---   print(pcall(function() return ln.tensor({0}):log() end))
--- @return Scope
recording.detect_anomaly = arguments.define("detect_anomaly", "", function()
  return scope.flag(engine.set_anomaly, true)
end)

--- Is anomaly mode on?
--- @return boolean
recording.is_anomaly_enabled = arguments.define("is_anomaly_enabled", "",
                                                engine.is_anomaly)

return recording
