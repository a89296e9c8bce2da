--- Whole runs on disk, to go on after a crash exactly where they were.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local json = require "lunette.json"
local notice = require "lunette.notice"
local raise = errors.raise
local repr = require "lunette.repr"
local safetensors = require "lunette.safetensors"
local state = require "lunette.state"

--- @class Checkpoint
--- @field path string of the file
--- @field before string of the file of the save before
--- @field older string[] of the files of the saves before, the last one first
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

-- The paths of all files but the last.
local function older_paths(folder, keep)
  local paths = {}
  for k = 1, keep - 1 do
    paths[k] = ("%s/checkpoint.before%s.safetensors"):format(
      folder, k > 1 and "." .. k or "")
  end
  return paths
end

--- Checkpoint: all that a run needs to go on, in folder/checkpoint.safetensors,
--- and as it was at the saves before in checkpoint.before.safetensors,
--- checkpoint.before.2.safetensors and so on: `keep` files in all. objects are
--- {G = G, opt_g = opt_g, data = loader, ...}, anything with state_dict and
--- load_state_dict. The folder is made. From its first save on this process
--- holds the folder, and another one's save is refused.
---
---   local G = ln.nn.Linear(8, 2)
---   local opt = ln.optim.Adam(G:parameters())
---   local checkpoint = ln.Checkpoint("runs/mine", {G = G, opt = opt})
---   for step = (checkpoint:resume() or 0) + 1, 100 do
---     opt:zero_grad()
---     G(ln.randn(4, 8)):square():mean():backward()
---     opt:step()
---     if step % 50 == 0 then checkpoint:save(step) end
---   end
local new = arguments.define("Checkpoint",
  "self, folder: folder, objects: table, {keep: count = 3}",
  function(_, folder, objects, o)
  check_objects(objects)
  errors.check(engine.io.make_folder(folder))
  local older = older_paths(folder, o.keep)
  return setmetatable({folder = folder, objects = objects, older = older,
                       path = folder .. "/checkpoint.safetensors",
                       before = older[1]}, Checkpoint)
end)

-- ---- saving ----

--- Saves everything, and the state of the default generator, as of the end of
--- `step`, with a checksum. The file of before stays whole until the new one
--- is, and is kept beside it. Returns true; raises when the disk refuses, or
--- when another process writes to the folder.
--- @return boolean
Checkpoint.save = arguments.define("checkpoint:save", "self, step: int",
  function(self, step)
  -- kept, for it holds the folder for as long as it is referred to
  self.lock = file.hold(self.folder)
  local states = {}
  for name, object in pairs(self.objects) do
    states[name] = object:state_dict()
  end
  if self.anew then
    for _, path in ipairs(self.older) do os.remove(path) end
  end
  -- A damaged file must not take the place of the one that is whole, nor that
  -- of another run the place of one of this.
  local keeps = not (self.damaged or self.anew)
  state.write(self.path, {
    step = step, objects = states, generator = engine.default_generator:state(),
    checksum = true,
  }, keeps and self.older or nil)
  self.damaged, self.anew = nil, nil
  return true
end)

-- ---- reading ----

local function is_run(saved)
  return type(saved.objects) == "table" and json.integer(saved.step) ~= nil
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

-- What the first of the saves before that is whole has, when the last one is
-- damaged, or gone.
local function read_older(self, message)
  local found = false
  for _, path in ipairs(self.older) do
    if engine.io.exists(path) then
      local ok, saved = pcall(read_whole, path)
      if ok then
        self.damaged = self.damaged or {} -- a key, for it is said once
        notice.once(self.damaged, "%s; going on from step %d, %s", message,
                    saved.step, path)
        return saved
      end
      message = ("%s; and %s: %s"):format(
        message, found and "the one before that" or "the one before",
        without_place(saved))
      found = true
    end
  end
  raise("%s", message)
end

local function has_older(self)
  for _, path in ipairs(self.older) do
    if engine.io.exists(path) then return true end
  end
end

local function read_accepted(self, accept)
  for _, path in ipairs {self.path, table.unpack(self.older)} do
    local ok, saved = pcall(read_whole, path)
    if ok and accept(saved) then return saved end
  end
end

--- What was last saved: {step, objects = states by name, generator}, or nil
--- when nothing was. Nothing is put back. A file that is damaged, or gone,
--- which is said on the error output, gives way to that of the save before;
--- raises when there are some and none is whole. With accept(saved), the last
--- of those that are whole which it is true of, or nil.
--- @return table?
Checkpoint.read = arguments.define("checkpoint:read", "self, accept: callable?",
  function(self, accept)
  if accept then return read_accepted(self, accept) end
  local message = self.path .. ": is gone"
  if engine.io.exists(self.path) then
    local ok, saved = pcall(read_whole, self.path)
    if ok then return saved end
    message = without_place(saved)
  elseif not has_older(self) then
    return nil
  end
  return read_older(self, message)
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
--- @return integer
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
--- @return integer?
Checkpoint.resume = arguments.define("checkpoint:resume", "self",
  function(self)
  local saved = self:read()
  return saved and self:restore(saved)
end)

return {Checkpoint = repr.class(Checkpoint, function(self)
  return ("%s: %s"):format(self.path, sorted_names(self.objects))
end, new)}
