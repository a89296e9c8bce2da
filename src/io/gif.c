/* GIF by libgif, which is loaded when the first one is packed. Its header is
 * not needed: of what is passed to it the layout stands here as its ABI, 7, has
 * it. */
#include <dlfcn.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"
#include "../once.h"
#include "codec.h"

enum { COLOURS = 256, WIDEST = 65535 };

typedef struct Colour {
  unsigned char value[3];
} Colour;

typedef struct ColourMap {
  int count, bits;
  bool sorted;
  Colour *colours;
} ColourMap;

/* GifFileType, of which only the user's pointer is read. */
typedef struct File {
  int width, height, resolution, background;
  unsigned char aspect;
  ColourMap *map;
  int images;
  struct {
    int left, top, width, height;
    bool interlaced;
    ColourMap *map;
  } image;
  void *saved;
  int extensions;
  void *extension;
  int error;
  void *user;
} File;

typedef int (*Take)(File *, const unsigned char *, int);

static struct {
  File *(*open)(void *, Take, int *);
  int (*screen)(File *, int, int, int, int, const ColourMap *);
  int (*image)(File *, int, int, int, int, bool, const ColourMap *);
  int (*line)(File *, unsigned char *, int);
  int (*close)(File *, int *);
  int (*quantize)(unsigned, unsigned, int *, const unsigned char *,
                  const unsigned char *, const unsigned char *, unsigned char *,
                  Colour *);
} gif;

static const struct {
  const char *name;
  void *slot;
} routines[] = {
    {"EGifOpen", &gif.open},          {"EGifPutScreenDesc", &gif.screen},
    {"EGifPutImageDesc", &gif.image}, {"EGifPutLine", &gif.line},
    {"EGifCloseFile", &gif.close},    {"GifQuantizeBuffer", &gif.quantize},
};

static bool missing(void) {
  const char *why = dlerror();
  return error_set("GIF: libgif is needed and is not here: install the Debian "
                   "package libgif7 (%s)",
                   why ? why : "no reason given");
}

static bool load(void) {
  void *library = dlopen("libgif.so.7", RTLD_NOW | RTLD_LOCAL);
  if (!library) return missing();
  for (size_t k = 0; k < sizeof routines / sizeof *routines; k++) {
    void *routine = dlsym(library, routines[k].name);
    if (!routine) return missing();
    memcpy(routines[k].slot, &routine, sizeof routine);
  }
  return true;
}

static bool loaded(void) {
  static Once o = {.lock = PTHREAD_MUTEX_INITIALIZER};
  return once(&o, load);
}

/* ---- colours ---- */

/* What is packed: the pixels, and of each the place of its colour. */
typedef struct Packing {
  const char *path;
  const Image *x;
  const unsigned char *pixels;
  size_t count;
  unsigned char *places;
  Colour colours[COLOURS];
} Packing;

static void use_grays(Packing *p) {
  memcpy(p->places, p->pixels, p->count);
  for (int k = 0; k < COLOURS; k++) memset(p->colours[k].value, k, 3);
}

/* Pixels whose colours libgif does not tell apart: those of the same five bits
 * of each channel. */
typedef struct Cell {
  uint64_t count, sums[3];
  unsigned char place;
} Cell;

enum { CELLS = 1 << 15 };

static size_t cell_of(const unsigned char *pixel) {
  return (size_t)(pixel[0] >> 3 << 10 | pixel[1] >> 3 << 5 | pixel[2] >> 3);
}

static void count_cells(const Packing *p, Cell *cells) {
  for (size_t i = 0; i < p->count; i++) {
    const unsigned char *pixel = p->pixels + 3 * i;
    Cell *cell = &cells[cell_of(pixel)];
    cell->count++;
    cell->place = p->places[i];
    for (int c = 0; c < 3; c++) cell->sums[c] += pixel[c];
  }
}

/* Colours as the means of their pixels; one that has none stays. */
static void use_means(Packing *p, const Cell *cells) {
  uint64_t sums[COLOURS][3] = {0}, counts[COLOURS] = {0};
  for (int i = 0; i < CELLS; i++) {
    counts[cells[i].place] += cells[i].count;
    for (int c = 0; c < 3; c++) sums[cells[i].place][c] += cells[i].sums[c];
  }
  for (int k = 0; k < COLOURS; k++)
    for (int c = 0; c < 3 && counts[k]; c++)
      p->colours[k].value[c] = (unsigned char)((sums[k][c] + counts[k] / 2) /
                                               counts[k]);
}

