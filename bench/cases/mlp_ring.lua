-- GAN step, MLPs 2-128-128-2 and 2-128-128-1, batch 256.
local nn = require "lunette".nn
local G = nn.Sequential {nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 128),
                         nn.ReLU(), nn.Linear(128, 2)}
local D = nn.Sequential {nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 128),
                         nn.ReLU(), nn.Linear(128, 1)}
return {step = require "bench.gan"(G, D, 2, {256, 2}), flops = 0.10e9}
