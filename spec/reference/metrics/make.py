"""Metrics of fixed features by scikit-learn, scikit-image and SciPy, in double.
python3 spec/reference/metrics/make.py"""
import os

import numpy as np
import scipy.linalg
import scipy.ndimage
import scipy.signal
import scipy.spatial
import scipy.stats
import skimage
import skimage.metrics
import sklearn
import sklearn.metrics
import sklearn.metrics.pairwise
import sklearn.neighbors

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(11)


def lua(v):
    if isinstance(v, dict):
        return "{%s}" % ",".join("%s=%s" % (k, lua(x)) for k, x in v.items())
    if isinstance(v, np.ndarray):
        return lua(v.tolist())
    if isinstance(v, (list, tuple)):
        return "{%s}" % ",".join(map(lua, v))
    return repr(v) if isinstance(v, int) else "%.14g" % v


def fid(x, y):
    s, t = (np.atleast_2d(np.cov(v, rowvar=False)) for v in (x, y))
    a, b = ((v - v.mean(0)) / np.sqrt(len(v) - 1) for v in (x, y))
    # tr (s t)^(1/2), from s = a^T a and t = b^T b; sqrtm fails where they are singular
    trace = np.linalg.svd(a @ b.T, compute_uv=False).sum()
    if min(len(x), len(y)) > x.shape[1]:
        assert abs(trace - np.trace(scipy.linalg.sqrtm(s @ t)).real) < 1e-10
    return np.sum((x.mean(0) - y.mean(0)) ** 2) + np.trace(s + t) - 2 * trace


def kid(x, y, **options):
    kernel = sklearn.metrics.pairwise.polynomial_kernel
    n, m = len(x), len(y)
    xx, yy, xy = (kernel(a, b, **options) for a, b in ((x, x), (y, y), (x, y)))
    return ((xx.sum() - np.trace(xx)) / n / (n - 1)
            + (yy.sum() - np.trace(yy)) / m / (m - 1) - 2 * xy.mean())


def radii(x, k):
    found = sklearn.neighbors.NearestNeighbors(n_neighbors=k + 1).fit(x)
    return found.kneighbors(x)[0][:, k]


def manifold(x, y, k):
    d = sklearn.metrics.pairwise_distances(x, y)
    real, fake = radii(x, k)[:, None], radii(y, k)
    return dict(precision=(d <= real).any(0).mean(), recall=(d <= fake).any(1).mean(),
                density=(d <= real).sum(0).mean() / k,
                coverage=(d <= real).any(1).mean())


def closeness(x, y):
    cdist = scipy.spatial.distance.cdist
    xx, yy, yx = (cdist(a, b, "cityblock") for a, b in ((x, x), (y, y), (y, x)))
    scale = np.min(xx + np.diag([np.inf] * len(x)), 1).mean() / 2
    own = [(np.exp(-d / scale).sum() - len(d)) / len(d) / (len(d) - 1)
           for d in (xx, yy)]
    return dict(real=own[0], fake=own[1], cross=np.exp(-yx / scale).mean(),
                scale=scale)


def nearest(x, y, k):
    found = sklearn.neighbors.NearestNeighbors(n_neighbors=k).fit(x)
    distances, indices = found.kneighbors(y)
    return dict(distances=distances, indices=indices + 1)


