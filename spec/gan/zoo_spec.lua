local ln = require "lunette"
local near = require "spec.near"
local nn, zoo = ln.nn, ln.gan.zoo
local F = nn.functional
local losses, penalties = ln.gan.losses, ln.gan.penalties

local BATCH = 8

local function sizes(x) return table.concat(x:size(), "x") end

local function count(model)
  local n = 0
  for _, p in ipairs(model:parameters()) do n = n + p:numel() end
  return n
end

-- Digits at that size, from -1 to 1, and their labels; all channels alike.
local function digits(size, channels)
  local loader = ln.data.Loader(ln.data.digits(), {batch_size = BATCH, shuffle = true})
  return function()
    local images, labels = loader:next()
    images = images:interpolate {size = {size, size}, mode = "area"}
    return images:expand(BATCH, channels, size, size), labels
  end
end

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

local function noise(net) return ln.randn(BATCH, net.latent) end

-- ---- what is done with every architecture ----

-- The two players of a loss of gan.losses. o: penalty(D, real, fake), lr, betas.
local function players(net, loss, next_real, o)
  o = o or {}
  local G, D = net.generator, net.discriminator
  local adam = {lr = o.lr or 2e-4, betas = o.betas or {.5, .999}}
  return {
    {name = "D", params = D:parameters(), adam = adam, loss = function()
      local real, fake = next_real(), G(noise(net)):detach()
      local value = loss.discriminator((D(real)), (D(fake)))
      return o.penalty and value + o.penalty(D, real, fake) or value
    end},
    {name = "G", params = G:parameters(), adam = adam, loss = function()
      return loss.generator((D(G(noise(net)))))
    end},
  }
end

-- By player, its loss at each step.
local function train(list, steps)
  local record = {}
  for _, player in ipairs(list) do
    player.optimiser = ln.optim.Adam(player.params, player.adam)
    record[player.name] = {}
  end
  for step = 1, steps do
    for _, player in ipairs(list) do
      player.optimiser:zero_grad()
      local loss = player.loss()
      loss:backward()
      player.optimiser:step()
      record[player.name][step] = loss:item()
    end
  end
  return record
end

local function mean(list, from, to)
  local sum = 0
  for k = from, to do sum = sum + list[k] end
  return sum / (to - from + 1)
end

