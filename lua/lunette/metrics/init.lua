--- ln.metrics: measures of what a generator makes, as papers report them.
--
-- All take samples along dimension 1; what says "features" takes n,d from any
-- network (ln.metrics.features has two, ln.metrics.inception that of papers) or
-- file (ln.load_npy). Nothing here is
-- recorded but ms_ssim. Numbers come back as Lua numbers. Sets of 50,000 are
-- gone through in blocks.

local lazy = require "lunette.lazy"

return lazy.table("metrics", {
  modes = {"lunette.metrics.mixture", "modes"},
  stacked_modes = {"lunette.metrics.classes", "stacked_modes"},
  class_shares = {"lunette.metrics.classes", "class_shares"},
  accuracy = {"lunette.metrics.classes", "accuracy"},
  inception_score = {"lunette.metrics.classes", "inception_score"},
  fid = {"lunette.metrics.frechet", "fid"},
  statistics = {"lunette.metrics.statistics", "statistics"},
  save_statistics = {"lunette.metrics.statistics", "save_statistics"},
  load_statistics = {"lunette.metrics.statistics", "load_statistics"},
  kid = {"lunette.metrics.kernel", "kid"},
  precision_recall = {"lunette.metrics.neighbours", "precision_recall"},
  density_coverage = {"lunette.metrics.neighbours", "density_coverage"},
  nearest = {"lunette.metrics.neighbours", "nearest"},
  nearest_accuracy = {"lunette.metrics.neighbours", "nearest_accuracy"},
  ms_ssim = {"lunette.metrics.ms_ssim", "ms_ssim"},
  mean_ms_ssim = {"lunette.metrics.ms_ssim", "mean_ms_ssim"},
  sliced_wasserstein = {"lunette.metrics.sliced", "sliced_wasserstein"},
  patch_wasserstein = {"lunette.metrics.sliced", "patch_wasserstein"},
  minibatch_similarity = {"lunette.metrics.closeness", "minibatch_similarity"},
  bootstrap = {"lunette.metrics.bootstrap", "bootstrap"},
  features = {"lunette.metrics.features", "features"},
  inception = {"lunette.metrics.inception", "inception"},
})
