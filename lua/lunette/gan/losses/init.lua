--- Losses of the two players: each a function of the discriminator's outputs on
--- real and generated samples, giving one number to minimise. A discriminator
--- of several scales gives a list of outputs; the loss is then the sum of those
--- of its scales (Wang et al. 2018, arXiv 1711.11585). What else is to be known
--- to call it stands beside the two: `compares` is true when the generator's is
--- f(fake, real), `takes` says what it takes besides outputs, `gives` what
--- besides the loss.
---
---   local hinge = ln.gan.losses.hinge
---   local G, D = ln.nn.Linear(8, 2), ln.nn.Linear(2, 1)
---   local real, fake = ln.randn(16, 2), G(ln.randn(16, 8))
---   hinge.discriminator(D(real), D(fake:detach())):backward()
---   hinge.generator(D(fake)):backward()
return require "lunette.lazy".table("gan.losses", {
  bce = {"lunette.gan.losses.plain", "bce"},
  minimax = {"lunette.gan.losses.plain", "minimax"},
  logistic = {"lunette.gan.losses.plain", "logistic"},
  wasserstein = {"lunette.gan.losses.plain", "wasserstein"},
  hinge = {"lunette.gan.losses.plain", "hinge"},
  least_squares = {"lunette.gan.losses.plain", "least_squares"},
  relativistic = {"lunette.gan.losses.contrast", "relativistic"},
  relativistic_average = {"lunette.gan.losses.contrast",
                          "relativistic_average"},
  dual_contrastive = {"lunette.gan.losses.contrast", "dual_contrastive"},
  began = {"lunette.gan.losses.energy", "began"},
  ebgan = {"lunette.gan.losses.energy", "ebgan"},
  f_gan = {"lunette.gan.losses.divergence", "f_gan"},
  multi_hinge = {"lunette.gan.losses.multi_hinge", "multi_hinge"},
})
