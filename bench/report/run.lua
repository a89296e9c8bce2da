-- The page of a run of 10,000 records and 200 grids of 64 digits: how long a
-- writing of it takes, from an old folder and again while the run goes on, and
-- to write as many bytes alone; and, where chromium and playwright-core are
-- (CONTRIBUTING.md), until it is drawn, the slider has moved and the curves are
-- smoothed anew. Milliseconds, the median of all rounds.
-- usage: lua5.4 bench/report/run.lua [rounds]
local file = require "lunette.file"
local folder_of = require "lunette.report.folder"
local ln = require "lunette"
local page = require "lunette.report.page"

local STEPS, GRIDS, ABOUT = 10000, 200, {title = "bench", written = "now"}
local rounds = tonumber(arg[1]) or 3

local folder = os.tmpname()
os.remove(folder)
local _ <close> = setmetatable({}, {__close = function()
  os.execute("rm -rf " .. folder)
end})

local function tell(what, list, unit)
  table.sort(list)
  print(("%-44s %8.1f %s"):format(what, list[#list // 2 + 1], unit or "ms"))
end

local function timed(f)
  local start = ln.clock()
  local result = f()
  return 1e3 * (ln.clock() - start), result
end

-- Digits under noise that goes away, as those of a generator that learns.
local function write_run()
  local digits = ln.data.Loader(ln.data.digits(), {batch_size = 64})
  local report <close> = ln.report(folder)
  for step = 1, STEPS do
    report:log {step = step, generator = 1 + math.sin(step / 300) / 2,
                discriminator = 1 + math.cos(step / 700) / 2}
    if step % (STEPS // GRIDS) == 0 then
      local x = digits:next()
      local noise = 0.2 * (1 - step / STEPS)
      report:pictures(step, x + noise * ln.randn(64, 1, 28, 28), {real = x})
    end
  end
end

write_run()
local first, again, alone, bytes = {}, {}, {}, 0
for k = 1, rounds do
  local files = folder_of.new(folder)
  local function write()
    local texts = page.make("report", "bench", files:data(ABOUT))
    file.write(folder .. "/report.html", texts)
    return table.concat(texts)
  end
  first[k] = timed(write)
  local text
  again[k], text = timed(write)
  alone[k], bytes = timed(function() file.write(folder .. "/x", text) end),
                    #text
end
tell("the page", {bytes / 1e6}, "MB")
tell("writing it from an old folder", first)
tell("writing it again", again)
tell("writing as many bytes", alone)

local opened = {}
for _ = 1, rounds do
  local pipe <close> = assert(io.popen(
    "node bench/report/open.js $(command -v chromium) " .. folder ..
    "/report.html 2>/dev/null"))
  for what, ms in pipe:read "a":gmatch "([^\t\n]+)\t(%S+)" do
    opened[what] = opened[what] or {}
    table.insert(opened[what], tonumber(ms))
  end
end
for what, list in pairs(opened) do tell(what, list) end
if not next(opened) then print "no browser; CONTRIBUTING.md tells how" end
