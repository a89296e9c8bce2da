-- DCGAN step, 1x28x28, batch 64.
local nn = require "lunette".nn
local half = {stride = 2, padding = 1}
local G = nn.Sequential {
  nn.Linear(100, 128 * 49), nn.Unflatten(2, {128, 7, 7}), nn.BatchNorm2d(128),
  nn.ReLU(),
  nn.ConvTranspose2d(128, 64, 4, half), nn.BatchNorm2d(64), nn.ReLU(),
  nn.ConvTranspose2d(64, 1, 4, half), nn.Tanh(),
}
local D = nn.Sequential {
  nn.Conv2d(1, 64, 4, half), nn.LeakyReLU(0.2), nn.Conv2d(64, 128, 4, half),
  nn.BatchNorm2d(128), nn.LeakyReLU(0.2),
  nn.Flatten(), nn.Linear(128 * 49, 1),
}
return {step = require "bench.gan"(G, D, 100, {64, 1, 28, 28}), flops = 10.4e9}
