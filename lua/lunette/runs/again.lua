--- What run.json says, done: a run from its record, in a folder of one's own.

local engine = require "lunette.engine"
local file = require "lunette.file"
local joint = require "lunette.runs.joint"
local options = require "lunette.runs.options"
local orders = require "lunette.gan.trainer.orders"
local plan = require "lunette.runs.plan"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local record = require "lunette.runs.record"
local repr = require "lunette.repr"
local settings = require "lunette.settings"
local Checkpoint = require "lunette.checkpoint".Checkpoint
local Trainer = require "lunette.gan.trainer".Trainer

local again, copied = {}, record.copied

-- ---- scripts ----

--- Runs a script's text as it is run by itself: no words behind its name. What
--- it returns; its mistakes are told with its own lines.
function again.chunk(text, path)
  local chunk, why = load(text:gsub("^#[^\n]*", ""), "@" .. path)
  if not chunk then raise("%s", why) end
  local words = rawget(_G, "arg")
  rawset(_G, "arg", {[0] = path})
  local ok, result = pcall(chunk)
  rawset(_G, "arg", words)
  if ok then return result end
  if orders.is_left(result) then orders.leave() end
  raise("%s", tostring(result))
end

-- The text that a part of the run was begun with.
local function text_of(r, part)
  if part.text then return part.text end
  local text = file.read(r.script)
  if record.crc(text) == part.crc32 then return text end
  raise("%s has changed since, and run.json has no copy, as it is no UTF-8",
        r.script)
end

