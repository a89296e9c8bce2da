--- The generator of a run, in files that need no script.

local description = require "lunette.description"
local errors = require "lunette.errors"
local model = require "lunette.model"
local notice = require "lunette.notice"
local ranks = require "lunette.gan.trainer.ranks"
local save = require "lunette.state".save

local keep = {}

-- How many classes there are; or their names, where the loader's set has as
-- many.
local function classes_of(self)
  local count = self.options.classes
  local ok, names = pcall(function() return self.data.set.classes end)
  if count and ok and type(names) == "table" and #names == count then
    return table.move(names, 1, count, 1, {})
  end
  return count
end

-- What there is to be known of the generator; latent, where it is sizes.
local function about(self)
  local o = self.options
  local latent = o.latent
  if type(latent) ~= "number" and
     not (type(latent) == "table" and math.type(latent[1])) then
    latent = nil
  end
  return {latent = latent, classes = classes_of(self),
          range = o.range or {-1, 1},
          average = self.average ~= nil, step = self.step,
          mode = o.mode, config = self.config}
end

--- Writes best_generator() to folder/name.safetensors. Where no file can say
--- how it is made, that is told once, and the file has its weights alone.
--- Nothing where players have no network of this name.
function keep.generator(self, name)
  if not (self.generator and ranks.is_first()) then return end
  local path = ("%s/%s.safetensors"):format(self.folder, name)
  local network = self:best_generator()
  local ok, why = pcall(description.of, network)
  if ok then return model.write(path, network, why, about(self)) end
  notice.once(self, "Trainer: %s has weights alone: %s", path,
              errors.without_line(why))
  save(path, network:state_dict())
end

return keep
