--- Runs side by side: what they were told, and what came of it.

local arguments = require "lunette.arguments"
local Arms = require "lunette.runs.arms"
local Comparison = require "lunette.runs.comparison"
local file = require "lunette.file"
local folders = require "lunette.runs.folders"
local raise = require "lunette.errors".raise
local report = require "lunette.report"
local repr = require "lunette.repr"
local summary = require "lunette.metrics.summary"

local LEVEL = 0.95 -- of intervals

-- ---- what differs ----

-- The names that any of the tables has, sorted.
local function names_of(tables)
  local all = {}
  for _, t in ipairs(tables) do
    for name in pairs(t) do all[name] = true end
  end
  return repr.names(all)
end

-- What each of the tables has by that name, nil included.
local function field(tables, name)
  local list = {}
  for k, t in ipairs(tables) do list[k] = t[name] end
  return list
end

-- Options that are not the same in all runs: {name, values = by run}.
local function differences(runs)
  local list, options = {}, field(runs, "options")
  for _, name in ipairs(names_of(options)) do
    local values, differ = {}, false
    for k, o in ipairs(options) do
      values[k] = o[name]
      differ = differ or o[name] ~= options[1][name]
    end
    if differ then list[#list + 1] = {name = name, values = values} end
  end
  return list
end

-- Runs whose options are the same: lists of their places.
local function groups_of(runs, differing)
  local groups, by_text = {}, {}
  for k in ipairs(runs) do
    local parts = {}
    for i, d in ipairs(differing) do
      parts[i] = math.type(d.values[k]) == "float" and
                 ("%a"):format(d.values[k]) or tostring(d.values[k])
    end
    local text = table.concat(parts, "\0")
    if not by_text[text] then
      by_text[text] = {}
      groups[#groups + 1] = by_text[text]
    end
    table.insert(by_text[text], k)
  end
  return groups
end

-- ---- numbers ----

-- Adds the numbers that any of the tables, one a run, has.
local function add_numbers(list, section, tables)
  for _, name in ipairs(names_of(tables)) do
    list[#list + 1] = {name = name, section = section,
                       by_run = field(tables, name)}
  end
end

-- All numbers that any run has: {name, section, by_run}, first those of the
-- log.
local function numbers_of(runs)
  local list = {}
  add_numbers(list, "log", field(runs, "numbers"))
  for _, key in ipairs(names_of(field(runs, "evaluations"))) do
    local tables, title = {}, nil
    for k, run in ipairs(runs) do
      local found = run.evaluations[key]
      title = title or found and found.title
      tables[k] = found and found.numbers or {}
    end
    add_numbers(list, title, tables)
  end
  return list
end

-- ---- seeds ----

local function interval(values)
  local mean, low, high = summary.mean_interval(values, LEVEL)
  return {mean = mean, low = low, high = high, n = #values}
end

-- The last values of a number in a group, and by seed.
local function values_in(group, runs, number)
  local values, by_seed = {}, {}
  for _, k in ipairs(group) do
    local found, seed = number.by_run[k], runs[k].seed
    if found then
      values[#values + 1] = found.last
      if seed and not by_seed[seed] then by_seed[seed] = found.last end
    end
  end
  return values, by_seed
end

-- What the group has more than the first, seed by seed; nil where they share
-- none.
local function paired(first, other)
  local seeds, values = {}, {}
  for seed in pairs(first) do
    if other[seed] then seeds[#seeds + 1] = seed end
  end
  if #seeds == 0 then return nil end
  table.sort(seeds)
  for k, seed in ipairs(seeds) do values[k] = other[seed] - first[seed] end
  local found = interval(values)
  found.seeds = seeds
  return found
end

-- Of each number {number, means = by group, more = by group, what it has more
-- than the first one}.
local function by_seed(runs, groups, numbers)
  local list = {}
  for _, number in ipairs(numbers) do
    local entry, first = {number = number, means = {}, more = {}}, nil
    for g, group in ipairs(groups) do
      local values, seeds = values_in(group, runs, number)
      first = first or seeds
      entry.means[g] = #values > 0 and interval(values) or nil
      entry.more[g] = g > 1 and paired(first, seeds) or nil
    end
    list[#list + 1] = entry
  end
  return list
end

-- ---- the whole ----

-- Is it a file, as results of an experiment are, and no run's folder?
local function is_file(path)
  file.need(path)
  return file.names(path) == nil
end

-- Whether the paths are files, which all are or none.
local function are_files(paths)
  local first = is_file(paths[1])
  for _, path in ipairs(paths) do
    if is_file(path) ~= first then
      local results = first and paths[1] or path
      raise("compare: %s has results of an experiment, and %s is the folder " ..
            "of a run; those are compared with their like", results,
            first and path or paths[1])
    end
  end
  return first
end

local function refuse_twice(paths)
  local seen = {}
  for _, path in ipairs(paths) do
    local plain = file.plain(path)
    if seen[plain] then raise("compare: %s is given twice", path) end
    seen[plain] = true
  end
end

local function read(paths)
  if #paths == 1 then
    raise("compare: other is missing; %s is one run", paths[1])
  end
  local runs = {}
  for k, path in ipairs(paths) do
    local run = folders.read(path)
    runs[k] = run
    run.ms_a_step = run.seconds and run.step and run.step > 0 and
                    run.seconds * 1000 / run.step or nil
  end
  return runs
end

local function compare_results(paths, o)
  if o.out then
    raise("compare: out is %s; the page is of runs, results of an " ..
          "experiment are printed", o.out)
  end
  local arms = Arms.read(paths)
  if #arms.arms > 0 then return arms end
  raise("compare: %s: there is no result of an experiment in it", paths[1])
end

local function compare_runs(paths, o)
  if o.out then file.need_free(o.out, o.force) end
  local runs = read(paths)
  local c = {runs = runs, differs = differences(runs),
             numbers = numbers_of(runs)}
  c.groups = groups_of(runs, c.differs)
  if #c.groups < #runs then c.by_seed = by_seed(runs, c.groups, c.numbers) end
  if o.out then
    report.overlay(o.out, Comparison.page(c), field(runs, "folder"))
  end
  return setmetatable(c, Comparison)
end

--- Compares runs by their folders, side by side:
---   steps, seconds, milliseconds a step, seeds
---   of all numbers of their logs, losses and metrics, the last, and the best
---   where it is known whether that is the highest or the lowest (of the
---   trainer's `best`, and of names of ln.metrics), else how far they went;
---   the same of what `eval` has left in eval.jsonl, where a row has numbers of
---   one set, n, mode and network only
---   options that differ, of config.json and run.json; functions are not
---   compared
--- Runs that differ in their seed only are a group: of each number its mean,
--- with Student's interval (95 %), and what it has more than the first group,
--- where the same seeds are in both seed by seed.
---   out    a page for a browser, one file that needs no other, with the curves
---          of all runs over each other, as means of groups or each for itself,
---          their grids of samples beside each other by step, and these tables
---   force  the page, where it is there, is written over
--- Returns {runs, numbers, differs, groups, by_seed}, which prints as text.
---
--- Files in place of folders have results of one experiment, as ln.experiment
--- writes them, by one machine or several; what is returned, and printed, is
--- what it returns: of each number the mean of every arm, with Student's
--- interval, and what the arm has more than the first one, seed by seed.
---   lunette compare runs/photos runs/photos-2
---   lunette compare runs/photos runs/photos-2 -o compare.html
---   lunette compare runs/ring.jsonl
--- @return table
local compare = arguments.define("compare",
  "run: string, other: string?, ...: string, " ..
  "{out: string?, force: bool = false}", function(run, other, o, ...)
  local paths = {run, other, ...}
  refuse_twice(paths)
  return (are_files(paths) and compare_results or compare_runs)(paths, o)
end)

return compare
