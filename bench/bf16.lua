--- A case of bench.cases, as it is but for its products and convolutions, which
--- take bfloat16.
local ln = require "lunette"

return function(name)
  local case = require("bench.cases." .. name)
  return {flops = case.flops, step = function()
    local _ <close> = ln.precision "bfloat16"
    case.step()
  end}
end
