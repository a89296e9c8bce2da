/* x[{i, j}]: the places that several tensors of indices name, each for an axis
 * of its own; they broadcast against each other. */
#ifndef LUNETTE_PLACES_H
#define LUNETTE_PLACES_H

#include "../notation.h"

/* The tensors of a key, as indices from 1, and the axes that they are for, in
 * ascending order. */
typedef struct Key {
  Tensor *index[MAX_DIMS];
  int axis[MAX_DIMS];
  int n;
} Key;

/* Puts `entry` into the key, for *axis of x or, a mask (Store.mask), for as
 * many from there on as it has; *axis is the next then. Returns what the key is
 * for: x, or x with an axis put in for a mask that is a number. NULL with an
 * error. */
Tensor *places_add(Key *key, Tensor *x, int *axis, Tensor *entry);

/* x[mask], and in place x[mask] = value for one number, where the mask has the
 * shape of x: in one pass. */
Tensor *places_select(Tensor *x, Tensor *mask);
bool places_fill(Tensor *x, Tensor *mask, Tensor *value);

/* x[key]: what the indices broadcast to stands where the axes stood when those
 * were next to each other, else in front. */
Tensor *places_read(const Key *key, Tensor *x);

/* x[key] = value, in place, of what broadcasts to x[key]: where a place comes
 * twice the last value stands. False with an error. */
bool places_write(const Key *key, Tensor *x, Tensor *value);

#endif
