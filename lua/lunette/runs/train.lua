--- Training from one line: on a folder of pictures, or by a script.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local json = require "lunette.json"
local plan = require "lunette.runs.plan"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local settings = require "lunette.settings"
local Trainer = require "lunette.gan.trainer".Trainer

local say = progress.say

-- ---- scripts ----

-- What of the options is for scripts, and where one calls ln.settings at all.
local function check_script(path, o, text)
  for _, name in ipairs(repr.names(o)) do
    if name ~= "steps" and name ~= "set" then
      raise("train: %s is for pictures; a script takes steps and set", name)
    end
  end
  if next(o) and not text:find("settings", 1, true) then
    raise("train: %s is to be told %s, and does not call ln.settings", path,
          table.concat(repr.names(o), " and "))
  end
end

-- The chunk's result, as of a script that is run by itself: no words behind its
-- name. Its mistakes are told with its own lines.
local function run_chunk(chunk, path)
  local words = rawget(_G, "arg")
  rawset(_G, "arg", {[0] = path})
  local ok, result = pcall(chunk)
  rawset(_G, "arg", words)
  if not ok then raise("%s", tostring(result)) end
  return result
end

local function run_script(path, o)
  local text = file.read(path)
  check_script(path, o, text)
  text = text:gsub("^#[^\n]*", "")
  local chunk, why = load(text, "@" .. path)
  if not chunk then raise("%s", why) end
  local told = {steps = o.steps}
  for name, value in pairs(o.set or {}) do told[name] = value end
  local _ <close> = settings.tell(told)
  return run_chunk(chunk, path)
end

-- ---- pictures ----

local function name_of(target)
  return target:gsub("/+$", ""):match "[^/]*$":gsub("%.%w+$", "")
end

-- What was said of it when the run was begun, or nil.
local function record_of(path)
  if not engine.io.exists(path) then return nil end
  local record, why = json.decode(file.read(path))
  if not record then raise("%s: %s", path, why) end
  return record
end

-- Raises where what is asked for now would make another run of it.
local function check_same(folder, p, target, o)
  o = setmetatable({target = target}, {__index = o})
  for _, name in ipairs {"target", "preset", "size", "filters", "batch_size",
                         "labels", "seed"} do
    if o[name] ~= nil and o[name] ~= p[name] then
      raise("train: %s was begun with %s %s, not %s; another run takes a " ..
            "folder of its own", folder, name, tostring(p[name]),
            tostring(o[name]))
    end
  end
end

-- The plan of a run that is there, with more steps or more time.
local function extended(p, o)
  if o.minutes and o.minutes ~= p.minutes then
    local more = o.minutes / (p.minutes or o.minutes)
    p.seconds = p.minutes and p.seconds * more or o.minutes * 60
    p.steps = p.minutes and math.floor(p.steps * more) or p.steps
    p.minutes = o.minutes
  end
  p.steps = o.steps or p.steps
  return p
end

-- The plan of the run, its pictures and their classes.
local function plan_of(target, o, folder)
  local record = record_of(folder .. "/run.json")
  if not record then
    local p, set, classes = plan.make(target, o, folder)
    p.minutes = o.minutes
    if set then return p, set, classes end
    return p, plan.open(p)
  end
  check_same(folder, record.plan, target, o)
  local p = extended(record.plan, o)
  return p, plan.open(p)
end

local function write_record(folder, o, p)
  file.write(folder .. "/run.json", json.encode {
    command = "train", target = p.target, given = o, plan = p} .. "\n")
end

-- How the command was called: bin/lunette in a checkout.
local function command()
  local path = (rawget(_G, "arg") or {})[0] or ""
  return path:find "^[^/].*lunette$" and path or "lunette"
end

-- What there is to do with the run now.
local function tell_end(trainer, result)
  local folder = trainer.folder
  if result.reason == "nan" or result.reason == "stuck" then
    raise("train: %s: step %d: %s", folder, result.step, result.message)
  end
  say(("%s: %s; samples are in %s/samples"):format(folder, result.message,
                                                   folder))
  say(("  %s sample %s -n 64 -o %s/more.png"):format(command(), folder,
                                                     folder))
  say(("  %s info %s"):format(command(), folder))
end

local function train_pictures(target, o)
  if o.set then raise "train: set is for scripts, which read ln.settings" end
  local folder = o.folder or "runs/" .. name_of(target)
  local p, set, classes = plan_of(target, o, folder)
  local options, reasons = plan.options(p, set, classes)
  for _, reason in ipairs(reasons) do say(reason) end
  options.folder, options.seconds = folder, p.seconds
  local often = math.max(1, p.steps // 20)
  options.samples_every, options.checkpoint_every = often, often
  local trainer = Trainer(options)
  write_record(folder, o, p)
  local result = trainer:run()
  tell_end(trainer, result)
  return result
end

--- Trains a generator on the pictures of `target`: a folder of PNG and JPEG
--- files, a file of ln.data.pack, or "digits", those that come with Lunette;
--- goes on with a run that is the folder `target`; or runs `target`, a script
--- whose name ends in .lua.
---   preset      dcgan, r3gan or stylegan2: gan.presets tells of them; chosen
---               by size and number unless given
---   size        of what is generated, a power of two; by that of the pictures,
---               at most 64, unless given
---   filters, batch_size  of the preset
---   steps       how many; 20000 unless there are minutes
---   minutes     how long: what the machine does is measured for some seconds,
---               and the size, preset and width that see enough images in time
---               are taken (50,000 by dcgan, 500,000 by the others), or what
---               comes nearest to that
---   labels      r3gan is told the classes, which are the folders right below
---   skip_bad    leaves out what cannot be read
---   folder      of the run: runs/ and the name of the target unless given
---   set         of a script: what ln.settings gives it, by name
--- What was chosen and why is said. The same words go on where the run was, and
--- more steps or minutes go further; run.json in the folder has what was asked
--- for and what was chosen. Returns what trainer:run() does.
---   lunette train photos/ --minutes 40
---   lunette train my_gan.lua --steps 20000 --set lr=1e-4 --set gamma=2
local train = arguments.define("train",
  "target: string, {preset: dcgan|r3gan|stylegan2?, size: count?, " ..
  "filters: count?, batch_size: count?, steps: count?, minutes: positive?, " ..
  "labels: bool?, skip_bad: bool?, seed: int?, folder: string?, set: table?}",
  function(target, o)
  if target:find "%.lua$" then return run_script(target, o) end
  local record = not o.folder and record_of(target .. "/run.json")
  if record then target, o.folder = record.target, target end
  return train_pictures(target, o)
end)

return train
