-- Images of a generator: lua5.4 bench/sampling/one.lua model batch seconds file
-- Evaluation mode, no derivatives, one thread. Writes the weights to the file;
-- prints "mean_square median peak_kib": of the images of fixed latents, and of
-- seconds of the processor a batch.
local draw = require "bench.zoo.draw"
local ln = require "lunette"

local MODELS = {
  dcgan64 = function() return ln.gan.zoo.dcgan {} end,
  stylegan2_32 = function() return ln.gan.zoo.stylegan2 {} end,
  stylegan2_64 = function() return ln.gan.zoo.stylegan2 {size = 64} end,
}
local name, batch, seconds = arg[1], tonumber(arg[2]), tonumber(arg[3])
ln.set_num_threads(1)
ln.manual_seed(0)
draw.fixed = true
local net = MODELS[name]()
local G, state = net.generator:eval(), {}
for path, x in pairs(G:state_dict()) do state["generator." .. path] = x end
ln.save(arg[4], state)

local function peak_kib()
  for line in io.lines "/proc/self/status" do
    local kib = line:match "^VmHWM:%s*(%d+)"
    if kib then return tonumber(kib) end
  end
end

local _ <close> = ln.no_grad()
local z = draw.normal(batch, net.latent)
local mean_square = G(z):square():mean():item()
local times, enough = {}, os.clock() + seconds
while os.clock() < enough or #times < 3 do
  local start = os.clock()
  G(z):close()
  times[#times + 1] = os.clock() - start
end
table.sort(times)
print(mean_square, times[#times // 2 + 1], peak_kib())
