--- Whole runs on disk, to go on after a crash exactly where they were.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local notice = require "lunette.notice"
local raise = errors.raise
local repr = require "lunette.repr"
local safetensors = require "lunette.safetensors"
local state = require "lunette.state"

--- @class Checkpoint
--- @field path string of the file
--- @field before string of the file of the save before
--- @field anew boolean? whether the next save ends another run's files
local Checkpoint = {__name = "Checkpoint"}
Checkpoint.__index = Checkpoint

local function sorted_names(list)
  return table.concat(repr.names(list), ", ")
end

local function check_objects(objects)
  if getmetatable(objects) then
    raise("Checkpoint: objects is %s, which needs a name: {model = ...}",
          arguments.show(objects))
  end
  for name, object in pairs(objects) do
    arguments.check("Checkpoint", "an object's name", name, "string")
    local ok, can = pcall(function()
      return arguments.is_callable(object.state_dict) and
             arguments.is_callable(object.load_state_dict)
    end)
    if not (ok and can) then
      raise("Checkpoint: %s has no state_dict and load_state_dict", name)
    end
  end
end

--- Checkpoint: all that a run needs to go on, in folder/checkpoint.safetensors,
--- and as it was at the save before in folder/checkpoint.before.safetensors.
--- objects, {G = G, opt_g = opt_g, data = loader, ...}, are anything with
--- state_dict and load_state_dict. The folder is made. From its first save on
--- this process holds the folder, and another one's save is refused.
local new = arguments.define("Checkpoint",
  "self, folder: string, objects: table", function(_, folder, objects)
  check_objects(objects)
  if folder == "" then
    raise 'Checkpoint: folder is "", the path of a folder is wanted'
  end
  errors.check(engine.io.make_folder(folder))
  return setmetatable({folder = folder, objects = objects,
                       path = folder .. "/checkpoint.safetensors",
                       before = folder .. "/checkpoint.before.safetensors"},
                      Checkpoint)
end)

-- ---- saving ----

--- Saves everything, and the state of the default generator, as of the end of
--- `step`, with a checksum. The file of before stays whole until the new one
--- is, and is kept beside it. Returns true; raises when the disk refuses, or
--- when another process writes to the folder.
Checkpoint.save = arguments.define("checkpoint:save", "self, step: int",
  function(self, step)
  -- kept, for it holds the folder for as long as it is referred to
  self.lock = self.lock or file.hold(self.folder)
  local states = {}
  for name, object in pairs(self.objects) do
    states[name] = object:state_dict()
  end
  -- A damaged file must not take the place of the one that is whole, nor that
  -- of another run the place of one of this.
  state.write(self.path, {
    step = step, objects = states, generator = engine.default_generator:state(),
    checksum = true,
  }, not (self.damaged or self.anew) and self.before or nil)
  if self.anew then os.remove(self.before) end
  self.damaged, self.anew = nil, nil
  return true
end)

-- ---- reading ----

local function is_run(saved)
  return type(saved.objects) == "table" and math.tointeger(saved.step) ~= nil
end

-- Files saved before there were checksums do not say that they have one.
local function read_whole(path)
  local saved, checked = state.read(path, {
    max_header = safetensors.LONGEST_HEADER})
  if not is_run(saved) then
    raise("%s: not a checkpoint of a run", path)
  elseif saved.checksum and not checked then
    raise("%s: is damaged: its checksum is gone", path)
  end
  return saved
end

local function without_place(message)
  return (tostring(message):gsub("^[^\n]-:%d+: ", "", 1))
end

-- What the file of the save before has, when the last one is damaged.
local function read_before(self, message)
  if not engine.io.exists(self.before) then raise(message) end
  local ok, saved = pcall(read_whole, self.before)
  if not ok then
    raise("%s; and the one before: %s", message, without_place(saved))
  end
  self.damaged = self.damaged or {} -- a key, for it is said once
  notice.once(self.damaged, "%s; going on from step %d, %s", message,
              saved.step, self.before)
  return saved
end

--- What was last saved: {step, objects = states by name, generator}, or nil
--- when nothing was. Nothing is put back. A file that is damaged, which is
--- said on the error output, gives way to that of the save before; raises when
--- neither is whole.
Checkpoint.read = arguments.define("checkpoint:read", "self",
  function(self)
  if not engine.io.exists(self.path) then return nil end
  local ok, saved = pcall(read_whole, self.path)
  if ok then return saved end
  return read_before(self, without_place(saved))
end)

-- ---- putting back ----

local function check_names(self, states)
  local here, there = sorted_names(self.objects), sorted_names(states)
  if here ~= there then
    raise("%s: the run has %s, the checkpoint %s", self.path, here, there)
  end
end

-- The state as it is now: an object's may share its tensors.
local function copy(value)
  if engine.is_tensor(value) then return value:detach():clone() end
  if type(value) ~= "table" then return value end
  local list = {}
  for key, part in pairs(value) do list[key] = copy(part) end
  return list
end

-- The default generator, whose state is saved beside those of the objects.
local drawing = {
  state_dict = function() return engine.default_generator:state() end,
  load_state_dict = function(_, drawn)
    engine.default_generator:set_state(drawn)
  end,
}

local function put_back(object, saved) object:load_state_dict(saved) end

-- Puts states into objects in the order of their names: why and which one
-- refused, or nothing.
local function load_all(objects, states, names)
  for _, name in ipairs(names) do
    local ok, message = pcall(put_back, objects[name], states[name])
    if not ok then return without_place(message), name end
  end
end

--- Puts everything back as `saved`, which read() gave, has it, and returns its
--- step. Raises when it is of another run: other objects, layers or sizes; all
--- is then as it was.
Checkpoint.restore = arguments.define("checkpoint:restore",
  "self, saved: table", function(self, saved)
  if not is_run(saved) then
    raise("restore: saved is not what read() gave")
  end
  check_names(self, saved.objects)
  local names, was = repr.names(self.objects), {}
  for name, object in pairs(self.objects) do
    was[name] = copy(object:state_dict())
  end
  local drawn = drawing:state_dict()
  local message, culprit = load_all(self.objects, saved.objects, names)
  if not message then
    message, culprit = load_all({generator = drawing}, saved, {"generator"})
  end
  if not message then return saved.step end
  for _, name in ipairs(names) do
    pcall(put_back, self.objects[name], was[name])
  end
  put_back(drawing, drawn)
  raise("%s: %s: %s", self.path, culprit, message)
end)

--- Puts everything back as it was at the last save and returns its step; nil
--- when nothing has been saved yet: read() and restore() in one.
Checkpoint.resume = arguments.define("checkpoint:resume", "self",
  function(self)
  local saved = self:read()
  return saved and self:restore(saved)
end)

return {Checkpoint = repr.class(Checkpoint, function(self)
  return ("%s: %s"):format(self.path, sorted_names(self.objects))
end, new)}
