--- Penalties on gradients, and how to have one at some steps only.

local arguments = require "lunette.arguments"
local draws = require "lunette.dist.draws"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local penalties = {}

-- The gradient of sum D(x) in x (a leaf of its own), as n x the rest. It needs
-- recording even where the penalty itself is not recorded.
local function slope(owner, D, x)
  local _ <close> = recording.enable_grad()
  x = x:detach():requires_grad_()
  local y = arguments.check(owner, "what D returns", D(x), "tensor")
  local g = engine.grad(y:sum(), {x}, {create_graph = true})[1]
  return g:reshape(x:size(1), -1)
end

local function check_samples(owner, what, x)
  if x:dim() < 2 or x:numel() == 0 then
    raise("%s: %s is %s; samples along dimension 1 are wanted", owner, what,
          repr.shape(x))
  end
end

-- One number for each sample of x, uniform in [0, 1), to broadcast against it.
local function shares(x)
  local sizes = {x:size(1)}
  for k = 2, x:dim() do sizes[k] = 1 end
  return draws.rows(function(n)
    sizes[1] = n
    return engine.create.rand(sizes)
  end, x:size(1))
end

-- Numbers of the sizes of x from draw, create.rand or create.randn.
local function like(x, draw)
  local sizes = x:size()
  return draws.rows(function(n)
    sizes[1] = n
    return draw(sizes)
  end, x:size(1))
end

-- weight mean (|g| - target)^2, for each sample.
local function from_target(g, o)
  local off = g:norm(2, 2) - o.target
  if o.one_sided then off = off:relu() end
  return off:square():mean() * o.weight
end

local target_options = "weight: real = 1, target: real = 1, " ..
                       "one_sided: bool = false, epsilon: tensor?"

--- WGAN-GP (Gulrajani et al. 2017, arXiv 1704.00028, equation 3, with weight
--- 10): weight mean (|grad D(x)| - target)^2 at x = e real + (1 - e) fake, with
--- one e for each sample, uniform unless `epsilon` gives them (n,1,...).
--- one_sided: only norms above the target count (their section 4; Petzka et al.
--- 2018, arXiv 1709.08894). target 0: the zero-centred penalty on
--- interpolations (Thanh-Tung et al. 2019, arXiv 1902.03984).
---
---   local w = ln.tensor {{3}, {4}}
---   local function D(x) return x:matmul(w) end    -- its slope has norm 5
---   local real, fake = ln.randn(8, 2), ln.randn(8, 2)
---   local penalty = ln.gan.penalties.gradient(D, real, fake, {weight = 10})
---   print(("%.3f"):format(penalty:item()))   -- 160.000
penalties.gradient = arguments.define("penalties.gradient",
  "D: callable, real: tensor, fake: tensor, {" .. target_options .. "}",
  function(D, real, fake, o)
  local owner = "penalties.gradient"
  check_samples(owner, "real", real)
  check_samples(owner, "fake", fake)
  local here = repr.shape(real)
  local there = repr.shape(fake)
  if here ~= there then
    raise("%s: real samples are %s, fake ones %s", owner, here, there)
  end
  local e = o.epsilon or shares(real)
  local mix = e * real:detach() + (1 - e) * fake:detach()
  return from_target(slope(owner, D, mix), o)
end)

--- DRAGAN (Kodali et al. 2017, arXiv 1705.07215, with weight 10), as its
--- authors compute it: weight mean (|grad D(x)| - target)^2 at
--- x = real + e scale std(real) u, with std over the whole batch, u uniform in
--- [0, 1) for each element (`noise`) and e for each sample (`epsilon`).
---
---   local D, real = ln.nn.Linear(2, 1), ln.randn(16, 2)
---   local loss = D(real):mean() +
---                ln.gan.penalties.dragan(D, real, {weight = 10})
penalties.dragan = arguments.define("penalties.dragan",
  "D: callable, real: tensor, {" .. target_options ..
  ", scale: real = 0.5, noise: tensor?}", function(D, real, o)
  check_samples("penalties.dragan", "real", real)
  real = real:detach()
  local size = o.scale * real:flatten():std(1, {correction = 0}):item()
  local moved = (o.noise or like(real, engine.create.rand)) * size
  local x = real + (o.epsilon or shares(real)) * moved
  return from_target(slope("penalties.dragan", D, x), o)
end)

