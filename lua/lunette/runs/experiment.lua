--- Experiments: arms by seeds, one line of JSON a result.

local arguments = require "lunette.arguments"
local Arms = require "lunette.runs.arms"
local engine = require "lunette.engine"
local escape = require "lunette.report.escape"
local file = require "lunette.file"
local json = require "lunette.json"
local jsonl = require "lunette.runs.jsonl"
local machine = require "lunette.report.machine"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local shell = require "lunette.shell"

local experiment = {}

-- ---- what a file says ----

local read = arguments.reader("experiment",
  "hypothesis: string, protocol: string, arms: list, run: callable, " ..
  "seeds: count = 10, quick: table?, columns: list?, published: list?, " ..
  "finding: string?")
local read_column = arguments.reader("experiment: columns",
  "name: string, title: string?, digits: whole = 2")
local read_published = arguments.reader("experiment: published",
  "source: string, differs: string, arms: table")

local function check_arm(path, key, arm, taken)
  arguments.check("experiment", ("arms[%d]"):format(key), arm, "table")
  local name = arguments.check("experiment", ("arms[%d].name"):format(key),
                               arm.name, "string")
  if taken[name] then
    raise("%s: two arms are called %s", path, name)
  elseif not name:find "^[%w_%-]+$" then
    raise("%s: an arm is called %q; letters, digits, - and _ make a name",
          path, name)
  end
  taken[name] = true
end

-- What tables of the results show.
local function read_tables(e)
  for k, column in ipairs(e.columns or {}) do
    e.columns[k] = read_column(column)
  end
  for k, other in ipairs(e.published or {}) do
    e.published[k] = read_published(other)
  end
end

--- The experiment in a script that returns its table; called by its file's
--- name. Raises where the script says too little.
function experiment.load(path)
  local chunk, reason = loadfile(path)
  if not chunk then raise("experiment: %s", reason) end
  local given = arguments.check("experiment", "what " .. path .. " returns",
                                chunk(), "table")
  local e, taken = read(given), {}
  e.name = path:match "([^/]*)$":gsub("%.lua$", "")
  for key, arm in ipairs(e.arms) do check_arm(path, key, arm, taken) end
  if #e.arms == 0 then raise("%s: arms is empty", path) end
  read_tables(e)
  return e
end

-- The arm as it is in a quick try.
local function in_a_hurry(e, arm)
  local copy = {}
  for key, v in pairs(arm) do copy[key] = v end
  for key, v in pairs(e.quick or {}) do copy[key] = v end
  return copy
end

-- What of an arm a line of the results has: all that is plain.
local function plain(arm)
  local found = {}
  for key, v in pairs(arm) do
    local kind = type(v)
    if kind == "number" or kind == "string" or kind == "boolean" then
      found[key] = v
    end
  end
  return found
end

-- ---- results ----

--- Those that are there, by arm and seed; raises where one is of an arm with
--- other options.
function experiment.results_of(path, e)
  local found, text_of = {}, {}
  for _, arm in ipairs(e.arms) do
    text_of[arm.name] = json.encode(plain(arm))
  end
  for _, record in ipairs((jsonl.lines(path))) do
    local name = record.arm
    local wanted, text = text_of[name], json.encode(record.options or {})
    if wanted and text ~= wanted then
      raise("%s: results of the arm %s are of other options, %s; here they " ..
            "are %s", path, name, text, wanted)
    end
    found[("%s %d"):format(name, record.seed)] = true
  end
  return found
end

-- ---- a run ----

--- What a run is given.
--- @class Experiment.Run
--- @field arm table
--- @field seed integer
--- @field folder string for what a run may go on from
local Run = {__name = "Run"}
Run.__index = Run

--- A seed for a part of the run, by its name: the same in all arms, another for
--- each of the experiment's seeds.
--- @return integer
Run.seed_of = arguments.define("run:seed_of", "self, name: string",
                               function(self, name)
  return engine.io.crc32(("%s %d"):format(name, self.seed)) & 0x7fffffff
end)

--- A Generator that starts from such a seed.
--- @return Generator
Run.generator = arguments.define("run:generator", "self, name: string",
                                 function(self, name)
  return engine.Generator(self:seed_of(name))
end)

-- Makes it, and adds its line.
local function take(task, out)
  local began, used = engine.clock(), os.clock()
  engine.default_generator:manual_seed(task.run:seed_of "default")
  local found = arguments.check("experiment", "what run gave",
                                task.e.run(task.run), "table")
  local record = {experiment = task.e.name, arm = task.arm.name,
                  seed = task.seed, options = plain(task.arm),
                  seconds = engine.clock() - began,
                  cpu_seconds = os.clock() - used,
                  results = escape.plain(found), machine = machine()}
  jsonl.append(out, record)
end

-- ---- all of them ----

-- Seed after seed, so that arms can be compared before all is done.
local function tasks_of(e, seeds, folder)
  local list = {}
  for _, seed in ipairs(seeds) do
    for _, arm in ipairs(e.arms) do
      local own = ("%s/%s-%d"):format(folder, arm.name, seed)
      list[#list + 1] = {e = e, arm = arm, seed = seed, folder = own,
        run = setmetatable({arm = arm, seed = seed, folder = own}, Run)}
    end
  end
  return list
