--- What ops cost, by op and line of the script.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local json = require "lunette.json"
local raise = errors.raise
local scope = require "lunette.scope"

-- The lines seen, by number and by text.
local function line_book()
  local book = {}
  local function where()
    local line = errors.line()
    if not book[line] then
      book[#book + 1] = line
      book[line] = #book
    end
    return book[line]
  end
  return book, where
end

local function by_time(a, b)
  if a.seconds ~= b.seconds then return a.seconds > b.seconds end
  return a.op .. a.line < b.op .. b.line
end

--- The rows of a profile: {op, line, calls, seconds, flops, bytes} for each op
--- and line, the longest first.
local function summed(events)
  local rows, index = {}, {}
  for _, event in ipairs(events) do
    local key = event.name .. "\0" .. event.line
    local row = index[key]
    if not row then
      row = {op = event.name, line = event.line, calls = 0, seconds = 0,
             flops = 0, bytes = 0}
      index[key], rows[#rows + 1] = row, row
    end
    row.calls = row.calls + 1
    row.seconds = row.seconds + event.stop - event.start
    row.flops, row.bytes = row.flops + event.flops, row.bytes + event.bytes
  end
  table.sort(rows, by_time)
  return rows
end

local function rate(amount, seconds)
  return amount > 0 and ("%.1f"):format(amount / seconds * 1e-9) or "-"
end

local Profile = {}
Profile.__index = Profile

Profile.rows = arguments.define("p:rows", "self", function(self)
  return summed(self.events)
end)

function Profile:__tostring()
  local form, total = "%-24s %8s %10s %6s %9s %9s %9s  %s", 0
  local rows = self:rows()
  for _, row in ipairs(rows) do total = total + row.seconds end
  local lines = {form:format("op", "calls", "ms", "%", "GFLOP/s", "GB/s", "MB",
                             "line")}
  for _, row in ipairs(rows) do
    lines[#lines + 1] = form:format(
      row.op, row.calls, ("%.3f"):format(1e3 * row.seconds),
      ("%.1f"):format(100 * row.seconds / total), rate(row.flops, row.seconds),
      rate(row.bytes, row.seconds), ("%.1f"):format(row.bytes * 1e-6), row.line)
  end
  return table.concat(lines, "\n")
end

--- Writes the events as a Chrome trace (JSON), which chrome://tracing and
--- ui.perfetto.dev open. Raises when the disk refuses.
Profile.save = arguments.define("p:save", "self, path: string",
                                function(self, path)
  local list, first = {}, self.events[1] and self.events[1].start or 0
  for k, event in ipairs(self.events) do
    list[k] = {
      name = event.name, ph = "X", pid = 1, tid = 1,
      ts = 1e6 * (event.start - first), dur = 1e6 * (event.stop - event.start),
      args = {line = event.line, bytes = event.bytes, flops = event.flops},
    }
  end
  return require "lunette.file".write(path, json.encode {traceEvents = list})
end)

-- The profile that is open, as open.one; one that an interrupt has taken from
-- its variable is nobody's.
local open = setmetatable({}, {__mode = "v"})

local function check_none()
  if open.one then collectgarbage() end
  if open.one then
    raise "profile: one is open already; close it first"
  end
end

--- `local p <close> = ln.profile()`: until it closes, every op that computes is
--- timed. At the close a table is printed (not with {print = false}): for each
--- op and line of the script its calls, milliseconds, share, GFLOP/s (products,
--- convolutions, mini-batch discrimination), GB/s and megabytes (inputs and
--- results, each once); and with {trace = "path.json"} a Chrome trace is
--- written. p:rows() gives the table's rows, p:save(path) the trace,
--- tostring(p) the text. Gradients count on the line that called backward. One
--- at a time.
---
---   local layer, x = ln.nn.Linear(64, 64), ln.randn(32, 64)
---   do
---     local p <close> = ln.profile()
---     layer(x):square():mean():backward()
---   end
--- @return table
local profile = arguments.define("profile",
  "{print: bool = true, trace: string?}", function(o)
  check_none()
  local events = {}
  local self = setmetatable({events = events}, Profile)
  local book, where = line_book()
  local running = false
  local function pause()
    if not running then return end
    running = false
    for _, event in ipairs(engine.profile_stop()) do
      event.line = book[event.line] or "?"
      events[#events + 1] = event
    end
  end
  local inner = scope.open(function()
    running = true
    engine.profile_start(where)
  end, pause)
  open.one = self
  self.close = function()
    if open.one ~= self then return end
    getmetatable(inner).__close(inner)
    open.one = nil
    if o.trace then self:save(o.trace) end
    if o.print then print(self) end
  end
  engine.opened(self)
  return self
end)

Profile.__close = function(self) self.close() end

return {profile = profile}
