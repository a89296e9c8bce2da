# Read by make.py, in whose words it is written.
L = torch.linalg


def definite(*size):
    """A leaf of positive definite matrices, multiples of 1/16."""
    a = lattice(size) / 2
    a = a @ a.transpose(-1, -2) + torch.eye(size[-1])
    return V((torch.round(a * 16) / 16).tolist())


def products():
    case("tensordot", X(2, 3, 4), X(3, 4, 2))
    case("tensordot", X(2, 3), X(4), 0)
    case("tensordot", X(2, 3), X(3, 4), 1)
    case("tensordot", X(2, 3, 4), X(4, 2, 5), [[D(0), D(-1)], [D(1), D(0)]])
    case("tensordot", X(4, 3, 2).transpose(D(0), D(2)), X(4), [[D(2)], [D(0)]])
    case("tensordot", X(0, 3), X(3, 2), 1)
    case("tensordot", X(2, 0), X(0, 3), 1)
    case("tensordot", X(2, 3), X(2, 3), 2)
    case("inner", X(2, 3), X(4, 2, 3))
    case("inner", X(3), X(3))
    case("inner", X(2, 3), X())
    case("inner", X(), X(3))
    case("inner", X(3, 2).t(), X(3))
    case("inner", X(2, 0), X(3, 0))
    case("vecdot", X(2, 3), X(2, 3), ref=L.vecdot)
    case("vecdot", X(2, 3), X(3), ref=L.vecdot)
    case("vecdot", X(2, 3), X(2, 1), dim=D(0), ref=L.vecdot)
    case("kron", X(2, 3), X(3, 2))
    case("kron", X(2), X(3, 2))
    case("kron", X(2, 1, 2), X(3))
    case("kron", X(2, 3).t(), X())
    case("kron", X(), X())
    case("kron", X(0, 2), X(3, 2))
    case("addr", X(3, 2), X(3), X(2))
    case("addr", X(2), X(3), X(2), beta=0.5, alpha=-2.0)
    case("addr", X(), X(3), X(2), alpha=0.0)
    case("addr", K([[nan, inf], [1.0, 2.0]]), X(2), X(2), beta=0.0)
    case("addbmm", X(3, 2), X(4, 3, 5), X(4, 5, 2))
    case("addbmm", X(2), X(4, 3, 5), X(4, 5, 2), beta=0.5, alpha=-2.0)
    case("addbmm", K([[nan, inf], [1.0, 2.0]]), X(3, 2, 2), X(3, 2, 2), beta=0.0)
    case("addbmm", X(3, 2), X(0, 3, 5), X(0, 5, 2))
    case("cross", X(2, 3), X(2, 3))
    case("cross", X(3, 4, 3), X(3, 4, 3))
    case("cross", X(3, 4, 3), X(3, 4, 3), D(-1))
    case("cross", X(3, 4), X(3, 1), D(0))
    case("cross", X(3, 2).t(), X(1, 3), D(1))
    case("cross", X(0, 3), X(0, 3))
    case("multi_dot", [X(3, 4), X(4, 2)], ref=L.multi_dot)
    case("multi_dot", [X(2, 8), X(8, 3), X(3, 7), X(7, 1)], ref=L.multi_dot)
    case("multi_dot", [X(3), X(3, 4), X(4, 2)], ref=L.multi_dot)
    case("multi_dot", [X(2, 3), X(3, 4), X(4)], ref=L.multi_dot)
    case("multi_dot", [X(3), X(3)], ref=L.multi_dot)
    case("chain_matmul", X(2, 3), X(3, 4), X(4, 2))
    case("chain_matmul", X(2, 3))


def cofactors(x):
    """By minors."""
    n = len(x)
    return torch.stack([torch.stack([
        (-1) ** (i + j) * torch.tensor([[x[a, b].item() for b in range(n) if b != j]
                                        for a in range(n) if a != i])
        .reshape(n - 1, n - 1).det()
        for j in range(n)]) for i in range(n)])


