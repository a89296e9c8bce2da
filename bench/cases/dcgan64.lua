-- DCGAN step, 3x64x64, 64 filters, batch 32.
local nn = require "lunette".nn

local function up(list, from, to, stride, padding)
  list[#list + 1] = nn.ConvTranspose2d(
    from, to, 4, {stride = stride, padding = padding, bias = false})
  list[#list + 1] = nn.BatchNorm2d(to)
  list[#list + 1] = nn.ReLU()
end

local function down(list, from, to)
  list[#list + 1] = nn.Conv2d(from, to, 4,
                              {stride = 2, padding = 1, bias = false})
  list[#list + 1] = nn.BatchNorm2d(to)
  list[#list + 1] = nn.LeakyReLU(0.2)
end

local half = {stride = 2, padding = 1, bias = false}
local g, d = {nn.Unflatten(2, {100, 1, 1})},
  {nn.Conv2d(3, 64, 4, half), nn.LeakyReLU(0.2)}
up(g, 100, 512, 1, 0)
for _, to in ipairs {256, 128, 64} do up(g, 2 * to, to, 2, 1) end
g[#g + 1] = nn.ConvTranspose2d(64, 3, 4, half)
g[#g + 1] = nn.Tanh()
for _, from in ipairs {64, 128, 256} do down(d, from, 2 * from) end
d[#d + 1] = nn.Conv2d(512, 1, 4, {bias = false})
d[#d + 1] = nn.Flatten()
return {step = require "bench.gan"(nn.Sequential(g), nn.Sequential(d), 100,
                                   {32, 3, 64, 64}), flops = 80e9}
