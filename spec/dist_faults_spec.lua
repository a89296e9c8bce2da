-- Ranks that fail, are killed or hang: the job ends, says who and why and how to
-- go on, leaves nothing, and goes on to where it would have come. In float: what
-- ends a job knows of no numbers.
if require("lunette").real == "double" then return end

local files = require "spec.files"
local json = require "lunette.json"
local ranks = require "spec.support.ranks"

local SCRIPT = [[
local ln = require "lunette"
local nn, gan = ln.nn, ln.gan
local rank = ln.dist.rank()
local fault, who, at = table.unpack(arg, 2)
gan.Trainer {
  generator = function() return nn.Sequential {nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 2)} end,
  discriminator = function() return nn.Sequential {nn.Linear(2, 8), nn.MinibatchDiscrimination(8, 2, 2),
    nn.Linear(10, 1)} end,
  make_data = function()
    return ln.data.Loader(ln.arange(1, 60):reshape(30, 2) / 60, {batch_size = 6, shuffle = true})
  end,
  latent = 2, steps = 30, folder = arg[1], seed = 7, samples = 4, checkpoint_every = 5, hash_every = 5, log_every = 5,
  ema = 0.9, on_step = function(t)
    if os.getenv "SOUND" or rank ~= tonumber(who) or t.step ~= tonumber(at) then return end
    if fault == "error" then error("no more of this", 0)
    elseif fault == "exit" then os.exit(3)
    elseif fault == "end" then os.exit(0)
    elseif fault == "closed" then os.exit(0, true) -- with Lua's state
    else os.execute("kill -" .. fault .. " $PPID") end
  end,
}:run()
]]

-- What is said of each, by the ranks or by mpirun; %d is the rank.
local SAID = {
  error = "no more of this.*rank %d of %d ends the job: its script ended with status 1",
  exit = "rank %d of %d ends the job: its script ended with status 3",
  ["end"] = "rank %d of %d ends the job: its script is at its end, and others go on",
  closed = "rank %d of %d ends the job: its script is at its end, and others go on",
  KILL = "the process of rank %d is gone.*exited on signal 9",
  STOP = "waited 3 s for rank %d",
}

local folder
before_each(function()
  folder = files.new_folder()
  files.write(folder .. "/script.lua", SCRIPT)
  assert(os.execute(("mkdir %s/shared %s/session"):format(folder, folder)))
end)
after_each(files.remove_folder)

-- What MPI keeps for a job goes where it can be seen.
local function command(n, words)
  return ("%s --mca orte_tmpdir_base %s/session --mca btl_vader_backing_directory %s/shared lua5.4 script.lua %s")
    :format(ranks.mpirun:format(n), folder, folder, words)
end

local function hash(name)
  local last
  for line in io.lines(("%s/%s/log.jsonl"):format(folder, name)) do last = json.decode(line) end
  assert.equal(30, last.step)
  return last.hash
end

local function left()
  local pipe <close> = assert(io.popen(("ls -A %s/shared; find %s/session -type f -o -type s; for p in " ..
    "$(pgrep lua5.4; pgrep mpirun); do [ \"$(readlink /proc/$p/cwd)\" = %s ] && echo $p; done"):format(
    folder, folder, folder)))
  return pipe:read "a"
end

local function ends(n, fault, who, at)
  local started = os.time()
  local status, said = ranks.shell(folder, "env LUNETTE_DIST_TIMEOUT=3 " .. command(n, ("run %s %d %d"):format(
    fault, who, at)), 120)
  -- far below what a rank is waited for unless told otherwise
  assert.is_true(os.difftime(os.time(), started) < 60)
  assert.is_true(status ~= 0 and status < 124 or status > 128, said)
  assert.matches(SAID[fault]:format(who, n), said)
  assert.equal("", left())
  local again = said:match "lunette: run: (mpirun[^\n]+)\n    goes on from the last checkpoint\n"
  assert(again, said)
  local ended, more = ranks.shell(folder, "env SOUND=1 " .. again)
  assert.equal(0, ended, more)
  assert.equal("", left())
end

local function sound(n)
  assert(os.execute(("rm -rf %s/sound"):format(folder)))
  local status, said = ranks.shell(folder, command(n, "sound"))
  assert.equal(0, status, said)
  return hash "sound"
