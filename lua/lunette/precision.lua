--- What convolutions and matrix products take for numbers, as a scope.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local scope = require "lunette.scope"
local raise = require "lunette.errors".raise

local precision = {}

--- `local _ <close> = ln.precision "bfloat16"`: until it closes, what this
--- coroutine computes of convolutions and of matrix products (matmul, linear,
--- addmm and what is made of them), forward and backward, takes its factors
--- rounded to bfloat16 (8 significant bits instead of 24, to the nearest, ties
--- to even) and sums in float. Everything else, weights, optimisers and results
--- stay float. What counts is the precision when an op runs: call backward()
--- inside too.
---
--- Where the processor has AVX512-BF16, products run up to twice as fast, and
--- factors below 2^-126 count as 0; so they do where it has AMX, whose tiles
--- are then used. On others it works, with the same rounding, no faster than
--- float. `ln.doctor()` tells which it is. `ln.precision "float"` switches
--- back. The library of doubles (LUNETTE_REAL=double) has no bfloat16.
---
---   local layer, x = ln.nn.Linear(64, 64), ln.randn(32, 64)
---   if ln.real == "float" then
---     local _ <close> = ln.precision "bfloat16"
---     layer(x):square():mean():backward()
---   end
--- @return Scope
precision.precision = arguments.define("precision", "kind: bfloat16|float",
                                       function(kind)
  if kind == "bfloat16" and engine.real ~= "float" then
    raise("precision: \"bfloat16\" wants the library of floats; " ..
          "LUNETTE_REAL is %q", engine.real)
  end
  return scope.flag(engine.set_bfloat16, kind == "bfloat16")
end)

--- What convolutions and matrix products of this coroutine take: "bfloat16", or
--- "float", or "double" in the library of doubles.
--- @return string
precision.get_precision = arguments.define("get_precision", "", function()
  return engine.is_bfloat16() and "bfloat16" or engine.real
end)

return precision
