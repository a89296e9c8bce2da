-- The page of several runs in a browser: see spec/support/browser.lua.
local browser = require "spec.support.browser"
local shows = browser.cases(it, function(why) pending(why) end)
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"

local WORD = "</script><b>x</b><img src=x onerror=alert(1)><!--"

-- A run of so many steps whose loss at a step is more than the step.
local function write_run(folder, config, steps, more)
  local report <close> = ln.report(folder, {config = config})
  for step = 1, steps do
    report:log {step = step, seconds = step / 100, generator = step + more, fid = step % 50 == 0 and step or nil}
    if step % 50 == 0 then report:pictures(step, ln.full({4, 1, 4, 4}, step / 200), {range = {0, 1}}) end
  end
end

local function compare(folder)
  write_run(folder .. "/a1", {seed = 1, lr = 1}, 200, 10)
  write_run(folder .. "/a2", {seed = 2, lr = 1}, 150, 40)
  write_run(folder .. "/b1", {seed = 1, lr = 2}, 200, 100)
  ln.runs.compare(folder .. "/a1", folder .. "/a2", folder .. "/b1", {out = folder .. "/all.html"})
end

local function compare_hostile(folder)
  for k = 1, 2 do
    local report <close> = ln.report(("%s/<b>%d"):format(folder, k), {config = {[WORD] = WORD .. k}})
    report:log {step = 1, [WORD] = 1, message = WORD}
  end
  ln.runs.compare(folder .. "/<b>1", folder .. "/<b>2", {out = folder .. "/hostile.html"})
end

describe("the page of several runs in a browser", function()
  local why, seen, folder, pdf = browser.missing()

  setup(function()
    if why then return end
    folder = files.new_folder()
    compare(folder)
    compare_hostile(folder)
    seen = browser.run("compare_browser", ("%s/all.html %s/hostile.html %s/page.pdf"):format(folder, folder, folder))
    pdf = files.read(folder .. "/page.pdf")
  end)
  teardown(function() if folder then os.execute("rm -rf " .. folder) end end)

  shows("says nothing on the console, and asks for nothing but itself", function()
    assert.same({}, seen.console)
    for _, address in ipairs(seen.requests) do assert.truthy(address:find "^file://.*/%a+%.html$", address) end
  end)

  shows("has a grid of each run, and moves them all by the slider", function()
    assert.same({{"a1, step 200 (4 of 4)", "a2, step 150 (3 of 3)", "b1, step 200 (4 of 4)"},
                 {"a1, step 150 (3 of 4)", "a2, step 150 (3 of 3)", "b1, step 150 (3 of 4)"},
                 {"a1, step 50 (1 of 4)", "a2, step 50 (1 of 3)", "b1, step 50 (1 of 4)"}}, seen.samples)
  end)

  shows("draws the mean of a group, at the steps that its runs share, in a band", function()
    local means = seen.curves.means
    assert.equal("generator", means.title)
    -- at 150, the last step of both: the mean of 160 and 190; b1 at 200: 300
    assert.same({"group 1 (2 runs) 175", "group 2 300"}, means.legend)
    assert.same({1, 0}, {means.bands, means.raw})
    -- at 1 the mean of 11 and 41, and 101
    assert.same({"26", "101"}, seen.curves.meansFirst)
    assert.not_equal(seen.curves.band, seen.curves.softBand)
    assert.equal(2, seen.curves.soft.raw)
  end)

  shows("draws each run in a colour and a dash of its own", function()
    local single = seen.curves.single
    assert.same({"a1 210", "a2 190", "b1 300"}, single.legend)
    assert.same({0, 0}, {single.bands, single.raw})
    local looks = {}
    for k, look in ipairs(single.looks) do looks[k] = {look[1], look[2] == json.null and "none" or look[2]} end
    assert.same({{"var(--line-1)", "none"}, {"var(--line-2)", "7 3"}, {"var(--line-3)", "2 3"}}, looks)
  end)

  shows("zooms all charts, shows all again, and has a log scale", function()
    local curves = seen.curves
    for k = 1, 2 do
      local list = curves.zoomed[k]
      assert.is_true(tonumber(list[1]) >= 60 and tonumber(list[#list]) <= 140, json.encode(list))
    end
    assert.same(curves.all, curves.escaped)
    -- from 11 to 300, with a twentieth of their ratio's logarithm as room: 9.3 to 354
    assert.same({"10", "20", "50", "100", "200"}, curves.log)
  end)

  shows("has the tables of the comparison", function()
    for _, part in ipairs {"Group 1: a1, a2", "150 (best 50 at 50)", "group 2 - group 1", "lr"} do
      assert.truthy(seen.text:find(part, 1, true), part)
    end
  end)

  shows("is light or dark, as the system says, and light and whole on paper", function()
    local light, dark = seen.themes.light, seen.themes.dark
    assert.not_equal(light[1][1], dark[1][1])
    for _, theme in ipairs {light, dark} do assert.same({"rgb(255, 255, 255)", "rgb(0, 0, 0)"}, theme[2]) end
    assert.equal("%PDF", pdf:sub(1, 4))
    assert.same({}, seen.cut)
  end)

  shows("is reached by keys, with an outline, and named", function()
    assert.same({}, seen.keyboard.unnamed)
    assert.same({}, seen.keyboard.bare)
    local reached = " " .. table.concat(seen.keyboard.reached, " ") .. " "
    for _, name in ipairs {"theme", "slider", "smoothing", "log", "means", "reset", "plot"} do
      assert.truthy(reached:find(" " .. name .. " ", 1, true), name)
    end
  end)

  shows("fits a telephone", function()
    assert.same({["400"] = 400, ["1400"] = 1400}, seen.widths)
  end)

  shows("shows hostile names as text", function()
    assert.equal(0, seen.hostile.elements)
    assert.truthy(seen.hostile.text:find(WORD, 1, true))
  end)
end)
