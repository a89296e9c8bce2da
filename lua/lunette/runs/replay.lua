--- Repeating a run, to see whether it is what its log says.

local again = require "lunette.runs.again"
local arguments = require "lunette.arguments"
local hashes = require "lunette.runs.hashes"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local record = require "lunette.runs.record"
local saves = require "lunette.runs.saves"
local scratch = require "lunette.runs.scratch"

-- Raises where numbers are others here; says what else is.
local function compare_versions(folder, part)
  local was, now = part.versions, record.versions()
  if not was then return end
  if was.real ~= now.real then
    raise("replay: %s was computed in %s, here is %s; LUNETTE_REAL=%s has it",
          folder, was.real, now.real, was.real)
  end
  record.check_ranks("replay", folder, part)
  for _, name in ipairs {"lunette", "isa"} do
    if was[name] ~= now[name] then
      progress.say(("%s: %s was %s, here is %s: hashes may differ for it"
                   ):format(folder, name, was[name], now[name]))
    end
  end
end

-- The part that a step is done by.
local function part_at(r, step)
  local k = 1
  while r.parts[k + 1] and r.parts[k + 1].from < step do k = k + 1 end
  return k
end

-- Puts the checkpoint that it is to begin from there: the part it is of.
local function begin_from(folder, r, from, scratch_run)
  if not from then
    if r.parts[1].from == 0 then return 1, 0 end
    raise("replay: %s: run.json begins at step %d, and what the run did " ..
          "before is not in it; from a checkpoint after that it can be " ..
          "repeated", folder, r.parts[1].from)
  end
  local save = saves.find(folder, from)
  if not save or save.step ~= from then
    raise("replay: %s: there is no checkpoint of step %d; there are %s", folder,
          from, saves.text(folder))
  end
  saves.copy(save, scratch_run)
  return save.part, from
end

local Held = {}
function Held.__tostring(held) return held.text end

--- Repeats a run that lunette train began, by its run.json, from its start or
--- from one of its checkpoints, in a folder that goes with it, and compares the
--- hashes of all parameters that its log has: every hash_every steps of the
--- trainer. Raises at the first that differs, with its step and both; returns
--- how many held, and up to which step. The run is not touched. Of a script
--- its text of then is run, and is left when the last hash was compared; its
--- trainers write elsewhere than it says, but what it writes by itself it does.
---   to    the step up to which; the last that has a hash unless given
---   from  the step of a checkpoint to begin from
---   lunette replay runs/photos --to 4200
--- @return { held: integer, step: integer }
local replay = arguments.define("replay",
  "run: string, {to: count?, from: whole?}", function(run, o)
  local r = record.need(run, "replay")
  local wanted = hashes.of(run, o.to)
  if wanted.last <= (o.from or 0) then
    raise("replay: %s: its log has no hash%s", run, o.to and
          (" from step %d to %d"):format((o.from or 0) + 1, o.to) or
          o.from and (" after step %d"):format(o.from) or "")
  end
  for k = 1, part_at(r, wanted.last) do compare_versions(run, r.parts[k]) end
  again.tell_script(r, run)
  local folder, closing = scratch.folder()
  local _ <close> = closing
  local first, at = begin_from(run, r, o.from, folder .. "/run")
  wanted.at = at
  local _, trainer = again.run(r, {
    folder = folder .. "/run", first = first, to = wanted.last, untimed = true,
    look = function(t) wanted:look(t) end,
    elsewhere = function(other)
      return folder .. "/" .. other:gsub("/", "_")
    end})
  if trainer.step < wanted.last then
    raise("replay: %s: it ended at step %d, the log goes on to %d; %s", run,
          trainer.step, wanted.last, wanted:text())
  end
  return setmetatable({held = wanted.held, step = wanted.at,
                       text = run .. ": " .. wanted:text()}, Held)
end)

return replay
