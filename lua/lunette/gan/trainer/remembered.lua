--- What a trainer itself has in a checkpoint: numbers that it counts, what the
--- metrics last gave, and the options of its run.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise

local remembered = {}

-- What is counted; the rest, such as the best of a metric, is any number.
local counted = {seconds = "real", rate = "positive", part = "count"}
for name in ([[stuck crowded rollbacks images began best_step
  good]]):gmatch "%S+" do
  counted[name] = "whole"
end

local function check_table(name, value)
  arguments.check("trainer", name, value, "table")
  for key in pairs(value) do
    if type(key) ~= "string" then
      raise("trainer: %s has %s for a name", name, arguments.show(key))
    end
  end
end

local function check_numbers(name, values, kinds)
  check_table(name, values)
  for key, v in pairs(values) do
    local path = name .. "." .. key
    if kinds[key] then
      arguments.check("trainer", path, v, kinds[key])
    elseif type(v) ~= "number" then
      raise("trainer: %s is %s, a number is wanted", path, arguments.show(v))
    end
  end
end

-- Tables in options are lists or have names.
local function check_keys(path, value)
  if type(value) ~= "table" then return end
  for key, part in pairs(value) do
    if type(key) == "boolean" then
      raise("trainer: %s has %s for a name", path, arguments.show(key))
    end
    check_keys(path .. "." .. tostring(key), part)
  end
end

--- What a checkpoint has of a trainer, {numbers, measured, config}; those of
--- before there were others are numbers alone. Raises "trainer: ..." on what is
--- neither.
function remembered.read(saved)
  arguments.check("trainer", "what is saved of it", saved, "table")
  local numbers = saved.numbers
  if numbers == nil then numbers = saved end
  check_numbers("numbers", numbers, counted)
  local measured = saved.measured or {}
  check_numbers("measured", measured, {})
  if saved.config ~= nil then check_table("config", saved.config) end
  check_keys("config", saved.config)
  local counts = {}
  for name, value in pairs(numbers) do counts[name] = value end
  return {numbers = counts, measured = measured, config = saved.config}
end

return remembered