-- Raises the paths of parameters that a nonlinear function of the outputs does
-- not depend on, or whose gradient is not finite.
local function check_reached(model, ...)
  local probe = 0
  for _, y in ipairs {...} do
    probe = probe + (y * ln.randn(y:size())):sum() + y:square():sum()
  end
  probe:backward()
  local dead = {}
  for path, p in model:named_parameters() do
    local size = p.grad and p.grad:abs():sum():item() or 0
    if not (size > 0 and size < math.huge) then dead[#dead + 1] = path end
  end
  if #dead > 0 then error("no gradient: " .. table.concat(dead, ", "), 2) end
end

-- By name: make(), a small network; check(net), which looks at shapes and
-- gradients; players(net).
local cases = {}

-- A case of a generator of images from noise, and a discriminator of images.
local function image_case(name, given, loss, o)
  local size, channels = given.size, given.channels
  local case = {}
  function case.make() return zoo[(name:gsub(" .*", ""))](given) end
  function case.check(net)
    local image = net.generator(noise(net))
    assert.equal(("%dx%dx%dx%d"):format(BATCH, channels, size, size), sizes(image))
    check_reached(net.generator, image)
    local logits = net.discriminator(digits(size, channels)())
    assert.equal(("%dx1"):format(BATCH), sizes(logits))
    check_reached(net.discriminator, logits)
  end
  function case.players(net) return players(net, loss, digits(size, channels), o) end
  cases[name] = case
end

local function gradient_penalty(D, real, fake)
  return penalties.gradient(D, real, fake, {weight = 10})
end

-- ---- one by one ----

cases.mlp = {
  make = function()
    return zoo.mlp {features = 2, latent = 3, hidden = {16, 16}, units = {8, 8}, pieces = 2, dropout = 0,
                    output = "none"}
  end,
  check = function(net)
    local y = net.generator(noise(net))
    assert.equal("8x2", sizes(y))
    check_reached(net.generator, y)
    local logits = net.discriminator(y:detach())
    assert.equal("8x1", sizes(logits))
    check_reached(net.discriminator, logits)
  end,
  players = function(net)
    local ring = ln.data.ring {}
    return players(net, losses.bce, function() return ring:sample(BATCH) end, {lr = 2e-3})
  end,
}

image_case("dcgan", {size = 16, channels = 1, filters = 8, latent = 5}, losses.bce)
image_case("wgan_gp", {size = 16, channels = 2, filters = 8, latent = 5}, losses.wasserstein,
           {betas = {0, .9}, penalty = gradient_penalty})
image_case("sngan", {size = 16, channels = 1, filters = 8, discriminator_filters = 8, latent = 5}, losses.hinge,
           {betas = {0, .9}})
image_case("sngan conv", {form = "conv", size = 16, channels = 1, filters = 4, discriminator_filters = 4, latent = 5},
           losses.hinge)

-- A case of networks that are told the class.
local function class_case(name, given, o)
  given.size, given.channels, given.classes = 16, 1, 10
  local next_real, case = digits(16, 1), {}
  local function labels() return ln.randint(1, 10, {BATCH}) end
  function case.make() return zoo[name](given) end
  function case.check(net)
    assert.equal(10, net.classes)
    local D, G = net.discriminator, net.generator
    -- gamma starts at 0, which keeps the rest of the layer from learning
    for _, player in ipairs {D.body, G} do
      for _, layer in ipairs(player:modules()) do
        if layer.gamma then nn.init.constant_(layer.gamma, .5) end
      end
    end
    local image = G(noise(net), labels())
    assert.equal("8x1x16x16", sizes(image))
    check_reached(G, image)
    local y = {D(next_real())}
    assert.equal(#o.shapes, #y)
    for k, shape in ipairs(o.shapes) do assert.equal(shape, sizes(y[k])) end
    check_reached(D, table.unpack(y))
  end
  function case.players(net) return o.players(net, next_real, labels) end
  cases[name] = case
end

-- Hinge losses of a projection discriminator.
local function projection_players(net, next_real, labels)
  local G, D = net.generator, net.discriminator
  local adam = {lr = 2e-4, betas = {0, .9}}
  return {
    {name = "D", params = D:parameters(), adam = adam, loss = function()
      local images, classes = next_real()
      local own = labels()
      return losses.hinge.discriminator(D(images, classes), D(G(noise(net), own):detach(), own))
    end},
    {name = "G", params = G:parameters(), adam = adam, loss = function()
      local own = labels()
      return losses.hinge.generator(D(G(noise(net), own), own))
    end},
  }
end

class_case("sagan", {filters = 8, latent = 5}, {shapes = {"8x1"}, players = projection_players})
class_case("biggan", {filters = 8, chunk = 3, shared = 4}, {shapes = {"8x1"}, players = projection_players})

class_case("acgan", {filters = 16, discriminator_filters = 4, latent = 5, dropout = .2}, {
  shapes = {"8x1", "8x10"},
  players = function(net, next_real, labels)
    local G, D = net.generator, net.discriminator
    local function classified(images, classes, loss)
      local source, class = D(images)
      return loss(source) + F.cross_entropy(class, classes)
    end
    local function is(label) return function(x) return F.binary_cross_entropy_with_logits(x, x * 0 + label) end end
    return {
      {name = "D", params = D:parameters(), loss = function()
        local images, classes = next_real()
        local own = labels()
        return classified(images, classes, is(1)) + classified(G(noise(net), own):detach(), own, is(0))
      end},
      {name = "G", params = G:parameters(), loss = function()
        local own = labels()
        return classified(G(noise(net), own), own, losses.bce.generator)
      end},
    }
  end,
})

cases.infogan = {
  make = function()
    return zoo.infogan {size = 16, filters = 4, hidden = 16, noise = 5, categories = {3, 10}, continuous = 2}
  end,
  check = function(net)
    assert.equal(20, net.latent)
    local z, labels, codes = net.sample(BATCH)
    assert.equal("8x20", sizes(z))
    near(z:narrow(2, 6, 3):argmax(2), labels[1]:totable())
    near(z:narrow(2, 9, 10):argmax(2), labels[2]:totable())
    near(z:narrow(2, 19, 2), codes:flatten():totable())
    assert(codes:abs():max():item() <= 1)
    local image = net.generator(z)
    assert.equal("8x1x16x16", sizes(image))
    check_reached(net.generator, image)
    local logits, features = net.discriminator(digits(16, 1)())
    assert.equal("8x1", sizes(logits))
    check_reached(net.discriminator, logits)
    local categories, mean_of, variance = net.q(features:detach())
    assert.equal("8x3 8x10 8x2 8x2", ("%s %s %s %s"):format(sizes(categories[1]), sizes(categories[2]),
                                                            sizes(mean_of), sizes(variance)))
    check_reached(net.q, categories[1], categories[2], mean_of, variance)
    net.q:eval()
    local h, k = net.q.body(features), net.q.log_variance
    categories, mean_of, variance = net.q(features)
    near(variance, k(h):exp():flatten():totable())
    near(mean_of, net.q.mean(h):flatten():totable())
    near(categories[2], net.q.categorical[2](h):flatten():totable())
  end,
  players = function(net)
    local list = players(net, losses.bce, digits(16, 1), {lr = 1e-3})
    list[3] = {name = "Q", params = {}, adam = {lr = 1e-3}, loss = function()
      local z, labels, codes = net.sample(BATCH)
      local _, features = net.discriminator(net.generator(z))
      local categories, mean_of, variance = net.q(features)
      return F.cross_entropy(categories[1], labels[1]) + F.cross_entropy(categories[2], labels[2]) +
             F.gaussian_nll_loss(mean_of, codes, variance)
    end}
    for _, model in ipairs {net.generator, net.q, net.discriminator.body} do
      for _, p in ipairs(model:parameters()) do table.insert(list[3].params, p) end
    end
    return list
  end,
  learns = "Q",
}

image_case("lsgan", {size = 16, channels = 1, filters = 4, latent = 8}, losses.least_squares)

cases.began = {
  make = function() return zoo.began {size = 16, channels = 1, filters = 4, latent = 5, code = 6} end,
  check = function(net)
    local image = net.generator(noise(net))
    assert.equal("8x1x16x16", sizes(image))
    check_reached(net.generator, image)
    local D = net.discriminator
    assert.equal("8x6", sizes(D[1](image)))
    local again = D(image:detach())
    assert.equal("8x1x16x16", sizes(again))
    check_reached(D, again)
  end,
  players = function(net)
    local G, D, next_real, k = net.generator, net.discriminator, digits(16, 1), 0
    local function off(x) return (x - D(x)):abs():mean() end
    local adam = {lr = 1e-3}
    return {
      {name = "D", params = D:parameters(), adam = adam, loss = function()
        local real, fake = off(next_real()), off(G(noise(net)):detach())
        k = math.max(0, math.min(1, k + .001 * (.5 * real:item() - fake:item())))
        return real - k * fake
      end},
      {name = "G", params = G:parameters(), adam = adam, loss = function() return off(G(noise(net))) end},
    }
  end,
}

cases.progan = {
  make = function() return zoo.progan {size = 16, channels = 1, filters = 8} end,
  check = function(net)
    local G, D = net.generator, net.discriminator
    local images, logits = {}, {}
    assert.equal(3, net.levels)
    for level = 1, 3 do
      G.level, D.level, G.alpha, D.alpha = level, level, .5, .5
      images[level] = G(noise(net))
      local size = 2 << level
      assert.equal(("8x1x%dx%d"):format(size, size), sizes(images[level]))
      logits[level] = D(images[level]:detach())
      assert.equal("8x1", sizes(logits[level]))
    end
    check_reached(G, table.unpack(images))
    check_reached(D, table.unpack(logits))
  end,
  -- half a step faded in, then grown up
  players = function(net)
    net.generator.alpha, net.discriminator.alpha = .5, .5
    local list = players(net, losses.wasserstein, digits(16, 1), {
      lr = 1e-3, betas = {0, .99}, penalty = function(D, real, fake)
        return gradient_penalty(D, real, fake) + .001 * D(real):square():mean()
      end})
    local loss, step = list[2].loss, 0
    list[2].loss = function()
      step = step + 1
      if step == 2 then net.generator.alpha, net.discriminator.alpha = 1, 1 end
      return loss()
    end
    return list
  end,
}

cases.stylegan2 = {
  make = function() return zoo.stylegan2 {size = 16, channels = 1, filters = 8, latent = 5, style = 6, layers = 2} end,
  check = function(net)
    local G, D = net.generator, net.discriminator
    assert.equal(6, G.synthesis.layers)
    local image = G(noise(net))
    assert.equal("8x1x16x16", sizes(image))
    check_reached(G, image)
    local logits = D(image:detach())
    assert.equal("8x1", sizes(logits))
    check_reached(D, logits)
  end,
  players = function(net)
    local G, D = net.generator, net.discriminator
    local list = players(net, losses.bce, digits(16, 1), {
      lr = 2e-3, betas = {0, .99}, penalty = function(_, real) return penalties.r1(D, real, {weight = 10}) end})
    local mean_length = 0
    list[2].loss = function()
      local w = G.mapping(noise(net))
      local penalty
      penalty, mean_length = penalties.path_length(G.synthesis, w, mean_length, {weight = 2})
      return losses.bce.generator(D(G(noise(net), noise(net)))) + penalty
    end
    return list
  end,
}

-- The last convolution of a block starts at 0, which keeps the rest of it from learning: here it does not.
local function started(net)
  for _, player in ipairs {net.generator, net.discriminator} do
    for _, layer in ipairs(player:modules()) do
      if layer.conv3 then nn.init.normal_(layer.conv3.weight, 0, .1) end
    end
  end
  return net
end

-- Relativistic losses with R1 and R2.
local function r3gan_players(net, next_real, labels)
  local G, D, loss = net.generator, net.discriminator, losses.relativistic
  local adam = {lr = 2e-4, betas = {0, .99}}
  return {
    {name = "D", params = D:parameters(), adam = adam, loss = function()
      local own, real, classes = labels(), next_real()
      if not net.classes then classes = nil end
      local fake = G(noise(net), own):detach()
      local function judge(y) return function(x) return D(x, y) end end
      return loss.discriminator(D(real, classes), D(fake, own)) +
             penalties.r1(judge(classes), real, {weight = .5}) + penalties.r2(judge(own), fake, {weight = .5})
    end},
    {name = "G", params = G:parameters(), adam = adam, loss = function()
      local own, real, classes = labels(), next_real()
      if not net.classes then classes = nil end
      return loss.generator(D(G(noise(net), own), own), D(real, classes))
    end},
  }
end

for _, classes in ipairs {false, 10} do
  local name = classes and "r3gan of classes" or "r3gan"
  local next_real = digits(16, 1)
  local function labels() return classes and ln.randint(1, 10, {BATCH}) or nil end
  cases[name] = {
    make = function()
      return zoo.r3gan {size = 16, channels = 1, filters = 8, latent = 5, blocks = 1, classes = classes or nil}
    end,
    check = function(net)
      started(net)
      assert.equal(classes or nil, net.classes)
      local image = net.generator(noise(net), labels())
      assert.equal("8x1x16x16", sizes(image))
      check_reached(net.generator, image)
      local logits = net.discriminator((next_real()), labels())
      assert.equal("8x1", sizes(logits))
      check_reached(net.discriminator, logits)
    end,
    players = function(net) return r3gan_players(net, next_real, labels) end,
    steps = classes and 400 or nil,
  }
end

cases.fastgan = {
  make = function() return zoo.fastgan {size = 32, channels = 1, filters = 4, latent = 5} end,
  check = function(net)
    local G, D = net.generator, net.discriminator
    local image = G(noise(net))
    assert.equal("8x1x32x32", sizes(image))
    check_reached(G, image)
    local real = digits(32, 1)()
    local logits, whole, maps = D(real)
    assert.equal("8x1x5x5 8x32x8x8 8x16x16x16", sizes(logits) .. " " .. sizes(whole) .. " " .. sizes(maps))
    check_reached(D, logits, D:reconstruction(real, whole, maps))
  end,
  players = function(net)
    local G, D, next_real = net.generator, net.discriminator, digits(32, 1)
    local adam = {lr = 2e-4, betas = {.5, .999}}
    return {
      {name = "D", params = D:parameters(), adam = adam, loss = function()
        local real = next_real()
        local logits, whole, maps = D(real)
        return losses.hinge.discriminator(logits, (D(G(noise(net)):detach()))) + D:reconstruction(real, whole, maps)
      end},
      {name = "G", params = G:parameters(), adam = adam, loss = function()
        return losses.hinge.generator((D(G(noise(net)))))
      end},
    }
  end,
}

-- Digits as outlines: what is drawn, and where its edges are.
local function outlined(next_real)
  return function()
    local images = next_real()
    return images, (images:max_pool2d(3, {stride = 1, padding = 1}) - images - 1):clamp(-1, 1)
  end
end

cases.pix2pix = {
  make = function()
    return zoo.pix2pix {size = 32, in_channels = 1, out_channels = 1, filters = 4, layers = 2}
  end,
  check = function(net)
    local a = digits(32, 1)()
    local b = net.generator(a)
    assert.equal("8x1x32x32", sizes(b))
    check_reached(net.generator, b)
    local logits = net.discriminator(a, b:detach())
    assert.equal("8x1x6x6", sizes(logits))
    check_reached(net.discriminator, logits)
  end,
  players = function(net)
    local G, D, next_pair = net.generator, net.discriminator, outlined(digits(32, 1))
    local adam = {lr = 2e-4, betas = {.5, .999}}
    return {
      {name = "D", params = D:parameters(), adam = adam, loss = function()
        local a, b = next_pair()
        return losses.bce.discriminator(D(a, b), D(a, G(a):detach())) / 2
      end},
      {name = "G", params = G:parameters(), adam = adam, loss = function()
        local a, b = next_pair()
        local made = G(a)
        return losses.bce.generator(D(a, made)) + 100 * F.l1_loss(made, b)
      end},
    }
  end,
}

cases.cyclegan = {
  make = function() return zoo.cyclegan {a_channels = 1, b_channels = 2, filters = 4, blocks = 2, layers = 1} end,
  check = function(net)
    local a = digits(16, 1)()
    local b = net.generator(a)
    assert.equal("8x2x16x16", sizes(b))
    check_reached(net.generator, b)
    local back = net.back_generator(b:detach())
    assert.equal("8x1x16x16", sizes(back))
    check_reached(net.back_generator, back)
    local logits = net.discriminator(b:detach())
    assert.equal("8x1x6x6", sizes(logits))
    check_reached(net.discriminator, logits)
    check_reached(net.back_discriminator, net.back_discriminator(a))
  end,
  -- Digits, and digits in another two colours.
  players = function(net)
    local next_a, next_b = digits(16, 1), digits(16, 2)
    local function b_images()
      local images = next_b()
      return images * ln.tensor {-1, .5}:reshape(1, 2, 1, 1)
    end
    local G, B, D, E = net.generator, net.back_generator, net.discriminator, net.back_discriminator
    local adam, both, all = {lr = 2e-4, betas = {.5, .999}}, {}, {}
    for _, model in ipairs {G, B} do
      for _, p in ipairs(model:parameters()) do both[#both + 1] = p end
    end
    for _, model in ipairs {D, E} do
      for _, p in ipairs(model:parameters()) do all[#all + 1] = p end
    end
    local loss = losses.least_squares
    return {
      {name = "D", params = all, adam = adam, loss = function()
        local a, b = next_a(), b_images()
        return loss.discriminator(D(b), D(G(a):detach())) + loss.discriminator(E(a), E(B(b):detach()))
      end},
      {name = "G", params = both, adam = adam, loss = function()
        local a, b = next_a(), b_images()
        local to_b, to_a = G(a), B(b)
        local cycle = F.l1_loss(B(to_b), a) + F.l1_loss(G(to_a), b)
        return loss.generator(D(to_b)) + loss.generator(E(to_a)) + 10 * cycle
      end},
    }
  end,
}

cases.srgan = {
  make = function() return zoo.srgan {size = 16, channels = 1, filters = 4, blocks = 2, hidden = 16} end,
  check = function(net)
    local small = digits(4, 1)()
    local image = net.generator(small)
    assert.equal("8x1x16x16", sizes(image))
    check_reached(net.generator, image)
    assert.equal("2x1x12x20", sizes(net.generator(ln.zeros(2, 1, 3, 5))))
    local logits = net.discriminator(image:detach())
    assert.equal("8x1", sizes(logits))
    check_reached(net.discriminator, logits)
  end,
  players = function(net)
    local G, D, next_real = net.generator, net.discriminator, digits(16, 1)
    local function shrunk(x) return x:avg_pool2d(4) end
    local adam = {lr = 1e-3}
    return {
      {name = "D", params = D:parameters(), adam = adam, loss = function()
        local real = next_real()
        return losses.bce.discriminator(D(real), D(G(shrunk(real)):detach()))
      end},
      {name = "G", params = G:parameters(), adam = adam, loss = function()
        local real = next_real()
        local made = G(shrunk(real))
        return F.mse_loss(made, real) + 1e-3 * losses.bce.generator(D(made))
      end},
    }
  end,
}

-- Sines of two features, from 0 to 1: n,l,2.
local function sines(n, l)
  local time = ln.arange(1, l):reshape(1, l, 1) * (ln.rand(n, 1, 2) * .3 + .3)
  return ((time + ln.rand(n, 1, 2) * 6):sin() + 1) / 2
end

local function joined(...)
  local list = {}
  for _, model in ipairs {...} do
    for _, p in ipairs(model:parameters()) do list[#list + 1] = p end
  end
  return list
end

cases.timegan = {
  make = function() return zoo.timegan {features = 2, latent = 3, hidden = 8, layers = 2} end,
  check = function(net)
    local function goes(model, x, shape)
      local y = model(x)
      assert.equal(shape, sizes(y))
      check_reached(model, y)
      return y:detach()
    end
    local h = goes(net.embedder, sines(4, 6), "4x6x8")
    goes(net.recovery, h, "4x6x2")
    goes(net.supervisor, goes(net.generator, ln.randn(4, 6, net.latent), "4x6x8"), "4x6x8")
    goes(net.discriminator, h, "4x6x1")
    assert.equal(2, net.generator[1].num_layers)
    assert.equal(1, net.supervisor[1].num_layers)
  end,
  -- The joint phase, and the first.
  players = function(net)
    local adam = {lr = 1e-2}
    local function z() return ln.randn(BATCH, 6, net.latent) end
    local function supervised(h)
      return F.mse_loss(net.supervisor(h):narrow(2, 1, 5), h:narrow(2, 2, 5))
    end
    local function moments(x) return x:mean(1), (x:var(1, {correction = 0}) + 1e-6):sqrt() end
    return {
      {name = "embedder", params = joined(net.embedder, net.recovery), adam = adam, loss = function()
        local x = sines(BATCH, 6)
        local h = net.embedder(x)
        return 10 * F.mse_loss(net.recovery(h), x):sqrt() + .1 * supervised(h)
      end},
      {name = "D", params = net.discriminator:parameters(), adam = adam, loss = function()
        local h, e = net.embedder(sines(BATCH, 6)):detach(), net.generator(z()):detach()
        local made = net.supervisor(e):detach()
        return losses.bce.discriminator(net.discriminator(h), net.discriminator(made)) +
               losses.bce.generator(-net.discriminator(e))
      end},
      {name = "G", params = joined(net.generator, net.supervisor), adam = adam, loss = function()
        local x, e = sines(BATCH, 6), net.generator(z())
        local h = net.supervisor(e)
        local m, s = moments(net.recovery(h))
        local real_m, real_s = moments(x)
        return losses.bce.generator(net.discriminator(h)) + losses.bce.generator(net.discriminator(e)) +
               100 * supervised(net.embedder(x):detach()):sqrt() +
               100 * (F.l1_loss(m, real_m) + F.l1_loss(s, real_s))
      end},
    }
  end,
  learns = "embedder",
}

-- Rows: a number, and which of three it is, which goes with its sign.
local function rows(n)
  local x = ln.randn(n, 1):tanh()
  local kind = (x:gt(0) + ln.rand(n, 1):gt(.7)):squeeze(2) + 1
  return ln.cat({x, F.one_hot(kind, 3)}, 2)
end

cases.ctgan = {
  make = function()
    return zoo.ctgan {layout = {{"tanh", 1}, {"softmax", 3}}, latent = 5, hidden = {8, 6}, units = {8}, pack = 2,
                      dropout = 0}
  end,
  check = function(net)
    assert.equal(4, net.features)
    local made = net.generator(noise(net))
    assert.equal("8x4", sizes(made))
    assert(made:abs():max():item() <= 1)
    near(made:narrow(2, 2, 3):sum(2), {1, 1, 1, 1, 1, 1, 1, 1})
    check_reached(net.generator, made)
    local y = net.discriminator(rows(BATCH))
    assert.equal("4x1", sizes(y))
    check_reached(net.discriminator, y)
  end,
  players = function(net)
    local function packed_penalty(D, real, fake)
      local function critic(x) return D(x:reshape(BATCH, -1)) end
      return gradient_penalty(critic, real:reshape(BATCH // 2, -1), fake:reshape(BATCH // 2, -1))
    end
    return players(net, losses.wasserstein, function() return rows(BATCH) end, {
      lr = 1e-3, betas = {.5, .9}, penalty = packed_penalty})
  end,
}

local names = {}
for name in pairs(cases) do names[#names + 1] = name end
table.sort(names)

describe("gan.zoo", function()
  before_each(function() ln.manual_seed(5) end)

  for _, name in ipairs(names) do
    local case = cases[name]
    it(name .. " has the shapes that it says, and no dead branch", function() case.check(case.make()) end)

    it(name .. " has layers that are cloned, saved and printed", function()
      local net, again = case.make(), case.make()
      for key, model in pairs(net) do
        if nn.Module.is_layer(model) then
          again[key]:load_state_dict(model:clone():state_dict())
          local state = again[key]:state_dict()
          for path, value in pairs(model:state_dict()) do
            near(state[path], value:flatten():totable(), 0)
          end
          assert.equal(#model:parameters(), #again[key]:parameters())
          assert.equal(tostring(model), tostring(again[key]))
        end
      end
    end)

    it(name .. " trains for three steps", function()
      for player, list in pairs(train(case.players(case.make()), 3)) do
        for step = 1, 3 do assert(list[step] == list[step] and math.abs(list[step]) < 1e4, player) end
      end
    end)

    it(name .. " trains for long, and its discriminator learns #hard", function()
      local record = train(case.players(case.make()), case.steps or 200)
      for player, list in pairs(record) do
        local last = mean(list, #list - 19, #list)
        assert(last == last and math.abs(last) < 1e4, player)
      end
      local list = record[case.learns or "D"]
      local first, lowest = list[1], math.huge
      for step = 20, #list do lowest = math.min(lowest, mean(list, step - 19, step)) end
      assert(lowest < first - .05 * math.abs(first), ("%s: from %g to %g"):format(name, first, lowest))
    end)
  end
end)

describe("gan.zoo", function()
  it("counts parameters as the papers' layers do", function()
    -- PyTorch's DCGAN example with nz = 100, ngf = ndf = 64, nc = 3.
    local dcgan = zoo.dcgan {}
    assert.equal(3576704, count(dcgan.generator))
    assert.equal(2765568, count(dcgan.discriminator))
    -- 100 1200 + 1200 + 1200 1200 + 1200 + 1200 784 + 784;
    -- 1200 (784 + 1) + 1200 (240 + 1) + 240 + 1, a unit having 5 pieces
    local mlp = zoo.mlp {}
    assert.equal(2503984, count(mlp.generator))
    assert.equal(1231441, count(mlp.discriminator))
    -- linear 128 2048 + 2048, three blocks 2 (9 128 128) + 128 128 + 4 128,
    -- norm 256, convolution 9 128 3 + 3
    local wgan = zoo.wgan_gp {}
    assert.equal(264192 + 3 * 311808 + 256 + 3459, count(wgan.generator))
    -- first (27 + 9 128 + 3 + 3) 128, down (18 128 + 2 + 128 + 1) 128,
    -- twice (18 128 + 2) 128, 129
    assert.equal(151680 + 311680 + 2 * 295168 + 129, count(wgan.discriminator))
    -- 129 4096, three blocks 2 (9 256 256) + 256 256 + 4 256, 512, 6915
    assert.equal(528384 + 3 * 1246208 + 512 + 6915, count(zoo.sngan {}.generator))
    -- weights 9 (3 64 + 64 128 + 128 256 + 256 512) and 16 (64 64 + 128 128 +
    -- 256 256), biases 2 (64 + 128 + 256) + 512, linear 8193
    assert.equal(1550016 + 1376256 + 1408 + 8193, count(zoo.sngan {form = "conv"}.discriminator))
  end)

  it("counts those of R3GAN at the width of its paper, and starts as they say", function()
    local net = zoo.r3gan {filters = 768}
    -- a block: 768 1536 twice, 9 1536 in groups of 16, two biases of 1536
    local block = 2 * 768 * 1536 + 9 * 1536 * 16 + 2 * 1536
    -- basis, 16 768, of z, 64 768, and a picture, 3 768; in D 16 768, 768 and 3 768
    assert.equal(8 * block + 80 * 768 + 3 * 768, count(net.generator))
    assert.equal(8 * block + 16 * 768 + 768 + 3 * 768, count(net.discriminator))
    local first = net.generator.body[2]
    assert.equal(16, first.conv2.weight:size(2))
    near(first.conv3.weight:abs():amax(), {0}, 0)
    -- sqrt(2 / 1.04) 8^(-1/4) / sqrt(768), and / sqrt(9 16); of the basis 1
    local gain = 1.386750 * .594604
    near(first.conv1.weight:std(), {gain / math.sqrt(768)}, 5e-3)
    near(first.conv2.weight:std(), {gain / 12}, 5e-3)
    near(net.generator.body[1].basis:std(), {1}, 3e-2)
    near(net.discriminator.body[13].weight:std(), {1 / 4}, 3e-2)
  end)

  it("R3GAN halves its channels beyond 32 x 32, and may have 8 x 8", function()
    local net = zoo.r3gan {size = 64, filters = 8, blocks = 1, latent = 3}
    assert.equal("2x3x64x64", sizes(net.generator(ln.randn(2, 3))))
    assert.equal("2x1", sizes(net.discriminator(ln.randn(2, 3, 64, 64))))
    assert.equal(4, net.discriminator.body[1].weight:size(1))
    assert.equal("2x1x8x8", sizes(zoo.r3gan({size = 8, channels = 1, filters = 3}).generator(ln.randn(2, 64))))
    fails("zoo.r3gan: size is 24; 8, 16, 32 and so on", zoo.r3gan, {size = 24})
  end)

  it("counts those of InfoGAN, LSGAN and BEGAN", function()
    -- 74 1024, norm 2048, 1024 6272, norm 256, 16 128 64, norm 128, 16 64 + 1
    local infogan = zoo.infogan {}
    assert.equal(75776 + 2048 + 6422528 + 256 + 131072 + 128 + 1025, count(infogan.generator))
    -- 16 64 + 64, 16 64 128, 256, 6272 1024, 2048, 1025
    assert.equal(1088 + 131072 + 256 + 6422528 + 2048 + 1025, count(infogan.discriminator))
    -- 1024 128, 256, 129 10, twice 129 2
    assert.equal(131072 + 256 + 1290 + 516, count(infogan.q))
    -- 1024 1024, 512; 9 256 256 and 512 four times; 9 256 128, 256; 9 128 64, 128; 9 64 3 + 3
    local lsgan = zoo.lsgan {}
    assert.equal(1048576 + 512 + 4 * 590336 + 295168 + 73856 + 1731, count(lsgan.generator))
    -- 25 (3 64 + 64 128 + 128 256 + 256 512) + 64, norms 2 (128 + 256 + 512), 2049
    assert.equal(4305600 + 64 + 1792 + 2049, count(lsgan.discriminator))
    -- 65 4096, six times (9 64 + 1) 64, 9 64 3 + 3
    local began = zoo.began {}
    local decoder = 266240 + 6 * 36928 + 1731
    assert.equal(decoder, count(began.generator))
    -- 9 3 64 + 64; twice 64 to 64 and 64 to 128; twice 128 to 128 and 128 to 192; twice 192 to 192; 192 64 64 + 64
    local encoder = 1792 + 2 * 36928 + 73856 + 2 * 147584 + 221376 + 2 * 331968 + 786496
    assert.equal(encoder + decoder, count(began.discriminator))
  end)

  it("counts those of pix2pix, CycleGAN, SRGAN and TimeGAN", function()
    -- The authors' PyTorch code prints 54.414 M and 2.769 M.
    local pix2pix = zoo.pix2pix {}
    assert.equal(54414531, count(pix2pix.generator))
    assert.equal(2768705, count(pix2pix.discriminator))
    -- Theirs, 11378179 and 2764737, less the biases before norms: 64 + 128 + 256 + 18 256 + 128 + 64, and 896.
    local cyclegan = zoo.cyclegan {}
    assert.equal(11378179 - 5248, count(cyclegan.generator))
    assert.equal(2764737 - 896, count(cyclegan.back_discriminator))
    -- 81 3 64 + 64 + 1; 16 blocks 2 (9 64 64 + 128) + 1; 9 64 64 + 128; twice 9 64 256 + 256 + 1; 81 64 3 + 3
    local srgan = zoo.srgan {}
    assert.equal(15617 + 16 * 73985 + 36992 + 2 * 147713 + 15555, count(srgan.generator))
    -- 9 (3 64 + 64 64 + 64 128 + 128 128 + 128 256 + 256 256 + 256 512 + 512 512) + 64,
    -- norms 2 (64 + 2 (128 + 256 + 512)), linear 512 6 6 1024 + 1024 and 1025
    assert.equal(4683456 + 64 + 2 * 1856 + 512 * 36 * 1024 + 1024 + 1025, count(srgan.discriminator))
    -- a GRU layer of k inputs: 3 24 (k + 24 + 2); linear 25 24
    local timegan = zoo.timegan {features = 5}
    assert.equal(72 * 31 + 2 * 72 * 50 + 600, count(timegan.generator))
    assert.equal(2 * 72 * 50 + 600, count(timegan.supervisor))
    assert.equal(3 * 72 * 50 + 25, count(timegan.discriminator))
  end)

  it("refuses what it cannot make", function()
    fails("zoo.dcgan: size is 28; 16, 32, 64 and so on are possible", zoo.dcgan, {size = 28})
    fails("zoo.dcgan: size is 8;", zoo.dcgan, {size = 8})
    fails("zoo.dcgan: unknown option width", zoo.dcgan, {width = 3})
    fails("zoo.mlp: hidden[2] is 2.5, an integer above 0 is wanted", zoo.mlp, {hidden = {3, 2.5}})
    fails("zoo.mlp: units is empty", zoo.mlp, {units = {}})
    fails("zoo.dcgan: size is 9223372036854775807; 16, 32, 64", zoo.dcgan, {size = math.maxinteger})
    fails("zoo.dcgan: 2 arguments are given, at most 1 is taken", zoo.dcgan, {}, {})
    fails("zoo.dcgan: options come as a table, {size = ...}; got 64", zoo.dcgan, 64)
    fails("zoo.sngan: form is \"dense\", one of resnet, conv is wanted", zoo.sngan, {form = "dense"})
    fails("zoo.sagan: classes is missing", zoo.sagan, {})
    fails("zoo.sagan: attention is 32; maps of 8, 16 and so on up to 16 can have it", zoo.sagan,
          {classes = 2, attention = 32})
    fails("zoo.sagan: attention is 4; maps of 8, 16 and so on up to 8 can have it", zoo.sagan,
          {classes = 2, size = 16, filters = 1, attention = 4})
    fails("BigGANGenerator: z of 9 numbers is wanted, got 8x5", cases.biggan.make().generator, ln.randn(8, 5),
          ln.ones(8))
    fails("labels is missing, a tensor is wanted", cases.biggan.make().discriminator, ln.randn(8, 1, 16, 16))
    fails("zoo.acgan: filters is 6, which cannot be halved 2 times", zoo.acgan, {classes = 2, filters = 6})
    fails("zoo.infogan: size is 30, a multiple of 4 is wanted", zoo.infogan, {size = 30})
    fails("zoo.infogan: categories[1] is 0", zoo.infogan, {categories = {0}})
    fails("zoo.lsgan: size is 24, a multiple of 16 is wanted", zoo.lsgan, {size = 24})
    fails("zoo.began: size is 8; 16, 32, 64 and so on are possible", zoo.began, {size = 8})
    fails("zoo.pix2pix: size is 48; 16, 32, 64", zoo.pix2pix, {size = 48})
    fails("zoo.pix2pix: size is 16, 3 layers of stride 2 want 32 or more", zoo.pix2pix, {size = 16})
    fails("zoo.pix2pix: size is 16, 62 layers of stride 2 want 18446744073709551616 or more", zoo.pix2pix,
          {size = 16, filters = 1, layers = 62})
    fails("PairDiscriminator: b is missing", cases.pix2pix.make().discriminator, ln.zeros(1, 1, 32, 32))
    fails("zoo.cyclegan: blocks is 0, an integer above 0 is wanted", zoo.cyclegan, {blocks = 0})
    fails("zoo.srgan: scale is 3, a power of two is wanted", zoo.srgan, {scale = 3})
    fails("zoo.srgan: size is 40, a multiple of 16 is wanted", zoo.srgan, {size = 40})
    fails("zoo.timegan: features is missing", zoo.timegan, {})
    fails("zoo.fastgan: size is 16; 32, 64, 128 and so on are possible", zoo.fastgan, {size = 16})
    fails("zoo.ctgan: layout is empty", zoo.ctgan, {layout = {}})
    fails("zoo.ctgan: layout[2][1] is \"relu\", one of tanh, softmax is wanted", zoo.ctgan,
          {layout = {{"tanh", 1}, {"relu", 1}}})
    fails("zoo.ctgan: layout[1][2] is missing", zoo.ctgan, {layout = {{"tanh"}}})
    fails("zoo.ctgan: tau is 0, a number above 0 is wanted", zoo.ctgan, {layout = {{"tanh", 1}}, tau = 0})
    fails("zoo.ctgan: conditions is -1, an integer of 0 or above is wanted", zoo.ctgan,
          {layout = {{"tanh", 1}}, conditions = -1})
    fails("gan.zoo has no dcgann; near it: dcgan", function() return zoo.dcgann end)
  end)

  it("starts from N(0, 0.02) where the papers do", function()
    ln.manual_seed(5)
    local dcgan, lsgan = zoo.dcgan {size = 16}, zoo.lsgan {size = 16}
    for _, layer in ipairs {dcgan.generator[2], dcgan.discriminator[3], lsgan.generator[1], lsgan.discriminator[3],
                            zoo.pix2pix({filters = 16}).generator[1], zoo.cyclegan({filters = 16}).generator[2]} do
      local std = layer.weight:std():item()
      assert(std > .018 and std < .022, tostring(layer))
    end
  end)

  it("draws InfoGAN's codes from -1 to 1", function()
    local _, labels, codes = zoo.infogan({size = 4, filters = 1, hidden = 1, categories = {4}}).sample(400)
    assert.equal("400x2", sizes(codes))
    assert(codes:min():item() < -.95 and codes:max():item() > .95)
    assert.equal(1, labels[1]:min():item())
    assert.equal(4, labels[1]:max():item())
  end)

  it("drops out in the perceptron's discriminator", function()
    local function names_of(given)
      local list = {}
      for k, layer in ipairs(zoo.mlp(given).discriminator) do list[k] = layer.__name end
      return table.concat(list, " ")
    end
    assert.equal("Maxout Dropout Maxout Dropout Linear", names_of {})
    assert.equal("Maxout Linear", names_of {units = {3}, dropout = 0})
  end)

  it("ends the perceptron as it is asked to", function()
    local function last(output)
      local G = zoo.mlp {features = 3, hidden = {4}, units = {4}, output = output}.generator
      return tostring(G[#G])
    end
    assert.equal("Sigmoid()", last())
    assert.equal("Tanh()", last "tanh")
    assert.equal("Linear(4, 3)", last "none")
  end)
end)

-- As near as rounding lets two ways of computing be.
local function same(x, y) near(x, y:flatten():totable(), 1e-4) end

local function distance(x, y) return (x - y):abs():max():item() end

describe("gan.zoo.progan", function()
  local net, z
  before_each(function()
    ln.manual_seed(5)
    net = cases.progan.make()
    z = noise(net)
  end)

  local function image(level, alpha)
    net.generator.level, net.generator.alpha = level, alpha
    return net.generator(z)
  end

  local function logits(x, level, alpha)
    net.discriminator.level, net.discriminator.alpha = level, alpha
    return net.discriminator(x)
  end

  it("fades a level of the generator in", function()
    local old, new = image(2, 1):interpolate {scale_factor = 2}, image(3, 1)
    assert(distance(old, new) > .1)
    same(image(3, 0), old)
    same(image(3, .25), .75 * old + .25 * new)
    assert.equal("8x1x4x4", sizes(image(1, 0)))
  end)

  it("fades a level of the discriminator in", function()
    local x = digits(16, 1)()
    local old, new = logits(x, 3, 0), logits(x, 3, 1)
    same(old, logits(x:avg_pool2d(2), 2, 1))
    assert(distance(old, new) > 1e-3)
    assert(distance(old, logits(x, 3, .5)) > 1e-4)
    assert.equal("8x1", sizes(logits(x:avg_pool2d(4), 1, 0)))
  end)

  it("refuses a level or alpha that is not one", function()
    fails("ProGANGenerator: level is 4 of 3", image, 4, 1)
    fails("ProGANGenerator: alpha is 1.5, a number from 0 to 1 is wanted", image, 3, 1.5)
    fails("ProGANDiscriminator: level is 0, an integer above 0 is wanted", logits, z, 0, 1)
  end)

  it("halves channels beyond 32 x 32", function()
    local widths = {}
    for k, layer in ipairs(zoo.progan({size = 128, filters = 4}).generator.to_rgb) do widths[k] = layer.in_channels end
    assert.same({4, 4, 4, 4, 2, 1}, widths)
  end)
end)

describe("gan.zoo.stylegan2", function()
  local net, G
  before_each(function()
    ln.manual_seed(5)
    net = cases.stylegan2.make()
    G = net.generator
  end)

  it("mixes styles at the crossover", function()
    local z, other = noise(net), noise(net)
    local w, v = G.mapping(z):unsqueeze(2), G.mapping(other):unsqueeze(2)
    -- noise has weight 0 at the start
    same(G(z, other, 2), G.synthesis(ln.cat({w, w, v, v, v, v}, 2)))
    same(G(z, other, 5), G.synthesis(ln.cat({w, w, w, w, w, v}, 2)))
    same(G(z, z), G(z))
    fails("StyleGAN2Generator: crossover is 6 of 6", G, z, other, 6)
    fails("Synthesis: n,style or n,6,style is wanted, got 8x5x6", G.synthesis, ln.zeros(8, 5, 6))
  end)

  it("gives each layer its style", function()
    local w, order = ln.arange(1, 6):reshape(1, 6, 1):expand(2, 6, 6), {}
    local function note(_, inputs) order[#order + 1] = inputs[2]:mean():item() end
    for _, list in ipairs {G.synthesis.convs, G.synthesis.to_rgb} do
      for _, layer in ipairs(list) do layer:register_forward_pre_hook(note) end
    end
    G.synthesis(w)
    -- 4 x 4: convolution, image; then two convolutions and an image, which shares with the next
    assert.same({1, 2, 2, 3, 4, 4, 5, 6}, order)
  end)

  it("halves channels beyond 64 x 64", function()
    local large, widths = zoo.stylegan2 {size = 256, filters = 4, latent = 2, style = 2, layers = 1}, {}
    for k, layer in ipairs(large.generator.synthesis.to_rgb) do widths[k] = layer.conv.conv.in_channels end
    assert.same({4, 4, 4, 4, 4, 2, 1}, widths)
    assert.equal(1, large.discriminator[1].out_channels)
    assert.equal(2, large.discriminator[3].layer[4].out_channels)
  end)

  it("adds the images of all sizes", function()
    local w = G.mapping(noise(net)):detach()
    local function brighter(k)
      local before, bias = G.synthesis(w), G.synthesis.to_rgb[k].bias
      nn.init.constant_(bias, 3)
      local image = G.synthesis(w)
      nn.init.zeros_(bias)
      return (image - before):select(1, 1):select(1, 1)
    end
    near(brighter(3), ln.full({256}, 3):totable(), 1e-4)
    -- beyond the edges are zeros, which upsampling draws in
    near(brighter(2):narrow(1, 2, 14):narrow(2, 2, 14), ln.full({196}, 3):totable(), 1e-4)
    near(brighter(1):narrow(1, 5, 8):narrow(2, 5, 8), ln.full({64}, 3):totable(), 1e-4)
  end)

  it("injects noise of one map for all channels, anew in each call", function()
    local layer = G.synthesis.convs[1].noise
    local x = ln.zeros(2, 3, 4, 4)
    near(layer(x), x:flatten():totable())
    nn.init.constant_(layer.weight, 2)
    local given = ln.randn(2, 1, 4, 4)
    same(layer(x, given), (2 * given):expand(2, 3, 4, 4))
    local y = layer(x)
    near(y:narrow(2, 1, 1), y:narrow(2, 3, 1):flatten():totable())
    assert(distance(y, layer(x)) > .1)
  end)

  it("slows the mapping down without changing where it starts", function()
    local function first(rate)
      ln.manual_seed(5)
      local layer = zoo.stylegan2({rate = rate, layers = 2, filters = 4}).generator.mapping[2]
      nn.init.constant_(layer.bias_orig, 3)
      return layer
    end
    local fast, slow = first(1), first(.01)
    same(slow.weight, fast.weight)
    same(slow.weight_orig, 100 * fast.weight_orig)
    assert(math.abs(fast.weight:std():item() - 1 / 8) < .01)
    near(fast.bias, ln.full({64}, 3):totable())
    near(slow.bias, ln.full({64}, .03):totable())
  end)

  it("has a path length penalty, with one style or one for each layer", function()
    penalties.path_length(G.synthesis, G.mapping(noise(net)), 0):backward()
    assert(G.mapping[2].weight_orig.grad:abs():sum():item() > 0)
    local w = G.mapping(noise(net)):detach():unsqueeze(2):expand(BATCH, 6, 6)
    local each, target = penalties.path_length(G.synthesis, w, 0)
    assert(each:item() > 0 and target > 0)
  end)

  it("has modulated convolutions that refuse what does not fit", function()
    fails("ModulatedConv2d: kernel_size is 2, an odd one is wanted", zoo.ModulatedConv2d, 3, 4, 2, 5)
    fails("ModulatedConv2d: styles for 3 samples are given, the input is 2x3x4x4", zoo.ModulatedConv2d(3, 4, 3, 5),
          ln.zeros(2, 3, 4, 4), ln.zeros(3, 5))
    fails("ModulatedConv2d: unknown option up", zoo.ModulatedConv2d, 3, 4, 3, 5, {up = true})
  end)
end)

describe("gan.zoo, image to image,", function()
  before_each(function() ln.manual_seed(5) end)

  it("has a U-Net that sees its input again at every size", function()
    local G = cases.pix2pix.make().generator:eval()
    local x = digits(32, 1)()
    local inner = G[1](x)
    assert.equal("8x4x16x16", sizes(inner))
    near(G[2](inner):narrow(2, 1, 4), inner:flatten():totable())
    assert.equal("8x8x16x16", sizes(G[2](inner)))
    -- Down to 1 x 1: the layer within five Concats.
    local at, depth = G, 0
    while at do
      local next_at
      for _, layer in ipairs(at:children()) do
        if layer.__name == "Concat" then next_at = layer[2] end
      end
      at, depth = next_at, depth + 1
    end
    assert.equal(5, depth)
  end)

  it("has dropout where the authors have it", function()
    local function dropouts(given)
      local n = 0
      for _, layer in ipairs(zoo.pix2pix(given).generator:modules()) do
        if layer.__name == "Dropout" then n = n + 1 end
      end
      return n
    end
    assert.equal(3, dropouts {size = 256, filters = 1})
    assert.equal(1, dropouts {size = 64, filters = 1, layers = 2})
    assert.equal(0, dropouts {size = 256, filters = 1, dropout = 0})
  end)

  it("judges patches of 70 pixels", function()
    local body = zoo.cyclegan({filters = 1, blocks = 1}).discriminator
    for k = #body, 1, -1 do
      -- The norms would let a patch see everything.
      if body[k].__name:find "Norm" then body[k] = nn.Identity() end
    end
    local x = ln.zeros(1, 3, 256, 256):requires_grad_()
    local y = body(x)
    assert.equal("1x1x30x30", sizes(y))
    y:select(3, 15):select(3, 15):sum():backward()
    local seen = x.grad:abs():sum(2):gt(0):squeeze()
    assert.equal(70, seen:amax(1):sum():item())
    assert.equal(70, seen:amax(2):sum():item())
  end)

  it("scales a super-resolved image by a power of two", function()
    local G = zoo.srgan({scale = 2, filters = 4, blocks = 1}).generator
    assert.equal("1x3x6x8", sizes(G(ln.zeros(1, 3, 3, 4))))
  end)
end)

describe("gan.zoo.fastgan", function()
  it("excites the maps of min(16, size / 8) times the size", function()
    local function excited(size)
      local list = {}
      for k in pairs(zoo.fastgan({size = size, filters = 1, latent = 2}).generator.excite) do list[#list + 1] = k end
      table.sort(list)
      return list
    end
    assert.same({3, 4}, excited(32))
    assert.same({5, 6, 7}, excited(256))
    ln.manual_seed(5)
    local net = cases.fastgan.make()
    local G, z = net.generator:eval(), noise(net)
    -- Shares of 1/2 throughout: block 4 and what it is given are halved.
    local before = G.blocks[3]:forward(G.blocks[2](G.blocks[1](z)))
    for _, k in ipairs {3, 4} do G.excite[k][5] = nn.Lambda(function(x) return x * 0 + .5 end) end
    same(G(z), G.image(G.blocks[4](before / 2) / 2))
  end)

  it("has noise and a second convolution in every other block", function()
    local counts = {}
    for k, block in ipairs(cases.fastgan.make().generator.blocks) do
      local convolutions, noises = 0, 0
      for _, layer in ipairs(block:modules()) do
        if layer.__name == "Conv2d" then convolutions = convolutions + 1 end
        if layer.__name == "NoiseInjection" then noises = noises + 1 end
      end
      counts[k] = convolutions .. " " .. noises
    end
    assert.same({"0 0", "2 2", "1 0", "2 2"}, counts)
  end)

  it("reconstructs the whole and the quadrant that is asked for", function()
    ln.manual_seed(5)
    local D = cases.fastgan.make().discriminator:eval()
    local x = digits(32, 1)()
    local _, whole, maps = D(x)
    local function off(image, y) return (image - y):square():mean():item() end
    local parts = {{1, 1}, {1, 17}, {17, 1}, {17, 17}}
    for k, at in ipairs(parts) do
      local crop = x:narrow(3, at[1], 16):narrow(4, at[2], 16)
      local part = maps:narrow(3, at[1] // 2 + 1, 8):narrow(4, at[2] // 2 + 1, 8)
      near(D:reconstruction(x, whole, maps, k),
           {off(x:avg_pool2d(2), D.whole_decoder(whole)) + off(crop, D.part_decoder(part))}, 1e-4)
    end
  end)
end)

describe("gan.zoo.ctgan", function()
  it("draws categories as the softmax says", function()
    ln.manual_seed(5)
    local net = zoo.ctgan {layout = {{"tanh", 2}, {"softmax", 2}}, latent = 2, hidden = {4}, units = {4}}
    local output = net.generator[#net.generator]
    local x = ln.tensor {.5, -1, math.log(3), 0}:expand(4000, 4)
    local y = output(x)
    near(y:select(1, 1):narrow(1, 1, 2), {.46211716, -.76159416})
    -- The larger of log 3 and 0 with Gumbel noise: the first, with probability 3 / 4 (4 deviations: .027).
    assert(math.abs(y:select(2, 3):gt(.5):mean():item() - .75) < .028)
    output.tau = 1e4
    near(output(x):select(2, 3), ln.full({4000}, .5):totable(), 1e-2)
  end)

  it("judges packs, and takes conditions", function()
    local net = zoo.ctgan {layout = {{"softmax", 3}}, latent = 4, hidden = {4}, units = {5}, pack = 4, conditions = 2}
    assert.equal(3, net.features)
    local made = net.generator(ln.randn(8, 6))
    assert.equal("2x1", sizes(net.discriminator(ln.cat({made, ln.ones(8, 2)}, 2))))
    -- 4 (3 + 2) 5 + 5, 5 + 1
    assert.equal(111, count(net.discriminator))
    -- 6 4, 8, (4 + 6) 3 + 3
    assert.equal(65, count(net.generator))
    fails("Pack: n,k with n a multiple of 4 is wanted, got 6x5", net.discriminator, ln.zeros(6, 5))
  end)
end)

describe("gan.zoo, told the class,", function()
  before_each(function() ln.manual_seed(5) end)

  it("projects: D(x, y) = w . h + b + e(y) . h", function()
    local D = cases.sagan.make().discriminator:eval()
    local images, labels = digits(16, 1)()
    local h = D.body(images)
    same(D(images, labels),
         h:matmul(D.linear.weight:t()) + D.linear.bias + (h * D.embedding.weight[labels]):sum(2, {keepdim = true}))
    assert(distance(D(images, labels), D(images, labels:remainder(10) + 1)) > 1e-3)
  end)

  it("has attention at the same size in both players", function()
    local function places(given)
      local net, list = zoo.sagan(given), {}
      for _, player in ipairs {net.generator, net.discriminator} do
        for _, layer in ipairs(player:modules()) do
          if layer.__name == "SelfAttention2d" then
            layer:register_forward_hook(function(_, _, y) list[#list + 1] = y:size(3) end)
          end
        end
      end
      local labels = ln.ones(2)
      net.discriminator(net.generator(ln.randn(2, net.latent), labels), labels)
      return list
    end
    assert.same({8, 8}, places {classes = 1, size = 32, filters = 8, latent = 2})
    assert.same({16, 16}, places {classes = 1, size = 32, filters = 8, latent = 2, attention = 16})
    assert.same({8, 8}, places {classes = 1, size = 16, filters = 8, latent = 2})
  end)

  it("has a discriminator of these layers", function()
    local layers = {}
    for k, layer in ipairs(cases.sagan.make().discriminator.body) do
      layers[k] = layer.__name .. (layer.first and " first" or "") .. (layer.pool and " down" or "")
    end
    assert.same({"DownBlock first down", "SelfAttention2d", "DownBlock down", "DownBlock", "ReLU", "GlobalSumPool"},
                layers)
  end)

  it("starts as the papers have it", function()
    -- uniform within the root of 6 / (in + out): 5 and 16 16 numbers
    local w = cases.sagan.make().generator.linear.weight_orig:abs():max():item()
    local bound = math.sqrt(6 / 261)
    assert(w <= bound and w > .98 * bound)
    w = cases.biggan.make().generator.linear.weight_orig
    near(w:t():matmul(w), ln.eye(3):flatten():totable(), 1e-4)
  end)

  it("gives each block of BigGAN its chunk of z and the shared embedding", function()
    local G = cases.biggan.make().generator
    local z, labels = ln.randn(3, 9), ln.tensor {1, 5, 10}
    local first, condition = G:conditions(z, labels)
    near(first, z:narrow(2, 1, 3):flatten():totable())
    for k = 1, 2 do
      near(condition(k), ln.cat({G.shared.weight[labels], z:narrow(2, 3 * k + 1, 3)}, 2):flatten():totable())
    end
    assert.equal(2, #G.blocks)
  end)

  it("goes through the generator's layers in this order", function()
    local function doubled(x) return x:interpolate {scale_factor = 2} end
    local function by_hand(G, first, condition)
      local x = G.linear(first):reshape(BATCH, 16, 4, 4)
      for k = 1, 2 do
        local b, c = G.blocks[k], condition(k)
        local h = b.conv1(doubled(b.norm1(x, c):relu()))
        x = b.conv2(b.norm2(h, c):relu()) + b.shortcut(doubled(x))
        if k == 1 then x = G.attention(x) end
      end
      return G.conv(G.norm(x):relu()):tanh()
    end
    local labels = ln.randint(1, 10, {BATCH})
    for _, name in ipairs {"sagan", "biggan"} do
      local net = cases[name].make()
      local G, z = net.generator:eval(), noise(net)
      nn.init.constant_(G.attention.gamma, .5)
      for _, block in ipairs(G.blocks) do
        for _, norm in ipairs {block.norm1, block.norm2} do
          for _, map in ipairs {norm.gain, norm.shift} do
            nn.init.normal_(rawget(map, "weight") or map.weight_orig)
          end
        end
      end
      local first, condition = z, function() return labels end
      if name == "biggan" then first, condition = G:conditions(z, labels) end
      same(G(z, labels), by_hand(G, first, condition))
      assert(distance(G(z, labels), G(z, labels:remainder(10) + 1)) > 1e-3, name)
    end
  end)

  it("gives AC-GAN's generator the label beside z", function()
    local G = cases.acgan.make().generator:eval()
    local z = ln.randn(2, 5)
    local given = ln.zeros(2, 10)
    given:select(1, 1):select(1, 3):fill_(1)
    given:select(1, 2):select(1, 10):fill_(1)
    same(G(z, ln.tensor {3, 10}), G.body(ln.cat({z, given}, 2)))
  end)
end)

describe("gan.zoo, given what it was not made for,", function()
  -- Networks of images, by name: the discriminator, its channels and size, and what follows the images.
  local made = {
    dcgan = {zoo.dcgan {size = 16, filters = 4}},
    wgan_gp = {zoo.wgan_gp {size = 16, filters = 4}},
    sngan = {zoo.sngan {size = 16, filters = 4, discriminator_filters = 4}},
    ["sngan conv"] = {zoo.sngan {form = "conv", size = 16, filters = 4, discriminator_filters = 4}},
    sagan = {zoo.sagan {classes = 3, size = 16, filters = 8}, ln.ones(BATCH)},
    biggan = {zoo.biggan {classes = 3, size = 16, filters = 8}, ln.ones(BATCH)},
    acgan = {zoo.acgan {classes = 3, size = 16, filters = 8, discriminator_filters = 4}},
    infogan = {zoo.infogan {size = 16, channels = 3, filters = 4, hidden = 8}},
    lsgan = {zoo.lsgan {size = 16, filters = 4}},
    began = {zoo.began {size = 16, filters = 4}},
    progan = {zoo.progan {size = 16, filters = 8}},
    stylegan2 = {zoo.stylegan2 {size = 16, filters = 8}},
    r3gan = {zoo.r3gan {size = 16, filters = 8, blocks = 1}},
    ["r3gan of classes"] = {zoo.r3gan {size = 16, filters = 8, blocks = 1, classes = 3}, ln.ones(BATCH)},
    fastgan = {zoo.fastgan {size = 32, filters = 8}, size = 32},
    srgan = {zoo.srgan {size = 16, filters = 4, hidden = 8, blocks = 1}},
    pix2pix = {zoo.pix2pix {size = 32, filters = 4}, ln.zeros(BATCH, 3, 32, 32), size = 32},
  }

  local function refuses(f, x, ...)
    local ok, message = pcall(f, x, ...)
    assert.is_false(ok, sizes(x))
    assert.truthy(message:find(sizes(x), 1, true), message)
    assert.truthy(message:find("zoo_spec.lua", 1, true), message)
    assert.truthy(message:find "wanted, got ", message)
  end

  for name, case in pairs(made) do
    local net, second, s = case[1], case[2], case.size or 16
    it(name .. " refuses images of another size, shape or number of channels", function()
      local D = net.discriminator
      assert(D(ln.randn(BATCH, 3, s, s), second))
      for _, wrong in ipairs {{BATCH, 3, 2 * s, 2 * s}, {BATCH, 3, s // 2, s // 2}, {BATCH, 3, s, 2 * s},
                              {BATCH, 3, s + 1, s + 1}, {BATCH, 3, s + 4, s}, {BATCH, 1, s, s}, {BATCH, 4, s, s},
                              {3, s, s}, {BATCH, 3 * s * s}} do
        refuses(D, ln.zeros(wrong), second)
      end
    end)

    if net.latent then
      it(name .. " refuses noise of another width or shape", function()
        local G = net.generator
        for _, wrong in ipairs {{BATCH, net.latent + 1}, {BATCH, net.latent - 1}, {BATCH, net.latent, 1, 1}} do
          local ok, message = pcall(G, ln.zeros(wrong), second)
          assert.is_false(ok, table.concat(wrong, "x"))
          assert.truthy(message:find("zoo_spec.lua", 1, true), message)
        end
      end)
    end
  end

  it("image to image, refuses sizes that come back as others", function()
    local G = zoo.pix2pix({size = 32, filters = 4}).generator
    refuses(G, ln.zeros(1, 3, 64, 64))
    refuses(G, ln.zeros(1, 3, 32, 64))
    local pair = zoo.pix2pix({size = 32, filters = 4}).discriminator
    refuses(function(b) return pair(ln.zeros(1, 3, 32, 32), b) end, ln.zeros(1, 3, 64, 64))
    local cycle = zoo.cyclegan {filters = 2, blocks = 1}
    assert.equal("1x3x20x36", sizes(cycle.generator(ln.zeros(1, 3, 20, 36))))
    refuses(cycle.generator, ln.zeros(1, 3, 18, 36))
    refuses(cycle.back_generator, ln.zeros(1, 3, 20, 35))
    assert(not pcall(cycle.discriminator, ln.zeros(1, 3, 8, 8)))
  end)

  it("progan's discriminator takes images of its level", function()
    local D = zoo.progan({size = 16, filters = 8}).discriminator
    D.level = 2
    assert.equal("8x1", sizes(D(ln.zeros(BATCH, 3, 8, 8))))
    refuses(D, ln.zeros(BATCH, 3, 16, 16))
  end)

  it("rows and series of another number of features are refused", function()
    local function other(D, ...)
      local ok, message = pcall(D, ln.zeros(...))
      assert.is_false(ok)
      assert.truthy(message:find("zoo_spec.lua", 1, true), message)
    end
    other(zoo.mlp({features = 4, hidden = {3}, units = {3}}).discriminator, 2, 5)
    other(zoo.timegan({features = 4}).embedder, 2, 3, 5)
    other(zoo.timegan({features = 4}).discriminator, 2, 3, 5)
    other(zoo.ctgan({layout = {{"tanh", 4}}, pack = 1}).discriminator, 2, 5)
    other(zoo.ctgan({layout = {{"tanh", 4}}, pack = 2}).discriminator, 3, 4)
  end)
end)
