-- What the engine holds after some work, by starve.c and by ln.memory(), in
-- bytes: while it is alive, and after it has been given up.
local starve = require "starve"
local ln = require "lunette"

local function told()
  local m = ln.memory()
  return m.live_bytes + m.kept_bytes + m.node_bytes + m.scratch_bytes
end

local function work()
  local conv = ln.nn.Conv2d(8, 16, 3, {padding = 1})
  local x = ln.randn({8, 8, 64, 64}, {requires_grad = true})
  local parts = {}
  for k = 1, 20000 do parts[k] = x:sum() end
  return conv(x):tanh(), ln.cat(x:split(1), 2), parts
end

local function settle()
  ln.is_grad_enabled()
  collectgarbage()
  collectgarbage()
  ln.empty_cache()
end

work()
settle()
local held, said = starve.bytes(), told()
do
  local y <const>, z <const>, parts <const> = work()
  print(("held %d, told %d"):format(starve.bytes() - held, told() - said))
  assert(y and z and parts)
end
settle()
print(("after %d, told %d"):format(starve.bytes() - held, told() - said))
