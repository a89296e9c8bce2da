--- slope(f, x): the gradient of sum sin f(x), and that of the squared length of
--- this gradient, against central differences along two directions, in double;
--- in float nothing. f must give the same for the same x. Raises.
local ln = require "lunette"
local near = require "spec.near"

local function probe(f, x) return f(x):sin():sum() end

local function steepness(f, x)
  local g = ln.grad(probe(f, x), {x}, {create_graph = true})[1]
  return g:square():sum()
end

local function check(f, x, generator)
  local a = x:detach():clone():requires_grad_()
  local found = ln.grad(f(a), {a})[1]
  local step = ln.randn(x:size(), {generator = generator}) * 1e-5
  local up = f((x + step):detach():requires_grad_()):item()
  local down = f((x - step):detach():requires_grad_()):item()
  near((found * step):sum():item() * 2, {up - down}, 1e-5)
end

return function(f, x)
  if ln.real ~= "double" then return end
  local generator = ln.Generator(5)
  for _ = 1, 2 do
    check(function(a) return probe(f, a) end, x, generator)
    check(function(a) return steepness(f, a) end, x, generator)
  end
end
