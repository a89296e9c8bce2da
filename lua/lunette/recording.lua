--- Whether results remember how they were made, as scopes.

local engine = require "lunette.engine"
local scope = require "lunette.scope"

local raise = require "lunette.raise".raise

local recording = {}

local function set(on)
  return scope.flag(engine.set_recording, on)
end

--- `local _ <close> = ln.no_grad()`: until it closes, nothing that this
--- coroutine computes is recorded.
function recording.no_grad(...)
  if select("#", ...) > 0 then
    raise "no_grad: it takes no argument; local _ <close> = ln.no_grad()"
  end
  return set(false)
end

--- Records again, inside a no_grad().
function recording.enable_grad() return set(true) end

--- Is what this coroutine computes being recorded?
function recording.is_grad_enabled() return engine.is_recording() end

return recording
