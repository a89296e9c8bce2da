/* Discrete Fourier transforms along one axis. Complex numbers are pairs, a real
 * and an imaginary part, in a last axis of 2 that is not counted among those
 * that can be transformed.
 *
 * Three rows close under differentiation: the adjoint of a transform is the one
 * the other way; those between real numbers and half of a spectrum are each
 * other's adjoint but for the weight of what stands for two. A line of an even
 * number of real ones is done as pairs of half the length. */
#include <string.h>

#include "../kernel/fourier.h"
#include "../kernel/kernel.h"
#include "../kernel/sizes.h"
#include "../notation.h"
#include "../pool.h"

enum { COMPLEX, TO_HALF, FROM_HALF }; /* variants */
enum { LANES = 64 / sizeof(real), TILE = 1 << 14, SQUARE = 16 };

/* One call: lines of n numbers of x, or of n / 2 + 1, `step` apart, in blocks
 * of `width` lines that stand side by side. */
typedef struct Transform {
  Fourier plan;
  int variant;
  bool inverse, paired; /* paired: real numbers by two, as complex ones */
  int64_t n, half, step, width, count, lanes;
  Split root; /* half + 1 of n, when paired */
  const real *x;
  real *y;
} Transform;

/* Lines of one block: lane l of them is line first + l of it. */
typedef struct Tile {
  const Transform *t;
  int64_t block, first, lanes;
} Tile;

/* ---- what a call is ---- */

static bool pairs(const Tensor *x) {
  const Shape *s = &x->shape;
  char text[SHAPE_TEXT];
  return (s->rank >= 2 && s->size[s->rank - 1] == 2) ||
         error_set("pairs are wanted, a last dimension of 2 beyond that which "
                   "is transformed; this is %s",
                   shape_text(s, text));
}

static bool has_axis(Call *c, int rank) {
  if (rank == 0) return error_set("a number has no dimension to transform");
  int axis = shape_axis(rank, c->a->i[0]);
  c->a->i[0] = axis;
  if (axis < 0 || c->x[0]->shape.size[axis] > 0) return axis >= 0;
  return error_set("dimension %d has size 0", axis + 1);
}

static bool dft_infer(Call *c) {
  const Tensor *x = c->x[0];
  c->y->shape = x->shape;
  return pairs(x) && has_axis(c, x->shape.rank - 1);
}

static bool rdft_infer(Call *c) {
  const Tensor *x = c->x[0];
  if (!has_axis(c, x->shape.rank)) return false;
  c->y->shape = x->shape;
  int64_t *size = &c->y->shape.size[c->a->i[0]];
  *size = *size / 2 + 1;
  return shape_push(&c->y->shape, 2);
}

static bool irdft_infer(Call *c) {
  const Tensor *x = c->x[0];
  int64_t n = c->a->i[1];
  if (!pairs(x) || !has_axis(c, x->shape.rank - 1)) return false;
  int64_t given = x->shape.size[c->a->i[0]];
  if (n < 1 || given != n / 2 + 1)
    return error_set("dimension %d has size %lld; n of %lld goes with n / 2 + "
                     "1",
                     (int)c->a->i[0] + 1, (long long)given, (long long)n);
  c->y->shape = x->shape;
  c->y->shape.rank--;
  c->y->shape.size[c->a->i[0]] = n;
  return true;
}

static Transform transform_of(const Call *c) {
  int axis = (int)c->a->i[0];
  const Tensor *x = c->x[0], *real_one = c->op->variant == TO_HALF ? x : c->y;
  const Shape *s = &real_one->shape;
  int rank = c->op->variant == COMPLEX ? s->rank - 1 : s->rank;
  Transform t = {.variant = c->op->variant, .n = s->size[axis]};
  t.inverse = t.variant == FROM_HALF || (t.variant == COMPLEX && c->a->i[1]);
  t.half = t.n / 2;
  t.paired = t.variant != COMPLEX && t.n % 2 == 0;
  t.step = shape_product(s, axis + 1, rank);
  t.count = shape_product(s, 0, rank) / t.n;
  t.plan = fourier_plan(t.paired ? t.half : t.n);
  t.width = t.step == 1 ? t.count : t.step;
  t.lanes = least(least(most(TILE / t.plan.size, 1), LANES), t.width);
  return t;
}

