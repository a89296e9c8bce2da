--- What can be known of a run before it begins, so that nothing is found out
--- after hours of it.

local log = require "lunette.gan.trainer.log"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

local check = {}

--- Can it be called?
function check.callable(what, value)
  local meta = getmetatable(value)
  if type(value) == "function" or type(meta) == "table" and meta.__call then
    return value
  end
  raise("Trainer: %s is a %s, a function is wanted", what, type(value))
end

-- The keys, sorted, as a text.
local function known(list)
  local names = {}
  for name in pairs(list or {}) do names[#names + 1] = tostring(name) end
  table.sort(names)
  return #names > 0 and table.concat(names, ", ") or "none"
end

local function metrics(list)
  for name, f in pairs(list or {}) do
    if type(name) ~= "string" then
      raise("Trainer: metrics is {name = f(trainer)}; entry %s is %s",
            tostring(name), type(f) == "string" and ("%q"):format(f) or
            "a " .. type(f))
    elseif log.own[name] then
      raise("Trainer: metrics.%s: the log has a column of this name", name)
    end
    check.callable("metrics." .. name, f)
  end
end

--- Raises unless there is a metric that can give the value `name`: one of that
--- name, or one that gives a table, name.key.
function check.metric(what, list, name)
  options.check("Trainer: " .. what, "the metric", name, "string")
  for own in pairs(list or {}) do
    if name == own or name:sub(1, #own + 1) == own .. "." then return end
  end
  raise("Trainer: %s: a metric is %s; known: %s", what, name, known(list))
end

local function best(given, list)
  if not given then return end
  check.metric("best", list, given[1])
  options.check("Trainer: best", "the order", given[2], "lowest|highest")
  for key in pairs(given) do
    if key ~= 1 and key ~= 2 then
      raise('Trainer: best is {"metric", "lowest"}; entry %s is too much',
            tostring(key))
    end
  end
end

local read_range = options.reader("Trainer: range", "low: real, high: real")

local function range(given)
  if not given then return end
  local o = read_range {low = given[1], high = given[2]}
  if not (o.low < o.high) then
    raise("Trainer: range is from %.14g to %.14g", o.low, o.high)
  end
end

local function data(o)
  if o.data ~= nil and o.make_data then
    raise "Trainer: data and make_data are both given; one is wanted"
  end
end

--- What of the options can be checked alone; o as the reader gave them.
function check.options(o)
  data(o)
  metrics(o.metrics)
  best(o.best, o.metrics)
  range(o.range)
  if o.augment ~= nil then check.callable("augment", o.augment) end
  if o.on_stop ~= nil then check.callable("on_stop", o.on_stop) end
  if o.seconds and not (o.seconds > 0) then
    raise("Trainer: seconds is %.14g, not above 0", o.seconds)
  end
end

return check
