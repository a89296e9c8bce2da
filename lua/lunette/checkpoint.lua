--- Whole runs on disk, to go on after a crash exactly where they were.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise"
local state = require "lunette.state"

--- @class Checkpoint
local Checkpoint = {__name = "Checkpoint"}
Checkpoint.__index = Checkpoint

local function sorted_names(list)
  local names = {}
  for name in pairs(list) do names[#names + 1] = tostring(name) end
  table.sort(names)
  return table.concat(names, ", ")
end

local function check_objects(objects)
  for name, object in pairs(objects) do
    options.check("Checkpoint", "an object's name", name, "string")
    local ok, can = pcall(function()
      return object.state_dict and object.load_state_dict
    end)
    if not (ok and can) then
      raise.raise("Checkpoint: %s has no state_dict and load_state_dict", name)
    end
  end
end

--- ln.Checkpoint(folder, {G = G, opt_g = opt_g, data = loader, ...}): all that
--- a run needs to go on, in folder/checkpoint.safetensors. An object is
--- anything with state_dict and load_state_dict. The folder is made.
local function new(_, folder, objects, ...)
  options.no_more("Checkpoint", 2, ...)
  options.check("Checkpoint", "folder", folder, "string")
  options.check("Checkpoint", "objects", objects, "table")
  check_objects(objects)
  raise.check(engine.io.make_folder(folder))
  return setmetatable({path = folder .. "/checkpoint.safetensors",
                       objects = objects}, Checkpoint)
end

--- Saves everything, and the state of the default generator, as of the end of
--- `step`. The file of before stays whole until the new one is. Returns true;
--- raises when the disk refuses.
function Checkpoint:save(step)
  step = options.check("Checkpoint", "step", step, "int")
  local states = {}
  for name, object in pairs(self.objects) do states[name] = object:state_dict() end
  return state.save(self.path, {
    step = step, objects = states, generator = engine.default_generator:state(),
  })
end

local function check_names(self, states)
  local here, there = sorted_names(self.objects), sorted_names(states)
  if here ~= there then
    raise.raise("%s: the run has %s, the checkpoint %s", self.path, here, there)
  end
end

local function without_place(message)
  return (tostring(message):gsub("^[^\n]-:%d+: ", "", 1))
end

--- Puts everything back as it was at the last save and returns its step; nil
--- when nothing has been saved yet. Raises when the checkpoint is of another
--- run: other objects, layers or sizes.
function Checkpoint:resume()
  if not engine.io.exists(self.path) then return nil end
  local saved = state.load(self.path)
  if type(saved.objects) ~= "table" or not math.tointeger(saved.step) then
    raise.raise("%s: not a checkpoint of a run", self.path)
  end
  check_names(self, saved.objects)
  for name, object in pairs(self.objects) do
    local ok, message = pcall(object.load_state_dict, object,
                              saved.objects[name])
    if not ok then
      raise.raise("%s: %s: %s", self.path, name, without_place(message))
    end
  end
  engine.default_generator:set_state(saved.generator)
  return saved.step
end

return {Checkpoint = setmetatable(Checkpoint, {__call = new})}