static unsigned char nearest(const Packing *p, const Cell *cell) {
  int mean[3], best = 0, least = INT_MAX;
  for (int c = 0; c < 3; c++)
    mean[c] = (int)((cell->sums[c] + cell->count / 2) / cell->count);
  for (int k = 0; k < COLOURS; k++) {
    int square = 0;
    for (int c = 0; c < 3; c++) {
      int off = mean[c] - p->colours[k].value[c];
      square += off * off;
    }
    if (square < least) least = square, best = k;
  }
  return (unsigned char)best;
}

/* Lloyd's algorithm from libgif's choice, which cuts at bounds of cells: of
 * smooth gradients it leaves about half of the squared error. */
static void refine(Packing *p, Cell *cells) {
  enum { ROUNDS = 4 };
  count_cells(p, cells);
  use_means(p, cells);
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < CELLS; i++)
      if (cells[i].count) cells[i].place = nearest(p, &cells[i]);
    use_means(p, cells);
  }
  for (size_t i = 0; i < p->count; i++)
    p->places[i] = cells[cell_of(p->pixels + 3 * i)].place;
}

static bool quantize(Packing *p, unsigned char *planes) {
  int colours = COLOURS;
  for (size_t i = 0; i < 3 * p->count; i++)
    planes[i % 3 * p->count + i / 3] = p->pixels[i];
  return gif.quantize((unsigned)p->x->width, (unsigned)p->x->height, &colours,
                      planes, planes + p->count, planes + 2 * p->count,
                      p->places, p->colours);
}

static bool choose_colours(Packing *p) {
  unsigned char *planes = malloc(3 * p->count);
  Cell *cells = calloc(CELLS, sizeof *cells);
  bool ok = planes && cells && quantize(p, planes);
  if (ok) refine(p, cells);
  free(planes);
  free(cells);
  return ok || file_fail(p->path, "GIF: no memory");
}

/* ---- the file ---- */

typedef struct Sink {
  const char *path;
  Bytes *out;
} Sink;

static int take(File *file, const unsigned char *from, int size) {
  const Sink *s = file->user;
  size_t before = s->out->size;
  if (!bytes_resize(s->out, before + (size_t)size, s->path)) return 0;
  memcpy(s->out->data + before, from, (size_t)size);
  return size;
}

static bool put(File *file, const Packing *p) {
  int width = (int)p->x->width, height = (int)p->x->height;
  const ColourMap map = {COLOURS, 8, false, (Colour *)p->colours};
  bool ok = gif.screen(file, width, height, 8, 0, NULL) &&
            gif.image(file, 0, 0, width, height, false, &map);
  for (int y = 0; ok && y < height; y++)
    ok = gif.line(file, p->places + (size_t)y * (size_t)width, width);
  return ok;
}

static bool encode(const Packing *p, Bytes *out) {
  int code = 0;
  Sink sink = {p->path, out};
  File *file = gif.open(&sink, take, &code);
  bool ok = file && put(file, p);
  if (file) ok = gif.close(file, &code) && ok;
  return ok || file_fail(p->path, "GIF: libgif fails with its error %d", code);
}

static const ImageLimits limits = {
    .format = "GIF",
    .channels = "1 and 3",
    .channel_bits = 1 << 1 | 1 << 3,
    .widest = WIDEST};

bool image_pack_gif(const char *path, const Image *x, const void *pixels,
                    size_t size, Bytes *out) {
  if (!image_check(path, &limits, x, size) || !loaded()) return false;
  Packing p = {.path = path, .x = x, .pixels = pixels};
  p.count = (size_t)(x->width * x->height);
  p.places = malloc(p.count);
  if (!p.places) return file_fail(path, "GIF: no memory");
  bool ok = true;
  if (x->channels == 1) use_grays(&p);
  else ok = choose_colours(&p);
  ok = ok && encode(&p, out);
  free(p.places);
  return ok;
}
