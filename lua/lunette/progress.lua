--- How far a loop has come: a bar on a terminal, a line now and then elsewhere.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local errors = require "lunette.errors"
local repr = require "lunette.repr"
local terminal = require "lunette.terminal"
local raise = errors.raise

-- Seconds between two drawings of the bar, and between two plain lines.
local REDRAW, LINE = 0.1, 10

--- @class Bar
local Bar = {__name = "Bar"}
Bar.__index = Bar

-- ---- text ----

local function duration(seconds)
  if seconds ~= seconds or seconds > 359999 then return "?" end
  local s = math.floor(seconds + 0.5)
  if s >= 3600 then
    return ("%d:%02d:%02d"):format(s // 3600, s // 60 % 60, s % 60)
  end
  return ("%d:%02d"):format(s // 60, s % 60)
end

local function number(v)
  return math.type(v) == "float" and repr.number(v, "%.4g") or tostring(v)
end

local function rate_text(rate)
  return rate >= 100 and ("%.0f"):format(rate) or ("%.3g"):format(rate)
end

-- Seconds since the start, and steps a second over them.
local function pace(self)
  local seconds = engine.clock() - self.started
  return seconds, seconds > 0 and self.done / seconds or 0
end

-- What stands right of the bar.
local function report(self)
  local seconds, rate = pace(self)
  local parts = {}
  for _, name in ipairs(self.names) do
    parts[#parts + 1] = name .. " " .. number(self.values[name])
  end
  if rate > 0 then
    parts[#parts + 1] = self.batch and rate_text(rate * self.batch) ..
                        " images/s" or rate_text(rate) .. " steps/s"
    local left = self.steps - self.step
    parts[#parts + 1] = left > 0 and duration(left / rate) .. " left" or
                        "took " .. duration(seconds)
  end
  return table.concat(parts, "  ")
end

local function bar_line(self)
  local columns = terminal.columns()
  local right = ("%d/%d  %s"):format(self.step, self.steps, report(self))
  local share = self.steps > 0 and self.step / self.steps or 1
  local left = ("%3d%% "):format(math.floor(100 * share))
  local room = math.min(24, columns - 1 - #left - #right - 3)
  if room < 4 then return (left .. right):sub(1, columns - 1) end
  local full = math.floor(room * share)
  return ("%s[%s%s] %s"):format(left, ("#"):rep(full), ("."):rep(room - full),
                                right)
end

-- ---- drawing ----

-- Bars that are not finished, the innermost last. The last line of the terminal
-- holds the last drawn of them (`standing`), or text without an end (`cut`).
local bars, standing, cut = {}, nil, false

local function draw_bar(self, last)
  io.stderr:write(cut and "\n" or "\r", bar_line(self), "\27[K",
                  last and "\n" or "")
  standing, cut = not last and self or nil, false
end

local function draw(self, last)
  if self.style == "off" then return end
  if self.style == "bar" then
    draw_bar(self, last)
  else
    io.stderr:write(("step %d/%d  %s\n"):format(self.step, self.steps,
                                                report(self)))
  end
  io.stderr:flush()
  self.drawn, self.drawn_step = engine.clock(), self.step
end

local function draw_if_due(self)
  local wait = self.style == "bar" and REDRAW or LINE
  if engine.clock() - self.drawn >= wait then draw(self) end
end

-- ---- other text on the terminal ----

-- What write(...) gives, above the bar that stands on the last line. whole: is
-- a line ended by it?
local function above(whole, write, ...)
  local bar = standing
  if bar then
    io.stderr:write "\r\27[K"
    standing = nil
  end
  local results = table.pack(write(...))
  io.stdout:flush()
  cut = not whole
  if bar and whole then draw_bar(bar) end
  return table.unpack(results, 1, results.n)
end

local function print_above(write, ...) return above(true, write, ...) end

local function write_above(write, ...)
  local k = select("#", ...)
  while k > 0 and select(k, ...) == "" do k = k - 1 end
  if k == 0 or io.output() ~= io.stdout then return write(...) end
  return above(tostring((select(k, ...))):sub(-1) == "\n", write, ...)
end

-- print and io.write hand their text to C's stdout, which tells nobody: they
-- are replaced while a bar is open on a terminal, and only then.
local writers = {{_G, "print", print_above}, {io, "write", write_above}}

local function replace_writers()
  for _, w in ipairs(writers) do
    local write, act = w[1][w[2]], w[3]
    w.ours, w.original = function(...) return act(write, ...) end, write
    w[1][w[2]] = w.ours
  end
end

local function restore_writers()
  for _, w in ipairs(writers) do
    -- somebody else's, put there since, stays
    if w[1][w[2]] == w.ours then w[1][w[2]] = w.original end
  end
end

local function open_bar(self)
  if self.style ~= "bar" then return end
  if #bars == 0 then replace_writers() end
  bars[#bars + 1] = self
end

local function close_bar(self)
  for k, bar in ipairs(bars) do
    if bar == self then
      table.remove(bars, k)
      if #bars == 0 then restore_writers() end
      return
    end
  end
end

--- Writes a line on the error output, above the bar if there is one; of the
--- ranks of a job the first one does.
local function say(text)
  text = errors.printable(text)
  if job.rank == 0 then above(true, io.stderr.write, io.stderr, text, "\n") end
end

-- ---- the loop ----

--- Values to show, by name: bar:set {d = 0.7, g = 1.2}.
--- @return nil
Bar.set = arguments.define("bar:set", "self, values: table",
                           function(self, values)
  for name, value in pairs(values) do
    if type(name) ~= "string" then
      raise("set: a name is a %s, a string is wanted", type(name))
    end
    if engine.is_tensor(value) then
      if value:numel() ~= 1 then
        raise("set: %s is a tensor of %s; one number is wanted", name,
              repr.shape(value))
      end
      value = value:item() -- and not the graph behind it
    end
    if self.values[name] == nil then
      self.names[#self.names + 1] = name
      table.sort(self.names)
    end
    self.values[name] = value
  end
end)

-- Was the loop started by a line typed at Lua's prompt?
local function at_prompt()
  local info
  local level = 1
  repeat
    level = level + 1
    info = debug.getinfo(level, "S")
  until not info or info.source == "=stdin"
  return info ~= nil
end

local function finish(self)
  if self.closed then return end
  self.closed = true
  if engine.is_interrupted() and not at_prompt() then
    engine.leave_interrupted()
  end
  local _ <close> = self.watch
  local shown = self.style == "plain" and self.drawn_step == self.step
  if self.done > 0 and not shown then draw(self, true) end
  close_bar(self)
end
Bar.__close = finish
repr.class(Bar, function(self) return self.step .. " of " .. self.steps end)

local styles = {bar = true, plain = true, off = true}

-- LUNETTE_PROGRESS says how, else whether errors go to a terminal. Of the ranks
-- of a job the first one shows it.
local function style()
  if job.rank > 0 then return "off" end
  local wish = os.getenv "LUNETTE_PROGRESS" or ""
  if styles[wish] then return wish end
  if wish ~= "" then
    raise('LUNETTE_PROGRESS is "%s"; known: bar, plain, off', wish)
  end
  return os.execute "[ -t 2 ]" and "bar" or "plain"
end

local function advance(self, step)
  if step then
    self.step, self.done = step, self.done + 1
    draw_if_due(self)
  end
  local over = (step or self.first - 1) >= self.steps
  if over or step and engine.is_interrupted() then
    finish(self)
    return nil
  end
  return (step or self.first - 1) + 1, self
end

--- for step, bar in ln.progress(steps) do: counts from `from` to `steps` and
--- shows how far it is, the values given to bar:set, the speed (images a second
--- when the batch size is given) and the time left, on the error output.
--- LUNETTE_PROGRESS is bar, plain or off to choose. On a terminal what print
--- and io.write write stands above the bar. Ctrl-C ends the loop after the step
--- that runs, and the script goes on with the lines behind it, which may save;
--- its status is then 130. A second one ends the process at once. SIGTERM ends
--- the loop so too, with status 143; and so does a terminal that is gone, with
--- 129, or a pipe that nobody reads any more, with 141.
---
---   for step, bar in ln.progress(100, {batch = 64}) do
---     bar:set {loss = 1 / step}
---   end
--- @return fun(): integer, Bar
local progress = arguments.define("progress",
  "steps: int, {from: int = 1, batch: count?}", function(steps, o)
  local now = engine.clock()
  local bar = setmetatable({
    steps = steps, first = o.from, step = o.from - 1, batch = o.batch,
    done = 0, values = {}, names = {}, started = now, drawn = now,
    style = style(), watch = engine.watch_interrupt(),
  }, Bar)
  open_bar(bar)
  return advance, bar, nil, bar
end)

return {progress = progress, say = say, at_prompt = at_prompt}