--- Says what of a record's script is other by now.
function again.tell_script(r, folder)
  if not r.script then return end
  local last = r.parts[#r.parts]
  local function tell(path, was, what)
    local now = record.crc_of(path)
    if now == was then return end
    progress.say(("%s: %s %s since: %s"):format(
      folder, path, now and "has changed" or "is gone", what))
  end
  tell(r.script, last.crc32, "its text as run.json has it is run")
  for _, path in ipairs(repr.names(last.modules or {})) do
    tell(path, last.modules[path], "run.json has no copy of what it requires")
  end
end

--- Sets how many steps a part has, as what a script lets be set, or as an
--- option of its trainer; of pictures, by their plan.
function again.set_steps(part, steps)
  if part.plan then
    part.plan = copied(part.plan)
    part.plan.steps = steps
    return
  end
  part.told, part.set = copied(part.told), copied(part.set)
  part.told.steps, part.set.steps = nil, steps
end

-- ---- one part ----

-- What of a plan can be set by name: numbers.
local of_plan = {gamma = 0.0, lr = 0.0}

-- The plan of a part, with what was set of it, which `told` then has taken.
local function plan_of(part, told)
  local p = copied(part.plan)
  for name, default in pairs(of_plan) do
    local value = (part.set or {})[name]
    told.known[name] = default
    if value ~= nil then
      p[name], told.taken[name] = settings.read(of_plan, name, value), true
    end
  end
  return p
end

-- Trains on pictures by a plan.
local function train_pictures(r, p)
  local o, reasons = plan.options(p, plan.open(p))
  for _, reason in ipairs(reasons) do progress.say(reason) end
  o.folder, o.seconds = r.folder, p.seconds
  local often = math.max(1, p.steps // 20)
  o.samples_every, o.checkpoint_every = often, often
  return Trainer(o):run()
end

-- The options with what a part sets by name, which the script has not taken.
local function with_set(o, part, told)
  for _, name in ipairs(repr.names(part.set or {})) do
    if not told.taken[name] then
      o = options.set(o, name, part.set[name], told.known)
    end
  end
  return o
end

-- Raises what the part that follows would, before what may take hours.
local function check_set(o, part, told)
  for name, value in pairs(part and part.set or {}) do
    if told.known[name] ~= nil then
      settings.read(told.known, name, value)
    else
      options.set(o, name, value, told.known)
    end
  end
end

local function draw_from(seeds)
  if not seeds then return end
  engine.default_generator:set_state(seeds.generator)
  math.randomseed(table.unpack(seeds.lua))
end

--- Does what a part says, under an order to its trainers, f(o, told), with
--- told.taken, the names set that are no options of the trainer. Returns what
--- the run, or the script, does; nothing when it was left as ordered.
local function do_part(r, part, order)
  draw_from(r.seeds)
  local told <close> = settings.tell(part.told or {}, part.set)
  local _ <close> = orders.give(function(o) return order(o, told) end)
  local ok, result = pcall(function()
    if r.script then return again.chunk(text_of(r, part), r.script) end
    return train_pictures(r, plan_of(part, told))
  end)
  if ok then return true, result end
  if not orders.is_left(result) then error(result, 0) end
end

-- ---- all parts ----

-- What part k wants of the run's trainer; `seen` is what is known so far.
local function wishes(r, k, how, limit, seen)
  local part, joined = r.parts[k], false
  return {
    made = function(t) seen.trainer, seen.rates = t, joint.rates(t) end,
    accepts = function(state) return part.forks and (state.part or 1) < k end,
    restored = function(t)
      if (t.state.part or 1) >= k then return end
      joined = part.forks
      if joined then joint.apply(t, seen.rates_before, seen.rates) end
      t.state.part = k
    end,
    begin = function(t, step, is_anew)
      t.state.part = k
      if how.begin and k == #r.parts then how.begin(t, step, is_anew) end
      if joined then t.checkpoint.anew = true end
      return joined
    end,
    after = function(t)
      if how.look then how.look(t) end
      return limit and t.step >= limit
    end,
  }
end

local function order_of(r, k, how, limit, seen)
  local part = k == #r.parts and how.last or r.parts[k]
  return part, function(o, told)
    if file.plain(o.folder) ~= r.folder then
      o.folder = how.elsewhere and how.elsewhere(o.folder) or o.folder
      return o, {}
    end
    check_set(o, r.parts[k + 1], told)
    o = with_set(o, part, told)
    o.folder, o.seconds = how.folder, part.seconds or o.seconds
    o.resume = true -- from one part to the next
    if how.untimed then o.seconds = nil end
    return o, wishes(r, k, how, limit, seen)
  end
end

--- Does the parts of a record, one after the other, in another folder:
---   folder     where the run's trainer is to write
---   first      the part to begin with (1)
---   to         the step to leave it at; its end unless given
---   untimed    without the limit of time that it had
---   last       what the last part is in place of that in the record
---   begin      as an order has it, of the last part
---   look       f(trainer), before the first step and after each
---   elsewhere  f(folder): where other trainers of the script are to write
--- Returns what the last part gave, nothing where it was left at `to`, and the
--- trainer.
function again.run(r, how)
  local seen, to = {}, how.to or math.huge
  if (how.first or 1) > #r.parts then
    raise("%s: its checkpoint is of part %d; run.json has %d", how.folder,
          how.first, #r.parts)
  end
  for k = how.first or 1, #r.parts do
    local following = r.parts[k + 1]
    local limit = math.min(following and following.from or math.huge, to)
    local part, order = order_of(r, k, how, limit, seen)
    seen.rates_before, seen.trainer = seen.rates, nil
    local ended, result = do_part(r, part, order)
    if not seen.trainer then
      raise("%s made no trainer whose folder is %s", r.script, r.folder)
    end
    local is_last = not following or limit == to and to < math.huge
    if is_last then return ended and result, seen.trainer end
    if seen.trainer.step > limit then
      raise("%s: its checkpoint is of step %d of another run: this one is " ..
            "to go on otherwise from step %d", how.folder, seen.trainer.step,
            limit)
    elseif ended and seen.trainer.step < limit then
      raise("%s: it ended at step %d, and is to go on otherwise from step %d",
            how.folder, seen.trainer.step, limit)
    end
  end
end

-- The part that a folder's checkpoint is of, and its step; 1 and 0 where there
-- is none.
function again.saved(folder)
  local saved = Checkpoint(folder, {}):read()
  local state = saved and (saved.objects.trainer or {}).numbers or {}
  return state.part or 1, saved and saved.step or 0, saved
end

-- The first part that has to be done for the last one to go on.
local function first_of(r, folder)
  local saved = again.saved(folder)
  for k = saved + 1, #r.parts do
    if r.parts[k].forks then return saved end
  end
  return #r.parts
end

--- Goes on with the run in a folder, the last part being `part`, from wherever
--- its checkpoint is.
function again.go_on(r, folder, part)
  again.tell_script(r, folder)
  local base = copied(r)
  base.plan = part.plan
  return again.run(r, {
    folder = folder, first = first_of(r, folder), last = part,
    begin = function(t, step, is_anew)
      t.state.part = record.extend(folder, base, step, is_anew, part)
    end})
end

return again
