/* Indices carried in tensors: whole numbers from 1. */
#ifndef LUNETTE_INDICES_H
#define LUNETTE_INDICES_H

#include "../notation.h"

/* Can a real number any of `size` elements? False with an error. */
bool indices_reach(int64_t size);

/* Are all of them indices of a dimension of that size? False with an error that
 * names the first that is not. */
bool indices_check(const Tensor *index, int64_t size);

/* The same with -1 for the last and so on put as indices from 1. Others are as
 * they were, for a check to find. */
Tensor *indices_from_front(Tensor *index, int64_t size);

/* n of them, at most INDICES_SOME, as integers. */
enum { INDICES_SOME = 256 };
static inline void indices_whole(int64_t n, Whole *at, const real *index) {
  if (n >= 16) kernels->wholes(n, at, index);
  else
    for (int64_t i = 0; i < n; i++) at[i] = (Whole)index[i];
}

/* What is added up in y, the elements of x[0] to begin with: in double, in
 * scratch, where many of the last input meet in a place. */
typedef struct Sums {
  real *y;
  double *sum; /* or NULL */
} Sums;

size_t sums_bytes(const Call *c); /* Op.scratch */
Sums sums_open(const Call *c);
void sums_close(const Call *c, const Sums *s);

static inline void sums_add(const Sums *s, int64_t at, real v) {
  if (s->sum) s->sum[at] += (double)v;
  else s->y[at] += v;
}

#endif
