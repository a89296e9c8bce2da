/* The order of the elements along one axis: all of it, a part, and places in
 * it. */
#include <inttypes.h>
#include <string.h>
#include <tgmath.h>

#include "../kernel/order.h"
#include "../pool.h"
#include "indices.h"
#include "lines.h"

static bool order_infer(Call *c) {
  const Shape *s = &c->x[0]->shape;
  int axis = shape_axis(s->rank, c->a->i[0]);
  c->a->i[0] = axis;
  c->y->shape = *s;
  return axis >= 0 && indices_reach(s->rank ? s->size[axis] : 1);
}

static int64_t length_of(const Call *c) {
  const Shape *s = &c->x[0]->shape;
  return s->rank ? s->size[c->a->i[0]] : 1;
}

/* ---- sorting ---- */

typedef struct Entry {
  Key key, place;
} Entry;

/* A merge sort: short runs by ranks, then merged in pairs; from MANY on by
 * bytes. A line above BLOCK is cut into blocks, which threads share, as they do
 * the merging of blocks. */
enum { MANY = 192, BLOCK = 1 << 15 };

typedef struct Merge {
  const Entry *from;
  Entry *to;
  int64_t n, width; /* of a sorted run */
} Merge;

static void merge_pair(void *context, int64_t pair) {
  const Merge *m = context;
  int64_t start = 2 * pair * m->width, middle = start + m->width;
  int64_t end = middle + m->width;
  if (middle > m->n) middle = m->n;
  if (end > m->n) end = m->n;
  const Entry *a = m->from + start, *b = m->from + middle;
  const Entry *a_end = b, *b_end = m->from + end;
  Entry *to = m->to + start;
  while (a < a_end && b < b_end) {
    bool second = b->key < a->key;
    *to++ = second ? *b : *a;
    a += !second;
    b += second;
  }
  memcpy(to, a, (size_t)(a_end - a) * sizeof *to);
  memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof *to);
}

static int64_t pairs_of(const Merge *m) {
  return (m->n + 2 * m->width - 1) / (2 * m->width);
}

/* Puts n entries in their places at y; equal ones follow each other. */
static void sort_run(const Entry *x, Entry *y, int64_t n) {
  Key key[KEYS_RANKED] = {0}, rank[KEYS_RANKED];
  uint8_t equal[KEYS_RANKED] = {0};
  for (int64_t i = 0; i < n; i++) key[i] = x[i].key;
  kernels->order->rank(n, key, rank);
  for (int64_t i = 0; i < n; i++) y[rank[i] + equal[rank[i]]++] = x[i];
}

static Entry *sort_runs(Entry *x, Entry *spare, int64_t n) {
  int64_t run = kernels->order->run;
  for (int64_t i = 0; i < n; i += run)
    sort_run(x + i, spare + i, n - i < run ? n - i : run);
  Merge m = {spare, x, n, run};
  for (; m.width < n; m.width *= 2) {
    for (int64_t pair = 0; pair < pairs_of(&m); pair++) merge_pair(&m, pair);
    Entry *sorted = m.to;
    m.to = m.from == x ? x : spare;
    m.from = sorted;
  }
  return m.from == x ? x : spare;
}

enum { BYTES = sizeof(Key), VALUES = 256 };

static unsigned byte_of(Key key, int b) { return key >> 8 * b & (VALUES - 1); }

/* By one byte after another, the lowest first: each pass keeps the order of
 * what it finds equal. A byte that all share needs none. */
static Entry *sort_bytes(Entry *x, Entry *spare, int64_t n) {
  uint32_t count[BYTES][VALUES] = {{0}};
  for (int64_t i = 0; i < n; i++)
    for (int b = 0; b < BYTES; b++) count[b][byte_of(x[i].key, b)]++;
  for (int b = 0; b < BYTES; b++) {
    uint32_t *at = count[b], before = 0;
    if (at[byte_of(x->key, b)] == n) continue;
    for (int v = 0; v < VALUES; v++) {
      uint32_t here = at[v];
      at[v] = before;
      before += here;
    }
    for (int64_t i = 0; i < n; i++) spare[at[byte_of(x[i].key, b)]++] = x[i];
    Entry *sorted = spare;
    spare = x;
    x = sorted;
  }
  return x;
}

/* Where n entries are then, in order: x or spare. */
static Entry *sort(Entry *x, Entry *spare, int64_t n) {
  return (n < MANY ? sort_runs : sort_bytes)(x, spare, n);
}

