--- A set of kernels that Debian's BLIS 0.9 has for this machine, its name and
--- its number: all that it has on ARM, the one of any x86 with AVX2 elsewhere.
local engine = require "lunette.engine"

if engine.blis().set == "cortexa57" then return {name = "cortexa57", number = 17} end
return {name = "haswell", number = 3}
