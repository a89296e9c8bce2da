-- WGAN-GP (Gulrajani et al. 2017, arXiv 1704.00028): a critic without a
-- sigmoid, kept at slope 1 by a penalty that is itself a derivative. The
-- Frechet distance to the data, by a small classifier's features, is told on
-- the way.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 1200, arg[2] or "runs/wgan_gp"

ln.manual_seed(1)
local digits = ln.data.Loader(ln.data.digits(),
                              {batch_size = 64, shuffle = true})

local G = nn.Sequential {
  nn.Linear(64, 64 * 7 * 7), nn.Unflatten(2, {64, 7, 7}), nn.BatchNorm2d(64),
  nn.ReLU(),
  nn.ConvTranspose2d(64, 32, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(32),
  nn.ReLU(),
  nn.ConvTranspose2d(32, 1, 4, {stride = 2, padding = 1}), nn.Tanh(),
}
-- no batch norm: the penalty is on the slope at each sample by itself
local critic = nn.Sequential {
  nn.Conv2d(1, 32, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
  nn.Conv2d(32, 64, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
  nn.Flatten(), nn.Linear(64 * 7 * 7, 1),
}
local opt_g = optim.Adam(G:parameters(), {lr = 1e-3, betas = {0.5, 0.9}})
local opt_c = optim.Adam(critic:parameters(), {lr = 1e-3, betas = {0.5, 0.9}})
local average = gan.EMA(G, {decay = 0.99})

local real_features, network
do
  network = ln.metrics.features "mnist"
  real_features = network.features(
    (ln.data.digits():batch(ln.arange(1, 1000):totable())))
end

local function distance()
  local _ <close> = ln.no_grad()
  return ln.metrics.fid(real_features,
                        network.features(average.model(ln.randn(1000, 64))))
end

for step, bar in ln.progress(steps) do
  local gap
  for _ = 1, 3 do
    local real = digits:next()
    local fake
    do
      local _ <close> = ln.no_grad()
      fake = G(ln.randn(64, 64))
    end
    opt_c:zero_grad()
    local loss = gan.losses.wasserstein.discriminator(critic(real),
                                                      critic(fake))
    local penalty = gan.penalties.gradient(critic, real, fake, {weight = 10})
    ;(loss + penalty):backward()
    opt_c:step()
    gap = -loss:item()
  end

  opt_g:zero_grad()
  do
    local _ <close> = critic:frozen()
    gan.losses.wasserstein.generator(critic(G(ln.randn(64, 64)))):backward()
  end
  opt_g:step()
  average:update()

  bar:set {gap = gap}
  if step % 300 == 0 or step == steps then
    print(("step %d: critic's gap %.2f, FID %.1f (features of a small " ..
           "classifier)"):format(step, gap, distance()))
  end
end

local _ <close> = ln.no_grad()
-- 3 x 3 pixels for each
local large = average.model(ln.randn(64, 64)):repeat_interleave(3, 3)
ln.image.save_grid(folder .. "/samples.png", large:repeat_interleave(3, 4),
                   {columns = 8, range = {-1, 1}})
print("samples: " .. folder .. "/samples.png")
