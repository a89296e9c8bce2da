-- A DCGAN on handwritten digits whose discriminator sees whole batches.
-- usage: lua5.4 examples/digits.lua [steps] [folder]
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, out = tonumber(arg[1]) or 2000, arg[2] or "runs/digits"
local batch = 64

ln.manual_seed(7)
local digits = ln.data.Loader(ln.data.digits(),
                              {batch_size = batch, shuffle = true})

local G = nn.Sequential {
  nn.Linear(100, 128 * 7 * 7), nn.Unflatten(2, {128, 7, 7}),
  nn.BatchNorm2d(128), nn.ReLU(),
  nn.ConvTranspose2d(128, 64, 4, {stride = 2, padding = 1}),
  nn.BatchNorm2d(64), nn.ReLU(),
  nn.ConvTranspose2d(64, 1, 4, {stride = 2, padding = 1}), nn.Tanh(),
}
-- no batch norm: the penalty below is on the slope at each image by itself
local D = nn.Sequential {
  nn.Conv2d(1, 64, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
  nn.Conv2d(64, 128, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
  nn.Flatten(),
  nn.MinibatchDiscrimination(128 * 7 * 7, 50, 5),
  nn.Linear(128 * 7 * 7 + 50, 1),
}
local opt_g = optim.Adam(G:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local opt_d = optim.Adam(D:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local average = gan.EMA(G)   -- of G's weights on the way: what is drawn

-- All that a stopped run needs to go on exactly where it was.
local checkpoint = ln.Checkpoint(out, {
  G = G, D = D, average = average, opt_g = opt_g, opt_d = opt_d,
  digits = digits,
})
local done = checkpoint:resume() or 0
if done >= steps then
  print(("%s is complete: %d steps, the last grid is %s/step-%05d.png"):format(
    out, done, out, done))
  print(("go further: make demo STEPS=%d    start anew: rm -r %s"):format(
    done + 1000, out))
  os.exit()
end

-- the same noises, drawn again and again
local watch = ln.randn(64, 100, {generator = ln.Generator(3)})

local function draw(step)
  local _ <close> = ln.no_grad()
  -- 3 x 3 pixels for each
  local large = average.model(watch):repeat_interleave(3, 3)
  ln.image.save_grid(("%s/step-%05d.png"):format(out, step),
                     large:repeat_interleave(3, 4),
                     {columns = 8, range = {-1, 1}})
end

for step, bar in ln.progress(steps, {from = done + 1, batch = batch}) do
  local real = digits:next()
  local fake = G(ln.randn(batch, 100))

  opt_d:zero_grad()
  local loss_d = gan.losses.logistic.discriminator(D(real), D(fake:detach()))
  loss_d = loss_d + gan.penalties.every(step, 4, function()
    return gan.penalties.r1(D, real)
  end)
  loss_d:backward()
  opt_d:step()

  opt_g:zero_grad()
  local loss_g = gan.losses.logistic.generator(D(fake))
  loss_g:backward()
  opt_g:step()
  -- it reaches back over about a tenth of the steps so far
  average.decay = step / (step + 10)
  average:update()

  bar:set {d = loss_d:item(), g = loss_g:item()}
  if step % 100 == 0 or step == steps then
    draw(step)
    checkpoint:save(step)
  end
end
print(("grids of samples: %s/step-*.png, the last is %s/step-%05d.png"):format(
  out, out, steps))
