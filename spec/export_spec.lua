-- Generators as files that need nothing of Lunette, built and run: what they make against the engine.
local exported = require "spec.support.exported"
local files = require "spec.files"
local ln = require "lunette"
local Odd = require "spec.support.odd"
local zoo = ln.gan.zoo

-- Weights, and statistics, that a training could have left.
local function stirred(G, latent, classes)
  local _ <close> = ln.no_grad()
  for _, p in ipairs(G:parameters()) do p:add_(ln.randn(p:size()) * 0.1) end
  G:train()
  G(ln.randn(8, table.unpack(latent)), classes and ln.randint(1, classes, {8}) or nil)
  return G:eval()
end

-- Generators, what they take, and how many classes there are.
local makers = {
  mlp = function() return zoo.mlp({features = 12, latent = 16, hidden = {20, 20}, output = "tanh"}), {16} end,
  dcgan = function() return zoo.dcgan {size = 32, channels = 1, filters = 8}, {100} end,
  wgan_gp = function() return zoo.wgan_gp {size = 32, filters = 4}, {128} end,
  sngan = function() return zoo.sngan {filters = 8}, {128} end,
  sagan = function() return zoo.sagan {filters = 8, classes = 3}, {128}, 3 end,
  biggan = function() return zoo.biggan {filters = 8, classes = 3}, {80}, 3 end,
  acgan = function() return zoo.acgan {size = 32, filters = 4, classes = 10}, {100}, 10 end,
  infogan = function() return zoo.infogan {filters = 4}, {74} end,
  lsgan = function() return zoo.lsgan {filters = 4}, {1024} end,
  began = function() return zoo.began {filters = 8}, {64} end,
  progan = function() return zoo.progan {size = 16, filters = 8, latent = 16}, {16} end,
  stylegan2 = function() return zoo.stylegan2 {size = 16, filters = 8, latent = 16, style = 16}, {16} end,
  r3gan = function() return zoo.r3gan {size = 16, filters = 8, classes = 3}, {64}, 3 end,
  fastgan = function() return zoo.fastgan {filters = 8}, {256} end,
  timegan = function() return zoo.timegan {features = 3}, {3} end,
  pix2pix = function() return zoo.pix2pix {filters = 2, size = 256}, {3, 256, 256} end,
  cyclegan = function() return zoo.cyclegan {filters = 4}, {3, 32, 32} end,
  srgan = function() return zoo.srgan {filters = 8}, {3, 8, 8} end,
  odd = function() return {generator = Odd()}, {6} end,
}
local names = {}
for name in pairs(makers) do names[#names + 1] = name end
table.sort(names)

local INTERPRETERS = {"lua5.1", "lua5.2", "lua5.3", "lua5.4", "luajit"}
local COMPILERS = {"gcc -O2", "gcc -O3", "clang -O2", "tcc"}

-- Pixels as bytes, channels together, of an image c,h,w from -1 to 1.
local function bytes_of(y)
  local list = {}
  local x = ((y[1]:clamp(-1, 1) + 1) * 127.5):permute(2, 3, 1):reshape(-1)
  for k, value in ipairs(x:totable()) do list[k] = value end
  return list
end

describe("an exported generator", function()
  local folder
  setup(function()
    ln.manual_seed(3)
    folder = files.new_folder()
  end)
  teardown(function() os.execute("rm -rf " .. folder) end)

  local function made(name)
    local nets, latent, classes = makers[name]()
    local G = stirred(nets.generator or nets.generator_ab, latent, classes)
    local z = ln.randn(1, table.unpack(latent))
    local label = classes and classes - 1 or nil
    local _ <close> = ln.no_grad()
    ln.manual_seed(1) -- what it draws itself is drawn so
    return G, z, {latent = latent, classes = classes}, label, G(z, label and ln.tensor {label} or nil)
  end

  local function holds(name, wanted, list, pixels)
    local most, largest = 0, wanted:abs():max():item()
    assert.equal(wanted:numel(), #list)
    for k, value in ipairs(wanted:reshape(-1):totable()) do most = math.max(most, math.abs(value - list[k])) end
    assert.is_true(largest > 0.01 and most <= 1e-4 * largest, ("%s: %g of %g"):format(name, most, largest))
    if wanted:dim() ~= 4 then return assert.equal("", pixels) end
    for k, value in ipairs(bytes_of(wanted)) do
      assert.is_true(math.abs(value - pixels:byte(k)) <= 0.51, ("%s: pixel %d: %g"):format(name, k, value))
    end
  end

  -- The exported file of a network in a language.
  local function written(name, to, G, o)
    return ln.export(G, ("%s/%s.%s"):format(folder, name, to),
                     {to = to, latent = o.latent, classes = o.classes})
  end

  for k, name in ipairs(names) do
    it("makes in C what the engine makes: " .. name, function()
      local G, z, o, label, y = made(name)
      local path = written(name, "c", G, o)
      local compilers = (name == "biggan" or name == "stylegan2") and COMPILERS or {COMPILERS[1 + k % #COMPILERS]}
      for _, compiler in ipairs(compilers) do
        if exported.has(compiler:match "%S+") then
          holds(compiler, y, exported.c(path, compiler, z, y:numel(), label and label - 1))
        end
      end
    end)

    if name ~= "pix2pix" and name ~= "cyclegan" then
      it("makes in Lua what the engine makes: " .. name, function()
        local G, z, o, label, y = made(name)
        local path = written(name, "lua", G, o)
        local which = (name == "sagan" or name == "stylegan2") and INTERPRETERS or {INTERPRETERS[1 + k % 5]}
        for _, interpreter in ipairs(which) do
          if exported.has(interpreter) then
            holds(interpreter, y, exported.lua(path, interpreter, z, label))
          end
        end
      end)
    end
  end
end)
