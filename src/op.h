/* Ops: one row each, and the one way to run them.
 *
 * A row says all that is known of an op. The Lua method, the checks of its
 * arguments, the reference page and the gradient checks derive from it.
 *
 * Signature: "x, other", "x, dim: dims?, {keepdim: bool = false}": the grammar
 * is that of signature.h. Types of the arguments of ops:
 *   (none)   tensor, or a number      tensors  a table of tensors
 *   int real bool
 *   int2, int3  one integer for all, or a table of 2 or 3
 *   dim      an axis                  dims     an axis or a table of axes
 *   index    an index                 sizes    integers, or one table of them
 *   ints     one, or a table of them  a|b|c    one of these words
 * What the types become is said at struct Attrs (tensor.h). */
#ifndef LUNETTE_OP_H
#define LUNETTE_OP_H

#include <stddef.h>

#include "error.h"
#include "kernel/kernel.h"
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
} Call;

typedef enum ParamKind {
  PARAM_TENSOR, /* up to PARAM_TENSORS: inputs; those after it are attributes */
  PARAM_TENSOR_OPTIONAL,
  PARAM_TENSORS,
  PARAM_INT,
  PARAM_REAL,
  PARAM_BOOL,
  PARAM_INT2,
  PARAM_INT3,
  PARAM_DIM,
  PARAM_DIMS,
  PARAM_INDEX,
  PARAM_SIZES,
  PARAM_INTS,
  PARAM_CHOICE
} ParamKind;

typedef struct Param {
  char name[24];
  ParamKind kind;
  bool keyword;   /* a key of the trailing table */
  bool optional;  /* may be left out, which means: */
  bool none;      /* "not given" (see Attrs), or else */
  double value;   /* this default */
  int at;         /* place in Attrs.r or Attrs.i */
  char words[64]; /* "|mean|sum|" for a choice, from value 0 */
} Param;

enum { MAX_PARAMS = 12 };

/* forward takes x of any strides; without it, x is contiguous there. */
enum { OP_STRIDED = 1 };

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
  Param *param;
  int params;
  bool attributes; /* is any of them no tensor? */
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

/* The place of `text` among the words of a choice, from 0, or -1. */
int op_choice(const Param *q, const char *text);

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
} OpState;

#endif
