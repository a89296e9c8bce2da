#include "fourier.h"

#include <math.h>
#include <string.h>

#include "kernel.h"

/* ---- plans ---- */

static int64_t divide(Fourier *f, int64_t n, int64_t by) {
  for (; n % by == 0; n /= by) f->factor[f->factors++] = by;
  return n;
}

Fourier fourier_plan(int64_t n) {
  Fourier f = {.n = n, .size = n};
  int64_t rest = divide(&f, divide(&f, n, 4), 2);
  for (int64_t by = 3; by <= FOURIER_LARGEST; by += 2)
    rest = divide(&f, rest, by);
  if (rest == 1) return f;
  for (f.size = 1; f.size < 2 * n - 1;) f.size *= 2;
  f.factors = 0;
  divide(&f, divide(&f, f.size, 4), 2);
  return f;
}

static bool convolves(const Fourier *f) { return f->size != f->n; }

int64_t fourier_table(const Fourier *f) {
  return 2 * f->size + (convolves(f) ? 2 * (f->n + f->size) : 0);
}

static Split split_at(real *at, int64_t n) { return (Split){at, at + n}; }

/* ---- tables ---- */

/* exp(-2 pi i k / n) for 0 <= k < n, from an angle within an eighth of a turn:
 * what is 0 or 1 is so exactly. */
static void root_of(int64_t k, int64_t n, double *re, double *im) {
  int64_t quarter = 4 * k / n, rest = 4 * k % n;
  bool beyond = 2 * rest > n;
  double angle = M_PI / 2 * (double)(beyond ? n - rest : rest) / (double)n;
  double c = beyond ? sin(angle) : cos(angle);
  double s = beyond ? cos(angle) : sin(angle);
  double x = quarter % 2 ? -s : c, y = quarter % 2 ? c : s;
  *re = quarter >= 2 ? -x : x;
  *im = quarter >= 2 ? y : -y;
}

/* Root k by one that is there already: across the diagonal, from one half of a
 * half to the other, or across the axis. False in the first eighth, and where n
 * has none to reflect. */
static bool reflected(int64_t k, int64_t n, Split root) {
  if (2 * k > n) {
    root.re[k] = root.re[n - k];
    root.im[k] = -root.im[n - k];
  } else if (4 * k > n && n % 2 == 0) {
    root.re[k] = -root.re[n / 2 - k];
    root.im[k] = root.im[n / 2 - k];
  } else if (8 * k > n && n % 4 == 0) {
    root.re[k] = -root.im[n / 4 - k];
    root.im[k] = -root.re[n / 4 - k];
  } else return false;
  return true;
}

void fourier_roots(int64_t n, int64_t count, Split root) {
  for (int64_t k = 0; k < count; k++) {
    double re, im;
    if (reflected(k, n, root)) continue;
    root_of(k, n, &re, &im);
    root.re[k] = (real)re;
    root.im[k] = (real)im;
  }
}

static Split passes(const Fourier *f, int64_t lanes, Split x, Split y) {
  FourierPass p = {.m = f->size, .span = lanes, .root = f->root, .step = 1};
  for (int k = 0; k < f->factors; k++) {
    p.radix = f->factor[k];
    p.m /= p.radix;
    p.x = x;
    p.y = y;
    kernels->fourier->pass(&p);
    p.span *= p.radix;
    p.step *= p.radix;
    y = x;
    x = p.y;
  }
  return x;
}

/* Bluestein: j k = (j^2 + k^2 - (k - j)^2) / 2 makes the sum a convolution of
 * the x_j chirp_j with the conjugates of the chirp, which is exp(-pi i j^2 / n)
 * at j; 1 / size is that of the way back. */
static void open_filter(Fourier *f, real *work) {
  int64_t n = f->n, size = f->size;
  Split c = split_at(work, size);
  memset(work, 0, (size_t)(2 * size) * sizeof *work);
  for (int64_t j = 0; j < n; j++) {
    double re, im;
    root_of(j * j % (2 * n), 2 * n, &re, &im);
    f->chirp.re[j] = (real)re;
    f->chirp.im[j] = (real)im;
    c.re[j] = (real)(re / (double)size);
    c.im[j] = (real)(-im / (double)size);
    if (j == 0) continue;
    c.re[size - j] = c.re[j];
    c.im[size - j] = c.im[j];
  }
  Split y = passes(f, 1, c, split_at(work + 2 * size, size));
  memcpy(f->filter.re, y.re, (size_t)size * sizeof *y.re);
  memcpy(f->filter.im, y.im, (size_t)size * sizeof *y.im);
}

void fourier_open(Fourier *f, real *table, real *work) {
  f->root = split_at(table, f->size);
  fourier_roots(f->size, f->size, f->root);
  if (!convolves(f)) return;
  f->chirp = split_at(table + 2 * f->size, f->n);
  f->filter = split_at(f->chirp.im + f->n, f->size);
  open_filter(f, work);
}

/* ---- running ---- */

/* The first n elements of x times those of w. */
static void turn(int64_t n, int64_t lanes, Split w, Split x) {
  for (int64_t j = 0; j < n; j++)
    for (int64_t i = j * lanes; i < (j + 1) * lanes; i++) {
      real re = x.re[i] * w.re[j] - x.im[i] * w.im[j];
      x.im[i] = x.re[i] * w.im[j] + x.im[i] * w.re[j];
      x.re[i] = re;
    }
}

static Split exchanged(Split x) { return (Split){x.im, x.re}; }

static void clear(int64_t from, int64_t to, real *x) {
  memset(x + from, 0, (size_t)(to - from) * sizeof *x);
}

Split fourier_run(const Fourier *f, int64_t lanes, Split x, Split spare) {
  if (!convolves(f)) return passes(f, lanes, x, spare);
  turn(f->n, lanes, f->chirp, x);
  clear(f->n * lanes, f->size * lanes, x.re);
  clear(f->n * lanes, f->size * lanes, x.im);
  Split y = passes(f, lanes, x, spare);
  turn(f->size, lanes, f->filter, y);
  Split other = y.re == x.re ? spare : x;
  y = exchanged(passes(f, lanes, exchanged(y), exchanged(other)));
  turn(f->n, lanes, f->chirp, y);
  return y;
}

/* ---- a pass by its formula ---- */

static void plain_element(const FourierPass *f, int64_t p, int64_t j,
                          int64_t q) {
  int64_t r = f->radix, to = (r * p + j) * f->span + q;
  double re = 0, im = 0;
  for (int64_t k = 0; k < r; k++) {
    int64_t from = (p + k * f->m) * f->span + q;
    int64_t at = (j * k % r * f->m + p * j) % (r * f->m) * f->step;
    double c = (double)f->root.re[at], s = (double)f->root.im[at];
    double x = (double)f->x.re[from], y = (double)f->x.im[from];
    re += x * c - y * s;
    im += x * s + y * c;
  }
  f->y.re[to] = (real)re;
  f->y.im[to] = (real)im;
}

static void plain_pass(const FourierPass *f) {
  for (int64_t p = 0; p < f->m; p++)
    for (int64_t j = 0; j < f->radix; j++)
      for (int64_t q = 0; q < f->span; q++) plain_element(f, p, j, q);
}

const FourierLoops fourier_plain = {plain_pass};
