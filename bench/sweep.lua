-- How the cost grows: time an image of a DCGAN step over the batch and over the
-- side, and mini-batch discrimination over the batch.
-- usage: lua5.4 bench/sweep.lua [threads]
local ln = require "lunette"
local nn = ln.nn
ln.set_num_threads(tonumber(arg[1]) or 2)
local gan, mbd = require "bench.gan", require "bench.mbd"

local function seconds(step)
  local times, enough = {}, ln.clock() + 1
  step()
  while ln.clock() < enough or #times < 3 do
    local start = ln.clock()
    step()
    times[#times + 1] = ln.clock() - start
  end
  table.sort(times)
  return times[#times // 2 + 1]
end

-- A DCGAN of 32 filters at full size for images of `side`, a power of two.
local function dcgan(side, batch)
  local half = {stride = 2, padding = 1, bias = false}
  local g = {nn.Linear(100, 256 * 16), nn.Unflatten(2, {256, 4, 4}),
             nn.BatchNorm2d(256), nn.ReLU()}
  local d, width, from, size = {}, 256, 1, 4
  while 2 * size < side do
    local to = math.max(width // 2, 32)
    table.move({nn.ConvTranspose2d(width, to, 4, half), nn.BatchNorm2d(to),
                nn.ReLU()}, 1, 3, #g + 1, g)
    width, size = to, 2 * size
  end
  table.move({nn.ConvTranspose2d(width, 1, 4, half), nn.Tanh()},
             1, 2, #g + 1, g)
  while side > 4 do
    local to = math.min(from == 1 and 32 or 2 * from, 256)
    table.move({nn.Conv2d(from, to, 4, half), nn.LeakyReLU(0.2)},
               1, 2, #d + 1, d)
    from, side = to, side // 2
  end
  table.move({nn.Flatten(), nn.Linear(from * 16, 1)}, 1, 2, #d + 1, d)
  return gan(nn.Sequential(g), nn.Sequential(d), 100,
             {batch, 1, 4 << (#d // 2 - 1), 4 << (#d // 2 - 1)})
end

print "DCGAN step, images of 32x32: batch, milliseconds an image"
for _, batch in ipairs {16, 32, 64, 128, 256, 512, 1024} do
  print(batch, ("%.3f"):format(1e3 * seconds(dcgan(32, batch)) / batch))
end
print "DCGAN step, batch 32: side, milliseconds an image, nanoseconds a pixel"
for _, side in ipairs {16, 32, 64, 128} do
  local t = seconds(dcgan(side, 32)) / 32
  print(side, ("%.3f"):format(1e3 * t), ("%.1f"):format(1e9 * t / side ^ 2))
end
print("mini-batch discrimination 256 -> 50 x 8: batch, milliseconds a step, " ..
      "nanoseconds a pair and kernel")
for _, n in ipairs {16, 64, 256, 1024, 4096} do
  local t = seconds(mbd(n, 256, 50, 8).step)
  print(n, ("%.2f"):format(1e3 * t), ("%.3f"):format(1e9 * t / (n * n * 50)))
end
