/* Indices carried in tensors: whole numbers from 1. */
#ifndef LUNETTE_INDICES_H
#define LUNETTE_INDICES_H

#include "../notation.h"

/* Can a real number any of `size` elements? False with an error. */
bool indices_reach(int64_t size);

/* Are all of them indices of a dimension of that size? False with an error that
 * names the first that is not. */
bool indices_check(const Tensor *index, int64_t size);

#endif
