--- By name a function that gives a model of the zoo with a step: {batch,
--- nets = name -> network, players = {{name, nets, lr, betas, loss}, ...}}. A
--- step is one of each player, in order. steps.py has the same, name by name.
--- Batches are the papers', or smaller where a step would take some seconds.
local draw = require "bench.zoo.draw"
local ln = require "lunette"

local F, zoo = ln.nn.functional, ln.gan.zoo
local losses, penalties = ln.gan.losses, ln.gan.penalties

local cases = {}

local function player(name, nets, lr, betas, loss)
  return {name = name, nets = nets, lr = lr, betas = betas, loss = loss}
end

-- D and G of images (or rows) `real`, by one of ln.gan.losses. o: noise(),
-- lr (of D, G's where that has none), lr_g, betas, penalty(D, real, fake).
local function two(net, real, loss, o)
  local G, D = net.generator, net.discriminator
  local n = real:size(1)
  local noise = o.noise or function() return draw.normal(n, net.latent) end
  local function of_d()
    local fake = G(noise()):detach()
    local value = loss.discriminator((D(real)), (D(fake)))
    return o.penalty and value + o.penalty(D, real, fake) or value
  end
  local function of_g() return loss.generator((D(G(noise())))) end
  return {
    batch = n, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, o.lr, o.betas, of_d),
               player("G", {G}, o.lr, o.betas, of_g)},
  }
end

local function gradient_penalty(D, real, fake)
  local sizes = {real:size(1)}
  for k = 2, real:dim() do sizes[k] = 1 end
  return penalties.gradient(D, real, fake, {
    weight = 10, epsilon = draw.share(table.unpack(sizes))})
end

local usual = {0.5, 0.999}

function cases.mlp()
  return two(zoo.mlp {}, draw.share(100, 784), losses.bce,
             {lr = 2e-4, betas = usual})
end

function cases.dcgan()
  return two(zoo.dcgan {}, draw.image(128, 3, 64, 64), losses.bce,
             {lr = 2e-4, betas = usual})
end

function cases.wgan_gp()
  return two(zoo.wgan_gp {}, draw.image(64, 3, 32, 32), losses.wasserstein,
             {lr = 2e-4, betas = {0, 0.9}, penalty = gradient_penalty})
end

function cases.sngan()
  return two(zoo.sngan {}, draw.image(32, 3, 32, 32), losses.hinge,
             {lr = 2e-4, betas = {0, 0.9}})
end

-- Both players are told labels; the losses are the hinge's.
local function told(net, n, lr_g, lr_d, betas)
  local G, D, classes = net.generator, net.discriminator, net.classes
  local real, labels = draw.image(n, 3, 32, 32), draw.labels(n, classes)
  local function of_d()
    local own = draw.labels(n, classes)
    local fake = G(draw.normal(n, net.latent), own):detach()
    return losses.hinge.discriminator(D(real, labels), D(fake, own))
  end
  local function of_g()
    local own = draw.labels(n, classes)
    return losses.hinge.generator(D(G(draw.normal(n, net.latent), own), own))
  end
  return {
    batch = n, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, lr_d, betas, of_d),
               player("G", {G}, lr_g, betas, of_g)},
  }
end

function cases.sagan()
  return told(zoo.sagan {classes = 10}, 64, 1e-4, 4e-4, {0, 0.9})
end

function cases.biggan()
  return told(zoo.biggan {classes = 10}, 64, 5e-5, 2e-4, {0, 0.999})
end

function cases.acgan()
  local n, net = 100, zoo.acgan {classes = 10}
  local G, D = net.generator, net.discriminator
  local real, labels = draw.image(n, 3, 32, 32), draw.labels(n, 10)
  local function of_d()
    local own = draw.labels(n, 10)
    local fake = G(draw.normal(n, net.latent), own):detach()
    local real_source, real_class = D(real)
    local fake_source, fake_class = D(fake)
    return losses.bce.discriminator(real_source, fake_source) +
           F.cross_entropy(real_class, labels) +
           F.cross_entropy(fake_class, own)
  end
  local function of_g()
    local own = draw.labels(n, 10)
    local source, class = D(G(draw.normal(n, net.latent), own))
    return losses.bce.generator(source) + F.cross_entropy(class, own)
  end
  return {
    batch = n, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, 2e-4, usual, of_d),
               player("G", {G}, 2e-4, usual, of_g)},
  }
end

