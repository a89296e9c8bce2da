-- InfoGAN (Chen et al. 2016, arXiv 1606.03657): part of the noise is a code
-- that a second head of the discriminator must read off the sample. Ten classes
-- and two sliding codes come out without labels: about half of the classes are
-- a digit each, the others mix two or three that look alike.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 3000, arg[2] or "runs/infogan"

ln.manual_seed(1)
local digits = ln.data.Loader(ln.data.digits(),
                              {batch_size = 64, shuffle = true})

local G = nn.Sequential {
  nn.Linear(30 + 10 + 2, 64 * 7 * 7), nn.Unflatten(2, {64, 7, 7}),
  nn.BatchNorm2d(64), nn.ReLU(),
  nn.ConvTranspose2d(64, 32, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(32),
  nn.ReLU(),
  nn.ConvTranspose2d(32, 1, 4, {stride = 2, padding = 1}), nn.Tanh(),
}
local trunk = nn.Sequential {
  nn.Conv2d(1, 32, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.1),
  nn.Conv2d(32, 64, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.1),
  nn.Flatten(), nn.Linear(64 * 7 * 7, 256), nn.LeakyReLU(0.1),
}
local D = nn.Sequential {trunk, nn.Linear(256, 1)}
local reader = nn.Sequential {nn.Linear(256, 64), nn.LeakyReLU(0.1),
                              nn.Linear(64, 10 + 2)}

local with_codes = G:parameters()
table.move(reader:parameters(), 1, #reader:parameters(), #with_codes + 1,
           with_codes)
local opt_g = optim.Adam(with_codes, {lr = 2e-3, betas = {0.5, 0.999}})
local opt_d = optim.Adam(D:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local average = gan.EMA(G, {decay = 0.99})

local function latent(class, slide)
  return ln.cat({ln.randn(class:numel(), 30), ln.one_hot(class, 10), slide}, 2)
end

for step, bar in ln.progress(steps) do
  local class, slide = ln.randint(1, 10, {64}), ln.rand(64, 2) * 2 - 1
  local fake = G(latent(class, slide))

  local real = digits:next()
  opt_d:zero_grad()
  local loss_d = gan.losses.logistic.discriminator(D(real), D(fake:detach()))
  loss_d = loss_d + gan.penalties.every(step, 4, function()
    return gan.penalties.r1(D, real)
  end)
  loss_d:backward()
  opt_d:step()

  opt_g:zero_grad()
  local h = trunk(fake)
  local read = reader(h)
  local information = nn.functional.cross_entropy(read:narrow(2, 1, 10), class)
    + 0.3 * (read:narrow(2, 11, 2) - slide):square():mean()
  local loss_g = gan.losses.logistic.generator(D[2](h)) + information
  loss_g:backward()
  opt_g:step()
  average:update()
  bar:set {d = loss_d:item(), g = loss_g:item(), codes = information:item()}
end

-- How well classes and digits match: for each class, the share of its samples
-- that are its commonest digit.
local _ <close> = ln.no_grad()
G = average.model
local class = (ln.arange(0, 999)):fmod(10) + 1
local seen = ln.metrics.features("mnist").probabilities(
  G(latent(class, ln.rand(1000, 2) * 2 - 1))):argmax(2)
-- of classes by digits
local table_of = ln.one_hot(class, 10):t():matmul(ln.one_hot(seen, 10))
local share, digit = table_of:amax(2) / table_of:sum(2), table_of:argmax(2)
local different = 0
for k = 1, 10 do
  print(("class %d: %3.0f%% of samples are the digit %d"):format(
    k, 100 * share[k]:item(), digit[k]:item() - 1))
  if digit:eq(k):any():item() == 1 then different = different + 1 end
end
print(("%.1f%% on average, %d different digits"):format(
  100 * share:mean():item(), different))

-- Columns are classes; downwards the first sliding code goes from -1 to 1 with
-- all else held.
local noise = ln.randn(1, 30):expand(80, 30)
local slide = ln.linspace(-1, 1, 8):repeat_interleave(10):unsqueeze(2)
local rows = G(ln.cat({noise, ln.one_hot(class:narrow(1, 1, 80), 10), slide,
                       ln.zeros(80, 1)}, 2))
local moved = (rows:narrow(1, 1, 10) - rows:narrow(1, 71, 10)):abs():mean()
print(("from end to end the sliding code moves a pixel by %.2f of 2 on " ..
       "average"):format(moved:item()))
-- 3 x 3 pixels for each
local large = rows:repeat_interleave(3, 3):repeat_interleave(3, 4)
ln.image.save_grid(folder .. "/codes.png", large,
                   {columns = 10, range = {-1, 1}})
print("columns are classes, downwards a sliding code: " .. folder ..
      "/codes.png")
