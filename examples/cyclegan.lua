-- CycleGAN (Zhu et al. 2017, arXiv 1703.10593): two domains without a single
-- pair, digits and other digits that were inverted and blurred. What is right
-- is known here, so that the translations can be held against it.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder = tonumber(arg[1]) or 400, arg[2] or "runs/cyclegan"

ln.manual_seed(1)
local plain, styled = ln.data.domains(ln.data.subset(ln.data.digits(), 1, 9800))
local batches_a = ln.data.Loader(plain, {batch_size = 16, shuffle = true})
local batches_b = ln.data.Loader(styled, {batch_size = 16, shuffle = true})

local function generator()
  local function block()
    return nn.Residual(nn.Sequential {
      nn.Conv2d(16, 16, 3, {padding = 1}), nn.ReLU(),
      nn.Conv2d(16, 16, 3, {padding = 1}),
    })
  end
  return nn.Sequential {
    nn.Conv2d(1, 16, 3, {padding = 1}), nn.ReLU(), block(), block(),
    nn.Conv2d(16, 1, 3, {padding = 1}), nn.Tanh(),
  }
end

local function discriminator()   -- one verdict a patch
  return nn.Sequential {
    nn.Conv2d(1, 16, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
    nn.Conv2d(16, 32, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(32),
    nn.LeakyReLU(0.2),
    nn.Conv2d(32, 1, 3, {padding = 1}),
  }
end

local function both(x, y)
  local list = x:parameters()
  return table.move(y:parameters(), 1, #y:parameters(), #list + 1, list)
end

local to_b, to_a, D_a, D_b = generator(), generator(), discriminator(),
  discriminator()
local opt_g = optim.Adam(both(to_b, to_a), {lr = 1e-3, betas = {0.5, 0.999}})
local opt_d = optim.Adam(both(D_a, D_b), {lr = 1e-3, betas = {0.5, 0.999}})
local loss = gan.losses.least_squares

for _, bar in ln.progress(steps) do
  local a, b = batches_a:next(), batches_b:next()
  local fake_a, fake_b = to_a(b), to_b(a)

  opt_g:zero_grad()
  local cycle = nn.functional.l1_loss(to_a(fake_b), a) +
                nn.functional.l1_loss(to_b(fake_a), b)
  local loss_g = loss.generator(D_a(fake_a)) + loss.generator(D_b(fake_b)) +
                 5 * cycle
  loss_g:backward()
  opt_g:step()

  opt_d:zero_grad()
  local loss_d = loss.discriminator(D_a(a), D_a(fake_a:detach())) +
                 loss.discriminator(D_b(b), D_b(fake_b:detach()))
  loss_d:backward()
  opt_d:step()
  bar:set {cycle = cycle:item(), d = loss_d:item(), g = loss_g:item()}
end

-- Images never seen, and what they would be in the other domain.
local _ <close> = ln.no_grad()
local indices = ln.arange(9901, 10000):totable()
local last = ln.data.subset(ln.data.digits(), 9801, 10000)
local _, last_styled = ln.data.domains(last)
local digits, truth = ln.data.digits():batch(indices),
  last_styled:batch(ln.arange(1, 100):totable())
local made, back = to_b(digits), to_a(to_b(digits))
local function off(x, y) return (x - y):abs():mean():item() end
print(("digit to style: mean error %.3f (untranslated: %.3f)"):format(
  off(made, truth), off(digits, truth)))
print(("style to digit: mean error %.3f"):format(off(to_a(truth), digits)))
print(("there and back: mean error %.3f"):format(off(back, digits)))
local rows = {}
for _, x in ipairs {digits, made, truth, back} do
  rows[#rows + 1] = x:narrow(1, 1, 10)
end
-- 3 x 3 pixels for each
local large = ln.cat(rows, 1):repeat_interleave(3, 3):repeat_interleave(3, 4)
ln.image.save_grid(folder .. "/domains.png", large,
                   {columns = 10, range = {-1, 1}})
print("rows are digits, their translations, what is right, and back again: " ..
      folder .. "/domains.png")
