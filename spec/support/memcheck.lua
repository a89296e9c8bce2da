-- For valgrind: 50 steps of a DCGAN with mini-batch discrimination, on pictures
-- that workers load, with batch norm, Adam and checkpoints, of which the last is
-- loaded again.
-- usage: lua5.4 memcheck.lua FOLDER
local ln = require "lunette"
local nn, bce = ln.nn, ln.gan.losses.bce

local folder = arg[1]
ln.manual_seed(1)
for k = 1, 12 do
  ln.image.save(("%s/pictures/%02d.png"):format(folder, k), ln.rand(3, 16, 16))
end
local set = ln.data.images(folder .. "/pictures", {size = 16, workers = 2})
local loader = ln.data.Loader(set, {batch_size = 4, shuffle = true})

local G = nn.Sequential {
  nn.Linear(8, 128), nn.Unflatten(2, {8, 4, 4}), nn.BatchNorm2d(8), nn.ReLU(),
  nn.ConvTranspose2d(8, 8, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(8), nn.ReLU(),
  nn.ConvTranspose2d(8, 3, 4, {stride = 2, padding = 1}), nn.Tanh(),
}
local D = nn.Sequential {
  nn.Conv2d(3, 8, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
  nn.Conv2d(8, 8, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(8), nn.LeakyReLU(0.2), nn.Flatten(),
  nn.Linear(128, 16), nn.MinibatchDiscrimination(16, 4, 3), nn.Linear(20, 1),
}
local opt_g, opt_d = ln.optim.Adam(G:parameters()), ln.optim.Adam(D:parameters())
local parts = {G = G, D = D, opt_g = opt_g, opt_d = opt_d}
local checkpoint = ln.Checkpoint(folder .. "/checkpoint", parts)

for step = 1, 50 do
  local real, fake = loader:next(), G(ln.randn(4, 8))
  opt_d:zero_grad()
  bce.discriminator(D(real), D(fake:detach())):backward()
  opt_d:step()
  opt_g:zero_grad()
  local loss = bce.generator(D(fake))
  loss:backward()
  opt_g:step()
  assert(loss:item() == loss:item())
  if step % 10 == 0 then checkpoint:save(step) end
end
assert(ln.Checkpoint(folder .. "/checkpoint", parts):resume() == 50)
print "50 steps"
