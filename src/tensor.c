#include "tensor.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "pool.h"
#include "walk.h"

/* ---- blocks for tensors, and scopes ---- */

static Tensor *spare;
static int64_t live;
static struct { Tensor **held; int64_t count, room; } scope;

static bool scope_reserve(void) {
  if (scope.count < scope.room) return true;
  int64_t room = scope.room ? 2 * scope.room : 1024;
  Tensor **held = realloc(scope.held, (size_t)room * sizeof *held);
  if (!held) return error_set("out of memory");
  scope.held = held;
  scope.room = room;
  return true;
}

int64_t scope_open(void) { return scope.count; }

void scope_close(int64_t mark) {
  while (scope.count > mark) tensor_release(scope.held[--scope.count]);
}

Tensor *scope_adopt(Tensor *x) {
  if (x && scope_reserve()) return scope.held[scope.count++] = x;
  tensor_release(x);
  return NULL;
}

static Tensor *take_block(void) {
  Tensor *x = spare;
  if (x) {
    spare = x->next;
    return x;
  }
  x = malloc(sizeof *x);
  if (!x) error_set("out of memory");
  return x;
}

Tensor *tensor_blank(void) {
  if (!scope_reserve()) return NULL;
  Tensor *x = take_block();
  if (!x) return NULL;
  memset(x, 0, offsetof(Tensor, attrs));
  x->refs = 1;
  x->edge = x->near;
  x->slot = -1;
  live++;
  scope.held[scope.count++] = x;
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

void tensor_retain(Tensor *x) { x->refs++; }

/* Deep graphs must not recurse: what has lost its last holder waits here. */
static Tensor *doomed;

static void unhold(Tensor *x) {
  if (!x || --x->refs > 0) return;
  x->next = doomed;
  doomed = x;
}

static void unhold_edges(Tensor *x) {
  for (int k = 0; k < x->edges; k++) unhold(x->edge[k].x);
  if (x->edge != x->near) free(x->edge);
  x->edge = x->near;
  x->edges = 0;
}

static void (*on_end)(const Tensor *x, bool gone);

void tensor_on_end(void (*f)(const Tensor *x, bool gone)) { on_end = f; }

static void bury(void) {
  static bool busy;
  if (busy) return;
  busy = true;
  while (doomed) {
    Tensor *x = doomed;
    doomed = x->next;
    if (x->watched && on_end) on_end(x, true);
    unhold_edges(x);
    unhold(x->grad);
    if (x->store) store_release(x->store);
    live--;
    x->next = spare;
    spare = x;
  }
  busy = false;
}

void tensor_release(Tensor *x) {
  unhold(x);
  bury();
}

void tensor_drop_graph(Tensor *x) {
  x->dropped = true;
  if (x->watched && on_end) on_end(x, false);
  unhold_edges(x);
  bury();
}

void tensor_set_grad(Tensor *x, Tensor *grad) {
  Tensor *old = x->grad;
  if (grad) tensor_retain(grad);
  x->grad = grad;
  tensor_release(old);
}

bool tensor_make_edges(Tensor *x, int n) {
  if (n > NEAR_EDGES) {
    Edge *far = calloc((size_t)n, sizeof *far);
    if (!far) return error_set("out of memory");
    x->edge = far;
  }
  x->edges = n;
  return true;
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

static void copy_run(Copy *c) {
  pool_run(copy_part, c, walk_parts(&c->walk));
}

void tensor_pack(const Tensor *x, real *y) {
  Copy c = {.to = y, .from = tensor_data(x)};
  walk_open(&c.walk, &x->shape, x->stride);
  copy_run(&c);
}

Tensor *tensor_contiguous(Tensor *x) {
  if (tensor_is_contiguous(x)) return x;
  Tensor *y = tensor_new(&x->shape);
  if (y) tensor_pack(x, tensor_data(y));
  return y;
}

void tensor_touch(Tensor *y) { y->born = ++y->store->version; }

void tensor_fill(Tensor *y, real value) {
  enum { BLOCK = 1024 };
  real block[BLOCK];
  int64_t n = tensor_count(y);
  Walk w;
  walk_open(&w, &y->shape, y->stride);
  for (int i = 0; i < BLOCK; i++) block[i] = value;
  tensor_touch(y);
  for (int64_t at = 0; at < n; at += BLOCK)
    walk_unpack(&w, tensor_data(y), at, n - at < BLOCK ? n - at : BLOCK,
                block);
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
  tensor_touch(y);
  copy_run(&c);
  return true;
}

int64_t tensor_live(void) { return live; }
