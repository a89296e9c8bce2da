-- A small StyleGAN2 (Karras et al. 2020, arXiv 1912.04958) on clothes:
-- modulated convolutions, style mixing, lazy R1 and path length penalties, an
-- averaged generator, truncation: how the parts go together. So few steps do
-- not make a good model: its samples are all much alike.
-- Fashion-MNIST is fetched by `make datasets`.
local ln = require "lunette"
local optim, gan = ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 1500,
  arg[2] or "runs/stylegan2_fashion"

local found, set = pcall(ln.data.fashion_mnist)
if not found then
  print("Fashion-MNIST is not here (`make datasets` fetches it); " ..
        "the digits are taken in its place\n  " .. set)
  set = ln.data.digits()
end

ln.manual_seed(1)
local size, batch, latent = 16, 16, 32
-- 28 x 28, framed to 32 x 32, and half of that
local clothes = ln.data.Loader(ln.data.map(set, function(images)
  return (images + 1):pad {2, 2, 2, 2}:avg_pool2d(2) - 1
end), {batch_size = batch, shuffle = true})

local net = gan.zoo.stylegan2 {size = size, channels = 1, filters = 32,
                               latent = latent, style = 32, layers = 4}
local G, D = net.generator, net.discriminator
local average = gan.EMA(G, {decay = 0.995})
local opt_g = optim.Adam(G:parameters(), {lr = 2e-3, betas = {0, 0.99}})
local opt_d = optim.Adam(D:parameters(), {lr = 2e-3, betas = {0, 0.99}})
local loss, penalties = gan.losses.logistic, gan.penalties
local mean_length = 0   -- of paths; the penalty's running mean

local function make()   -- nine in ten batches mix two styles
  local z = ln.randn(batch, latent)
  if ln.rand(1):item() < 0.9 then return G(z, ln.randn(batch, latent)) end
  return G(z)
end

local function draw(name, images)   -- 4 x 4 pixels for each
  local large = images:repeat_interleave(4, 3):repeat_interleave(4, 4)
  ln.image.save_grid(("%s/%s.png"):format(folder, name), large,
                     {range = {-1, 1}})
end

for step, bar in ln.progress(steps, {batch = batch}) do
  local real = clothes:next()
  local fake
  do
    local _ <close> = ln.no_grad()
    fake = make()
  end
  opt_d:zero_grad()
  local loss_d = loss.discriminator(D(real), D(fake))
  ;(loss_d + penalties.every(step, 8, function()
    return penalties.r1(D, real, {weight = 1})
  end)):backward()
  opt_d:step()

  opt_g:zero_grad()
  local loss_g = loss.generator(D(make()))
  ;(loss_g + penalties.every(step, 8, function()
    local w = G.mapping(ln.randn(batch // 2, latent))
    local length
    length, mean_length = penalties.path_length(G.synthesis, w, mean_length,
                                                {weight = 2})
    return length
  end)):backward()
  opt_g:step()
  average:update()
  bar:set {d = loss_d:item(), g = loss_g:item()}

  if step % 500 == 0 or step == steps then
    local _ <close> = ln.no_grad()
    local watch = ln.randn(64, latent, {generator = ln.Generator(3)})
    draw(("step-%05d"):format(step), average.model(watch))
  end
end

-- Rows: from one piece to another in the space of styles, drawn towards the
-- mean style (psi 0.7).
local _ <close> = ln.no_grad()
local model = average.model
local middle = gan.latent.mean(model.mapping, latent)
local rows = {}
for k = 1, 6 do
  local w = model.mapping(ln.randn(2, latent))
  rows[k] = model.synthesis(
    gan.latent.truncate(gan.latent.interpolate(w[1], w[2], 8), middle, 0.7))
end
draw("ways", ln.cat(rows, 1))
local flat = ln.cat({(clothes:next()), (clothes:next())}, 1):flatten(2)
local made = model(ln.randn(2 * batch, latent)):flatten(2)
local ratio = ln.metrics.minibatch_similarity(flat, made).ratio
print(("%d steps: samples are %.2f times as close to each other as images " ..
       "of the data"):format(steps, ratio))
print("samples and ways between styles: " .. folder)
