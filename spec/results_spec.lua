-- docs/results.md and the picture of README are those of the committed results, and each result is one that its
-- script makes again. Expected numbers are by hand; Student's t of 0.975 with 2 degrees of freedom is 4.30265
-- (Abramowitz and Stegun, table 26.10).
local arms = require "lunette.runs.arms"
local engine = require "lunette.engine"
local file = require "lunette.file"
local files = require "spec.files"
local json = require "lunette.json"
local page = require "tools.results.page"

local FOLDER = "examples/experiments"

describe("the committed results", function()
  it("stand in docs/results.md; make results writes it anew", function()
    local text = files.read "docs/results.md"
    assert.equal(page.whole(text, FOLDER), text)
  end)

  for name, path in pairs(page.pictures) do
    it("are in " .. path, function()
      if engine.build.real == "double" then return pending "it is drawn in float" end
      local figure = require("tools.results." .. name).draw(FOLDER)
      assert.equal(figure ~= nil, engine.io.exists(path))
      if figure then assert.equal(tostring(figure), files.read(path)) end
    end)
  end

  it("have chosen the rates of the mixtures' arms", function()
    local found = arms.read {FOLDER .. "/results/tune.jsonl"}
    local mixtures = dofile(FOLDER .. "/mixtures.lua")
    for _, set in ipairs {"ring", "grid"} do
      for k, arm in ipairs(mixtures.arms_of(set)) do
        if k > #mixtures.arms then break end -- the mixture itself has no rate
        local best, smallest
        for _, lr in ipairs {1e-4, 3e-4, 1e-3} do
          local name = ("%s-%s-%.0e"):format(set, arm.name, lr)
          local mean = found:mean(name, "distance")
          assert.equal(2, mean.n, name)
          if not smallest or mean.mean < smallest then best, smallest = lr, mean.mean end
        end
        assert.equal(best, arm.lr, set .. " " .. arm.name)
      end
    end
  end)

  it("have a script each", function()
    for _, name in ipairs(file.names(FOLDER .. "/results") or {}) do
      assert.truthy(engine.io.exists(("%s/%s.lua"):format(FOLDER, name:match "^(.+)%.jsonl$" or name)), name)
    end
  end)
end)

local SCRIPT = [[
return {
  hypothesis = "b has more than a.", protocol = "Made up for a spec.",
  arms = {{name = "a"}, {name = "b", k = 2, f = print}, {name = "c"}, {name = "later"}},
  run = print,
  columns = {{name = "modes", title = "modes of 8"}, {name = "deep.kl", digits = 1}},
  published = {
    {source = "One, table 1", differs = "more steps.", arms = {a = {modes = "6.3 +- 0.5"}, b = {modes = "7"}}},
    {source = "Another", differs = "fewer steps.", arms = {a = {modes = "1"}}},
  },
  finding = "It has.",
}
]]

local function line(arm, seed, modes, kl, more)
  local record = {experiment = "mine", arm = arm, seed = seed, options = {name = arm, k = arm == "b" and 2 or nil},
                  results = {modes = modes, deep = {kl = kl}}, cpu_seconds = seed,
                  machine = {processor = "P", isa = "avx2", real = "float", threads = 1, version = "0.1"}}
  for key, v in pairs(more or {}) do record[key] = v end
  return json.encode(record) .. "\n"
end

