-- What does mini-batch discrimination do? One factor at a time: kernels and
-- dimensions, the batch, sum or mean, separate or mixed batches, how it starts.
--   lunette experiment examples/experiments/layer.lua
local ln = require "lunette"
local nn, loss = ln.nn, ln.gan.losses.bce
local here = debug.getinfo(1, "S").source:match "^@(.*)/[^/]*$" or "."
local mixtures = dofile(here .. "/mixtures.lua")

local usual = {latent = 2, width = 128, pack = 1, batch = 128, steps = 5000,
               looks = 20, lr_g = 1e-3, lr_d = 5e-4, beta1 = 0.5, kernels = 16,
               dims = 4, reduction = "sum", weight_norm = true, bias = true}

-- ---- networks ----

local function options_of(o)
  return {reduction = o.reduction, weight_norm = o.weight_norm, bias = o.bias,
          std = o.std, halves = o.halves}
end

-- The layer, if there is one, started from features of reals where an arm has
-- that, and how many features it adds.
local function layer_of(run, o, features)
  if o.kernels == 0 then return nil, 0 end
  ln.manual_seed(run:seed_of "layer")
  local layer = nn.MinibatchDiscrimination(o.width, o.kernels, o.dims,
                                           options_of(o))
  if o.from_data then layer:initialise(features) end
  if o.centred then
    local mean = layer:closeness(features):mean(1):detach()
    layer.bias:detach():copy_(-mean)
  end
  return layer, o.halves and 2 * o.kernels or o.kernels
end

-- G, and D with its parts: features f, the layer, and the end.
local function networks(run, o, real)
  local nets, more = {}
  ln.manual_seed(run:seed_of "generator")
  nets.G = mixtures.small.generator(o)
  ln.manual_seed(run:seed_of "discriminator")
  nets.f = mixtures.small.features(o)
  nets.layer, more = layer_of(run, o, nets.f(real):detach())
  ln.manual_seed(run:seed_of "end")
  nets.last = nn.Linear(o.width + more, 1)
  nets.D = nn.Sequential {nets.f, nets.layer or nn.Identity(), nets.last}
  return nets
end

-- ---- training ----

-- D of samples, in pieces that see the whole batch where an arm says so.
local function of(D, o, x)
  return o.piece and nn.utils.in_pieces(D, o.piece, x) or D(x)
end

-- Of both, in batches of their own or in one.
local function of_both(D, o, real, fake)
  if not o.mixed then return of(D, o, real), of(D, o, fake) end
  local y, n = of(D, o, ln.cat({real, fake}, 1)), o.batch
  return y:narrow(1, 1, n), y:narrow(1, n + 1, n)
end

local function step_both(D, opt_g, opt_d, o, real, fake)
  opt_d:zero_grad()
  loss.discriminator(of_both(D, o, real, fake:detach())):backward()
  opt_d:step()
  opt_g:zero_grad()
  local of_fake = o.mixed and select(2, of_both(D, o, real, fake)) or
                  of(D, o, fake)
  loss.generator(of_fake):backward()
  opt_g:step()
end

-- ---- looking ----

-- A kernel whose mean closeness is below this, of reals and fakes alike, or
-- above the rest to 1, says nothing. So many samples are watched in all arms.
local NOTHING, WATCHED = 1e-3, 256

local function closeness(nets, x)
  local o = nets.layer:closeness(nets.f(x)):mean(1)
  return nets.layer.reduction == "mean" and o or o / (x:size(1) - 1)
end

local function kernels(nets, real, fake)
  local _ <close> = ln.no_grad()
  local a, b = closeness(nets, real), closeness(nets, fake)
  local dead = a:lt(NOTHING) * b:lt(NOTHING) +
               a:gt(1 - NOTHING) * b:gt(1 - NOTHING)
  return {dead = dead:mean():item(), closeness_real = a:mean():item(),
          closeness_fake = b:mean():item()}
end