/* ---- whole lines ---- */

enum { WHOLE, PART }; /* variants of the rows */
enum { SOME = 256 };

/* The keys of n elements (at most SOME) from `start` on, `by` apart. */
static void load_keys(const Call *c, const Line *l, int64_t start, int64_t by,
                      int64_t n, Keys to) {
  real some[SOME];
  const real *x = l->x + start * l->step;
  bool apart = by * l->step > 1;
  for (int64_t i = 0; apart && i < n; i++) some[i] = x[i * by * l->step];
  kernels->order->load(n, to, apart ? some : x, (Key)start,
                       c->a->i[c->op->variant == PART ? 3 : 1] != 0);
}

static void load_entries(const Call *c, const Line *l, int64_t start,
                         int64_t end, Entry *x) {
  Key key[SOME], place[SOME];
  for (int64_t at = start; at < end; at += SOME) {
    int64_t n = end - at < SOME ? end - at : SOME;
    load_keys(c, l, at, 1, n, (Keys){key, place});
    for (int64_t i = 0; i < n; i++) x[at + i] = (Entry){key[i], place[i]};
  }
}

typedef struct LongLine {
  const Call *call;
  const Line *line;
  Entry *x, *spare;
} LongLine;

static void long_block(void *context, int64_t block) {
  const LongLine *l = context;
  int64_t start = block * BLOCK, end = start + BLOCK;
  if (end > l->line->n) end = l->line->n;
  Entry *x = l->x + start;
  load_entries(l->call, l->line, start, end, l->x);
  Entry *sorted = sort(x, l->spare + start, end - start);
  if (sorted != x) memcpy(x, sorted, (size_t)(end - start) * sizeof *x);
}

static Entry *sort_long(const Call *c, const Line *l, Entry *x, Entry *spare) {
  LongLine work = {c, l, x, spare};
  Merge m = {x, spare, l->n, BLOCK};
  pool_run(long_block, &work, (l->n + BLOCK - 1) / BLOCK);
  for (; m.width < l->n; m.width *= 2) {
    pool_run(merge_pair, &m, pairs_of(&m));
    Entry *sorted = m.to;
    m.to = m.from == x ? x : spare;
    m.from = sorted;
  }
  return m.from == x ? x : spare;
}

/* The scratch is two areas, each with room for a line of keys and places. */
static size_t order_scratch(const Call *c) {
  return 4 * (size_t)(length_of(c) + KEYS_BEYOND) * sizeof(Key);
}
static Keys area(const Line *l, int which) {
  Key *at = (Key *)pool_scratch() + 2 * which * (l->n + KEYS_BEYOND);
  return (Keys){at, at + l->n + KEYS_BEYOND};
}
static Entry *area_entries(const Line *l, int which) {
  return (Entry *)area(l, which).key;
}

static Entry *sort_line(const Call *c, const Line *l) {
  Entry *x = area_entries(l, 0), *spare = area_entries(l, 1);
  if (l->n > BLOCK) return sort_long(c, l, x, spare);
  load_entries(c, l, 0, l->n, x);
  return sort(x, spare, l->n);
}

/* The first of n ranks that is `wanted`; n when it is none's. */
static int64_t place_of(int64_t n, const Key *rank, Key wanted) {
  Key first = (Key)n;
  for (int64_t i = n - 1; i >= 0; i--)
    first = rank[i] == wanted ? (Key)i : first;
  return (int64_t)first;
}

/* Of few elements, those from place `start` on, by how many are smaller than
 * each. */
static void rank_line(const Call *c, const Line *l, int64_t start,
                      int64_t length) {
  Key key[KEYS_RANKED] = {0}, place[KEYS_RANKED], rank[KEYS_RANKED];
  uint8_t equal[KEYS_RANKED] = {0};
  real y[KEYS_RANKED];
  int64_t n = l->n;
  load_keys(c, l, 0, 1, n, (Keys){key, place});
  kernels->order->rank(n, key, rank);
  int64_t only = length == 1 ? place_of(n, rank, (Key)start) : n;
  for (int64_t i = 0; only == n && i < n; i++)
    y[rank[i] + equal[rank[i]]++] = (real)(i + 1);
  if (only < n) y[start] = (real)(only + 1);
  /* all are written, as ranks are those of a permutation; NOLINTNEXTLINE */
  for (int64_t i = 0; i < length; i++) l->y[i * l->step] = y[start + i];
}

