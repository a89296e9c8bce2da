-- One model of the zoo: lua5.4 bench/zoo/one.lua name seconds file
-- Writes its weights to the file, for one.py; then prints a line for each
-- player, with fixed numbers and before any step: "name loss parameters
-- gradient", the last one the root of the sum of squares; then "median batch
-- peak_kib", of seconds of the processor a step, on one thread.
local cases = require "bench.zoo.cases"
local draw = require "bench.zoo.draw"
local engine = require "lunette.engine"
local ln = require "lunette"

local name, seconds, file = arg[1], tonumber(arg[2]), arg[3]
ln.set_num_threads(1)
ln.manual_seed(0)

local function parameters(nets)
  local list = {}
  for _, net in ipairs(nets) do
    for _, p in ipairs(net:parameters()) do list[#list + 1] = p end
  end
  return list
end

local function save(nets)
  local state = {}
  for net_name, net in pairs(nets) do
    if ln.nn.Module.is_layer(net) then
      for path, x in pairs(net:state_dict()) do
        state[net_name .. "." .. path] = x
      end
    end
  end
  ln.save(file, state)
end

local function set_dropout(nets, on)
  for _, net in pairs(nets) do
    local layers = ln.nn.Module.is_layer(net) and net:modules() or {}
    for _, layer in ipairs(layers) do
      if layer.__name == "Dropout" then layer:train(on) end
    end
  end
end

local function measure(one)
  local count, squares = 0, 0
  for _, p in ipairs(one.list) do
    count = count + p:numel()
    if p.grad then squares = squares + p.grad:square():sum():item() end
  end
  return count, math.sqrt(squares)
end

local function gradients(one)
  one.optimiser:zero_grad()
  local loss = one.loss()
  loss:backward()
  return loss
end

local function tell(case)
  for _, one in ipairs(case.players) do
    local loss = gradients(one)
    print(one.name, loss:item(), measure(one))
  end
end

local function step(case)
  for _, one in ipairs(case.players) do
    gradients(one)
    one.optimiser:step()
  end
end

local function peak_kib()
  for line in io.lines "/proc/self/status" do
    local kib = line:match "^VmHWM:%s*(%d+)"
    if kib then return tonumber(kib) end
  end
end

local create, rand_like = engine.create, engine.create.rand_like
draw.fixed = true
-- what ctgan's generator draws by itself
function create.rand_like(x) return draw.share(table.unpack(x:size())) end
local case = cases[name]()
for _, one in ipairs(case.players) do
  one.list = parameters(one.nets)
  one.optimiser = ln.optim.Adam(one.list, {lr = one.lr, betas = one.betas})
end
save(case.nets)
set_dropout(case.nets, false)
tell(case)
draw.fixed, create.rand_like = false, rand_like
set_dropout(case.nets, true)
local times, enough = {}, os.clock() + seconds
while os.clock() < enough or #times < 2 do
  local start = os.clock()
  step(case)
  times[#times + 1] = os.clock() - start
end
table.sort(times)
print(times[(#times + 1) // 2], case.batch, peak_kib())
