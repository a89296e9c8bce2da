--- The generator of a run as a file of its own.

local arguments = require "lunette.arguments"
local file = require "lunette.file"
local generator = require "lunette.runs.generator"
local model = require "lunette.model"
local raise = require "lunette.errors".raise
local write = require "lunette.export"

-- A name for functions: that of the run's folder, or of the model's file.
local function name_of(run)
  local name = file.plain(run):match "([^/]*)$"
  name = name:gsub("%.safetensors$", ""):gsub("[^%w_]", "_")
  return (name:gsub("^_+", ""):gsub("^%d", "_%0"))
end

--- Writes a run's generator as one file that needs no Lunette: its average
--- where there is one, or that of a model file. See ln.export, which a script
--- calls for a network of classes of its own.
---   to     what it becomes: C, a Lua module, a page with sliders, or ONNX
---   out    the file; else NAME.c, NAME.lua, ..., in the folder where you are
---   name   of what is called in it; else that of out, or of the run, in which
---          other characters than letters and digits become _
---   best   best.safetensors of a run, not the last one
---   force  a file that is there is written over
--- Returns the path.
---   lunette export runs/photos --to c
---   lunette export runs/photos --to html -o photos.html
--- @return string
local export = arguments.define("export",
  "run: string, {to: c|lua|html|onnx, out: string?, name: string?, " ..
  "best: bool = false, force: bool = false}", function(run, o)
  local path = generator.path(run, o.best and "best" or "model")
  local name = o.name or not o.out and name_of(run) or nil
  local out = o.out or name .. "." .. o.to
  file.need_free(out, o.force)
  local network, about = model.load(path)
  if about.mode == "train" then
    raise("%s: its samples are made in training mode, of a whole batch at " ..
          "once; a file makes one", path)
  end
  return write(network, out, {
    to = o.to, name = name, latent = generator.sizes(path, about),
    classes = about.classes, range = generator.range(path, about),
    step = math.tointeger(about.step)})
end)

return export