static bool are_few(const Line *l) { return l->n <= kernels->order->run; }

static void whole_line(const Call *c, const Line *l) {
  if (are_few(l)) {
    rank_line(c, l, 0, l->n);
    return;
  }
  const Entry *x = sort_line(c, l);
  for (int64_t i = 0; i < l->n; i++) l->y[i * l->step] = (real)x[i].place + 1;
}

/* Threads share the lines, and when those are long what is done in each. */
static void order_forward(Call *c, LineTask task, bool share_each) {
  const Shape *s = &c->x[0]->shape;
  int axis = (int)c->a->i[0];
  int64_t n = length_of(c), step = shape_product(s, axis + 1, s->rank);
  if (!share_each || n <= BLOCK) {
    lines_run(c, axis, task);
    return;
  }
  int64_t lines = tensor_count(c->x[0]) / n, made = tensor_count(c->y) / lines;
  for (int64_t i = 0; i < lines; i++) {
    int64_t before = i / step * step, beside = i % step;
    task(c, &(Line){n, step, tensor_data(c->y) + before * made + beside,
                    tensor_data(c->x[0]) + before * n + beside});
  }
}

static void argsort_forward(Call *c) { order_forward(c, whole_line, true); }

/* ---- parts of lines ----
 *
 * Of a line, only what may come in the wanted places is kept, and of that
 * again, by bounds guessed from a sample; the few that are left are sorted.
 * Where a guess fails, or keeps more than three quarters, what there is is
 * sorted, so that the worst of lines takes little longer than sorting it. */

enum { SAMPLE = 64, FEW = 128 };

typedef struct Left {
  Keys keys; /* in the order of the line; NULL: the line itself */
  int64_t n;
  int64_t start, length; /* the wanted places among them */
  bool equal;            /* the keys are; so they are in order */
} Left;

static void take_sample(const Call *c, const Line *l, const Left *left,
                        Key *sorted) {
  Entry x[SAMPLE], spare[SAMPLE];
  Key key[SAMPLE], place[SAMPLE];
  int64_t by = left->n / SAMPLE;
  if (!left->keys.key) load_keys(c, l, 0, by, SAMPLE, (Keys){key, place});
  for (int64_t i = 0; i < SAMPLE; i++)
    x[i].key = left->keys.key ? left->keys.key[i * by] : key[i];
  const Entry *in_order = sort_runs(x, spare, SAMPLE);
  for (int64_t i = 0; i < SAMPLE; i++) sorted[i] = in_order[i].key;
}

/* Two standard deviations of how many of a sample stand below the place of
 * which `share` of them are expected to. */
static double margin(double share) {
  return 1 + 2 * sqrt(share * (1 - share / SAMPLE));
}

static void guess_bounds(const Left *left, const Key *sample, Key *low,
                         Key *high) {
  double rate = SAMPLE / (double)left->n;
  double first = (double)left->start * rate;
  double last = (double)(left->start + left->length) * rate;
  first = floor(first - margin(first));
  last = ceil(last + margin(last));
  *low = first < 0 ? 0 : sample[(int)first];
  *high = last >= SAMPLE ? ~(Key)0 : sample[(int)last];
}

static int64_t pick_of_line(const Call *c, const Line *l, Key low, Key high,
                            Keys to, int64_t *below) {
  Key key[SOME], place[SOME];
  int64_t picked = 0;
  for (int64_t at = 0; at < l->n; at += SOME) {
    int64_t n = l->n - at < SOME ? l->n - at : SOME;
    Keys from = {key, place}, end = {to.key + picked, to.place + picked};
    load_keys(c, l, at, 1, n, from);
    picked += kernels->order->pick(n, from, low, high, end, below);
  }
  return picked;
}

/* False when what is left is to be sorted as it is. */
static bool pick_of(const Call *c, const Line *l, Left *left) {
  Key sample[SAMPLE], low, high;
  Keys from = left->keys, to = area(l, from.key == area(l, 0).key);
  int64_t below = 0, n;
  take_sample(c, l, left, sample);
  guess_bounds(left, sample, &low, &high);
  if (from.key) n = kernels->order->pick(left->n, from, low, high, to, &below);
  else n = pick_of_line(c, l, low, high, to, &below);
  bool there = below <= left->start && left->start + left->length <= below + n;
  bool equal = low == high;
  if (!there || (n > left->n / 4 * 3 && !equal)) return false;
  *left = (Left){to, n, left->start - below, left->length, equal};
  return !equal;
}

