/* Collectives as ops: their rules are collectives too, so that derivatives of
 * every order go through them.
 *
 * Each begins by telling the others what it is and what it has (mpi/word.h). */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "binding.h"
#include "word.h"

enum { SUM, MEAN, MAX, MIN };

static Op rows[ROWS + 1];

static bool fine(int code) {
  char text[MPI_MAX_ERROR_STRING];
  return code == MPI_SUCCESS || error_set("MPI: %s", world_text(code, text));
}

/* Waits for what was begun; false with an error. */
static bool finish(int code, MPI_Request *r, const char *name) {
  return fine(world_wait(code, r, name, world_begin()));
}

/* ---- what each rank has ---- */

static Word *words; /* of all ranks, of the call that runs */
static int *counts, *starts;

static bool make_room(void) {
  size_t n = (size_t)world.size;
  if (!words) words = calloc(n, sizeof *words);
  if (!counts) counts = calloc(n, sizeof *counts);
  if (!starts) starts = calloc(n, sizeof *starts);
  return (words && counts && starts) || error_set("out of memory");
}

/* Tells the others; `from`: the first axis whose sizes must agree. */
static bool exchange(const Call *c, int64_t number, int from) {
  char text[WORD_TEXT];
  Word mine = word_of(c->op->variant, number, &c->x[0]->shape);
  if (!make_room() || !fine(word_tell(&mine, words, c->op->name))) return false;
  const char *why = word_conflict(words, from, text);
  return !why || error_set("%s", why);
}

static bool has_rows(const Call *c) {
  return c->x[0]->shape.rank > 0 ||
         error_set("a number has no rows; x:reshape(1) has one");
}

/* How many elements of how many rows each rank has, from rows_of; the rows of
 * all, or -1 with an error. */
static int64_t lay_out(const Call *c, int64_t (*rows_of)(int rank)) {
  int64_t each = shape_product(&c->x[0]->shape, 1, c->x[0]->shape.rank);
  int64_t all = 0;
  for (int k = 0; k < world.size; k++) {
    if (all * each > INT_MAX || rows_of(k) * each > INT_MAX) {
      error_set("more than %d elements, which MPI does not count", INT_MAX);
      return -1;
    }
    counts[k] = (int)(rows_of(k) * each);
    starts[k] = (int)(all * each);
    all += rows_of(k);
  }
  return all;
}

static bool fits_int(const Tensor *x) {
  return tensor_count(x) <= INT_MAX ||
         error_set("more than %d elements, which MPI does not count", INT_MAX);
}

/* ---- all_reduce ---- */

static bool all_reduce_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return fits_int(c->x[0]) && exchange(c, c->a->i[0], 0);
}

static void all_reduce_forward(Call *c) {
  const MPI_Op ops[] = {MPI_SUM, MPI_SUM, MPI_MAX, MPI_MIN};
  int64_t n = tensor_count(c->y);
  real *y = tensor_data(c->y);
  MPI_Request r;
  finish(MPI_Iallreduce(tensor_data(c->x[0]), y, (int)n, MPI_REAL_OURS,
                        ops[c->a->i[0]], world.rows, &r),
         &r, c->op->name);
  for (int64_t i = 0; c->a->i[0] == MEAN && i < n; i++)
    y[i] /= (real)world.size;
}

static void all_reduce_rule(const Call *c, Tensor *g, Tensor **gx) {
  if (c->a->i[0] > MEAN) {
    error_set("the largest and the smallest of all ranks have no derivative");
    return;
  }
  gx[0] = op_apply(&rows[ALL_REDUCE], &g, 1, c->a);
}

/* ---- all_gather, reduce_scatter ---- */

static int64_t own_rows(int rank) { return words[rank].size[0]; }
static int64_t wanted_rows(int rank) { return words[rank].number; }

static bool all_gather_infer(Call *c) {
  if (!has_rows(c) || !exchange(c, 0, 1)) return false;
  int64_t all = lay_out(c, own_rows);
  c->y->shape = c->x[0]->shape;
  c->y->shape.size[0] = all;
  return all >= 0;
}

static void all_gather_forward(Call *c) {
  MPI_Request r;
  finish(MPI_Iallgatherv(tensor_data(c->x[0]), counts[world.rank],
                         MPI_REAL_OURS, tensor_data(c->y), counts, starts,
                         MPI_REAL_OURS, world.rows, &r),
         &r, c->op->name);
}

static void all_gather_rule(const Call *c, Tensor *g, Tensor **gx) {
  Attrs a = {.i = {c->x[0]->shape.size[0]}};
  gx[0] = op_apply(&rows[REDUCE_SCATTER], &g, 1, &a);
}

static bool reduce_scatter_infer(Call *c) {
  if (!has_rows(c) || !exchange(c, c->a->i[0], 0)) return false;
  int64_t all = lay_out(c, wanted_rows), n = c->x[0]->shape.size[0];
  if (all < 0) return false;
  if (all != n)
    return error_set("%lld rows are to be shared out, the ranks want %lld",
                     (long long)n, (long long)all);
  c->y->shape = c->x[0]->shape;
  c->y->shape.size[0] = c->a->i[0];
  return true;
}

