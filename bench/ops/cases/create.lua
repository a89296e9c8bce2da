-- Making tensors, and random numbers.
local case, each = ...

each("empty zeros ones rand randn", "ln.%s(N, N)", "")
each("empty_like zeros_like ones_like rand_like randn_like", "ln.%s(t)", "t")
case("ln.full({N, N}, 2.5)", "")
case("ln.full_like(t, 2.5)", "t")
case("ln.eye(N)", "")
case("ln.arange(1048576)", "",
     {torch = "torch.arange(1048576, dtype=torch.float)"})
case("ln.linspace(0, 1, 1048576)", "")
case("ln.logspace(0, 1, 1048576)", "")
case("ln.randint(1, 10, {N, N})", "")
case("ln.randint_like(t, 1, 10)", "t")
case("ln.randperm(1048576)", "")
case("ln.randperm(64)", "")
case("ln.normal(0, 1, {N, N})", "")
case("ln.uniform(0, 2, {N, N})", "",
     {torch = "torch.empty(N, N).uniform_(0, 2)"})
case("ln.bernoulli(0.3, {N, N})", "",
     {torch = "torch.empty(N, N).bernoulli_(0.3)"})
case("ln.bernoulli(q)", "q")
case("ln.multinomial(q, 50)", "q")
case("ln.multinomial(q, 50, {replacement = true})", "q")
each("tril_indices triu_indices", "ln.%s(N, N)", "")
each("new_zeros new_ones new_empty", "t:%s(N, N)", "t 1")
case("t:new_full({N, N}, 2)", "t 1")
case("ln.tensor({1, 2, 3, 4})", "", {torch = "torch.tensor([1., 2, 3, 4])"})
case("t:new_tensor({1, 2, 3, 4})", "t 1",
     {torch = "t.new_tensor([1., 2, 3, 4])"})
each([[xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_
  trunc_normal_ uniform_ normal_ ones_ zeros_ eye_]], "nn.init.%s(t)", "t")
case("nn.init.constant_(t, 2)", "t")
case("nn.init.orthogonal_(t)", "t 256x256")
case("nn.init.sparse_(t, 0.1)", "t 64x64")
case("nn.init.dirac_(t)", "t 64x64x3x3")
