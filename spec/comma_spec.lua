-- Files have decimal points wherever they are written: by a script that has set a locale with a decimal comma, as
-- without one.
local comma = require "spec.support.comma"
local files = require "spec.files"

local SCRIPT = [[
  local ln = require "lunette"
  local nn = ln.nn
  local function write(folder)
    ln.manual_seed(1)
    local G = nn.Sequential {nn.Linear(2, 4), nn.LeakyReLU(0.2), nn.Unflatten(2, {1, 2, 2})}
    for _, to in ipairs {"c", "lua", "html"} do
      ln.export(G, folder .. "/comma." .. to, {to = to, latent = 2, range = {-1.5, 1}})
    end
    ln.plot.figure():lines(ln.tensor {0.5, 2}, ln.tensor {0.25, 1}):save(folder .. "/comma.svg")
    ln.save(folder .. "/comma.safetensors", {lr = 0.25, x = ln.ones(2)})
    assert(ln.load(folder .. "/comma.safetensors").lr == 0.25)
    ln.gan.Trainer {
      folder = folder, generator = nn.Linear(2, 2), discriminator = nn.Linear(2, 1), data = ln.data.ring(),
      batch_size = 4, latent = 2, steps = 2, seed = 1, samples = 3, samples_every = 1, log_every = 1,
      metrics = {half = function() return 0.5 end}, metrics_every = 1}:run()
  end
  write "FOLDER/with"
  assert(("%.1f"):format(0.5) == "0,5")
  os.setlocale "C"
  write "FOLDER/without"
]]

describe("where numbers have a decimal comma", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(function() os.execute("rm -rf " .. folder) end)

  it("files are what they are elsewhere", function()
    local said = comma.run(folder, (SCRIPT:gsub("FOLDER", folder)))
    if not said then return pending(comma.missing) end
    for _, name in ipairs {"comma.c", "comma.lua", "comma.html", "comma.svg", "comma.safetensors",
                           "samples/step-000002.csv"} do
      local with, without = files.read(folder .. "/with/" .. name), files.read(folder .. "/without/" .. name)
      assert.is_true(#without > 20, name .. said)
      assert.is_true(with == without, name)
    end
    local head, row = files.read(folder .. "/with/log.csv"):match "^(.-)\n(.-)\n"
    assert.equal(select(2, head:gsub(",", "")), select(2, row:gsub(",", "")), row)
  end)
end)
