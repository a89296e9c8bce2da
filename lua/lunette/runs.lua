--- ln.runs: what the command lunette does: training from one line, and what can
--- be done with a run's folder, or a model file, without the script that made
--- it.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local generator = require "lunette.runs.generator"
local image = require "lunette.image"
local model = require "lunette.model"
local npy = require "lunette.npy"
local raise = errors.raise
local jsonl = require "lunette.runs.jsonl"
local recording = require "lunette.recording"
local report = require "lunette.report"
local repr = require "lunette.repr"

local runs = {}

-- ---- sampling ----

-- Single files, 00001.png and on, in a folder.
local function write_singles(folder, x, range, force)
  local function path(k) return ("%s%05d.png"):format(folder, k) end
  for k = 1, x:size(1) do file.need_free(path(k), force) end
  for k = 1, x:size(1) do image.save(path(k), x[k], {range = range}) end
end

local function is_film(path)
  return path:find "%.apng$" or path:find "%.gif$"
end

local function write_samples(x, o, range)
  if o.out:find "/$" then
    return write_singles(o.out, x, range, o.force)
  end
  file.need_free(o.out, o.force)
  if o.out:find "%.npy$" then return npy.save(o.out, x) end
  if x:dim() ~= 4 then
    raise("%s: samples of %s are no pictures; a path that ends in .npy " ..
          "takes them as numbers", o.out, repr.shape(x))
  end
  if is_film(o.out) then
    return image.save_film(o.out, x, {fps = o.fps, range = range})
  end
  image.save_grid(o.out, x, {columns = o.columns, range = range})
end

--- Samples of the generator that a run's folder has, or of a model file, in
--- evaluation mode: pictures in a grid, in `out`; one by one, where out is a
--- folder, which ends in "/"; as a film, a sample a frame, where it ends in
--- .apng or .gif; or as an array n,c,h,w, where it ends in .npy.
---   n           how many; with classes they take turns, in a walk at each
---               sample that it goes through
---   seed        of the noise; the same seed gives the same samples
---   class       the one wanted, by name or number
---   truncation  the noise is multiplied by it: below 1 the samples are more
---               alike
---   walk        steps from one sample to the next, on the sphere between them;
---               in a film the last goes to the first
---   columns     of the grid
---   fps         frames a second, of a film
---   best        best.safetensors of a run, not the last one
---   force       files that are there are written over
--- Returns the samples.
---   lunette sample runs/photos -n 64 -o grid.png
---   lunette sample runs/photos -n 96 --walk 24 -o walk.apng
--- @return Tensor
runs.sample = arguments.define("sample",
  "run: string, {n: count = 64, out: string = samples.png, " ..
  "seed: whole = 1, class: string|count?, truncation: nonnegative?, " ..
  "walk: count?, columns: count = 8, fps: positive = 12, " ..
  "best: bool = false, force: bool = false}", function(run, o)
  local path = generator.path(run, o.best and "best" or "model")
  local network, about = model.load(path)
  local _ <close> = recording.no_grad()
  local _ <close> = network:evaluating()
  local film = is_film(o.out)
  local z = generator.noise(path, about, o.n, o, film)
  local labels = generator.labels(path, about, o, z:size(1))
  local make = film and o.walk and generator.frames or generator.samples
  local x = make(network, z, labels, o.seed)
  write_samples(x, o, generator.range(path, about))
  return x
end)

-- ---- what is known ----

local Info = {}

-- Names first, then what each is; lines of other tables below.
function Info.__tostring(info)
  local lines = {}
  for _, key in ipairs(repr.names(info)) do
    local text = type(info[key]) == "table" and tostring(repr.state(info[key]))
                 or tostring(info[key])
    lines[#lines + 1] = text:find "\n" and
      key .. ":\n  " .. text:gsub("\n", "\n  ") or key .. ": " .. text
  end
  return errors.printable(table.concat(lines, "\n"))
end

--- What a run's folder or a model file says of itself: the network, what there
--- is to be known of it, and of a run the last line of its log. Prints as text.
---   lunette info runs/photos
--- @return table
runs.info = arguments.define("info", "run: string", function(run)
  local path = generator.path(run, "model")
  local network, about = model.load(path)
  local count = 0
  for _, p in ipairs(network:parameters()) do count = count + p:numel() end
  local info = {file = path, network = tostring(network), parameters = count}
  for key, value in pairs(about) do
    if key ~= "config" then info[key] = value end
  end
  if path ~= run then info.last = jsonl.last(run .. "/log.jsonl") end
  return setmetatable(info, Info)
end)

--- Writes report.html in a run's folder anew, from the files there: the page
--- that ln.report and gan.Trainer keep. Of runs of before there was one it has
--- the log, the samples and the options. Returns its path.
---   lunette report runs/photos
--- @return string
runs.report = arguments.define("report", "run: string", function(run)
  file.need(run)
  if not engine.io.exists(run .. "/log.jsonl") then
    raise("%s: there is no log.jsonl; a run of gan.Trainer, or of " ..
          "ln.report, has one", run)
  end
  return report.rewrite(run)
end)

runs.preview = require "lunette.runs.preview"
runs.train = require "lunette.runs.train"
runs.compare = require "lunette.runs.compare"
runs.eval = require "lunette.runs.eval"
runs.new = require "lunette.runs.script"
runs.replay = require "lunette.runs.replay"
runs.fork = require "lunette.runs.fork"
runs.film = require "lunette.runs.film"
runs.export = require "lunette.runs.export"

return runs
