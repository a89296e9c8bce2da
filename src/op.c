#include "op.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "once.h"

/* ---- the registry ---- */

extern Op pointwise_ops[], view_ops[], reduce_ops[], matmul_ops[],
    softmax_ops[], norm_ops[], index_ops[], conv_ops[], minibatch_ops[];
extern Op diagonal_ops[], distance_ops[], linalg_ops[];
extern Op activation_ops[];
extern Op sample_ops[], pad_ops[], pooling_ops[], fold_ops[];
extern Op scan_ops[], order_ops[];
extern Op grid_ops[];
extern Op row_norm_ops[];
extern Op fourier_ops[];
extern Op special_ops[];
extern Op places_ops[];
extern Op slices_ops[];
extern Op margins_ops[];

static const struct {
  Op *rows;
  const char *name;
} families[] = {
    {pointwise_ops, "pointwise"},
    {view_ops, "view"},
    {reduce_ops, "reduce"},
    {matmul_ops, "matmul"},
    {softmax_ops, "softmax"},
    {norm_ops, "norm"},
    {index_ops, "index"},
    {conv_ops, "conv"},
    {minibatch_ops, "minibatch"},
    {diagonal_ops, "diagonal"},
    {distance_ops, "distance"},
    {linalg_ops, "linalg"},
    {activation_ops, "activation"},
    {sample_ops, "sample"},
    {pad_ops, "pad"},
    {pooling_ops, "pooling"},
    {fold_ops, "fold"},
    {scan_ops, "scan"},
    {order_ops, "order"},
    {grid_ops, "grid"},
    {row_norm_ops, "row_norm"},
    {fourier_ops, "fourier"},
    {special_ops, "special"},
    {places_ops, "places"},
    {slices_ops, "slices"},
    {margins_ops, "margins"},
};

enum { BUCKETS = 1024 };
static Op *first, *last, *bucket_of[BUCKETS];
static int taken;

/* Names by open addressing: the rows never go away, and one bucket is always
 * free, where the search for a name that is not there ends. */
static Op **bucket(const char *name) {
  unsigned h = 2166136261u;
  for (const char *p = name; *p; p++) h = (h ^ (unsigned char)*p) * 16777619u;
  h %= BUCKETS;
  while (bucket_of[h] && strcmp(bucket_of[h]->name, name))
    h = (h + 1) % BUCKETS;
  return &bucket_of[h];
}

Op *op_find(const char *name) { return *bucket(name); }
Op *op_first(void) { return first; }

const Op *op_cached(const Op **op, const char *name) {
  const Op *found = __atomic_load_n(op, __ATOMIC_RELAXED);
  if (found) return found;
  found = op_find(name);
  if (!found) error_set("no op is called %s", name);
  __atomic_store_n(op, found, __ATOMIC_RELAXED);
  return found;
}

/* ---- registering ---- */

/* Room for as many parameters as the row has; it never goes away. */
static bool read_signature(Op *op) {
  Param room[MAX_PARAMS];
  Signature *s = &op->takes;
  *s = (Signature){.name = op->name, .text = op->signature};
  if (!signature_parse(s, room)) return false;
  size_t bytes = (size_t)s->params * sizeof *room;
  s->param = malloc(bytes + 1);
  if (!s->param) return error_memory("out of memory");
  memcpy(s->param, room, bytes);
  return true;
}

bool op_register(Op *rows, const char *family) {
  for (Op *op = rows; op->name; op++) {
    Op **place_of = bucket(op->name);
    if (*place_of == op) continue; /* of a loading that failed later on */
    if (*place_of) return error_set("two ops are called %s", op->name);
    if (taken == BUCKETS - 1) return error_set("more than %d ops", taken);
    if (!read_signature(op)) {
      error_prefix(op->name);
      return false;
    }
    const KernelLoop *fast = op->loop ? kernel_find(op->name) : NULL;
    if (fast) op->loop = fast->loop;
    if (fast) op->by_number = fast->by_number;
    op->family = family;
    *place_of = op;
    taken++;
    if (last) last->next = op;
    else first = op;
    last = op;
  }
  return true;
}

static bool load(void) {
  if (!kernel_choose()) return false;
  for (size_t k = 0; k < sizeof families / sizeof *families; k++)
    if (!op_register(families[k].rows, families[k].name)) return false;
  return true;
}

