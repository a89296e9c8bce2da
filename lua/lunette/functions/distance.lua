local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local distance = {}

--- |x_i - x_j|_p of the rows i < j of x: n,d; n (n - 1) / 2 numbers, those of
--- row 1 first.
distance.pdist = arguments.define("pdist", "x: tensor, p: nonnegative = 2",
                                  function(x, p)
  if x:dim() ~= 2 then
    raise("pdist: n, d is wanted, got %s", repr.shape(x))
  end
  local n = x:size(1)
  local above = engine.create.ones(n, n):triu(1)
  return engine.functions.cdist(x, x, {p = p}):masked_select(above)
end)

return distance
