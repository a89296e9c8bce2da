local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

-- n,l,in_features to n,l,out_features: GRU layers and a linear one.
local function network(o, layers, in_features, out_features, last)
  local model = nn.Sequential {
    nn.GRU(in_features, o.hidden, {num_layers = layers, batch_first = true}),
    nn.Linear(o.hidden, out_features),
  }
  return last and model:append(last) or model
end

--- TimeGAN (Yoon, Jarrett and van der Schaar 2019, "Time-series generative
--- adversarial networks", NeurIPS): a GAN in the space of an autoencoder of
--- series. All are GRUs of `layers` layers (the supervisor one fewer) and a
--- linear layer, of series n,l,...: embedder, x n,l,features from 0 to 1 to h
--- n,l,hidden; recovery, back; generator, noise n,l,latent to h; supervisor, h
--- to the next h; all four in sigmoid; discriminator, h to logits n,l,1.
---   local net = ln.gan.zoo.timegan {features = 5}
---   local noise = ln.randn(16, 24, 5)
---   local x = net.recovery(net.supervisor(net.generator(noise)))
--- Loss, in three phases: embedder and recovery 10 root mean (x -
--- recovery(h))^2; supervisor S = mean (supervisor(h)_t - h_t+1)^2; then all:
--- embedder and recovery the first and 0.1 S, the discriminator gan.losses.bce
--- with generator and supervisor(generator) as fakes and h as real, generator
--- and supervisor the same against it, 100 root S, and 100 times the mean
--- absolute differences between the means and deviations of real and generated
--- features. Adam with lr 1e-3.
--- Returns {generator, discriminator, embedder, recovery, supervisor, latent}.
--- @return { generator: Sequential, discriminator: Sequential, embedder:
---   Sequential, recovery: Sequential, supervisor: Sequential, latent: integer
---   }
local timegan = parts.entry("timegan",
  "{features: count, latent: count = features, hidden: count = 24, " ..
  "layers: count = 3}", function(o)
  local n, h = o.layers, o.hidden
  return {
    embedder = network(o, n, o.features, h, nn.Sigmoid()),
    recovery = network(o, n, h, o.features, nn.Sigmoid()),
    generator = network(o, n, o.latent, h, nn.Sigmoid()),
    supervisor = network(o, math.max(1, n - 1), h, h, nn.Sigmoid()),
    discriminator = network(o, n, h, 1), latent = o.latent,
  }
end)

return timegan
