--- ln.optim: optimisers.
return require "lunette.lazy".table {
  Adam = {"lunette.optim.adam", "Adam"},
  AdamW = {"lunette.optim.adam", "AdamW"},
  SGD = {"lunette.optim.sgd", "SGD"},
  Optimizer = {"lunette.optim.optimizer"},
}
