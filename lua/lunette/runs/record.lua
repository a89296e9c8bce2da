--- run.json of a run's folder: all that is needed to repeat it.
--
-- {command = "train", folder = as the trainer was told, target or script = its
-- path, given and plan = of pictures, seeds, parts, parent}: a part is {from =
-- its first step - 1, words = of the command, versions}, of pictures with the
-- plan, of a script with what it was told, its text, the text's crc32 and those
-- of the modules beside it, by path. One ends where the run went on with other
-- words or another text. A fork's parts are its parent's, up to the step where
-- it forks, and one more, {from, forks = true, set, seconds}; `parent` is {run,
-- step, set}. Which part a checkpoint is of is state.part of its trainer.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local job = require "lunette.dist.job"
local json = require "lunette.json"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local version = require "lunette.version"

local record = {}

local function path_of(folder) return folder .. "/run.json" end

-- By name what stands in a record, in its seeds and in a part of it, as far as
-- it is read here; what ends in ? may be missing.
local HEAD = {folder = "string", script = "string?", target = "string?",
              parts = "list", seeds = "object?", plan = "object?",
              given = "object?", parent = "object?"}
local SEEDS = {generator = "string", lua = "list"}
local PART = {from = "whole", told = "object?", plan = "object?",
              text = "string?", crc32 = "string?", modules = "object?",
              versions = "object?", set = "object?", seconds = "number?",
              forks = "boolean?"}

local tests = {
  list = function(v) return json.is_array(v) and #v > 0 end,
  object = json.is_object,
  whole = function(v) return (json.integer(v) or -1) >= 0 end,
}
for _, kind in ipairs {"string", "number", "boolean"} do
  tests[kind] = function(v) return type(v) == kind end
end

-- Which field of a table at `path` is no such thing, in words, or nil.
local function flaw(fields, wanted, path)
  for _, name in ipairs(repr.names(wanted)) do
    local kind, v = wanted[name]:gsub("%?$", ""), fields[name]
    local may_lack = kind ~= wanted[name]
    if not (v == nil and may_lack or tests[kind](v)) then
      return ("%s%s is %s; what is wanted is of the kind %s"):format(
        path, name, arguments.show(v), kind)
    end
  end
end

-- The same of the two numbers of Lua's own generator.
local function flaw_of_numbers(list)
  for k = 1, 2 do
    if not json.integer(list[k]) then
      return ("seeds.lua.%d is %s; what is wanted is of the kind integer"
        ):format(k, arguments.show(list[k]))
    end
  end
end

-- The same of a part; those of a script say what it was told, others have a
-- plan.
local function flaw_of_part(part, k, is_script)
  local path = ("parts.%d"):format(k)
  if not json.is_object(part) then return path .. " is no object" end
  return flaw(part, PART, path .. ".") or
         flaw(part, is_script and {told = "object"} or {plan = "object"},
              path .. ".")
end

-- The same of all that record.write writes.
local function flaw_of_record(r)
  if not json.is_object(r) then return "it is no object" end
  local seeds, found = r.seeds, flaw(r, HEAD, "")
  found = found or not r.script and flaw(r, {target = "string"}, "") or
          seeds and (flaw(seeds, SEEDS, "seeds.") or
                     flaw_of_numbers(seeds.lua))
  for k, part in ipairs(found and {} or r.parts) do
    found = found or flaw_of_part(part, k, r.script)
  end
  return found or nil
end

--- What is in a run's folder, or nil where no run.json is. Those of before
--- there were parts are one.
function record.read(folder)
  local path = path_of(folder)
  if not engine.io.exists(path) then return nil end
  local r, why = json.decode(file.read(path))
  if json.is_object(r) and r.target and not r.parts then
    r.parts = json.array {{from = 0, plan = r.plan}}
    r.folder = file.plain(folder)
  end
  why = why or flaw_of_record(r)
  if not why then return r end
  raise("%s: is no record of a run: %s; without this file lunette train " ..
        "goes on from the checkpoint, and writes another", path, why)
end

--- The same; raises where there is none.
function record.need(folder, verb)
  local found = record.read(folder)
  if found then return found end
  file.need(folder)
  raise("%s: %s: there is no run.json: the run was not begun by lunette " ..
        "train, which writes down what it takes to repeat it", verb, folder)
