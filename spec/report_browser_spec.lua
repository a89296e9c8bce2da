-- The page of a run in a browser: see spec/support/browser.lua.
local browser = require "spec.support.browser"
local shows = browser.cases(it, function(why) pending(why) end)
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local nn = ln.nn

local STEPS, GRIDS = 10000, 200
local WORD = "</script><b>x</b><img src=x onerror=alert(1)><!--"

-- A run of 10,000 steps with a grid every 50.
local function write_run(folder)
  local D = nn.Sequential {nn.Linear(2, 2), nn.Linear(2, 1)}
  local report <close> = ln.report(folder, {config = {steps = STEPS}, networks = {D = D}})
  for step = 1, STEPS do
    report:log {step = step, seconds = step / 100, generator = 2 + math.sin(step / 300) + step % 7 / 10,
                discriminator = 0.001 + 1 / step, crowding = step % 100 == 0 and 1 + step / STEPS or nil}
    if step % (STEPS // GRIDS) == 0 then
      report:pictures(step, ln.full({4, 1, 4, 4}, step / STEPS), {range = {0, 1}, real = ln.ones(4, 1, 4, 4)})
      D(ln.ones(1, 2)):sum():backward()
      local _ <close> = report:stepping(step, {D = D})
    end
  end
end

local function write_hostile(folder)
  local report <close> = ln.report(folder .. "/<b>", {config = {[WORD] = WORD}})
  report:log {step = 1, [WORD] = 1, message = WORD, loss = 1}
  report:log {step = 2, [WORD] = 2, loss = 1}
  files.write(folder .. "/<b>/run.json", json.encode {parent = {run = WORD, step = 1, set = {[WORD] = WORD}}})
  files.write(folder .. "/<b>/eval.jsonl", json.encode {metrics = {[WORD] = {value = 1}}, against = WORD} .. "\n")
end

describe("a report in a browser", function()
  local why, seen, folder, pdf = browser.missing()

  setup(function()
    if why then return end
    folder = files.new_folder()
    write_run(folder .. "/run")
    write_hostile(folder)
    seen = browser.run("report_browser", ("%s/run/report.html '%s/<b>/report.html' %s/page.pdf"):format(
      folder, folder, folder))
    pdf = files.read(folder .. "/page.pdf")
  end)
  teardown(function() if folder then os.execute("rm -rf " .. folder) end end)

  shows("says nothing on the console, and asks for nothing but itself", function()
    assert.same({}, seen.console)
    for _, address in ipairs(seen.requests) do assert.truthy(address:find "^file://.*/report%.html$", address) end
  end)

  shows("moves the picture by the slider", function()
    local alts = {}
    for k, state in ipairs(seen.slider.list) do alts[k] = state.alt:match "step (.*)$" end
    assert.equal(tostring(GRIDS - 1), seen.slider.max)
    assert.same({"10,000", "9,950", "50", "100", "150"}, alts)
    for k = 2, #seen.slider.list do
      assert.not_equal(seen.slider.list[k - 1].png, seen.slider.list[k].png)
    end
  end)

  shows("zooms all charts, by the mouse and by keys, and shows all again", function()
    local zoom = seen.zoom
    local function first(list) return tonumber((list[1]:gsub(",", ""))) end
    local function last(list) return tonumber((list[#list]:gsub(",", ""))) end
    for _, key in ipairs {"doubleClicked", "escaped", "button"} do assert.same(zoom.all, zoom[key], key) end
    -- two fifths from the left to three fifths, beside the margins
    assert.is_true(first(zoom.dragged) >= 3500 and last(zoom.dragged) <= 6500, json.encode(zoom.dragged))
    assert.is_true(first(zoom.plus) >= 2500 and last(zoom.plus) <= 7500, json.encode(zoom.plus))
    assert.is_true(first(zoom.othersDragged) >= 3500 and last(zoom.othersDragged) <= 6500)
    assert.is_true(last(zoom.others) > 6500)
  end)

  shows("reads values by the arrow keys", function()
    -- the last of all: 0.001 + 1 / 10000, 2 + sin(10000 / 300) + 4 / 10 = 3.3405
    assert.same({step = "", values = {"0.0011", "3.341"}}, seen.values[1])
    -- 0.001 + 1, 2 + sin(1 / 300) + 1 / 10 = 2.1033; then 0.501 and 2.20667
    assert.same({step = "step 1", values = {"1.001", "2.103"}}, seen.values[2])
    assert.same({step = "step 2", values = {"0.501", "2.207"}}, seen.values[3])
  end)

  shows("smooths, and has a log scale", function()
    local scales = seen.scales
    assert.equal("0.6", scales.weight)
    assert.not_equal(scales.rough, scales.smooth)
    assert.equal(0, scales.rawBefore)
    assert.is_true(scales.raw >= 2)
    assert.equal("0", scales.linear[1])
    local smallest = tonumber(scales.log[1])
    assert.is_true(smallest > 0 and smallest < 0.01, json.encode(scales.log))
  end)

  shows("is light or dark, as the system or the button says, and light on paper", function()
    local themes = seen.themes
    assert.same(themes.light, themes.darkClicked)
    assert.same(themes.dark, themes.lightClicked)
    assert.not_equal(themes.light[1], themes.dark[1])
    for _, which in ipairs {"light", "dark", "lightClicked", "darkClicked"} do
      assert.same({"rgb(255, 255, 255)", "rgb(0, 0, 0)"}, themes[which .. "Printed"], which)
    end
    assert.equal("%PDF", pdf:sub(1, 4))
  end)

  shows("is reached by keys, with an outline, and named", function()
    assert.same({}, seen.keyboard.unnamed)
    assert.same({}, seen.keyboard.bare)
    local reached = " " .. table.concat(seen.keyboard.reached, " ") .. " "
    for _, name in ipairs {"theme", "slider", "smoothing", "log", "reset", "plot"} do
      assert.truthy(reached:find(" " .. name .. " ", 1, true), name)
    end
  end)

  shows("fits a telephone", function()
    assert.same({["400"] = 400, ["1400"] = 1400}, seen.widths)
  end)

  shows("shows hostile names as text", function()
    assert.equal("<b>, a run of Lunette", seen.hostile.title)
    assert.equal(0, seen.hostile.elements)
    assert.truthy(seen.hostile.text:find(WORD, 1, true))
  end)
end)
