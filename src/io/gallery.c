#include "gallery.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../engine.h"
#include "gzip.h"

/* ---- reading one ---- */

bool gallery_load_file(const Gallery *g, int64_t k, unsigned char *to) {
  Image x;
  Bytes pixels;
  if (!image_read(g->paths[k], g->form.most, &x, &pixels)) return false;
  bool ok = fit_picture(g->paths[k], &x, pixels.data, &g->form, to);
  bytes_free(&pixels);
  return ok;
}

static bool read_at(int fd, unsigned char *to, int64_t n, int64_t from) {
  while (n > 0) {
    ssize_t got = pread(fd, to, (size_t)n, from);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    from += got;
    n -= got;
  }
  return true;
}

bool gallery_load_packed(const Gallery *g, int64_t k, unsigned char *to) {
  if (!read_at(g->fd, to, g->each, g->first + k * g->each))
    return file_fail(g->path,
                     "picture %" PRId64 " cannot be read: the file "
                     "is shorter than it was",
                     k + 1);
  uint32_t crc = gzip_crc32(0, to, (size_t)g->each);
  return crc == g->crcs[k] ||
         file_fail(g->path,
                   "picture %" PRId64 " is damaged: its checksum is "
                   "%08" PRIx32 ", %08" PRIx64 " is wanted",
                   k + 1, crc, g->crcs[k]);
}

/* ---- places; all under the lock ---- */

static unsigned char *bytes_at(const Gallery *g, int64_t place) {
  return g->bytes + place * g->each;
}

/* Wanted this long ago and never taken, a picture may go. */
enum { PATIENCE = 8 };

static bool is_free(const Gallery *g, const Place *p) {
  if (p->state == WAITING || p->state == BUSY) return false;
  return p->wanted == 0 || p->wanted < g->now - PATIENCE;
}

/* A place for another picture; -1 when all are in use. */
static int64_t find_room(Gallery *g) {
  for (int64_t n = 0; n < g->places; n++) {
    int64_t at = g->hand;
    g->hand = (g->hand + 1) % g->places;
    if (is_free(g, &g->place[at])) return at;
  }
  return -1;
}

/* Where the picture has a place, or gets one in which it waits; -1: nowhere. */
static int64_t settle(Gallery *g, int64_t picture) {
  int64_t at = g->place_of[picture];
  if (at < 0) {
    at = find_room(g);
    if (at < 0) return -1;
    Place *p = &g->place[at];
    if (p->picture >= 0) g->place_of[p->picture] = -1;
    *p = (Place){.picture = picture, .queued = p->queued};
    g->place_of[picture] = at;
  }
  Place *p = &g->place[at];
  p->wanted = g->now;
  if (p->state == EMPTY) {
    p->state = WAITING;
    if (!p->queued) g->queue[(g->head + g->queued++) % g->places] = at;
    p->queued = true;
  }
  return at;
}

/* The next place that still waits; -1 for none. */
static int64_t next_waiting(Gallery *g) {
  while (g->queued > 0) {
    int64_t at = g->queue[g->head];
    g->head = (g->head + 1) % g->places;
    g->queued--;
    g->place[at].queued = false;
    if (g->place[at].state == WAITING) return at;
  }
  return -1;
}

/* Reads into a place that waits, without the lock meanwhile. What fails leaves
 * it empty: whoever takes the picture is told then. */
static void fill(Gallery *g, int64_t at) {
  Place *p = &g->place[at];
  int64_t picture = p->picture;
  p->state = BUSY;
  pthread_mutex_unlock(&g->lock);
  bool ok = g->load(g, picture, bytes_at(g, at));
  pthread_mutex_lock(&g->lock);
  p->state = ok ? READY : EMPTY;
  pthread_cond_broadcast(&g->done);
}

/* ---- threads ---- */

static void *work(void *of) {
  Gallery *g = of;
  engine = calloc(1, sizeof *engine); /* for its errors */
  pthread_mutex_lock(&g->lock);
  while (engine && !g->stop) {
    int64_t at = next_waiting(g);
    if (at < 0) {
      pthread_cond_wait(&g->work, &g->lock);
      continue;
    }
    fill(g, at);
    error_clear();
  }
  pthread_mutex_unlock(&g->lock);
  free(engine);
  engine = NULL;
  return NULL;
}

/* In a child of the process the threads are not there, and what they were about
 * to read is not. */
static void enter(Gallery *g) {
  if (g->process != getpid()) {
    pthread_mutex_init(&g->lock, NULL);
    pthread_cond_init(&g->work, NULL);
    pthread_cond_init(&g->done, NULL);
    g->process = getpid();
    g->workers = 0;
    for (int64_t k = 0; k < g->places; k++)
      if (g->place[k].state == BUSY) g->place[k].state = EMPTY;
  }
  pthread_mutex_lock(&g->lock);
}

static void start(Gallery *g, int workers) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (g->workers < workers &&
         pthread_create(&g->thread[g->workers], NULL, work, g) == 0)
    g->workers++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool gallery_open(Gallery *g, int workers) {
  size_t places = (size_t)g->places, count = (size_t)g->count;
  g->place = malloc(places * sizeof *g->place);
  g->queue = malloc(places * sizeof *g->queue);
  g->place_of = malloc(count * sizeof *g->place_of);
  g->spare = malloc((size_t)g->each);
  g->thread = malloc((size_t)(workers + 1) * sizeof *g->thread);
  pthread_mutex_init(&g->lock, NULL);
  pthread_cond_init(&g->work, NULL);
  pthread_cond_init(&g->done, NULL);
  g->process = getpid();
  if (!g->place || !g->queue || !g->place_of || !g->spare || !g->thread) {
    gallery_close(g);
    return error_set("no memory for %" PRId64 " pictures", g->count);
  }
  for (size_t k = 0; k < places; k++) g->place[k] = (Place){.picture = -1};
  for (size_t k = 0; k < count; k++) g->place_of[k] = -1;
  start(g, workers);
  return true;
}

void gallery_close(Gallery *g) {
  if (g->process == getpid()) {
    pthread_mutex_lock(&g->lock);
    g->stop = true;
    pthread_cond_broadcast(&g->work);
    pthread_mutex_unlock(&g->lock);
    for (int k = 0; k < g->workers; k++) pthread_join(g->thread[k], NULL);
  }
  g->workers = 0;
  free(g->place);
  free(g->queue);
  free(g->place_of);
  free(g->spare);
  free(g->thread);
  g->place = NULL;
  g->queue = g->place_of = NULL;
  g->spare = NULL;
  g->thread = NULL;
}

/* ---- for whoever takes them ---- */

void gallery_want(Gallery *g, const int64_t *pictures, int64_t n) {
  enter(g);
  g->now++;
  for (int64_t k = 0; k < n && settle(g, pictures[k]) >= 0; k++) continue;
  pthread_cond_broadcast(&g->work);
  pthread_mutex_unlock(&g->lock);
}

const unsigned char *gallery_take(Gallery *g, int64_t picture) {
  enter(g);
  int64_t at = settle(g, picture);
  Place *p = at < 0 ? NULL : &g->place[at];
  if (p && p->state == WAITING) fill(g, at);
  while (p && p->state == BUSY) pthread_cond_wait(&g->done, &g->lock);
  bool ready = p && p->state == READY;
  if (p) p->wanted = 0;
  pthread_mutex_unlock(&g->lock);
  if (ready) return bytes_at(g, at);
  /* an error that is pending is why it could not be read here just now */
  if (error_pending()) return NULL;
  return g->load(g, picture, g->spare) ? g->spare : NULL;
}
