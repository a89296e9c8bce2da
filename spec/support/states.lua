-- What a Lua state of spec/support/states.c does: a step of everything that an
-- engine keeps something of. The seed makes it different from another's; what
-- runs the other, where it is given, is called in the midst of a sweep.
local seed, other = ...
package.path = "./?.lua;" .. package.path
local ln = require "lunette"
local nn, optim = ln.nn, ln.optim

ln.manual_seed(seed)
ln.set_num_threads(1 + seed % 3)
local own = ln.Generator(seed + 1)

local Double = ln.Function:extend "Double"
function Double.forward(_, x) return x * 2 end
function Double.backward(_, g) return g * 2 end

local net = nn.Sequential {
  nn.Conv2d(1, 8, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(8),
  nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(8 * 8 * 8, 32),
  nn.MinibatchDiscrimination(32, 8, 4), nn.Linear(40, 1),
}
local step = optim.Adam(net:parameters(), {lr = 1e-3})
local hooked = 0
local lines = {}

local function train(k)
  local x = ln.randn(16, 1, 16, 16)
  local noise = ln.rand(16, 1, 16, 16, {generator = own})
  step:zero_grad()
  local score = net(Double(x) + noise)
  score:register_hook(function(g)
    hooked = hooked + 1
    if other and k == 2 then other() end
    return g
  end)
  local loss = (score * score):mean() + net[1].weight:square():sum()
  loss:backward()
  step:step()
  lines[#lines + 1] = ("%.17g"):format(loss:item())
end

for k = 1, 3 do train(k) end

-- Workers read pictures, and threads write a film of them.
local function load_pictures()
  local folder = os.tmpname()
  os.remove(folder)
  for k = 1, 6 do ln.image.save(("%s/%d.png"):format(folder, k), ln.rand(3, 9, 8)) end
  local set = ln.data.images(folder, {size = 8, workers = 2})
  local loader, sum = ln.data.Loader(set, {batch_size = 2, shuffle = true}), 0
  for _ = 1, 6 do sum = sum + loader:next():sum() end
  ln.image.save_film(folder .. "/film.png", ln.rand(3, 3, 6, 5))
  for k = 1, 6 do os.remove(("%s/%d.png"):format(folder, k)) end
  os.remove(folder .. "/film.png")
  os.remove(folder)
  lines[#lines + 1] = ("%.17g"):format(sum:item())
end

load_pictures()

local function is_recorded()
  local _ <close> = ln.no_grad()
  if other then other() end
  return net(ln.randn(4, 1, 16, 16)):requires_grad()
end

local recorded = is_recorded()
local _, message = pcall(function() ln.ones(2, 3):matmul(ln.ones(2)) end)
-- when the collector runs is its own affair; what is left after it is not
collectgarbage()
lines[#lines + 1] = ("%s %s %d %d %d"):format(
  recorded, message:gsub("^.-: ", ""), hooked, ln.get_num_threads(),
  ln.memory().live_tensors)
return table.concat(lines, " ") .. "\n"
