#include "tensor.h"

#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

#include "engine.h"
#include "kernel/kernel.h"
#include "kernel/sizes.h"
#include "walk.h"

/* ---- blocks for tensors, and scopes ---- */

static bool scope_reserve(TensorState *all) {
  if (all->count < all->room) return true;
  int64_t room = all->room ? 2 * all->room : 1024;
  Tensor **held = realloc(all->held, (size_t)room * sizeof *held);
  if (!held) return error_memory("out of memory");
  all->held = held;
  all->room = room;
  return true;
}

int64_t scope_open(void) { return engine->tensor.count; }

void scope_close(int64_t mark) {
  TensorState *all = &engine->tensor;
  while (all->count > mark) tensor_release(all->held[--all->count]);
}

Tensor *scope_adopt(Tensor *x) {
  TensorState *all = &engine->tensor;
  if (x && scope_reserve(all)) return all->held[all->count++] = x;
  tensor_release(x);
  return NULL;
}

static Tensor *take_block(TensorState *all) {
  Tensor *x = all->spare;
  if (x) {
    all->spare = x->next;
    return x;
  }
  x = malloc(sizeof *x);
  if (x) all->nodes++;
  else error_memory("out of memory");
  return x;
}

Tensor *tensor_blank(void) {
  TensorState *all = &engine->tensor;
  if (!scope_reserve(all)) return NULL;
  Tensor *x = take_block(all);
  if (!x) return NULL;
  memset(x, 0, offsetof(Tensor, attrs));
  x->refs = 1;
  x->edge = x->near;
  x->slot = -1;
  all->live++;
  all->held[all->count++] = x;
  return x;
}

bool tensor_allocate(Tensor *x) {
  shape_strides(&x->shape, x->stride);
  x->store = store_new(shape_count(&x->shape));
  return x->store != NULL;
}

Tensor *tensor_new(const Shape *shape) {
  if (!shape_valid(shape)) return NULL;
  Tensor *x = tensor_blank();
  if (!x) return NULL;
  x->shape = *shape;
  return tensor_allocate(x) ? x : NULL;
}

Tensor *tensor_scalar(real value) {
  Tensor *x = tensor_new(&(Shape){0});
  if (x) *x->store->data = value;
  return x;
}

void tensor_alias(Tensor *y, Tensor *x) {
  store_retain(x->store);
  y->store = x->store;
  y->born = x->store->version;
  y->shape = x->shape;
  memcpy(y->stride, x->stride, sizeof y->stride);
  y->offset = x->offset;
}

Tensor *tensor_detach(Tensor *x) {
  Tensor *y = tensor_blank();
  if (y) tensor_alias(y, x);
  return y;
}

/* ---- release ---- */

/* Tells of what becomes of a watched tensor. */
static void tell(const TensorState *all, const Tensor *x, Event event) {
  if (x->watched && all->on_event) all->on_event(x, event);
}

void tensor_retain(Tensor *x) { x->refs++; }

/* Lets the values go, unless somebody may read them. With strides of 0 the one
 * NaN stands in every place. */
static void let_go(Tensor *x) {
  if (x->refs > x->unread || (x->edges > 0 && x->read)) return;
  store_release(x->store);
  x->store = store_gone();
  memset(x->stride, 0, sizeof x->stride);
  x->offset = 0;
  x->stale = true;
}

/* One holder fewer: is another left? */
static bool outlives(Tensor *x) {
  if (--x->refs == 0) return false;
  if (x->refs == 1 && x->watched) tell(&engine->tensor, x, EVENT_ALONE);
  let_go(x);
  return true;
}

/* Deep graphs must not recurse: what has lost its last holder waits. */
static void unhold(TensorState *all, Tensor *x) {
  if (!x || outlives(x)) return;
  x->next = all->doomed;
  all->doomed = x;
}

static void unhold_edges(TensorState *all, Tensor *x) {
  for (int k = 0; k < x->edges; k++) {
    Tensor *in = x->edge[k].x;
    if (in && !x->edge[k].read) in->unread--;
    unhold(all, in);
  }
  if (x->edge != x->near) {
    all->far -= x->edges;
    free(x->edge);
  }
  x->edge = x->near;
  x->edges = 0;
}

void tensor_on_event(void (*f)(const Tensor *x, Event event)) {
  engine->tensor.on_event = f;
}

static void bury(TensorState *all) {
  if (all->burying) return;
  all->burying = true;
  while (all->doomed) {
    Tensor *x = all->doomed;
    all->doomed = x->next;
    tell(all, x, EVENT_GONE);
    unhold_edges(all, x);
    unhold(all, x->grad);
    if (x->store) store_release(x->store);
    all->live--;
    x->next = all->spare;
    all->spare = x;
  }
  all->burying = false;
}