class Det(torch.autograd.Function):
    """Of one singular matrix, by its minors: PyTorch's own is less exact."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.zeros(())

    @staticmethod
    def backward(ctx, g):
        return g * cofactors(ctx.saved_tensors[0])


def determinants():
    for x in (X(3, 3), X(1, 1), X(4, 4).t(), X(2, 3, 3), X(2, 2, 2, 2), X(0, 0), X(0, 2, 2),
              definite(3, 3)):
        case("det", x)
    for v in ([[1.0, 2.0], [2.0, 4.0]], [[0.0]], [[0.0, 0.0], [0.0, 0.0]],
              [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, -1.0, 0.5]],
              [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]],
              [[0.0, 0.0, 0.0], [1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]):
        case("det", V(v), ref=Det.apply)


def factors():
    for x in (X(3, 3), X(4, 2), X(2, 4), X(2, 3, 2), X(3, 4).t(), X(1, 1), X(3, 1)):
        case("qr_packed", x, ref=packed_qr) if x.value.shape[-2] >= x.value.shape[-1] else None
    case("qr_packed", C(4, 2), complete=True,
         ref=lambda x, complete: packed_qr(x, mode="complete"))
    case("qr_packed", X(3, 3), complete=True,
         ref=lambda x, complete: packed_qr(x, mode="complete"))
    for x in (X(3, 4), X(4, 3), X(2, 3, 3), X(3, 2).t(), X(0, 3), X(2, 0)):
        case("svdvals", x, ref=L.svdvals)
    for op, ref in (("pinv", L.pinv), ("pinverse", torch.pinverse)):
        for x in (X(3, 3), X(4, 2), X(2, 4), X(2, 3, 2), X(3, 2).t(), X(0, 3), X(2, 0, 3)):
            case(op, x, ref=ref)
    case("pinv", V([[1.0, 2.0], [2.0, 4.0], [0.5, 1.0]]), ref=L.pinv)
    case("pinv", V([[4.0, 0.0], [0.0, 0.5]]), rtol=0.25, ref=L.pinv)
    case("pinv", V([[4.0, 0.0], [0.0, 0.5]]), atol=0.75, ref=L.pinv)
    case("pinv", V([[4.0, 0.0], [0.0, 0.5]]), atol=0.25, rtol=0.0625, ref=L.pinv)
    case("pinv", K([[0.0, 0.0], [0.0, 0.0]]), ref=L.pinv)
    case("pinverse", V([[4.0, 0.0], [0.0, 0.5]]), 0.25)
    case("matrix_rank", C(4, 3), ref=L.matrix_rank)
    case("matrix_rank", K([[[1.0, 2.0], [2.0, 4.0]], [[0.0, 0.0], [0.0, 0.0]],
                           [[1.0, 0.0], [0.0, 2.0]]]), ref=L.matrix_rank)
    case("matrix_rank", K([[4.0, 0.0], [0.0, 0.5]]), rtol=0.25, ref=L.matrix_rank)
    case("matrix_rank", K([[4.0, 0.0], [0.0, 0.5]]), atol=0.75, ref=L.matrix_rank)
    case("matrix_rank", C(2, 0, 3), ref=L.matrix_rank)


def packed_lu(x):
    lu, pivots = L.lu_factor(x)
    last = torch.nn.functional.pad(pivots.double(), (0, x.shape[-1] - pivots.shape[-1]))
    return torch.cat([lu, last.unsqueeze(-2)], -2)


def lower_upper():
    for x in (X(3, 3), X(4, 2), X(2, 4), X(2, 3, 3), X(3, 4).t(), X(1, 1), X(0, 3), X(3, 0)):
        case("lu_packed", x, ref=packed_lu)
    case("lu_solve", X(3, 2), X(3, 3), K([3.0, 3.0, 3.0]), ref=lambda b, lu, pivots:
         torch.lu_solve(b, lu, pivots.int()))
    case("lu_solve", X(4, 2, 1), X(2, 2), K([1.0, 2.0]), ref=lambda b, lu, pivots:
         L.lu_solve(lu, pivots.int(), b))


def packed_qr(x, mode="reduced"):
    q, r = L.qr(x, mode=mode)
    return torch.cat([q.flatten(-2), r.flatten(-2)], -1)


def systems():
    for upper in (True, False):
        def half(x):
            return x.triu() if upper else x.tril()
        for unit in (True, False):
            def solve(a, b, **o):
                return L.solve_triangular(half(a), b, **o)
            case("solve_triangular", definite(3, 3), X(3, 2), upper=upper,
                 unitriangular=unit, ref=solve)
            case("solve_triangular", definite(2, 1, 3, 3), X(4, 3, 2), upper=upper,
                 unitriangular=unit, ref=solve)
            case("solve_triangular", definite(3, 3).t(), X(2, 3), upper=upper, left=False,
                 unitriangular=unit, ref=solve)
        case("solve_triangular", X(0, 0), X(0, 2), upper=upper, ref=solve)
        case("cholesky_solve", X(3, 2), definite(3, 3), upper=upper,
             ref=lambda b, a, upper: torch.cholesky_solve(b, half(a), upper=upper))
        case("cholesky_solve", X(2, 3, 2), definite(3, 3), upper=upper,
             ref=lambda b, a, upper: torch.cholesky_solve(b, half(a), upper=upper))
        case("cholesky_inverse", definite(3, 3), upper=upper,
             ref=lambda a, upper: torch.cholesky_inverse(half(a), upper=upper))
        case("cholesky_inverse", definite(2, 3, 3), upper=upper,
             ref=lambda a, upper: torch.cholesky_inverse(half(a), upper=upper))
    case("solve_triangular_columns", definite(2, 3, 3), X(2, 3, 2),
         ref=lambda a, b: L.solve_triangular(a.tril(), b, upper=False))


def functions_of_matrices():
    for n in (0, 1, 2, 3, 5, -1, -2):
        case("matrix_power", definite(3, 3), n, grad=n != 0)
        case("matrix_power", definite(2, 2, 2), n, grad=n != 0)
    case("matrix_power", X(0, 0), 3)
    for x in (X(3, 3), X(1, 1), X(2, 3, 3), X(3, 3).t(), X(0, 0), X(0, 2, 2)):
        case("matrix_exp", x)
    case("matrix_exp", V([[0.0, 1.0], [0.0, 0.0]]))
    case("matrix_exp", V([[0.0, 0.0], [0.0, 0.0]]))
    case("matrix_exp", V([[-9.0, 4.0], [2.0, 1.0]]))


def cond(x, p):
    """linalg.cond's own gradient fails."""
    if p in (2.0, -2.0):
        return L.cond(x, p)
    return L.matrix_norm(x, p) * L.matrix_norm(L.inv(x), p)


