-- How busted tells `make test` what it ran: a line a file, with what it counted
-- and its seconds, and below it what failed, with the values; at the end the
-- sum. These lines begin with SAYS, or with FAILS where something did, so that
-- tools/test.lua tells them from what the specs themselves print.
-- The first of busted's -Xoutput words stands in each line: "float", say.

local SAYS, FAILS = "\1", "\2"

local busted = require "busted"
local base = require "busted.outputHandlers.base"
local pretty = require "pl.pretty"

-- Without the place where it was raised.
local function text_of(message)
  if type(message) ~= "string" then return pretty.write(message) end
  return (message:gsub("^[^\n:]+:%d+: ", "", 1))
end

local function say(mark, text)
  for line in (text .. "\n"):gmatch "([^\n]*)\n" do
    io.write(mark, line, "\n")
  end
  io.flush()
end

local function place(what)
  local trace = what.trace
  return trace and trace.short_src and
    ("%s:%d"):format(trace.short_src, trace.currentline) or "?"
end

local function tell_failure(what)
  local text = text_of(what.message):gsub("\n", "\n    ")
  say(FAILS, ("  failed: %s: %s\n    %s"):format(place(what), what.name, text))
end

local function tell_pending(what)
  local why = what.message and ": " .. text_of(what.message) or ""
  say(SAYS, ("  pending: %s: %s%s"):format(place(what), what.name, why))
end

-- What came to the lists of the handler since the last time, told.
local function tell_new(list, told, tell)
  for k = told + 1, #list do tell(list[k]) end
  return #list
end

local function summary(passed, failed, pending)
  local text = ("%5d passed"):format(passed)
  if failed > 0 then text = text .. (", %d failed"):format(failed) end
  if pending > 0 then text = text .. (", %d pending"):format(pending) end
  return text
end

return function(options)
  local handler = base()
  local label = options.arguments[1] or ""
  local before = {successes = 0, failures = 0, errors = 0, pendings = 0}

  local function tell_file(element)
    local n = {}
    for name in pairs(before) do n[name] = #handler[name] - before[name] end
    local failed = n.failures + n.errors
    local counts = summary(n.successes, failed, n.pendings)
    say(failed > 0 and FAILS or SAYS, ("%-48s %-8s %s  %.1f s"):format(
      element.name, label, counts, element.duration))
    before.failures = tell_new(handler.failures, before.failures, tell_failure)
    before.errors = tell_new(handler.errors, before.errors, tell_failure)
    before.pendings = tell_new(handler.pendings, before.pendings, tell_pending)
    before.successes = #handler.successes
    return nil, true
  end

  -- such as a file that is not there
  local function tell_errors()
    before.errors = tell_new(handler.errors, before.errors, tell_failure)
    return nil, true
  end

  local function tell_sum()
    tell_errors()
    say(SAYS, ("%d passed, %d failed"):format(
      handler.successesCount, handler.failuresCount + handler.errorsCount))
    return nil, true
  end

  busted.subscribe({"file", "start"}, tell_errors)
  busted.subscribe({"file", "end"}, tell_file)
  busted.subscribe({"suite", "end"}, tell_sum)
  return handler
end
