-- Unrolled GAN (Metz et al. 2017, arXiv 1611.02163): the generator looks at the
-- discriminator as it will be some steps from now, and its gradient goes back
-- through those steps. Eight Gaussians, without and with it.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 2500, arg[2] or "runs/unrolled"

local ring = ln.data.ring {modes = 8, radius = 1, std = 0.02}
local batch, latent = 128, 2
local betas = {0.5, 0.999}

local function network(inputs, outputs, activation)
  return nn.Sequential {
    nn.Linear(inputs, 128), activation,
    nn.Linear(128, 128), activation,
    nn.Linear(128, outputs),
  }
end

-- What the optimiser remembers of each parameter, as a list: where steps ahead
-- go on from.
local function memory(opt, params)
  local list = {}
  for k, p in ipairs(params) do list[k] = opt.state[p] end
  return list
end

local function train(G, D, k)
  local opt_g = optim.Adam(G:parameters(), {lr = 1e-3, betas = betas})
  local opt_d = optim.Adam(D:parameters(), {lr = 1e-3, betas = betas})
  local cosine = optim.lr_scheduler.CosineAnnealingLR
  local slower = {cosine(opt_g, steps), cosine(opt_d, steps)}
  for _, bar in ln.progress(steps) do
    local real, fake = ring:sample(batch), G(ln.randn(batch, latent))

    opt_g:zero_grad()
    local rule = {lr = opt_d.param_groups[1].lr, betas = betas}
    -- D after k steps down its loss, which are all part of the graph
    local later = gan.unrolled(D, function(critic)
      return gan.losses.bce.discriminator(critic(real), critic(fake))
    end, k, {rule = "adam", options = rule,
             state = memory(opt_d, D:parameters())})
    local loss_g = gan.losses.bce.generator(later(fake))
    loss_g:backward()
    opt_g:step()

    opt_d:zero_grad()   -- drops what the generator's loss left here too
    local loss_d = gan.losses.bce.discriminator(D(real), D(fake:detach()))
    loss_d:backward()
    opt_d:step()
    for _, schedule in ipairs(slower) do schedule:step() end
    bar:set {d = loss_d:item(), g = loss_g:item()}
  end
end

-- Points as an image: side x side pixels for -1.5 to 1.5, squares of three
-- pixels, the brighter the more points.
local function scatter(points, side)
  local at = ((points:clamp(-1.499, 1.499) + 1.5) * (side / 3)):floor()
  local index = (side - 1 - at:select(2, 2)) * side + at:select(2, 1) + 1
  local count = ln.zeros(side * side):scatter_add(1, index,
                                                  ln.ones(index:numel()))
  return (count / 16):sqrt():clamp(0, 1):reshape(1, side, side)
    :max_pool2d(3, {stride = 1, padding = 1})
end

local pictures = {scatter(ring:sample(2500), 256)}
for _, k in ipairs {0, 5} do
  ln.manual_seed(2)
  local G = network(latent, 2, nn.ReLU())
  train(G, network(2, 1, nn.LeakyReLU(0.2)), k)
  local _ <close> = ln.no_grad()
  local points = G(ln.randn(2500, latent))
  local found = ln.metrics.modes(points, ring)
  pictures[#pictures + 1] = scatter(points, 256)
  print(("%d steps unrolled: %d of 8 modes, %.1f%% of samples within 3 " ..
         "sigma, reverse KL %.2f"):format(
    k, found.major_modes, 100 * found.high_quality, found.reverse_kl))
end
ln.image.save_grid(folder .. "/scatter.png", ln.stack(pictures), {columns = 3})
print("the data, without, with: " .. folder .. "/scatter.png")