/* Tables are in the caller's scratch, behind the two arrays of pairs, with one
 * more for the last of half a spectrum, in which everybody works. */
static int64_t work_of(const Transform *t) {
  return times(4 * (t->plan.size + 1), most(t->lanes, 1));
}

static size_t fourier_scratch(const Call *c) {
  Transform t = transform_of(c);
  int64_t roots = t.paired ? 2 * (t.half + 1) : 0;
  int64_t room = work_of(&t) + fourier_table(&t.plan) + roots;
  return (size_t)times(room, sizeof(real));
}

/* ---- from x to lanes, and to y ---- */

/* Numbers `down` apart along a line and `across` from lane to lane. */
typedef struct Grid {
  real *at;
  int64_t down, across;
} Grid;

/* Where lanes are near on both sides, along them. */
static void move_along(int64_t n, int64_t lanes, Grid from, Grid to) {
  for (int64_t j = 0; j < n; j++) {
    const real *x = from.at + j * from.down;
    real *y = to.at + j * to.down;
    for (int64_t lane = 0; lane < lanes; lane++)
      y[lane * to.across] = x[lane * from.across];
  }
}

/* By squares, so that either way what is read once stays near. */
static void move(int64_t n, int64_t lanes, Grid from, Grid to) {
  if (from.across * to.across <= 2) {
    move_along(n, lanes, from, to);
    return;
  }
  for (int64_t start = 0; start < n; start += SQUARE) {
    int64_t end = least(start + SQUARE, n);
    for (int64_t lane = 0; lane < lanes; lane++) {
      const real *x = from.at + lane * from.across;
      real *y = to.at + lane * to.across;
      for (int64_t j = start; j < end; j++) y[j * to.down] = x[j * from.down];
    }
  }
}

/* Where a tile's lines of `length` things, each of `by` numbers, stand. */
static Grid outside(const Tile *tile, const real *data, int64_t length,
                    int64_t by) {
  const Transform *t = tile->t;
  int64_t across = t->step == 1 ? length : 1;
  int64_t first = tile->block * t->step * length + tile->first * across;
  return (Grid){(real *)data + by * first, by * t->step, by * across};
}

static Grid inside(const Tile *tile, real *at) {
  return (Grid){at, tile->lanes, 1};
}

#if REAL_IS_DOUBLE
typedef int64_t Places __attribute__((vector_size(32)));
#else
typedef int32_t Places __attribute__((vector_size(16)));
#endif
enum { FOUR = 4 };
typedef real Four __attribute__((vector_size(FOUR * sizeof(real))));

/* Rows become columns. */
static void flip(Four v[FOUR]) {
  const Places low = {0, 4, 1, 5}, high = {2, 6, 3, 7};
  const Places first = {0, 1, 4, 5}, last = {2, 3, 6, 7};
  Four a = __builtin_shuffle(v[0], v[1], low);
  Four b = __builtin_shuffle(v[2], v[3], low);
  Four c = __builtin_shuffle(v[0], v[1], high);
  Four d = __builtin_shuffle(v[2], v[3], high);
  v[0] = __builtin_shuffle(a, b, first);
  v[1] = __builtin_shuffle(a, b, last);
  v[2] = __builtin_shuffle(c, d, first);
  v[3] = __builtin_shuffle(c, d, last);
}

/* Number k of four lanes, of numbers that are parts in turn. */
static real *column(const Tile *tile, Split s, int64_t k, int parts) {
  real *part = parts == 2 && k % 2 ? s.im : s.re;
  return part + k / parts * tile->lanes;
}

/* How many of the n numbers of each part come in whole squares: lines whose
 * numbers lie side by side are turned four by four. */
