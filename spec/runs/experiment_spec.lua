-- Experiments: arms by seeds, resumed, in parallel, and what their results say. Expected numbers are by hand; Student's
-- t of 0.975 with 2 degrees of freedom is 4.30265 (Abramowitz and Stegun, table 26.10).
local command = require "spec.support.command"
local engine = require "lunette.engine"
local files = require "spec.files"
local json = require "lunette.json"
local lapack = require "spec.support.lapack"
local ln = require "lunette"

local TEXT = [[
local text = "%s"
return {
  hypothesis = "b is more than a", protocol = "sums of what is given",
  arms = {{name = "a", k = 1}, {name = "b", k = 2, f = function() end}},
  seeds = 3, quick = {k = 10},
  run = function(run)
    local ln = require "lunette"
    if text == "fails" and run.arm.name == "b" then error("a fault") end
    local x = ln.rand(1, {generator = run:generator "x"}):item()
    return {score = run.arm.k * run.seed, deep = {x = x}, list = {1, 2},
            seed = run:seed_of "x", default = ln.rand(1):item(), folder = run.folder}
  end,
}
]]

describe("an experiment", function()
  local folder, path
  before_each(function()
    folder = files.new_folder()
    path = files.write(folder .. "/mine.lua", TEXT:format(""))
  end)
  teardown(files.remove_folder)

  local function go(o)
    o = o or {}
    o.out, o.folder = o.out or folder .. "/out.jsonl", folder .. "/runs"
    o.jobs = o.jobs or 1
    return ln.experiment(path, o)
  end

  local function fails(f, part)
    local ok, why = pcall(f)
    assert.is_false(ok)
    assert.truthy(tostring(why):find(part, 1, true), tostring(why))
  end

  local function records(name)
    local list = {}
    for line in files.read(folder .. "/" .. (name or "out.jsonl")):gmatch "[^\n]+" do
      list[#list + 1] = json.decode(line)
    end
    return list
  end

  it("passes over what another process makes, and nothing else", function()
    local own = folder .. "/runs/a-1"
    files.write(folder .. "/hold.lua", ([[
      local lock = require("lunette.file").hold("%s")
      print "held"
      io.stdout:close()
      io.read()
    ]]):format(own))
    local run = ("cd %s; lua5.4 hold.lua >said; rm said"):format(folder)
    local other <close> = assert(io.popen(run, "w"))
    repeat local f <close> = io.open(folder .. "/said") until f and f:read "a" == "held\n"
    go {seeds = 1}
    local list = records()
    assert.same({1, "b"}, {#list, list[1].arm})
    other:write "\n"
    other:close()
    files.write(folder .. "/runs/a-2", "no folder")
    fails(function() go {seeds = 2} end, "runs/a-2: Not a directory")
  end)

  it("makes a line for each arm and seed, seed after seed, alike in what they share", function()
    go()
    local list, order = records(), {}
    for k, r in ipairs(list) do order[k] = r.arm .. r.seed end
    assert.equal("a1 b1 a2 b2 a3 b3", table.concat(order, " "))
    local one, two, three = list[1], list[2], list[3]
    assert.equal(one.results.deep.x, two.results.deep.x)
    assert.equal(one.results.default, two.results.default)
    assert.not_equal(one.results.deep.x, three.results.deep.x)
    assert.same({k = 2, name = "b"}, {k = two.options.k, name = two.options.name})
    assert.equal("mine", one.experiment)
    assert.equal(ln.version, one.machine.version)
    assert.equal(folder .. "/runs/b-1", two.results.folder)
    assert.is_true(one.seconds >= 0)
  end)

  it("goes on where it was, after a line that was cut too, and adds arms and seeds", function()
    go {arms = {"a"}, seeds = 2}
    assert.equal(2, #records())
    files.write(folder .. "/out.jsonl", files.read(folder .. "/out.jsonl") .. '{"arm":"b","se')
    local found = go()
    local order = {}
    for line in files.read(folder .. "/out.jsonl"):gmatch "[^\n]+" do
      local r = json.decode(line)
      order[#order + 1] = r and r.arm .. r.seed or "cut"
    end
    assert.equal("a1 a2 cut b1 b2 a3 b3", table.concat(order, " "))
    assert.truthy(tostring(found):find "1 lines are cut, and left out")
  end)

  it("means, intervals and differences are those by hand", function()
    local found = go()
    local b, more = found:mean("b", "score"), found:difference("b", "a", "score")
    -- 2, 4, 6: mean 4, standard deviation 2, and 4.30265 * 2 / sqrt(3) to either side
    assert.near(4, b.mean, 1e-12)
    assert.near(4 - 4.30265 * 2 / math.sqrt(3), b.low, 1e-4)
    assert.equal(3, b.n)
    -- 1, 2, 3 more
    assert.near(2, more.mean, 1e-12)
    assert.near(2 + 4.30265 / math.sqrt(3), more.high, 1e-4)
    -- of x, which is the same in both arms, the difference is 0
    local text = tostring(found):gsub(" +", " ")
    assert.truthy(text:find("more than a, seed by seed", 1, true))
    assert.truthy(text:find("score:\n a 2 (-0.4841 to 4.484, 3)\n b 4 (-0.9683 to 8.968, 3) " ..
                            "2 (-0.4841 to 4.484, 3)\n", 1, true), text)
    assert.truthy(text:find("deep.x:\n", 1, true))
    assert.truthy(text:find(" 0 (0 to 0, 3)\n", 1, true))
    assert.is_nil(text:find "list")
  end)

  it("stands in the order of its arms, whichever was first", function()
    go {arms = {"b"}, seeds = 1}
    local found = go()
    assert.equal("a b", found.arms[1].name .. " " .. found.arms[2].name)
    assert.same({1, 2, 3}, {found.arms[1].records[1].seed, found.arms[1].records[2].seed,
                            found.arms[1].records[3].seed})
  end)

  it("takes what tables are to show, and refuses what they cannot", function()
    local function told(text) files.write(path, (TEXT:format(""):gsub("seeds = 3", "seeds = 1, " .. text))) end
    told ('columns = {{name = "score"}}, finding = "f", ' ..
          'published = {{source = "s", differs = "d", arms = {a = {score = "1"}}}}')
    assert.equal(2, #go().arms)
    told 'columns = {{title = "score"}}'
    fails(go, "experiment: columns: name is missing")
    told 'columns = {{name = "score", digts = 1}}'
    fails(go, "unknown option digts; known: name, title, digits; near it: digits")
    told 'published = {{source = "s", arms = {}}}'
    fails(go, "experiment: published: differs is missing")
  end)

  it("is done by several processes without a line twice", function()
    go {jobs = 3}
    local seen = {}
    for _, r in ipairs(records()) do
      local key = r.arm .. r.seed
      assert.is_nil(seen[key])
      seen[key] = true
    end
    assert.equal(6, #records())
  end)

  it("is done by several processes for the arms that were named, and no others", function()
    go {arms = {"b"}, jobs = 3}
    local order = {}
    for k, r in ipairs(records()) do order[k] = r.arm .. r.seed end
    table.sort(order)
    assert.equal("b1 b2 b3", table.concat(order, " "))
  end)

  it("in a hurry is one seed with other options, in a file of its own", function()
    ln.experiment(path, {quick = true, jobs = 1, out = folder .. "/quick.jsonl", folder = folder .. "/q"})
    local list = records "quick.jsonl"
    assert.equal(2, #list)
    assert.equal(10, list[1].results.score)
  end)

  it("refuses results of other options, an arm that is not there, and files that say too little", function()
    go()
    files.write(path, (TEXT:format(""):gsub("k = 2", "k = 7")))
    fails(function() go() end, "out.jsonl: results of the arm b are of other options, " ..
      '{"k":2,"name":"b"}; here they are {"k":7,"name":"b"}')
    files.write(path, TEXT:format "")
    fails(function() go {arms = {"c"}} end, "experiment: mine has no arm c")
    files.write(path, "return {hypothesis = 'h', protocol = 'p', arms = {{name = 'a b'}}, run = print}")
    fails(go, "mine.lua: an arm is called \"a b\"")
    files.write(path, "return {hypothesis = 'h', protocol = 'p', arms = {{name = 'a'}, {name = 'a'}}, run = print}")
    fails(go, "mine.lua: two arms are called a")
    files.write(path, "return {protocol = 'p', arms = {}, run = print}")
    fails(go, "hypothesis")
    files.write(path, "return 3")
    fails(go, "mine.lua returns")
  end)

  it("says of which numbers a run has none, and goes on", function()
    files.write(path, (TEXT:format "":gsub("score = run.arm.k %* run.seed", "score = run.seed == 2 and 0 / 0 or 1")))
    local found = go()
    assert.truthy(records()[3].results.score:find "nan")
    assert.equal(2, found:mean("a", "score").n)
    assert.equal(6, #records())
  end)

  it("ends with the fault of a run, keeping what was done", function()
    files.write(path, TEXT:format "fails")
    fails(go, "a fault")
    assert.equal(1, #records())
  end)
end)

describe("the experiments of examples/experiments", function()
  if ln.real == "double" then
    return it("are those of float", function() assert.equal("double", engine.build.real) end)
  end
  local folder = files.new_folder()
  teardown(files.remove_folder)
  for _, name in ipairs {"ring", "grid", "grid_long", "pacgan_ring", "pacgan_grid", "stacked", "game", "layer"} do
    it(name .. " goes through, in a hurry, all arms beside each other", function()
      local found = ln.experiment("examples/experiments/" .. name .. ".lua", {
        quick = true, jobs = 1, out = folder .. "/" .. name .. ".jsonl", folder = folder .. "/" .. name})
      assert.is_true(#found.arms >= 4)
      for _, arm in ipairs(found.arms) do
        local modes = found:mean(arm.name, "modes").mean
        assert.is_true(modes >= 0 and modes == modes // 1, arm.name)
      end
      assert.is_true(#found.numbers >= 3)
    end)
  end

  it("tune goes through for two of its arms, and tells them apart", function()
    local found = ln.experiment("examples/experiments/tune.lua", {
      quick = true, jobs = 1, out = folder .. "/tune.jsonl", folder = folder .. "/tune",
      arms = {"ring-plain-1e-04", "grid-pac3-1e-03"}})
    local one, other = found:mean("ring-plain-1e-04", "distance"), found:mean("grid-pac3-1e-03", "distance")
    -- before it has learnt anything: about half of a ring's radius, and of a grid's that is far wider
    assert.is_true(0 < one.mean and one.mean < other.mean)
  end)

  -- Small sets in the place of MNIST and Fashion-MNIST, made of the digits that are here.
  local function write_set(root)
    local pixels = ((ln.data.digits():batch(ln.arange(1, 100)) + 1) * 127.5):round():flatten():totable()
    local bytes = {}
    for k, v in ipairs(pixels) do bytes[k] = string.char(math.tointeger(v)) end
    assert(os.execute("mkdir -p " .. root))
    for _, part in ipairs {"train", "t10k"} do
      files.write(root .. "/" .. part .. "-images-idx3-ubyte",
                  (">I4I4I4I4"):pack(0x803, 100, 28, 28) .. table.concat(bytes))
      files.write(root .. "/" .. part .. "-labels-idx1-ubyte", (">I4I4"):pack(0x801, 100) .. ("\0"):rep(100))
    end
  end

  for name, set in pairs {quality_mnist = "mnist", quality_fashion = "fashion-mnist"} do
    it(name .. " goes through too, and leaves samples of all arms", function()
      local missing = lapack.missing()
      if missing then return pending(missing) end
      write_set(folder .. "/datasets/" .. set)
      local path = io.popen "pwd":read "l" .. "/examples/experiments/" .. name .. ".lua"
      command.goes(folder, "experiment " .. path .. " --quick --jobs 1")
      local seen = {}
      for line in files.read(("%s/runs/%s-quick.jsonl"):format(folder, name)):gmatch "[^\n]+" do
        local r = json.decode(line)
        seen[r.arm] = r.results
        assert.is_true(r.results.inception_score >= 1 and r.results.inception_score <= 10, r.arm)
        assert.is_true(#files.read(("%s/runs/%s-quick/%s-1/samples.png"):format(folder, name, r.arm)) > 0)
      end
      -- both parts of this set are the same pictures: no distance, and all of each among the other
      assert.near(0, seen.real.fid, 1e-2)
      assert.same({1, 1}, {seen.real.precision, seen.real.recall})
      for _, arm in ipairs {"all", "no_matching", "no_minibatch", "no_history", "no_smoothing", "no_virtual",
                            "none"} do
        assert.is_true(seen[arm].fid > 1, arm)
        -- each arm has something of its own
        for other, found in pairs(seen) do
          assert.is_true(other == arm or found.fid ~= seen[arm].fid, arm .. " is " .. other)
        end
      end
    end)
  end

  it("game has its figure drawn from what it has found", function()
    local text = tostring(require "tools.results.game".of(folder .. "/game.jsonl"))
    for _, title in ipairs {"plain", "mbd_extragradient", "step 1", "step 2", "step 3", "share of rotation"} do
      assert.truthy(text:find(">" .. title .. "<", 1, true), title)
    end
  end)

  it("semi_supervised goes through, in a hurry, all arms beside each other", function()
    local found = ln.experiment("examples/experiments/semi_supervised.lua", {
      quick = true, jobs = 1, out = folder .. "/semi.jsonl", folder = folder .. "/semi"})
    local seen = {}
    for _, name in ipairs {"feature_matching", "mbd", "adversarial", "labels_alone"} do
      local errors, last = found:mean(name, "errors").mean, found:mean(name, "errors_last").mean
      assert.is_true(errors >= 0 and errors <= 1000 and errors == errors // 1, name)
      -- each arm has something of its own
      local text = errors .. " " .. last
      assert.is_nil(seen[text], name)
      seen[text] = true
    end
  end)

  it("are all listed here", function()
    local pipe <close> = assert(io.popen "ls examples/experiments/*.lua")
    local names = pipe:read "a":gsub("examples/experiments/", ""):gsub("%.lua", "")
    assert.equal("game grid grid_long layer mixtures pacgan_grid pacgan_ring quality quality_fashion " ..
                 "quality_mnist ring semi_supervised stacked steps tune ", (names:gsub("\n", " ")))
  end)
end)
