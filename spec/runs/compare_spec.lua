-- ln.runs.compare, of folders that are written by hand.
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local near = require "spec.near"
local told = require "spec.support.told"

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

-- A run: its options, lines of its log and of eval.jsonl.
local function write_run(name, config, log, evaluations, record)
  local path = folder .. "/" .. name
  os.execute("mkdir -p " .. path)
  config.folder = path
  files.write(path .. "/config.json", json.encode(config))
  if record then files.write(path .. "/run.json", json.encode(record)) end
  for file, lines in pairs {["log.jsonl"] = log, ["eval.jsonl"] = evaluations or {}} do
    local texts = {}
    for k, line in ipairs(lines) do texts[k] = type(line) == "string" and line or json.encode(line) end
    files.write(path .. "/" .. file, table.concat(texts, "\n") .. "\n")
  end
  return path
end

local function evaluation(values, more)
  local e = {file = "x/model.safetensors", reference = "00c0ffee", n = 50, against = "photos", size = "3x8x8",
             mode = "eval", features = "mnist", step = 20, metrics = {}}
  for name, v in pairs(values) do e.metrics[name] = {value = v} end
  for name, v in pairs(more or {}) do e[name] = v end
  return e
end

-- The number of that name: of the log, or of the first section that is none.
local function number(c, name, is_evaluation)
  for _, n in ipairs(c.numbers) do
    if n.name == name and (n.section ~= "log") == (is_evaluation or false) then return n end
  end
end

