--- ln.data: data sets, and what makes batches of them.
--
-- A data set is anything with #set and set:batch(indices, index), which takes a
-- list of integers from 1 to #set (index is the same as a tensor, where the
-- caller has one) and returns tensors whose first dimension is the batch. A
-- source is anything with source:sample(n, {generator = ...}).

local lazy = require "lunette.lazy"

return lazy.table("data", {
  ring = {"lunette.data.ring", "ring"},
  grid = {"lunette.data.ring", "grid"},
  digits = {"lunette.data.mnist", "digits"},
  mnist = {"lunette.data.mnist", "mnist"},
  fashion_mnist = {"lunette.data.mnist", "fashion_mnist"},
  cifar10 = {"lunette.data.cifar", "cifar10"},
  cifar100 = {"lunette.data.cifar", "cifar100"},
  fetch = {"lunette.data.fetch", "fetch"},
  tensors = {"lunette.data.tensors", "tensors"},
  map = {"lunette.data.tensors", "map"},
  subset = {"lunette.data.tensors", "subset"},
  stacked_digits = {"lunette.data.stacked"},
  shapes = {"lunette.data.shapes"},
  edge_pairs = {"lunette.data.pairs", "edge_pairs"},
  domains = {"lunette.data.pairs", "domains"},
  transforms = {"lunette.data.transforms"},
  images = {"lunette.data.images", "images"},
  pack = {"lunette.data.images", "pack"},
  sines = {"lunette.data.series", "sines"},
  autoregressive = {"lunette.data.series", "autoregressive"},
  mixed_table = {"lunette.data.table", "mixed_table"},
  read_csv = {"lunette.data.table", "read_csv"},
  normalizer_of = {"lunette.data.modes", "normalizer_of"},
  ConditionSampler = {"lunette.data.conditions", "ConditionSampler"},
  ModeNormalizer = {"lunette.data.modes", "ModeNormalizer"},
  Loader = {"lunette.data.loader", "Loader"},
})
