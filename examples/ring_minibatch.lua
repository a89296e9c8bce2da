-- Mode collapse and its remedy: the same GAN on eight Gaussians, first with a discriminator that sees one point at a
-- time, then with one that sees its whole batch (Salimans et al. 2016, arXiv 1606.03498, section 3.2).
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 1500, arg[2] or "runs/ring_minibatch"

local ring = ln.data.ring {modes = 8, radius = 1, std = 0.05}

local function generator()
  return nn.Sequential {
    nn.Linear(16, 128), nn.ReLU(),
    nn.Linear(128, 128), nn.ReLU(),
    nn.Linear(128, 2),
  }
end

local function discriminator(sees_batch)
  local features = nn.Sequential {
    nn.Linear(2, 128), nn.LeakyReLU(0.2),
    nn.Linear(128, 128), nn.LeakyReLU(0.2),
  }
  if not sees_batch then return nn.Sequential {features, nn.Linear(128, 1)} end
  return nn.Sequential {features, nn.MinibatchDiscrimination(128, 32, 4), nn.Linear(128 + 32, 1)}
end

local function train(G, D)
  local opt_g = optim.Adam(G:parameters(), {lr = 1e-3, betas = {0.9, 0.999}})
  local opt_d = optim.Adam(D:parameters(), {lr = 1e-3, betas = {0.9, 0.999}})
  for _, bar in ln.progress(steps) do
    local fake = G(ln.randn(128, 16))
    opt_d:zero_grad()
    local loss_d = gan.losses.bce.discriminator(D(ring:sample(128)), D(fake:detach()))
    loss_d:backward()
    opt_d:step()

    opt_g:zero_grad()
    local loss_g = gan.losses.bce.generator(D(fake))
    loss_g:backward()
    opt_g:step()
    bar:set {d = loss_d:item(), g = loss_g:item()}
  end
end

-- Points as an image: side x side pixels for -1.5 to 1.5, each point one pixel.
local function scatter(points, side)
  local at = ((points:clamp(-1.499, 1.499) + 1.5) * (side / 3)):floor()
  local index = (side - 1 - at:select(2, 2)) * side + at:select(2, 1) + 1
  return ln.zeros(side * side):scatter_add(1, index, ln.ones(index:numel())):reshape(1, side, side):clamp(0, 1)
end

local pictures = {}
for k, sees_batch in ipairs {false, true} do
  ln.manual_seed(1)
  local G = generator()
  train(G, discriminator(sees_batch))
  local _ <close> = ln.no_grad()
  local points = G(ln.randn(2500, 16))
  local found = ln.metrics.modes(points, ring)
  pictures[k] = ln.cat({scatter(ring:sample(2500), 256), scatter(points, 256)}, 3)
  print(("%s mini-batch discrimination: %d of 8 modes, %.1f%% of samples within 3 sigma, reverse KL %.2f"):format(
    sees_batch and "with" or "without", found.major_modes, 100 * found.high_quality, found.reverse_kl))
end
ln.image.save_grid(folder .. "/scatter.png", ln.stack(pictures), {columns = 1})   -- left the data, right the generator
print("scatter plots: " .. folder .. "/scatter.png")