end

-- Makes a run, unless it is there; what it is held by lasts as long.
local function take_alone(task, out, lock)
  local _ <close> = lock
  local name = ("%s %d"):format(task.arm.name, task.seed)
  if experiment.results_of(out, task.e)[name] then return end
  take(task, out)
  progress.say(("%s: %s, seed %d: done"):format(task.e.name, task.arm.name,
                                                task.seed))
end

-- Takes what no other process has taken, one after the other.
local function work(list, out)
  for _, task in ipairs(list) do
    local lock = file.try_hold(task.folder)
    if lock then
      take_alone(task, out, lock)
      file.release(task.folder)
    end
  end
end

-- The words that start this process's Lua.
local function interpreter()
  local at = 0
  while arg and arg[at - 1] do at = at - 1 end
  return at < 0 and arg[at] or "lua5.4"
end

local WORKER = [[require "lunette.runs.experiment".experiment(%q, ]] ..
  [[{out = %q, folder = %q, arms = %s, seeds = %d, jobs = 1, quick = %s})]]

-- Other processes that work on the same: pipes that end when they do.
local function start_others(path, o, count)
  local pipes = {}
  local env = ("LUNETTE_NUM_THREADS=1 LUNETTE_PROGRESS=off LUA_PATH_5_4=%s " ..
               "LUA_CPATH_5_4=%s"):format(shell.quoted(package.path),
                                          shell.quoted(package.cpath))
  local code = WORKER:format(path, o.out, o.folder, repr.value(o.arms),
                             o.seeds, tostring(o.quick))
  for k = 1, count do
    pipes[k] = io.popen(("%s %s -e %s"):format(env,
      shell.quoted(interpreter()), shell.quoted(code)))
  end
  return pipes
end

local function check_others(pipes)
  for _, pipe in ipairs(pipes) do
    if not pipe:close() then
      raise "experiment: a process beside this one has failed, see above"
    end
  end
end

local function names_of(arms)
  local names = {}
  for k, arm in ipairs(arms) do names[k] = arm.name end
  return names
end

-- The arms named, in their order.
local function chosen(e, names)
  if not names then return e.arms end
  local by_name, list = {}, {}
  for _, arm in ipairs(e.arms) do by_name[arm.name] = arm end
  for _, name in ipairs(names) do
    list[#list + 1] = by_name[name] or
      raise("experiment: %s has no arm %s", e.name, tostring(name))
  end
  return list
end

--- Makes the runs of an experiment that are not there yet: every arm with every
--- seed, seed after seed, on as many processes as there are processors, and
--- adds a line of JSON with the results of each to `out`. It may be stopped at
--- any time and called again, on several machines with a disk in common too. A
--- run that is cut off begins anew, unless it goes on from what it has left in
--- run.folder, as gan.Trainer does.
---   out     the results, runs/NAME.jsonl unless given
---   folder  where runs have a folder each, runs/NAME
---   arms    names of those that are made, all unless given
---   seeds   1 to this many, the file's unless given
---   jobs    processes at a time
---   quick   a try: one seed, with the options of the file's `quick` in all
---           arms, to another file
---
--- The file is a script that returns a table:
---   hypothesis, protocol  texts, written before the first run
---   arms    a list of tables with a `name` and options of their own
---   run     f(run), with run.arm, run.seed and run.folder: a table of results,
---           numbers or tables of them, nan and inf are words in the file and
---           in no mean; run:seed_of(name), run:generator(name)
---           are the same in all arms, so that what these have in common,
---           weights, batches and noise, is alike
---   seeds   how many, 10
---   quick   options that make runs short
---   columns, published, finding
---           what a table of the results shows, as docs/results.md has it:
---           {name, title, digits} of results, the main one first; {source,
---           differs, arms = {arm = {name = text}}}; and a text, written after
---           the runs
--- Returns what the results say by arm: means with Student's 95 % interval, and
--- differences from the first arm, seed by seed; it prints as text.
---   lunette experiment examples/experiments/ring.lua --jobs 2
--- @return table
experiment.experiment = arguments.define("experiment",
  "path: string, {out: string?, folder: folder?, arms: strings?, " ..
  "seeds: count?, jobs: count?, quick: bool = false}", function(path, o)
  local e = experiment.load(path)
  local name = e.name .. (o.quick and "-quick" or "")
  o.out = o.out or ("runs/%s.jsonl"):format(name)
  o.folder = o.folder or "runs/" .. name
  o.seeds = o.seeds or o.quick and 1 or e.seeds
  local seeds = {}
  for k = 1, o.seeds do seeds[k] = k end
  if o.quick then
    for k, arm in ipairs(e.arms) do e.arms[k] = in_a_hurry(e, arm) end
  end
  experiment.results_of(o.out, e)
  local all = {e = e}
  for key, v in pairs(e) do all[key] = v end
  all.arms = chosen(e, o.arms)
  local list = tasks_of(all, seeds, o.folder)
  local jobs = math.min(o.jobs or engine.processors(), #list)
  if jobs > 1 then engine.set_num_threads(1) end
  local others = start_others(path, o, jobs - 1)
  work(list, o.out)
  check_others(others)
  return Arms.read({o.out}, names_of(e.arms))
end)

return experiment
