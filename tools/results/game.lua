-- What examples/experiments/game.lua has found: leading eigenvalues of each arm
-- in the complex plane, of all seeds, at three looks; and the share of rotation
-- and the modes along the run, means over seeds.

local exists = require "lunette.engine".io.exists
local jsonl = require "lunette.runs.jsonl"
local ln = require "lunette"

local game = {}

-- Of the looks of a run, the first of which is before it.
local function shown(looks) return {2, #looks // 2 + 1, #looks} end

-- The arms in the order of the file: {name, runs = the looks of each seed}.
local function arms_of(path)
  local arms, by_name = {}, {}
  for _, record in ipairs((jsonl.lines(path))) do
    local arm = by_name[record.arm]
    if not arm then
      arm = {name = record.arm, runs = {}}
      by_name[arm.name], arms[#arms + 1] = arm, arm
    end
    arm.runs[#arm.runs + 1] = record.results.looks
  end
  return arms
end

-- From 0.01 to 100,000 on one scale: the sign, and log10(1 + 100 |x|).
local function squeezed(x) return x:sign() * (x:abs() * 100 + 1):log10() end

-- Of all seeds at one look: real and imaginary parts.
local function eigenvalues(arm, k)
  local list = {}
  for _, looks in ipairs(arm.runs) do
    for _, value in ipairs(looks[k].leading) do list[#list + 1] = value end
  end
  local x = squeezed(ln.tensor(list))
  return x:select(2, 1), x:select(2, 2)
end

-- Its mean over seeds at every look.
local function along(arm, name)
  local rows = {}
  for k, looks in ipairs(arm.runs) do
    rows[k] = {}
    for i, look in ipairs(looks) do rows[k][i] = look[name] end
  end
  return ln.tensor(rows):mean(1)
end

local function steps_of(arm)
  local list = {}
  for i, look in ipairs(arm.runs[1]) do list[i] = look.step end
  return ln.tensor(list)
end

-- The largest real and imaginary part in any panel, with room.
local function reach(arms)
  local x, y = 0, 0
  for _, arm in ipairs(arms) do
    for _, k in ipairs(shown(arm.runs[1])) do
      local real, imaginary = eigenvalues(arm, k)
      x = math.max(x, real:abs():amax():item())
      y = math.max(y, imaginary:abs():amax():item())
    end
  end
  return x * 1.1, y * 1.1
end

-- What the colours mean is told in the first one.
local function draw_planes(fig, arms)
  local x, y = reach(arms)
  for i, arm in ipairs(arms) do
    fig:panel {title = arm.name, x_label = "real: sign log10(1 + 100 |x|)",
               y_label = "imaginary, likewise", x_range = {-x, x},
               y_range = {-y, y}}
    for _, k in ipairs(shown(arm.runs[1])) do
      local real, imaginary = eigenvalues(arm, k)
      local name = i == 1 and "step " .. arm.runs[1][k].step or nil
      fig:scatter(real, imaginary, {name = name})
    end
  end
end

local function draw_curves(fig, arms, name, title)
  fig:panel {title = title, x_label = "step"}
  for _, arm in ipairs(arms) do
    fig:lines(steps_of(arm), along(arm, name), {name = arm.name})
  end
end

--- The figure of a file of results.
function game.of(path)
  local arms = arms_of(path)
  local fig = ln.plot.figure {columns = 3, width = 330, height = 240}
  draw_planes(fig, arms)
  draw_curves(fig, arms, "rotation", "share of rotation")
  draw_curves(fig, arms, "major", "modes with 1 % of the samples")
  return fig
end

--- That of the results in a folder; nil where they are not there.
function game.draw(folder)
  local path = folder .. "/results/game.jsonl"
  return exists(path) and game.of(path) or nil
end

return game
