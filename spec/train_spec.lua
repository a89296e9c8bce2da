-- lunette train, new and repl, from the tree.
local command = require "spec.support.command"
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local pictures = dofile "spec/pictures.lua"

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

local ROOT = io.popen "pwd":read "l"

local function lunette(words) return command.run(folder, words) end
local function goes(words) return command.goes(folder, words) end
local function fails(part, words) return command.fails(folder, part, words) end

-- 30 pictures, PNG and JPEG, gray and coloured, in two folders.
local function write_pictures(path)
  local jpegs = {}
  for _, p in ipairs(pictures) do
    if p.name:find "^jpeg" and p.pixels then jpegs[#jpegs + 1] = p end
  end
  for k = 1, 30 do
    local name = ("%s/%s/%02d"):format(path, k % 2 == 0 and "a" or "b", k)
    if k % 3 == 0 then
      local bytes = jpegs[k // 3 % #jpegs + 1].file:gsub("%x%x", function(x) return string.char(tonumber(x, 16)) end)
      files.write(name .. ".jpg", bytes)
    else
      ln.image.save(name .. ".png", ln.rand(k % 2 == 0 and 1 or 3, 17 + k, 20))
    end
  end
end

local function read_record(run) return json.decode(files.read(run .. "/run.json")) end

describe("lunette train, of pictures,", function()
  before_each(function() write_pictures(folder .. "/photos") end)

  it("trains three steps, tells what it chose, and is sampled", function()
    local said = goes "train photos --steps 3 --filters 4 --batch-size 4"
    for _, part in ipairs {"preset r3gan: its pairing loss with R1 and R2 bears few pictures",
                           "4 filters, batches of 4", "augmented: 30 pictures are fewer than 5000",
                           "all 3 steps are done",
                           "runs/photos/report.html shows it",
                           "lunette sample runs/photos -n 64", "lunette eval runs/photos"} do
      assert.truthy(said:find(part, 1, true), part .. "\n" .. said)
    end
    local record = read_record(folder .. "/runs/photos")
    assert.same({"train", "photos", 3, 16, 3, "r3gan"},
                {record.command, record.target, record.given.steps, record.plan.size, record.plan.channels,
                 record.plan.preset})
    goes "sample runs/photos -n 4 --columns 2 -o grid.png"
    assert.same({3, 2 * 18 + 2, 2 * 18 + 2}, ln.image.load(folder .. "/grid.png"):size())
    said = goes "train photos --steps 1 --filters 2 --batch-size 4 --folder \"runs/it's\""
    assert.truthy(said:find([[lunette sample 'runs/it'\''s' -n 64 -o 'runs/it'\''s/more.png']], 1, true), said)
  end)

  it("goes on by the same words, further by more steps, and refuses others", function()
    local words = "train photos --preset dcgan --filters 4 --batch-size 4 --folder runs/x --steps "
    goes(words .. 3)
    assert.truthy(goes(words .. 3):find("all 3 steps were done before", 1, true))
    assert.truthy(goes "train photos --steps 5 --folder runs/x":find("goes on from step 3 of 5", 1, true))
    assert.truthy(goes "train runs/x --steps 6":find("goes on from step 5 of 6", 1, true))
    assert.equal(6, read_record(folder .. "/runs/x").plan.steps)
    fails("runs/x was begun with size 16, not 32; another run", "train photos --size 32 --folder runs/x")
    assert.truthy(goes "train photos/ --steps 7 --folder runs/x":find("goes on from step 6 of 7", 1, true))
    goes "train photos/ --steps 2 --filters 2 --batch-size 4 --preset dcgan"
    assert.equal("photos", read_record(folder .. "/runs/photos").target)
    fails("runs/x was begun with target photos, not photos/a", "train photos/a --folder runs/x")
  end)

  it("ends with 130 when it is interrupted, and goes on from there", function()
    local words = "train photos --preset dcgan --filters 2 --batch-size 4 --steps 100000"
    -- the signal when the run has its configuration, which it writes before its first step
    local line = ("cd %s; LUNETTE_PROGRESS=off env -u LUA_PATH -u LUA_CPATH %s/bin/lunette %s 2>errors & p=$!; " ..
                  "while [ ! -s %s/runs/photos/config.json ]; do sleep 0.05; done; kill -INT $p; wait $p; " ..
                  "echo $?"):format(folder, ROOT, words, folder)
    -- bash, whose background processes may be interrupted where -m is set
    files.write(folder .. "/run.sh", "set -m\n" .. line .. "\n")
    local pipe <close> = assert(io.popen("bash " .. folder .. "/run.sh"))
    assert.equal("130", pipe:read "a":match "%d+%s*$":match "%d+")
    assert.truthy(goes("train runs/photos --steps 1"):find("all %d+ steps were done before"))
  end)

  it("takes a pack, and classes", function()
    ln.data.pack(folder .. "/photos", folder .. "/p.pack", {size = 16})
    goes "train p.pack --labels --steps 2 --filters 2 --batch-size 4"
    goes "sample runs/p --class 2 -n 2 -o two.png"
    fails("photos/a has no folders within it", "train photos/a --labels --folder runs/y")
    fails("zoo.r3gan: size is 24", "train photos --size 24 --folder runs/z")
    assert.is_nil(io.open(folder .. "/runs/z/run.json"))
    os.execute("mkdir " .. folder .. "/empty")
    fails("no file ends in .png", "train empty")
  end)

  it("measures what fits into the time, and says it", function()
    local said = goes "train photos --minutes 0.02 --filters 2 --folder runs/m"
    assert.truthy(said:find("measured: %w+ of 16 x 16, 2 filters: %d+ images/s, %d+ of %d+ that"), said)
    assert.truthy(said:find("taken: %w+ of 16 x 16, 2 filters, for %d+ steps"), said)
    local plan = read_record(folder .. "/runs/m").plan
    assert.equal(.02, plan.minutes)
    assert.equal("number", type(plan.seconds))
    assert.truthy(plan.steps >= 1)
    -- as if it had been measured while the machine was slow
    local record = read_record(folder .. "/runs/m")
    record.parts[1].plan.seconds, record.plan.seconds, record.plan.steps = 1e6, 1e6, 1
    files.write(folder .. "/runs/m/run.json", json.encode(record))
    said = goes "train photos --minutes 0.02 --folder runs/m"
    assert.truthy(said:find("runs/m: took %d+ seconds, 1000000 were there: the machine was slower when it was " ..
                            "measured; more minutes go further"), said)
  end)
end)

describe("lunette train, of a script,", function()
  local function script(text) files.write(folder .. "/my.lua", text) end

  it("hands on steps and settings", function()
    script [[
      #!/usr/bin/env lua
      local ln = require "lunette"
      local o = ln.settings {steps = 5, lr = .5, name = "a"}
      print(o.steps, o.lr, o.name, arg[0], arg[1])
    ]]
    script(files.read(folder .. "/my.lua"):gsub("^%s+", ""))
    local _, text = goes "train my.lua --steps 7 --set lr=1e-4 --set=name=x=y"
    assert.equal("7\t0.0001\tx=y\tmy.lua\tnil\n", text)
    assert.equal("5\t0.5\ta\tmy.lua\tnil\n", select(2, goes "train my.lua"))
    fails("lunette: my.lua:3: settings: there is no lrr; near it: lr", "train my.lua --set lrr=2")
    assert.equal(2, select(3, lunette "train my.lua --set lr"))
  end)

  it("refuses what a script does not take, and tells its mistakes", function()
    script "local ln = require 'lunette'\nlocal x = ln.ones(2)\nx:matmul(ln.ones(3))"
    fails("lunette: my.lua:3: matmul: inner sizes differ", "train my.lua")
    fails("train: my.lua is to be told steps, and does not call ln.settings", "train my.lua --steps 3")
    fails("train: minutes is for pictures; a script takes steps and set", "train my.lua --minutes 3")
    script "x = = 3"
    fails("lunette: my.lua:1: unexpected symbol", "train my.lua")
  end)
end)

describe("lunette new", function()
  before_each(function() write_pictures(folder .. "/photos") end)

  for _, preset in ipairs {"dcgan", "r3gan", "stylegan2"} do
    it(("writes a script of %s that trains when it is run"):format(preset), function()
      local _, text = goes(("new mine --preset %s --data photos"):format(preset))
      assert.equal("mine.lua\n", text)
      local source, lines = files.read(folder .. "/mine.lua"), 0
      for line in source:gmatch "[^\n]*\n" do
        lines = lines + 1
        assert(#line <= 81, line)
      end
      assert(lines >= 50 and lines <= 70, lines)
      assert.falsy(source:find("presets", 1, true))
      goes "train mine.lua --steps 3 --set batch=4"
      goes "sample runs/mine -n 2 -o two.png"
      fails("mine.lua: is there already; --force writes over it", "new mine --data photos")
      goes "new mine --data photos --force"
      files.write(folder .. "/photos/a/bad.png", "cut")
      fails("1 of 31 pictures cannot be read; --skip-bad leaves them out", "new other --data photos")
      goes(("new mine --preset %s --data photos --force --skip-bad"):format(preset))
      goes "train mine.lua --steps 4 --set batch=4"
    end)
  end
end)

describe("lunette repl", function()
  local function typed(lines)
    files.write(folder .. "/lines", lines)
    local _, text = goes "repl <lines"
    return text .. files.read(folder .. "/errors")
  end

  it("prints what lines give, goes on where they do not end, and helps", function()
    local text = typed("x = ln.ones(2)\nx * 3\nfor k = 1, 2 do\nprint(k * 7)\nend\n?conv2d\n" ..
                       "nn.Linear(2, 3)\nreturn 1, nil")
    for _, part in ipairs {"{3, 3}\n[2 ", "7\n14\n", "conv2d(x, weight, bias?", "Linear(2, 3)", "1\tnil"} do
      assert.truthy(text:find(part, 1, true), part .. "\n" .. text)
    end
  end)

  it("goes on after a mistake", function()
    local text = typed "nn.Linear(2, 2.5)\n)\nerror {}\n1 + 1"
    for _, part in ipairs {"> 2\n", "stdin:1: Linear: out_features is 2.5, an integer", "stdin:1: unexpected symbol"} do
      assert.truthy(text:find(part, 1, true), part .. "\n" .. text)
    end
  end)

  it("completes names, those that are not loaded yet among them", function()
    local env = setmetatable({ln = ln, x = ln.ones(2)}, {__index = _G})
    local completions = require "lunette.repl".completions
    assert.same({"1 + ln.nn.MinibatchDiscrimination"}, completions(env, "1 + ln.nn.MinibatchD"))
    assert.equal("x:logsumexp", completions(env, "x:logsumex")[1])
    assert.same({"ln.gan.zoo.r3gan"}, completions(env, "ln.gan.zoo.r"))
    assert.same({"tostring"}, completions(env, "tostr"))
    assert.same({}, completions(env, "ln.nosuch.x"))
    assert.same({}, completions(env, "ln.nn("))
  end)
end)
