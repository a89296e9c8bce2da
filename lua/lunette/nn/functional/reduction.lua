--- What losses share: sizes that must be equal, and their reduction.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local reduction = {}

--- The option of every loss.
reduction.OPTION = "reduction: none|mean|sum = mean"

--- x, its sum or its mean.
function reduction.reduce(x, how)
  if how == "none" then return x end
  return how == "sum" and x:sum() or x:mean()
end

--- Raises unless x, called `name`, has the sizes wanted, which are those of the
--- first input; a target that is a number (rank 0) goes with all.
function reduction.check_sizes(owner, name, x, first, wanted)
  if x:size() == wanted then return end
  local here, there = repr.shape(x), repr.sizes(wanted)
  if here == there or name == "target" and x:dim() == 0 then return end
  raise("%s: %s is %s and %s %s; sizes must be equal", owner,
        first == "x" and "input" or first, there, name, here)
end

--- What puts a loss into `losses`, element by element: f(o, inputs...) is
--- reduced. The inputs are of one size, but a target may be a number; what is
--- not among the first `equal` (all, unless given) is left to f. `signature`:
--- of the options, with a comma.
function reduction.definer(losses)
  return function(name, inputs, signature, f, equal)
    local text = ("%s, {%s%s}"):format(inputs, signature, reduction.OPTION)
    local places = arguments.parse(name, text).places
    equal = equal or #places
    losses[name] = arguments.define(name, text, function(first, ...)
      for k = 2, equal do
        reduction.check_sizes(name, places[k].name, (select(k - 1, ...)),
                              places[1].name, first:size())
      end
      local o = select(#places, ...)
      return reduction.reduce(f(o, first, ...), o.reduction)
    end)
  end
end

return reduction
