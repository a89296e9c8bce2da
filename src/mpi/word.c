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

/* What the number of a place is called, where all ranks have the same one. */
static const char *const numbers[PLACES] = {
    [ALL_REDUCE] = "op",
    [BROADCAST] = "src",
    [REDUCE] = "dst",
    [SHIFT] = "steps",
    [ALL_REDUCE_ASYNC] = "backward",
    [BROADCAST_ASYNC] = "src"};

static bool same_number(const Word *a, const Word *b) {
  return !numbers[a->place] || a->number == b->number;
}

static const char *number_text(const Word *w, char text[SHAPE_TEXT]) {
  static const char *const ops[] = {"sum", "mean", "max", "min"};
  if (w->place == ALL_REDUCE) return ops[w->number];
  snprintf(text, SHAPE_TEXT, "%lld", (long long)w->number);
  return text;
}

static bool same_sizes(const Word *a, const Word *b, int from) {
  bool same = a->rank == b->rank;
  for (int axis = from; same && axis < a->rank; axis++)
    same = a->size[axis] == b->size[axis];
  return same;
}

/* Of rank 0 and rank k; false where their words go together. */
static bool differ(const Word *a, const Word *b, int k, int from, char *text) {
  char one[SHAPE_TEXT], other[SHAPE_TEXT];
  if (a->place != b->place) {
    snprintf(text, WORD_TEXT, "rank %d is %s, rank 0 %s", k, places[b->place],
             places[a->place]);
  } else if (!same_number(a, b)) {
    snprintf(text, WORD_TEXT, "rank %d has %s = %s, rank 0 has %s", k,
             numbers[a->place], number_text(b, other), number_text(a, one));
  } else if (!same_sizes(a, b, from)) {
    Shape first = word_shape(a), second = word_shape(b);
    snprintf(text, WORD_TEXT, "rank %d has %s, rank 0 has %s", k,
             shape_text(&second, other), shape_text(&first, one));
  } else {
    return false;
  }
  return true;
}

const char *word_conflict(const Word *all, int from, char text[WORD_TEXT]) {
  for (int k = 1; k < world.size; k++)
    if (differ(&all[0], &all[k], k, from, text)) return text;
  return NULL;
}

int word_tell(const Word *mine, Word *all, const char *what) {
  MPI_Request r;
  int code = MPI_Iallgather(mine, sizeof *mine, MPI_BYTE, all, sizeof *all,
                            MPI_BYTE, world.rows, &r);
  return world_wait(code, &r, what, world_begin());
}