-- The slope of G's loss at the fakes' features: its size through what the layer
-- adds, and past it, through the features themselves.
local function slopes(nets, o, real, fake)
  local x, n, a = nets.f(fake):detach(), o.batch, o.width
  if o.mixed then x = ln.cat({nets.f(real):detach(), x}, 1) end
  local y = nets.layer(x:requires_grad_())
  local first = x:size(1) - n + 1
  local of_fake = nets.last(y):narrow(1, first, n)
  local g = ln.grad(loss.generator(of_fake), {y}, {retain_graph = true})[1]
  local more = y:size(2) - a
  local through = ln.grad({y:narrow(2, a + 1, more)}, {x},
                          {grad_outputs = {g:narrow(2, a + 1, more)}})[1]
  through = through:narrow(1, first, n):norm():item()
  local past = g:narrow(1, first, n):narrow(2, 1, a):norm():item()
  return {through = through, past = past,
          share_through = through / (through + past)}
end

-- What is found of G and of the layer, names and numbers.
local function look(nets, o, run, set, batch)
  local m = mixtures.judge(nets.G, o, run, set)
  local row = {major = m.major, high_quality = m.high_quality,
               reverse_kl = m.reverse_kl}
  if not nets.layer then return row end
  for k, v in pairs(slopes(nets, o, batch(o.batch, "look"))) do row[k] = v end
  for k, v in pairs(kernels(nets, batch(WATCHED, "watch"))) do row[k] = v end
  return row
end

-- ---- a run ----

local LOST = 0.5 -- of the modes

-- The means over the looks of the second half, and whether one of these had
-- lost half of the modes.
local function summary(curve, o, set)
  local mean, n, lost = {}, 0, 0
  for _, row in ipairs(curve) do
    if row.step > o.steps / 2 then
      n = n + 1
      for k, v in pairs(row) do mean[k] = (mean[k] or 0) + v end
      if row.major < LOST * set.modes then lost = 1 end
    end
  end
  for k, v in pairs(mean) do mean[k] = v / n end
  mean.step = nil
  return mean, lost
end

-- batch(n, name) is n reals and n fakes, from generators of that name.
local function batches_of(run, o, set, G)
  local from = {}
  return function(n, name)
    from[name] = from[name] or {run:generator(name .. " data"),
                                run:generator(name .. " noise")}
    local data, noise = table.unpack(from[name])
    local z = ln.randn(n, o.latent, {generator = noise})
    return set:sample(n, {generator = data}), G(z)
  end
end

