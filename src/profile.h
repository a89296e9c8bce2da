/* What ops cost: while a profile is on, every op that computes is noted with
 * its time, its arithmetic, its bytes and the line of the script that runs. */
#ifndef LUNETTE_PROFILE_H
#define LUNETTE_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ProfileEvent {
  const char *name;
  double start, end; /* seconds of a monotonic clock */
  int64_t flops;     /* 0 where they are not counted */
  int64_t bytes;     /* read and written, each once */
  int line;          /* ProfileState's, then */
} ProfileEvent;

typedef struct ProfileState {
  ProfileEvent *at;
  int64_t count, room;
  int line; /* of the script, for the binding to set */
  bool on;
} ProfileState;

/* On: forgets what was noted before. */
void profile_set(bool on);

/* The time now; 0 while no profile is on. */
double profile_start(void);
/* Notes what has run since `start`. Nothing when memory is short. */
void profile_end(const char *name, double start, int64_t flops, int64_t bytes);

void profile_forget(void);
int64_t profile_bytes(void); /* of its events */

#endif
