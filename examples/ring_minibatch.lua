-- Mode collapse and its remedy: the same GAN on eight Gaussians, first with a
-- discriminator that sees one point at a time, then with one that sees its
-- whole batch (Salimans et al. 2016, arXiv 1606.03498, section 3.2). D learns
-- at half of G's rate: where it sees single points, all of G flees from one
-- mode to the next, always a step ahead of it.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 3000, arg[2] or "runs/ring_minibatch"

local ring = ln.data.ring {modes = 8, radius = 1, std = 0.02}

local function generator()
  return nn.Sequential {
    nn.Linear(2, 128), nn.ReLU(),
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
  return nn.Sequential {
    features, nn.MinibatchDiscrimination(128, 64, 4), nn.Linear(128 + 64, 1),
  }
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

local pictures = {}

-- Appends a picture of what G makes; returns how many modes hold a hundredth of
-- it or more, and the share near any.
local function look(G)
  local _ <close> = ln.no_grad()
  local points = G(ln.randn(2500, 2))
  pictures[#pictures + 1] = scatter(points, 160)
  local found = ln.metrics.modes(points, ring)
  return found.major_modes, found.high_quality
end

local function train(G, D)
  local opt_g = optim.Adam(G:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})
  local opt_d = optim.Adam(D:parameters(), {lr = 5e-4, betas = {0.5, 0.999}})
  local cosine = optim.lr_scheduler.CosineAnnealingLR
  local slower = {cosine(opt_g, steps), cosine(opt_d, steps)}
  local modes, near = {}, nil
  for step, bar in ln.progress(steps) do
    local fake = G(ln.randn(128, 2))
    opt_d:zero_grad()
    local loss_d = gan.losses.bce.discriminator(D(ring:sample(128)),
                                                D(fake:detach()))
    loss_d:backward()
    opt_d:step()

    opt_g:zero_grad()
    local loss_g = gan.losses.bce.generator(D(fake))
    loss_g:backward()
    opt_g:step()
    for _, schedule in ipairs(slower) do schedule:step() end
    bar:set {d = loss_d:item(), g = loss_g:item()}
    if step % math.max(1, steps // 6) == 0 and #modes < 6 then
      modes[#modes + 1], near = look(G)
    end
  end
  return modes, near
end

local found = {}
for _, sees_batch in ipairs {false, true} do
  ln.manual_seed(2)
  pictures[#pictures + 1] = scatter(ring:sample(2500), 160)
  local modes, near = train(generator(), discriminator(sees_batch))
  found[#found + 1] = modes[#modes]
  print(("%s mini-batch discrimination, modes of 8 on the way: %s; " ..
         "at the end %.1f%% within 3 sigma"):format(
    sees_batch and "with" or "without", table.concat(modes, " "), 100 * near))
end
print(("at the end: %d of 8 modes without, %d of 8 with"):format(
  found[1], found[2]))
ln.image.save_grid(folder .. "/scatter.png", ln.stack(pictures),
                   {columns = #pictures // 2})
print("first the data, then the generator on its way, without and with: " ..
      folder .. "/scatter.png")
