--- f-GANs.

local player = require "lunette.gan.losses.player"

local function softplus(x) return x:softplus(1, math.huge) end

-- By divergence: v -> g(v), the activation of the output; v -> f*(g(v)), the
-- conjugate of the activation, simplified so that nothing overflows before it
-- must.
local forms = {
  kl = {function(v) return v end, function(v) return (v - 1):exp() end},
  reverse_kl = {function(v) return -(-v):exp() end,
                function(v) return v - 1 end},
  pearson = {function(v) return v end,
             function(v) return v:square() / 4 + v end},
  squared_hellinger = {function(v) return 1 - (-v):exp() end,
                       function(v) return v:exp() - 1 end},
  jensen_shannon = {function(v) return math.log(2) - softplus(-v) end,
                    function(v) return softplus(v) - math.log(2) end},
  gan = {function(v) return -softplus(-v) end, softplus},
  total_variation = {function(v) return v:tanh() / 2 end,
                     function(v) return v:tanh() / 2 end},
}

local kinds = "divergence: kl|reverse_kl|pearson|squared_hellinger|" ..
              "jensen_shannon|gan|total_variation = gan"

local divergence = {}

--- f-GAN (Nowozin et al. 2016, arXiv 1606.00709, table 2):
--- the players of the bound mean g(D(real)) - mean f*(g(D(fake))) on a
--- divergence, with outputs of any size:
---   divergence            g(v)              f*(t)
---   kl                    v                 exp(t - 1)
---   reverse_kl            -exp(-v)          -1 - log(-t)
---   pearson               v                 t^2 / 4 + t
---   squared_hellinger     1 - exp(-v)       t / (1 - t)
---   jensen_shannon        log 2 - log(1 + exp(-v))   -log(2 - exp(t))
---   gan                   -log(1 + exp(-v))          -log(1 - exp(t))
---   total_variation       tanh(v) / 2       t
--- discriminator(real, fake, {divergence = "gan"}):
--- mean f*(g(fake)) - mean g(real).
--- generator(fake, {divergence = "gan", saturating = true}): -mean f*(g(fake)),
--- or -mean g(fake) where not saturating (section 3.2).
---
---   local f_gan, out = ln.gan.losses.f_gan, ln.ones(8)
---   print(f_gan.discriminator(out, out, {divergence = "kl"}):item())   -- 0
divergence.f_gan = {
  discriminator = player("f_gan.discriminator", {"real_logits", "fake_logits"},
    kinds, function(real, fake, o)
      local activation, conjugate = table.unpack(forms[o.divergence])
      return conjugate(fake):mean() - activation(real):mean()
    end),
  generator = player("f_gan.generator", {"fake_logits"},
    kinds .. ", saturating: bool = true", function(fake, o)
      local activation, conjugate = table.unpack(forms[o.divergence])
      return -(o.saturating and conjugate or activation)(fake):mean()
    end),
}

return divergence
