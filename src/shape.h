/* Sizes and axes of arrays: pure integer functions.
 * Axes count from 0 here (Lua's count from 1); negative ones count from the
 * end. Functions that can fail record why (error.h) and return false. */
#ifndef LUNETTE_SHAPE_H
#define LUNETTE_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

enum { MAX_DIMS = 8, SHAPE_TEXT = 160 };

typedef struct Shape {
  int rank; /* 0 for a single number */
  int64_t size[MAX_DIMS];
} Shape;

int64_t shape_count(const Shape *s);
/* The product of sizes from .. to - 1. */
int64_t shape_product(const Shape *s, int from, int to);
bool shape_equal(const Shape *a, const Shape *b);

/* "2x3"; "number" for rank 0. `text` holds SHAPE_TEXT bytes; returned. */
const char *shape_text(const Shape *s, char *text);

/* The axis meant by `axis` (-rank .. rank - 1), or -1 with an error. A number
 * (rank 0) has one axis, as in PyTorch, so that x:sum(1) works on it. */
int shape_axis(int rank, int64_t axis);

/* Bit k of the result is set when axis k is listed. All when n < 0 (not
 * given). False when one is out of range or given twice. */
bool shape_axes(int rank, int n, const int64_t *axes, unsigned *mask);

/* The size that a and b broadcast to, written over a. */
bool shape_broadcast(Shape *a, const Shape *b);

/* Row-major strides, the last axis fastest. */
void shape_strides(const Shape *s, int64_t *stride);

/* Appends one size; false when there are MAX_DIMS already. */
bool shape_push(Shape *s, int64_t size);

/* The same elements under the sizes wanted[n], one of which may be -1. */
bool shape_reshape(const Shape *s, int n, const int64_t *wanted, Shape *out);

/* False, with an error, when a size is negative or the count overflows. */
bool shape_valid(const Shape *s);

/* Is a size, stride or the like from `least` to LARGEST_SIZE? False with an
 * error that calls it `what`. Products of two such numbers, and sums of a few,
 * are exact. */
enum { LARGEST_SIZE = 1 << 30 };
bool shape_within(const char *what, int64_t value, int64_t least);

/* *size times n; false, with an error, when it overflows. */
bool shape_multiply(int64_t *size, int64_t n);

/* Strides that let an array of shape `from` be read as the larger shape `to`
 * (0 where it repeats). */
bool shape_expand(const Shape *from, const int64_t *stride, const Shape *to,
                  int64_t *out);

#endif
