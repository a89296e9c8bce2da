--- What the folder of a run says of it.

local engine = require "lunette.engine"
local file = require "lunette.file"
local json = require "lunette.json"
local log = require "lunette.gan.trainer.log"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local jsonl = require "lunette.runs.jsonl"

local folders = {}

-- ---- options ----

-- What tells nothing of how a run was trained: where it is, what it writes and
-- when, and what follows from its seed.
local passed_over = {}
for name in ([[folder seed resume seconds samples_every checkpoint_every
  log_every hash_every columns range keep command given epoch_state position
  layers augment_layers parts seeds words text from forks]]):gmatch "%S+" do
  passed_over[name] = true
end

-- Where a function was written changes with every edit of its script.
local function value_of(v)
  if type(v) ~= "string" then return v end
  return (v:gsub("^function .*:%d+$", "function"))
end

-- Adds what the table has by path, "optimizers.lr".
local function flatten(value, path, found)
  for key, v in pairs(value) do
    local name = tostring(key)
    local inner = path and path .. "." .. name or name
    if passed_over[name] then goto next end
    if type(v) == "table" then
      flatten(v, inner, found)
    else
      found[inner] = value_of(v)
    end
    ::next::
  end
end

-- What the plan of a run, or its data, say once more.
local function drop_doubles(options)
  for name in pairs(options) do
    local plain = name:match "^plan%.(.+)$" or name:match "^data%.(.+)$"
    if plain and options[plain] ~= nil then options[name] = nil end
  end
end

-- By path what the trainer was given, and what run.json has: of a run with
-- several parts, of the last.
local function options_of(config, record, part)
  local options = {}
  for _, value in ipairs {record, part, config} do
    flatten(value, nil, options)
  end
  drop_doubles(options)
  return options
end

-- The first seed that one of the tables has.
local function seed_of(...)
  for _, value in ipairs {...} do
    if math.type(value.seed) == "integer" then return value.seed end
  end
  for _, value in ipairs {...} do
    for _, inner in pairs(value) do
      local found = type(inner) == "table" and inner.seed
      if math.type(found) == "integer" then return found end
    end
  end
end

-- ---- numbers ----

-- Names for which the best is the highest or the lowest.
local order = {}
for name in ([[precision recall density coverage accuracy inception_score
  modes]]):gmatch "%S+" do order[name] = "highest" end
for name in ([[kid fid sliced_wasserstein patch_wasserstein kl
  total_variation]]):gmatch "%S+" do order[name] = "lowest" end

local function order_of(name, config)
  local best = type(config.best) == "table" and config.best or {}
  if best[1] == name then
    return best[2] == "highest" and "highest" or "lowest"
  end
  return order[name:match "[^.]+$"]
end

-- Takes a value at a step into what is known of a number.
local function see(numbers, name, order_name, value, step)
  local n = numbers[name]
  if not n then
    n = {order = order_name, low = value, high = value}
    numbers[name] = n
  end
  if value <= n.low then n.low, n.low_step = value, step end
  if value >= n.high then n.high, n.high_step = value, step end
  n.last, n.last_step = value, step
end

local function step_of(record) return json.integer(record.step) end

-- Calls f with each record of the file; says how many lines are none.
local function each(path, f)
  local others = jsonl.each(path, f)
  if others > 0 then
    progress.say(("%s: passed over, for they are no records: %d lines"
      ):format(path, others))
  end
end

-- Of a log: its numbers by name, and the last step and seconds.
local function logged(path, config)
  local numbers, last = {}, {}
  each(path, function(record)
    for name, v in pairs(record) do
      if type(v) == "number" then
        last[name] = v
        if not log.own[name] then
          see(numbers, name, order_of(name, config), v, step_of(record))
        end
      end
    end
  end)
  return numbers, last.step, last.seconds
end

-- Of an evaluation, what its numbers are of: those of others can be compared
-- with them when the reference, the file's name and the mode are the same.
local function conditions(e)
  local name = tostring(e.file):match "[^/]*$"
  local key = ("%s %s %s"):format(tostring(e.reference), name, tostring(e.mode))
  return key, ("%s, %s mode, n %s, against %s (%s, %s), features %s"):format(
    name, tostring(e.mode), tostring(e.n), tostring(e.against),
    tostring(e.size), tostring(e.reference), tostring(e.features))
end

-- Numbers of eval.jsonl, by what they can be compared with: {title, numbers}.
local function evaluated(path)
  local found = {}
  each(path, function(e)
    local key, title = conditions(e)
    found[key] = found[key] or {title = title, numbers = {}}
    for metric, m in pairs(type(e.metrics) == "table" and e.metrics or {}) do
      if type(m) == "table" and type(m.value) == "number" then
        see(found[key].numbers, metric, order[metric], m.value, step_of(e))
      end
    end
  end)
  return found
end

-- ---- a run ----

--- What is known of a run: {folder, seed, step, seconds, options = by path,
--- numbers = those of its log by name, evaluations = {title, numbers} of
--- eval.jsonl by what they can be compared with}. Raises where the folder is of
--- no run.
function folders.read(folder)
  folder = file.plain(folder)
  file.need(folder)
  local config = jsonl.object(folder .. "/config.json")
  local record = jsonl.object(folder .. "/run.json")
  if not config and not engine.io.exists(folder .. "/log.jsonl") then
    raise("compare: %s: there is neither config.json nor log.jsonl, which a " ..
          "run of gan.Trainer has", folder)
  end
  config, record = config or {}, record or {}
  local part = type(record.parts) == "table" and record.parts[#record.parts]
  part = type(part) == "table" and part or {}
  local numbers, step, seconds = logged(folder .. "/log.jsonl", config)
  return {folder = folder, seed = seed_of(config, record, part),
          step = step, seconds = seconds,
          options = options_of(config, record, part), numbers = numbers,
          evaluations = evaluated(folder .. "/eval.jsonl")}
end

return folders
