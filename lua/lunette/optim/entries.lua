--- What optimisers keep of a parameter, as text: "step: count, exp_avg:
--- tensor", kinds as lunette.arguments has them. "max_exp_avg_sq: tensor
--- amsgrad" is there when that option, or that part, is neither 0 nor false;
--- "anchor: tensor ?" may be missing.

local check = require "lunette.arguments".check

local entries = {}

local function is_on(option) return option and option ~= 0 end

local function fields(keeps)
  return (keeps or ""):gmatch "([%w_]+): (%w+) ?([%w_?]*)"
end

--- Raises unless the entry has all that `keeps` lists, given the options.
function entries.check(keeps, entry, options, owner)
  for name, kind, on in fields(keeps) do
    local wanted = on == "" or is_on(options[on]) or is_on(entry[on])
    if wanted or entry[name] ~= nil then
      check(owner, name, entry[name], kind)
    end
  end
end

--- The names of what an option switches on and the entry has not.
function entries.lacking(keeps, entry, options)
  local names = {}
  for name, _, on in fields(keeps) do
    if entry[name] == nil and is_on(options[on]) then
      names[#names + 1] = name
    end
  end
  return names
end

--- Is it that of a parameter that was never stepped?
function entries.is_start(entry)
  return entry.step == 0 and next(entry, next(entry)) == nil
end

return entries
