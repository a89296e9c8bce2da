--- A run that goes on otherwise from one of its steps.

local again = require "lunette.runs.again"
local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local hashes = require "lunette.runs.hashes"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local record = require "lunette.runs.record"
local repr = require "lunette.repr"
local saves = require "lunette.runs.saves"
local scratch = require "lunette.runs.scratch"

-- "gamma=2,lr=0.1"
local function text_of(set)
  local list = {}
  for k, name in ipairs(repr.names(set)) do
    list[k] = name .. "=" .. tostring(set[name]):gsub("/", "_")
  end
  return table.concat(list, ",")
end

-- The new folder: the one asked for, or the run's name and what changes.
local function folder_of(run, o)
  local path = o.folder and file.plain(o.folder)
  if not path and o.set then path = file.plain(run) .. "-" .. text_of(o.set) end
  if path then
    if not engine.io.exists(path) then return path end
    raise("fork: %s: is there already; lunette train goes on with a fork, " ..
          "and {folder = ...} names another", path)
  end
  local k = 0
  repeat
    k = k + 1
    path = ("%s-fork%d"):format(file.plain(run), k)
  until not engine.io.exists(path)
  return path
end

-- The step, and the checkpoint up to it, which may be nil.
local function place(run, o)
  local last = saves.find(run)
  local at = o.at or last and last.step
  if not at then raise("fork: %s: there is no checkpoint yet", run) end
  local log = hashes.of(run, at)
  local done = math.max(last and last.step or 0, log.logged)
  if at > done then
    raise("fork: %s has no step %d: it is at step %d", run, at, done)
  end
  return at, saves.find(run, at), log
end

-- The last part that had begun by a step.
local function part_before(r, at)
  local k = #r.parts
  while k > 1 and r.parts[k].from > at do k = k - 1 end
  return k
end

-- The part that changes: that of before, with what is set.
local function changed_part(before, o, at, save)
  local part = record.following(before)
  part.from, part.forks = at, true
  if o.set then
    part.set = record.copied(part.set)
    for name, value in pairs(o.set) do part.set[name] = value end
    -- what a script was told before gives way
    part.told = part.told and record.copied(part.told)
    for name in pairs(part.told and o.set or {}) do part.told[name] = nil end
  end
  if o.steps then again.set_steps(part, o.steps) end
  if o.minutes then part.seconds = save.seconds + o.minutes * 60 end
  return part
end

-- run.json of the fork, from the parent's.
local function record_of(run, r, o, at, save)
  local new = record.copied(r)
  new.parts = table.move(r.parts, 1, part_before(r, at), 1, {})
  local part = changed_part(new.parts[#new.parts], o, at,
                            save or {seconds = 0})
  new.parts[#new.parts + 1] = part
  new.plan = part.plan
  new.parent = {run = file.plain(run), step = at, set = o.set or {}}
  return new
end

local function copy_log(run, folder)
  local path = run .. "/log.jsonl"
  if engine.io.exists(path) then file.copy(path, folder .. "/log.jsonl") end
end

-- Says from where it goes, and how it gets there.
local function tell_start(run, folder, o, at, save)
  local from = save and save.step or 0
  if from < at then
    progress.say(("%s: %s goes on unchanged to step %d"):format(
      folder, from > 0 and ("the checkpoint of step %d"):format(from) or
      "there is no checkpoint up to there, so the run begins anew and", at))
  end
  progress.say(("%s: %s from step %d on, with %s"):format(
    folder, file.plain(run), at, o.set and text_of(o.set) or "nothing changed"))
end

-- Is there a checkpoint of the part that changes?
local function has_changed(folder, new)
  local ok, part = pcall(again.saved, folder)
  return ok and part == #new.parts
end

-- Makes the folder and runs the fork. What fails before it has changed leaves
-- nothing behind.
local function go(new, folder, run, save, look)
  local ok, result, trainer = pcall(function()
    record.write(folder, new)
    copy_log(run, folder)
    if save then saves.copy(save, folder) end
    return again.run(new, {folder = folder, first = save and save.part or 1,
                           look = look})
  end)
  if not ok then
    if not has_changed(folder, new) then scratch.remove(folder) end
    error(result, 0)
  end
  local failed = result and not new.script and
                 (result.reason == "nan" or result.reason == "stuck")
  if failed then
    raise("fork: %s: step %d: %s", folder, result.step, result.message)
  end
  progress.say(("%s: it is at step %d; %s/report.html shows it"):format(
    folder, trainer.step, folder))
  return result
end

--- Goes on from a step of a run with options changed, under the same noise and
--- the same batches, in a folder of its own: what comes of it differs by the
--- change alone. With nothing changed it is the run's own continuation, bit for
--- bit. The run is one that `lunette train` began.
---   at       the step; that of the last checkpoint unless given. Where there
---            is no checkpoint of it, the run goes on unchanged from the one
---            before, or from its start, to that step first, and its hashes are
---            held against the log's
---   set      what changes, by name: what a script's ln.settings has; gamma and
---            lr of pictures; and any number, word or list of numbers among the
---            trainer's options by its path in config.json, such as
---            discriminator_steps, optimizers.lr or penalties.1.weight
---   steps    how many in all, minutes: how long from there; those of the run
---            unless given
---   folder   the run's name and what changes unless given
--- A rate that a schedule has moved goes on from there, by as much as the first
--- one changed. run.json has the parent, the step and the changes, and `lunette
--- train FOLDER` goes on with it. Returns what trainer:run() does.
---   lunette fork runs/photos --at 4200 --set gamma=2
--- @return table
local fork = arguments.define("fork",
  "run: string, {at: whole?, set: table?, steps: count?, " ..
  "minutes: positive?, folder: folder?}", function(run, o)
  local r = record.need(run, "fork")
  local folder = folder_of(run, o)
  local at, save, log = place(run, o)
  if not save and r.parts[1].from > 0 then
    raise("fork: %s: run.json begins at step %d, and there is no checkpoint " ..
          "up to step %d: there are %s", run, r.parts[1].from, at,
          saves.text(run))
  end
  if not save or save.step < at then
    record.check_ranks("fork", run, r.parts[part_before(r, at)])
  end
  again.tell_script(r, run)
  local new = record_of(run, r, o, at, save)
  tell_start(run, folder, o, at, save)
  log.at = save and save.step or 0
  return go(new, folder, run, save, function(t)
    if t.step <= at then log:look(t) end
  end)
end)

return fork
