/* Tensors: a shape over a store, and a node of the graph.
 *
 * A tensor's values never change after birth, except a leaf's, in place, which
 * raises its store's version. A result keeps the op that made it and its
 * inputs: that is the graph, and nothing else is saved for the backward pass.
 * Values that only the graph has and no rule reads are let go; of such a tensor
 * the shape is left, and no op takes it.
 *
 * Ownership: a new tensor belongs to the innermost scope, which releases it
 * when it closes; whoever wants to keep it retains it. So no function below
 * hands a reference to its caller, and no error path has anything to free. */
#ifndef LUNETTE_TENSOR_H
#define LUNETTE_TENSOR_H

#include <stdbool.h>

#include "shape.h"
#include "store.h"

typedef struct Tensor Tensor;
struct Op;

/* Values of an op's arguments that are not tensors, in the order of its
 * signature: reals in r, integers, axes, booleans and choices in i, the one
 * variable list in list[0 .. n - 1] (n < 0: not given). Axes and indices count
 * from 0. An optional integer that was not given is ATTR_NONE. */
enum { MAX_REALS = 8, MAX_INTS = 16, MAX_LIST = 2 * MAX_DIMS };
#define ATTR_NONE INT64_MIN

typedef struct Attrs {
  double r[MAX_REALS];
  int64_t i[MAX_INTS];
  int n;
  int64_t list[MAX_LIST];
} Attrs;

/* An input of a recorded op, as it was then. */
typedef struct Edge {
  Tensor *x;        /* NULL for an optional input that was not given */
  uint32_t version; /* of the values that were read */
  bool wanted;      /* it required a gradient */
  bool read;        /* the rule reads its values */
} Edge;

enum { NEAR_EDGES = 4 };
enum { MARK_NONE, MARK_PARAMETER, MARK_BUFFER };

struct Tensor {
  Shape shape;
  int64_t stride[MAX_DIMS];
  int64_t offset;
  Store *store;
  int refs;
  int handles; /* of refs, those by which the binding's user has it */
  int unread;  /* of refs, those of edges whose rule does not read the values */
  bool requires_grad;
  bool stale;      /* the values are gone; or, while a rule runs, others */
  bool read;       /* the rule behind it reads its values */
  bool dropped;    /* the graph behind it has been consumed by a sweep */
  bool watched;    /* the binding keeps something for it */
  bool keeps_grad; /* gets a grad though it is no leaf */
  uint8_t mark;    /* parameter or buffer, for the Lua library */
  uint32_t born;   /* the store's version when the values were made */
  int edges;       /* 0 for a leaf, and when dropped */
  Edge near[NEAR_EDGES];
  Edge *edge;          /* near, or an array of its own */
  const struct Op *op; /* what made it, recorded or not; or NULL */
  Tensor *grad;        /* after a sweep; of a leaf, unless keeps_grad */
  int64_t slot;        /* its entry in the innermost sweep that has it, or -1 */
  Tensor *next;        /* among the spare or the doomed */
  Attrs attrs;         /* last: only what an op uses is ever written */
};

/* What becomes of a watched tensor: it has ended, or the graph behind it has; a
 * single holder is left, or another tensor holds it now. */
typedef enum Event {
  EVENT_GONE,
  EVENT_DROPPED,
  EVENT_ALONE,
  EVENT_SHARED
} Event;

typedef struct TensorState {
  Tensor **held; /* by the scopes that are open */
  int64_t count, room;
  Tensor *spare;  /* blocks for new ones */
  Tensor *doomed; /* have lost their last holder */
  bool burying;   /* the doomed are being freed; a release only adds to them */
  int64_t live;   /* that somebody holds */
  int64_t nodes;  /* live and spare */
  int64_t far;    /* edges in arrays of their own */
  void (*on_event)(const Tensor *x, Event event); /* tensor_on_event */
} TensorState;

/* Scopes nest: the result of scope_open is given to its scope_close. */
int64_t scope_open(void);
void scope_close(int64_t scope);
/* The innermost scope takes over the caller's reference; x, or NULL. */
Tensor *scope_adopt(Tensor *x);

/* All return NULL with an error when memory is short. */
Tensor *tensor_new(const Shape *shape); /* contents undefined */
Tensor *tensor_blank(void);             /* no shape, no store yet */
bool tensor_allocate(Tensor *x);        /* a store for the shape it has */
Tensor *tensor_scalar(real value);
Tensor *tensor_detach(Tensor *x); /* a leaf over the same values */
/* x itself when it is contiguous, else an unrecorded contiguous copy. */
Tensor *tensor_contiguous(Tensor *x);

/* Writes the elements of x to y in row-major order; to where they stand, none.
 */
void tensor_pack(const Tensor *x, real *y);

/* Makes y (blank) a view of x's store; its shape, strides and offset are then
 * set by the caller. */
void tensor_alias(Tensor *y, Tensor *x);

void tensor_retain(Tensor *x);
void tensor_release(Tensor *x); /* NULL is allowed */
/* Takes the graph away from behind x; the values stay. */
void tensor_drop_graph(Tensor *x);
void tensor_set_grad(Tensor *x, Tensor *grad);
/* f is told. It may be called wherever a tensor is retained or released, and
 * must not fail. NULL for none. */
void tensor_on_event(void (*f)(const Tensor *x, Event event));

/* Room for n edges, empty; false with an error. */
bool tensor_make_edges(Tensor *x, int n);
/* Edge k of y leads to x, as it is now. */
void tensor_set_edge(Tensor *y, int k, Tensor *x, bool wanted, bool read);

static inline real *tensor_data(const Tensor *x) {
  return x->store->data + x->offset;
}
static inline int64_t tensor_count(const Tensor *x) {
  return shape_count(&x->shape);
}
bool tensor_is_contiguous(const Tensor *x);
bool tensor_lies_across(const Tensor *x); /* walk_across */
/* Are all elements finite? x is contiguous. */
bool tensor_is_finite(const Tensor *x);

/* In place: the value n, or the values of x (expanded to y's shape), without
 * recording. False with an error when the sizes differ. Overlap is allowed. */
void tensor_fill(Tensor *y, real value);
bool tensor_copy(Tensor *y, Tensor *x);
/* Are the shapes the same, and all elements equal? NaN equals nothing. */
bool tensor_equal(const Tensor *x, const Tensor *y);
/* y += x, of the same shape; each element of y stands in a place of its own,
 * and nobody else sees its values. */
void tensor_add(Tensor *y, const Tensor *x);
/* Does a mask (Store.mask) stay one when the values of x are written to it? */
bool tensor_keeps_mask(const Tensor *x);
/* To be called before any other write in place; a mask is none after it. */
void tensor_touch(Tensor *y);

void tensor_forget(void);   /* frees all but what somebody holds */
int64_t tensor_bytes(void); /* of nodes, edges and scopes */
void tensor_trim(void);     /* frees what is kept for more of them */

#endif
