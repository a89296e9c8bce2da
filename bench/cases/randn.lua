-- 4 million normal numbers.
local ln = require "lunette"
return {step = function() local _ <close> = ln.randn(1 << 22) end}
