#include "word.h"

#include <stdio.h>
#include <string.h>

static const char *const places[PLACES] = {
    "in all_reduce",       "in all_gather",       "in reduce_scatter",
    "in broadcast",        "in reduce",           "in shift",
    "in all_reduce_async", "in all_gather_async", "in reduce_scatter_async",
    "in broadcast_async",  "at its end"};

Word word_of(int place, int64_t number, const Shape *shape) {
  Word w = {.place = place, .number = number, .rank = shape->rank};
  memcpy(w.size, shape->size, sizeof(int64_t) * (size_t)shape->rank);
  return w;
}

Shape word_shape(const Word *w) {
  Shape s = {.rank = (int)w->rank};
  memcpy(s.size, w->size, sizeof s.size);
  return s;
}

static bool same_sizes(const Word *a, const Word *b, int from) {
  bool same = a->rank == b->rank;
  for (int axis = from; same && axis < a->rank; axis++)
    same = a->size[axis] == b->size[axis];
  return same;
}

const char *word_conflict(const Word *all, int from, char text[WORD_TEXT]) {
  char one[SHAPE_TEXT], other[SHAPE_TEXT];
  for (int k = 1; k < world.size; k++) {
    if (all[k].place != all[0].place) {
      snprintf(text, WORD_TEXT, "rank %d is %s, rank 0 %s", k,
               places[all[k].place], places[all[0].place]);
      return text;
    }
    if (same_sizes(&all[0], &all[k], from)) continue;
    Shape a = word_shape(&all[0]), b = word_shape(&all[k]);
    snprintf(text, WORD_TEXT, "rank %d has %s, rank 0 has %s", k,
             shape_text(&b, other), shape_text(&a, one));
    return text;
  }
  return NULL;
}

int word_tell(const Word *mine, Word *all, const char *what) {
  MPI_Request r;
  int code = MPI_Iallgather(mine, sizeof *mine, MPI_BYTE, all, sizeof *all,
                            MPI_BYTE, world.rows, &r);
  return world_wait(code, &r, what, world_begin());
}
