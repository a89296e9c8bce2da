--- Networks of the zoo, and what they take, for those who write or read files of them: a list of {name, network,
--- args(n) -> tensors of n samples, index = which of them are classes, group = n is a multiple of it}.
local ln = require "lunette"
local nn, zoo = ln.nn, ln.gan.zoo

-- Noise of these sizes beyond the batch, from -1 to 1, the same for each call.
local function noise(...)
  local sizes = {...}
  return function(n)
    return ln.rand({n, table.unpack(sizes)}, {generator = ln.Generator(3)}) * 2 - 1
  end
end

local function classes(count)
  return function(n) return ln.randint(1, count, {n}, {generator = ln.Generator(4)}) end
end

-- Weights that are 0 at first, and statistics of batches, as training leaves them.
local function stirred(network)
  local _ <close> = ln.no_grad()
  for _, p in ipairs(network:parameters()) do
    p:add_(ln.randn(p:size(), {generator = ln.Generator(5)}) * 0.03)
  end
  for path, x in network:named_buffers() do
    if path:find "running_var$" then x:copy_(ln.rand(x:size()) + 0.5) end
    if path:find "running_mean$" then x:copy_(ln.randn(x:size()) * 0.1) end
  end
  return network
end

-- o: small sizes; else those of the papers where an export takes no more than seconds.
return function(o)
  local list = {}
  local size, filters = o.small and 16 or 32, o.small and 8 or 64

  local function add(name, network, args, more)
    local entry = {name = name, network = stirred(network), index = {}, group = 1}
    for key, v in pairs(more or {}) do entry[key] = v end
    function entry.args(n)
      local tensors = {}
      for k, make in ipairs(args) do tensors[k] = make(n) end
      return tensors
    end
    list[#list + 1] = entry
  end

  -- The two of a zoo function whose D takes pictures.
  local function pictures(name, given, more)
    given.channels = given.channels or 3
    local net = zoo[name](given)
    local latent = net.latent
    local told = given.classes and {noise(latent), classes(given.classes)} or {noise(latent)}
    local mode = {index = {[2] = true}}
    add(name .. ".generator", net.generator, told, mode)
    local s = given.size
    local d = {noise(given.channels, s, s)}
    if given.classes and name ~= "acgan" then d[2] = classes(given.classes) end
    for key, v in pairs(more or {}) do mode[key] = v end
    add(name .. ".discriminator", net.discriminator, d, mode)
    return net
  end

  ln.manual_seed(2)
  local mlp = zoo.mlp {features = 20, latent = 7, hidden = {16, 16}, pieces = 2, units = {8, 8}}
  add("mlp.generator", mlp.generator, {noise(7)})
  add("mlp.discriminator", mlp.discriminator, {noise(20)})
  pictures("dcgan", {size = o.small and 16 or 64, filters = filters})
  pictures("wgan_gp", {size = size, filters = filters})
  pictures("sngan", {size = size, filters = filters, discriminator_filters = filters})
  pictures("sagan", {size = size, filters = filters, classes = 10})
  pictures("biggan", {size = size, filters = filters, chunk = 3, shared = 4, classes = 10})
  pictures("acgan", {size = size, filters = 16, discriminator_filters = 4, classes = 10})
  pictures("lsgan", {size = size, filters = filters})
  pictures("progan", {size = size, filters = filters}, {group = 4})
  pictures("stylegan2", {size = size, filters = filters}, {group = 4})
  pictures("r3gan", {size = size, filters = filters, blocks = 1})
  pictures("r3gan", {size = size, filters = filters, blocks = 1, classes = 10})
  pictures("fastgan", {size = o.small and 32 or 64, filters = o.small and 4 or 32})
  local began = zoo.began {size = size, channels = 1, filters = filters, latent = 5, code = 6}
  add("began.generator", began.generator, {noise(5)})
  add("began.discriminator", began.discriminator, {noise(1, size, size)})
  local infogan = zoo.infogan {size = 16, filters = 8, hidden = 16, noise = 5, categories = {3, 10}, continuous = 2}
  add("infogan.generator", infogan.generator, {noise(infogan.latent)})
  add("infogan.discriminator", infogan.discriminator, {noise(1, 16, 16)})
  local _, features = infogan.discriminator(ln.randn(2, 1, 16, 16))
  add("infogan.q", infogan.q, {noise(table.unpack(features:size(), 2))})
  local pix2pix = zoo.pix2pix {size = 32, in_channels = 1, out_channels = 2, filters = 4, layers = 2}
  add("pix2pix.generator", pix2pix.generator, {noise(1, 32, 32)})
  add("pix2pix.discriminator", pix2pix.discriminator, {noise(1, 32, 32), noise(2, 32, 32)})
  local cyclegan = zoo.cyclegan {a_channels = 1, b_channels = 2, filters = 4, blocks = 2, layers = 1}
  add("cyclegan.generator", cyclegan.generator, {noise(1, 16, 16)})
  add("cyclegan.back_generator", cyclegan.back_generator, {noise(2, 16, 16)})
  add("cyclegan.discriminator", cyclegan.discriminator, {noise(2, 16, 16)})
  local srgan = zoo.srgan {filters = 8, blocks = 2}
  add("srgan.generator", srgan.generator, {noise(3, 8, 8)})
  add("srgan.discriminator", srgan.discriminator, {noise(3, 96, 96)})
  local timegan = zoo.timegan {features = 3, hidden = 6}
  for _, part in ipairs {"embedder", "recovery", "generator", "supervisor", "discriminator"} do
    local width = (part == "embedder" or part == "generator") and 3 or 6
    add("timegan." .. part, timegan[part], {noise(5, width)})
  end
  local ctgan = zoo.ctgan {layout = {{"tanh", 1}, {"softmax", 3}}, pack = 2}
  add("ctgan.generator", ctgan.generator, {noise(ctgan.latent)})
  add("ctgan.discriminator", ctgan.discriminator, {noise(4)}, {group = 2})
  local minibatch = nn.Sequential {nn.Linear(6, 5), nn.MinibatchDiscrimination(5, 4, 3), nn.Linear(9, 1)}
  add("minibatch discrimination", minibatch, {noise(6)})
  return list
end
