-- The first picture of README: how many modes a generator has, over the steps
-- of its training, by the discriminator that it meets.

local exists = require "lunette.engine".io.exists
local ln = require "lunette"
local Arms = require "lunette.runs.arms"
local raise = require "lunette.errors".raise
local summary = require "lunette.metrics.summary"

local picture = {}

local LEVEL = 0.95

local panels = {
  {name = "ring", title = "8 modes on a ring", modes = 8},
  {name = "grid_long", title = "25 modes on a grid", modes = 25},
}
-- All are in both panels, and named below one of them: the legends read as one.
-- What the picture is about has a band, the others would hide it.
local curves = {
  {arm = "mbd", name = "mini-batch discrimination", panel = 1, band = true},
  {arm = "plain", name = "plain discriminator", panel = 1, band = true},
  {arm = "pac2", name = "packs of 2", panel = 2},
  {arm = "r1", name = "R1 penalty", panel = 2},
}

-- Steps, and of each the mean over seeds of the modes and its interval.
local function curve_of(arm, most)
  local values, c = {}, {step = {}, mean = {}, low = {}, high = {}}
  for _, record in pairs(arm.records) do
    for k, look in ipairs(record.results.curve) do
      c.step[k], values[k] = look[1], values[k] or {}
      table.insert(values[k], look[2])
    end
  end
  for k, list in ipairs(values) do
    table.sort(list)
    local mean, low, high = summary.mean_interval(list, LEVEL)
    c.mean[k] = mean
    c.low[k] = math.max(0, low or mean)
    c.high[k] = math.min(most, high or mean)
  end
  return c
end

local function add_panel(figure, k, found)
  local modes = panels[k].modes
  figure:panel {title = panels[k].title, x_label = "step",
                y_range = {0, modes * 1.04}}
  for _, curve in ipairs(curves) do
    local arm = found.by_name[curve.arm] or
      raise("%s: no results of the arm %s", found.paths[1], curve.arm)
    local c = curve_of(arm, modes)
    figure:lines(c.step, c.mean, {
      name = curve.panel == k and curve.name or nil,
      low = curve.band and c.low or nil, high = curve.band and c.high or nil})
  end
end

--- The figure, from the results in a folder; nil where some are not there.
function picture.draw(folder)
  local figure = ln.plot.figure {columns = 2, width = 285, height = 240}
  for k, panel in ipairs(panels) do
    local path = ("%s/results/%s.jsonl"):format(folder, panel.name)
    if not exists(path) then return nil end
    add_panel(figure, k, Arms.read {path})
  end
  return figure
end

return picture