def inception(p, splits):
    scores = []
    for k in range(splits):
        part = p[k * len(p) // splits:(k + 1) * len(p) // splits]
        scores.append(np.exp(np.mean([
            scipy.stats.entropy(row, part.mean(0)) for row in part])))
    return dict(splits=splits, mean=np.mean(scores), std=np.std(scores))


def ssim_terms(x, y, size, sigma, span):
    line = np.exp(-(np.arange(size) - (size - 1) / 2) ** 2 / (2 * sigma ** 2))
    window = np.outer(line, line) / line.sum() ** 2

    def blur(v):
        return scipy.signal.convolve2d(v, window, mode="valid")

    c1, c2 = (0.01 * span) ** 2, (0.03 * span) ** 2
    mx, my = blur(x), blur(y)
    cs = ((2 * (blur(x * y) - mx * my) + c2)
          / (blur(x * x) - mx * mx + blur(y * y) - my * my + c2))
    return ((2 * mx * my + c1) / (mx * mx + my * my + c1) * cs).mean(), cs.mean()


def ms_ssim(x, y, size, sigma, span, weights):
    value = 1
    for k, weight in enumerate(weights):
        whole, cs = ssim_terms(x, y, size, sigma, span)
        last = k == len(weights) - 1
        value *= max(whole if last else cs, 0) ** weight
        if not last:
            h, w = x.shape[0] // 2 * 2, x.shape[1] // 2 * 2
            x, y = (v[:h, :w].reshape(h // 2, 2, w // 2, 2).mean((1, 3))
                    for v in (x, y))
    return value


def features():
    cases = []
    for n, m, d in ((60, 50, 5), (40, 40, 1), (7, 9, 12)):
        turn = rng.normal(size=(d, d)) / np.sqrt(d)
        x = np.round(rng.normal(size=(n, d)), 6)
        y = np.round(0.8 * rng.normal(size=(m, d)) @ turn + 0.3, 6)
        case = dict(real=x, fake=y, fid=fid(x, y), closeness=closeness(x, y),
                    nearest=nearest(x, y, 4),
                    manifold=[dict(k=k, **manifold(x, y, k)) for k in (1, 3, 5)])
        if n == m:
            case["kid"] = [kid(x, y), kid(x, y, degree=2, gamma=0.5, coef0=2)]
            case["leave_one_out"] = leave_one_out(x, y)
        if d == 1:
            case["wasserstein"] = scipy.stats.wasserstein_distance(x[:, 0], y[:, 0])
        cases.append(case)
    x, y = np.round(rng.normal(size=(2, 30, 6)), 3)
    cases.append(dict(real=x, fake=y + 0.5, fid=fid(x, y + 0.5),
                      leave_one_out=leave_one_out(x, y + 0.5),
                      kid=[kid(x, y + 0.5), kid(x, y + 0.5, degree=2, gamma=0.5, coef0=2)]))
    return cases


def probabilities():
    p = rng.dirichlet([0.3] * 6, size=40)
    p[3] = [0, 0, 1, 0, 0, 0]
    p = np.round(p, 4)
    p /= p.sum(1, keepdims=True)
    return dict(p=p, scores=[inception(p, s) for s in (1, 3, 10)])


def laplacian(x, levels):
    line = np.array([1, 4, 6, 4, 1]) / 16
    parts = []
    for _ in range(levels - 1):
        coarse = scipy.ndimage.convolve(x, np.outer(line, line), mode="mirror")[::2, ::2]
        wide = np.zeros_like(x)
        wide[::2, ::2] = coarse
        parts.append(x - 4 * scipy.ndimage.convolve(wide, np.outer(line, line), mode="mirror"))
        x = coarse
    return parts + [x]


def leave_one_out(x, y):
    both = np.concatenate([x, y])
    labels = np.arange(len(both)) < len(x)
    right = [sklearn.neighbors.KNeighborsClassifier(1).fit(
        np.delete(both, i, 0), np.delete(labels, i)).predict(both[i:i + 1])[0] == labels[i]
             for i in range(len(both))]
    return dict(real=np.mean(right[:len(x)]), fake=np.mean(right[len(x):]))


def pictures():
    h, w = 30, 29
    ramp = np.add.outer(np.sin(np.arange(h) / 4), np.cos(np.arange(w) / 5)) / 2
    x = np.round(np.clip(ramp + 0.2 * rng.normal(size=(h, w)), -1, 1), 2)
    y = np.round(np.clip(0.7 * x + 0.3 * rng.normal(size=(h, w)), -1, 1), 2)
    full = skimage.metrics.structural_similarity(
        x, y, data_range=2, gaussian_weights=True, sigma=1.5,
        use_sample_covariance=False, full=True)[1]
    weights = [0.0448, 0.2856, 0.3001]
    return dict(
        a=x, b=y, laplacian=[v.ravel() for v in laplacian(x[:24, :28], 3)],
        # what skimage finds where the window fits, as its own mean does
        ssim=full[5:-5, 5:-5].mean(),
        ms_ssim=[dict(window=11, sigma=1.5, range=2, weights=[0.4, 0.6],
                      value=ms_ssim(x, y, 11, 1.5, 2, [0.4, 0.6])),
                 dict(window=7, sigma=1.5, range=2, weights=weights,
                      value=ms_ssim(x, y, 7, 1.5, 2, weights)),
                 dict(window=4, sigma=2.0, range=1, weights=weights,
                      value=ms_ssim(x, y, 4, 2.0, 1, weights))])


with open(os.path.join(HERE, "values.lua"), "w") as out:
    out.write("-- Made by make.py with scikit-learn %s, scikit-image %s, SciPy %s.\n"
              "-- luacheck: ignore\nreturn {\n" % (
                  sklearn.__version__, skimage.__version__, scipy.__version__))
    for name, part in (("features", features()), ("probabilities", probabilities()),
                       ("pictures", pictures())):
        out.write("%s=%s,\n" % (name, lua(part)))
    out.write("}\n")
