local ln = require "lunette"
local zoo = ln.gan.zoo
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
      local value = loss.discriminator(D(real), D(fake))
      return o.penalty and value + o.penalty(D, real, fake) or value
    end},
    {name = "G", params = G:parameters(), adam = adam, loss = function()
      return loss.generator(D(G(noise(net))))
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

local names = {}
for name in pairs(cases) do names[#names + 1] = name end
table.sort(names)

describe("gan.zoo", function()
  before_each(function() ln.manual_seed(5) end)

  for _, name in ipairs(names) do
    local case = cases[name]
    it(name .. " has the shapes that it says, and no dead branch", function() case.check(case.make()) end)

    it(name .. " trains for three steps", function()
      for player, list in pairs(train(case.players(case.make()), 3)) do
        for step = 1, 3 do assert(list[step] == list[step] and math.abs(list[step]) < 1e4, player) end
      end
    end)

    it(name .. " trains for 200 steps, and its discriminator learns #hard", function()
      local record = train(case.players(case.make()), case.steps or 200)
      for player, list in pairs(record) do
        local last = mean(list, #list - 19, #list)
        assert(last == last and math.abs(last) < 1e4, player)
      end
      local list = record[case.learns or "D"]
      local first, last = mean(list, 1, 5), mean(list, #list - 19, #list)
      assert(last < first - .05 * math.abs(first), ("%s: from %g to %g"):format(name, first, last))
    end)
  end
end)

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

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

  it("refuses what it cannot make", function()
    fails("zoo.dcgan: size is 28; 16, 32, 64 and so on are possible", zoo.dcgan, {size = 28})
    fails("zoo.dcgan: size is 8;", zoo.dcgan, {size = 8})
    fails("zoo.dcgan: unknown option width", zoo.dcgan, {width = 3})
    fails("zoo.mlp: hidden[2] is 2.5, an integer above 0 is wanted", zoo.mlp, {hidden = {3, 2.5}})
    fails("zoo.mlp: units is empty", zoo.mlp, {units = {}})
    fails("zoo.sngan: form is \"dense\", one of resnet, conv is wanted", zoo.sngan, {form = "dense"})
    assert.is_nil(zoo.nothing)
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