function cases.infogan()
  local n, net = 128, zoo.infogan {}
  local G, D, q = net.generator, net.discriminator, net.q
  local real = draw.image(n, 1, 28, 28)
  local function sample()
    local labels, codes = draw.labels(n, 10), draw.image(n, 2)
    return ln.cat({draw.normal(n, 62), F.one_hot(labels, 10), codes}, 2),
           labels, codes
  end
  local function of_d()
    return losses.bce.discriminator((D(real)), (D(G((sample())):detach())))
  end
  local function of_g()
    local z, labels, codes = sample()
    local logits, features = D(G(z))
    local kinds, mean, variance = q(features)
    return losses.bce.generator(logits) + F.cross_entropy(kinds[1], labels) +
           F.gaussian_nll_loss(mean, codes, variance)
  end
  return {
    batch = n, nets = {generator = G, discriminator = D, q = q},
    players = {player("D", {D}, 2e-4, usual, of_d),
               player("G", {G, q, D.body}, 1e-3, usual, of_g)},
  }
end

function cases.lsgan()
  return two(zoo.lsgan {}, draw.image(64, 3, 32, 32), losses.least_squares,
             {lr = 1e-3, betas = usual})
end

function cases.began()
  local n, k, net = 16, 0.1, zoo.began {}
  local G, D, real = net.generator, net.discriminator, draw.image(n, 3, 32, 32)
  local function energy(x) return (x - D(x)):abs():mean() end
  local function fake() return G(draw.image(n, net.latent)) end
  local function of_d()
    local loss
    loss, k = losses.began.discriminator(energy(real), energy(fake():detach()),
                                         {k = k})
    return loss
  end
  local function of_g() return energy(fake()) end
  return {
    batch = n, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, 1e-4, usual, of_d),
               player("G", {G}, 1e-4, usual, of_g)},
  }
end

function cases.progan()
  local function penalty(D, real, fake)
    return gradient_penalty(D, real, fake) + 0.001 * D(real):square():mean()
  end
  return two(zoo.progan {}, draw.image(16, 3, 32, 32), losses.wasserstein,
             {lr = 1e-3, betas = {0, 0.99}, penalty = penalty})
end

-- Styles are mixed in the middle of the layers.
function cases.stylegan2()
  local n, mean, net = 16, 0, zoo.stylegan2 {}
  local G, D, real = net.generator, net.discriminator, draw.image(n, 3, 32, 32)
  local function noise() return draw.normal(n, net.latent) end
  local function fake() return G(noise(), noise() * 0.5, 4) end
  local function of_d()
    return losses.bce.discriminator(D(real), D(fake():detach())) +
           penalties.r1(D, real, {weight = 10})
  end
  local function of_g()
    local penalty
    penalty, mean = penalties.path_length(
      G.synthesis, G.mapping(noise()), mean,
      {weight = 2, noise = draw.normal(n, 3, 32, 32)})
    return losses.bce.generator(D(fake())) + penalty
  end
  return {
    batch = n, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, 2e-3, {0, 0.99}, of_d),
               player("G", {G}, 2e-3, {0, 0.99}, of_g)},
  }
end

function cases.r3gan()
  local net, real = zoo.r3gan {}, draw.image(16, 3, 32, 32)
  local loss = {discriminator = losses.relativistic.discriminator}
  function loss.generator(fake)
    return losses.relativistic.generator(fake, net.discriminator(real))
  end
  local function penalty(D, _, fake)
    return penalties.r1(D, real) + penalties.r2(D, fake)
  end
  return two(net, real, loss,
             {lr = 2e-4, betas = {0, 0.99}, penalty = penalty})
end

function cases.fastgan()
  local n, net = 8, zoo.fastgan {}
  local G, D, real = net.generator, net.discriminator, draw.image(n, 3, 64, 64)
  local function of_d()
    local fake = G(draw.normal(n, net.latent)):detach()
    local logits, whole, maps = D(real)
    return losses.hinge.discriminator(logits, (D(fake))) +
           D:reconstruction(real, whole, maps, 1)
  end
  local function of_g()
    return losses.hinge.generator((D(G(draw.normal(n, net.latent)))))
  end
  return {
    batch = n, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, 2e-4, usual, of_d),
               player("G", {G}, 2e-4, usual, of_g)},
  }
end

