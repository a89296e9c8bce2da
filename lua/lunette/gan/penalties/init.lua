--- Penalties: what is added to the loss of a player, most on gradients or
--- weights. D and G are layers or functions; samples are along dimension 1.
--- Those on gradients are derivatives that can be differentiated again: add one
--- to a loss and go backward. gan.Trainer calls by name those that take D and
--- then `real`, `fake` or both.
return require "lunette.lazy".table("gan.penalties", {
  gradient = {"lunette.gan.penalties.slope", "gradient"},
  dragan = {"lunette.gan.penalties.slope", "dragan"},
  r1 = {"lunette.gan.penalties.slope", "r1"},
  r2 = {"lunette.gan.penalties.slope", "r2"},
  path_length = {"lunette.gan.penalties.slope", "path_length"},
  every = {"lunette.gan.penalties.slope", "every"},
  consistency = {"lunette.gan.penalties.outputs", "consistency"},
  balanced_consistency = {"lunette.gan.penalties.outputs",
                          "balanced_consistency"},
  latent_diversity = {"lunette.gan.penalties.outputs", "latent_diversity"},
  mode_seeking = {"lunette.gan.penalties.outputs", "mode_seeking"},
  lecam = {"lunette.gan.penalties.outputs", "lecam"},
  orthogonal = {"lunette.gan.penalties.weights", "orthogonal"},
  clip_weights = {"lunette.gan.penalties.weights", "clip_weights"},
})