end

function record.write(folder, r)
  if job.rank > 0 then return end
  file.write(path_of(folder), json.encode(r) .. "\n")
end

-- ---- parts ----

--- What computes here; ranks where there are several.
function record.versions()
  job.join()
  return {lunette = version, lua = _VERSION, real = engine.real,
          isa = engine.build.isa, ranks = job.size > 1 and job.size or nil}
end

--- Raises where a part was computed by another number of ranks, which add in
--- another order.
function record.check_ranks(verb, folder, part)
  local was, now = (part.versions or {}).ranks or 1, job.size
  if was == now then return end
  raise("%s: %s: the steps from %d on are of %s ranks, which add in another " ..
        "order than the %d of here", verb, folder, part.from + 1, was, now)
end

-- How the command was called.
local function words()
  local list = json.array {}
  for k, word in ipairs(rawget(_G, "arg") or {}) do list[k] = word end
  return list
end

--- The crc32 of a text, and of a file, nil where it is gone.
function record.crc(text) return ("%08x"):format(engine.io.crc32(text)) end
function record.crc_of(path)
  return engine.io.exists(path) and record.crc(file.read(path)) or nil
end

--- A part of a run of pictures.
function record.of_plan(plan)
  return {plan = plan, words = words(), versions = record.versions()}
end

--- A part of a run of a script: its text, and what it is told by name.
function record.of_script(text, told)
  return {told = told, text = utf8.len(text) and text or nil,
          crc32 = record.crc(text), words = words(),
          versions = record.versions()}
end

--- The modules that a script has loaded from files beside it, or below: crc32
--- by path.
function record.modules()
  local found = {}
  for name in pairs(package.loaded) do
    local path = not name:find "^lunette" and
                 package.searchpath(name, package.path)
    if path and path:sub(1, 1) ~= "/" then found[path] = record.crc_of(path) end
  end
  return found
end

--- Where the generators stand before anything is drawn.
function record.seeds()
  local a, b = math.randomseed()
  return {generator = engine.default_generator:state(), lua = {a, b}}
end

--- A record, a part or a list of one, to be changed by itself; empty of nil.
function record.copied(t)
  local copy = {}
  for key, value in pairs(t or {}) do copy[key] = value end
  return copy
end

--- All of a part but where and how it begins.
function record.content(part)
  local copy = record.copied(part)
  copy.from, copy.words, copy.forks = nil, nil, nil
  return copy
end

--- A part like another, by the words of now.
function record.following(part)
  local new = record.content(part)
  new.words, new.versions = words(), record.versions()
  return new
end

--- Are they the same, tables by what they hold?
function record.same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not record.same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

-- Says what of a script is other than in the part before.
local function tell_script(folder, r, last, part)
  if not (last and last.crc32) then return end
  local function tell(path, was, is)
    if was == is then return end
    progress.say(("%s: %s has changed since step %d was begun with it: its " ..
                  "crc32 was %s, is %s"):format(folder, path, last.from + 1,
                                                was, is))
  end
  tell(r.script, last.crc32, part.crc32)
  for _, path in ipairs(repr.names(last.modules or {})) do
    tell(path, last.modules[path], record.crc_of(path) or "gone")
  end
end

--- Writes down that a run goes on from a step as `part` says, which is a part
--- of its own where it differs from the last. base is its record where there is
--- none. Returns the part's number.
function record.extend(folder, base, step, is_anew, part)
  local r = not is_anew and record.read(folder) or base
  local parts = is_anew and {} or r.parts or {}
  while #parts > 0 and parts[#parts].from > step do parts[#parts] = nil end
  local last = parts[#parts]
  part.modules = part.crc32 and record.modules()
  tell_script(folder, r, last, part)
  local holds = last and record.same(record.content(last), record.content(part))
  if not holds then
    local replaced = last and last.from == step and not last.forks
    part.from = step
    parts[replaced and #parts or #parts + 1] = part
  end
  r.parts, r.plan, r.given = parts, base.plan, base.given
  r.script = base.script
  record.write(folder, r)
  return #parts
end

return record
