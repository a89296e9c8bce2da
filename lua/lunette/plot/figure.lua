--- What is in a figure: panels, and in each of them marks, read and checked.

local arguments = require "lunette.arguments"
local data = require "lunette.plot.data"
local errors = require "lunette.errors"
local file = require "lunette.file"
local page = require "lunette.plot.page"
local palette = require "lunette.plot.palette"
local pixels = require "lunette.pixels"
local raise = errors.raise
local scale = require "lunette.plot.scale"
local scope = require "lunette.scope"
local shell = require "lunette.shell"
local terminal = require "lunette.terminal"
local text = require "lunette.plot.text"

local kinds = {
  lines = require "lunette.plot.lines",
  scatter = require "lunette.plot.scatter",
  histogram = require "lunette.plot.histogram",
  bars = require "lunette.plot.bars",
  heatmap = require "lunette.plot.heatmap",
  image = require "lunette.plot.picture",
}

--- What ln.plot.figure gives. What draws goes into the last panel, and returns
--- the figure. Values are copied when they are given: tensors may change later.
--- tostring(fig) is the text of an SVG file: the same data give the same bytes;
--- colours follow the reader's light or dark mode. nan and inf are gaps, and so
--- is what a log scale has no place for; that is said on stderr and below the
--- panel.
--- @class Figure
local Figure = {__name = "Figure"}
Figure.__index = Figure

-- ---- panels ----

-- Pixels, characters and bins, beyond which memory ends.
local MOST = 1000000

local function check_most(owner, name, v)
  if v and v > MOST then
    raise("%s: %s is %d, the most is %d", owner, name, v, MOST)
  end
end

local function check_range(name, range, kind)
  if not range then return end
  local low, high = range[1], range[2]
  if not (low - low == 0 and high - high == 0 and low < high) then
    raise("panel: %s is {%g, %g}, two finite numbers, low < high, are wanted",
          name, low, high)
  end
  if kind == "log" and low <= scale.SMALLEST then
    raise("panel: %s begins at %g; a log scale is above %s", name, low,
          scale.floor(low))
  end
  if high / 2 - low / 2 < scale.SMALLEST then
    raise("panel: %s is {%g, %g}; the least span is %g", name, low, high,
          scale.SMALLEST)
  end
end

-- The scale of a panel: its own, or, where panels share, the first panel's.
local function scale_of(self, axis, kind)
  local first = self.panels[1]
  if not (self["share_" .. axis] and first) then return scale.new(kind) end
  local shared = first[axis .. "s"]
  if shared.log ~= (kind == "log") then
    raise("panel: %s_scale is %s, and that of the panel it shares %s with %s",
          axis, kind, axis, shared.log and "log" or "linear")
  end
  return shared
end

