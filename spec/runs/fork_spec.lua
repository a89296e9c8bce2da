-- What lunette train leaves in run.json, lunette replay and lunette fork, from the tree.
local command = require "spec.support.command"
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local plain = require "spec.support.plain"

-- Nothing of it depends on the type of numbers.
if ln.real == "double" then return end

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

local ROOT = io.popen "pwd":read "l"

local function lunette(words) return command.run(folder, words) end
local function goes(words) return command.goes(folder, words) end
local function fails(part, words) return command.fails(folder, part, words) end

local function read_record(run) return json.decode(files.read(folder .. "/" .. run .. "/run.json")) end

local function log_of(run)
  local list = {}
  for line in io.lines(folder .. "/" .. run .. "/log.jsonl") do
    local record = json.decode(line)
    record.seconds = nil
    list[#list + 1] = record
  end
  return list
end

-- The names and the bytes of all files of a run.
local function bytes_of(run)
  local pipe <close> = assert(io.popen(("cd %s/%s; find . -type f | sort | xargs cksum"):format(folder, run)))
  return pipe:read "a"
end

-- All of a run's checkpoint but what its trainer counts.
local function state_of(run)
  local saved = plain(ln.load(folder .. "/" .. run .. "/checkpoint.safetensors"))
  saved.objects.trainer = nil
  return saved
end

-- A run of 20 steps, with a checkpoint every 4th and a hash every 5th; `more` are options as text, without which the
-- weight of r1 is gamma.
local function script(more, before)
  files.write(folder .. "/my.lua", ([[
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local o = ln.settings {steps = 20, lr = 1e-2, gamma = 1.0}
%s
local set = ln.data.tensors(ln.randn(40, 2))
local options = {
  generator = nn.Sequential {nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2)},
  discriminator = nn.Sequential {nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1)},
  data = ln.data.Loader(set, {batch_size = 8, shuffle = true}), latent = 3, steps = o.steps, folder = "runs/my",
  optimizers = {"Adam", lr = o.lr, betas = {0.5, 0.9}}, penalties = {{"r1", weight = o.gamma, every = 2}},
  schedules = {"StepLR", 6, gamma = 0.5}, ema = 0.9, hash_every = 5, log_every = 1, checkpoint_every = 4,
  samples_every = 20, samples = 4, collapse = false,
}
for name, value in pairs {%s} do options[name] = value end
gan.Trainer(options):run()
print "the script went on"
]]):format(before or "ln.manual_seed(3)", more or ""))
end