-- G's and D's steps; looked(step) before the first and on the way.
local function train(nets, o, batch, looked)
  local function adam(net, lr)
    return ln.optim.Adam(net:parameters(), {lr = lr, betas = {o.beta1, 0.999}})
  end
  local opt_g, opt_d = adam(nets.G, o.lr_g), adam(nets.D, o.lr_d)
  for step = 0, o.steps do
    if step > 0 then
      step_both(nets.D, opt_g, opt_d, o, batch(o.batch, "steps"))
    end
    if step % math.max(1, o.steps // o.looks) == 0 then looked(step) end
  end
end

local function take(run, set)
  local o = {}
  for key, v in pairs(usual) do o[key] = v end
  for key, v in pairs(run.arm) do o[key] = v end
  local first = set:sample(o.batch, {generator = run:generator "start"})
  local nets, curve = networks(run, o, first), {}
  local batch = batches_of(run, o, set, nets.G)
  ln.manual_seed(run:seed_of "steps")
  train(nets, o, batch, function(step)
    local row = look(nets, o, run, set, batch)
    row.step, curve[#curve + 1] = step, row
  end)
  local found = mixtures.judge(nets.G, o, run, set)
  found.late, found.ever_collapsed = summary(curve, o, set)
  found.curve = curve
  return found
end

-- ---- arms ----

local arms = {
  {name = "base"}, {name = "none", kernels = 0},
  {name = "kernels4", kernels = 4}, {name = "kernels64", kernels = 64},
  {name = "kernels128", kernels = 128},
  {name = "dims1", dims = 1}, {name = "dims16", dims = 16},
  {name = "batch16", batch = 16}, {name = "batch64", batch = 64},
  {name = "batch256", batch = 256}, {name = "batch1024", batch = 1024},
  {name = "batch1024_samples", batch = 1024, piece = 256, steps = 625},
  {name = "none_batch16", kernels = 0, batch = 16},
  {name = "none_batch1024", kernels = 0, batch = 1024},
  {name = "mean", reduction = "mean"},
  {name = "mean_kernels64", reduction = "mean", kernels = 64},
  {name = "mean_batch16", reduction = "mean", batch = 16},
  {name = "mean_batch256", reduction = "mean", batch = 256},
  {name = "mixed", mixed = true},
  {name = "halves", mixed = true, halves = true},
  {name = "direct", weight_norm = false},
  {name = "centred", centred = true},
  {name = "from_data", from_data = true},
  {name = "direct_from_data", weight_norm = false, from_data = true},
  {name = "paper", weight_norm = false, bias = false},
  {name = "unit", weight_norm = false, bias = false, std = 1},
}

return {
  hypothesis = [[
The layer keeps modes that the plain discriminator loses. More kernels do so
better, up to some tens; dimensions matter little. As a sum over the batch, what
G gets through the layer grows with the batch and drowns the rest in large ones,
so that the mean is as good at 128 and better at 256. Reals and fakes in batches
of their own are better than mixed, and halves as good. How T is kept matters
little, where it starts much: T of variance 1, or fitted to the nearest
neighbours in modes as tight as these, is too sharp to teach G anything.]],
  protocol = [[
Ring of 8, sigma 0.01, as in ring.lua, its small networks, z of 2, cross
entropy, Adam, beta1 0.5; D at 5e-4 and G at 1e-3. Set and rates were chosen by
pilots with seeds 101 to 103, as they tell arms apart: major modes, the mean of
the looks after the first tenth, were 3.3, 0.3, 0.2 for none and 6.8, 2.0, 6.7
for the base. With 1e-3 for both, seed 101, they were 6.2 and 6.2, on the grid
of 25 2.8 and 0.6; 3e-4 for both was tried too. So base against none is no test
of the layer, which ring.lua and grid.lua are; what is asked here is what its
parts do. Pilots of seed 101 had shown mean, mixed, from_data, and for 1,000
steps on the grid halves and unit, before the hypothesis was written. 5,000
steps of each for all batches, of 625 in batch1024_samples, which has as many
samples as the base and sees its batch in exact pieces of 256. One factor at a
time from the base: 16 kernels of 4, batch 128, sum, reals and fakes apart,
weight normalisation, bias, default start. mixed: both in one batch, for D's
step and for G's; halves: with the closeness to either half. direct: T itself;
from_data: fitted to a batch of reals; centred: the bias alone, to take away the
mean of the layer's sums (from_data is the authors' code, paper the paper's
formula, unit T from N(0, 1)). 20 looks; late.x: means over those of the second
half; ever_collapsed: one of these had fewer than 4 modes with 1 % of 2,500
samples. through and past: norm of the gradient of G's loss at the fakes'
features, by the layer's outputs and by the features as they are. dead: kernels
whose mean closeness, of reals and fakes of 256, is below 0.001 or above 0.999.
Nothing else was tuned.]],
  arms = arms,
  seeds = 5,
  quick = {steps = 2, looks = 1, batch = 16},
  columns = {
    {name = "late.major", title = "modes with 1 % each, second half",
     digits = 1},
    {name = "late.reverse_kl", title = "reverse KL, second half", digits = 3},
    {name = "late.high_quality", title = "high quality, second half",
     digits = 3},
    {name = "modes", title = "modes of 8", digits = 1},
    {name = "ever_collapsed", title = "collapsed on the way", digits = 2},
    {name = "late.share_through", title = "slope through the layer, share",
     digits = 2},
    {name = "late.dead", title = "dead kernels", digits = 2},
    {name = "late.closeness_real", title = "closeness of reals", digits = 2},
    {name = "late.closeness_fake", title = "of fakes", digits = 2},
  },
  finding = [[
It holds in part. What tells itself from the base with five seeds does harm: a
batch of 16, T of variance 1, and a start fitted to the nearest neighbours, as
in the authors' code: where modes are as tight as these, that neighbour is so
near that the scale becomes a thousand times as large and closeness 0. Four
kernels or one dimension are lower, 64 or 128 kernels no higher than 16, at
three and five times the price. The mean ends no higher, but holds what it has:
in the second half 1 run of 15 had lost half of the modes again (mean,
mean_kernels64, mean_batch256), with the sum 11 of 15 (base, kernels64,
batch256; Fisher's exact test: p = 0.0005). Reals and fakes in one batch,
halves, T without weight normalisation or bias: no difference is seen. Nine
tenths and more of the slope at the fakes comes through the layer in every arm,
and no kernel is dead. A batch of 1,024 at equal samples has too few steps.]],
  run = function(run) return take(run, mixtures.sets.ring()) end,
}
