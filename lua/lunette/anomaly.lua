--- Anomaly mode: where was the first NaN born?

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local scope = require "lunette.scope"

engine.set_where(errors.line)

local anomaly = {}

--- `local _ <close> = ln.detect_anomaly()`: until it closes, an op whose result
--- has a NaN or an infinity that none of its inputs has raises on the line that
--- called it; and a gradient in which one is born raises with the name of the
--- op whose derivative it is and the line that called that op. Slow: every
--- result is looked at, and every line noted.
anomaly.detect_anomaly = arguments.define("detect_anomaly", "", function()
  return scope.flag(engine.set_anomaly, true)
end)

--- Is anomaly mode on?
anomaly.is_anomaly_enabled = arguments.define("is_anomaly_enabled", "",
                                              engine.is_anomaly)

return anomaly
