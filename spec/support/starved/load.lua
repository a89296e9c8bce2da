-- Loads modules, or libraries by their paths, under spec/support/starve.c, which
-- refuses `times` requests for memory from the n-th on; then again, when all is
-- to work. Prints how many requests there were, and a derivative.
-- usage: lua5.4 load.lua n times module|path ...
local starve = require "starve"

local function load_all()
  for k = 3, #arg do
    local library = arg[k]:match "([^/]+)%.so$"
    if library then package.loadlib(arg[k], "luaopen_lunette_" .. library) else require(arg[k]) end
  end
end

starve.fail(tonumber(arg[1]), tonumber(arg[2]))
pcall(load_all)
local asked = starve.allow()
load_all()
local ln = require "lunette"
local x = ln.tensor({1, 2}, {requires_grad = true})
ln.nn.functional.relu(x ^ 3):sum():backward()
print(("%d: %g %g"):format(asked, table.unpack(x.grad:totable())))