local function fails(part, ...)
  local ok, message = pcall(ln.runs.compare, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

-- Three runs with lr 0.1, of seeds 1 to 3, and two with 0.2, of seeds 2 and 3.
local function write_five()
  local paths = {}
  for k, run in ipairs {{1, 0.1, 10}, {2, 0.1, 14}, {3, 0.1, 12}, {2, 0.2, 11}, {3, 0.2, 7}} do
    local seed, lr, fid = table.unpack(run)
    paths[k] = write_run("r" .. k, {seed = seed, optimizers = {["1"] = "Adam", lr = lr}}, {
      {step = 10, seconds = 1, fid = 20}, {step = 20, seconds = 3, fid = fid}}, {evaluation {kid = fid / 100}})
  end
  return paths
end

describe("runs.compare", function()
  it("tells steps, time and the numbers of logs, last and best", function()
    local a = write_run("a", {seed = 4, best = {"likeness", "highest"}}, {
      {step = 10, seconds = 2, generator = 3, ["fid"] = 9, likeness = .5, hash = "x"},
      {step = 20, seconds = 4, generator = 1, ["fid"] = 5, likeness = .75},
      {step = 40, seconds = 8, generator = 2, ["fid"] = 6, likeness = .25, stopped = "steps", crowding = 2}})
    local b = write_run("b", {seed = 4, latent = 8}, {'{"cut', {step = 5, seconds = 1, generator = 7}})
    local c, said = files.said_by(function() return ln.runs.compare(a, b) end)
    assert.truthy(said:find(b .. "/log.jsonl: passed over, for they are no records: 1 lines", 1, true), said)
    assert.same({40, 8, 200, 4}, {c.runs[1].step, c.runs[1].seconds, c.runs[1].ms_a_step, c.runs[1].seed})
    assert.same({5, 1, 200, 4}, {c.runs[2].step, c.runs[2].seconds, c.runs[2].ms_a_step, c.runs[2].seed})
    local fid, likeness, loss = number(c, "fid"), number(c, "likeness"), number(c, "generator")
    assert.same({6, 40, 5, 20, "lowest"}, {fid.by_run[1].last, fid.by_run[1].last_step, fid.by_run[1].low,
                                           fid.by_run[1].low_step, fid.by_run[1].order})
    assert.is_nil(fid.by_run[2])
    assert.same({.25, .75, 20, "highest"}, {likeness.by_run[1].last, likeness.by_run[1].high,
                                            likeness.by_run[1].high_step, likeness.by_run[1].order})
    assert.same({2, 1, 3}, {loss.by_run[1].last, loss.by_run[1].low, loss.by_run[1].high})
    assert.is_nil(loss.by_run[1].order)
    for _, name in ipairs {"step", "seconds", "crowding", "hash"} do assert.is_nil(number(c, name)) end
    local text = tostring(c):gsub(" +", " ")
    for _, line in ipairs {"step 40 5", "ms a step 200 200", " fid 6 (best 5 at 20)",
                           " likeness 0.25 (best 0.75 at 20)", " generator 2 (1 to 3) 7", " latent not given 8"} do
      assert.truthy((text .. "\n"):find("\n" .. line .. "\n", 1, true), line .. text)
    end
  end)

  it("tells which options differ, but for places, times and lines of functions", function()
    local a = write_run("a", {
      seed = 1, steps = 20, samples_every = 5, loss = "bce", optimizers = {["1"] = "Adam", lr = 0.1, betas = {0, 0.9}},
      on_step = "function a.lua:3", generator = "Sequential(\n  Linear(2, 3)\n  Tanh()\n)",
      layers = {generator = {["1"] = {weight = "3x2"}}}, data = {class = "Loader", epoch_state = "12"}}, {}, nil,
      {command = "train", target = "photos", plan = {steps = 20, target = "photos", filters = 4}})
    local b = write_run("b", {
      seed = 2, steps = 30, samples_every = 6, loss = "bce", optimizers = {["1"] = "Adam", lr = 0.2, betas = {0, 0.9}},
      on_step = "function a.lua:7", generator = "Sequential(\n  Linear(2, 4)\n  Tanh()\n)",
      layers = {generator = {["1"] = {weight = "4x2"}}}, data = {class = "Loader", epoch_state = "34"}}, {}, nil,
      {command = "train", target = "photos", parent = {run = "runs/x"},
       plan = {steps = 30, target = "photos", filters = 8}})
    local c = ln.runs.compare(a, b)
    local found = {}
    for k, d in ipairs(c.differs) do found[k] = {d.name, d.values[1], d.values[2]} end
    assert.same({{"generator", "Sequential(\n  Linear(2, 3)\n  Tanh()\n)", "Sequential(\n  Linear(2, 4)\n  Tanh()\n)"},
                 {"optimizers.lr", 0.1, 0.2}, {"parent.run", nil, "runs/x"}, {"plan.filters", 4, 8}, {"steps", 20, 30}},
                found)
    local text = tostring(c)
    assert.truthy(text:find("  generator +Linear%(2, 3%) +Linear%(2, 4%)\n"), text)
    assert.truthy(text:find("  parent.run +not given +runs/x\n"), text)
    assert.is_nil(c.by_seed)
  end)

  it("puts numbers of one set, n and mode into a row, and others apart", function()
    local a = write_run("a", {}, {}, {evaluation {kid = 3}, evaluation({kid = 1}, {step = 30}),
                                      evaluation({kid = 2}, {step = 40}), evaluation({kid = 9}, {mode = "train"})})
    local b = write_run("b", {}, {}, {evaluation({kid = 4}, {against = "others/photos"}),
                                      evaluation({kid = 5}, {reference = "0badcafe"}), {metrics = 3}})
    local found = {}
    for _, n in ipairs(ln.runs.compare(a, b).numbers) do
      if n.name == "kid" then
        table.insert(found, {n.by_run[1] and n.by_run[1].last or "-", n.by_run[2] and n.by_run[2].last or "-"})
      end
    end
    assert.same({{2, 4}, {9, "-"}, {"-", 5}}, {found[1], found[2], found[3]})
    local text = tostring(ln.runs.compare(a, b))
    assert.truthy(text:find("\nmodel.safetensors, eval mode, n 50, against photos (3x8x8, 00c0ffee), features " ..
                            "mnist:\n  kid", 1, true), text)
    assert.truthy(text:find("2 %(best 1 at 30%) +4\n"), text)
  end)

  it("pairs runs by their seeds, with Student's intervals", function()
    local c = ln.runs.compare(table.unpack(write_five()))
    assert.same({{1, 2, 3}, {4, 5}}, c.groups)
    assert.equal("optimizers.lr", c.differs[1].name)
    local by_name = {}
    for _, entry in ipairs(c.by_seed) do by_name[entry.number.name] = entry end
    -- 10, 14, 12: mean 12, std 2, t(0.975, 2) = 4.30265272991 (scipy.stats.t.ppf), over the root of 3
    local fid = by_name.fid
    local reach = 4.30265272991 * 2 / math.sqrt(3)
    near(ln.tensor {fid.means[1].mean, fid.means[1].low, fid.means[1].high}, {12, 12 - reach, 12 + reach})
    -- 11 - 14 and 7 - 12: mean -4, std sqrt 2, t(0.975, 1) = 12.7062047364, over the root of 2
    near(ln.tensor {fid.more[2].mean, fid.more[2].low, fid.more[2].high}, {-4, -4 - 12.7062047364, -4 + 12.7062047364})
    assert.same({2, 3}, fid.more[2].seeds)
    assert.is_nil(fid.more[1])
    near(by_name.kid.more[2].mean, {-0.04})
    local text = tostring(c)
    for _, part in ipairs {"  group 1: " .. folder .. "/r1, " .. folder .. "/r2, " .. folder .. "/r3\n",
                           "12 (7.032 to 16.97, 3)", "-4 (-16.71 to 8.706, 2)"} do
      assert.truthy(text:find(part, 1, true), text)
    end
  end)

  it("pairs no seeds that are not in both, and finds a seed in run.json", function()
    local function one(name, config, seed, loss)
      return write_run(name, config, {{step = 1, seconds = 1, d = loss}}, nil,
                       {command = "train", script = "x.lua", given = {set = {}}, seeds = {generator = "ab" .. seed},
                        parts = {{from = 0, told = {seed = 9, lr = 8}},
                                 {from = 1, told = {seed = seed, lr = 3}, crc32 = "ab", text = "x = " .. seed}}})
    end
    local c = ln.runs.compare(one("a", {lr = 1}, 1, 5), one("b", {lr = 1}, 2, 6), one("c", {lr = 2}, 3, 7))
    assert.same({1, 2, 3}, {c.runs[1].seed, c.runs[2].seed, c.runs[3].seed})
    assert.same({{1, 2}, {3}}, c.groups)
    assert.is_nil(c.by_seed[1].more[2])
    assert.same({mean = 7, n = 1}, c.by_seed[1].means[2])
    assert.truthy(tostring(c):find("7 (one)", 1, true))
  end)

  it("tells what scripts were told, their texts' checksums, and parents of forks", function()
    local a = write_run("a", {}, {}, nil, {script = "x.lua", parts = {
      {from = 0, told = {lr = 1, n = 2}, crc32 = "aa", words = {"x"}, versions = {isa = "avx2", lua = "Lua 5.4"}}}})
    local b = write_run("b", {}, {}, nil, {script = "x.lua", parent = {run = "a", step = 7, set = {lr = 3}}, parts = {
      {from = 0, told = {lr = 1, n = 2}, crc32 = "aa", words = {"x"}, versions = {isa = "avx2", lua = "Lua 5.4"}},
      {from = 7, forks = true, told = {lr = 3, n = 2}, crc32 = "bb", versions = {isa = "avx512", lua = "Lua 5.4"}}}})
    local found = {}
    for k, d in ipairs(ln.runs.compare(a, b).differs) do found[k] = {d.name, d.values[1], d.values[2]} end
    assert.same({{"crc32", "aa", "bb"}, {"parent.run", nil, "a"}, {"parent.set.lr", nil, 3}, {"parent.step", nil, 7},
                 {"told.lr", 1, 3}, {"versions.isa", "avx2", "avx512"}}, found)
  end)

  it("passes over lines that are no objects and steps that are none, and says how many", function()
    local a = write_run("a", {}, {"[1]", "null", "7", {step = {}, fid = 3}, {step = "4", fid = 2}}, {
      evaluation({kid = 1}, {step = {7}})})
    local b = write_run("b", {}, {{step = 1, fid = 5}})
    local said, c = told(ln.runs.compare, a, b)
    assert.truthy(said:find("log.jsonl: passed over, for they are no records: 3 lines", 1, true), said)
    assert.equal(2, number(c, "fid").by_run[1].last)
    assert.truthy(tostring(c):find("2 (best 2)", 1, true), tostring(c))
    files.write(a .. "/config.json", "null")
    fails("config.json: it is no object", a, b)
  end)

  -- The text of a page, and the value in its script of data.
  local function page_of(path)
    local text = files.read(path)
    return text, assert(json.decode(text:match '<script type="application/json" id="data">\n(.-)\n*</script>'))
  end

  it("writes a page with the runs' records, samples, options and its own tables", function()
    local paths = write_five()
    os.execute("mkdir " .. paths[2] .. "/samples")
    ln.image.save(paths[2] .. "/samples/step-000020.png", ln.ones(1, 2, 2))
    ln.image.save(paths[2] .. "/samples/step-000040.png", ln.ones(1, 2, 2)) -- of no step that the log has
    local out = folder .. "/pages/all.html"
    ln.runs.compare(paths[1], paths[2], paths[3], paths[4], paths[5], {out = out})
    local _, data = page_of(out)
    local names = {}
    for k, run in ipairs(data.runs) do names[k] = run.name end
    assert.same({"r1", "r2", "r3", "r4", "r5"}, names)
    assert.same({{1, 2, 3}, {4, 5}}, data.groups)
    assert.same({{step = 10, seconds = 1, fid = 20}, {step = 20, seconds = 3, fid = 14}}, data.runs[2].records)
    assert.equal(0.2, data.runs[4].config.optimizers.lr)
    local pipe <close> = assert(io.popen(("base64 -w0 %s/samples/step-000020.png"):format(paths[2])))
    assert.same({{step = 20, when = "", png = pipe:read "a"}}, data.runs[2].samples)
    assert.same({{"step", "20", "20", "20", "20", "20"}, {"seconds", "3", "3", "3", "3", "3"},
                 {"ms a step", "150", "150", "150", "150", "150"}, {"seed", "1", "2", "3", "2", "3"}},
                data.tables.facts)
    assert.same({title = "log", rows = {{"fid", "10 (best 10 at 20)", "14 (best 14 at 20)", "12 (best 12 at 20)",
                                         "11 (best 11 at 20)", "7 (best 7 at 20)"}}}, data.tables.numbers[1])
    assert.same({{"optimizers.lr", "0.1", "0.1", "0.1", "0.2", "0.2"}}, data.tables.options)
    assert.same({"group 1", "group 2", "group 2 - group 1"}, data.tables.seeds.head)
    -- of 11 and 7: 9, 12.7062047364 times 2 to either side; the others as in the case of pairs
    assert.same({{"fid", "12 (7.032 to 16.97, 3)", "9 (-16.41 to 34.41, 2)", "-4 (-16.71 to 8.706, 2)"}},
                data.tables.seeds.sections[1].rows)
  end)

  it("tells no groups on the page of runs that are all others, whatever lies in their folders", function()
    local a = write_run("a/x", {lr = 1}, {})
    local b = write_run("b/x", {lr = 2}, {})
    os.execute("rm " .. b .. "/config.json")
    ln.runs.compare(a, b, {out = folder .. "/all.html"})
    local _, data = page_of(folder .. "/all.html")
    assert.same({a, b}, {data.runs[1].name, data.runs[2].name})
    assert.same({{1}, {2}}, data.groups)
    assert.is_nil(data.tables.seeds)
    assert.same({"[]", "[]"}, {json.encode(data.tables.numbers), json.encode(data.runs[1].samples)})
    assert.equal(json.null, data.runs[2].config)
  end)

  it("keeps what a run says out of the page's markup", function()
    local word = "</script><b>x</b><!--"
    local a = write_run("a", {[word] = word}, {{step = 1, [word] = 2, message = word}})
    local b = write_run("b", {}, {{step = 1, [word] = 3}}, {evaluation({kid = 1}, {against = word})})
    ln.runs.compare(a, b, {out = folder .. "/all.html"})
    local text, data = page_of(folder .. "/all.html")
    assert.is_nil(text:find(word, 1, true))
    assert.equal(word, data.tables.options[1][1])
    assert.equal(word, data.runs[1].records[1].message)
    assert.equal(2, select(2, text:gsub("</script>", "")))
  end)

  it("has every second record of logs that are long, as many runs as they are", function()
    local log = {}
    for k = 1, 10001 do log[k] = {step = k, d = 1} end -- of 20,000 on a page half is a run's
    local a, b = write_run("a", {}, log), write_run("b", {}, {{step = 1, d = 1}})
    ln.runs.compare(a, b, {out = folder .. "/all.html"})
    local _, data = page_of(folder .. "/all.html")
    assert.same({2, 5001, 10001}, {data.runs[1].records_every, #data.runs[1].records, data.runs[1].records[5001].step})
    assert.equal(1, data.runs[2].records_every)
  end)

  it("writes over a page only when it is told to", function()
    local a, b = write_run("a", {}, {}), write_run("b", {lr = 1}, {})
    files.write(folder .. "/all.html", "mine")
    fails(folder .. "/all.html: is there already; {force = true} writes over it", a, b, {out = folder .. "/all.html"})
    assert.equal("mine", files.read(folder .. "/all.html"))
    ln.runs.compare(a, b, {out = folder .. "/all.html", force = true})
    page_of(folder .. "/all.html")
  end)

  it("refuses what is no run", function()
    local a = write_run("a", {}, {})
    fails("compare: " .. folder .. ": there is neither config.json nor log.jsonl", a, folder)
    fails(folder .. "/none: is not there", a, folder .. "/none")
    fails("compare: " .. a .. "/ is given twice", a, a .. "/")
    fails("compare: other is missing; " .. a .. " is one run", a)
    files.write(a .. "/config.json", "{")
    fails(a .. "/config.json: byte 2: ", a, folder)
  end)
end)

-- Files as `experiment` writes them, a line a result. Student's t of 0.975 with 2 degrees of freedom is 4.30265
-- (Abramowitz and Stegun, table 26.10), with 1 it is 12.7062.
describe("runs.compare, of results", function()
  local function write_results(name, lines)
    local texts = {}
    for k, r in ipairs(lines) do
      texts[k] = json.encode {experiment = r.of or "mine", arm = r[1], seed = r[2], seconds = 9, cpu_seconds = r.cpu,
                              options = r.options or {name = r[1]}, results = {score = r[3], curve = {{1, 2}}}}
    end
    return files.write(folder .. "/" .. name .. ".jsonl", table.concat(texts, "\n") .. "\n")
  end

  it("tells means and differences, seed by seed, of one file or of several", function()
    local a = write_results("a", {{"b", 1, 3}, {"a", 1, 1}, {"a", 2, 2, cpu = 4}})
    local b = write_results("b", {{"b", 3, 7}, {"b", 2, 5}, {"a", 3, 6}, {"b", 4, 5}})
    local one, both = ln.runs.compare(a), ln.runs.compare(a, b)
    assert.equal(2, one:mean("a", "score").n)
    assert.equal("b", one.arms[1].name)
    -- 1, 2, 6: mean 3, squares 4 + 1 + 9, standard deviation sqrt(7)
    local mean, more = both:mean("a", "score"), both:difference("a", "b", "score")
    near(mean.mean, {3}, 1e-12)
    near(mean.high, {3 + 4.30265 * math.sqrt(7 / 3)}, 1e-5)
    -- -2, -3, -1, as seed 4 is in one arm only: -2 +- 4.30265 / sqrt(3), 2.484
    near(more.mean, {-2}, 1e-12)
    assert.same({3, false}, {more.n, more.off_zero})
    near(both:mean("a", "cpu_seconds").mean, {4}, 0)
    local text = tostring(both):gsub(" +", " ")
    assert.truthy(text:find("more than b, seed by seed", 1, true), text)
    assert.truthy(text:find(" a 4 (one)\n", 1, true), text)
  end)

  it("marks what 0 does not lie in", function()
    -- 10, 11, 12 more, and 1, 2, 3 with the interval 2 +- 2.48
    local c = ln.runs.compare(write_results("a", {
      {"a", 1, 0}, {"a", 2, 0}, {"a", 3, 0}, {"b", 1, 10}, {"b", 2, 11}, {"b", 3, 12},
      {"c", 1, 1}, {"c", 2, 2}, {"c", 3, 3}, {"d", 1, -10}, {"d", 2, -11}, {"d", 3, -12}, {"e", 1, 5}}))
    local found = {}
    for k, name in ipairs {"b", "c", "d", "e"} do found[k] = c:difference(name, "a", "score").off_zero end
    assert.same({true, false, true, false}, found)
    local text = tostring(c):gsub(" +", " ")
    assert.truthy(text:find(" b 11 (8.516 to 13.48, 3) 11 (8.516 to 13.48, 3) *\n", 1, true), text)
    assert.truthy(text:find(" c 2 (-0.4841 to 4.484, 3) 2 (-0.4841 to 4.484, 3)\n", 1, true), text)
  end)

  it("refuses what does not go together", function()
    local a = write_results("a", {{"a", 1, 1}})
    local run = write_run("run", {}, {{step = 1, loss = 1}})
    fails("compare: " .. a .. " has results of an experiment, and " .. run .. " is the folder of a run", a, run)
    fails("compare: " .. a .. " has results of an experiment, and " .. run .. " is the folder of a run", run, a)
    fails("compare: " .. a .. " is given twice", a, a)
    fails("none.jsonl: is not there", folder .. "/none.jsonl")
    fails("compare: out is all.html; the page is of runs, results of an experiment are printed", a, {out = "all.html"})
    local other = write_results("b", {{"a", 2, 1, of = "theirs"}})
    fails(other .. ": results of theirs; those of " .. a .. " are of mine", a, other)
    other = write_results("b", {{"a", 2, 1, options = {name = "a", lr = 2}}})
    fails(other .. ': results of the arm a are of other options, {"lr":2,"name":"a"}; before they are {"name":"a"}',
          a, other)
    other = write_results("b", {{"a", 1, 1}})
    fails(other .. ": the arm a with seed 1 is in " .. a .. " too", a, other)
    fails("x.jsonl: a line is no result of an experiment", files.write(folder .. "/x.jsonl", '{"step":1}\n'))
  end)
end)
