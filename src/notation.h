/* The ops in which rules are written, as C functions.
 *
 * Each runs its row through op_apply: the result is recorded when recording is
 * on, so a rule written in these words can itself be differentiated. All
 * return NULL when an error is pending, and take NULL then. */
#ifndef LUNETTE_NOTATION_H
#define LUNETTE_NOTATION_H

#include "op.h"

/* Any op, found by name once for each call site (`op` is a static there). */
/* The same written over x[0], which nobody else has, where none is recorded. */
Tensor *t_call_over(const Op **op, const char *name, Tensor **x, int n,
                    const Attrs *a);
Tensor *t_call1(const Op **op, const char *name, Tensor *x);
Tensor *t_call2(const Op **op, const char *name, Tensor *a, Tensor *b);
Tensor *t_call3(const Op **op, const char *name, Tensor *const x[3]);
Tensor *t_call(const Op **op, const char *name, Tensor **x, int n,
               const Attrs *a);

Tensor *t_number(double value); /* a constant of rank 0 */
Tensor *t_zeros(const Shape *shape);

Tensor *t_add(Tensor *a, Tensor *b);
Tensor *t_sub(Tensor *a, Tensor *b);
Tensor *t_mul(Tensor *a, Tensor *b);
Tensor *t_div(Tensor *a, Tensor *b);
Tensor *t_mul_no_nan(Tensor *x, Tensor *mask); /* 0 where mask is 0 */
/* The share, g / how many are chosen as the extreme y, of those that are; 0 of
 * others. Where y is NaN none is, and all get NaN, as (g / 0) 0. */
Tensor *t_mul_chosen(Tensor *share, Tensor *chosen, const Tensor *y);
Tensor *t_pow(Tensor *a, Tensor *b);
Tensor *t_scale(Tensor *x, double by);
Tensor *t_shift(Tensor *x, double by);
Tensor *t_neg(Tensor *x);
Tensor *t_exp(Tensor *x);
Tensor *t_log(Tensor *x);
Tensor *t_sqrt(Tensor *x);
Tensor *t_square(Tensor *x);
Tensor *t_reciprocal(Tensor *x);
Tensor *t_sign(Tensor *x);
Tensor *t_sin(Tensor *x);
Tensor *t_cos(Tensor *x);
Tensor *t_sigmoid(Tensor *x);
Tensor *t_lt(Tensor *a, Tensor *b); /* 1 or 0 */
Tensor *t_gt(Tensor *a, Tensor *b);
Tensor *t_ge(Tensor *a, Tensor *b);
Tensor *t_eq(Tensor *a, Tensor *b);
Tensor *t_where(Tensor *condition, Tensor *a, Tensor *b);

Tensor *t_alias(Tensor *x); /* a node of its own over the same values */
Tensor *t_contiguous(Tensor *x);
Tensor *t_clone(Tensor *x);
Tensor *t_reshape(Tensor *x, const Shape *shape);
Tensor *t_expand(Tensor *x, const Shape *shape); /* x itself if equal */
Tensor *t_permute(Tensor *x, const int64_t *order);
Tensor *t_transpose(Tensor *x, int64_t a, int64_t b);
Tensor *t_narrow(Tensor *x, int64_t axis, int64_t start, int64_t length);
/* Zeros of `size` along an axis, with x put at `start`: narrow's adjoint. */
Tensor *t_widen(Tensor *x, int64_t axis, int64_t start, int64_t size);

/* Over the axes whose bits are set. */
Tensor *t_sum(Tensor *x, unsigned axes, bool keepdim);
Tensor *t_mean(Tensor *x, unsigned axes, bool keepdim);
/* Sums over what had been broadcast; x itself when the shapes are equal. */
Tensor *t_sum_to(Tensor *x, const Shape *shape);
/* g (the cotangent of a reduction over `axes`) as the input's shape. */
Tensor *t_spread(Tensor *g, const Shape *shape, unsigned axes);

/* (x - mean) / sqrt(var + eps), with mean and variance over axes. */
Tensor *t_standardise(Tensor *x, unsigned axes, double eps);
Tensor *t_matmul(Tensor *a, Tensor *b); /* of the last two axes */

#endif