local function squared(name, what)
  local owner = "penalties." .. name
  -- as a tail call, so that it is defined where this is called
  return arguments.define(owner,
    ("D: callable, %s: tensor, {weight: real = 1}"):format(what),
    function(D, x, o)
    check_samples(owner, what, x)
    return slope(owner, D, x):square():sum(2):mean() * (o.weight / 2)
  end)
end

--- R1 (Mescheder et al. 2018, arXiv 1801.04406, equation 9; weight is their
--- gamma): weight / 2 mean |grad D(real)|^2.
---
---   local w = ln.tensor {{3}, {4}}
---   local function D(x) return x:matmul(w) end    -- its slope has norm 5
---   local penalty = ln.gan.penalties.r1(D, ln.randn(8, 2), {weight = 2})
---   print(penalty:item())   -- 25
penalties.r1 = squared("r1", "real")

--- R2 (the same, at generated samples; equation 10).
penalties.r2 = squared("r2", "fake")

-- J'y for each sample: the gradient of the images' product with noise.
local function pull(owner, G, w, noise)
  local _ <close> = recording.enable_grad()
  if not w:requires_grad() then w = w:detach():requires_grad_() end
  local images = arguments.check(owner, "what G returns", G(w), "tensor")
  local pixels = 1
  for k = 3, images:dim() do pixels = pixels * images:size(k) end
  noise = noise or like(images, engine.create.randn)
  local sum = (images * noise):sum() / math.sqrt(pixels)
  return engine.grad(sum, {w}, {create_graph = true})[1]
end

--- Path length regularisation (Karras et al. 2020, arXiv 1912.04958, equation
--- 4, with weight 2): weight mean (|J'y| - a)^2 for images G(w) with J their
--- derivative in w and y normal noise over the root of the number of pixels
--- (`noise` gives it, not divided). w: n,k or n,layers,k (the mean over layers
--- under the root). a is the running mean of the lengths: mean, 0 at first,
--- moved by the share `decay` towards that of now.
--- Returns the penalty and the new mean, a number to give the next time.
---
---   local net = ln.gan.zoo.stylegan2 {filters = 4}
---   local G, mean = net.generator, 0
---   for _ = 1, 2 do
---     local w = G.mapping(ln.randn(2, net.latent))
---     local penalty
---     penalty, mean = ln.gan.penalties.path_length(G.synthesis, w, mean,
---                                                  {weight = 2})
---   end
--- @return Tensor
--- @return number
penalties.path_length = arguments.define("penalties.path_length",
  "G: callable, w: tensor, mean: real, " ..
  "{weight: real = 1, decay: real = 0.01, noise: tensor?}",
  function(G, w, mean, o)
  local owner = "penalties.path_length"
  check_samples(owner, "w", w)
  local squares = pull(owner, G, w, o.noise):square():sum(-1)
  local length = squares:reshape(w:size(1), -1):mean(2):root()
  local target = mean + (length:mean() - mean) * o.decay
  return (length - target):square():mean() * o.weight, target:item()
end)

--- Lazy regularisation, every so many steps (Karras et al. 2020,
--- arXiv 1912.04958, section 3.1). At the steps 1, 1 + interval, ... it is
--- interval times what the function `penalty` returns, so that its mean over
--- steps is that of the penalty itself; at others 0, and nothing is called.
---   local penalties = ln.gan.penalties
---   local D, real = ln.nn.Linear(2, 1), ln.randn(64, 2)
---   for step = 1, 32 do
---     local loss = D(real):mean() + penalties.every(step, 16, function()
---       return penalties.r1(D, real, {weight = 10})
---     end)
---   end
--- Where the penalty has a step of its own, they multiply Adam's lr by c and
--- raise its betas to the power c, with c = interval / (interval + 1).
--- @return Tensor|number
penalties.every = arguments.define("penalties.every",
  "step: count, interval: count, penalty: callable",
  function(step, interval, penalty)
  if (step - 1) % interval ~= 0 then return 0 end
  return interval * arguments.check("penalties.every", "what penalty returns",
                                    penalty(), "tensor|real")
end)

return penalties
