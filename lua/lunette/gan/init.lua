--- ln.gan: what adversarial training needs beyond layers and optimisers.
return require "lunette.lazy".table {
  losses = {"lunette.gan.losses"},
  penalties = {"lunette.gan.penalties"},
  zoo = {"lunette.gan.zoo"},
  augment = {"lunette.gan.augment"},
  latent = {"lunette.gan.latent"},
  conditioning = {"lunette.gan.conditioning"},
  noise = {"lunette.gan.noise"},
  EMA = {"lunette.gan.ema", "EMA"},
  labels = {"lunette.gan.labels"},
  Trainer = {"lunette.gan.trainer", "Trainer"},
  feature_matching = {"lunette.gan.matching", "feature_matching"},
  pack = {"lunette.gan.packing", "pack"},
  unrolled = {"lunette.gan.unrolled", "unrolled"},
  veegan = {"lunette.gan.veegan"},
  semi_supervised = {"lunette.gan.semi_supervised"},
  HistoricalAverage = {"lunette.gan.history", "HistoricalAverage"},
}