void tensor_release(Tensor *x) {
  if (!x || outlives(x)) return;
  TensorState *all = &engine->tensor;
  x->next = all->doomed;
  all->doomed = x;
  bury(all);
}

void tensor_drop_graph(Tensor *x) {
  TensorState *all = &engine->tensor;
  x->dropped = true;
  tell(all, x, EVENT_DROPPED);
  unhold_edges(all, x);
  bury(all);
}

void tensor_trim(void) {
  TensorState *all = &engine->tensor;
  while (all->spare) {
    Tensor *x = all->spare;
    all->spare = x->next;
    all->nodes--;
    free(x);
  }
  if (all->count > 0) return;
  free(all->held);
  all->held = NULL;
  all->room = 0;
}

void tensor_forget(void) {
  scope_close(0);
  tensor_trim();
}

int64_t tensor_bytes(void) {
  const TensorState *all = &engine->tensor;
  return all->nodes * (int64_t)sizeof(Tensor) +
         all->far * (int64_t)sizeof(Edge) +
         all->room * (int64_t)sizeof *all->held;
}

/* For as long as another tensor lives. */
static void hold(Tensor *x) {
  tensor_retain(x);
  if (x->watched) tell(&engine->tensor, x, EVENT_SHARED);
}

void tensor_set_grad(Tensor *x, Tensor *grad) {
  Tensor *old = x->grad;
  if (grad) hold(grad);
  x->grad = grad;
  tensor_release(old);
}

bool tensor_make_edges(Tensor *x, int n) {
  if (n > NEAR_EDGES) {
    Edge *far = calloc((size_t)n, sizeof *far);
    if (!far) return error_memory("out of memory");
    x->edge = far;
    engine->tensor.far += n;
  }
  x->edges = n;
  return true;
}

void tensor_set_edge(Tensor *y, int k, Tensor *x, bool wanted, bool read) {
  hold(x);
  if (!read) x->unread++;
  y->edge[k] = (Edge){x, x->store->version, wanted, read};
}

/* ---- values ---- */

bool tensor_is_contiguous(const Tensor *x) {
  int64_t step = 1;
  for (int k = x->shape.rank - 1; k >= 0; k--) {
    if (x->shape.size[k] != 1 && x->stride[k] != step) return false;
    step *= x->shape.size[k] > 0 ? x->shape.size[k] : 1;
  }
  return true;
}

bool tensor_lies_across(const Tensor *x) {
  Walk w;
  walk_open(&w, &x->shape, x->stride);
  return walk_across(&w);
}

/* A copy between a strided array and a contiguous one. */
typedef struct Copy {
  Walk walk;
  real *to;
  const real *from;
  bool unpack;
} Copy;

static void copy_part(void *context, int64_t part) {
  const Copy *c = context;
  if (c->unpack) walk_unpack_part(&c->walk, c->to, part, c->from);
  else walk_pack_part(&c->walk, c->from, part, c->to);
}

static void copy_run(Copy *c) { pool_run(copy_part, c, walk_parts(&c->walk)); }

void tensor_pack(const Tensor *x, real *y) {
  Copy c = {.to = y, .from = tensor_data(x)};
  if (y == c.from) return;
  walk_open(&c.walk, &x->shape, x->stride);
  copy_run(&c);
}

Tensor *tensor_contiguous(Tensor *x) {
  if (tensor_is_contiguous(x)) return x;
  Tensor *y = tensor_new(&x->shape);
  if (y) tensor_pack(x, tensor_data(y));
  return y;
}

void tensor_touch(Tensor *y) {
  y->born = ++y->store->version;
  y->store->mask = false;
}

bool tensor_keeps_mask(const Tensor *x) {
  real first = tensor_count(x) == 1 ? *tensor_data(x) : 2;
  return x->store->mask || first == 0 || first == 1;
}

bool tensor_is_finite(const Tensor *x) {
  const real *v = tensor_data(x);
  int64_t n = tensor_count(x), at = 0;
  if (isfinite(kernels->sum(n, v))) return true;
  while (at < n && isfinite(v[at])) at++;
  return at == n;
}

void tensor_fill(Tensor *y, real value) {
  enum { BLOCK = 1024 };
  real block[BLOCK];
  int64_t n = tensor_count(y);
  Walk w;
  walk_open(&w, &y->shape, y->stride);
  bool mask = y->store->mask && (value == 0 || value == 1);
  tensor_touch(y);
  y->store->mask = mask;
  if (walk_flat(&w)) {
    kernels->fill(n, tensor_data(y), value);
    return;
  }
  kernels->fill(BLOCK, block, value);
  for (int64_t at = 0; at < n; at += BLOCK)
    walk_unpack(&w, tensor_data(y), at, least(n - at, BLOCK), block);
}

