-- GAN step, MNIST MLPs, mini-batch discrimination 256 -> 100 x 5, batch 128.
local nn = require "lunette".nn
local G = nn.Sequential {
  nn.Linear(100, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
  nn.Linear(512, 784), nn.Tanh(),
}
local D = nn.Sequential {
  nn.Linear(784, 512), nn.LeakyReLU(0.2), nn.Linear(512, 256),
  nn.LeakyReLU(0.2),
  nn.MinibatchDiscrimination(256, 100, 5, {
    reduction = "sum", weight_norm = false, bias = false}),
  nn.Linear(356, 1),
}
return {step = require "bench.gan"(G, D, 100, {128, 784})}
