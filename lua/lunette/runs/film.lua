--- The samples of a run over its steps as a film.

local arguments = require "lunette.arguments"
local errors = require "lunette.errors"
local file = require "lunette.file"
local image = require "lunette.image"
local raise = errors.raise
local repr = require "lunette.repr"

-- The pictures in the folder that the trainer wrote, in the order of steps.
local function grids_in(folder)
  local grids = {}
  for _, name in ipairs(errors.check(file.names(folder))) do
    local step = name:match "^step%-(%d+)%.png$"
    if step then
      grids[#grids + 1] = {step = tonumber(step), path = folder .. "/" .. name}
    end
  end
  if #grids == 0 then
    raise("%s: there is no step-*.png, which gan.Trainer writes every " ..
          "samples_every steps", folder)
  end
  table.sort(grids, function(a, b) return a.step < b.step end)
  return grids
end

-- A function that gives the next of them, all of one size.
local function reader(grids)
  local k, first = 0, nil
  return function()
    k = k + 1
    local x = grids[k] and image.load(grids[k].path)
    first = first or x
    if x and x:size() ~= first:size() then
      raise("%s is %s, %s is %s; the pictures of a film have one size",
            grids[k].path, repr.shape(x), grids[1].path, repr.shape(first))
    end
    return x
  end
end

--- Writes the samples that a run kept as a film: those of the same noise at
--- each of its steps, in a file `out` that ends in .apng, .png or .gif; see
--- ln.image.save_film.
---   fps    frames a second
---   force  the film, where it is there, is written over
--- Returns how many frames it has.
---   lunette film runs/photos -o photos.apng
--- @return integer
local film = arguments.define("film",
  "run: string, {out: string = film.apng, fps: positive = 12, " ..
  "force: bool = false}", function(run, o)
  local grids = grids_in(run .. "/samples")
  file.need_free(o.out, o.force)
  image.save_film(o.out, reader(grids), {fps = o.fps})
  return #grids
end)

return film
