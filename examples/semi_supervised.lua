-- A classifier from 100 labels (Salimans et al. 2016, arXiv 1606.03498, sections 3.1 and 5): a discriminator with one
-- output a class, whose generator matches its features. The same network learns from the 100 labels alone, beside it.
local ln = require "lunette"
local nn, optim = ln.nn, ln.optim
local steps, folder = tonumber(arg[1]) or 1500, arg[2] or "runs/semi_supervised"

ln.manual_seed(1)
local set = ln.data.digits()
local n, batch = 9000, 100
local images = set:batch(ln.arange(1, n):totable())   -- their labels are not looked at
local test_images, test_labels = set:batch(ln.arange(n + 1, #set):totable())

local chosen, count = {}, {}   -- the first ten of each class, which are the 100 labels
local _, all = set:batch(ln.arange(1, n):totable())
for k, label in ipairs(all:totable()) do
  count[label] = (count[label] or 0) + 1
  if count[label] <= 10 then chosen[#chosen + 1] = k end
end
local few_images, few_labels = set:batch(chosen)

local function flat(x) return x:flatten(2) end
images, test_images, few_images = flat(images), flat(test_images), flat(few_images)

local function classifier()
  return nn.Sequential {
    nn.Sequential {
      nn.GaussianNoise(0.3), nn.weight_norm(nn.Linear(784, 400)), nn.ReLU(),
      nn.GaussianNoise(0.5), nn.weight_norm(nn.Linear(400, 200)), nn.ReLU(),
      nn.GaussianNoise(0.5), nn.weight_norm(nn.Linear(200, 100)), nn.ReLU(),
    },
    nn.GaussianNoise(0.5), nn.weight_norm(nn.Linear(100, 10)),
  }
end
local G = nn.Sequential {
  nn.Linear(100, 300), nn.BatchNorm1d(300), nn.Softplus(),
  nn.Linear(300, 300), nn.BatchNorm1d(300), nn.Softplus(),
  nn.Linear(300, 784), nn.Tanh(),
}

local function some(x) return x[ln.randint(1, x:size(1), {batch})] end

local function few()
  local k = ln.randint(1, #chosen, {batch})
  return few_images[k], few_labels[k]
end

-- Equation 9 and what follows it, with the logit of the fake class held at 0: D(x) = Z / (Z + 1), Z = sum exp l_k.
local function unsupervised(D)
  local real = D(some(images)):logsumexp(2)
  local fake = D(G(ln.randn(batch, 100)):detach()):logsumexp(2)
  return (nn.functional.binary_cross_entropy_with_logits(real, ln.ones(batch)) +
          nn.functional.binary_cross_entropy_with_logits(fake, ln.zeros(batch))) / 2
end

local function error_of(D)
  local _ <close> = ln.no_grad()
  D:eval()
  local wrong = 1 - ln.metrics.accuracy(D(test_images), test_labels)
  D:train()
  return 100 * wrong
end

local D, alone = classifier(), classifier()
local opt_g = optim.Adam(G:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})
local opt_d = optim.Adam(D:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})
local opt_a = optim.Adam(alone:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})

for step, bar in ln.progress(steps) do
  local x, labels = few()
  opt_d:zero_grad()
  local loss_d = nn.functional.cross_entropy(D(x), labels) + unsupervised(D)
  loss_d:backward()
  opt_d:step()

  opt_g:zero_grad()   -- feature matching: the means of the last hidden layer
  local loss_g = (D[1](some(images)):mean(1) - D[1](G(ln.randn(batch, 100))):mean(1)):square():mean()
  loss_g:backward()
  opt_g:step()

  opt_a:zero_grad()
  nn.functional.cross_entropy(alone(x), labels):backward()
  opt_a:step()

  bar:set {d = loss_d:item(), g = loss_g:item()}
  if step % 500 == 0 or step == steps then
    print(("step %d: error on %d images never seen %.1f%%, from the labels alone %.1f%%"):format(
      step, #set - n, error_of(D), error_of(alone)))
  end
end

local _ <close> = ln.no_grad()
ln.image.save_grid(folder .. "/samples.png", G(ln.randn(64, 100)):reshape(64, 1, 28, 28), {range = {-1, 1}})
print("samples: " .. folder .. "/samples.png")