bool op_load(void) {
  static Once loaded = {.lock = PTHREAD_MUTEX_INITIALIZER};
  return once(&loaded, load);
}

/* ---- running ---- */

bool op_recording(void) { return engine->op.recording; }

bool op_set_recording(bool on) {
  bool was = engine->op.recording;
  engine->op.recording = on;
  return was;
}

bool op_bfloat16(void) { return engine->op.bfloat16; }

bool op_set_bfloat16(bool on) {
  bool was = engine->op.bfloat16;
  engine->op.bfloat16 = on && !REAL_IS_DOUBLE;
  return was;
}

OpWatch *op_set_watch(OpWatch *f) {
  OpWatch *was = engine->op.watch;
  engine->op.watch = f;
  return was;
}

static Tensor *refuse(const Op *op) {
  error_prefix(op->name);
  return NULL;
}

static bool gone(const Tensor *x) {
  char text[SHAPE_TEXT];
  shape_text(&x->shape, text);
  if (x->store == &engine->store.gone)
    return error_set("the values of this %s tensor were let go: only the graph "
                     "had it, and no derivative reads them",
                     text);
  engine->op.overwritten = x->store;
  return error_set("parameter changed since it was used: the old values of "
                   "a %s tensor, overwritten in place, are needed here",
                   text);
}

/* A view hands the mark on; any other op would read what is gone, which is an
 * error. */
static bool readable(const Call *c) {
  for (int k = 0; k < c->n; k++) {
    if (!c->x[k] || !c->x[k]->stale) continue;
    if (c->y->store) {
      c->y->stale = true;
      continue;
    }
    return gone(c->x[k]);
  }
  return true;
}

/* Does forward take x as it lies? A pointwise one would, but a transpose is
 * copied faster, in tiles. */
static bool taken_as_is(const Op *op, const Tensor *x) {
  if (!x || tensor_is_contiguous(x)) return true;
  return op->flags & OP_STRIDED && !(op->loop && tensor_lies_across(x));
}

/* x as forward takes it; where a loop goes over it as over the result, the
 * copy stands in the result, once. */
static Tensor *in_order(const Call *c, Tensor *x, bool *used) {
  if (!c->op->loop || *used || c->y->store->refs > 1 ||
      !shape_equal(&x->shape, &c->y->shape))
    return tensor_contiguous(x);
  *used = true;
  tensor_pack(x, tensor_data(c->y));
  return c->y;
}

static bool compute(Call *c) {
  Tensor *near[NEAR_EDGES], **given = c->x;
  if (c->op->scratch && !pool_reserve(c->op->scratch(c))) return false;
  bool as_is = true;
  for (int k = 0; k < c->n; k++) as_is = as_is && taken_as_is(c->op, given[k]);
  if (as_is) {
    c->op->forward(c);
    return !error_pending();
  }
  c->x = c->n <= NEAR_EDGES ? near : malloc((size_t)c->n * sizeof *c->x);
  if (!c->x) return error_memory("out of memory");
  bool whole = true, used = false;
  for (int k = 0; k < c->n; k++) {
    bool copied = !taken_as_is(c->op, given[k]);
    c->x[k] = copied ? in_order(c, given[k], &used) : given[k];
    whole = whole && (c->x[k] || !given[k]);
  }
  if (whole) c->op->forward(c);
  if (c->x != near) free(c->x);
  c->x = given;
  return whole && !error_pending();
}

static bool wants(const Call *c, int k) {
  return k < c->n && c->x[k] && c->x[k]->requires_grad;
}

static bool reads(const Call *c, int k) {
  if (c->reads == READS_OTHER) return k < 2 && wants(c, 1 - k);
  return c->reads == READS_ALL || c->reads == READS_INPUTS;
}

static bool record(const Call *c) {
  bool wanted = false;
  Tensor *y = c->y;
  y->op = c->op;
  if (!engine->op.recording || !c->op->rule) return true;
  for (int k = 0; k < c->n; k++) wanted = wanted || wants(c, k);
  if (!wanted) return true;
  if (!tensor_make_edges(y, c->n)) return false;
  for (int k = 0; k < c->n; k++)
    if (c->x[k]) tensor_set_edge(y, k, c->x[k], wants(c, k), reads(c, k));
  y->read = c->reads == READS_ALL || c->reads == READS_RESULT;
  y->requires_grad = true;
  return true;
}

