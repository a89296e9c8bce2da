-- Critic step with gradient penalty, batch 64: double backward through
-- convolutions.
local ln = require "lunette"
local nn = ln.nn
local half = {stride = 2, padding = 1}
local D = nn.Sequential {
  nn.Conv2d(1, 32, 4, half), nn.LeakyReLU(0.2), nn.Conv2d(32, 64, 4, half),
  nn.LeakyReLU(0.2), nn.Flatten(),
  nn.Linear(64 * 49, 1),
}
local opt = ln.optim.Adam(D:parameters(), {lr = 1e-4, betas = {0, 0.9}})
local real, fake = ln.randn(64, 1, 28, 28), ln.randn(64, 1, 28, 28)
return {step = function()
  local e = ln.rand(64, 1, 1, 1)
  local x = (e * real + (1 - e) * fake):requires_grad_()
  local slope = ln.grad(D(x):sum(), {x}, {create_graph = true})[1]
  local penalty = ((slope:flatten(2):norm(2, 2) - 1) ^ 2):mean()
  opt:zero_grad();
  (D(fake):mean() - D(real):mean() + 10 * penalty):backward()
  opt:step()
end}
