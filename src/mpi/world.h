/* The ranks of a job, and how one waits for the others.
 *
 * Every collective is begun without blocking and then waited for, so that a
 * rank that never comes is noticed: after the deadline the ranks that wait tell
 * each other so, and the job ends, naming who is missing. */
#ifndef LUNETTE_MPI_WORLD_H
#define LUNETTE_MPI_WORLD_H

#include <mpi.h>
#include <stdbool.h>

#include "../real.h"

#define MPI_REAL_OURS (REAL_IS_DOUBLE ? MPI_DOUBLE : MPI_FLOAT)

typedef struct World {
  bool open;
  int rank, size;
  MPI_Comm rows;    /* of what is waited for at once */
  MPI_Comm started; /* of what goes on beside other things */
  double deadline;  /* seconds that a rank is waited for */
} World;

extern World world;

/* Joins the job; NULL, or why that cannot be. */
const char *world_open(void);
/* What is said when the job is ended, by this rank, from outside. */
void world_say_at_end(const char *text);
/* Waits for what was begun with this code; the code it ends with. A rank that is
 * missing ends the job. `what` is the name of the collective. */
int world_wait(int code, MPI_Request *request, const char *what);
/* What a rank says to the others before a collective: which it is in, a number
 * that belongs to it, and the shape that it has. */
enum { WORD_AXES = 8, WORD_END = -1 };
typedef struct Word {
  int64_t row, number, rank, size[WORD_AXES];
} Word;

/* Puts the words of all ranks in `all`; the code of MPI. */
int world_tell(const Word *mine, Word *all, const char *what);
/* Ends all ranks, with status 1, saying why. */
void world_abort(const char *why) __attribute__((noreturn));
/* What MPI says of a code, in `text` of MPI_MAX_ERROR_STRING bytes. */
const char *world_text(int code, char *text);

#endif