/* y's own attributes, which infer may normalise and the rule will read. */
static void copy_attrs(Tensor *y, const Op *op, const Attrs *a) {
  size_t kept = op->takes.kept;
  if (!a || kept == 0) return;
  if (kept == sizeof *a->r) { /* add's alpha */
    *y->attrs.r = *a->r;
    return;
  }
  memcpy(&y->attrs, a, kept);
  if (kept == offsetof(Attrs, list) && a->n > 0)
    memcpy(y->attrs.list, a->list, (size_t)a->n * sizeof *a->list);
}

static Tensor *run_composed(const Op *op, Tensor **x, int n, const Attrs *a) {
  Attrs none = {.n = 0}, own = a ? *a : none;
  Tensor *y = op->compose(&(Call){.op = op, .n = n, .x = x, .a = &own});
  if (y) return y;
  error_unname(); /* conv's, when conv2d was called */
  return refuse(op);
}

static void note(const Call *c, double start) {
  int64_t elements = tensor_count(c->y);
  for (int k = 0; k < c->n; k++)
    if (c->x[k]) elements += tensor_count(c->x[k]);
  profile_end(c->op->name, start, c->op->flops ? c->op->flops(c) : 0,
              elements * (int64_t)sizeof(real));
}

static bool makes_mask(const Call *c) {
  unsigned flags = c->op->flags;
  if (!(flags & (OP_OF_MASKS | OP_OF_FIRST))) return flags & OP_MASK;
  int n = flags & OP_OF_FIRST ? 1 : c->n;
  for (int k = 0; k < n; k++)
    if (!c->x[k] || !c->x[k]->store->mask) return false;
  return true;
}

/* Room for the result, and its values. */
static bool make(Call *c) {
  double start = profile_start();
  if (!shape_valid(&c->y->shape) || !tensor_allocate(c->y) || !compute(c))
    return false;
  c->y->store->mask = makes_mask(c);
  if (start > 0) note(c, start);
  return true;
}

/* A call with y's shape inferred; false with an error. */
static bool open_call(Call *c, const Op *op, Tensor **x, int n,
                      const Attrs *a) {
  Tensor *y = tensor_blank();
  if (!y) return false;
  copy_attrs(y, op, a);
  *c = (Call){.op = op, .n = n, .x = x, .a = &y->attrs, .y = y};
  c->reads = op->reads;
  return op->infer(c) && readable(c);
}

Tensor *op_apply(const Op *op, Tensor **x, int n, const Attrs *a) {
  Call c;
  if (error_pending()) return NULL;
  if (!op->infer) return run_composed(op, x, n, a);
  if (!open_call(&c, op, x, n, a)) return refuse(op);
  if (!c.y->store && !make(&c)) return refuse(op);
  if (!record(&c)) return refuse(op);
  OpWatch *watch = engine->op.watch;
  if (watch && !watch(&c)) return refuse(op);
  return c.y;
}

/* Can forward write over x[0] as it reads? Where no other input is stored with
 * it, and nobody watches. */
static bool goes_over(const Op *op, Tensor **x, int n) {
  bool can = (op->loop || op->flags & OP_OVER) && !engine->op.watch &&
             tensor_is_contiguous(x[0]);
  for (int k = 1; k < n; k++)
    can = can && !(x[k] && x[k]->store == x[0]->store);
  return can;
}

static bool make_over(Call *c, Tensor *to) {
  double start = profile_start();
  bool mask = to->store->mask && makes_mask(c);
  tensor_alias(c->y, to);
  if (!compute(c)) return false;
  tensor_touch(to);
  to->store->mask = mask;
  if (start > 0) note(c, start);
  return true;
}

Tensor *op_apply_over(const Op *op, Tensor **x, int n, const Attrs *a) {
  Call c;
  if (error_pending()) return NULL;
  if (!goes_over(op, x, n)) return op_apply(op, x, n, a);
  if (!open_call(&c, op, x, n, a)) return refuse(op);
  bool fits = shape_equal(&c.y->shape, &x[0]->shape);
  return (fits ? make_over(&c, x[0]) : make(&c)) ? c.y : refuse(op);
}
