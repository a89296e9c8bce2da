--- Networks of the zoo, and what they take, for those who write files of them: zoo(small), a list of {name, network,
--- args(n) -> tensors of n samples, index = which of them are classes, group: n is a multiple of it}. Small ones, or
--- those of the papers where an export takes no more than a second.
local ln = require "lunette"
local nn, zoo = ln.nn, ln.gan.zoo

-- Numbers of these sizes beyond the batch, from -1 to 1, the same for each call.
local function noise(...)
  local sizes = {...}
  return function(n) return ln.rand({n, table.unpack(sizes)}, {generator = ln.Generator(3)}) * 2 - 1 end
end

local function classes(count)
  return function(n) return ln.randint(1, count, {n}, {generator = ln.Generator(4)}) end
end

-- Weights that are 0 at first, and statistics of batches, as training leaves them.
local function stirred(network)
  local _ <close> = ln.no_grad()
  for _, p in ipairs(network:parameters()) do p:add_(ln.randn(p:size(), {generator = ln.Generator(5)}) * 0.03) end
  for path, x in network:named_buffers() do
    if path:find "running_var$" then x:copy_(ln.rand(x:size()) + 0.5) end
    if path:find "running_mean$" then x:copy_(ln.randn(x:size()) * 0.1) end
  end
  return network
end

local function add(list, name, network, args, more)
  local entry = {name = name, network = stirred(network), index = {}, group = 1}
  for key, v in pairs(more or {}) do entry[key] = v end
  function entry.args(n)
    local tensors = {}
    for k, make in ipairs(args) do tensors[k] = make(n) end
    return tensors
  end
  list[#list + 1] = entry
end

-- The two of a zoo function whose D takes pictures; group: what D's batch is a multiple of.
local function pictures(list, name, given, group)
  local net, s, index = zoo[name](given), given.size, {[2] = given.classes and true}
  local real = {noise(given.channels or 3, s, s)}
  local z = {noise(net.latent), given.classes and classes(given.classes) or nil}
  if given.classes and name ~= "acgan" then real[2] = classes(given.classes) end
  add(list, name .. ".generator", net.generator, z, {index = index})
  add(list, name .. ".discriminator", net.discriminator, real, {index = index, group = group})
end

local function add_pictures(list, small)
  local size, filters = small and 16 or 32, small and 8 or 64
  pictures(list, "dcgan", {size = small and 16 or 64, filters = filters})
  pictures(list, "wgan_gp", {size = size, filters = filters})
  pictures(list, "sngan", {size = size, filters = filters, discriminator_filters = filters})
  pictures(list, "sagan", {size = size, filters = filters, classes = 10})
  pictures(list, "biggan", {size = size, filters = filters, chunk = 3, shared = 4, classes = 10})
  pictures(list, "acgan", {size = size, filters = 16, discriminator_filters = 4, classes = 10})
  pictures(list, "lsgan", {size = size, filters = filters})
  pictures(list, "progan", {size = size, filters = filters}, 4)
  pictures(list, "stylegan2", {size = size, filters = filters}, 4)
  pictures(list, "r3gan", {size = size, filters = filters, blocks = 1})
  pictures(list, "r3gan", {size = size, filters = filters, blocks = 1, classes = 10})
  pictures(list, "fastgan", {size = small and 32 or 64, filters = small and 4 or 32})
  local began = zoo.began {size = size, channels = 1, filters = filters, latent = 5, code = 6}
  add(list, "began.generator", began.generator, {noise(5)})
  add(list, "began.discriminator", began.discriminator, {noise(1, size, size)})
end

local function add_infogan(list)
  local net = zoo.infogan {size = 16, filters = 8, hidden = 16, noise = 5, categories = {3, 10}, continuous = 2}
  add(list, "infogan.generator", net.generator, {noise(net.latent)})
  add(list, "infogan.discriminator", net.discriminator, {noise(1, 16, 16)})
  local _, features = net.discriminator(ln.randn(2, 1, 16, 16))
  add(list, "infogan.q", net.q, {noise(table.unpack(features:size(), 2))})
end

-- Those that make pictures of pictures.
local function add_translations(list)
  local net = zoo.pix2pix {size = 32, in_channels = 1, out_channels = 2, filters = 4, layers = 2}
  add(list, "pix2pix.generator", net.generator, {noise(1, 32, 32)})
  add(list, "pix2pix.discriminator", net.discriminator, {noise(1, 32, 32), noise(2, 32, 32)})
  net = zoo.cyclegan {a_channels = 1, b_channels = 2, filters = 4, blocks = 2, layers = 1}
  add(list, "cyclegan.generator", net.generator, {noise(1, 16, 16)})
  add(list, "cyclegan.back_generator", net.back_generator, {noise(2, 16, 16)})
  add(list, "cyclegan.discriminator", net.discriminator, {noise(2, 16, 16)})
  add(list, "cyclegan.back_discriminator", net.back_discriminator, {noise(1, 16, 16)})
  net = zoo.srgan {filters = 8, blocks = 2}
  add(list, "srgan.generator", net.generator, {noise(3, 8, 8)})
  add(list, "srgan.discriminator", net.discriminator, {noise(3, 96, 96)})
end

local function add_others(list)
  local net = zoo.mlp {features = 20, latent = 7, hidden = {16, 16}, pieces = 2, units = {8, 8}}
  add(list, "mlp.generator", net.generator, {noise(7)})
  add(list, "mlp.discriminator", net.discriminator, {noise(20)})
  net = zoo.timegan {features = 3, hidden = 6}
  for _, part in ipairs {"embedder", "recovery", "generator", "supervisor", "discriminator"} do
    local width = (part == "embedder" or part == "generator") and 3 or 6
    add(list, "timegan." .. part, net[part], {noise(5, width)})
  end
  net = zoo.ctgan {layout = {{"tanh", 1}, {"softmax", 3}}, pack = 2}
  add(list, "ctgan.generator", net.generator, {noise(net.latent)})
  add(list, "ctgan.logits", net.logits, {noise(net.latent)})
  add(list, "ctgan.discriminator", net.discriminator, {noise(4)}, {group = 2})
  net = nn.Sequential {nn.Linear(6, 5), nn.MinibatchDiscrimination(5, 4, 3), nn.Linear(9, 1)}
  add(list, "mini-batch discrimination", net, {noise(6)})
end

return function(small)
  local list = {}
  ln.manual_seed(2)
  add_pictures(list, small)
  add_infogan(list)
  add_translations(list)
  add_others(list)
  return list
end