static const Entry *sort_left(const Call *c, const Line *l, const Left *left) {
  const Keys *from = &left->keys;
  if (!from->key) return sort_line(c, l);
  int other = from->key == area(l, 0).key;
  Entry *x = area_entries(l, other), *spare = area_entries(l, !other);
  for (int64_t i = 0; i < left->n; i++)
    x[i] = (Entry){from->key[i], from->place[i]};
  return left->equal ? x : sort(x, spare, left->n);
}

static bool mostly_wanted(int64_t n, int64_t length) { return length > n / 2; }

static void part_line(const Call *c, const Line *l) {
  if (are_few(l)) {
    rank_line(c, l, c->a->i[1], c->a->i[2]);
    return;
  }
  Left left = {{NULL, NULL}, l->n, c->a->i[1], c->a->i[2], false};
  while (left.n > FEW && !mostly_wanted(left.n, left.length) &&
         pick_of(c, l, &left)) {
  }
  const Entry *x = sort_left(c, l, &left) + left.start;
  for (int64_t i = 0; i < left.length; i++)
    l->y[i * l->step] = (real)x[i].place + 1;
}

static bool part_infer(Call *c) {
  if (!order_infer(c)) return false;
  int64_t n = length_of(c), start = c->a->i[1], length = c->a->i[2];
  if (start < 0) start += n;
  if (length < 0 || start < 0 || start > n || length > n - start)
    return error_set("%" PRId64 " places from %" PRId64
                     " on, of a dimension of size %" PRId64,
                     length, start < 0 ? start - n : start + 1, n);
  c->a->i[1] = start;
  if (c->y->shape.rank) c->y->shape.size[c->a->i[0]] = length;
  return true;
}

static void part_forward(Call *c) {
  order_forward(c, part_line, mostly_wanted(length_of(c), c->a->i[2]));
}

/* ---- places in what is sorted ---- */

static bool searchsorted_infer(Call *c) {
  const Shape *s = &c->x[0]->shape, *x = &c->x[1]->shape;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  bool fits = s->rank == 1 || (s->rank > 0 && s->rank == x->rank);
  for (int k = 0; fits && s->rank > 1 && k < s->rank - 1; k++)
    fits = s->size[k] == x->size[k];
  c->y->shape = *x;
  if (!fits)
    return error_set("sorted_sequence is %s, x is %s; one line is wanted, or "
                     "one for each of x",
                     shape_text(s, a), shape_text(x, b));
  return indices_reach(s->size[s->rank - 1] + 1);
}

static void searchsorted_forward(Call *c) {
  const Shape *s = &c->x[0]->shape, *shape = &c->x[1]->shape;
  const real *sorted = tensor_data(c->x[0]), *x = tensor_data(c->x[1]);
  int64_t n = s->size[s->rank - 1], count = tensor_count(c->y);
  int64_t line = s->rank == 1 ? count : shape->size[shape->rank - 1];
  for (int64_t i = 0; i < count; i += line, sorted += n)
    kernels->order->search(line, x + i, n, sorted, c->a->i[0] != 0,
                           tensor_data(c->y) + i);
}

/* ---- rows ---- */

Op order_ops[] = {
    {"argsort", "x, dim: dim = -1, {descending: bool = false}", order_infer,
     argsort_forward, .variant = WHOLE, .scratch = order_scratch,
     .doc = "The indices, from 1, that put x in order along dim. Equal "
            "elements keep theirs; NaN counts as the largest. No derivative."},
    {"argsort_part",
     "x, dim: dim, start: index, length: int, {descending: bool = false}",
     part_infer, part_forward, .variant = PART, .scratch = order_scratch,
     .doc = "What argsort has from place start on along dim, length indices: "
            "argsort(x, dim):narrow(dim, start, length), in less time. No "
            "derivative."},
    {"searchsorted", "sorted_sequence, x, {right: bool = false}",
     searchsorted_infer, searchsorted_forward,
     .doc = "Where each element of x would stand in a sorted line, from 1: "
            "before those equal to it, with right after them. The line is one "
            "for all, or one for each last dimension of x. No derivative."},
    {0}};
