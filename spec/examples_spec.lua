-- Every example runs, for a few steps, as its user runs it: from another
-- folder, as a process of its own.

local files = require "spec.files"
local lapack = require "spec.support.lapack"

-- What each leaves in its folder, and what it says at its end.
local expected = {
  conditional_digits = {"digits.png", "samples are read as the digit"},
  cyclegan = {"domains.png", "there and back: mean error %d"},
  digits = {"step-00002.png", ""},
  infogan = {"codes.png", "different digits"},
  ring_minibatch = {"scatter.png", "at the end: %d of 8 modes without, %d of 8 with"},
  semi_supervised = {"samples.png", "from the labels alone %d"},
  series = {"series.png", "correlation at lag 16: data"},
  stylegan2_fashion = {"ways.png", "2 steps: samples are %d"},
  sngan_hinge = {"samples.png", "rate of D 0.03\n +spectral: FID %d.*plain: FID %d"},
  table = {"model.safetensors", "run, data +hours %d.*run, made +hours "},
  trainer = {"config.json", "steps after 2 steps"},
  unrolled = {"scatter.png", "5 steps unrolled: %d of 8 modes"},
  wgan_gp = {"samples.png", "step 2: critic's gap"},
}

local with_fid = {sngan_hinge = true, wgan_gp = true}

local function output_of(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read "a"
  return pipe:close(), text
end

local _, here = output_of "pwd"
here = here:gsub("\n", "")

-- Users have float; in double the same would be told again, more slowly.
if (os.getenv "LUNETTE_REAL" or "float") ~= "float" then return end

describe("example", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  for name in files.list("examples"):gmatch "([%w_]+)%.lua" do
    it(name .. ".lua runs", function()
      local wanted = assert(expected[name], "not in the list of this spec")
      local missing = with_fid[name] and lapack.missing()
      if missing then return pending(missing) end
      local ok, text = output_of(("cd %s && LUNETTE_PROGRESS=off lua5.4 %s/examples/%s.lua 2 %s"):format(
        folder, here, name, name))
      assert.is_true(ok, text)
      assert.matches(wanted[2], text)
      local made = files.read(("%s/%s/%s"):format(folder, name, wanted[1]))
      assert.is_true(#made > 0)
      if wanted[1]:find "%.png$" then   -- large enough to be looked at
        assert.is_true((">I4"):unpack(made, 17) >= 480)   -- the PNG's width
      end
    end)

    it(name .. ".lua is short, and in the list", function()
      local text = files.read(("examples/%s.lua"):format(name))
      assert.is_true(select(2, text:gsub("\n", "")) < 100)
      assert.truthy(files.read("examples/README.md"):find(("| %s.lua |"):format(name), 1, true))
    end)
  end
end)
