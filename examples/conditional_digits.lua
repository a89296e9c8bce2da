-- A digit of one's choice: the label goes into the generator as a code and into
-- the discriminator as a projection (Miyato and Koyama 2018, arXiv 1802.05637,
-- equation 4). A classifier says how often the digit is the one asked for.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 1500,
  arg[2] or "runs/conditional_digits"

ln.manual_seed(1)
local digits = ln.data.Loader(ln.data.digits(),
                              {batch_size = 64, shuffle = true})

local Generator = nn.Module:extend "Generator"
function Generator:init()
  self.body = nn.Sequential {
    nn.Linear(64 + 10, 64 * 7 * 7), nn.Unflatten(2, {64, 7, 7}),
    nn.BatchNorm2d(64), nn.ReLU(),
    nn.ConvTranspose2d(64, 32, 4, {stride = 2, padding = 1}),
    nn.BatchNorm2d(32), nn.ReLU(),
    nn.ConvTranspose2d(32, 1, 4, {stride = 2, padding = 1}), nn.Tanh(),
  }
end
function Generator:forward(z, labels)
  return self.body(ln.cat({z, ln.one_hot(labels, 10)}, 2))
end

local Discriminator = nn.Module:extend "Discriminator"
function Discriminator:init()
  self.features = nn.Sequential {
    nn.Conv2d(1, 32, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
    nn.Conv2d(32, 64, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
    nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.LeakyReLU(0.2),
  }
  self.output, self.classes = nn.Linear(128, 1), nn.Embedding(10, 128)
end
function Discriminator:forward(x, labels)
  local h = self.features(x)
  return self.output(h) + (self.classes(labels) * h):sum(2):unsqueeze(2)
end

local G, D = Generator(), Discriminator()
local opt_g = optim.Adam(G:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local opt_d = optim.Adam(D:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local average = gan.EMA(G, {decay = 0.99})

for step, bar in ln.progress(steps) do
  local real, labels = digits:next()
  local wanted = ln.randint(1, 10, {64})
  local fake = G(ln.randn(64, 64), wanted)

  opt_d:zero_grad()
  local loss_d = gan.losses.logistic.discriminator(
    D(real, labels), D(fake:detach(), wanted))
  loss_d = loss_d + gan.penalties.every(step, 4, function()
    return gan.penalties.r1(function(x) return D(x, labels) end, real)
  end)
  loss_d:backward()
  opt_d:step()

  opt_g:zero_grad()
  local loss_g = gan.losses.logistic.generator(D(fake, wanted))
  loss_g:backward()
  opt_g:step()
  average:update()
  bar:set {d = loss_d:item(), g = loss_g:item()}
end

local _ <close> = ln.no_grad()
local function of_each(n) return (ln.arange(0, 10 * n - 1)):fmod(10) + 1 end
local function make(n)
  return average.model(ln.randn(10 * n, 64), of_each(n))
end
-- 3 x 3 pixels for each
local large = make(8):repeat_interleave(3, 3):repeat_interleave(3, 4)
ln.image.save_grid(folder .. "/digits.png", large,
                   {columns = 10, range = {-1, 1}})
local scores = ln.metrics.features("mnist").probabilities(make(100))
local right = ln.metrics.accuracy(scores, of_each(100))
print(("%.1f%% of 1,000 samples are read as the digit that was asked for " ..
       "(chance: 10%%)"):format(100 * right))
print(("columns are the digits 0 to 9: %s/digits.png"):format(folder))