--- Begins a panel, into which all goes that is drawn after it. Ranges, {low,
--- high}, are what is shown; without them all data is, and some room.
--- @return self
Figure.panel = arguments.define("fig:panel",
  "self, {title: string?, x_label: string?, y_label: string?, " ..
  "x_scale: linear|log = linear, y_scale: linear|log = linear, " ..
  "x_range: pair?, y_range: pair?}", function(self, o)
  check_range("x_range", o.x_range, o.x_scale)
  check_range("y_range", o.y_range, o.y_scale)
  o.xs = scale_of(self, "x", o.x_scale)
  o.ys = scale_of(self, "y", o.y_scale)
  o.marks, o.notes = {}, {}
  self.panels[#self.panels + 1] = o
  return self
end)

local function last_panel(self)
  if #self.panels == 0 then self:panel() end
  return self.panels[#self.panels]
end

-- Adds a mark of that kind, with the colour and the dashes of its place.
local function add(self, name, mark)
  local panel = last_panel(self)
  local kind, first = kinds[name], panel.marks[1]
  local alone = name == "heatmap" or name == "image"
  if first and (alone or first.alone) then
    raise("%s: the panel has a %s already; fig:panel() begins another", name,
          first.what)
  end
  mark.kind, mark.what, mark.alone = kind, name, alone
  local k = #panel.marks + 1
  mark.colour, mark.dash = palette.index(k, #palette.dashes)
  mark.shape = (k - 1) % #kinds.scatter.shapes + 1
  mark.hatch = (k - 1) % #kinds.bars.hatches + 1
  panel.marks[k] = mark
  return self, panel
end

-- ---- what is drawn ----

local XY = "x: tensor|reals, y: tensor|reals?"

--- Curves through points, x and y of n each, in the order given; x alone is y
--- over 1 to n. `smooth`, 0 to below 1, draws the exponential moving average,
--- corrected for its start at 0 as Adam's is (each value keeps that share of
--- the mean before it), over the raw curve, which is faint. `low` and `high`,
--- of n each, are the ends of a band, as of an interval over seeds:
---   local runs = ln.rand(5, 100)                  -- 5 seeds of 100 steps
---   local mean, std = runs:mean(1), runs:std(1)
---   local fig = ln.plot.figure()
---   fig:lines(mean, {name = "FID", low = mean - std, high = mean + std})
---   fig:save "fid.svg"
--- @return self
Figure.lines = arguments.define("fig:lines", "self, " .. XY .. ", {" ..
  "name: string?, smooth: share = 0, low: tensor|reals?, " ..
  "high: tensor|reals?}", function(self, x, y, o)
  if o.smooth == 1 then
    raise "lines: smooth is 1, a number from 0 to below 1 is wanted"
  end
  if (o.low == nil) ~= (o.high == nil) then
    raise("lines: %s is given without %s", o.low and "low" or "high",
          o.low and "high" or "low")
  end
  local mark = data.curve("lines", x, y)
  mark.name = o.name
  mark.low = o.low and data.like("lines", "low", o.low, mark.y)
  mark.high = o.high and data.like("lines", "high", o.high, mark.y)
  if o.smooth > 0 then
    mark.raw, mark.y = mark.y, kinds.lines.smoothed(mark.y, o.smooth)
  end
  local _, panel = add(self, "lines", mark)
  data.tell("lines", panel, mark, {{panel.xs, mark.x}, {panel.ys, mark.y}})
  return self
end)

--- Points x, y of n each, or x alone as n,2. From 2,000 on they are counted in
--- cells of 3 by 3 pixels, which are the darker the more they hold, by the
--- logarithm.
---
---   local ring = ln.data.ring()
---   local fig = ln.plot.figure()
---   fig:scatter(ring:sample(500), {name = "real"}):save "ring.svg"
--- @return self
Figure.scatter = arguments.define("fig:scatter", "self, " .. XY .. ", {" ..
  "name: string?}", function(self, x, y, o)
  local mark = data.points("scatter", x, y)
  mark.name = o.name
  local _, panel = add(self, "scatter", mark)
  data.tell("scatter", panel, mark, {{panel.xs, mark.x}, {panel.ys, mark.y}})
  return self
end)

--- How many of the values fall into each bin. There are `bins` of them, or as
--- many as NumPy's "auto" has: the width by Freedman and Diaconis (1981), and
--- no fewer than Sturges (1926) has. All histograms of a panel have the same
--- bins, those of the finest.
---
---   local fig = ln.plot.figure()
---   fig:histogram(ln.randn(500), {name = "real"})
---   fig:histogram(ln.randn(500) * 2, {name = "made"}):save "values.svg"
--- @return self
Figure.histogram = arguments.define("fig:histogram",
  "self, values: tensor|reals, {bins: count?, name: string?}",
  function(self, values, o)
  check_most("histogram", "bins", o.bins)
  local mark = {values = data.list("histogram", "values", values),
                name = o.name, bins = o.bins}
  local _, panel = add(self, "histogram", mark)
  data.tell("histogram", panel, mark, {{panel.xs, mark.values}})
  return self
end)

--- A bar for each of n values, with `labels` below them (1 to n without), and
--- `errors`, as whiskers of so much on either side. Several in a panel stand
--- beside each other.
---
---   local shares = ln.tensor {0.2, 0.5, 0.3}
---   ln.plot.figure():bars(shares, {labels = {"a", "b", "c"}}):save "bars.svg"
--- @return self
Figure.bars = arguments.define("fig:bars",
  "self, values: tensor|reals, {labels: strings?, errors: tensor|reals?, " ..
  "name: string?}", function(self, values, o)
  local panel = last_panel(self)
  if panel.xs.log then
    raise "bars: x_scale is log; bars stand at 1, 2, 3, ..."
  end
  values = data.list("bars", "values", values)
  if o.labels and #o.labels ~= #values then
    raise("bars: there are %d values, and %d labels", #values, #o.labels)
  end
  local mark = {values = values, labels = o.labels, name = o.name,
                errors = o.errors and data.like("bars", "errors", o.errors,
                                                values)}
  add(self, "bars", mark)
  data.tell("bars", panel, mark, {{panel.ys, values}})
  return self
end)

--- The matrix x, h,w, as cells of colour: row 1 on top, column 1 on the left.
--- Colours are viridis, from dark to light and alike for the colour-blind, over
--- `range`, or over what is there; the bar beside says which is which, and has
--- `name` for a label. What is not finite is left out.
---
---   local x = ln.data.ring():sample(64)
---   ln.plot.figure():heatmap(ln.cdist(x, x):neg():exp(), {range = {0, 1}})
---     :save "kernels.svg"
--- @return self
Figure.heatmap = arguments.define("fig:heatmap",
  "self, x: tensor|list, {range: pair?, name: string?}", function(self, x, o)
  local panel = last_panel(self)
  x = data.matrix("heatmap", x)
  if panel.xs.log or panel.ys.log then
    raise "heatmap: the panel has a log scale; rows and columns are counted"
  end
  check_range("range", o.range)
  local mark, values = {}, data.list("heatmap", "x", x:flatten())
  kinds.heatmap.read(mark, x, values, o.range)
  add(self, "heatmap", mark)
  panel.bar = {low = mark.low, high = mark.high, name = o.name}
  data.tell("heatmap", panel, mark, {{scale.new "linear", values}})
  return self
end)

--- Images, c,h,w or n,c,h,w (h,w for gray), side by side as
--- image.save_grid has them; a panel without axes.
---
---   local images = ln.data.digits():batch {1, 2, 3, 4}
---   ln.plot.figure():image(images, {columns = 2, range = {-1, 1}})
---     :save "digits.svg"
--- @return self
Figure.image = arguments.define("fig:image",
  "self, x: tensor, {columns: count = 8, padding: whole = 2, " ..
  "range: pair = {0, 1}}", function(self, x, o)
  local mark = {}
  local read = x:dim() == 4 and pixels.grid or pixels.one
  mark.pixels, mark.width, mark.height, mark.channels =
    read("image", x, x:dim() == 4 and o or o.range)
  local _, panel = add(self, "image", mark)
  panel.bare = true
  return self
end)

-- ---- what comes of it ----

-- Widens the scales of a panel to its marks, those of a kind together.
local function include(panel)
  local of_kind, order = {}, {}
  for _, mark in ipairs(panel.marks) do
    if not of_kind[mark.kind] then
      of_kind[mark.kind] = {}
      order[#order + 1] = mark.kind
    end
    table.insert(of_kind[mark.kind], mark)
  end
  for _, kind in ipairs(order) do
    kind.include(of_kind[kind], panel.xs, panel.ys)
  end
end

-- Widens scales to the data of all panels, then settles them.
local function settle(self)
  last_panel(self)
  for _, panel in ipairs(self.panels) do
    panel.xs:clear()
    panel.ys:clear()
  end
  for _, panel in ipairs(self.panels) do include(panel) end
  for _, panel in ipairs(self.panels) do
    panel.xs:settle(panel.x_range)
    panel.ys:settle(panel.y_range)
  end
end

function Figure:__tostring()
  if next(self) == nil then return self.__name end -- not made by figure()
  settle(self)
  local _ <close> = scope.decimal_point()
  return page.svg(self)
end

--- The figure for a terminal, as text of so many characters a line (COLUMNS, or
--- 80): curves and points in dots of braille, `height` lines of them a panel,
--- with axes and names; images and heat maps in blocks, as image.preview has
--- them, whose modes are these too. print(fig:text()) shows it.
---
---   local fig = ln.plot.figure():lines(ln.linspace(0, 6, 50):sin())
---   print(fig:text {width = 60, height = 8})
--- @return string
Figure.text = arguments.define("fig:text", "self, {width: count?, " ..
  "height: count = 15, mode: auto|rgb|palette|none = auto}", function(self, o)
  local width = o.width or terminal.columns()
  if width < 20 or o.height < 3 then
    raise("text: %d characters by %d lines, at least 20 by 3 are wanted",
          width, o.height)
  end
  check_most("text", "width", width)
  check_most("text", "height", o.height)
  settle(self)
  local mode = o.mode == "auto" and terminal.colours() or o.mode
  return text.of(self, width, o.height, mode)
end)

local function save_png(path, page_text)
  if not shell.has "rsvg-convert" then
    raise("save: %s: rsvg-convert is not here, which makes PNG of SVG; on " ..
          "Debian, apt-get install librsvg2-bin; .svg needs nothing", path)
  end
  local part = path .. ".part"
  file.write(part, page_text)
  local status, said = shell.run {"rsvg-convert", "--zoom", "2", "--unlimited",
                                  "--output", part, part}
  local ok, png = pcall(file.read, part)
  os.remove(part)
  if status ~= 0 then
    raise("save: %s: rsvg-convert ended with %d: %s", path, status, said)
  end
  return file.write(path, errors.check(ok and png, errors.without_line(png)))
end

--- Writes the figure, by the ending of its path: .svg, or .png, of twice as
--- many pixels, which rsvg-convert makes (on Debian the package librsvg2-bin).
--- The folder is made; the file appears whole or not at all. Returns true;
--- raises when the disk refuses, or the program is not there.
--- @return boolean
Figure.save = arguments.define("fig:save", "self, path: string",
                               function(self, path)
  local ending = path:lower():match "%.(%w+)$"
  if ending == "svg" then return file.write(path, tostring(self)) end
  if ending == "png" then return save_png(path, tostring(self)) end
  raise("save: path is %s; figures are written as .svg or .png", path)
end)

local figure = {}

--- A figure of panels in rows of `columns`, each of width by height pixels and
--- what its legend needs besides. Panels that share x, or y, show one range of
--- it.
---   local losses = ln.rand(1000)
---   local fig = ln.plot.figure {title = "a run", columns = 2}
---   fig:panel {title = "losses", x_label = "step", y_scale = "log"}
---   fig:lines(losses, {name = "D", smooth = 0.9})
---   fig:panel {title = "samples"}:image(ln.rand(16, 1, 8, 8))
---   fig:save "run.svg"
--- @return Figure
figure.figure = arguments.define("figure", "{title: string?, " ..
  "columns: count = 1, width: count = 520, height: count = 320, " ..
  "share_x: bool = false, share_y: bool = false}", function(o)
  if o.width < 160 or o.height < 120 then
    raise("figure: panels are %dx%d pixels, at least 160x120 are wanted",
          o.width, o.height)
  end
  for _, name in ipairs {"columns", "width", "height"} do
    check_most("figure", name, o[name])
  end
  o.panels = {}
  return setmetatable(o, Figure)
end)

return figure