static int64_t squared(const Tile *tile, int64_t n, int parts) {
  bool fits = tile->t->step == 1 && tile->lanes % FOUR == 0;
  return fits ? n * parts / FOUR * FOUR / parts : 0;
}

static void read_squares(const Tile *tile, Grid x, int64_t n, int parts,
                         Split to) {
  for (int64_t lane = 0; lane < tile->lanes; lane += FOUR)
    for (int64_t k = 0; k < n * parts; k += FOUR) {
      Four v[FOUR];
      for (int i = 0; i < FOUR; i++)
        memcpy(&v[i], x.at + (lane + i) * x.across + k, sizeof v[i]);
      flip(v);
      for (int i = 0; i < FOUR; i++)
        memcpy(column(tile, to, k + i, parts) + lane, &v[i], sizeof v[i]);
    }
}

static void write_squares(const Tile *tile, Grid y, int64_t n, int parts,
                          Split from) {
  for (int64_t lane = 0; lane < tile->lanes; lane += FOUR)
    for (int64_t k = 0; k < n * parts; k += FOUR) {
      Four v[FOUR];
      for (int i = 0; i < FOUR; i++)
        memcpy(&v[i], column(tile, from, k + i, parts) + lane, sizeof v[i]);
      flip(v);
      for (int i = 0; i < FOUR; i++)
        memcpy(y.at + (lane + i) * y.across + k, &v[i], sizeof v[i]);
    }
}

static Grid after(Grid g, int64_t n) {
  g.at += n * g.down;
  return g;
}

/* What is outside in two parts, `apart` from each other, is real and imaginary
 * inside; a single part is real. */
static void read_parts(const Tile *tile, Grid x, int64_t apart, int64_t n,
                       int parts, Split to) {
  int64_t done = squared(tile, n, parts);
  read_squares(tile, x, done, parts, to);
  for (int k = 0; k < parts; k++, x.at += apart) {
    Grid part = inside(tile, k ? to.im : to.re);
    move(n - done, tile->lanes, after(x, done), after(part, done));
  }
}

static void write_parts(const Tile *tile, Grid y, int64_t apart, int64_t n,
                        int parts, Split from) {
  int64_t done = squared(tile, n, parts);
  write_squares(tile, y, done, parts, from);
  for (int k = 0; k < parts; k++, y.at += apart) {
    Grid part = inside(tile, k ? from.im : from.re);
    move(n - done, tile->lanes, after(part, done), after(y, done));
  }
}

static void read_pairs(const Tile *tile, int64_t length, Split to) {
  Grid x = outside(tile, tile->t->x, length, 2);
  read_parts(tile, x, 1, length, 2, to);
}

static void write_pairs(const Tile *tile, int64_t length, Split from) {
  Grid y = outside(tile, tile->t->y, length, 2);
  write_parts(tile, y, 1, length, 2, from);
}

static void clear(int64_t n, real *x) { memset(x, 0, (size_t)n * sizeof *x); }

static void read_reals(const Tile *tile, Split to) {
  const Transform *t = tile->t;
  int parts = t->paired ? 2 : 1;
  Grid x = outside(tile, t->x, t->n, 1);
  x.down *= parts;
  read_parts(tile, x, t->step, t->plan.n, parts, to);
  if (!t->paired) clear(t->n * tile->lanes, to.im);
}

static void write_reals(const Tile *tile, Split from) {
  const Transform *t = tile->t;
  int parts = t->paired ? 2 : 1;
  Grid y = outside(tile, t->y, t->n, 1);
  y.down *= parts;
  write_parts(tile, y, t->step, t->plan.n, parts, from);
}

/* ---- half a spectrum, in lanes ---- */

static Split shifted(Split x, int64_t by) {
  return (Split){x.re + by, x.im + by};
}

/* Of z, the transform of pairs, that of the n numbers: with those of even and
 * odd places, Z_k = E_k + i O_k, and X_k = E_k + root_k O_k. */
