local ln = require "lunette"
local near = require "spec.near"
local gan = ln.gan

local function chosen(o)
  local options, reasons = gan.presets(o)
  return reasons[1]:match "^preset (%w+):", options, table.concat(reasons, "\n")
end

-- A trainer of a preset on noise of the pictures' sizes.
local function trainer_of(o, folder)
  local options = gan.presets(o)
  options.folder, options.seed, options.samples, options.stuck = folder, 1, 4, false
  options.data = function(n)
    return ln.randn(n, o.channels, o.size, o.size):clamp(-1, 1), o.classes and ln.ones(n) or nil
  end
  return gan.Trainer(options)
end

describe("gan.presets", function()
  local folder
  before_each(function()
    folder = os.tmpname()
    os.remove(folder)
  end)
  after_each(function() os.execute("rm -r " .. folder .. " 2>/dev/null") end)

  it("chooses by size and count, and says why", function()
    assert.equal("r3gan", (chosen {size = 32, count = 2000}))
    assert.equal("dcgan", (chosen {size = 32, count = 5000}))
    assert.equal("r3gan", (chosen {size = 64, count = 50000}))
    assert.equal("stylegan2", (chosen {size = 128, count = 300}))
    assert.equal("r3gan", (chosen {size = 16, count = 50000, classes = 3}))
    local _, _, text = chosen {size = 32, count = 2000, name = "dcgan"}
    assert.equal("preset dcgan", text:match "^[^\n;]*", text)
    assert.truthy(text:find("augmented: 2000 pictures are fewer than 5000", 1, true), text)
    _, _, text = chosen {size = 32, count = 5000}
    assert.falsy(text:find "augmented")
    assert.error_matches(function() gan.presets {size = 32, count = 9, name = "dcgan", classes = 3} end,
                         "presets: dcgan has no classes, 3 are given; r3gan has", nil, true)
  end)

  it("has a gamma that grows with the number of pixels", function()
    -- 10 at 64 x 64: 10 / 4, 10 4
    local function gamma(size) return gan.presets({size = size, count = 9, name = "stylegan2"}).penalties[1].weight end
    assert.same({2.5, 10, 40}, {gamma(32), gamma(64), gamma(128)})
    local _, _, text = chosen {size = 128, count = 9, name = "r3gan"}
    assert.truthy(text:find("gamma 40: ", 1, true), text)
  end)

  it("has batches of no more than there are pictures", function()
    assert.equal(9, gan.presets({size = 32, count = 9}).batch_size)
    assert.equal(32, gan.presets({size = 32, count = 900}).batch_size)
  end)

  for _, name in ipairs {"dcgan", "r3gan", "stylegan2"} do
    for _, count in ipairs {100, 9000} do
      it(("trains by %s for three steps, of %d pictures"):format(name, count), function()
        local t = trainer_of({name = name, size = 16, count = count, channels = 1, filters = 4, batch_size = 4,
                              steps = 3}, folder)
        assert.equal(3, t:run().step)
        for _, loss in pairs(t.losses) do assert(loss == loss and math.abs(loss) < 1e4) end
      end)
    end
  end

  it("has R3GAN's schedules: rates, beta2 and the average", function()
    local t = trainer_of({name = "r3gan", size = 8, count = 9000, channels = 1, filters = 2, batch_size = 4,
                          steps = 4, classes = 2}, folder)
    local function state()
      local group = t.optimizers.discriminator.param_groups[1]
      return {group.lr, group.betas[2]}
    end
    local seen = {}
    t.options.on_stop = function() seen[#seen + 1] = state() end
    local adjust = t.options.on_step
    t.options.on_step = function(...)
      adjust(...)
      seen[#seen + 1] = state()
    end
    t:run()
    -- halfway: (1e-3 + 2.5e-4) / 2, (.9 + .99) / 2; at the end 2.5e-4 and .99
    near(ln.tensor(seen[2]) * ln.tensor {1e4, 1}, {6.25, .945}, 1e-5)
    near(ln.tensor(seen[4]) * ln.tensor {1e4, 1}, {2.5, .99}, 1e-5)
    -- a half-life of 1/20 of 16 images, batches of 4: .5^(4 / .8) = 1/32
    near(ln.tensor(t.average.decay), {1 / 32}, 1e-5)
  end)
end)
