-- Products, a convolution's three parts and a DCGAN's step under bfloat16, by
-- what LUNETTE_ISA says: what multiplied them, then a line of hexadecimal floats
-- for each tensor. The last two, near the ends of float's range, depend on the
-- order of sums.
local ln = require "lunette"
local nn, F = ln.nn, require "lunette.nn.functional"
local function write(y)
  local list = y:detach():flatten():totable()
  for k, v in ipairs(list) do list[k] = ("%a"):format(v) end
  print(table.concat(list, " "))
end

local _ <close> = ln.precision "bfloat16"
print(require "lunette.engine".build.bf16)

ln.manual_seed(5)
for _, s in ipairs {{31, 16, 33}, {17, 300, 100}, {100, 33, 15}, {64, 64, 64}, {200, 1, 50}} do
  write(ln.randn(s[1], s[2]):matmul(ln.randn(s[2], s[3])))
end
local x, w = ln.randn(3, 33, 9, 10):requires_grad_(), ln.randn(47, 33, 3, 3):requires_grad_()
local y = F.conv2d(x, w, nil, {stride = 2, padding = 1})
write(y)
for _, g in ipairs(ln.grad(y, {x, w}, {grad_outputs = {ln.randn(y:size())}})) do write(g) end

local G = nn.Sequential {nn.ConvTranspose2d(16, 32, 4), nn.BatchNorm2d(32), nn.ReLU(),
  nn.ConvTranspose2d(32, 17, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(17), nn.ReLU(),
  nn.ConvTranspose2d(17, 1, 4, {stride = 2, padding = 1}), nn.Tanh()}
local D = nn.Sequential {nn.Conv2d(1, 20, 4, {stride = 2, padding = 1}), nn.LeakyReLU(0.2),
  nn.Conv2d(20, 33, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(33), nn.LeakyReLU(0.2), nn.Conv2d(33, 1, 4)}
local bce, adam = ln.gan.losses.bce, {lr = 1e-3, betas = {0.5, 0.999}}
local opt_g, opt_d = ln.optim.Adam(G:parameters(), adam), ln.optim.Adam(D:parameters(), adam)
local fake, real = G(ln.randn(8, 16, 1, 1)), ln.randn(8, 1, 16, 16)
bce.discriminator(D(real), D(fake:detach())):backward()
opt_d:step()
bce.generator(D(fake)):backward()
opt_g:step()
for _, net in ipairs {G, D} do
  for _, p in ipairs(net:parameters()) do write(p.grad) end
end

write((ln.randn(40, 90) * 1e-38):matmul(ln.randn(90, 40)))
write((ln.randn(40, 90) * 1e30):matmul(ln.randn(90, 40) * 1e8))
