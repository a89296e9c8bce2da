--- A run that goes on with other options than it was begun with.

local raise = require "lunette.errors".raise

local changes = {}

-- Those whose old values stand in the checkpoint, or without which what was
-- trained is not what the options say: they are refused.
local fixed = {}
for name in ([[generator discriminator latent classes seed batch_size loss
  loss_options penalties optimizers clip discriminator_steps accumulate exact
  reuse_fakes networks players phases optimizers_made]]):gmatch "%S+" do
  fixed[name] = true
end

-- Those of them that a fork may have otherwise: nothing that was trained has
-- another form for it.
local forked = {}
for name in ([[loss loss_options penalties optimizers optimizers_made clip
  discriminator_steps accumulate reuse_fakes players]]):gmatch "%S+" do
  forked[name] = true
end

-- Those whose values may be others, but the checkpoint has a part for them.
local saved = {ema = true, schedules = true}

-- Those that older checkpoints do not have, or that are there only where there
-- is something to be said.
local later = {layers = true, augment_layers = true, optimizers_made = true,
               schedules_made = true, real = true}

-- Those that may be others without a word.
local free = {}
for name in ([[folder steps resume seconds samples_every checkpoint_every
  log_every hash_every columns range objects keep tensorboard]]):gmatch "%S+" do
  free[name] = true
end

-- Where a function was written changes with every edit of the script.
local function is_function(value)
  return type(value) == "string" and value:find "^function .*:%d+$" ~= nil
end

local function same(a, b) return a == b or is_function(a) and is_function(b) end

-- The keys of the tables, each once, numbers first.
local function keys_of(...)
  local keys, seen = {}, {}
  for _, value in ipairs {...} do
    for key in pairs(value) do
      if not seen[key] then keys[#keys + 1], seen[key] = key, true end
    end
  end
  table.sort(keys, function(x, y)
    if type(x) ~= type(y) then return type(x) == "number" end
    return x < y
  end)
  return keys
end

-- Adds {path, old, new} of what differs between two values.
local function compare(path, a, b, list)
  if type(a) ~= "table" or type(b) ~= "table" then
    if not same(a, b) then list[#list + 1] = {path, a, b} end
    return
  end
  for _, key in ipairs(keys_of(a, b)) do
    compare(path .. "." .. tostring(key), a[key], b[key], list)
  end
end

--- Do two values of an option differ?
function changes.differ(old, new)
  local list = {}
  compare("", old, new, list)
  return #list > 0
end

local function show(value)
  if value == nil then return "not given" end
  if type(value) == "table" then
    local parts = {}
    for _, key in ipairs(keys_of(value)) do
      local named = math.type(key) ~= "integer"
      parts[#parts + 1] = (named and key .. " = " or "") .. show(value[key])
    end
    return "{" .. table.concat(parts, ", ") .. "}"
  end
  if math.type(value) == "float" then return ("%.14g"):format(value) end
  return tostring(value)
end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch "[^\n]+" do
    lines[#lines + 1] = line:match "^%s*(.-)%s*$"
  end
  return lines
end

-- "lr was 0.1, is 0.2"; of texts of many lines, the first that differs.
local function sentence(path, old, new)
  local a, b = show(old), show(new)
  if (a .. b):find "\n" then
    local x, y = lines_of(a), lines_of(b)
    for k = 1, math.max(#x, #y) do
      if x[k] ~= y[k] then a, b = x[k] or "shorter", y[k] or "shorter" break end
    end
  end
  return ("%s was %s, is %s"):format(path, a, b)
end

local function sentences(old, new, wanted)
  local list = {}
  for _, name in ipairs(keys_of(old, new)) do
    local found = {}
    if wanted(name) then compare(name, old[name], new[name], found) end
    for _, change in ipairs(found) do
      list[#list + 1] = sentence(table.unpack(change, 1, 3))
    end
  end
  return #list > 0 and table.concat(list, "; ") or nil
end

--- Raises, with both values, when the run of a folder cannot go on with other
--- options; returns what is to be said of those with which it can, or nil.
--- old, new: what config.describe gives; where it forks, the run is meant to be
--- another one of the same networks.
function changes.check(folder, old, new, forks)
  local function is_bound(name)
    return fixed[name] and not (forks and forked[name])
  end
  local function is_known(name)
    return not later[name] or old[name] ~= nil and new[name] ~= nil
  end
  local wrong = sentences(old, new, function(name)
    local both = (old[name] == nil) == (new[name] == nil)
    return is_bound(name) and is_known(name) or saved[name] and not both
  end)
  -- where the texts of networks are the same
  wrong = wrong or sentences(old, new, function(name)
    return name == "layers" and is_known(name)
  end)
  if wrong then
    raise("Trainer: %s was begun with other options: %s; give those of " ..
          "before, another folder, or resume = false, which starts anew",
          folder, wrong)
  end
  return sentences(old, new, function(name)
    return is_known(name) and not is_bound(name) and not free[name] and
           name ~= "layers" and not name:find "^on_"
  end)
end

return changes
