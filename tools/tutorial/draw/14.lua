-- digits.png: digits of quality_mnist.lua, of three arms: with five techniques,
-- without the layer, and with none.
-- Closeness before, during and after collapse, and the same with mini-batch
-- discrimination: closeness.svg. The run is page 7's, with D at half of G's
-- rate; what looks is a layer of its own, at the points themselves.

local ln = require "lunette"
local nn, losses = ln.nn, ln.gan.losses.bce
local WIDTH, BATCH, KERNELS, SEED = 128, 128, 16, 2
local AT = {{"before", 40}, {"during", 100}, {"after", 2000}}

local ring = ln.data.ring {modes = 8, radius = 1, std = 0.05}

local function networks(has_layer)
  ln.manual_seed(SEED)
  local G = nn.Sequential {
    nn.Linear(2, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(),
    nn.Linear(WIDTH, 2),
  }
  local D = nn.Sequential {
    nn.Linear(2, WIDTH), nn.LeakyReLU(0.2),
    nn.Linear(WIDTH, WIDTH), nn.LeakyReLU(0.2),
  }
  if not has_layer then return G, D:append(nn.Linear(WIDTH, 1)) end
  D:append(nn.MinibatchDiscrimination(WIDTH, KERNELS, 4))
  return G, D:append(nn.Linear(WIDTH + KERNELS, 1))
end

-- Samples of G from the same noise, at the steps of AT.
local function train(G, D)
  local opt_g = ln.optim.Adam(G:parameters(), {lr = 1e-3, betas = {0.5, 0.999}})
  local opt_d = ln.optim.Adam(D:parameters(), {lr = 5e-4, betas = {0.5, 0.999}})
  local probe, made = ln.randn(BATCH, 2), {}
  for step = 1, AT[#AT][2] do
    local fake = G(ln.randn(BATCH, 2))
    opt_d:zero_grad()
    losses.discriminator(D(ring:sample(BATCH)), D(fake:detach())):backward()
    opt_d:step()
    opt_g:zero_grad()
    losses.generator(D(fake)):backward()
    opt_g:step()
    if step == AT[#made + 1][2] then made[#made + 1] = G(probe):detach() end
  end
  return made
end

ln.manual_seed(SEED)
local watch = nn.MinibatchDiscrimination(2, KERNELS, 4)
local real = ring:sample(BATCH)

-- exp(-|M_i - M_j|_1) of i in the first half of the batch and j in the second,
-- in each kernel.
local function closeness(x)
  local _ <close> = ln.no_grad()
  local T = watch.weight * (watch.log_scale:exp() / watch.weight:norm(2, 1))
  local M = x:matmul(T:flatten(2)):unflatten(2, {KERNELS, 4})
  local first, second = M:narrow(1, 1, BATCH // 2),
                        M:narrow(1, BATCH // 2 + 1, BATCH // 2)
  local apart = (first:unsqueeze(2) - second:unsqueeze(1)):abs():sum(4)
  return apart:neg():exp():flatten()
end

local fig = ln.plot.figure {columns = #AT, width = 230, height = 190}
local range = {-2.2, 2.2}

-- Only the last column says what the colours are.
local function draw(made, titles)
  for k, x in ipairs(made) do
    local last = k == #made
    fig:panel {title = titles:format(AT[k][1], AT[k][2]), x_range = range,
               y_range = range}
    fig:scatter(real, last and {name = "real"} or nil)
    fig:scatter(x, last and {name = "fake"} or nil)
  end
  for k, x in ipairs(made) do
    local last = k == #made
    fig:panel {x_label = "closeness of pairs", x_range = {0, 1}}
    fig:histogram(closeness(real), {bins = 20, name = last and "real" or nil})
    fig:histogram(closeness(x), {bins = 20, name = last and "fake" or nil})
  end
end

draw(train(networks(false)), "%s: step %d")
draw(train(networks(true)), "%s, with the layer")
fig:save "closeness.svg"

-- ---- digits.png ----

local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$"
local arms = {"all", "no_minibatch", "none"}
ln.experiment(here .. "/../../../examples/experiments/quality_mnist.lua",
              {out = "digits.jsonl", folder = "digits", arms = arms, seeds = 1})
local columns = {}
for _, arm in ipairs(arms) do
  local grid = ln.image.load(("digits/%s-1/samples.png"):format(arm))
  if #columns > 0 then
    columns[#columns + 1] = ln.ones(grid:size(1), grid:size(2), 12)
  end
  columns[#columns + 1] = grid
end
ln.image.save("digits.png", ln.cat(columns, 3))
