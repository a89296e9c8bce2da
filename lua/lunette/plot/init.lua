--- ln.plot: curves, points, histograms, bars, heat maps and images, several in
--- one figure, as SVG, as PNG and as text.

local lazy = require "lunette.lazy"

return lazy.table("plot", {figure = {"lunette.plot.figure", "figure"}})
