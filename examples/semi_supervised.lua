-- A classifier from 100 labels (Salimans et al. 2016, arXiv 1606.03498,
-- sections 3.1 and 5): a discriminator with one output a class, whose generator
-- matches its features and is to pass for real besides, which makes its samples
-- clearer. The same network learns from the 100 labels alone, beside it.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 2000, arg[2] or "runs/semi_supervised"

ln.manual_seed(1)
local set = ln.data.digits()
local n, batch = 9000, 64
-- the labels of these are not looked at
local images = set:batch(ln.arange(1, n):totable())
local test_images, test_labels = set:batch(ln.arange(n + 1, #set):totable())
-- the first ten of each class, which are the 100 labels
local chosen, count = {}, {}
local _, all = set:batch(ln.arange(1, n):totable())
for k, label in ipairs(all:totable()) do
  count[label] = (count[label] or 0) + 1
  if count[label] <= 10 then chosen[#chosen + 1] = k end
end
local few_images, few_labels = set:batch(chosen)

local function classifier()
  return nn.Sequential {
    nn.Sequential {
      nn.Conv2d(1, 32, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
      nn.Conv2d(32, 64, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
      nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.LeakyReLU(0.2),
    },
    nn.Linear(128, 10),
  }
end
local G = nn.Sequential {
  nn.Linear(64, 64 * 7 * 7), nn.Unflatten(2, {64, 7, 7}), nn.BatchNorm2d(64),
  nn.ReLU(), nn.ConvTranspose2d(64, 32, 4, {stride = 2, padding = 1}),
  nn.BatchNorm2d(32), nn.ReLU(),
  nn.ConvTranspose2d(32, 1, 4, {stride = 2, padding = 1}), nn.Tanh(),
}

local function some(x) return x[ln.randint(1, x:size(1), {batch})] end
local function few()
  local k = ln.randint(1, #chosen, {batch})
  return few_images[k], few_labels[k]
end

local function error_of(D)
  local _ <close> = ln.no_grad()
  return 100 - 100 * ln.metrics.accuracy(D(test_images), test_labels)
end

local D, alone = classifier(), classifier()
local average = gan.EMA(G, {decay = 0.99})
local opt_g = optim.Adam(G:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local opt_d = optim.Adam(D:parameters(), {lr = 2e-3, betas = {0.5, 0.999}})
local cosine = optim.lr_scheduler.CosineAnnealingLR
local slower = {cosine(opt_g, steps), cosine(opt_d, steps)}
local opt_a = optim.Adam(alone:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})
local function realness(x) return gan.semi_supervised.logit(D(x)) end

for step, bar in ln.progress(steps) do
  local x, labels = few()
  local real = some(images)
  opt_d:zero_grad()
  local loss_d = gan.semi_supervised.discriminator(
    D(x), labels, D(real), D(G(ln.randn(batch, 64)):detach()))
  loss_d = loss_d + gan.penalties.every(step, 4, function()
    return gan.penalties.r1(realness, real, {weight = 0.3})
  end)
  loss_d:backward()
  opt_d:step()

  opt_g:zero_grad()   -- the last hidden layer's mean is to be the same
  local hidden = D[1](G(ln.randn(batch, 64)))
  local loss_g = gan.semi_supervised.generator(D[2](hidden)) +
    gan.feature_matching(D[1](some(images)), hidden, {kind = "l1"})
  loss_g:backward()
  opt_g:step()
  average:update()
  for _, schedule in ipairs(slower) do schedule:step() end

  opt_a:zero_grad()
  nn.functional.cross_entropy(alone(x), labels):backward()
  opt_a:step()
  bar:set {d = loss_d:item(), g = loss_g:item()}
  if step % 250 == 0 or step == steps then
    print(("step %d: error on %d images never seen %.1f%%, " ..
           "from the labels alone %.1f%%"):format(
      step, #set - n, error_of(D), error_of(alone)))
  end
end

local _ <close> = ln.no_grad()
-- 3 x 3 pixels for each
local large = average.model(ln.randn(64, 64)):repeat_interleave(3, 3)
ln.image.save_grid(folder .. "/samples.png", large:repeat_interleave(3, 4),
                   {range = {-1, 1}})
print("samples: " .. folder .. "/samples.png")
