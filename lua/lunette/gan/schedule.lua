--- Numbers that change as training goes on.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

--- @class GanSchedule
--- @field from number
--- @field to number
--- @field steps integer? how long it takes; or `images`
--- @field images integer?
--- @field after integer how many steps, or images, it stays at `from`
--- @field shape string
local Schedule = {__name = "schedule"}
Schedule.__index = Schedule

local shapes = {}

function shapes.linear(from, to, t) return from + (to - from) * t end

function shapes.cosine(from, to, t)
  return to + (from - to) * (1 + math.cos(math.pi * t)) / 2
end

function shapes.exponential(from, to, t) return from * (to / from) ^ t end

--- gan.schedule: a number that goes from `from` to `to` in so many steps, or
--- images seen, and stays there; before it, it stays at `from` for `after` more
--- of them. shape: linear; cosine, half a wave, which starts and ends slowly;
--- exponential, by equal factors, of numbers with the same sign. A call gives
--- it: schedule(step, images), how many steps were made and images seen before.
--- gan.Trainer takes one in place of a number in options of optimisers, as
--- weight of a penalty, and for ema, augment_strength and truncation.
---
---   local lr = ln.gan.schedule {from = 2e-4, to = 0, steps = 100, after = 900}
---   print(lr(0, 0), lr(950, 0), lr(1000, 0))   -- 0.0002  0.0001  0
--- @return GanSchedule
local new = arguments.define("schedule",
  "{from: real, to: real, steps: count?, images: count?, after: whole = 0, " ..
  "shape: linear|cosine|exponential = linear}", function(o)
  if (o.steps == nil) == (o.images == nil) then
    raise("schedule: %s; one of steps and images is wanted",
          o.steps and "both are given" or "neither is given")
  end
  local same_sign = o.from * o.to > 0
  if o.shape == "exponential" and not same_sign then
    raise("schedule: exponential goes between numbers of the same sign, not " ..
          "from %.14g to %.14g", o.from, o.to)
  end
  return setmetatable(o, Schedule)
end)

Schedule.__call = arguments.define("schedule",
  "self, step: real?, images: real?", function(self, step, images)
  local seen, name = images, "images"
  if self.steps then seen, name = step, "step" end
  arguments.check("schedule", name, seen, "real")
  local t = (seen - self.after) / (self.steps or self.images)
  if t <= 0 then return self.from elseif t >= 1 then return self.to end
  return shapes[self.shape](self.from, self.to, t)
end)

repr.class(Schedule, function(self)
  return repr.fields(self, repr.names(self))
end)

local function is_schedule(v) return getmetatable(v) == Schedule end

arguments.add_kind("schedule", "a gan.schedule", function(v)
  return is_schedule(v) and v or nil
end, {type = "lunette.GanSchedule"})

return {schedule = new, is_schedule = is_schedule}
