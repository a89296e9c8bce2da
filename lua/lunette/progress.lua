--- How far a loop has come: a bar on a terminal, a line now and then elsewhere.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

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
  if math.type(v) == "integer" then return tostring(v) end
  return type(v) == "number" and ("%.4g"):format(v) or tostring(v)
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
  local columns = math.tointeger(tonumber(os.getenv "COLUMNS")) or 80
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

local function draw(self, last)
  if self.style == "off" then return end
  if self.style == "bar" then
    io.stderr:write("\r", bar_line(self), "\27[K", last and "\n" or "")
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

--- Values to show, by name: bar:set {d = 0.7, g = 1.2}.
function Bar:set(values)
  options.check("set", "values", values, "table")
  for name, value in pairs(values) do
    if engine.is_tensor(value) then
      if value:numel() ~= 1 then
        raise("set: %s is a tensor of %s; one number is wanted", name,
              options.sizes_text(value:size()))
      end
      value = value:item() -- and not the graph behind it
    end
    if self.values[name] == nil then
      self.names[#self.names + 1] = name
      table.sort(self.names)
    end
    self.values[name] = value
  end
end

local function finish(self)
  if self.closed then return end
  self.closed = true
  local shown = self.style == "plain" and self.drawn_step == self.step
  if self.done > 0 and not shown then draw(self, true) end
end
Bar.__close = finish

local styles = {bar = true, plain = true, off = true}

-- LUNETTE_PROGRESS says how, else whether errors go to a terminal.
local function style()
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
  if (step or self.first - 1) >= self.steps then
    finish(self)
    return nil
  end
  return (step or self.first - 1) + 1, self
end

local read = options.reader("progress", "from: int = 1, batch: count?")

--- for step, bar in ln.progress(steps, {from = 1, batch = ...}) do: counts from
--- `from` to `steps` and shows how far it is, the values given to bar:set, the
--- speed (images a second when the batch size is given) and the time left, on
--- the error output. LUNETTE_PROGRESS is bar, plain or off to choose.
local function progress(steps, given)
  local o = read(given)
  steps = options.check("progress", "steps", steps, "int")
  local now = engine.clock()
  local bar = setmetatable({
    steps = steps, first = o.from, step = o.from - 1, batch = o.batch,
    done = 0, values = {}, names = {}, started = now, drawn = now,
    style = style(),
  }, Bar)
  return advance, bar, nil, bar
end

return {progress = progress}
