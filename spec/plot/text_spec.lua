-- Figures as text. Dots of braille (Unicode's chart U+2800) of a character, by column and row:
--   1 4
--   2 5      dot k is bit k - 1
--   3 6
--   7 8
local ln = require "lunette"
local told = require "spec.support.told"

-- 20 characters: 3 of numbers, 2 of the axis and 15 of data, 30 dots by 12.
local function drawn(fig, mode) return fig:text {width = 20, height = 3, mode = mode or "none"} end

local function panel(o)
  o = o or {}
  o.x_range, o.y_range = o.x_range or {0, 1}, o.y_range or {0, 1}
  return ln.plot.figure():panel(o)
end

local FOOT = "\n    └┬──────┬──────┬\n     0.0   0.5   1.0"

describe("text", function()
  it("has axes with numbers, and dots of braille", function()
    -- a line along the bottom: dots 7 and 8, U+28C0, of all 15; a point at the top left: dot 1
    assert.equal("1.0 ┤⠁\n0.5 ┤\n0.0 ┤" .. ("⣀"):rep(15) .. FOOT,
                 drawn(panel():lines({0, 1}, {0, 0}):scatter({0}, {1})))
    -- the corners: dots 8, 1, 7 and 4
    assert.equal("1.0 ┤⠁             ⠈\n0.5 ┤\n0.0 ┤⡀             ⢀" .. FOOT,
                 drawn(panel():scatter({0, 1, 0, 1}, {0, 0, 1, 1})))
    -- upright, left column: dots 1, 2, 3, 7
    assert.equal("1.0 ┤⡇\n0.5 ┤⡇\n0.0 ┤⡇" .. FOOT, drawn(panel():lines({0, 0}, {0, 1})))
  end)

  it("breaks curves at gaps", function()
    local fig = panel {x_range = {1, 3}}
    told(function() fig:lines {1, 0 / 0, 0} end)
    assert.truthy(drawn(fig):find("1.0 ┤⠁\n0.5 ┤\n0.0 ┤              ⢀", 1, true))
    assert.truthy(drawn(fig):find("\n1 of 3 values are l…", 1, true))
  end)

  it("draws bars from 0, and histograms as steps", function()
    -- of 30 dots the bar takes 0.1 to 0.9, 2.9 to 26.1: dots 3 to 26, where 3 is the right half of a character
    local fig = panel {x_range = {0.5, 1.5}}:bars({0.5})
    local lines = {}
    for line in drawn(fig):gmatch "[^\n]+" do lines[#lines + 1] = line end
    assert.same({"1.0 ┤", "0.5 ┤ ⢠" .. ("⣤"):rep(11) .. "⡄", "0.0 ┤ ⢸" .. ("⣿"):rep(11) .. "⡇"},
                {table.unpack(lines, 1, 3)})
    assert.equal("1", lines[5]:match "^%s+(.*)$")
    -- numbers of one character leave 17
    local text = drawn(panel {y_range = {0, 4}}:histogram({0, 1, 1, 0}, {bins = 1}))
    local line = "2 ┤⡇" .. (" "):rep(15) .. "⢸\n"
    assert.equal("4 ┤⡏" .. ("⠉"):rep(15) .. "⢹\n" .. line .. line:gsub("2", "0"), text:match "^(.-)  └")
  end)

  it("names what is drawn, with its dashes", function()
    local fig = panel {title = "losses", y_label = "loss", x_label = "step"}
    fig:lines({0, 1}, {0, 0}, {name = "D"}):lines({0, 1}, {1, 1}, {name = "a longer name than fits"})
    local text = drawn(fig)
    assert.equal("losses\nloss\n", text:sub(1, 12))
    -- the second's dashes are 4 dots of 6: 2 characters of 3
    assert.truthy(text:find("1.0 ┤" .. ("⠉⠉ "):rep(4) .. "⠉⠉\n", 1, true), text)
    -- the sample lies in row 3: dots 3 and 6
    assert.truthy(text:find("\n     ⠤⠤⠤⠤ D\n     ⠤⠤ ⠤ a longer …", 1, true), text)
    assert.truthy(text:find("\n          step\n", 1, true), text)
  end)

  it("colours series on a terminal", function()
    local text = drawn(panel():scatter({0}, {1}):scatter({1}, {1}), "palette")
    assert.truthy(text:find("1.0 ┤\27[38;5;33m⠁\27[0m" .. (" "):rep(13) .. "\27[38;5;166m⠈\27[0m", 1, true), text)
  end)

  it("shows heat maps and images in blocks", function()
    -- viridis' ends are of brightness 0.12 and 0.85: the first and the last of five shades
    assert.equal("█ \n █\n0 is dark, 1 light", drawn(ln.plot.figure():heatmap {{1, 0}, {1, 0}, {0, 1}}))
    assert.equal("█ ", drawn(ln.plot.figure():image(ln.tensor {{1, 0}, {1, 0}})))
    assert.truthy(drawn(ln.plot.figure():heatmap({{1, 2.5}}, {name = "w"})):find("\nw: 1 is dark, 2.5 light", 1, true))
  end)

  it("has panels one after the other, no wider than asked", function()
    local fig = ln.plot.figure {title = "a title that is far too long for it"}
    fig:lines {1e-7, 2e-7}:panel():bars({1, 2, 3}, {labels = {"some", "very long", "labels"}})
    fig:panel():image(ln.ones(9, 99))
    for _, width in ipairs {20, 33, 80} do
      for line in fig:text {width = width, mode = "none"}:gmatch "[^\n]+" do assert(utf8.len(line) <= width, line) end
    end
    assert.equal(2, select(2, fig:text {mode = "none"}:gsub("\n\n", "")))
  end)

  it("refuses what has no room", function()
    assert.has_error(function() ln.plot.figure():text {width = 5} end,
                     "text: 5 characters by 15 lines, at least 20 by 3 are wanted")
  end)
end)