function cases.pix2pix()
  local net = zoo.pix2pix {}
  local G, D = net.generator, net.discriminator
  local a, b = draw.image(1, 3, 256, 256), draw.share(1, 3, 256, 256)
  local function of_d()
    return losses.bce.discriminator(D(a, b), D(a, G(a):detach())) / 2
  end
  local function of_g()
    local made = G(a)
    return losses.bce.generator(D(a, made)) + 100 * F.l1_loss(made, b)
  end
  return {
    batch = 1, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, 2e-4, usual, of_d),
               player("G", {G}, 2e-4, usual, of_g)},
  }
end

function cases.cyclegan()
  local net, loss = zoo.cyclegan {blocks = 6}, losses.least_squares
  local G, back = net.generator, net.back_generator
  local D, back_D = net.discriminator, net.back_discriminator
  local a, b = draw.image(1, 3, 128, 128), draw.share(1, 3, 128, 128)
  local function of_d()
    return loss.discriminator(D(b), D(G(a):detach())) +
           loss.discriminator(back_D(a), back_D(back(b):detach()))
  end
  local function of_g()
    local to_b, to_a = G(a), back(b)
    local cycle = F.l1_loss(back(to_b), a) + F.l1_loss(G(to_a), b)
    return loss.generator(D(to_b)) + loss.generator(back_D(to_a)) + 10 * cycle
  end
  return {
    batch = 1, nets = net,
    players = {player("D", {D, back_D}, 2e-4, usual, of_d),
               player("G", {G, back}, 2e-4, usual, of_g)},
  }
end

function cases.srgan()
  local n, net = 8, zoo.srgan {}
  local G, D = net.generator, net.discriminator
  local real, small = draw.image(n, 3, 96, 96), draw.image(n, 3, 24, 24)
  local function of_d()
    return losses.bce.discriminator(D(real), D(G(small):detach()))
  end
  local function of_g()
    local made = G(small)
    return F.mse_loss(made, real) + 1e-3 * losses.bce.generator(D(made))
  end
  local betas = {0.9, 0.999}
  return {
    batch = n, nets = {generator = G, discriminator = D},
    players = {player("D", {D}, 1e-4, betas, of_d),
               player("G", {G}, 1e-4, betas, of_g)},
  }
end

local function moments(x)
  return x:mean(1), (x:var(1, {correction = 0}) + 1e-6):sqrt()
end

-- The joint phase.
function cases.timegan()
  local n, l, net = 128, 24, zoo.timegan {features = 5}
  local D, S, bce = net.discriminator, net.supervisor, losses.bce
  local x = draw.share(n, l, 5)
  local function noise() return draw.normal(n, l, 5) end
  local function supervised(h)
    return F.mse_loss(S(h):narrow(2, 1, l - 1), h:narrow(2, 2, l - 1))
  end
  local function of_embedder()
    local h = net.embedder(x)
    return 10 * F.mse_loss(net.recovery(h), x):sqrt() + 0.1 * supervised(h)
  end
  local function of_d()
    local h, e = net.embedder(x):detach(), net.generator(noise()):detach()
    return bce.discriminator(D(h), D(S(e):detach())) + bce.generator(-D(e))
  end
  local function of_g()
    local e = net.generator(noise())
    local h = S(e)
    local m, s = moments(net.recovery(h))
    local real_m, real_s = moments(x)
    return bce.generator(D(h)) + bce.generator(D(e)) +
           100 * supervised(net.embedder(x):detach()):sqrt() +
           100 * (F.l1_loss(m, real_m) + F.l1_loss(s, real_s))
  end
  local betas = {0.9, 0.999}
  return {
    batch = n, nets = net,
    players = {player("E", {net.embedder, net.recovery}, 1e-3, betas,
                      of_embedder),
               player("D", {D}, 1e-3, betas, of_d),
               player("G", {net.generator, S}, 1e-3, betas, of_g)},
  }
end

-- Ten numbers with their modes, of five each.
function cases.ctgan()
  local n, pack, layout = 500, 10, {}
  for _ = 1, 10 do
    layout[#layout + 1] = {"tanh", 1}
    layout[#layout + 1] = {"softmax", 5}
  end
  local function penalty(D, real, fake)
    local function critic(x) return D(x:reshape(n, -1)) end
    return gradient_penalty(critic, real:reshape(n // pack, -1),
                            fake:reshape(n // pack, -1))
  end
  return two(zoo.ctgan {layout = layout}, draw.share(n, 60),
             losses.wasserstein,
             {lr = 2e-4, betas = {0.5, 0.9}, penalty = penalty})
end

return cases