static void reduce_scatter_forward(Call *c) {
  MPI_Request r;
  finish(MPI_Ireduce_scatter(tensor_data(c->x[0]), tensor_data(c->y), counts,
                             MPI_REAL_OURS, MPI_SUM, world.rows, &r),
         &r, c->op->name);
}

static void reduce_scatter_rule(const Call *c, Tensor *g, Tensor **gx) {
  (void)c;
  gx[0] = op_apply(&rows[ALL_GATHER], &g, 1, NULL);
}

/* ---- broadcast, reduce ---- */

static bool broadcast_infer(Call *c) {
  int64_t src = c->a->i[0];
  c->y->shape = c->x[0]->shape;
  if (src < 0 || src >= world.size)
    return error_set("rank %lld of %d; they count from 0", (long long)src,
                     world.size);
  return fits_int(c->x[0]) && exchange(c, src, 0);
}

static void broadcast_forward(Call *c) {
  int64_t n = tensor_count(c->y);
  real *y = tensor_data(c->y);
  memcpy(y, tensor_data(c->x[0]), (size_t)n * sizeof *y);
  MPI_Request r;
  finish(MPI_Ibcast(y, (int)n, MPI_REAL_OURS, (int)c->a->i[0], world.rows, &r),
         &r, c->op->name);
}

static void broadcast_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = op_apply(&rows[REDUCE], &g, 1, c->a);
}

static void reduce_forward(Call *c) {
  int64_t n = tensor_count(c->y);
  real *y = tensor_data(c->y);
  memset(y, 0, (size_t)n * sizeof *y);
  MPI_Request r;
  finish(MPI_Ireduce(tensor_data(c->x[0]), y, (int)n, MPI_REAL_OURS, MPI_SUM,
                     (int)c->a->i[0], world.rows, &r),
         &r, c->op->name);
}

static void reduce_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = op_apply(&rows[BROADCAST], &g, 1, c->a);
}

/* ---- shift ---- */

static int rank_at(int64_t steps) {
  int64_t n = world.size;
  return (int)(((world.rank + steps) % n + n) % n);
}

static bool shift_infer(Call *c) {
  if (!has_rows(c) || !exchange(c, c->a->i[0], 1)) return false;
  c->y->shape = word_shape(&words[rank_at(-c->a->i[0])]);
  return fits_int(c->x[0]) && fits_int(c->y);
}

static void shift_forward(Call *c) {
  MPI_Request r[2];
  int from = rank_at(-c->a->i[0]), to = rank_at(c->a->i[0]);
  int code = MPI_Irecv(tensor_data(c->y), (int)tensor_count(c->y),
                       MPI_REAL_OURS, from, 0, world.rows, &r[0]);
  int sent = MPI_Isend(tensor_data(c->x[0]), (int)tensor_count(c->x[0]),
                       MPI_REAL_OURS, to, 0, world.rows, &r[1]);
  if (finish(sent, &r[1], "shift")) finish(code, &r[0], "shift");
}

static void shift_rule(const Call *c, Tensor *g, Tensor **gx) {
  Attrs back = {.i = {-c->a->i[0]}};
  gx[0] = op_apply(&rows[SHIFT], &g, 1, &back);
}

/* ---- rows ---- */

static Op rows[ROWS + 1] = {
    {"all_reduce", "x, {op: sum|mean|max|min = sum}", all_reduce_infer,
     all_reduce_forward, all_reduce_rule, .reads = READS_NONE,
     .variant = ALL_REDUCE,
     .doc = "The sum of x over the ranks, or their mean, largest or smallest "
            "element, on each of them; all have one shape."},
    {"all_gather", "x", all_gather_infer, all_gather_forward, all_gather_rule,
     .reads = READS_NONE, .variant = ALL_GATHER,
     .doc = "x of all ranks, one behind the other along the first dimension, "
            "on each of them; that dimension alone may differ."},
    {"reduce_scatter", "x, rows: int", reduce_scatter_infer,
     reduce_scatter_forward, reduce_scatter_rule, .reads = READS_NONE,
     .variant = REDUCE_SCATTER,
     .doc = "This rank's `rows` of the sum of x over the ranks, after those of "
            "the ranks before it; together they want all rows."},
    {"broadcast", "x, src: int = 0", broadcast_infer, broadcast_forward,
     broadcast_rule, .reads = READS_NONE, .variant = BROADCAST,
     .doc = "x of rank src, on each of them; all have one shape."},
    {"reduce", "x, dst: int = 0", broadcast_infer, reduce_forward, reduce_rule,
     .reads = READS_NONE, .variant = REDUCE,
     .doc = "The sum of x over the ranks, on rank dst; 0 on the others."},
    {"shift", "x, steps: int = 1", shift_infer, shift_forward, shift_rule,
     .reads = READS_NONE, .variant = SHIFT,
     .doc = "x of the rank that stands so many before this one, in a ring."},
    {NULL}};

Op *rows_all(void) { return rows; }
