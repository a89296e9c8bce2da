-- Figures as SVG. Where things stand is worked out from the size of the area, which the inner svg element
-- has: w by h pixels below.
local files = require "spec.files"
local image_read = require "spec.support.image_read"
local ln = require "lunette"
local shell = require "lunette.shell"
local told = require "spec.support.told"
local xml = require "spec.support.xml"

local folder
setup(function() folder = files.new_folder() end)
teardown(files.remove_folder)

local function each(element, f)
  f(element)
  for _, child in ipairs(element) do each(child, f) end
end

-- All elements of that name, in the order they stand.
local function all(root, name)
  local list = {}
  each(root, function(e) if e.name == name then list[#list + 1] = e end end)
  return list
end

local function texts(root)
  local list = {}
  for k, e in ipairs(all(root, "text")) do list[k] = e.text end
  return list
end

local function parse(fig) return xml(tostring(fig)) end

-- The k-th panel's data, and its width and height.
local function area(fig, k)
  local inner = all(parse(fig), "svg")[k or 1]
  if inner.attributes.class then inner = all(parse(fig), "svg")[(k or 1) + 1] end
  return inner, tonumber(inner.attributes.width), tonumber(inner.attributes.height)
end

-- Numbers of a path, in order.
local function numbers_of(path)
  local list = {}
  for v in path.attributes.d:gmatch "%-?[%d.]+" do list[#list + 1] = tonumber(v) end
  return list
end

local function near(expected, list)
  assert.equal(#expected, #list)
  for k, v in ipairs(expected) do assert.near(v, list[k], 0.051) end -- tenths of a pixel
end

local function figure(o) return ln.plot.figure():panel(o) end

describe("lines", function()
  it("go through the points", function()
    local inner, w, h = area(figure {x_range = {0, 4}, y_range = {0, 10}}:lines({0, 1, 4}, {0, 10, 5}))
    near({0, h, w / 4, 0, w, h / 2}, numbers_of(inner[1]))
    assert.equal("none", inner[1].attributes.fill)
    inner, w, h = area(figure {x_scale = "log", y_scale = "log", x_range = {1, 100}, y_range = {1, 1e4}}
                       :lines(ln.tensor {1, 10, 100}, ln.tensor {1e4, 1, 100}))
    near({0, 0, w / 2, h, w, h / 2}, numbers_of(inner[1]))
    inner, w, h = area(figure {x_range = {1, 2}, y_range = {0, 1}}:lines {0, 1})
    near({0, h, w, 0}, numbers_of(inner[1]))
  end)

  it("break at gaps, and mark points that stand alone", function()
    local fig = figure {x_range = {1, 6}, y_range = {0, 1}}
    local said = told(function() fig:lines({0, 1, 0 / 0, 1, -1 / 0, 0}, {name = "D"}) end)
    assert.truthy(said:find("figure_spec.lua:%d+: lines: D: 2 of 6 values are left out, the first is nan"), said)
    local inner, w, h = area(fig)
    assert.equal(3, #inner)
    near({0, h, w / 5, 0}, numbers_of(inner[1]))
    assert.same({"circle", "circle"}, {inner[2].name, inner[3].name})
    assert.near(w * 3 / 5, tonumber(inner[2].attributes.cx), 0.051)
    assert.truthy(tostring(fig):find(">D: 2 of 6 values are left out, the first is nan<", 1, true))
  end)

  it("say what a log scale has no place for", function()
    local fig = figure {y_scale = "log"}
    local said = told(fig.lines, fig, {1, 0, -3})
    assert.truthy(said:find("lines: 2 of 3 values are left out, the first is 0; a log scale is above 0", 1, true), said)
    -- the least double above 0, of which no tick can be below
    said = told(fig.lines, fig, {1, 5e-324}, {name = "tiny"})
    assert.truthy(said:find("the first is 4.94066×10⁻³²⁴; a log scale is above 1e-300", 1, true), said)
    for _, kind in ipairs {"lines", "scatter", "histogram"} do
      local small = figure {x_scale = "log", y_scale = "log"}
      told(small[kind], small, {5e-324}, kind ~= "histogram" and {1} or nil)
      assert.truthy(tostring(small):find("</svg>", 1, true))
      assert.truthy(small:text {})
    end
  end)

  it("are smoothed by the mean that is corrected for its start, over the raw curve", function()
    local smoothed = require("lunette.plot.lines").smoothed
    -- 0.5 / 0.5, (0.25 + 1) / 0.75, (0.625 + 2) / 0.875
    local y = smoothed({1, 2, 4}, 0.5)
    assert.near(1, y[1], 1e-12)
    assert.near(5 / 3, y[2], 1e-12)
    assert.near(3, y[3], 1e-12)
    y = smoothed({1, 0 / 0, 2}, 0.5)
    assert.is_true(y[2] ~= y[2])
    assert.near(5 / 3, y[3], 1e-12)
    local inner, w, h = area(figure {x_range = {1, 3}, y_range = {0, 4}}:lines({1, 2, 4}, {smooth = 0.5}))
    near({0, h * 3 / 4, w / 2, h / 2, w, 0}, numbers_of(inner[1]))
    assert.equal("0.3", inner[1].attributes["stroke-opacity"])
    near({0, h * 3 / 4, w / 2, h * (1 - 5 / 12), w, h / 4}, numbers_of(inner[2]))
  end)

  it("have bands, which break where an end is missing", function()
    local inner, w, h = area(figure {x_range = {0, 1}, y_range = {0, 4}}
                             :lines({0, 1}, {2, 3}, {low = {1, 1}, high = {3, 4}}))
    near({0, h / 4, w, 0, w, h * 3 / 4, 0, h * 3 / 4}, numbers_of(inner[1]))
    assert.equal("0.2", inner[1].attributes["fill-opacity"])
    near({0, h / 2, w, h / 4}, numbers_of(inner[2]))
    inner = area(figure():lines({1, 2, 3, 4, 5}, {low = {0, 0, 0 / 0, 0, 0}, high = {6, 6, 6, 6, 6}}))
    assert.equal(3, #inner)
  end)

  it("are thinned without losing what is lowest and highest", function()
    local path, out = require "lunette.plot.path", {}
    -- columns 0 and 1: first, highest, lowest and last of four, then one
    path.thin(out, {0.1, 0.2, 0.3, 0.4, 0.9, 1.5}, {5, 9, 6, 1, 4, 2}, 1, 6)
    assert.same({"0.1 5", "0.2 9", "0.4 1", "0.9 4", "1.5 2"}, out)
    local y = {}
    for k = 1, 10000 do y[k] = 0.5 + 0.01 * math.sin(k) end
    y[3001], y[7001] = 1, 0
    local inner, w, h = area(figure {x_range = {1, 10001}, y_range = {0, 1}}:lines(y))
    local list, top, bottom = numbers_of(inner[1]), nil, nil
    for k = 2, #list, 2 do
      if list[k] == 0 then top = list[k - 1] end
      if list[k] == h then bottom = list[k - 1] end
    end
    assert.near(0.3 * w, top, 0.051)
    assert.near(0.7 * w, bottom, 0.051)
    assert(#list / 2 <= 4 * (w + 1))
  end)

  it("keep a copy of what they are given", function()
    local x = ln.ones(3)
    local fig = figure():lines(x)
    local before = tostring(fig)
    x:mul_(0)
    assert.equal(before, tostring(fig))
  end)
end)

describe("scatter", function()
  it("marks the points, by shapes that differ", function()
    local fig = figure {x_range = {0, 2}, y_range = {0, 2}}
    fig:scatter({1}, {1}):scatter(ln.tensor {{0, 2}, {2, 0}})
    local inner, w, h = area(fig)
    local circle, square = numbers_of(inner[1]), numbers_of(inner[2])
    near({w / 2 - 2.5, h / 2}, {circle[1], circle[2]})
    near({-2.3, -2.3}, {square[1], square[2]})
    near({w - 2.3, h - 2.3}, {square[6], square[7]})
  end)

  it("counts many points in cells", function()
    local x, y = {}, {}
    for k = 1, 2000 do x[k], y[k] = 0, 0 end
    x[2000] = 1
    local inner, w, h = area(figure {x_range = {-1, 1}, y_range = {-1, 1}}:scatter(x, y))
    -- one cell of 1,999 points, one of a single one: the lightest of 8 shades, and the darkest
    assert.equal(2, #inner)
    assert.same({"0.19", "0.85"}, {inner[1].attributes["fill-opacity"], inner[2].attributes["fill-opacity"]})
    near({w // 3 * 3, h / 2 // 3 * 3, 3, 3, -3}, numbers_of(inner[1]))
    near({w / 2 // 3 * 3, h / 2 // 3 * 3, 3, 3, -3}, numbers_of(inner[2]))
  end)
end)

describe("histogram", function()
  it("counts in bins that are closed below, the last on both sides", function()
    local inner, w, h = area(figure {x_range = {0, 4}, y_range = {0, 4}}:histogram({0, 0, 1, 2, 3, 4}, {bins = 2}))
    -- 3 in [0, 2), 3 in [2, 4]
    near({0, h, 0, h / 4, w / 2, h / 4, w / 2, h / 4, w, h / 4, w, h}, numbers_of(inner[1]))
    inner, w, h = area(figure {x_range = {1, 100}, x_scale = "log", y_range = {0, 4}}
                       :histogram({1, 2, 3, 20, 100}, {bins = 2}))
    near({0, h, 0, h / 4, w / 2, h / 4, w / 2, h / 2, w, h / 2, w, h}, numbers_of(inner[1]))
  end)

  -- numpy.histogram_bin_edges(values, "auto") of NumPy 1.24.2: 7 bins for k^2 of 0 to 49, 5 for 1 to 9
  it("has as many bins as NumPy", function()
    local squares, few = {}, {}
    for k = 0, 49 do squares[k + 1] = k * k end
    for k = 1, 9 do few[k] = k end
    for values, bins in pairs {[squares] = 7, [few] = 5} do
      assert.equal(4 * (bins + 1), #numbers_of(area(figure():histogram(values))[1]))
    end
  end)

  it("has the same bins for all of a panel", function()
    local inner, w = area(figure {x_range = {0, 8}}:histogram({0, 4}, {bins = 4}):histogram({8, 8}, {bins = 1}))
    for k = 1, 2 do
      local list = numbers_of(inner[k])
      assert.equal(20, #list)
      near({0, 0, w / 4, w / 4}, {list[1], list[3], list[5], list[7]})
    end
  end)
end)

describe("bars", function()
  it("stand on 0, beside each other, with whiskers", function()
    local fig = figure {x_range = {0.5, 2.5}, y_range = {-5, 10}}
    fig:bars({10, -5}, {errors = {5, 0 / 0}}):bars({5, 5})
    local inner, w, h = area(fig)
    -- of 0.8 of a place, 0.4 each: from 0.6 to 1.0 and 1.0 to 1.4, in w / 2 each
    near({w * 0.05, 0, w * 0.2, h * 2 / 3, -w * 0.2}, numbers_of(inner[1]))
    near({w * 0.55, h * 2 / 3, w * 0.2, h / 3, -w * 0.2}, numbers_of(inner[2]))
    assert.equal("axis", inner[3].attributes.class)
    -- one whisker, from 15, beyond the area, to 5
    near({w * 0.15 - 4, -h / 3, 8, -4, 0, h / 3, -4, 0, 8}, numbers_of(inner[4]))
    near({w * 0.25, h / 3, w * 0.2, h / 3, -w * 0.2}, numbers_of(inner[5]))
    assert.equal("hatch", inner[6].attributes.class)
  end)

  it("are hatched within their sides", function()
    local inner, w, h = area(figure {y_range = {0, 1}}:bars({0, 0}):bars({1, 0.5}))
    local found = 0
    each(inner, function(e)
      if e.attributes.class ~= "hatch" then return end
      local list = numbers_of(e)
      for k = 1, #list, 2 do
        assert(list[k] >= -0.05 and list[k] <= w + 0.05 and list[k + 1] >= -0.05 and list[k + 1] <= h + 0.05)
        -- lines x + y = 6 n
        local sum = list[k] + list[k + 1]
        assert.near(math.floor(sum / 6 + 0.5) * 6, sum, 0.11)
        found = found + 1
      end
    end)
    assert(found > 50)
  end)

  it("are hatched across in the fifth series, upright in the sixth", function()
    local fig = figure {y_range = {0, 1}}
    for k = 1, 6 do fig:bars {1 - k / 10} end
    local inner, w, h = area(fig)
    local ways = {}
    each(inner, function(e)
      if e.attributes.class == "hatch" then ways[#ways + 1] = e.attributes.d end
    end)
    -- lines at multiples of 6, from the left side, or from the top, and as long as the bar is wide, or high
    local function holds(d, command, along, across, length)
      local count, from = 0, nil
      for x, y, n in d:gmatch("M([%d.]+) ([%d.]+)" .. command .. "([%d.]+)") do
        local at = {tonumber(x), tonumber(y)}
        assert.equal(0, at[along] % 6)
        from = from or at[across]
        assert.equal(from, at[across])
        assert.near(length, tonumber(n), 0.11)
        count = count + 1
      end
      assert(count > 3)
    end
    assert.equal(5, #ways)
    holds(ways[4], "h", 2, 1, w * 0.8 / 6)
    holds(ways[5], "v", 1, 2, h * 0.4)
  end)

  it("have labels", function()
    local list = texts(parse(figure():bars({1, 2, 3}, {labels = {"a", "b", "c"}})))
    assert.equal("a b c", table.concat(list, " ", 1, 3))
    list = all(parse(figure():bars(ln.ones(12), {labels = {"a long label", "b", "c", "d", "e", "f", "g", "h", "i",
      "j", "k", "another long label"}})), "text")
    assert.truthy(list[1].attributes.transform:find "rotate%(%-45")
  end)
end)

-- base64 back to bytes, and those as pixels
local function decoded(text)
  local bytes, bits, n = {}, 0, 0
  local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  for c in text:gmatch "[^=]" do
    bits, n = bits << 6 | letters:find(c, 1, true) - 1, n + 6
    if n >= 8 then
      n = n - 8
      bytes[#bytes + 1] = string.char(bits >> n & 255)
    end
  end
  return table.concat(bytes)
end

local function pixels(element)
  local href = element.attributes.href:match "^data:image/png;base64,(.*)$"
  return image_read(files.write(folder .. "/x.png", decoded(href)))
end

describe("heatmap and image", function()
  -- the table of matplotlib 3.6: entries 0, 128 and 255
  it("draws cells in viridis, from the top left, and leaves out what is not finite", function()
    local fig = figure()
    local said = told(fig.heatmap, fig, {{0, 0.5}, {1, 0 / 0}}, {name = "weight"})
    assert.truthy(said:find("heatmap: 1 of 4 values are left out, the first is nan", 1, true), said)
    local inner, w, h = area(fig)
    local cells = inner[1].attributes
    assert.same({0, 0, w, h}, {tonumber(cells.x), tonumber(cells.y), tonumber(cells.width), tonumber(cells.height)})
    local bytes, width, height, channels = pixels(inner[1])
    assert.equal(4, channels)
    local function at(x, y) return {bytes:byte((y * width + x) * 4 + 1, (y * width + x) * 4 + 4)} end
    for _, case in ipairs {{0, 0, {68, 1, 84, 255}}, {width - 1, 0, {33, 145, 140, 255}},
                           {0, height - 1, {253, 231, 37, 255}}} do
      for k, v in ipairs(at(case[1], case[2])) do assert.near(case[3][k], v, 4) end
    end
    assert.equal(0, at(width - 1, height - 1)[4])
    assert.equal("weight", texts(parse(fig))[#texts(parse(fig)) - 1])
  end)

  it("shows images as they are, with the pixels of one as a square", function()
    local inner, w, h = area(figure():image(ln.tensor {{0, 1}, {0.2, 0.4}}))
    local box = inner[1].attributes
    assert.near(math.min(w, h), tonumber(box.width), 0.051)
    assert.equal(box.width, box.height)
    local bytes, width, height, channels = pixels(inner[1])
    assert.same({32, 32, 1}, {width, height, channels})
    assert.same({0, 255, 51, 102}, {bytes:byte(1), bytes:byte(32), bytes:byte(16 * 32 + 16), bytes:byte(-1)})
    inner = area(figure():image(ln.ones(3, 1, 2, 2), {columns = 3}))
    assert.near(14 / 6, inner[1].attributes.width / inner[1].attributes.height, 0.01) -- 2 + 3 (2 + 2) by 2 + 2 + 2
  end)
end)

describe("a figure", function()
  it("is well-formed whatever it is given for text", function()
    local bad = 'a <b> & "c" \1\0 \xff\xc3 ü –'
    local fig = ln.plot.figure {title = bad}
    fig:panel {title = bad, x_label = bad, y_label = bad}:lines({1, 2}, {name = bad}):bars({1}, {labels = {bad}})
    local list = texts(parse(fig))
    local clean = 'a <b> & "c" \u{FFFD}\u{FFFD} '
    for _, text in ipairs(list) do
      if text:find "^a" then assert.equal(clean, text:sub(1, #clean)) end
    end
    assert.equal(clean, list[1]:sub(1, #clean))
  end)

  it("is read by another parser of XML", function()
    if not shell.has "python3" then return pending "python3 is not installed" end
    local fig = ln.plot.figure {title = "<&>", columns = 2}
    fig:lines({1, 2, 3}, {name = "é"}):panel():heatmap(ln.ones(3, 3)):panel():image(ln.ones(3, 4, 4))
    fig:save(folder .. "/a.svg")
    assert.equal(0, shell.run {"python3", "-c", "import sys, xml.etree.ElementTree as e; e.parse(sys.argv[1])",
                               folder .. "/a.svg"})
  end)

  it("has the same bytes for the same data, and none that depend on others", function()
    local function make()
      return tostring(ln.plot.figure {title = "x"}:lines({1, 3, 2}, {name = "a"}):panel():bars({1, 2}):panel()
                      :heatmap {{1, 2}})
    end
    assert.equal(make(), make())
    assert.falsy(make():find ' id="')
  end)

  it("is drawn anew when there is more in it", function()
    local fig = figure():lines({0, 10})
    local before = tostring(fig)
    fig:lines({0, 1000})
    local _, w = area(fig)
    assert.not_equal(before, tostring(fig))
    assert.equal("1000", texts(parse(fig))[#texts(parse(fig))])
    assert(w > 400)
  end)

  it("draws nothing, one point, constants, huge and tiny numbers", function()
    local fig = ln.plot.figure {columns = 3}
    told(function()
      for _, v in ipairs {{}, {5}, {3, 3}, {1e308, -1e308}, {1e-310, 2e-310}, {0}, {0 / 0}, {1 / 0, 1}} do
        for _, kind in ipairs {"linear", "log"} do
          fig:panel {y_scale = kind, x_scale = kind}:lines(v):scatter(v, v):histogram(v)
          fig:panel {y_scale = kind}:bars(v, {errors = v})
        end
        if #v > 0 then fig:panel():heatmap {v} end
      end
    end)
    each(parse(fig), function(e)
      for name, value in pairs(e.attributes) do
        if name ~= "href" then assert.falsy(value:lower():find "nan" or value:find "inf", name .. "=" .. value) end
      end
      if e.name == "text" then assert.falsy(e.text:find "^%-?nan" or e.text:find "^%-?inf", e.text) end
    end)
    assert.is_string(fig:text())
    assert.is_string(tostring(ln.plot.figure()))
  end)

  it("has its legend beside the data, or below when names are long or many", function()
    local function legend(...)
      local fig = figure {x_range = {0, 1}}
      for _, name in ipairs {...} do fig:lines({0, 1}, {0, 1}, {name = name}) end
      local _, w, h = area(fig)
      local found = {}
      for _, e in ipairs(all(parse(fig), "text")) do
        for _, name in ipairs {...} do if e.text == name then found[#found + 1] = e.attributes end end
      end
      return found, w, h
    end
    local found, w, h = legend("a", "b")
    for k = 1, 2 do assert(tonumber(found[k].x) > w and tonumber(found[k].y) < h) end
    assert(tonumber(found[1].y) < tonumber(found[2].y))
    local many = {}
    for k = 1, 30 do many[k] = "series " .. k end
    for _, names in ipairs {{"a", ("long name "):rep(4) .. "x"}, many} do
      found, w, h = legend(table.unpack(names))
      assert.equal(#names, #found)
      for k = 1, #names do assert(tonumber(found[k].y) > h and tonumber(found[k].x) < w) end
    end
  end)

  it("stands in rows and columns, with areas in line", function()
    local fig = ln.plot.figure {columns = 2}
    for k = 1, 4 do fig:panel {y_label = k == 1 and "y" or nil}:lines {0, 10 ^ k} end
    local at = {}
    for _, e in ipairs(all(parse(fig), "g")) do
      local x, y = e.attributes.transform:match "translate%(([%d.]+) ([%d.]+)%)"
      at[#at + 1] = {tonumber(x), tonumber(y)}
    end
    assert.equal(4, #at)
    assert.same({at[1][1], at[2][1]}, {at[3][1], at[4][1]})
    assert.same({at[1][2], at[3][2]}, {at[2][2], at[4][2]})
    assert(at[1][1] < at[2][1] and at[1][2] < at[3][2])
  end)

  it("shows one range where panels share it", function()
    local fig = ln.plot.figure {share_x = true}
    fig:panel():lines({0, 1}, {0, 1}):panel():lines({3, 4}, {5, 6})
    local inner, w = area(fig, 1)
    local room = 4 * 0.04
    near({room / (4 + 2 * room) * w, (1 + room) / (4 + 2 * room) * w},
         {numbers_of(inner[1])[1], numbers_of(inner[1])[3]})
    assert.has_error(function() fig:panel {x_scale = "log"} end,
                     "panel: x_scale is log, and that of the panel it shares x with linear")
  end)

  it("raises on mistakes, on the script's line", function()
    local fig = figure()
    local function fails(message, f, ...)
      local ok, text = pcall(f, ...)
      assert.is_false(ok)
      assert.truthy(text:find("figure_spec.lua:%d+: ") and text:find(message, 1, true), text)
    end
    fails("lines: x has 2 values, y has 3", fig.lines, fig, {1, 2}, {1, 2, 3})
    fails("lines: y is 2x3, a tensor of one dimension is wanted", fig.lines, fig, ln.ones(2, 3))
    fails('lines: x[2] is "a"', fig.lines, fig, {1, "a"})
    fails("lines: low is given without high", fig.lines, fig, {1}, {low = {1}})
    fails("lines: low has 2 values, there are 1", fig.lines, fig, {1}, {low = {1, 2}, high = {1}})
    fails("lines: smooth is 1", fig.lines, fig, {1}, {smooth = 1})
    fails("scatter: x without y is n,2; it is 3x3", fig.scatter, fig, ln.ones(3, 3))
    fails("bars: there are 2 values, and 1 labels", fig.bars, fig, {1, 2}, {labels = {"a"}})
    fails("bars: x_scale is log", function() figure {x_scale = "log"}:bars {1} end)
    fails("heatmap: x is 0x3, h,w are wanted", fig.heatmap, fig, ln.ones(0, 3))
    fails("image: the panel has a lines already", function() figure():lines({1}):image(ln.ones(2, 2)) end)
    fails("lines: the panel has a heatmap already", function() figure():heatmap({{1}}):lines({1}) end)
    fails("panel: x_range is {1, 1}", figure, {x_range = {1, 1}})
    fails("panel: y_range begins at 0; a log scale is above 0", figure, {y_range = {0, 1}, y_scale = "log"})
    fails("panel: y_range begins at 4.94066e-324; a log scale is above 1e-300", figure,
          {y_range = {5e-324, 1}, y_scale = "log"})
    fails("panel: x_range is {0, 4.94066e-324}; the least span is 1e-300", figure, {x_range = {0, 5e-324}})
    fails("figure: width is 1099511627776, the most is 1000000", ln.plot.figure, {width = 1 << 40})
    fails("histogram: bins is 1000001, the most is 1000000", fig.histogram, fig, {1}, {bins = 1000001})
    fails("text: height is 1099511627776, the most is 1000000", fig.text, fig, {height = 1 << 40})
    fails("save: path is a.pdf; figures are written as .svg or .png", fig.save, fig, "a.pdf")
    fails("figure: panels are 10x320 pixels", ln.plot.figure, {width = 10})
  end)

  it("is saved as SVG, in a folder that is made", function()
    local fig = figure():lines {1, 2}
    assert.is_true(fig:save(folder .. "/new/a.svg"))
    assert.equal(tostring(fig), files.read(folder .. "/new/a.svg"))
  end)

  it("is saved as PNG of twice as many pixels", function()
    local path = folder .. "/it's.png"
    local fig = ln.plot.figure {width = 200, height = 150}:bars({1, 1})
    if not shell.has "rsvg-convert" then return pending "rsvg-convert is not installed" end
    assert.is_true(fig:save(path))
    local bytes, width, height, channels = image_read(path)
    local svg = parse(fig).attributes
    assert.same({2 * svg.width, 2 * svg.height}, {width, height})
    local inner, w, h = area(fig)
    local x, y = all(parse(fig), "g")[1].attributes.transform:match "translate%(([%d.]+) ([%d.]+)%)"
    -- the middle of the first bar is at a quarter of the area: Okabe and Ito's blue, 0, 114, 178
    local at = (math.floor(2 * (y + h / 2)) * width + math.floor(2 * (x + w / 4))) * channels
    assert.same({0, 114, 178}, {bytes:byte(at + 1, at + 3)})
    assert.same({255, 255, 255}, {bytes:byte(1, 3)})
    assert.falsy(files.list(folder):find "part")
    assert.equal(3, #inner)
  end)

  it("leaves no part where the PNG cannot take its place", function()
    local path = folder .. "/taken.png"
    assert(os.execute("mkdir " .. path))
    local before, ran = {shell.has, shell.run}, false
    shell.has = function() return true end
    shell.run = function() -- as rsvg-convert, which writes over the part
      ran = true
      return 0, ""
    end
    local ok, message = pcall(function() figure():save(path) end)
    shell.has, shell.run = before[1], before[2]
    assert.is_false(ok)
    assert.is_true(ran)
    assert.truthy(message:find(path, 1, true), message)
    assert.falsy(files.list(folder):find "part")
  end)

  it("says which program makes PNG where there is none", function()
    local has = shell.has
    shell.has = function() return false end
    local ok, message = pcall(function() figure():save(folder .. "/none.png") end)
    shell.has = has
    assert.is_false(ok)
    assert.truthy(message:find("rsvg-convert is not here, which makes PNG of SVG; on Debian, apt-get install " ..
                               "librsvg2-bin", 1, true), message)
  end)

  it("has colours of dark pages beside those of light ones", function()
    local style = all(parse(figure()), "style")[1].text
    assert.truthy(style:find("@media(prefers-color-scheme:dark){.lunette-plot .c1{color:#4ba3dd}", 1, true))
    assert.truthy(style:find(".lunette-plot .c1{color:#0072b2}", 1, true))
  end)
end)
