/* Pictures that are read when they are wanted, by threads of their own ahead of
 * whoever takes them. What is read does not depend on how many there are.
 *
 * A gallery has places for some pictures, all of one number of bytes. A picture
 * keeps its place until another one needs it. */
#ifndef LUNETTE_IO_GALLERY_H
#define LUNETTE_IO_GALLERY_H

#include <pthread.h>
#include <sys/types.h>

#include "fit.h"

typedef enum PlaceState { EMPTY, WAITING, BUSY, READY } PlaceState;

typedef struct Place {
  PlaceState state;
  int64_t picture; /* from 0; -1 for none */
  int64_t wanted;  /* when last, by `Gallery.now`; 0 once it was taken */
  bool queued;
} Place;

typedef struct Gallery Gallery;
/* Reads picture k, `each` bytes; false with the pending error. */
typedef bool (*Load)(const Gallery *g, int64_t k, unsigned char *to);

struct Gallery {
  Load load;
  int64_t count, each, places;
  /* of files: the k-th path begins at paths[k] */
  Form form;
  const char **paths;
  /* of a pack: n pictures from `first` on, and a CRC-32 for each, in
   * the lower half of its number */
  int fd;
  int64_t first;
  const char *path;
  uint64_t *crcs;

  Place *place;
  int64_t *place_of; /* by picture; -1 for none */
  unsigned char *bytes, *spare;
  int64_t hand;                 /* the place that is looked at next for room */
  int64_t now;                  /* how often pictures were wanted */
  int64_t *queue, head, queued; /* places that wait */
  pthread_mutex_t lock;
  pthread_cond_t work, done;
  pthread_t *thread;
  int workers; /* those that run */
  bool stop;
  pid_t process; /* whose threads they are */
};

/* g holds what is above `place` already, and bytes of places x each; `workers`
 * threads are started, or as many as there can be. False with an error. */
bool gallery_open(Gallery *g, int workers);
/* Ends the threads and frees what gallery_open has made. */
void gallery_close(Gallery *g);

/* Lets the threads begin with the pictures, as far as there is room. */
void gallery_want(Gallery *g, const int64_t *pictures, int64_t n);
/* The bytes of a picture, which are there until the next of these two calls;
 * NULL with an error. */
const unsigned char *gallery_take(Gallery *g, int64_t picture);

/* Loads of files and of a pack. */
bool gallery_load_file(const Gallery *g, int64_t k, unsigned char *to);
bool gallery_load_packed(const Gallery *g, int64_t k, unsigned char *to);

#endif