static void close_half(const Transform *t, int64_t lanes, Split z, Split x) {
  int64_t h = t->half;
  for (int64_t k = 0; k <= h; k++) {
    Split a = shifted(z, k % h * lanes), b = shifted(z, (h - k) % h * lanes);
    Split to = shifted(x, k * lanes);
    real c = t->root.re[k] / 2, s = t->root.im[k] / 2;
    for (int64_t i = 0; i < lanes; i++) {
      real o = a.im[i] + b.im[i], o_im = b.re[i] - a.re[i];
      to.re[i] = (a.re[i] + b.re[i]) / 2 + (o * c - o_im * s);
      to.im[i] = (a.im[i] - b.im[i]) / 2 + (o * s + o_im * c);
    }
  }
}

/* The other way, twice as large: E_k = X_k + conj X_(h - k), and O_k = (X_k -
 * conj X_(h - k)) / root_k. */
static void open_half(const Transform *t, int64_t lanes, Split x, Split z) {
  int64_t h = t->half;
  for (int64_t k = 0; k < h; k++) {
    Split a = shifted(x, k * lanes), b = shifted(x, (h - k) * lanes);
    Split to = shifted(z, k * lanes);
    real c = t->root.re[k], s = -t->root.im[k];
    for (int64_t i = 0; i < lanes; i++) {
      real d = a.re[i] - b.re[i], d_im = a.im[i] + b.im[i];
      to.re[i] = a.re[i] + b.re[i] - (d * s + d_im * c);
      to.im[i] = a.im[i] - b.im[i] + (d * c - d_im * s);
    }
  }
}

/* The numbers of a whole spectrum of which half is there. */
static void mirror(const Transform *t, int64_t lanes, Split x) {
  for (int64_t k = t->half + 1; k < t->n; k++)
    for (int64_t i = 0; i < lanes; i++) {
      x.re[k * lanes + i] = x.re[(t->n - k) * lanes + i];
      x.im[k * lanes + i] = -x.im[(t->n - k) * lanes + i];
    }
}

/* ---- running ---- */

static Split exchanged(Split x) { return (Split){x.im, x.re}; }

static Split backwards(const Tile *tile, Split x, Split spare) {
  const Fourier *plan = &tile->t->plan;
  return exchanged(fourier_run(plan, tile->lanes, exchanged(x),
                               exchanged(spare)));
}

static void complex_tile(const Tile *tile, Split a, Split b) {
  const Transform *t = tile->t;
  read_pairs(tile, t->n, a);
  Split y = t->inverse ? backwards(tile, a, b)
                       : fourier_run(&t->plan, tile->lanes, a, b);
  write_pairs(tile, t->n, y);
}

static void to_half_tile(const Tile *tile, Split a, Split b) {
  const Transform *t = tile->t;
  read_reals(tile, a);
  Split y = fourier_run(&t->plan, tile->lanes, a, b);
  Split other = y.re == a.re ? b : a;
  if (t->paired) close_half(t, tile->lanes, y, other);
  else clear(tile->lanes, y.im);
  write_pairs(tile, t->half + 1, t->paired ? other : y);
}

static void from_half_tile(const Tile *tile, Split a, Split b) {
  const Transform *t = tile->t;
  read_pairs(tile, t->half + 1, a);
  clear(tile->lanes, a.im);
  if (t->paired) {
    clear(tile->lanes, a.im + t->half * tile->lanes);
    open_half(t, tile->lanes, a, b);
    write_reals(tile, backwards(tile, b, a));
  } else {
    mirror(t, tile->lanes, a);
    write_reals(tile, backwards(tile, a, b));
  }
}

static void tile_task(void *context, int64_t chunk) {
  const Transform *t = context;
  int64_t tiles = divide_up(t->width, t->lanes);
  Tile tile = {t, chunk / tiles, chunk % tiles * t->lanes, t->lanes};
  tile.lanes = least(t->lanes, t->width - tile.first);
  int64_t room = (t->plan.size + 1) * tile.lanes;
  real *at = pool_scratch();
  Split a = {at, at + room}, b = {at + 2 * room, at + 3 * room};
  if (t->variant == COMPLEX) complex_tile(&tile, a, b);
  else if (t->variant == TO_HALF) to_half_tile(&tile, a, b);
  else from_half_tile(&tile, a, b);
}

