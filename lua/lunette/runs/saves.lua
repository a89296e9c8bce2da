--- The checkpoints that a run's folder has.

local errors = require "lunette.errors"
local file = require "lunette.file"
local json = require "lunette.json"
local safetensors = require "lunette.safetensors"
local state = require "lunette.state"

local saves = {}

-- What a table has by name, {} where it has nothing; nil of what is no table.
local function inner(value, name)
  if type(value) ~= "table" then return nil end
  return value[name] == nil and {} or value[name]
end

-- Part and seconds that the trainer of a checkpoint counts; nil where they are
-- no numbers.
local function counts(saved)
  local numbers = inner(inner(saved.objects, "trainer"), "numbers")
  if type(numbers) ~= "table" then return nil end
  local part, seconds = numbers.part or 1, numbers.seconds or 0
  local are_numbers = (json.integer(part) or 0) >= 1 and
                      type(seconds) == "number"
  if are_numbers then return json.integer(part), seconds end
end

-- {path, step, part, seconds} of a file that is whole, or nil.
local function read(path)
  local ok, saved = pcall(state.read, path, {
    max_header = safetensors.LONGEST_HEADER})
  local step = ok and type(saved) == "table" and json.integer(saved.step)
  if not step then return nil end
  local part, seconds = counts(saved)
  return part and {path = path, step = step, part = part, seconds = seconds}
end

-- All that are whole, the last one first.
local function list(folder)
  local found = {}
  for _, name in ipairs(errors.check(file.names(folder))) do
    if name:find "^checkpoint.*%.safetensors$" then
      found[#found + 1] = read(folder .. "/" .. name)
    end
  end
  table.sort(found, function(a, b) return a.step > b.step end)
  return found
end

--- The last one, or the last up to a step; nil where there is none.
function saves.find(folder, step)
  for _, save in ipairs(list(folder)) do
    if not step or save.step <= step then return save end
  end
end

--- Their steps, in words.
function saves.text(folder)
  local steps = {}
  for k, save in ipairs(list(folder)) do steps[k] = ("%d"):format(save.step) end
  return #steps > 0 and "those of " .. table.concat(steps, ", ") or "none"
end

--- Copies one into a folder, where it is the last.
function saves.copy(save, folder)
  file.copy(save.path, folder .. "/checkpoint.safetensors")
end

return saves
