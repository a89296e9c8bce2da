-- Runs that go wrong, and go back.
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local numbers = require "spec.support.numbers"
local nn, optim, gan = ln.nn, ln.optim, ln.gan

local function generator() return nn.Sequential {nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2)} end
local function discriminator() return nn.Sequential {nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1)} end

describe("a run that goes wrong", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function small(more)
    local o = {generator = generator, discriminator = discriminator, data = ln.data.ring {}, batch_size = 8, latent = 3,
               seed = 5, steps = 12, folder = folder, collapse = false, samples = 4, log_every = 1,
               checkpoint_every = 4, optimizers = {"SGD", lr = 0.1}}
    for key, value in pairs(more) do o[key] = value end
    return gan.Trainer(o)
  end

  local function told()
    local list = {}
    for line in io.lines(folder .. "/log.jsonl") do list[#list + 1] = json.decode(line) end
    return list
  end

  -- A penalty that is no number at these steps, the first `times` times.
  local function bad_at(step, times)
    local left = times
    return {function(t)
      if t.step ~= step or left == 0 then return 0 end
      left = left - 1
      return 0 / 0
    end}
  end

  it("goes back to the last checkpoint with its learning rates halved, those of schedules too", function()
    ln.manual_seed(5)
    local G, D = generator(), discriminator()
    local data, bce = ln.data.ring {}, gan.losses.bce
    local opt_g, opt_d = optim.SGD(G:parameters(), {lr = 0.1}), optim.SGD(D:parameters(), {lr = 0.1})
    for step = 1, 12 do
      local lr = 0.1 * 0.5 ^ ((step - 1) // 3) * (step > 4 and 0.5 or 1)
      opt_g.param_groups[1].lr, opt_d.param_groups[1].lr = lr, lr
      local real = data:sample(8)
      local fake = G(ln.randn(8, 3))
      opt_d:zero_grad()
      bce.discriminator(D(real), D(fake:detach())):backward()
      opt_d:step()
      opt_g:zero_grad()
      bce.generator(D(fake)):backward()
      opt_g:step()
    end

    local options = {schedules = {"StepLR", 3, gamma = 0.5}, penalties = {bad_at(7, 1)}, on_nan = "rollback"}
    local trainer = small(options)
    local result, said = files.said_by(function() return trainer:run() end)
    assert.same({"steps", 12}, {result.reason, result.step})
    assert.same(numbers(G, D), numbers(trainer.generator, trainer.discriminator))
    assert.equal(0.1 * 0.5 ^ 4 / 2, trainer.optimizers.generator.param_groups[1].lr)
    assert.matches("step 7: rolled back from step 7 to 4, and learning rates halved, 1 of 3 times: " ..
                   "the loss of the discriminator is %-?nan", said)
    local steps, words = {}, {}
    for k, record in ipairs(told()) do
      steps[k] = record.step
      if record.message then words[#words + 1] = record.step .. " " .. record.message:sub(1, 26) end
    end
    assert.same({1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12}, steps)
    assert.same({"4 rolled back from step 7 to", "12 all 12 steps are done"}, words)
  end)

  it("goes back to its start where nothing was saved yet, and on after a crash with the same rates", function()
    local crash = function(t) if t.step == 3 then error "crash" end end
    local options = {penalties = {bad_at(2, 1)}, on_nan = function(_, word)
      return word:find "nan" and "rollback"
    end, on_step = crash}
    files.said_by(function() assert.is_false((pcall(function() small(options):run() end))) end)
    assert.equal(0, ln.load(folder .. "/checkpoint.safetensors").step)
    assert.same({0, 1}, {told()[1].step, told()[1].rollback})
    options.on_step = nil
    local trainer = small(options)
    trainer:run()
    assert.equal(0.05, trainer.optimizers.generator.param_groups[1].lr)
    assert.equal(1, trainer.state.rollbacks)
    assert.same({0, 1}, {told()[1].step, told()[1].rollback})

    local wanted = small {optimizers = {"SGD", lr = 0.05}, resume = false}
    wanted:run()
    assert.equal(1, told()[1].step) -- nothing of the run before
    assert.same(numbers(wanted.generator, wanted.discriminator), numbers(trainer.generator, trainer.discriminator))
  end)

  it("stops when that has not helped often enough, and where a function says so", function()
    local result, said = files.said_by(function()
      return small {penalties = {bad_at(6, -1)}, on_nan = "rollback", rollbacks = 2}:run()
    end)
    assert.same({"nan", 6}, {result.reason, result.step})
    assert.equal(2, select(2, said:gsub("rolled back from step 6 to 4", "")))
    local lines = {}
    for k, record in ipairs(told()) do lines[k] = record.step .. (record.rollback and "r" .. record.rollback or "") end
    assert.equal("1 2 3 4 4r1 4r2 5 6", table.concat(lines, " "))
    assert.equal(0.025, ln.load(folder .. "/checkpoint.safetensors").objects.optimizer_generator.param_groups[1].lr)
    local heard
    files.said_by(function()
      result = small {penalties = {bad_at(2, 1)}, resume = false, on_nan = function(_, word) heard = word end}:run()
    end)
    assert.equal("nan", result.reason)
    assert.equal(result.message, heard)
  end)

  it("goes back from weights that are no numbers", function()
    local spoilt = false
    local result = files.said_by(function()
      return small {on_nan = "rollback", on_step = function(t)
        if t.step ~= 8 or spoilt then return end
        spoilt = true
        local _ <close> = ln.no_grad()
        t.generator[1].bias:fill_(math.huge)
      end}:run()
    end)
    assert.same({"steps", 12}, {result.reason, result.step})
    assert.matches("rolled back from step 8 to 4.*1.bias of the generator is not finite",
                   files.read(folder .. "/log.csv"))
  end)

  -- The generator's last layer becomes one point after step 7, once.
  local function collapsing(more)
    local done = false
    more.on_step = function(t)
      if t.step ~= 7 or done then return end
      done = true
      local _ <close> = ln.no_grad()
      t.generator[3].weight:fill_(0)
      t.generator[3].bias:copy_(ln.tensor {1, 0})
    end
    more.generator = function() -- the modes' angles, all of them
      local G = generator()
      local _ <close> = ln.no_grad()
      G[3].weight:mul_(8)
      return G
    end
    more.optimizers = {"SGD", lr = 1e-6}
    more.collapse = {every = 1, times = 2, after = 1, ratio = 3}
    return small(more)
  end

  it("goes back from a collapse to before it, and says what is gone", function()
    local trainer, heard = nil, nil
    local result, said = files.said_by(function()
      trainer = collapsing {
        discriminator = function()
          local D = nn.Sequential {nn.MinibatchDiscrimination(2, 3, 4), nn.Linear(5, 1)}
          local _ <close> = ln.no_grad()
          D[1].log_scale[{{2}, {}}] = -30 -- all are where all others are
          return D
        end,
        checkpoint_every = 2, steps = 10, on_collapse = function(_, ratio, lines)
          heard = {ratio, table.concat(lines, "\n")}
          return "rollback"
        end,
      }
      return trainer:run()
    end)
    assert.same({"steps", 10}, {result.reason, result.step})
    -- looks at steps 8 and 9 find it; what was saved at 8 is after it
    assert.matches("rolled back from step 9 to 6, and learning rates halved, 1 of 3 times: collapse", said)
    assert.is_true(heard[1] > 3)
    assert.matches("1 of 3 kernels of discriminator.1 are dead", heard[2])
    assert.matches("7 of 8 modes are gone, by their shares of samples: 2 %(0, was ", heard[2])
    assert.matches(" 7 %(0, was 0.%d+%), 8 %(0, was [%d.]+%); mode 1 has 1\n", heard[2])
    assert.truthy(heard[2]:find("pictures: " .. folder .. "/collapse", 1, true))
    local before = files.read(folder .. "/collapse/step-000009-before.csv")
    local after = files.read(folder .. "/collapse/step-000009-after.csv")
    assert.equal("1,0\n1,0\n1,0\n1,0\n", after:gsub("[%d.e-]+", function(x) return math.floor(x + 0.5) end))
    assert.are_not.equal(before, after)
    assert.equal(5e-7, trainer.optimizers.generator.param_groups[1].lr)
    assert.is_true(trainer.generator[3].weight:abs():amax():item() > 0.1)
  end)

  it("says which classes have collapsed", function()
    local G = nn.Module:extend "G"
    function G:init() self.scale = nn.Embedding(3, 2) end
    function G:forward(z, labels) return z * self.scale(labels) end
    local D = nn.Module:extend "D"
    function D:init() self.body = nn.Linear(2, 1) end
    function D:forward(x) return self.body(x) end
    local lines
    local function set(t, row, value)
      local _ <close> = ln.no_grad()
      t.generator.scale.weight[{{row, row}, {}}] = value
    end
    files.said_by(function()
      small {
        generator = G, discriminator = D, classes = 3, latent = 2, optimizers = {"SGD", lr = 1e-9},
        data = function(n) return ln.randn(n, 2), ln.randint(1, 3, {n}) end, steps = 4,
        collapse = {every = 1, times = 1, after = 2, ratio = 1e-9},
        on_start = function(t) for k = 1, 3 do set(t, k, 1) end end,
        on_step = function(t)
          if t.step == 3 then set(t, 2, 0.01) end
        end,
        on_collapse = function(_, _, told_lines) lines = told_lines end, checkpoint_every = 1,
      }:run()
    end)
    -- 0.01 beside 1 times the same noise: step 3 beside the checkpoint of step 2
    local now, was = lines[1]:match "^1 of 3 classes are gone, by how much their samples differ: 2 %((.-), was (.-)%)$"
    assert.near(0.01, now / was, 1e-3)
  end)
end)
