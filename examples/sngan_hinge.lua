-- SNGAN (Miyato et al. 2018, arXiv 1802.05957): every layer of the
-- discriminator divided by its largest singular value, and the hinge loss. What
-- it is good for: at a rate that suits D either way is right, but at a high
-- one, which makes a plain D steep and its verdicts useless, the divided one
-- goes on teaching G.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 800, arg[2] or "runs/sngan_hinge"

local network = ln.metrics.features "mnist"
local real_features = network.features(
  (ln.data.digits():batch(ln.arange(1, 1000):totable())))

local function generator()
  return nn.Sequential {
    nn.Linear(64, 64 * 7 * 7), nn.Unflatten(2, {64, 7, 7}),
    nn.BatchNorm2d(64), nn.ReLU(),
    nn.ConvTranspose2d(64, 32, 4, {stride = 2, padding = 1}),
    nn.BatchNorm2d(32), nn.ReLU(),
    nn.ConvTranspose2d(32, 1, 4, {stride = 2, padding = 1}), nn.Tanh(),
  }
end

-- wrap is given each layer with weights and returns what to use.
local function discriminator(wrap)
  return nn.Sequential {
    wrap(nn.Conv2d(1, 32, 4, {stride = 2, padding = 1})), nn.LeakyReLU(0.1),
    wrap(nn.Conv2d(32, 64, 4, {stride = 2, padding = 1})), nn.LeakyReLU(0.1),
    wrap(nn.Conv2d(64, 64, 3, {padding = 1})), nn.LeakyReLU(0.1),
    nn.Flatten(), wrap(nn.Linear(64 * 7 * 7, 1)),
  }
end

local function train(G, D, rate)
  local digits = ln.data.Loader(ln.data.digits(),
                                {batch_size = 64, shuffle = true})
  local opt_g = optim.Adam(G:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
  local opt_d = optim.Adam(D:parameters(), {lr = rate, betas = {0.5, 0.999}})
  for _, bar in ln.progress(steps) do
    local fake = G(ln.randn(64, 64))
    opt_d:zero_grad()
    local loss_d = gan.losses.hinge.discriminator(D((digits:next())),
                                                  D(fake:detach()))
    loss_d:backward()
    opt_d:step()

    opt_g:zero_grad()
    local loss_g = gan.losses.hinge.generator(D(fake))
    loss_g:backward()
    opt_g:step()
    bar:set {d = loss_d:item(), g = loss_g:item()}
  end
end

-- The largest singular value of each weight that D computes with.
local function singular_values(D)
  local values = {}
  for _, layer in ipairs(D) do
    if layer.weight then
      local _, s = layer.weight:flatten(2):svd()
      values[#values + 1] = ("%.2f"):format(s[1]:item())
    end
  end
  return table.concat(values, ", ")
end

-- How steep D is at samples: the root of the mean of |grad D|^2, which
-- penalties.r1 gives half of.
local function slope(D, x)
  return math.sqrt(2 * gan.penalties.r1(D, x):item())
end

local wraps = {spectral = nn.spectral_norm,
               plain = function(layer) return layer end}
local pictures = {}
for _, rate in ipairs {0.002, 0.03} do
  print(("rate of D %g"):format(rate))
  for _, name in ipairs {"spectral", "plain"} do
    ln.manual_seed(1)
    local G, D = generator(), discriminator(wraps[name])
    train(G, D, rate)
    local _ <close> = ln.no_grad()
    local fake = G:eval()(ln.randn(1000, 64))
    print(("  %s: FID %.1f (features of a small classifier), " ..
           "slope of D at samples %.2f"):format(
      name, ln.metrics.fid(real_features, network.features(fake)),
      slope(D, fake)))
    print("    largest singular values of its weights: " .. singular_values(D))
    pictures[#pictures + 1] = fake:narrow(1, 1, 20)
  end
end
-- 3 x 3 pixels for each
local large = ln.cat(pictures, 1):repeat_interleave(3, 3)
ln.image.save_grid(folder .. "/samples.png", large:repeat_interleave(3, 4),
                   {columns = 10, range = {-1, 1}})
print("two rows of samples for each line, in that order: " .. folder ..
      "/samples.png")
