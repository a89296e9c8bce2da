--- ln.report: what a loop does, as a page that is kept up to date.

local arguments = require "lunette.arguments"
local describe = require "lunette.gan.trainer.config".describe
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local escape = require "lunette.report.escape"
local file = require "lunette.file"
local folder_of = require "lunette.report.folder"
local json = require "lunette.json"
local layers = require "lunette.report.layers"
local log = require "lunette.gan.trainer.log"
local machine = require "lunette.report.machine"
local overlay = require "lunette.report.overlay"
local page = require "lunette.report.page"
local raise = errors.raise
local repr = require "lunette.repr"
local samples = require "lunette.gan.trainer.samples"

-- Seconds between two writings at least, and the share of time they may take.
local LEAST, SHARE = 5, 0.01

--- @class Report
--- @field folder string
--- @field path string of the page
local Report = {__name = "Report"}
Report.__index = Report

-- Adds a line to report.jsonl, which has what no other file of a run tells.
local function note(self, fields)
  file.append(self.folder .. "/report.jsonl",
              json.encode(escape.plain(fields)) .. "\n")
end

local function networks_of(given)
  local list = {}
  for name, network in pairs(given) do
    arguments.check("report", "networks." .. tostring(name), network, "layer")
    list[#list + 1] = {name = tostring(name),
                       layers = layers.summary(network)}
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

-- Cuts the log after a step; nil: both it and the notes begin. A step that has
-- been gone back to is told with what else there is to be said.
local function start_at(self, step, told)
  self.step = step or 0
  self.lines = log.open(self.folder, step or -1)
  local path = self.folder .. "/report.jsonl"
  if not (step and engine.io.exists(path)) then file.write(path, "") end
  told.start, told.step = true, self.step
  note(self, told)
end

-- ---- writing ----

-- The title and what is to be known of the page.
local function about(path)
  return {folder = path, title = file.plain(path):match "[^/]*$",
          written = os.date "!%Y-%m-%d %H:%M UTC"}
end

-- Writes the page of a folder's files; `last`: the step that the run is at.
local function write_page(path, files, last)
  local known = about(path)
  file.write(path .. "/report.html",
             page.make("report", known.title .. ", a run of Lunette",
                       files:data(known, last)))
end

--- Writes the page with all that is known now.
--- @return nil
Report.write = arguments.define("report:write", "self", function(self)
  local started = engine.clock()
  write_page(self.folder, self.files, self.step)
  self.written = engine.clock()
  self.cost = self.written - started
  self.spent = self.spent + self.cost
end)

--- Writes the page where the time for it has come: 5 seconds after the last
--- writing, and not before another one as long as that leaves all of them at
--- less than 1 % of the time since the report was opened.
Report.update = arguments.define("report:update", "self", function(self)
  local now = engine.clock()
  local allowed = SHARE * (now - self.opened)
  if now - self.written >= LEAST and self.spent + self.cost <= allowed then
    self:write()
  end
end)

-- ---- what is told ----

--- Adds a record to the log, numbers and words by name, with `step`; `seconds`,
--- those since the report was opened, are added where they are not given.
--- `message` is a sentence that the page shows.
--- @return nil
Report.log = arguments.define("report:log", "self, record: table",
                              function(self, record)
  arguments.check("report:log", "record.step", record.step, "whole")
  local own = {seconds = self.seconds + engine.clock() - self.opened}
  for name, value in pairs(record) do own[name] = value end
  self.step = math.max(self.step, record.step)
  self.lines:write(escape.plain(own))
  self:update()
end)

-- The reals beside the samples, once, and in which range they lie.
local function write_real(self, real, o)
  local count = math.min(o.count, real:size(1))
  local path = self.folder .. "/samples/real"
  samples.write(path, real:narrow(1, 1, count), nil,
                {columns = o.columns, range = o.range})
  self.files.pictures:changed "samples/real.png"
  note(self, {real = {least = real:amin():item(), largest = real:amax():item(),
                      low = o.range[1], high = o.range[2]}})
  self.has_real = true
end

local function is_pictures(x) return x:dim() == 4 and x:size(2) <= 4 end

--- Writes samples x of a step to samples/: images n,c,h,w as a grid; all else
--- as rows, and points n,2 as a scatter plot too. `real` are real samples to
--- show beside them, of which the first call's are taken. columns and range are
--- image.save_grid's. Returns the path.
--- @return string
Report.pictures = arguments.define("report:pictures",
  "self, step: whole, x: tensor, {real: tensor?, columns: count = 8, " ..
  "range: pair = {-1, 1}}", function(self, step, x, o)
  local name = ("samples/step-%06d"):format(step)
  local path = samples.write(self.folder .. "/" .. name, x, o.real,
                             {columns = o.columns, range = o.range})
  self.files.pictures:changed(name .. ".png")
  self.step = math.max(self.step, step)
  if o.real and is_pictures(o.real) and not self.has_real then
    write_real(self, o.real, {columns = o.columns, range = o.range,
                              count = x:size(1)})
  end
  self:update()
  return path
end)

