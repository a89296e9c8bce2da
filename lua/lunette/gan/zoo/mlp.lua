local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"

local function generator(o, hidden)
  local G, width = nn.Sequential {}, o.latent
  for _, next_width in ipairs(hidden) do
    G:append(nn.Linear(width, next_width)):append(nn.ReLU())
    width = next_width
  end
  G:append(nn.Linear(width, o.features))
  if o.output == "sigmoid" then G:append(nn.Sigmoid()) end
  if o.output == "tanh" then G:append(nn.Tanh()) end
  return G
end

local function discriminator(o, units)
  local D, width = nn.Sequential {}, o.features
  for _, next_width in ipairs(units) do
    D:append(nn.Maxout(width, next_width, o.pieces))
    if o.dropout > 0 then D:append(nn.Dropout(o.dropout)) end
    width = next_width
  end
  return D:append(nn.Linear(width, 1))
end

--- The first GAN (Goodfellow et al. 2014, arXiv 1406.2661, section 5): the
--- generator has ReLU layers of `hidden` units and ends in `output` (sigmoid,
--- tanh or none), the discriminator maxout layers of `units`, each the largest
--- of `pieces`, with dropout. G: z n,latent to n,features; D: n,features to
--- logits n,1. Loss: gan.losses.bce.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.mlp {features = 2, output = "none"}
---   print(net.generator(ln.randn(5, net.latent)):size())   -- {5, 2}
--- @return { generator: Sequential, discriminator: Sequential, latent: integer
---   }
local mlp = parts.entry("mlp",
  "{features: count = 784, latent: count = 100, " ..
  "hidden: counts = {1200, 1200}, units: counts = {240, 240}, " ..
  "pieces: count = 5, dropout: share = 0.5, " ..
  "output: sigmoid|tanh|none = sigmoid}", function(o)
  local hidden = parts.filled("zoo.mlp", "hidden", o.hidden)
  local units = parts.filled("zoo.mlp", "units", o.units)
  return {generator = generator(o, hidden), latent = o.latent,
          discriminator = discriminator(o, units)}
end)

return mlp
