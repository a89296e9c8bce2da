/* What a rank says to the others of the collective that it begins, so that
 * those that do not fit are an error on every rank, and no hang. */
#ifndef LUNETTE_MPI_WORD_H
#define LUNETTE_MPI_WORD_H

#include <stdbool.h>

#include "../shape.h"
#include "world.h"

/* Where a rank is: in a row, in one that goes on beside other things, or at
 * its end. */
enum { ALL_REDUCE, ALL_GATHER, REDUCE_SCATTER, BROADCAST, REDUCE, SHIFT, ROWS };
enum {
  ALL_REDUCE_ASYNC = ROWS,
  ALL_GATHER_ASYNC,
  REDUCE_SCATTER_ASYNC,
  BROADCAST_ASYNC,
  AT_END,
  PLACES
};

typedef struct Word {
  int64_t place, number; /* a number that belongs to the place */
  int64_t rank, size[MAX_DIMS];
} Word;

enum { WORD_TEXT = 2 * SHAPE_TEXT + 128 };

/* That of a collective of a tensor of this shape. */
Word word_of(int place, int64_t number, const Shape *shape);
Shape word_shape(const Word *w);
/* Why the words of all ranks do not go together, in `text`; NULL where they do:
 * they are of one place, the number is the same where it has to be, and so are
 * sizes from axis `from` on. */
const char *word_conflict(const Word *all, int from, char text[WORD_TEXT]);
/* Puts the words of all ranks in `all`; the code of MPI. */
int word_tell(const Word *mine, Word *all, const char *what);

#endif