end

local function test(name, f)
  it(name, function()
    if ranks.missing() then pending(ranks.missing()) end
    f()
  end)
end

local FAULTS = {"error", "exit", "end", "closed", "KILL", "STOP"}

describe("a rank that", function()
  for k, fault in ipairs(FAULTS) do
    local n = k % 2 + 2
    local who = k % n
    test(("meets %s ends the job of %d"):format(fault, n), function()
      ends(n, fault, who, 12)
      assert.equal(sound(n), hash "run")
    end)

    test(("meets %s at any step ends it #hard"):format(fault), function()
      local due = {[2] = sound(2), [3] = sound(3)}
      math.randomseed(k)
      for _ = 1, 20 do
        n = math.random(2, 3)
        assert(os.execute(("rm -rf %s/run"):format(folder)))
        ends(n, fault, math.random(0, n - 1), math.random(1, 29))
        assert.equal(due[n], hash "run")
      end
    end)
  end
end)

describe("ranks that", function()
  test("begin different sums beside other things are told so", function()
    local status, said = ranks.start(folder, 2, [[
      local dist = require("lunette").dist
      local x = require("lunette").ones(dist.rank() + 2)
      dist.all_reduce_async(x):wait()
    ]])
    assert.is_true(status ~= 0)
    assert.matches("script.lua:3: dist: rank 1 has 3 elements, rank 0 has 2 elements", said, 1, true)
  end)

  -- as MPI writes and reads what it has begun for as long as it is asked
  test("go on after different sums are ended", function()
    local status, said = ranks.start(folder, 2, [[
      local ln = require "lunette"
      local x = ln.ones(ln.dist.rank() == 0 and 3 or 100000)
      assert(not pcall(function() ln.dist.all_reduce_async(x):wait() end))
      for _ = 1, 3 do ln.dist.all_reduce_async(ln.ones(3)):wait() end
    ]])
    assert.is_true(status ~= 0)
    assert.matches("rank [01] of 2 ends the job: the ranks have begun what differs, and go on", said)
  end)

  -- the other's next gradients have the same sizes as those that are missing
  test("leave a backward in the middle are told so", function()
    local status, said = ranks.start(folder, 2, [[
      local ln = require "lunette"
      local function layer() return ln.nn.Linear(2, 2, {bias = false}) end
      local model = ln.nn.Sequential {layer(), layer()}
      local D = ln.dist.DataParallel(model, {bucket = 1})
      local function descend() D(ln.ones(1, 2)):sum():backward() end
      descend()
      if ln.dist.rank() == 1 then
        local fault = model[1].weight:register_hook(function() error "a fault" end)
        assert(not pcall(descend))
        fault:remove()
      end
      descend()
      descend()
    ]])
    assert.is_true(status ~= 0)
    assert.matches("dist: rank 1 has backward = 3, rank 0 has 2", said, 1, true)
  end)

  test("wait for each other at different places are told so", function()
    local _, said = ranks.start(folder, 2, [[
      local ln = require "lunette"
      local dist = ln.dist
      dist.init {timeout = 1}
      if dist.rank() == 0 then dist.all_reduce_async(ln.ones(2)):wait() else dist.all_reduce(ln.ones(2)) end
    ]])
    assert.matches("rank 0 of 2 ends the job: wait: waited 1 s for ranks that wait elsewhere", said, 1, true)
  end)

  test("end while another one waits beside other things are named", function()
    local _, said = ranks.start(folder, 2, [[
      local ln = require "lunette"
      if ln.dist.rank() == 0 then ln.dist.all_reduce_async(ln.ones(2)):wait() end
    ]])
    assert.matches("rank 0 of 2 ends the job: wait: rank 1 is at its end", said, 1, true)
  end)

  test("abort say why", function()
    local status, said = ranks.start(folder, 3, [[
      local dist = require("lunette").dist
      if dist.rank() == 2 then dist.abort "the disk is full" end
      dist.barrier()
    ]])
    assert.is_true(status ~= 0)
    assert.matches("rank 2 of 3 ends the job: the disk is full", said, 1, true)
  end)
end)
