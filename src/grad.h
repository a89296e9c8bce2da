/* The reverse sweep: cotangents of results carried back to what they came from.
 *
 * A gradient is an ordinary tensor. With GRAD_CREATE the sweep is recorded and
 * can be differentiated in turn; without it, the sweep adds in place what it
 * alone owns. The graph is dropped as it is consumed unless GRAD_RETAIN is
 * given (GRAD_CREATE implies it). Sweeps nest: rules (grad_composed) and hooks
 * may run others. */
#ifndef LUNETTE_GRAD_H
#define LUNETTE_GRAD_H

#include "op.h"

enum { GRAD_RETAIN = 1, GRAD_CREATE = 2, GRAD_UNUSED = 4, GRAD_STOP = 8 };

/* Adds the gradient of y, weighted by g (NULL: y is one number, weight 1), to
 * the grad of every leaf behind y that requires one, and of what keeps_grad.
 * False with an error. */
bool grad_backward(Tensor *y, Tensor *g, unsigned flags);

/* Several results and the inputs asked for. g[k] NULL means weight 1 for a
 * number. gx[k] is owned by the caller's scope; NULL for an input that is not
 * behind the results, which is an error without GRAD_UNUSED. GRAD_STOP does
 * not look behind the inputs. */
typedef struct GradRequest {
  Tensor **y, **g, **x, **gx;
  int ny, nx;
  unsigned flags;
} GradRequest;

bool grad_of(const GradRequest *q);

/* What the binding does in a sweep; set once. They leave an error pending when
 * they fail, and may run ops and sweeps of their own. */
typedef struct GradHost {
  /* The hooks of a watched tensor: the cotangent to go on with instead of g,
   * of the same shape and owned by the scope; NULL with an error. */
  Tensor *(*hook)(Tensor *x, Tensor *g);
  /* The grad of a watched leaf has all that the sweep adds to it; false with an
   * error. */
  bool (*delivered)(Tensor *x);
  /* Looks at the cotangents that a rule gave; false with an error. Called
   * only while grad_set_checking(true). */
  bool (*check)(const Call *c, const Tensor *g, Tensor *const *gx);
} GradHost;

typedef struct GradState {
  struct Entry *at; /* the table of the sweeps that are under way */
  int64_t count, room;
  const GradHost *host;
  bool checking;
  const Tensor *running; /* grad_running */
} GradState;

void grad_set_host(const GradHost *host);
bool grad_set_checking(bool on); /* returns what it was */
/* The node whose rule is being run, or NULL; set returns what it was. */
const Tensor *grad_running(void);
const Tensor *grad_set_running(const Tensor *x);
void grad_forget(void); /* frees the table; no sweep is under way */
void grad_trim(void);   /* the same, when that is so */
int64_t grad_bytes(void);

/* The rule of an op that has a fused forward, from the same function written
 * in plain ops: f is given the call with inputs of its own (8 at most), and a
 * sweep is made of what it gives. */
void grad_composed(const Call *c, Tensor *g, Tensor **gx,
                   Tensor *(*f)(const Call *c));

#endif
