-- Mode collapse and its remedy: the same GAN on eight Gaussians, first with a discriminator that sees one point at a
-- time, then with one that sees its whole batch (Salimans et al. 2016, arXiv 1606.03498, section 3.2).
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 1500, arg[2] or "runs/ring_minibatch"

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
  return nn.Sequential {features, nn.MinibatchDiscrimination(128, 32, 8), nn.Linear(128 + 32, 1)}
end

-- Points as an image: side x side pixels for -1.5 to 1.5, each point one pixel.
local function scatter(points, side)
  local at = ((points:clamp(-1.499, 1.499) + 1.5) * (side / 3)):floor()
  local index = (side - 1 - at:select(2, 2)) * side + at:select(2, 1) + 1
  return ln.zeros(side * side):scatter_add(1, index, ln.ones(index:numel())):reshape(1, side, side):clamp(0, 1)
end

local pictures = {}

-- Appends a picture of what G makes; returns how many modes hold a hundredth of it or more.
local function look(G)
  local _ <close> = ln.no_grad()
  local points = G(ln.randn(2500, 2))
  pictures[#pictures + 1] = scatter(points, 128)
  return ln.metrics.modes(points, ring).major_modes
end

local function train(G, D)
  local opt_g = optim.Adam(G:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})
  local opt_d = optim.Adam(D:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})
  local modes = {}
  for step, bar in ln.progress(steps) do
    local fake = G(ln.randn(256, 2))
    opt_d:zero_grad()
    local loss_d = gan.losses.bce.discriminator(D(ring:sample(256)), D(fake:detach()))
    loss_d:backward()
    opt_d:step()

    opt_g:zero_grad()
    local loss_g = gan.losses.bce.generator(D(fake))
    loss_g:backward()
    opt_g:step()
    bar:set {d = loss_d:item(), g = loss_g:item()}
    if step % math.max(1, steps // 6) == 0 and #modes < 6 then modes[#modes + 1] = look(G) end
  end
  return modes
end

local found = {}
for _, sees_batch in ipairs {false, true} do
  ln.manual_seed(2)
  pictures[#pictures + 1] = scatter(ring:sample(2500), 128)
  local modes = train(generator(), discriminator(sees_batch))
  found[#found + 1] = modes[#modes]
  print(("%s mini-batch discrimination, modes of 8 on the way: %s"):format(
    sees_batch and "with" or "without", table.concat(modes, " ")))
end
print(("at the end: %d of 8 modes without, %d of 8 with"):format(found[1], found[2]))
ln.image.save_grid(folder .. "/scatter.png", ln.stack(pictures), {columns = #pictures // 2})
print("first the data, then the generator on its way, without and with: " .. folder .. "/scatter.png")
