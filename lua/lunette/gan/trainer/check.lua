--- What can be known of a run before it begins, so that nothing is found out
--- after hours of it.

local arguments = require "lunette.arguments"
local log = require "lunette.gan.trainer.log"
local raise = require "lunette.errors".raise

local check = {}

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
    arguments.check("Trainer", "metrics." .. name, f, "callable")
  end
end

--- Raises unless there is a metric that can give the value `name`: one of that
--- name, or one that gives a table, name.key.
function check.metric(what, list, name)
  arguments.check("Trainer: " .. what, "the metric", name, "string")
  for own in pairs(list or {}) do
    if name == own or name:sub(1, #own + 1) == own .. "." then return end
  end
  raise("Trainer: %s: a metric is %s; known: %s", what, name, known(list))
end

local function best(given, list)
  if not given then return end
  check.metric("best", list, given[1])
  arguments.check("Trainer: best", "the order", given[2], "lowest|highest")
  for key in pairs(given) do
    if key ~= 1 and key ~= 2 then
      raise('Trainer: best is {"metric", "lowest"}; entry %s is too much',
            tostring(key))
    end
  end
end

--- What of the options can be checked alone; o as the reader gave them.
function check.options(o)
  if o.data ~= nil and o.make_data then
    raise "Trainer: data and make_data are both given; one is wanted"
  end
  metrics(o.metrics)
  best(o.best, o.metrics)
  local low, high = table.unpack(o.range or {-1, 1})
  local rising = low < high
  if not rising then
    raise("Trainer: range is from %.14g to %.14g", low, high)
  end
end

return check
