--- ln.optim: optimisers and learning rates; clipping, too, is found here.
local fields = {
  RMSprop = {"lunette.optim.rmsprop", "RMSprop"},
  SGD = {"lunette.optim.sgd", "SGD"},
  Optimizer = {"lunette.optim.optimizer"},
  ExtraAdam = {"lunette.optim.extra_adam", "ExtraAdam"},
  LBFGS = {"lunette.optim.lbfgs", "LBFGS"},
  Lookahead = {"lunette.optim.lookahead", "Lookahead"},
  functional = {"lunette.optim.functional"},
  lr_scheduler = {"lunette.optim.schedulers"},
  clip_grad_norm_ = {"lunette.nn.utils", "clip_grad_norm_"},
  clip_grad_value_ = {"lunette.nn.utils", "clip_grad_value_"},
}

for _, name in ipairs {"Adam", "AdamW", "NAdam", "RAdam", "Adamax", "Adagrad",
                       "Adadelta"} do
  fields[name] = {"lunette.optim.fused", name}
end

for _, name in ipairs {"ASGD", "Rprop", "OptimisticAdam"} do
  fields[name] = {"lunette.optim.composed", name}
end

return require "lunette.lazy".table("optim", fields)
