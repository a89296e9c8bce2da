-- Trains four small nets that between them cover the kernels, and prints for
-- each a hash of its parameters and the loss of the last step. usage: lua5.4
-- spec/support/same_numbers.lua THREADS,THREADS... REPEATS [STEPS]
local ln = require "lunette"
local hash = require "lunette.gan.trainer.hash"

local nn, F = ln.nn, ln.nn.functional
local steps = tonumber(arg[3] or 200)
local nets = {}

-- A DCGAN with batch norm and mini-batch discrimination, Adam on both.
function nets.dcgan()
  local G = nn.Sequential {
    nn.ConvTranspose2d(6, 16, 4), nn.BatchNorm2d(16), nn.ReLU(),
    nn.ConvTranspose2d(16, 1, 4, {stride = 2, padding = 1}), nn.Tanh()}
  local D = nn.Sequential {
    nn.Conv2d(1, 16, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2), nn.Flatten(),
    nn.MinibatchDiscrimination(256, 4, 3), nn.Linear(260, 1)}
  local real = ln.rand(64, 1, 8, 8) * 2 - 1
  local of_g, of_d = ln.optim.Adam(G:parameters(), {lr = 1e-3}), ln.optim.Adam(D:parameters(), {lr = 1e-3})
  local loss = ln.gan.losses.bce
  return {G, D}, function()
    local fake = G(ln.randn(16, 6, 1, 1))
    of_d:zero_grad()
    loss.discriminator(D(real[ln.randperm(64)[{{1, 16}}]]), D(fake:detach())):backward()
    of_d:step()
    of_g:zero_grad()
    local value = loss.generator(D(fake))
    value:backward()
    of_g:step()
    return value
  end
end

-- WGAN-GP: gradients of gradients, RMSprop, layer norm.
function nets.wgan_gp()
  local G = nn.Sequential {nn.Linear(4, 33), nn.ELU(), nn.Linear(33, 2)}
  local D = nn.Sequential {nn.Linear(2, 65), nn.LayerNorm(65), nn.SiLU(), nn.Linear(65, 1)}
  local of_g, of_d = ln.optim.RMSprop(G:parameters(), {lr = 1e-3}), ln.optim.RMSprop(D:parameters(), {lr = 1e-3})
  return {G, D}, function()
    local real, fake = ln.randn(70, 2):sin(), G(ln.randn(70, 4))
    of_d:zero_grad()
    local value = D(fake:detach()):mean() - D(real):mean() + 10 * ln.gan.penalties.gradient(D, real, fake:detach())
    value:backward()
    of_d:step()
    of_g:zero_grad()
    D(fake):mean():neg():backward()
    of_g:step()
    return value
  end
end

-- Attention, layer norm, GELU, dropout, softmax with classes; SGD with momentum.
function nets.transformer()
  local net = nn.Sequential {
    nn.Embedding(11, 16), nn.TransformerEncoderLayer(16, 4, {dim_feedforward = 40, activation = "gelu"}),
    nn.Linear(16, 11)}
  local sgd = ln.optim.SGD(net:parameters(), {lr = 0.05, momentum = 0.9})
  return {net}, function()
    local tokens = (ln.rand(12, 9) * 11):floor() + 1
    sgd:zero_grad()
    local value = F.cross_entropy(net(tokens):flatten(1, 2), tokens:flip(2):flatten())
    value:backward()
    nn.utils.clip_grad_norm_(net:parameters(), 1)
    sgd:step()
    return value
  end
end

-- Bags of embeddings with repeated indices, index_add, scatter, sorting.
function nets.sparse()
  local bags, out = nn.EmbeddingBag(200, 24, {mode = "sum"}), nn.Linear(24, 3)
  local adam = ln.optim.AdamW(nn.ModuleList {bags, out}:parameters(), {lr = 1e-2})
  return {bags, out}, function()
    local indices = (ln.rand(40, 50) * ln.rand(40, 50) * 200):floor() + 1
    local y = out(bags(indices))
    local pooled = ln.zeros(5, 3):index_add(1, (ln.rand(40) * 5):floor() + 1, y)
    local top = y:sort(1):narrow(1, 1, 7)
    local spread = ln.zeros(40, 3):scatter_add(2, (ln.rand(40, 6) * 3):floor() + 1, y:repeat_interleave(2, 2))
    local value = (pooled:square():mean() + top:mean() + spread:logsumexp(2):mean()) / 10
    adam:zero_grad()
    value:backward()
    adam:step()
    return value
  end
end

local function run(make, threads)
  ln.set_num_threads(threads)
  ln.manual_seed(7)
  local networks, step = make()
  local value
  for _ = 1, steps do value = step() end
  local named = {}
  for k, network in ipairs(networks) do named["n" .. k] = network end
  return hash(named), value:item()
end

for _, name in ipairs {"dcgan", "wgan_gp", "transformer", "sparse"} do
  for threads in arg[1]:gmatch "%d+" do
    for _ = 1, tonumber(arg[2]) do
      print(name, threads, ("%s\t%.17g"):format(run(nets[name], tonumber(threads))))
    end
  end
end
