--- Arguments read piece by piece: what lunette.arguments checks at once where a
--- function says all that it takes.

local arguments = require "lunette.arguments"
local raise = require "lunette.raise".raise

local options = {check = arguments.check, reader = arguments.reader}

--- Raises "Linear: 4 arguments are given, at most 3 are taken" when what is
--- given goes on after `taken`; `...` is what follows those.
function options.no_more(owner, taken, ...)
  local extra = select("#", ...)
  while extra > 0 and (select(extra, ...)) == nil do extra = extra - 1 end
  if extra == 0 then return end
  raise("%s: %d argument%s given, at most %d %s taken", owner, taken + extra,
        taken + extra == 1 and " is" or "s are", taken,
        taken == 1 and "is" or "are")
end

--- Sizes as text: 2x3; "a number" for none.
function options.sizes_text(sizes)
  return #sizes > 0 and table.concat(sizes, "x") or "a number"
end

return options