bool tensor_copy(Tensor *y, Tensor *x) {
  Tensor *view = tensor_blank();
  if (!view) return false;
  tensor_alias(view, x);
  if (!shape_expand(&x->shape, x->stride, &y->shape, view->stride))
    return false;
  view->shape = y->shape;
  Tensor *source = tensor_contiguous(view);
  if (source == view && x->store == y->store) {
    source = tensor_new(&y->shape);
    if (source)
      memcpy(tensor_data(source), tensor_data(view),
             (size_t)tensor_count(y) * sizeof(real));
  }
  if (!source) return false;
  Copy c = {.to = tensor_data(y), .from = tensor_data(source), .unpack = true};
  walk_open(&c.walk, &y->shape, y->stride);
  bool mask = y->store->mask && tensor_keeps_mask(x);
  tensor_touch(y);
  y->store->mask = mask;
  copy_run(&c);
  return true;
}

/* Elements at .. at + n - 1: in place, or copied. */
static const real *block_of(const Walk *w, const Tensor *x, int64_t at,
                            int64_t n, real *copy) {
  if (walk_flat(w)) return tensor_data(x) + at;
  walk_pack(w, tensor_data(x), at, n, copy);
  return copy;
}

bool tensor_equal(const Tensor *x, const Tensor *y) {
  enum { BLOCK = 1024 };
  real a[BLOCK], b[BLOCK];
  Walk left, right;
  if (!shape_equal(&x->shape, &y->shape)) return false;
  walk_open(&left, &x->shape, x->stride);
  walk_open(&right, &y->shape, y->stride);
  for (int64_t at = 0; at < left.count; at += BLOCK) {
    int64_t n = least(left.count - at, BLOCK);
    const real *p = block_of(&left, x, at, n, a);
    const real *q = block_of(&right, y, at, n, b);
    int differ = 0;
    for (int64_t i = 0; i < n; i++) differ |= p[i] != q[i];
    if (differ) return false;
  }
  return true;
}

/* ---- sums ---- */

enum { SUM_BLOCK = 1024, SUM_CHUNK = 1 << 16 };

typedef struct Sum {
  Walk to, from;
  real *y;
  const real *x;
  int64_t part, to_step, from_step; /* of rows */
} Sum;

/* Elements at .. at + n - 1, at most SUM_BLOCK where one is not flat. */
static void add_some(const Sum *s, int64_t at, int64_t n) {
  real x[SUM_BLOCK], y[SUM_BLOCK];
  bool flat = walk_flat(&s->to);
  if (!walk_flat(&s->from)) walk_pack(&s->from, s->x, at, n, x);
  if (!flat) walk_pack(&s->to, s->y, at, n, y);
  kernels->add(n, flat ? s->y + at : y, walk_flat(&s->from) ? s->x + at : x);
  if (!flat) walk_unpack(&s->to, s->y, at, n, y);
}

/* Do both stand in rows, those of the one that is not flat? */
static bool in_rows(Sum *s) {
  const Walk *w = walk_flat(&s->to) ? &s->from : &s->to;
  s->part = w->size[w->rank - 1];
  return !walk_flat(w) && s->part > 1 &&
         walk_rows(&s->to, s->part, &s->to_step) &&
         walk_rows(&s->from, s->part, &s->from_step);
}

static void add_row(void *context, int64_t row) {
  const Sum *s = context;
  kernels->add(s->part, s->y + row * s->to_step, s->x + row * s->from_step);
}

static void add_chunk(void *context, int64_t chunk) {
  const Sum *s = context;
  int64_t at = chunk * SUM_CHUNK, end = least(at + SUM_CHUNK, s->to.count);
  bool flat = walk_flat(&s->to) && walk_flat(&s->from);
  int64_t some = flat ? SUM_CHUNK : SUM_BLOCK;
  for (; at < end; at += some) add_some(s, at, least(some, end - at));
}

void tensor_add(Tensor *y, const Tensor *x) {
  Sum s = {.y = tensor_data(y), .x = tensor_data(x)};
  walk_open(&s.from, &x->shape, x->stride);
  walk_open(&s.to, &y->shape, y->stride);
  tensor_touch(y);
  if (in_rows(&s)) pool_run_pieces(add_row, &s, s.to.count / s.part, s.part);
  else pool_run(add_chunk, &s, divide_up(s.to.count, SUM_CHUNK));
}
