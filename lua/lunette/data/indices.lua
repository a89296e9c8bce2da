--- What the batch methods of data sets take.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

--- The indices, a list of integers or a tensor, as a list; raises unless each
--- is from 1 to n: "batch: index 7; the set has 5 images".
return function(indices, n, noun)
  if engine.is_tensor(indices) then indices = indices:flatten():totable() end
  options.check("batch", "indices", indices, "table")
  local list = {}
  for k, i in ipairs(indices) do
    i = options.check("batch", "an index", i, "int")
    if i < 1 or i > n then
      raise("batch: index %d; the set has %d %s", i, n, noun)
    end
    list[k] = i
  end
  return list
end