static void fourier_forward(Call *c) {
  Transform t = transform_of(c);
  if (t.count == 0) return;
  real *work = pool_scratch(), *table = work + work_of(&t);
  fourier_open(&t.plan, table, work);
  if (t.paired) {
    real *at = table + fourier_table(&t.plan);
    t.root = (Split){at, at + t.half + 1};
    fourier_roots(t.n, t.half + 1, t.root);
  }
  t.x = tensor_data(c->x[0]);
  t.y = tensor_data(c->y);
  int64_t tiles = t.count / t.width * divide_up(t.width, t.lanes);
  pool_run_pieces(tile_task, &t, tiles, 4 * t.plan.size * t.lanes);
}

/* ---- rules ---- */

static void dft_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  Attrs other = {.i = {c->a->i[0], !c->a->i[1]}};
  gx[0] = t_call(&op, "dft", &g, 1, &other);
}

/* `by` where a number of half a spectrum stands for two, 1 at its ends, along
 * an axis of the pairs g. */
static Tensor *weights(const Tensor *g, int axis, int64_t n, double by) {
  if (!g) return NULL;
  Shape s = g->shape;
  int64_t half = n / 2 + 1;
  for (int k = 0; k < s.rank; k++) s.size[k] = k == axis ? half : 1;
  Tensor *y = tensor_new(&s);
  for (int64_t k = 0; y && k < half; k++)
    tensor_data(y)[k] = k == 0 || 2 * k == n ? 1 : (real)by;
  return y;
}

static void rdft_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  int axis = (int)c->a->i[0];
  int64_t n = c->x[0]->shape.size[axis];
  Tensor *half = t_mul(g, weights(g, axis, n, 0.5));
  gx[0] = t_call(&op, "irdft", &half, 1, &(Attrs){.i = {axis, n}});
}

static void irdft_rule(const Call *c, Tensor *g, Tensor **gx) {
  static const Op *op;
  int axis = (int)c->a->i[0];
  Tensor *y = t_call(&op, "rdft", &g, 1, &(Attrs){.i = {axis}});
  gx[0] = t_mul(y, weights(y, axis, c->a->i[1], 2));
}

/* ---- rows ---- */

Op fourier_ops[] = {
    {"dft", "x, dim: dim, {inverse: bool = false}", dft_infer, fourier_forward,
     dft_rule, .reads = READS_NONE, .variant = COMPLEX,
     .scratch = fourier_scratch,
     .sample = "x(4, 3, 2), 1; x(2, 5, 2), -1, {inverse = true}; x(6, 2), 1",
     .doc = "y_k = sum over j of x_j exp(-2 pi i j k / n) along dim, or with "
            "exp(2 pi i j k / n), without a factor. Complex numbers are pairs "
            "in a last dimension of 2, which dim does not count. n log n for "
            "any n. See fft."},
    {"rdft", "x, dim: dim", rdft_infer, fourier_forward, rdft_rule,
     .reads = READS_NONE, .variant = TO_HALF, .scratch = fourier_scratch,
     .sample = "x(6, 3), 1; x(2, 5), -1; x(2), 1",
     .doc = "The first n / 2 + 1 numbers of the transform of real ones along "
            "dim, as pairs in a last dimension of 2; the others are the "
            "conjugates of these. See rfft."},
    {"irdft", "x, dim: dim, n: int", irdft_infer, fourier_forward, irdft_rule,
     .reads = READS_NONE, .variant = FROM_HALF, .scratch = fourier_scratch,
     .sample = "x(4, 3, 2), 1, 6; x(2, 3, 2), -1, 5; x(2, 2), 1, 2",
     .doc = "The n real numbers y_j = sum over k < n of x_k exp(2 pi i j k / "
            "n) of the first n / 2 + 1 pairs along dim, without a factor; what "
            "is imaginary in the first, and in the last of an even n, has no "
            "part in it. See irfft."},
    {0}};
