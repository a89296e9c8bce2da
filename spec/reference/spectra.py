# Read by make.py, in whose words it is written. Complex numbers are pairs.


def complex_of(x):
    return torch.complex(x[..., 0], x[..., 1])


def pairs_of(y):
    return torch.view_as_real(y) if y.is_complex() else y


def by_pairs(f):
    return lambda x, *args, **o: pairs_of(f(complex_of(x), *args, **o))


def to_pairs(f):
    return lambda x, *args, **o: pairs_of(f(x, *args, **o))


def sum_dft(x, axis, sign=-1):
    """By its formula, along an axis of pairs."""
    x = complex_of(x).movedim(axis, -1)
    n = x.shape[-1]
    k = torch.arange(n)
    angle = 2 * math.pi * (k[:, None] * k % n) / n
    w = torch.complex(angle.cos(), sign * angle.sin())
    return pairs_of((x @ w).movedim(-1, axis))


def spectrum(x):
    """Durall's: the mean over rings of whole radii."""
    h, w = x.shape[-2:]
    side = min(h, w)
    power = torch.fft.fft2(x).abs().square() / (h * w)
    fy, fx = torch.fft.fftfreq(h) * side, torch.fft.fftfreq(w) * side
    radius = (fy[:, None] ** 2 + fx ** 2).sqrt()
    rings = [(radius >= k - 1e-9) & (radius < k + 1 - 1e-9) for k in range(side // 2 + 1)]
    return torch.stack([power[..., ring].mean(-1) for ring in rings], -1)


LENGTHS = (1, 2, 3, 4, 5, 8, 12, 14, 30, 64, 67)


def rows():
    for n in LENGTHS:
        case("dft", X(n, 2), D(0), ref=lambda x, d: sum_dft(x, 0))
        case("dft", X(2, n, 2, 2), D(1), ref=lambda x, d: by_pairs(torch.fft.fft)(x, dim=1))
        case("dft", X(n, 1, 2), D(-2), inverse=True,
             ref=lambda x, d, inverse: by_pairs(torch.fft.ifft)(x, dim=0, norm="forward"))
        case("rdft", X(n, 2), D(0), ref=lambda x, d: to_pairs(torch.fft.rfft)(x, dim=0))
        case("rdft", X(2, n), D(-1), ref=lambda x, d: to_pairs(torch.fft.rfft)(x))
        case("irdft", X(1, n // 2 + 1, 2, 2), D(1), n, ref=lambda x, d, n: by_pairs(
            torch.fft.irfft)(x, n=n, dim=1, norm="forward"))
    case("dft", X(3, 5, 2).transpose(D(0), D(1)), D(0),
         ref=lambda x, d: by_pairs(torch.fft.fft)(x, dim=0))
    case("dft", X(0, 3, 2), D(1), ref=lambda x, d: by_pairs(torch.fft.fft)(x, dim=1))
    case("rdft", X(1, 4).expand(3, 4), D(0), ref=lambda x, d: to_pairs(torch.fft.rfft)(x, dim=0))


def one():
    for norm in ("backward", "ortho", "forward"):
        for n in (None, 3, 6, 11):
            for op, f, make in (("fft", by_pairs(torch.fft.fft), (1, 6, 2, 2)),
                                ("ifft", by_pairs(torch.fft.ifft), (1, 6, 2, 2)),
                                ("rfft", to_pairs(torch.fft.rfft), (1, 6, 2)),
                                ("irfft", by_pairs(torch.fft.irfft), (1, 4, 2, 2))):
                case(op, X(*make), n, D(1), norm=norm, ref=f)
                case(op, X(*make), n, D(-2), norm=norm, ref=f)
    for op, f, make in (("fft", by_pairs(torch.fft.fft), (7, 2)),
                        ("ifft", by_pairs(torch.fft.ifft), (7, 2)),
                        ("rfft", to_pairs(torch.fft.rfft), (7,)),
                        ("irfft", by_pairs(torch.fft.irfft), (7, 2))):
        case(op, X(*make), ref=f)
        case(op, X(0, *make), ref=f)
    case("rfft", X(6, 5).t(), None, D(1), ref=to_pairs(torch.fft.rfft))
    case("rfft", X(1), ref=to_pairs(torch.fft.rfft))
    case("irfft", X(1, 2), 1, ref=by_pairs(torch.fft.irfft))
    case("fft", X(4, 3, 2).narrow(D(0), D(1), 3), None, D(0), ref=by_pairs(torch.fft.fft))


def several():
    for op, f, make in (("fft2", by_pairs(torch.fft.fft2), (2, 3, 4, 2)),
                        ("ifft2", by_pairs(torch.fft.ifft2), (2, 3, 4, 2)),
                        ("rfft2", to_pairs(torch.fft.rfft2), (2, 3, 4)),
                        ("irfft2", by_pairs(torch.fft.irfft2), (2, 3, 3, 2)),
                        ("fftn", by_pairs(torch.fft.fftn), (2, 3, 4, 2)),
                        ("ifftn", by_pairs(torch.fft.ifftn), (2, 3, 4, 2)),
                        ("rfftn", to_pairs(torch.fft.rfftn), (2, 3, 4)),
                        ("irfftn", by_pairs(torch.fft.irfftn), (2, 3, 3, 2))):
        case(op, X(*make), ref=f)
        case(op, X(*make), [2, 5], ref=f)
        case(op, X(*make), [5, 2], [D(1), D(0)], norm="ortho", ref=f)
        case(op, X(*make), None, [D(-1), D(0)], norm="forward", ref=f)
        if op.endswith("n"):
            case(op, X(*make), None, [D(1)], ref=f)


def short():
    def stft(x, n_fft, hop=None, win=None, w=None, **o):
        return pairs_of(torch.stft(x, n_fft, hop, win, w, return_complex=True, **o))

    def istft(x, n_fft, hop=None, win=None, w=None, **o):
        return torch.istft(complex_of(x), n_fft, hop, win, w, **o)

    case("stft", X(20), 8, ref=stft)
    case("stft", X(2, 20), 9, 3, ref=stft)
    case("stft", X(2, 19), 8, 4, 5, P(5), ref=stft)
    for mode in ("constant", "reflect", "replicate", "circular"):
        case("stft", X(2, 20), 8, 4, None, P(8), pad_mode=mode, normalized=True, ref=stft)
    case("stft", X(2, 19), 8, 4, 6, P(6), center=False, onesided=False, ref=stft)
    case("stft", X(19), 7, 2, None, None, onesided=False, normalized=True, ref=stft)
    case("istft", X(5, 9, 2), 8, 2, 8, P(8), ref=istft)
    case("istft", X(2, 5, 9, 2), 8, 3, 6, P(6), normalized=True, ref=istft)
    case("istft", X(2, 5, 6, 2), 9, 2, None, None, length=7, ref=istft)
    case("istft", X(2, 5, 6, 2), 8, 2, None, None, length=20, ref=istft)
    case("istft", X(2, 9, 6, 2), 9, 2, None, P(9), onesided=False, center=False, ref=istft)


@family
def spectra():
    rows()
    one()
    several()
    short()
    for n in (1, 2, 5, 8):
        case("fftfreq", n, ref=torch.fft.fftfreq)
        case("rfftfreq", n, 0.25, ref=torch.fft.rfftfreq)
    case("fftfreq", 7, 0.5, ref=torch.fft.fftfreq)
    for op, f in (("fftshift", torch.fft.fftshift), ("ifftshift", torch.fft.ifftshift)):
        case(op, X(5, 4), ref=f)
        case(op, X(5, 4, 3), [D(0), D(-1)], ref=f)
        case(op, X(5), D(0), ref=f)
        case(op, X(0, 3), ref=f)
    for op in ("hann_window", "hamming_window", "blackman_window", "bartlett_window"):
        for n in (0, 1, 2, 7, 8):
            case(op, n, ref=getattr(torch, op))
            case(op, n, False, ref=getattr(torch, op))
    case("hamming_window", 6, True, 0.5, 0.25)
    for size in ((2, 2, 8, 8), (1, 1, 7, 7), (1, 1, 6, 9), (1, 1, 10, 4), (1, 1, 1, 1)):
        case("spectrum", X(*size), ref=spectrum)