def norms():
    for p in ("fro", "nuc", 1.0, -1.0, 2.0, -2.0, inf, -inf):
        case("matrix_norm", X(3, 4), p, ref=L.matrix_norm)
        case("matrix_norm", X(2, 4, 3), p, [D(2), D(0)], keepdim=True, ref=L.matrix_norm)
        case("cond", definite(3, 3), p, ref=cond)
        case("cond", definite(2, 2, 2), p, ref=cond)
    case("matrix_norm", X(3, 4), ref=L.matrix_norm)
    case("cond", X(2, 3, 4), ref=L.cond)
    case("cond", X(4, 3), -2.0, ref=L.cond)
    for p in (1.0, inf, "fro"):
        case("cond", K([[[1.0, 2.0], [2.0, 4.0]], [[1.0, 0.0], [0.0, 2.0]]]), p,
             ref=lambda x, p: torch.stack([torch.tensor(inf), L.cond(x[1], p)]))
    for p in (0.0, 1.0, 2.0, 3.0, -1.0, inf, -inf):
        case("vector_norm", X(3, 4), p, grad=p != 0, ref=L.vector_norm)
        case("vector_norm", X(2, 3, 4), p, [D(0), D(-1)], keepdim=True, grad=p != 0,
             ref=L.vector_norm)
    case("vector_norm", X(3), ref=L.vector_norm)


def vander(x, n=None, increasing=False):
    """By its formula: the gradients of PyTorch's own fail."""
    n = x.shape[-1] if n is None else n
    powers = [x ** k for k in range(n)]
    powers = powers if increasing else powers[::-1]
    return torch.stack(powers, -1) if powers else x.new_zeros(x.shape + (0,))


def of_a_kind():
    for args, more in (((), {}), ((2,), {}), ((6,), {"increasing": True}), ((0,), {})):
        case("vander", X(4), *args, ref=vander, **more)
    case("vander", X(2, 3), 3, increasing=True, ref=vander)
    case("vander", C(4))
    case("vander", C(4), 3, increasing=True)


@family
def more_linalg():
    products()
    determinants()
    factors()
    lower_upper()
    systems()
    functions_of_matrices()
    norms()
    of_a_kind()
