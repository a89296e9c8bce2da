#include "profile.h"

#include <stdlib.h>
#include <time.h>

static struct {
  ProfileEvent *at;
  int64_t count, room;
  int line;
  bool on;
} profile;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void profile_set(bool on) {
  profile.on = on;
  if (!on) return;
  free(profile.at);
  profile.at = NULL;
  profile.count = profile.room = 0;
}

bool profile_on(void) { return profile.on; }
void profile_set_line(int line) { profile.line = line; }
double profile_start(void) { return profile.on ? now() : 0; }

static bool grow(void) {
  if (profile.count < profile.room) return true;
  int64_t room = profile.room ? 2 * profile.room : 1024;
  ProfileEvent *at = realloc(profile.at, (size_t)room * sizeof *at);
  if (!at) return false;
  profile.at = at;
  profile.room = room;
  return true;
}

void profile_end(const char *name, double start, int64_t flops,
                 int64_t bytes) {
  double end = now();
  if (!profile.on || !grow()) return;
  profile.at[profile.count++] =
      (ProfileEvent){name, start, end, flops, bytes, profile.line};
}

int64_t profile_count(void) { return profile.count; }
const ProfileEvent *profile_event(int64_t i) { return &profile.at[i]; }
