-- The page of a run: what is in it is read back from the file.
local engine = require "lunette.engine"
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local series = require "lunette.report.series"
local warnings = require "lunette.report.warnings"
local nn = ln.nn

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

-- The text of a page, and the value in its script of data.
local function page_of(path)
  local text = files.read(path .. "/report.html")
  local data = text:match '<script type="application/json" id="data">\n(.-)\n*</script>'
  return text, assert(json.decode(data))
end

local function steps_of(list)
  local steps = {}
  for k, entry in ipairs(list) do steps[k] = entry.step end
  return steps
end

describe("ln.report", function()
  it("shows what a loop logs, its pictures and options", function()
    do
      local report <close> = ln.report(folder .. "/mine", {config = {lr = 0.5, name = "x"}})
      report:log {step = 1, loss = 2, seconds = 0.5}
      report:log {step = 2, loss = 0 / 0, message = "half way"}
      report:pictures(2, ln.ones(4, 1, 2, 2), {range = {0, 1}, columns = 2, real = ln.zeros(8, 1, 2, 2)})
      report:log {step = 3, loss = 1.25}
    end
    local _, data = page_of(folder .. "/mine")
    assert.equal("mine", data.title)
    assert.same({1, 2, 3}, steps_of(data.records))
    assert.same({loss = 2, seconds = 0.5, step = 1}, data.records[1])
    assert.equal("nan", data.records[2].loss)
    assert.equal("half way", data.records[2].message)
    assert.equal(1.25, data.records[3].loss)
    assert.same({lr = 0.5, name = "x"}, data.config)
    assert.same({2}, steps_of(data.samples))
    -- the files themselves, as Debian's base64 has them
    for name, text in pairs {["step-000002"] = data.samples[1].png, real = data.real} do
      local pipe <close> = assert(io.popen(("base64 -w0 %s/mine/samples/%s.png"):format(folder, name)))
      assert.equal(pipe:read "a", text)
    end
    -- as many reals as samples: 2 x 2 of them, with 2 pixels between and around
    assert.same({1, 2 * 4 + 2, 2 * 4 + 2}, ln.image.load(folder .. "/mine/samples/real.png"):size())
    assert.equal(ln.version, data.notes.starts[1].version)
  end)

  it("adds seconds, also to those of before", function()
    do
      local report <close> = ln.report(folder)
      report:log {step = 1, loss = 1, seconds = 100}
    end
    do
      local report <close> = ln.report(folder, {step = 1})
      report:log {step = 2, loss = 1}
    end
    local _, data = page_of(folder)
    assert.equal(100, data.records[1].seconds)
    assert.is_true(data.records[2].seconds >= 100)
  end)

  it("begins anew, goes on, and goes back", function()
    local function record(report, step)
      report:log {step = step, loss = step}
      report:pictures(step, ln.zeros(1, 1, 2, 2))
    end
    local function shown()
      local _, data = page_of(folder)
      return steps_of(data.records), steps_of(data.samples)
    end
    local report = ln.report(folder)
    for step = 1, 4 do record(report, step) end
    report:go_back(2)
    report:write()
    assert.same({{1, 2}, {1, 2}}, {shown()})
    record(report, 3)
    report:write()
    assert.same({{1, 2, 3}, {1, 2, 3}}, {shown()})
    ln.report(folder, {step = 2})
    assert.same({{1, 2}, {1, 2}}, {shown()})
    report = ln.report(folder)
    record(report, 1)
    report:close()
    assert.same({{1}, {1}}, {shown()})
  end)

  it("takes names of any kind as text", function()
    local word = "</script><script>alert(1)</script><!--&amp;\"'\u{2028}\u{2029}\\"
    local Evil = nn.Module:extend("</script><!--")
    function Evil.forward(_, x) return x end
    local path = folder .. "/a<b>&\"'<!--"
    do
      local report <close> = ln.report(path, {config = {[word] = word, bad = "\xff\xfe"},
                                              networks = {[word] = Evil()}, changes = word})
      report:log {step = 1, [word] = 1, message = word .. "\xff"}
    end
    files.write(path .. "/run.json", json.encode {parent = {run = word, step = 1, set = {[word] = word}}})
    ln.runs.report(path)
    local text, data = page_of(path)
    assert.equal(select(2, text:gsub("<script", "")), select(2, text:gsub("</script", "")))
    assert.equal(2, select(2, text:gsub("</script", "")))
    for _, bad in ipairs {"<!--", "\u{2028}", "\u{2029}", "\xff", "&amp;amp"} do
      assert.is_nil(text:find(bad, 1, true), bad)
    end
    assert.truthy(text:find("<title>a&lt;b&gt;&amp;&quot;&#39;&lt;!--, a run", 1, true))
    assert.equal(word, data.config[word])
    assert.equal("\u{FFFD}\u{FFFD}", data.config.bad)
    assert.equal(1, data.records[1][word])
    assert.equal(word .. "\u{FFFD}", data.records[1].message)
    assert.equal("</script><!--", data.notes.networks[1].layers[1].class)
    assert.equal(word, data.notes.networks[1].name)
    assert.equal(word, data.notes.starts[1].changes)
    assert.same({parent = {run = word, step = 1, set = {[word] = word}}}, data.run)
  end)

  it("names no address outside itself", function()
    ln.report(folder)
    local text = files.read(folder .. "/report.html"):gsub("http://www%.w3%.org/2000/svg", "")
    assert.is_nil(text:find "https?:")
    assert.is_nil(text:find "//%w+%.%w")
    assert.is_nil(text:find "@import")
    for address in text:gmatch '%f[%w]src%s*=%s*"([^"]*)"' do assert.truthy(address:find "^data:") end
    for address in text:gmatch '%f[%w]href%s*=%s*"([^"]*)"' do assert.truthy(address:find "^data:") end
  end)

  it("leaves the page of before where a writing fails", function()
    local report = ln.report(folder)
    report:log {step = 1, loss = 1}
    report:write()
    local before = files.read(folder .. "/report.html")
    -- a limit of 16 blocks of 512 bytes, below the page's own style and program
    local status, said = files.run(([[
      local ln = require "lunette"
      ln.runs.report %q]]):format(folder), "trap '' XFSZ; ulimit -f 16;")
    assert.equal(1, status)
    assert.truthy(said:find("report.html", 1, true), said)
    assert.equal(before, files.read(folder .. "/report.html"))
    assert.equal("lock log.csv log.jsonl report.html report.jsonl", files.list(folder))
  end)

  it("refuses another process's report of its folder, by its number, until it closes", function()
    local another = ("require('lunette').report %q"):format(folder)
    do
      local report <close> = ln.report(folder)
      report:log {step = 1, loss = 1}
      local status, said = files.run(another)
      assert.equal(1, status)
      assert.matches(("lock: is held by process %d on .*: another run writes to this folder"):format(files.process()),
                     said)
    end
    assert.equal("log.csv log.jsonl report.html report.jsonl", files.list(folder))
    assert.equal(0, (files.run(another)))
  end)

  it("lets go of the folder where it cannot be opened, or closed", function()
    assert(os.execute("mkdir " .. folder .. "/log.jsonl"))
    assert.is_false((pcall(ln.report, folder)))
    assert.falsy(files.list(folder):find("lock", 1, true))
    assert(os.remove(folder .. "/log.jsonl"))
    local ok = pcall(function()
      local report <close> = ln.report(folder)
      assert(os.remove(report.path))
      assert(os.execute("mkdir " .. report.path))
    end)
    assert.is_false(ok)
    assert.falsy(files.list(folder):find("lock", 1, true))
  end)

  -- a clock of half a second between any two looks at it, and 0.9 more a step:
  -- a writing, which looks twice, takes half a second
  it("takes at most a hundredth of the time", function()
    local clock, now = engine.clock, 0
    engine.clock = function() now = now + 0.5 return now end
    finally(function() engine.clock = clock end)
    local report = ln.report(folder)
    local writings, write = 0, getmetatable(report).write
    function report.write(...) writings = writings + 1 return write(...) end
    for step = 1, 2000 do
      now = now + 0.9
      report:log {step = step, loss = 1}
    end
    assert.is_true(0.5 * (writings + 1) <= now / 100, writings .. " in " .. now)
    assert.is_true(0.5 * (writings + 2) > now / 100 - 1, writings .. " in " .. now)
  end)

  it("shows runs of before there was a page, and passes over what is broken", function()
    files.write(folder .. "/log.jsonl", '{"step":1,"g":2}\nbroken\n[1]\n{"step":2,"g":"nan"}\n{"step":3,"g"')
    files.write(folder .. "/config.json", '{"generator":"Sequential()"}')
    for _, name in ipairs {"run.json", "eval.jsonl", "report.jsonl"} do files.write(folder .. "/" .. name, "{") end
    os.execute(("mkdir %s/samples && echo no > %s/samples/step-000001.png"):format(folder, folder))
    assert.equal(folder .. "/report.html", ln.runs.report(folder))
    local _, data = page_of(folder)
    assert.same({1, 2}, steps_of(data.records))
    assert.equal("Sequential()", data.config.generator)
    assert.same({}, data.samples)
    assert.equal(json.null, data.run)
    assert.same({}, data.evaluations)
    assert.equal("numbers", data.warnings[1].kind)
    files.write(folder .. "/eval.jsonl", '{"metrics":{"fid":{"value":3.5}}}\n{"n":9}\n')
    ln.runs.report(folder)
    data = select(2, page_of(folder))
    assert.equal(3.5, data.evaluations[1].metrics.fid.value)
    assert.equal(9, data.evaluations[2].n)
  end)

  it("passes over notes and options that are no such things", function()
    files.write(folder .. "/log.jsonl", '{"step":1,"dead_kernels":1.5,"crowding":9}\n{"step":"2","crowding":9}\n')
    files.write(folder .. "/config.json", '{"collapse":{"ratio":"x","times":[1],"after":{}}}')
    files.write(folder .. "/report.jsonl", table.concat({
      '{"network":"a","layers":[{"gradient":0}]}', '{"network":"b","step":"x","layers":[{"gradient":0}]}',
      '{"network":"c","step":1,"layers":[1,{"gradient":0,"name":"2"}]}', '{"network":{},"step":1.5,"layers":7}',
      '{"real":7}', "null", ""}, "\n"))
    ln.runs.report(folder)
    local _, data = page_of(folder)
    assert.same({1}, steps_of(data.records))
    assert.equal(1, #data.warnings)
    assert.truthy(data.warnings[1].text:find("c (2)", 1, true))
  end)

  it("refuses tables that hold themselves, on the line that gave them", function()
    local cyclic = {}
    cyclic.inner = cyclic
    local report <close> = ln.report(folder .. "/mine")
    local here = debug.getinfo(1, "l").currentline
    for k, f in ipairs {function() report:log {step = 1, more = cyclic} end,
                        function() ln.report(folder .. "/other", {config = cyclic}) end} do
      local ok, message = pcall(f)
      assert.is_false(ok)
      assert.truthy(message:find(("report_spec.lua:%d: "):format(here + k), 1, true), message)
      assert.truthy(message:find("a table is nested more than 100 deep, or holds itself", 1, true), message)
    end
  end)

  it("takes networks that have numbers for names", function()
    local D = nn.Linear(2, 1)
    D(ln.ones(1, 2)):sum():backward()
    do
      local report <close> = ln.report(folder .. "/mine")
      local _ <close> = report:stepping(1, {D})
    end
    local _, data = page_of(folder .. "/mine")
    assert.equal("1", data.looks[1].network)
  end)

  it("refuses a folder without a log", function()
    assert.has_error(function() ln.runs.report(folder) end,
                     folder .. ": there is no log.jsonl; a run of gan.Trainer, or of ln.report, has one")
  end)

  it("keeps large grids out of the page, evenly, and the last one in", function()
    local pictures = require "lunette.report.pictures".new(folder)
    assert(os.execute("mkdir " .. folder .. "/samples"))
    local head = "\x89PNG\r\n\x1a\n"
    for step = 1, 10 do -- 3 MiB each, of which 4 are within 12 MiB
      files.write(("%s/samples/step-%06d.png"):format(folder, step), head .. ("x"):rep((3 << 20) - #head))
    end
    assert.same({1, 5, 9, 10}, steps_of(pictures:samples(10)))
    assert.same({1, 5, 9}, steps_of(pictures:samples(9)))
    -- 6 MiB for each of two folders on a page
    assert.same({1, 10}, steps_of(require "lunette.report.pictures".new(folder, 2):samples(10)))
  end)

  it("says so of a log that is a folder", function()
    assert(os.execute("mkdir " .. folder .. "/log.jsonl"))
    local ok, message = pcall(ln.runs.report, folder)
    assert.is_false(ok)
    assert.truthy(message:find("log.jsonl: Is a directory", 1, true), message)
  end)
end)

describe("the parts of a report", function()
  it("keep the first and what is rare of long series", function()
    local list = series.new(8)
    for step = 1, 9 do list:add("t" .. step, step, step == 4) end
    assert.same({1, 3, 4, 6, 8, 9}, list.steps) -- the 4th stays, and is not counted
    assert.equal("t6", list.texts[4])
    assert.equal(2, list.every)
    list:cut(4)
    assert.same({1, 3, 4}, list.steps)
  end)

  it("do not grow when all is rare", function()
    local list = series.new(8)
    for step = 1, 1000 do list:add("t", step, true) end
    assert.is_true(#list.texts <= 8)
    assert.equal(1, list.steps[1])
  end)

  -- y = w x with w = (3, 4) and x = (1, 2): the gradient of y is x, of norm
  -- sqrt(5); SGD goes 0.1 of it; |w| = 5
  it("look at layers around a step", function()
    local D = nn.Sequential {nn.Linear(2, 1, {bias = false}), nn.ReLU()}
    do
      local _ <close> = ln.no_grad()
      D[1].weight:copy_(ln.tensor {{3, 4}})
    end
    local opt = ln.optim.SGD(D:parameters(), {lr = 0.1})
    D(ln.tensor {{1, 2}}):sum():backward()
    local report = ln.report(folder)
    do
      local _ <close> = report:stepping(7, {D = D})
      opt:step()
    end
    report:close()
    local look = select(2, page_of(folder)).looks[1]
    assert.equal("D", look.network)
    assert.equal(7, look.step)
    assert.equal(1, #look.layers)
    local layer = look.layers[1]
    assert.equal("1 Linear", layer.name .. " " .. layer.class)
    assert.near(math.sqrt(5), layer.gradient, 1e-6)
    assert.near(0.1 * math.sqrt(5), layer.update, 1e-6)
    assert.near(5, layer.weight, 1e-6)
  end)

  it("list the layers of networks", function()
    local G = nn.Sequential {nn.Linear(2, 3), nn.Sequential {nn.Linear(3, 1)}}
    ln.report(folder, {networks = {G = G}})
    local list = {}
    for k, layer in ipairs(select(2, page_of(folder)).notes.networks[1].layers) do
      list[k] = ("%s %s %d"):format(layer.path, layer.class, layer.parameters)
    end
    assert.same({" Sequential 13", "1 Linear 9", "2 Sequential 4", "2.1 Linear 4"}, list)
  end)

  it("have the longest rows of a profile", function()
    local p = ln.profile {print = false}
    ln.ones(3):exp()
    p:close()
    local report = ln.report(folder)
    report:profile(p)
    report:close()
    local rows = select(2, page_of(folder)).notes.profile
    assert.equal(1, rows[1].calls)
    assert.truthy(rows[1].line:find("report_spec", 1, true))
    assert.has_error(function() report:profile {} end)
  end)
end)

describe("the warnings of a report", function()
  local function kinds(watch, config)
    local list = {}
    for k, warning in ipairs(watch:list(config or {})) do
      assert.truthy(warning.text:find "^%u.*%.$", warning.text)
      assert.truthy(warning.try:find "^%u.*%.$", warning.try)
      list[k] = warning.kind
    end
    return list
  end

  local function run(steps, f)
    local watch = warnings.new()
    for step = 10, steps, 10 do
      local record = f(step)
      record.step = step
      watch:see(record)
    end
    return watch
  end

  it("are none of a run that goes well", function()
    local watch = run(2000, function()
      return {generator = 1, discriminator = 0.6, crowding = 1.1, dead_kernels = 0}
    end)
    watch:note {step = 500, network = "generator", layers = {{name = "1", gradient = 1e-3}}}
    watch:note {real = {least = -1, largest = 1, low = -1, high = 1}}
    assert.same({}, kinds(watch))
  end)

  it("tell what is no number, where it was", function()
    local watch = run(30, function(step) return {generator = step == 20 and "nan" or 1, discriminator = 1} end)
    assert.same({"numbers"}, kinds(watch))
    assert.truthy(watch:list({})[1].text:find("At step 20 generator is nan.", 1, true))
    watch = run(10, function() return {stopped = "nan", message = "weight of the generator is not finite"} end)
    assert.same({"numbers"}, kinds(watch))
  end)

  it("tell a collapse as the trainer's rule has it", function()
    local function crowds(step) return {crowding = step > 970 and 4 or 1} end
    assert.same({"collapse"}, kinds(run(1000, crowds))) -- looks at 980, 990 and 1000
    assert.same({}, kinds(run(990, crowds)))
    assert.same({}, kinds(run(1000, crowds), {collapse = {ratio = 5}}))
    assert.same({}, kinds(run(1000, crowds), {collapse = {after = 980}}))
    assert.same({}, kinds(run(500, function() return {crowding = 9} end)))
    local watch, has = run(1000, crowds), {discriminator = "(1): MinibatchDiscrimination(8, 2, 2)"}
    assert.truthy(watch:list({})[1].try:find("nn.MinibatchDiscrimination", 1, true))
    assert.is_nil(watch:list(has)[1].try:find("nn.MinibatchDiscrimination", 1, true))
  end)

  it("tell a discriminator that wins, of losses that reach 0", function()
    local watch = run(400, function(step) return {discriminator = step > 100 and 0.001 or 1} end)
    assert.same({"won"}, kinds(watch))
    assert.same({"won"}, kinds(watch, {loss = "hinge"}))
    assert.same({}, kinds(watch, {loss = "wasserstein"}))
    assert.same({}, kinds(run(400, function(step) return {discriminator = step > 390 and 0.001 or 1} end)))
    local stuck = run(10, function() return {stopped = "stuck", message = "the loss has been below"} end)
    assert.same({"won"}, kinds(stuck, {loss = "wasserstein"}))
  end)

  it("tell gradients that vanish, by layer, as last seen", function()
    local watch = warnings.new()
    local layers = {{name = "1", gradient = 1e-9}, {name = "3", gradient = 1}}
    watch:note {step = 5, network = "generator", layers = layers}
    assert.same({"vanished"}, kinds(watch))
    assert.truthy(watch:list({})[1].text:find("generator (1)", 1, true))
    watch:note {step = 6, network = "generator", layers = {{name = "1", gradient = 1e-3}}}
    assert.same({}, kinds(watch))
  end)

  it("tell dead kernels, and data outside or in half of the range", function()
    assert.same({"kernels"}, kinds(run(10, function() return {dead_kernels = 12} end)))
    local function range(least, largest)
      local watch = warnings.new()
      watch:note {real = {least = least, largest = largest, low = -1, high = 1}}
      return watch:list({})[1]
    end
    assert.equal("Data outside the range", range(0, 255).title)
    assert.equal("Data in half of the range", range(0, 1).title)
    assert.is_nil(range(-1, 0.9))
  end)
end)

describe("a run of the trainer", function()
  local function train(more)
    local o = {
      generator = nn.Sequential {nn.Linear(2, 16), nn.Tanh(), nn.Unflatten(2, {1, 4, 4})},
      discriminator = nn.Sequential {nn.Flatten(), nn.MinibatchDiscrimination(16, 3, 2), nn.Linear(19, 1)},
      data = function(n) return ln.rand(n, 1, 4, 4) end, latent = 2, batch_size = 8, steps = 6, folder = folder,
      log_every = 1, samples_every = 2, checkpoint_every = 4, samples = 4, columns = 2, collapse = {every = 3}}
    for name, value in pairs(more or {}) do o[name] = value end
    local trainer = ln.gan.Trainer(o)
    return trainer, trainer:run()
  end

  it("keeps a report", function()
    local trainer = train()
    local _, data = page_of(folder)
    assert.same({1, 2, 3, 4, 5, 6}, steps_of(data.records))
    assert.same({2, 4, 6}, steps_of(data.samples))
    assert.is_string(data.real)
    assert.is_nil(data.records[2].crowding)
    assert.is_number(data.records[3].crowding)
    assert.equal(0, data.records[6].dead_kernels)
    assert.equal(8, data.config.batch_size)
    local looks = {}
    for k, look in ipairs(data.looks) do looks[k] = look.step .. " " .. look.network end
    assert.same({"2 discriminator", "2 generator", "4 discriminator", "4 generator", "6 discriminator", "6 generator"},
                looks)
    local names = {}
    for k, network in ipairs(data.notes.networks) do names[k] = network.name end
    assert.same({"discriminator", "generator"}, names)
    assert.equal(6, trainer.report.step)
    assert.equal("range", data.warnings[1].kind) -- data from 0 to 1 beside Tanh
  end)

  it("shows what was done before a resumption, and with what it went on", function()
    train {steps = 4}
    train {steps = 6, truncation = 0.5}
    local _, data = page_of(folder)
    assert.same({1, 2, 3, 4, 5, 6}, steps_of(data.records))
    assert.same({2, 4, 6}, steps_of(data.samples))
    assert.same({0, 4}, steps_of(data.notes.starts))
    assert.truthy(data.notes.starts[2].changes:find("truncation was not given, is 0.5", 1, true))
  end)

  it("is the same with looks at its layers as without", function()
    local function weights(every)
      ln.manual_seed(3)
      local trainer = train {seed = 3, samples_every = every, resume = false}
      return trainer.networks.generator:parameters()[1]:totable()
    end
    assert.same(weights(100), weights(1))
  end)
end)
