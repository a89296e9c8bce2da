--- Pictures as a trainer sees them, before it is run.

local arguments = require "lunette.arguments"
local data = require "lunette.data"
local engine = require "lunette.engine"
local file = require "lunette.file"
local image = require "lunette.image"
local plan = require "lunette.runs.plan"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local jsonl = require "lunette.runs.jsonl"
local repr = require "lunette.repr"
require "lunette.generator" -- for undisturbed

-- The pictures of the run whose folder it is, or those that `train` would take.
local function open(target, o)
  local record = jsonl.object(target .. "/run.json")
  if record and type(record.plan) == "table" then
    if o.size then
      raise("preview: %s is a run, of size %s", target,
            tostring(record.plan.size))
    end
    return record.plan, plan.open(record.plan)
  end
  return plan.make(target, o, "")
end

--- Writes a grid of the pictures that `train` would see, of the set that it
--- would be told: the first n in the order of the seed, brought to the size and
--- the channels of the networks. Of the folder of a run: what that was trained
--- on.
---   out       the picture with the grid
---   n         how many, or all where there are less
---   size      of the pictures; what `train` would take, unless given
---   seed      of the run
---   columns   of the grid
---   skip_bad  leaves out what cannot be read
---   force     the file, where it is there, is written over
--- Says what the set is. Returns the pictures, n,c,h,w.
---   lunette data preview photos/ -o grid.png
--- @return Tensor
local preview = arguments.define("preview",
  "set: string, {out: string = preview.png, n: count = 64, size: count?, " ..
  "seed: int?, columns: count = 8, skip_bad: bool = false, " ..
  "force: bool = false}", function(target, o)
  file.need_free(o.out, o.force)
  local p, set = open(target, o)
  local n = math.min(o.n, #set)
  local _ <close> = engine.default_generator:undisturbed()
  engine.default_generator:manual_seed(o.seed or p.seed)
  local loader = data.Loader(set, {batch_size = n, shuffle = true})
  local x = loader:next()
  image.save_grid(o.out, x, {columns = o.columns, range = {-1, 1}})
  progress.say(("%s: %d pictures, brought to %s; %d of them are in %s"):format(
    target, #set, repr.shape(x[1]), n, o.out))
  return x
end)

return preview
