/* Ops: one row each, and the one way to run them.
 *
 * A row says all that is known of an op. The Lua method, the checks of its
 * arguments, the reference page and the gradient checks derive from it.
 *
 * Signature: "x, other", "x, dim: dims?, {keepdim: bool = false}": signature.h
 * has the grammar and the types. */
#ifndef LUNETTE_OP_H
#define LUNETTE_OP_H

#include <stddef.h>

#include "error.h"
#include "kernel/kernel.h"
#include "signature.h"
#include "tensor.h"

/* One call of an op. infer checks x and a (it may normalise a, e.g. negative
 * axes) and sets y->shape, or makes y a view of x[0] (tensor_alias): then y has
 * a store, and there is no forward. A forward fails, by leaving an error
 * pending, only where the values themselves decide (linalg). Rules read all of
 * it. */
typedef struct Call {
  const struct Op *op;
  int n;      /* tensor inputs */
  Tensor **x; /* NULL where an optional one was not given */
  Attrs *a;
  Tensor *y;
  const bool *need; /* in rules: which inputs want a gradient */
  int reads;        /* the row's, which infer may change */
} Call;

/* Whose values a rule reads, at any order; all others are let go when only the
 * graph has them, and reading them is an error. Shapes are there for all. */
enum {
  READS_INPUTS, /* of all inputs */
  READS_RESULT,
  READS_ALL,   /* of inputs and result */
  READS_OTHER, /* of x[0] and x[1], each for the cotangent of the other */
  READS_NONE
};

enum {
  OP_STRIDED = 1,  /* forward takes any strides; without it, x is contiguous */
  OP_MASK = 2,     /* the result is a mask, 0 and 1: Store.mask */
  OP_OF_MASKS = 4, /* it is one where all of x are */
  OP_OF_FIRST = 8, /* it is one where x[0] is */
  /* The result is a view of some elements of x[0], each once: its cotangent is
   * added where theirs stands, unless that is recorded. */
  OP_PART = 16,
  OP_COMMUTES = 32, /* x[0] and x[1] may change places */
  /* The result starts as x[0], by tensor_pack, and may be written over it. */
  OP_OVER = 64
};

typedef struct Op {
  const char *name, *signature;
  bool (*infer)(Call *c);
  void (*forward)(Call *c);
  /* The cotangents gx[k] of the inputs, given that of the result, for each k
   * with need[k], others being ignored; gx[k] is NULL before, which means zero.
   * Written in ops; an error stays pending. NULL for an op that has no
   * derivative, and whose results are therefore never recorded. */
  void (*rule)(const Call *c, Tensor *g, Tensor **gx);
  /* Instead of all these: the op written in others, which are what is recorded
   * (c has no y). NULL with an error. */
  Tensor *(*compose)(const Call *c);
  Loop loop; /* pointwise ops: the plain loop; a fast one may replace it */
  unsigned flags;
  int reads;   /* READS_INPUTS and its like */
  int variant; /* which of the ops that share these functions; theirs to read */
  /* Multiplications and additions of a call, for profiles; or NULL. */
  int64_t (*flops)(const Call *c);
  /* Bytes of scratch that each worker needs in forward (pool_scratch). */
  size_t (*scratch)(const Call *c);
  /* For the gradient check, arguments in Lua; ";" separates samples. */
  const char *sample;
  const char *doc;
  /* filled in when the row is registered */
  const char *family;
  Loop by_number; /* KernelLoop's, or NULL */
  Signature takes;
  struct Op *next;
} Op;

/* Families register themselves through op_load, once for all engines; another
 * rock may add rows before a second engine is at work. */
bool op_register(Op *rows, const char *family); /* up to a row without name */
bool op_load(void);
Op *op_find(const char *name); /* NULL when there is none */
Op *op_first(void);            /* all of them, through next */

/* The result, owned by the innermost scope; NULL when an error is pending,
 * which makes chains of ops safe to write without checks between. `a` may be
 * NULL for an op without attributes. */
Tensor *op_apply(const Op *op, Tensor **x, int n, const Attrs *a);

/* The same, unrecorded, for what is then written over x[0]: a view of it, with
 * the result in place, where the loop of a pointwise row or OP_OVER allows
 * that. */
Tensor *op_apply_over(const Op *op, Tensor **x, int n, const Attrs *a);

/* For the words of rules: finds the row once; NULL with an error. What stands
 * at `op` is for this function alone, as other threads come by. */
const Op *op_cached(const Op **op, const char *name);

/* Looks at every call once its result is there (of a composed row, at those it
 * is composed of); false, with an error pending, makes the call fail. NULL for
 * none; returns what it was. */
typedef bool OpWatch(const Call *c);
OpWatch *op_set_watch(OpWatch *f);

/* Recording: whether results remember how they were made. */
bool op_recording(void);
bool op_set_recording(bool on); /* returns what it was */

/* Whether ops that may are to round to bfloat16 (kernel/bf16.h). Never with
 * REAL_IS_DOUBLE. */
bool op_bfloat16(void);
bool op_set_bfloat16(bool on); /* returns what it was */

typedef struct OpState {
  bool recording, bfloat16;
  OpWatch *watch;
  const Store *overwritten; /* where the last refusal missed old values */
} OpState;

#endif
