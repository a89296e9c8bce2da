--- For specs under busted: require "lunette.busted" once, and assert.same and
--- assert.are_not.same compare tensors by their sizes and values, wherever in
--- tables they are, as x:equal(y) does; and so does the matcher match.is_same.
--- What else they compare stays as it was.

local engine = require "lunette.engine"

local namespaces = require "luassert.namespaces"

-- `given` with the tensors of `wanted` in place of those that equal them, so
-- that what compares by identity finds them the same. seen: copies
-- by both tables.
local function aligned(wanted, given, seen)
  if engine.is_tensor(wanted) and engine.is_tensor(given) then
    return wanted:equal(given) and wanted or given
  end
  if type(wanted) ~= "table" or type(given) ~= "table" then return given end
  seen[wanted] = seen[wanted] or {}
  if seen[wanted][given] then return seen[wanted][given] end
  local copy = setmetatable({}, getmetatable(given))
  seen[wanted][given] = copy
  for key, value in next, given do
    rawset(copy, key, aligned(rawget(wanted, key), value, seen))
  end
  return copy
end

local assertion, matcher = namespaces.assertion.same, namespaces.matcher.same
-- busted loads this file anew for each spec file, but not luassert
assertion.plain = assertion.plain or assertion.callback
matcher.plain = matcher.plain or matcher.callback
local same, matching = assertion.plain, matcher.plain

function assertion.callback(state, arguments, level)
  arguments[2] = aligned(arguments[1], arguments[2], {})
  return same(state, arguments, level)
end

function matcher.callback(state, arguments, level)
  local wanted = arguments[1]
  local fits = matching(state, arguments, level)
  return function(value) return fits(aligned(wanted, value, {})) end
end