-- What a log has from step `from` on, of its losses and hashes.
local function told(run, from)
  local list = {}
  for _, record in ipairs(log_of(run)) do
    if record.step > from then
      list[#list + 1] = {record.step, record.discriminator, record.generator, record.hash}
    end
  end
  return list
end

describe("run.json of a script", function()
  it("has what it takes to repeat the run", function()
    script()
    goes "train my.lua --steps 8 --set lr=1e-3"
    local r = read_record "runs/my"
    assert.same({"train", "my.lua", "runs/my"}, {r.command, r.script, r.folder})
    local part = r.parts[1]
    local text = files.read(folder .. "/my.lua")
    assert.same({0, text, ("%08x"):format(files.crc32(text))}, {part.from, part.text, part.crc32})
    assert.same({steps = 8, lr = "1e-3"}, part.told)
    assert.equal("train my.lua --steps 8 --set lr=1e-3", table.concat(part.words, " "))
    assert.same({ln.version, "Lua 5.4", ln.real}, {part.versions.lunette, part.versions.lua, part.versions.real})
    assert.equal(1, #r.parts)
  end)

  it("has a part for each way that the run went on, and a changed script is told", function()
    script()
    goes "train my.lua --steps 8"
    goes "train my.lua --steps 8"
    assert.equal(1, #read_record "runs/my".parts)
    goes "train my.lua --steps 12"
    script("on_step = print")
    local said = goes "train my.lua"
    assert.truthy(said:find("runs/my: my.lua has changed since step 9 was begun with it: its crc32 was ", 1, true),
                  said)
    local parts = read_record "runs/my".parts
    assert.same({0, 8, 12}, {parts[1].from, parts[2].from, parts[3].from})
    assert.same({8, 12}, {parts[1].told.steps, parts[2].told.steps})
    -- by its folder it goes on as its record says
    script()
    said = goes "train runs/my --steps 24"
    assert.truthy(said:find("runs/my: my.lua has changed since: its text as run.json has it is run", 1, true), said)
    assert.truthy(said:find("goes on from step 20 of 24", 1, true), said)
    fails("train: runs/my: set is not for a run that goes on; a script's takes steps", "train runs/my --set lr=1")
  end)

  it("begins where lunette was there, and anew where the run does", function()
    script()
    os.execute(("cd %s; LUNETTE_PROGRESS=off LUA_PATH='%s/lua/?.lua;%s/lua/?/init.lua' LUA_CPATH='%s/build/?.so' " ..
                "lua5.4 my.lua >/dev/null"):format(folder, ROOT, ROOT, ROOT))
    fails("replay: runs/my: there is no run.json: the run was not begun by lunette train", "replay runs/my")
    goes "train my.lua --steps 24"
    assert.equal(20, read_record "runs/my".parts[1].from)
    fails("replay: runs/my: run.json begins at step 20, and what the run did before is not in it", "replay runs/my")
    script "resume = false"
    goes "train my.lua --steps 10"
    assert.equal(0, read_record "runs/my".parts[1].from)
    assert.equal("runs/my: 2 hashes held, up to step 10\n", select(2, goes "replay runs/my"))
  end)
end)

describe("lunette replay", function()
  it("holds all hashes of a run that was interrupted and went on, and does not touch it", function()
    script("on_step = function(t) if t.step == 7 and not io.open 'was' then io.open('was', 'w') " ..
           "io.popen('kill -INT ' .. io.open '/proc/self/stat':read 'n'):close() end end")
    assert.equal(130, select(3, lunette "train my.lua"))
    goes "train my.lua"
    goes "train my.lua --steps 30"
    local before = bytes_of "runs/my"
    local _, text = goes "replay runs/my"
    assert.equal("runs/my: 6 hashes held, up to step 30\n", text)
    assert.equal("runs/my: 2 hashes held, up to step 10\n", select(2, goes "replay runs/my --to 14"))
    assert.equal("runs/my: 1 hash held, up to step 30\n", select(2, goes "replay runs/my --from 28"))
    assert.equal(before, bytes_of "runs/my")
    assert.equal("my", files.list(folder .. "/runs"))
    -- and leaves nothing where it computed
    assert(os.execute(("cd %s && mkdir tmp && TMPDIR=tmp LUNETTE_PROGRESS=off %s/bin/lunette replay runs/my >said")
                      :format(folder, ROOT)))
    assert.equal("runs/my: 6 hashes held, up to step 30\n", files.read(folder .. "/said"))
    assert.equal("", files.list(folder .. "/tmp"))
  end)

  it("repeats what a script draws without a seed, of both generators", function()
    script("latent = function(n) return ln.randn(n, 3) * math.random() end", "")
    goes "train my.lua --steps 10"
    assert.equal("runs/my: 2 hashes held, up to step 10\n", select(2, goes "replay runs/my"))
  end)

  it("repeats a run that was rolled back", function()
    script("on_nan = 'rollback', on_step = function(t) if t.step == 11 and t.state.rollbacks == 0 then " ..
           "t.generator:parameters()[1]:detach():fill_(0 / 0) end end")
    goes "train my.lua"
    assert.truthy(files.read(folder .. "/runs/my/log.jsonl"):find "rolled back from step 12 to 8")
    assert.equal("runs/my: 4 hashes held, up to step 20\n", select(2, goes "replay runs/my"))
  end)

  it("tells the first hash that differs, with status 1", function()
    script()
    goes "train my.lua"
    local path = folder .. "/runs/my/log.jsonl"
    local hash = log_of "runs/my"[15].hash
    files.write(path, (files.read(path):gsub(hash, "0badcafe")))
    fails(("runs/my: step 15: the hash of all parameters is %s, in the log 0badcafe; 2 hashes held, up to step 10")
          :format(hash), "replay runs/my")
    goes "replay runs/my --to 10"
    assert.equal("errors my.lua runs", files.list(folder))
  end)

  it("uses the text that the run was begun with, and says so", function()
    script()
    goes "train my.lua"
    script "latent = 2"
    local said, text = goes "replay runs/my"
    assert.truthy(said:find("runs/my: my.lua has changed since: its text as run.json has it is run", 1, true), said)
    assert.equal("runs/my: 4 hashes held, up to step 20\n", text)
    os.remove(folder .. "/my.lua")
    assert.truthy(goes "replay runs/my":find("my.lua is gone since: its text as run.json has it is run", 1, true))
  end)

  it("tells of a module beside the script that has changed", function()
    files.write(folder .. "/nets.lua", "return {latent = 3}")
    script("latent = require 'nets'.latent")
    goes "train my.lua --steps 10"
    assert.same({["./nets.lua"] = ("%08x"):format(files.crc32 "return {latent = 3}")},
                read_record "runs/my".parts[1].modules)
    files.write(folder .. "/nets.lua", "return {latent = 1 + 2}")
    local said, text = goes "replay runs/my"
    assert.truthy(said:find("runs/my: ./nets.lua has changed since: run.json has no copy of what it requires", 1, true),
                  said)
    assert.equal("runs/my: 2 hashes held, up to step 10\n", text)
    said = goes "train my.lua --steps 12"
    assert.truthy(said:find("runs/my: ./nets.lua has changed since step 1 was begun with it: its crc32 was ", 1, true),
                  said)
    assert.is_nil(goes "train my.lua --steps 12":find("changed", 1, true))
  end)

  it("says what it cannot repeat", function()
    script "hash_every = 100"
    goes "train my.lua"
    fails("replay: runs/my: its log has no hash\n", "replay runs/my")
    fails("replay: runs/my: its log has no hash from step 1 to 7\n", "replay runs/my --to 7")
    script "hash_every = 5, resume = false"
    goes "train my.lua"
    fails("replay: runs/my: there is no checkpoint of step 3; there are those of 20, 16, 12", "replay runs/my --from 3")
    fails("replay: runs/my: its log has no hash after step 20\n", "replay runs/my --from 20")
    local path = folder .. "/runs/my/run.json"
    files.write(path, (files.read(path):gsub('"real":"%l+"', '"real":"half"')))
    fails(("replay: runs/my was computed in half, here is %s; LUNETTE_REAL=half has it"):format(ln.real),
          "replay runs/my")
  end)

  it("repeats runs of pictures, whose schedules follow their steps", function()
    for k = 1, 12 do ln.image.save(("%s/photos/%02d.png"):format(folder, k), ln.rand(3, 20, 20)) end
    goes "train photos --filters 2 --batch-size 4 --folder runs/x --preset r3gan --steps 50"
    goes "train runs/x --steps 100"
    local parts = read_record "runs/x".parts
    assert.same({0, 50, 50, 100}, {parts[1].from, parts[2].from, parts[1].plan.steps, parts[2].plan.steps})
    assert.equal("runs/x: 1 hash held, up to step 100\n", select(2, goes "replay runs/x"))
  end)
end)

describe("lunette fork", function()
  it("with nothing changed is the run's own continuation", function()
    script()
    goes "train my.lua"
    local before = bytes_of "runs/my"
    for k, at in ipairs {"--at 16", "--at 18", "--at 9", "--at 0"} do
      local said = goes("fork runs/my " .. at)
      local run = "runs/my-fork" .. k
      assert.truthy(said:find(("%s: runs/my from step %d on, with nothing changed"):format(run, at:match "%d+"), 1,
                              true), said)
      assert.same(log_of "runs/my", log_of(run))
      assert.same(state_of "runs/my", state_of(run))
    end
    assert.equal(before, bytes_of "runs/my")
  end)

  -- As a script that changes by itself at step 10 has it.
  local function changes_itself(more)
    script(more)
    goes "train my.lua --set steps=20"
    local list = told("runs/my", 0)
    os.execute("rm -r " .. folder .. "/runs")
    return list
  end

  it("changes what a script lets be set, from that step on", function()
    local wanted = changes_itself [[penalties = {{function(t, batch)
      return gan.penalties.r1(function(x) return t:judge(x) end, batch.real, {weight = t.step > 10 and 2 or 1})
    end, every = 2}}]]
    script()
    goes "train my.lua"
    local said = goes "fork runs/my --at 10 --set gamma=2"
    assert.truthy(said:find("runs/my-gamma=2: there is no checkpoint up to there, so the run begins anew and goes " ..
                            "on unchanged to step 10", 1, true), said)
    assert.truthy(said:find("goes on with other options: penalties.1.weight was 1, is 2", 1, true), said)
    assert.same(wanted, told("runs/my-gamma=2", 0))
    assert.same(told("runs/my", 0), changes_itself "")
    -- and by the trainer's own options
    goes "train my.lua"
    goes "fork runs/my --at 10 --set penalties.1.weight=2 --folder runs/b"
    assert.same(wanted, told("runs/b", 0))
    assert.equal("runs/b: 4 hashes held, up to step 20\n", select(2, goes "replay runs/b"))
    local r = read_record "runs/b"
    assert.same({run = "runs/my", step = 10, set = {["penalties.1.weight"] = "2"}}, r.parent)
    assert.same({{0, false}, {10, true}}, {{r.parts[1].from, r.parts[1].forks or false},
                                           {r.parts[2].from, r.parts[2].forks}})
  end)

  it("changes rates where a schedule has brought them, and betas", function()
    -- a power of two, so that its products with the schedule's are exact
    local wanted = changes_itself [[on_step = function(t)
      if t.step ~= 10 then return end
      for name, opt in pairs(t.optimizers) do
        local group = opt.param_groups[1]
        group.lr, group.initial_lr, group.betas = group.lr * 4, group.initial_lr * 4, {0, 0.9}
        t.schedules[name].base_lrs[1] = group.initial_lr
      end
    end]]
    script()
    goes "train my.lua"
    goes "fork runs/my --at 10 --set lr=4e-2 --set optimizers.betas=0,0.9 --folder runs/b"
    assert.same(wanted, told("runs/b", 0))
    -- its own resumption, and a fork of it
    goes "train runs/b --steps 24"
    goes "fork runs/b --at 20 --steps 24"
    assert.same(told("runs/b", 0), told("runs/b-fork1", 0))
    assert.equal("runs/b: 4 hashes held, up to step 20\n", select(2, goes "replay runs/b"))
  end)

  it("leaves other trainers of a script where they are, and a replay repeats them elsewhere", function()
    script("", [[
      ln.manual_seed(3)
      gan.Trainer {generator = nn.Linear(2, 2), discriminator = nn.Linear(2, 1), data = ln.data.ring {}, batch_size = 4,
                   latent = 2, steps = 3, folder = "runs/first", samples = 4, collapse = false}:run()
    ]])
    goes "train my.lua"
    local before = bytes_of "runs/first"
    assert.equal("runs/my: 4 hashes held, up to step 20\n", select(2, goes "replay runs/my"))
    assert.equal(before, bytes_of "runs/first")
    goes "fork runs/my --at 18"
    assert.same(told("runs/my", 0), told("runs/my-fork1", 0))
    assert.equal("first my my-fork1", files.list(folder .. "/runs"))
  end)

  it("goes on from a script that would start anew, and that catches what is raised", function()
    script "resume = false"
    local path = folder .. "/my.lua"
    files.write(path, (files.read(path):gsub("gan.Trainer%(options%):run%(%)", "print(pcall(function() " ..
                                                                            "gan.Trainer(options):run() end))")))
    goes "train my.lua"
    local wanted = told("runs/my", 0)
    goes "fork runs/my --at 10 --set gamma=2"
    goes "fork runs/my --at 18"
    assert.same(wanted, told("runs/my-fork1", 0))
    local list = told("runs/my-gamma=2", 0)
    for k = 1, 10 do assert.same(wanted[k], list[k]) end
    assert.are_not.same(wanted[11], list[11])
    goes "replay runs/my-gamma=2"
  end)

  it("goes on where it was killed before it changed, and after", function()
    script()
    goes "train my.lua"
    goes "fork runs/my --at 10 --set gamma=2 --folder runs/b"
    local wanted = told("runs/b", 0)
    for _, at in ipairs {"0", "6", "10", "13"} do
      script(("on_step = function(t) if t.step == %s and t.folder == 'runs/c' then os.exit(7) end end, " ..
              "on_start = function(t) if t.step == %s and t.folder == 'runs/c' then os.exit(7) end end, " ..
              "resume = %s"):format(at, at, "not io.open 'fresh'"))
      os.execute("rm -rf " .. folder .. "/runs/my " .. folder .. "/runs/c")
      goes "train my.lua"
      assert.equal(7, select(3, lunette "fork runs/my --at 10 --set gamma=2 --folder runs/c"), at)
      local path = folder .. "/runs/c/run.json"
      -- it is not to be killed again
      files.write(path, (files.read(path):gsub("os.exit%(7%)", "os.time()  ")))
      goes "train runs/c"
      assert.same(wanted, told("runs/c", 0), at)
    end
  end)

  it("takes the run's steps, others, and minutes", function()
    script()
    goes "train my.lua"
    goes "fork runs/my --at 16 --steps 17 --folder runs/b"
    assert.equal(17, log_of "runs/b"[17].step)
    assert.is_nil(log_of "runs/b"[18])
    goes "fork runs/my --at 16 --steps 1000000 --minutes 0.01 --folder runs/c"
    local log = log_of "runs/c"
    assert.equal("time", log[#log].stopped)
  end)

  it("of pictures changes gamma, lr and options of the trainer", function()
    for k = 1, 12 do ln.image.save(("%s/photos/%02d.png"):format(folder, k), ln.rand(3, 20, 20)) end
    for _, preset in ipairs {"r3gan", "stylegan2", "dcgan"} do
      goes("train photos --filters 2 --batch-size 4 --steps 20 --folder runs/x --preset " .. preset)
      local before = log_of "runs/x"
      for _, set in ipairs {"gamma=2000", "lr=0.02"} do
        goes("fork runs/x --at 10 --set " .. set)
        local log = log_of("runs/x-" .. set)
        assert.same(before[1], log[1]) -- step 10
        assert.are_not.same(before[#before].generator, log[#log].generator, set)
      end
      if preset ~= "dcgan" then os.execute("rm -r " .. folder .. "/runs") end
    end
    goes "fork runs/x --at 10"
    assert.same(log_of "runs/x", log_of "runs/x-fork1")
    goes "train runs/x-gamma=2000 --steps 22"
    assert.equal("2000", read_record "runs/x-gamma=2000".parts[3].set.gamma)
  end)

  it("refuses what it cannot do, before hours of it, and leaves nothing", function()
    script()
    goes "train my.lua"
    local function refuses(part, words)
      fails(part, words)
      assert.equal("my", files.list(folder .. "/runs"))
    end
    refuses("set: there is no gama; near it: gamma", "fork runs/my --at 3 --set gama=2")
    refuses("set: there is no weight; near it: penalties.1.weight", "fork runs/my --set weight=2")
    refuses('settings: gamma is "much", a number is wanted', "fork runs/my --set gamma=much")
    refuses('set: optimizers.betas is "1", 2 numbers, as 1,2, is wanted', "fork runs/my --set optimizers.betas=1")
    refuses('set: generator is "x", what the script alone can give is wanted', "fork runs/my --set generator=x")
    refuses("discriminator_steps is 1.5, an integer above 0 is wanted", "fork runs/my --set discriminator_steps=1.5")
    refuses("fork: runs/my has no step 21: it is at step 20", "fork runs/my --at 21")
    refuses("runs/my: is there already; lunette train goes on with a fork", "fork runs/my --folder runs/my")
    refuses("runs/none: is not there", "fork runs/none")
    assert.equal(2, select(3, lunette "fork runs/my --set gamma"))
    -- a disk without room for its first checkpoint
    os.execute(("cd %s; trap '' XFSZ; ulimit -f 2; LUNETTE_PROGRESS=off %s/bin/lunette fork runs/my 2>errors"):format(
      folder, ROOT))
    assert.truthy(files.read(folder .. "/errors"):find("File too large", 1, true))
    assert.equal("my", files.list(folder .. "/runs"))
    -- a checkpoint of the parent's in the fork's place
    goes "fork runs/my --at 10 --set gamma=2 --folder runs/b"
    os.execute(("cp %s/runs/my/checkpoint.safetensors %s/runs/b/"):format(folder, folder))
    fails("runs/b: its checkpoint is of step 20 of another run: this one is to go on otherwise from step 10",
          "train runs/b --steps 30")
    os.execute("rm -r " .. folder .. "/runs/b")
    -- another path to that step than the log has
    local path = folder .. "/runs/my/log.jsonl"
    local hash = log_of "runs/my"[5].hash
    files.write(path, (files.read(path):gsub(hash, "0badcafe")))
    refuses(("runs/my: step 5: the hash of all parameters is %s, in the log 0badcafe"):format(hash),
            "fork runs/my --at 8")
  end)
end)

describe("a checkpoint whose trainer counts otherwise", function()
  it("is passed over, and one of a part that run.json has not is refused", function()
    script()
    goes "train my.lua"
    local path = folder .. "/runs/my/checkpoint.safetensors"
    local function write(change)
      local saved = ln.load(path)
      change(saved.objects.trainer)
      ln.save(folder .. "/other.safetensors", saved)
    end
    local cases = {
      function(t) t.numbers = 7 end, function(t) t.numbers.part = "x" end,
      function(t) t.numbers.part = 0 end, function(t) t.numbers.seconds = true end,
    }
    for _, change in ipairs(cases) do
      write(change)
      os.execute(("cp -r %s/runs/my %s/runs/bad && cp %s/other.safetensors %s/runs/bad/checkpoint.safetensors"):format(
        folder, folder, folder, folder))
      local said = goes "fork runs/bad --folder runs/fork"
      assert.truthy(said:find("from step 16 on, with nothing changed", 1, true), said) -- the checkpoint before
      os.execute(("rm -rf %s/runs/bad %s/runs/fork"):format(folder, folder))
    end
    write(function(t) t.numbers.part = 3 end)
    os.rename(folder .. "/other.safetensors", path)
    fails("runs/fork: its checkpoint is of part 3; run.json has 2", "fork runs/my --folder runs/fork")
    assert.equal("my", files.list(folder .. "/runs"))
  end)
end)

describe("run.json that is none", function()
  it("is refused by the name of the field that is another", function()
    script()
    goes "train my.lua"
    local path = folder .. "/runs/my/run.json"
    local whole = files.read(path)
    local cases = {
      {"seeds is 7; what is wanted is of the kind object", function(r) r.seeds = 7 end},
      {"seeds.lua is true; what is wanted is of the kind list", function(r) r.seeds.lua = true end},
      {'seeds.lua.2 is "x"; what is wanted is of the kind integer', function(r) r.seeds.lua[2] = "x" end},
      {"parts.1.text is 7; what is wanted is of the kind string", function(_, part) part.text = 7 end},
      {"parts.1.versions is 1.5; what is wanted is of the kind object", function(_, part) part.versions = 1.5 end},
      {"parts.1.modules is 7; what is wanted is of the kind object", function(_, part) part.modules = 7 end},
      {'parts.1.set is "x"; what is wanted is of the kind object', function(_, part) part.set = "x" end},
      {"parts.1.seconds is true; what is wanted is of the kind number", function(_, part) part.seconds = true end},
      {"parts.1.from is missing; what is wanted is of the kind whole", function(_, part) part.from = nil end},
      {"parts.2 is no object", function(r) r.parts[2] = 7 end},
    }
    for _, case in ipairs(cases) do
      local r = json.decode(whole)
      case[2](r, r.parts[1])
      files.write(path, json.encode(r))
      fails("runs/my/run.json: is no record of a run: " .. case[1], "replay runs/my")
      fails("runs/my/run.json: is no record of a run: " .. case[1], "fork runs/my")
    end
  end)

  it("is refused by its path, and nothing is begun", function()
    script()
    goes "train my.lua"
    local path = folder .. "/runs/my/run.json"
    local whole, before = files.read(path), nil
    local broken = {
      "", whole:sub(1, 100), "{}", "[1]", '{"script":"my.lua","folder":"runs/my","parts":[{"from":0}]}',
      (whole:gsub('"from":0', '"from":0.5')), (whole:gsub('"folder":"runs/my"', '"folder":7')),
      (whole:gsub('"from":0', '"from":-1')),
    }
    for _, text in ipairs(broken) do
      files.write(path, text)
      before = bytes_of "runs/my"
      for _, words in ipairs {"replay runs/my", "fork runs/my", "train runs/my"} do
        fails("runs/my/run.json: is no record of a run", words)
      end
      fails("runs/my/run.json: is no record of a run", "train my.lua --steps 30")
      assert.equal("my", files.list(folder .. "/runs"))
    end
    assert.truthy(before)
    os.remove(path)
    goes "train my.lua --steps 22"
    assert.equal(20, read_record "runs/my".parts[1].from)
  end)
end)