describe("a page of results", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function section(script, ...)
    files.write(folder .. "/mine.lua", script)
    files.write(folder .. "/steps.lua", "error 'no script of results is run'")
    os.execute("mkdir -p " .. folder .. "/results")
    files.write(folder .. "/results/mine.jsonl", table.concat {...})
    return page.section(folder)
  end

  local function has(text, part) assert.truthy(text:find(part, 1, true), text) end

  -- a: modes 4, 5, 6; b: 7, 7, 10, so 3, 2, 4 more; c: of one seed, without the other number. The numbers of b come
  -- first.
  local function made()
    return section(SCRIPT, line("b", 1, 7, 1), line("a", 1, 4, 0.5), line("a", 2, 5, 1), line("b", 2, 7, 2),
                   line("a", 3, 6, 0.25), line("b", 3, 10, 2.5), line("c", 2, 6))
  end

  it("says what the script says, and means by arm beside what others have", function()
    local text = made()
    has(text, "\n### mine\n\n**Hypothesis.** b has more than a.\n\n**Protocol.** Made up for a spec.\n\n" ..
              "**Arms.** a; b (k 2); c; later.\n\n")
    -- a: 4.30265 / sqrt(3) = 2.48; kl mean 0.58, deviations -.0833 .4167 -.3333, s = .3819, +- 0.95.
    -- b: mean 8, s = sqrt(3), +- 4.30; more 3 +- 2.48, off 0; kl 1.83, s = .7638, +- 1.90;
    -- more 0.5, 1, 2.25: 1.25, s = .9014, +- 2.24. Seconds are the seeds: 2.
    has(text, "| arm | seeds | modes of 8 | published | deep.kl | s |\n|---|---|---|---|---|---|\n" ..
              "| a | 3 | 5.00 +- 2.48 | 6.3 +- 0.5 (a), 1 (b) | 0.6 +- 0.9 | 2.0 |\n" ..
              "| b | 3 | **8.00 +- 4.30** | 7 (a) | 1.8 +- 1.9 | 2.0 |\n" ..
              "| c | 1 | 6.00 |  |  | 2.0 |\n\n")
    has(text, "\n- (a) One, table 1. There: more steps.\n- (b) Another. There: fewer steps.\n")
    has(text, "| arm | modes of 8, more than a |\n|---|---|\n| b | **3.000 (0.516 to 5.484)** |\n| c | 1.000 |\n")
    has(text, "\n\n**Found.** It has.\n\n")
    has(text:gsub("\n", " "), "on P (avx2, float, one thread), Lunette 0.1:")
  end)

  it("tells of fewer seeds than an arm has, and of each machine", function()
    local text = section(SCRIPT, line("a", 1, 4, 1), line("a", 2, 6), line("a", 3, 5, 3, {
      machine = {isa = "baseline", real = "double", threads = 2, version = "0.2"}}))
    -- 1, 3: mean 2, +- 12.7062 * sqrt(2) / sqrt(2)
    has(text, "| a | 3 | 5.00 +- 2.48 | 6.3 +- 0.5 (a), 1 (b) | 2.0 +- 12.7 (2) | 2.0 |\n")
    has(text:gsub("\n", " "), "on P (avx2, float, one thread), Lunette 0.1; a machine (baseline, double, 2 " ..
                              "threads), Lunette 0.2:")
    assert.is_nil(text:find("more than a |", 1, true))
  end)

  it("has no table where the script names no columns, and no minus before 0", function()
    local bare = SCRIPT:gsub("columns = .-\n", ""):gsub("published = .-\n  },\n", "")
    local text = section(bare, line("a", 1, 4, 1), line("b", 1, 7, 1))
    assert.is_nil(text:find("|", 1, true))
    has(text, "**Found.** It has.")
    text = section(SCRIPT, line("a", 1, 4, 1), line("b", 1, 4, -0.01))
    has(text, "| b | 1 | 4.00 | 7 (a) | 0.0 | 1.0 |\n")
  end)

  it("stands in the place of the one before, and of nothing else", function()
    made()
    local own = page.section(folder)
    local whole = page.whole("# T\n\n## Experiments\n\nold\n\n### old\n\n## Speed\n\n1\n", folder)
    assert.equal("# T\n\n" .. own .. "\n## Speed\n\n1\n", whole)
    assert.equal(whole, page.whole(whole, folder))
    assert.equal("# T\n\n" .. own, page.whole("# T\n\n## Experiments\n", folder))
  end)

  it("refuses results that the script does not make, and tables of what is not there", function()
    local function fails(part, ...)
      local ok, why = pcall(section, ...)
      assert.is_false(ok)
      assert.truthy(why:find(part, 1, true), why)
    end
    local good = line("a", 1, 4, 1)
    fails('results of the arm b are of other options, {"k":3,"name":"b"}; here they are {"k":2,"name":"b"}', SCRIPT,
          good, line("b", 1, 1, 1, {options = {name = "b", k = 3}}))
    fails("mine.jsonl: results of the arm d, which " .. folder .. "/mine.lua does not have", SCRIPT, line("d", 1, 1))
    fails("mine.jsonl: results of theirs", SCRIPT, line("a", 1, 1, 1, {experiment = "theirs"}))
    fails("mine.jsonl: 1 lines are cut", SCRIPT, good, '{"arm":')
    fails("mine.lua: columns has modes, which no result has", SCRIPT, line("a", 1, nil, 1))
    fails("mine.lua: published has the arm e, which is none", SCRIPT:gsub('a = {modes = "1"', 'e = {modes = "1"'), good)
    fails("mine.lua: published has mods, which is in no column", SCRIPT:gsub('b = {modes', 'b = {mods'), good)
  end)
end)
