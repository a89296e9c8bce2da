local engine = require "lunette.engine"
local scope = require "lunette.scope"

--- A scope in which none of these parameters requires a gradient; then those
--- that did do again.
return function(params)
  local thawed = {}
  return scope.open(function()
    thawed = {}
    for _, p in ipairs(params) do
      if p:requires_grad() then
        thawed[#thawed + 1] = p
        p:requires_grad_(false)
      end
    end
  end, function()
    for _, p in ipairs(thawed) do
      local closed = not engine.mark_of(p)
      if not closed then p:requires_grad_(true) end
    end
  end)
end
