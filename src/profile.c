#include "profile.h"

#include <stdlib.h>
#include <time.h>

#include "engine.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void profile_forget(void) {
  ProfileState *p = &engine->profile;
  free(p->at);
  p->at = NULL;
  p->count = p->room = 0;
}

int64_t profile_bytes(void) {
  const ProfileState *p = &engine->profile;
  return p->room * (int64_t)sizeof *p->at;
}

void profile_set(bool on) {
  engine->profile.on = on;
  if (on) profile_forget();
}

double profile_start(void) { return engine->profile.on ? now() : 0; }

static bool grow(ProfileState *p) {
  if (p->count < p->room) return true;
  int64_t room = p->room ? 2 * p->room : 1024;
  ProfileEvent *at = realloc(p->at, (size_t)room * sizeof *at);
  if (!at) return false;
  p->at = at;
  p->room = room;
  return true;
}

void profile_end(const char *name, double start, int64_t flops, int64_t bytes) {
  double end = now();
  ProfileState *p = &engine->profile;
  if (!p->on || !grow(p)) return;
  p->at[p->count++] = (ProfileEvent){name, start, end, flops, bytes, p->line};
}
