# Read by make.py, in whose words it is written.


def definite(*size):
    """A leaf of positive definite matrices, multiples of 1/16."""
    a = lattice(size) / 2
    a = a @ a.transpose(-1, -2) + torch.eye(size[-1])
    return V((torch.round(a * 16) / 16).tolist())


def symmetric(x):
    return (x + x.transpose(-1, -2)) / 2


def signs(v):
    """By column, the sign that makes the first large component positive."""
    large = v.abs() >= 0.75 * v.abs().amax(-2, keepdim=True)
    first = large.double().argmax(-2, keepdim=True)
    return v.gather(-2, first).sign()


def eigh(x):
    values, v = torch.linalg.eigh(symmetric(x))
    return torch.cat([v * signs(v).detach(), values.unsqueeze(-2)], -2)


def svd(x):
    u, s, vh = torch.linalg.svd(x, full_matrices=False)
    v = vh.transpose(-1, -2)
    sign = signs(v).detach()
    return torch.cat([u * sign, s.unsqueeze(-2), v * sign], -2)


def sqrtm(x):
    values, v = torch.linalg.eigh(symmetric(x))
    return v @ torch.diag_embed(values.sqrt()) @ v.transpose(-1, -2)


def lyapunov(s, g):
    n = s.shape[-1]
    s = symmetric(s)
    eye = torch.eye(n)
    big = torch.kron(s, eye) + torch.kron(eye, s)
    return torch.linalg.solve(big, g.reshape(-1)).reshape(n, n)


@family
def linalg():
    def cholesky(x):
        return torch.linalg.cholesky(symmetric(x))
    for op, ref in (("cholesky", cholesky), ("inverse", torch.inverse), ("sqrtm", sqrtm)):
        case(op, definite(4, 4), ref=ref)
        case(op, definite(1, 1), ref=ref)
        case(op, definite(2, 3, 3), ref=ref)
        case(op, definite(2, 2, 2, 2).transpose(D(0), D(1)), ref=ref)
    case("cholesky", V([[4.0, 0.0], [2.0, 5.0]]), ref=cholesky)
    case("inverse", V([[0.0, 2.0, 1.0], [1.0, -1.0, 0.5], [0.25, 0.0, 3.0]]))
    case("inverse", V([[0.0, 2.0], [1.0, -1.0]]).t())
    for op in ("inverse", "cholesky"):
        case(op, X(0, 0), ref=torch.linalg.inv)
        case(op, X(0, 2, 2), ref=torch.linalg.inv)
    case("eigh_packed", X(4, 4), ref=eigh)
    case("eigh_packed", X(3, 3).t(), ref=eigh)
    case("eigh_packed", X(2, 2, 3, 3), ref=eigh)
    case("eigh_packed", V([[-2.0]]), ref=eigh)
    for x in (C(4, 4), C(3, 3).t(), C(2, 2, 3, 3), C(2, 0, 0)):
        case("eigh_values", x, ref=lambda x: torch.linalg.eigvalsh(symmetric(x)))
    for x in (C(4, 4), C(5, 3), C(3, 5), C(4, 3).t(), C(2, 4, 2), C(0, 3)):
        case("svd_values", x, ref=torch.linalg.svdvals)
    case("svd_packed", X(3, 3), ref=svd)
    case("svd_packed", X(5, 3), ref=svd)
    case("svd_packed", X(3, 5), ref=svd)
    case("svd_packed", X(4, 3).t(), ref=svd)
    case("svd_packed", X(2, 4, 2), ref=svd)
    case("svd_packed", X(1, 3), ref=svd)
    for a, b in (((3, 3), (3,)), ((3, 3), (3, 2)), ((2, 3, 3), (2, 3)), ((2, 3, 3), (2, 3, 2)),
                 ((2, 1, 3, 3), (4, 3, 2)), ((3, 3), (2, 3, 1))):
        case("solve", definite(*a), X(*b), ref=torch.linalg.solve)
    case("solve", V([[0.0, 2.0], [1.0, -1.0]]).t(), X(3, 2).t(), ref=torch.linalg.solve)
    case("solve_columns", definite(2, 3, 3), X(2, 3, 2), ref=torch.linalg.solve)
    case("slogdet_packed", definite(3, 3), ref=lambda x: torch.stack(torch.slogdet(x), -1))
    case("slogdet_packed", X(2, 3, 3), ref=lambda x: torch.stack(torch.slogdet(x), -1))
    case("slogdet_packed", K([[[1.0, 2.0], [2.0, 4.0]], [[0.0, 1.0], [1.0, 0.0]]]),
         ref=lambda x: torch.stack(torch.slogdet(x), -1))
    case("logdet", definite(3, 3))
    case("logdet", definite(2, 3, 3))
    case("logdet", K([[[1.0, 2.0], [2.0, 4.0]], [[0.0, 1.0], [1.0, 0.0]]]))
    case("lyapunov", definite(3, 3), X(3, 3), ref=lyapunov)
    case("lyapunov", V([[2.0, 1.0], [0.5, 1.0]]), X(2, 2).t(), ref=lyapunov)
