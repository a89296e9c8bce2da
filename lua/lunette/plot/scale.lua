--- One axis: which values it spans, where a value stands on it, and its ticks.
--
-- A log scale is a linear one of the logarithms to base 10: `low` and `high`
-- are those of what is shown, of logarithms there. Halves are subtracted, not
-- wholes, so that a span from -1e308 to 1e308 is finite.

local numbers = require "lunette.plot.numbers"

local scale = {}

local Scale = {}
Scale.__index = Scale

-- Beyond the values on either side, as a share of their span; what a span of
-- one value is of it; and the least that a span may be of its ends.
local ROOM, ALONE, LEAST = 0.04, 0.1, 1e-10
local LARGEST, SMALLEST = 1.7e308, 1e-300

--- What a log scale is above, and no span is narrower than.
scale.SMALLEST = SMALLEST

--- An empty scale; kind is "linear" or "log".
function scale.new(kind)
  return setmetatable({log = kind == "log"}, Scale):clear()
end

--- Makes it empty again.
function Scale:clear()
  self.low, self.high, self.stops = math.huge, -math.huge, {}
  self.settled, self.labels = false, nil
  return self
end

--- Has the value a place? Not nan and inf; on a log scale only what is above
--- scale.SMALLEST, as doubles end near it.
function Scale:takes(v)
  return v - v == 0 and (not self.log or v > SMALLEST)
end

--- What a log scale that has no place for v is above, as a word.
function scale.floor(v)
  return v > 0 and ("%g"):format(SMALLEST) or "0"
end

--- The value as the number that stands for it: on a log scale its logarithm.
function Scale:inner(v) return self.log and math.log(v, 10) or v end
local inner = Scale.inner

--- Widens the scale to those of the values that it takes.
function Scale:include(values)
  local low, high = self.low, self.high
  for k = 1, #values do
    local v = values[k]
    if self:takes(v) then
      v = inner(self, v)
      if v < low then low = v end
      if v > high then high = v end
    end
  end
  self.low, self.high = low, high
end

--- Widens it to v, beyond which it gets no room: where bars stand on.
function Scale:stop(v)
  if not self:takes(v) then return end
  self:include {v}
  self.stops[inner(self, v)] = true
end

local function widen(self)
  local size = self.log and 1 or
               math.max(math.abs(self.low), math.abs(self.high))
  local half = self.high / 2 - self.low / 2
  if half == 0 then
    local room = self.log and 0.5 or size > 0 and size * ALONE or 1
    room = math.max(room, SMALLEST)
    self.low, self.high = self.low - room, self.high + room
    return
  end
  local room = math.max(ROOM * half * 2, size * LEAST, SMALLEST)
  if not self.stops[self.low] then self.low = self.low - room end
  if not self.stops[self.high] then self.high = self.high + room end
end

--- Settles the scale, after which values have places: what it was widened to
--- and some room, or the range {first, last}.
function Scale:settle(range)
  if self.settled then return end
  self.settled = true
  if range then
    self.low, self.high = inner(self, range[1]), inner(self, range[2])
  elseif self.low > self.high then
    self.low, self.high = 0, 1
  else
    widen(self)
  end
  self.low = math.max(self.low, -LARGEST)
  self.high = math.min(self.high, inner(self, LARGEST))
end

--- A function of values: 0 at the low end, `length` at the high one; reversed
--- the other way round. What lies far outside stands just outside.
function Scale:map(length, reversed)
  local log, low = self.log, self.low / 2
  local factor = length / (self.high / 2 - low)
  local near, far = -length, 2 * length
  return function(v)
    if log then v = math.log(v, 10) end
    local at = (v / 2 - low) * factor
    if at < near then at = near elseif at > far then at = far end
    return reversed and length - at or at
  end
end

-- ---- ticks ----

-- Steps of 1, 2 or 5 times a power of ten, at most `most` of them in a span of
-- twice `half`: factor and power.
local function step_of(half, most)
  local raw = half / most * 2 -- the span may be beyond all numbers
  local power = math.floor(math.log(raw, 10))
  local left = raw / 10.0 ^ power
  for _, factor in ipairs {1, 2, 5} do
    if left <= factor * (1 + 1e-9) then return factor, power end
  end
  return 1, power + 1
end

local function linear_ticks(low, high, most, whole)
  local factor, power = step_of(high / 2 - low / 2, most)
  if whole and power < 0 then factor, power = 1, 0 end
  local step, values = numbers.decimal(factor, power), {}
  local slack = 1e-9
  for k = math.ceil(low / step - slack), math.floor(high / step + slack) do
    values[#values + 1] = numbers.decimal(k * factor, power)
  end
  return values, numbers.texts(values, power)
end

-- Powers of ten, each or each second and so on.
local function decades(low, high, most)
  local first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
  local step = math.max(1, math.ceil((last - first) / most))
  local values, texts = {}, {}
  for power = math.ceil(first / step) * step, last, step do
    values[#values + 1] = numbers.decimal(1, power)
    texts[#texts + 1] = numbers.power(power, math.abs(first) <= 3 and
                                             math.abs(last) <= 3)
  end
  return values, texts
end

-- 1, 2 and 5 times the powers of ten.
local function between_decades(low, high)
  local values, texts = {}, {}
  for power = math.floor(low), math.floor(high) do
    for _, factor in ipairs {1, 2, 5} do
      local v = numbers.decimal(factor, power)
      local at = math.log(v, 10)
      if at >= low - 1e-9 and at <= high + 1e-9 then
        values[#values + 1] = v
        texts[#texts + 1] = numbers.texts({v}, power)[1]
      end
    end
  end
  return values, texts
end

-- Of less than a third of a decade the ticks are those of its numbers.
local function log_ticks(low, high, most)
  if high - low >= 2 then return decades(low, high, most) end
  local values, texts = between_decades(low, high)
  if #values > most then return decades(low, high, most) end
  if #values >= 3 then return values, texts end
  return linear_ticks(10.0 ^ low, 10.0 ^ high, most)
end

--- The values at which ticks stand, about `most` at most, and their texts.
function Scale:ticks(most)
  if self.labels then return self.places, self.labels end
  if self.log then return log_ticks(self.low, self.high, most) end
  return linear_ticks(self.low, self.high, most, self.whole)
end

return scale
