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
  int64_t begun;    /* collectives, so far */
  bool parted;      /* have the ranks begun async ones that differ? */
} World;

extern World world;

/* Joins the job; NULL, or why that cannot be. */
const char *world_open(void);
/* What is said when a fault ends the job; "" for nothing. */
void world_say_at_end(const char *text);
/* Ends the job where the ranks have parted. */
void world_check(void);
/* The number of a collective that this rank is about to begin: how many it has
 * begun, of any kind. */
int64_t world_begin(void);
/* Waits for what was begun with this code and number; the code it ends with. A
 * rank that is missing ends the job. `what` is the name of the collective. */
int world_wait(int code, MPI_Request *request, const char *what,
               int64_t number);
/* The end of this rank where it ends well: waits for the others, and from then
 * on there is no job. */
void world_close(void);
/* Ends all ranks, with status 1, saying why. */
void world_abort(const char *why) __attribute__((noreturn));
/* The same, in a handler of signals: what is to be said, where a rank has been
 * killed and this is the lowest that is left. */
void world_say_last(void);
/* What MPI says of a code, in `text` of MPI_MAX_ERROR_STRING bytes. */
const char *world_text(int code, char *text);

#endif
