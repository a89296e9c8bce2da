--- Names of PyTorch's that are not here, and how each is written: with x and y
--- tensors of 2x2, `layer` a module and `class` its class. Read when a name is
--- missing, and by docs/pytorch.md.

local instead = {}

--- Those of its op database, layers and functions: docs/pytorch.md lists them.
instead.listed = {
  T = "x:t()", mT = "x:transpose(-1, -2)", __getitem__ = "x[1]",
  __radd__ = "1 + x", __rdiv__ = "1 / x", __rmul__ = "2 * x",
  __rpow__ = "2 ^ x", __rsub__ = "1 - x", __rmatmul__ = "y:matmul(x)",
  __rmod__ = "2 % x",
  fill = "ln.full_like(x, 2)", ["repeat"] = "x:tile(2, 2)",
  constant_pad_nd = "x:pad {1, 1}", resize_ = "x:reshape(4)",
  resize_as_ = "x:reshape_as(y)", sum_to_size = "ln.sum_to(x, {2})",
  narrow_copy = "x:narrow(1, 1, 1):clone()", slice = "x[{1, {1, 2}}]",
  split_with_sizes = "x:split {1, 1}", symeig = "ln.eigh(x)",
  broadcast_shapes = "(x + y):size()", bool = "x:ne(0)",
  native_batch_norm = "ln.nn.functional.batch_norm",
  native_layer_norm = "ln.nn.functional.layer_norm",
  native_channel_shuffle = "ln.nn.functional.channel_shuffle",
  triangular_solve = "ln.solve_triangular",
  ["nn.functional._scaled_dot_product_attention"] =
    "ln.nn.functional.scaled_dot_product_attention",
  multi_head_attention_forward = "ln.nn.MultiheadAttention",
  Container = "ln.nn.Module", NLLLoss2d = "ln.nn.NLLLoss",
  CrossMapLRN2d = "ln.nn.LocalResponseNorm", RNNBase = "ln.nn.RNN",
  RNNCellBase = "ln.nn.RNNCell", DataParallel = "ln.dist.DataParallel",
}

--- What programs around it name besides: attributes, and other libraries.
instead.others = {
  data = "x:detach()", ndim = "x:dim()", ndimension = "x:dim()",
  nelement = "x:numel()", dtype = "ln.real", grad_fn = "x:op()",
  tolist = "x:totable()", numpy = "x:totable()", detach_ = "x:detach()",
  bernoulli_ = "x:copy_(ln.bernoulli(0.5, x:size()))",
  exponential_ = "x:uniform_():log():neg()", autograd = "ln.grad, ln.Function",
  from_numpy = "ln.load_npy", as_tensor = "ln.tensor", pi = "math.pi",
  Tensor = "ln.tensor", FloatTensor = "ln.tensor", LongTensor = "ln.tensor",
  inf = "math.huge", inference_mode = "ln.no_grad", autocast = "ln.precision",
  set_grad_enabled = "ln.no_grad, ln.enable_grad",
  get_rng_state = "ln.default_generator:state()",
  isinstance = "layer:is_a(class)", Size = "x:size()",
  DataLoader = "ln.data.Loader", TensorDataset = "ln.data.tensors",
  random_split = "ln.data.subset", ImageFolder = "ln.data.images",
  save_image = "ln.image.save_grid", make_grid = "ln.image.save_grid",
  read_image = "ln.image.load", Subset = "ln.data.subset",
  Compose = "ln.data.map", Resize = "ln.interpolate",
  WeightedRandomSampler = "ln.data.Loader", MNIST = "ln.data.mnist",
  FashionMNIST = "ln.data.fashion_mnist", CIFAR10 = "ln.data.cifar10",
  CIFAR100 = "ln.data.cifar100", savez = "ln.save_npz",
  download_url = "ln.data.fetch",
}

--- How a name is written here, or nil.
function instead.of(name)
  return instead.others[name] or instead.listed[name]
end

return instead