--- A scope around an optimiser's step, after its gradients are there: of every
--- layer of the networks, by name, the norms of gradient, step and parameters
--- are noted. They take about as long as the step does.
---   local report <close> = ln.report "runs/mine"
---   local D = ln.nn.Linear(2, 1)
---   local opt = ln.optim.Adam(D:parameters())
---   for k = 1, 10 do
---     opt:zero_grad()
---     D(ln.randn(8, 2)):square():mean():backward()
---     local _ <close> = report:stepping(k, {discriminator = D})
---     opt:step()
---   end
--- @return table
Report.stepping = arguments.define("report:stepping",
  "self, step: whole, networks: table", function(self, step, networks)
  local before = {}
  for name, network in pairs(networks) do
    arguments.check("report:stepping", "networks." .. tostring(name), network,
                    "layer")
    before[tostring(name)] = layers.before(network)
  end
  return setmetatable({}, {__close = function()
    for _, name in ipairs(repr.names(before)) do
      note(self, {step = step, network = name,
                  layers = layers.after(before[name])})
    end
  end})
end)

--- Cuts the log and the looks at layers after a step that the loop has gone
--- back to.
--- @return nil
Report.go_back = arguments.define("report:go_back", "self, step: whole",
                                  function(self, step)
  start_at(self, step, {})
end)

--- Shows the longest rows of a profile, what ln.profile() gave.
--- @return nil
Report.profile = arguments.define("report:profile", "self, profile: table",
                                  function(self, profile)
  if not arguments.is_callable(profile.rows) then
    raise("report:profile: profile is %s; what ln.profile() gave is wanted",
          arguments.show(profile))
  end
  local rows = profile:rows()
  note(self, {profile = table.move(rows, 1, math.min(#rows, 40), 1, {})})
end)

local function release(self)
  if self.holds then file.release(self.folder) end
  self.lock, self.holds = nil, false
end

--- Writes the page for the last time, once, and lets go of the folder.
--- @return nil
Report.close = arguments.define("report:close", "self", function(self)
  if not self.closed then self:write() end
  self.closed = true
  release(self)
end)

-- Where something has failed, that is what is to be said, and not what the page
-- fails at; nor is a folder that is gone made again for it.
function Report:__close(failure)
  local ok, reason = true, nil
  if failure == nil or engine.io.exists(self.lines.jsonl) then
    ok, reason = pcall(self.close, self)
  end
  release(self)
  if failure == nil and not ok then error(reason, 0) end
end

-- ---- making ----

local function begin(self, o)
  if o.config then
    local config = escape.plain(describe(o.config))
    local text = errors.within("report: config: ", json.encode, config)
    file.write(self.folder .. "/config.json", text .. "\n")
  end
  local told = machine()
  told.changes = o.changes
  told.networks = o.networks and networks_of(o.networks)
  start_at(self, o.step, told)
  self.files = folder_of.new(self.folder)
  self:write()
  self.seconds = self.files.seconds
end

--- report: The page report.html in a folder, one file that needs no other and
--- no network, which is kept up to date while a loop runs: curves of all
--- numbers that are logged, grids of samples by step, what looks wrong, layers,
--- options and the machine. trainer:run() keeps one, trainer.report; a loop of
--- one's own needs three lines:
---   local report <close> = ln.report "runs/mine"
---   for step = 1, 100 do
---     report:log {step = step, loss = 1 / step}
---     if step % 50 == 0 then
---       report:pictures(step, ln.rand(16, 1, 8, 8), {range = {0, 1}})
---     end
---   end
--- It is written when it is opened, at most every 5 seconds, at most in 1 % of
--- the time, and when it closes. A loop that goes on from a checkpoint gives
--- `step`, after which the folder's log is cut; without it the log begins anew.
--- config: a table of options to show, which becomes config.json; networks: by
--- name, of which the layers are listed; changes: what is to be said of options
--- that are others than before. Beside the page there are log.jsonl, log.csv,
--- samples/ and report.jsonl, the rest of what it shows. Where the folder has a
--- model.safetensors of ln.save_model, a generator whose `about` says its
--- latent (and classes, range), the page draws with it: sliders move the noise
--- along the directions that its first layer answers most to, or what its
--- `mapping` makes of noise along the principal ones. It says why where it does
--- not: more than 20 million multiplications a picture or 6 MiB of weights, an
--- op that it does not know, no grey or coloured picture. Raises when the disk
--- refuses, and when another process writes to the folder.
--- @return Report
local report = arguments.define("report",
  "folder: folder, {step: whole?, config: table?, networks: table?, " ..
  "changes: string?}", function(folder, o)
  local self = setmetatable({folder = folder, path = folder .. "/report.html",
                             opened = engine.clock(), spent = 0}, Report)
  self.lock, self.holds = file.hold(folder)
  local ok, reason = pcall(begin, self, o)
  if ok then return self end
  release(self)
  error(reason, 0)
end)

repr.class(Report, function(self)
  return ("%s, step %d"):format(self.folder, self.step)
end)

--- Writes the page of a folder from what is there; returns its path.
local function rewrite(path)
  write_page(path, folder_of.new(path))
  return path .. "/report.html"
end

return {report = report, rewrite = rewrite, overlay = overlay}
