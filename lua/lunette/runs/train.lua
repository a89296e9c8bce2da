--- Training from one line: on a folder of pictures, or by a script.

local again = require "lunette.runs.again"
local arguments = require "lunette.arguments"
local file = require "lunette.file"
local job = require "lunette.dist.job"
local orders = require "lunette.gan.trainer.orders"
local plan = require "lunette.runs.plan"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local record = require "lunette.runs.record"
local repr = require "lunette.repr"
local settings = require "lunette.settings"
local shell = require "lunette.shell"

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

-- Has run.json written by the trainers of a script, from where they begin.
local function written_down(path, part)
  local seeds = record.seeds()
  return orders.give(function(o)
    local list = {}
    function list.begin(t, step, is_anew)
      local base = {command = "train", script = path, seeds = seeds,
                    folder = file.plain(o.folder)}
      t.state.part = record.extend(o.folder, base, step, is_anew, part)
    end
    return o, list
  end)
end

local function run_script(path, o)
  local text, told = file.read(path), {steps = o.steps}
  check_script(path, o, text)
  for name, value in pairs(o.set or {}) do told[name] = value end
  local _ <close> = written_down(path, record.of_script(text, told))
  local _ <close> = settings.tell(told)
  return again.chunk(text, path)
end

-- Goes on with a script's run, by what its record says.
local function go_on_with_script(folder, r, o)
  for _, name in ipairs(repr.names(o)) do
    if name ~= "steps" then
      raise("train: %s: %s is not for a run that goes on; a script's takes " ..
            "steps", folder, name)
    end
  end
  local part = record.following(r.parts[#r.parts])
  if o.steps then again.set_steps(part, o.steps) end
  return (again.go_on(r, folder, part))
end

-- ---- pictures ----

local function name_of(target)
  return target:match "[^/]*$":gsub("%.%w+$", "")
end

-- Raises where what is asked for now would make another run of it.
local function check_same(folder, p, target, o)
  o = setmetatable({target = target}, {__index = o})
  p.target = file.plain(p.target)
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

-- What the run is to be from now on: a part of it, and its record of before.
local function part_of(target, o, folder)
  local r = record.read(folder)
  if not r then
    local p = plan.make(target, o, folder)
    p.minutes = o.minutes
    return record.of_plan(p), {
      command = "train", target = p.target, folder = file.plain(folder),
      seeds = record.seeds(), parts = {{from = 0}}}
  end
  check_same(folder, r.plan, target, o)
  local last = r.parts[#r.parts]
  local part = record.of_plan(extended(r.plan, o))
  part.set, part.seconds = last.set, not o.minutes and last.seconds or nil
  return part, r
end

-- How the command was called: bin/lunette in a checkout.
local function command()
  local path = (rawget(_G, "arg") or {})[0] or ""
  return path:find "^[^/].*lunette$" and path or "lunette"
end

-- A share of the time, below which its steps took less than was foreseen.
local LITTLE = 0.75

local function tell_time(trainer, result, p)
  local took = trainer.state.seconds
  if result.reason == "steps" and took < LITTLE * p.seconds then
    say(("%s: took %.0f seconds, %.0f were there: the machine was slower " ..
         "when it was measured; more minutes go further"):format(
      trainer.folder, took, p.seconds))
  end
end

-- The path as a shell takes it, quoted where it has to be.
local function word_of(path)
  return path:find "[^%w/._=,+-]" and shell.quoted(path) or path
end

-- What there is to do with the run now.
local function tell_end(trainer, result)
  local folder = trainer.folder
  if result.reason == "nan" or result.reason == "stuck" then
    raise("train: %s: step %d: %s", folder, result.step, result.message)
  end
  say(("%s: %s; %s/report.html shows it"):format(folder, result.message,
                                                 folder))
  say(("  %s sample %s -n 64 -o %s"):format(command(), word_of(folder),
                                            word_of(folder .. "/more.png")))
  say(("  %s eval %s"):format(command(), word_of(folder)))
end

local function train_pictures(target, o)
  if o.set then raise "train: set is for scripts, which read ln.settings" end
  target = file.plain(target)
  local folder = o.folder or "runs/" .. name_of(target)
  local part, r = part_of(target, o, folder)
  r.given = o
  local result, trainer = again.go_on(r, folder, part)
  tell_end(trainer, result)
  if o.minutes and not o.steps then tell_time(trainer, result, part.plan) end
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
--- @return table
local train = arguments.define("train",
  "target: string, {preset: dcgan|r3gan|stylegan2?, size: count?, " ..
  "filters: count?, batch_size: count?, steps: count?, minutes: positive?, " ..
  "labels: bool?, skip_bad: bool?, seed: int?, folder: folder?, set: table?}",
  function(target, o)
  job.join()
  if target:find "%.lua$" then return run_script(target, o) end
  local r = not o.folder and record.read(target)
  if r and r.script then return go_on_with_script(target, r, o) end
  if r then target, o.folder = r.target, target end
  return train_pictures(target, o)
end)

return train
