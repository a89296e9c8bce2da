/* Resampling is separable, along rows and then along columns, in 8 bits between
 * the two; weights are integers of 22 bits, of a filter that is as wide as the
 * step where a picture shrinks. */
#include "fit.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 22, HALF = 1 << (BITS - 1) };

/* ---- colours ---- */

/* a / 255, rounded, for a up to 255 * 255. */
static inline unsigned char over_255(unsigned a) {
  a += 128;
  return (unsigned char)((a + (a >> 8)) >> 8);
}

static inline unsigned char blend(unsigned v, unsigned below, unsigned alpha) {
  return over_255(v * alpha + below * (255 - alpha));
}

/* ITU-R 601-2 luma. */
static inline unsigned char gray(const unsigned char *p) {
  return (unsigned char)((p[0] * 19595u + p[1] * 38470u + p[2] * 7471u +
                          0x8000u) >>
                         16);
}

/* The pixel at p, of n channels, as red, green and blue. */
static inline void colours(const unsigned char *p, int64_t n, const Form *form,
                           unsigned char *rgb) {
  bool is_gray = n < 3, has_alpha = n == 2 || n == 4;
  for (int k = 0; k < 3; k++) {
    rgb[k] = p[is_gray ? 0 : k];
    if (has_alpha && form->over)
      rgb[k] = blend(rgb[k], form->background[k], p[n - 1]);
  }
}

static void convert(const unsigned char *from, int64_t n, int64_t pixels,
                    const Form *form, unsigned char *to) {
  unsigned char rgb[3];
  for (int64_t i = 0; i < pixels; i++, from += n) {
    colours(from, n, form, rgb);
    if (form->channels == 3)
      for (int k = 0; k < 3; k++) *to++ = rgb[k];
    else *to++ = n == 1 || (n == 2 && !form->over) ? from[0] : gray(rgb);
  }
}

/* ---- weights ---- */

static double weight(Filter filter, double x) {
  if (filter == FILTER_BOX) return x > -0.5 && x <= 0.5 ? 1 : 0;
  x = fabs(x);
  if (filter == FILTER_BILINEAR) return x < 1 ? 1 - x : 0;
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

static double reach_of(Filter filter) {
  return filter == FILTER_BOX ? 0.5 : filter == FILTER_BILINEAR ? 1 : 2;
}

/* For each of `count` outputs the first input, how many there are, and their
 * weights, `most` apart. */
typedef struct Taps {
  int64_t count, most;
  int64_t *first, *length;
  int32_t *weights;
} Taps;

static void free_taps(Taps *t) {
  free(t->first);
  free(t->weights);
}

/* Of output k of a line of n that is made of m. */
static void fill_tap(Taps *t, int64_t i, int64_t k, int64_t n, int64_t m,
                     Filter filter, double *values) {
  double scale = (double)m / (double)n, wide = scale > 1 ? scale : 1;
  double centre = ((double)k + 0.5) * scale, reach = reach_of(filter) * wide;
  double total = 0;
  int64_t first = (int64_t)(centre - reach + 0.5);
  int64_t end = (int64_t)(centre + reach + 0.5);
  if (first < 0 || centre - reach + 0.5 < 0) first = 0;
  if (end > m) end = m;
  t->first[i] = first;
  t->length[i] = end - first;
  for (int64_t j = 0; j < end - first; j++) {
    values[j] = weight(filter, ((double)(first + j) - centre + 0.5) / wide);
    total += values[j];
  }
  for (int64_t j = 0; j < end - first; j++)
    t->weights[i * t->most + j] = (int32_t)lround(values[j] / total *
                                                  (1 << BITS));
}

/* Outputs from `from` on of a line of n that is made of m. */
static bool make_taps(Taps *t, int64_t from, int64_t count, int64_t n,
                      int64_t m, Filter filter) {
  double scale = (double)m / (double)n, wide = scale > 1 ? scale : 1;
  assert(count > 0);
  *t = (Taps){.count = count,
              .most = 2 * (int64_t)ceil(reach_of(filter) * wide) + 1};
  t->first = malloc(2 * (size_t)count * sizeof *t->first);
  t->weights = malloc((size_t)(count * t->most) * sizeof *t->weights);
  double *values = malloc((size_t)t->most * sizeof *values);
  bool ok = t->first && t->weights && values;
  if (ok) t->length = t->first + count;
  for (int64_t i = 0; ok && i < count; i++)
    fill_tap(t, i, from + i, n, m, filter, values);
  free(values);
  return ok;
}

/* ---- resampling ---- */

static inline unsigned char limited(int32_t v) {
  v >>= BITS;
  return (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Rows of m pixels of one channel or three become rows of t->count. */
static void along_rows(const unsigned char *from, int64_t rows, int64_t m,
                       int64_t c, const Taps *t, unsigned char *to) {
  assert(c == 1 || c == 3);
  for (int64_t y = 0; y < rows; y++, from += m * c)
    for (int64_t i = 0; i < t->count; i++, to += c) {
      const unsigned char *p = from + t->first[i] * c;
      const int32_t *w = t->weights + i * t->most;
      int32_t s[3] = {HALF, HALF, HALF};
      if (c == 1)
        for (int64_t j = 0; j < t->length[i]; j++) s[0] += p[j] * w[j];
      else
        for (int64_t j = 0; j < t->length[i]; j++, p += 3)
          for (int k = 0; k < 3; k++) s[k] += p[k] * w[j];
      for (int64_t k = 0; k < c; k++) to[k] = limited(s[k]);
    }
}

/* t->count rows of `row` bytes of those that are there; sums has room for as
 * many. */
static void along_columns(const unsigned char *from, int64_t row, const Taps *t,
                          int32_t *sums, unsigned char *to) {
  for (int64_t i = 0; i < t->count; i++) {
    const unsigned char *p = from + t->first[i] * row;
    for (int64_t x = 0; x < row; x++) sums[x] = HALF;
    for (int64_t j = 0; j < t->length[i]; j++, p += row)
      for (int64_t x = 0; x < row; x++)
        sums[x] += p[x] * t->weights[i * t->most + j];
    for (int64_t x = 0; x < row; x++) *to++ = limited(sums[x]);
  }
}

/* A picture of h x w as one of height x width, of which the part that begins at
 * row top and column left, of part_h x part_w, is wanted. */
typedef struct Plan {
  int64_t h, w, c, height, width, top, left, part_h, part_w;
} Plan;

/* Rows that the part needs of those that are there; from *first on. */
static int64_t rows_needed(const Taps *columns, int64_t *first) {
  int64_t last = columns->count - 1;
  *first = columns->first[0];
  return columns->first[last] + columns->length[last] - *first;
}

/* The part as it is, of a picture that keeps its size. */
static void cut(const Plan *p, const unsigned char *from, unsigned char *to) {
  size_t row = (size_t)(p->part_w * p->c);
  for (int64_t y = 0; y < p->part_h; y++)
    memcpy(to + (size_t)y * row, from + ((p->top + y) * p->w + p->left) * p->c,
           row);
}

static bool scale(const Plan *p, const Taps *rows, Taps *columns,
                  const unsigned char *from, unsigned char *to) {
  int64_t first, n = rows_needed(columns, &first), row = p->part_w * p->c;
  unsigned char *between = malloc((size_t)(n * row));
  int32_t *sums = malloc((size_t)row * sizeof *sums);
  bool ok = between && sums;
  if (ok) {
    along_rows(from + first * p->w * p->c, n, p->w, p->c, rows, between);
    for (int64_t i = 0; i < columns->count; i++) columns->first[i] -= first;
    along_columns(between, row, columns, sums, to);
  }
  free(sums);
  free(between);
  return ok;
}

static bool resample(const Plan *p, Filter filter, const unsigned char *from,
                     unsigned char *to) {
  Taps rows = {0}, columns = {0};
  if (p->height == p->h && p->width == p->w) {
    cut(p, from, to);
    return true;
  }
  bool ok = make_taps(&rows, p->left, p->part_w, p->width, p->w, filter) &&
            make_taps(&columns, p->top, p->part_h, p->height, p->h, filter) &&
            scale(p, &rows, &columns, from, to);
  free_taps(&rows);
  free_taps(&columns);
  return ok;
}

/* ---- fitting ---- */

static int64_t scaled(int64_t n, double scale) {
  int64_t size = llround((double)n * scale);
  return size < 1 ? 1 : size;
}

static int64_t at_least(int64_t n, int64_t least) {
  return n < least ? least : n;
}

static int64_t at_most(int64_t n, int64_t most) { return n > most ? most : n; }

/* The whole as large as it becomes, and of that the middle. */
static Plan plan_of(const Image *x, const Form *f) {
  Plan p = {.h = x->height,
            .w = x->width,
            .c = f->channels,
            .height = f->height,
            .width = f->width};
  double down = (double)f->height / (double)x->height;
  double across = (double)f->width / (double)x->width;
  if (f->fit == FIT_CROP) {
    double scale = fmax(down, across);
    p.height = at_least(scaled(x->height, scale), f->height);
    p.width = at_least(scaled(x->width, scale), f->width);
  } else if (f->fit == FIT_PAD) {
    double scale = fmin(down, across);
    p.height = at_most(scaled(x->height, scale), f->height);
    p.width = at_most(scaled(x->width, scale), f->width);
  }
  p.part_h = at_most(p.height, f->height);
  p.part_w = at_most(p.width, f->width);
  p.top = (p.height - p.part_h) / 2;
  p.left = (p.width - p.part_w) / 2;
  return p;
}

/* Puts the part, h,w,c, in the middle of the form, c,h,w. */
static void place(const unsigned char *part, const Plan *p, const Form *f,
                  unsigned char *to) {
  int64_t top = (f->height - p->part_h) / 2, left = (f->width - p->part_w) / 2;
  for (int64_t k = 0; k < f->channels; k++)
    for (int64_t y = 0; y < f->height; y++)
      for (int64_t x = 0; x < f->width; x++) {
        int64_t v = y - top, u = x - left;
        bool inside = v >= 0 && v < p->part_h && u >= 0 && u < p->part_w;
        *to++ = inside             ? part[(v * p->part_w + u) * f->channels + k]
                : f->channels == 1 ? gray(f->background)
                                   : f->background[k];
      }
}

bool fit_picture(const char *path, const Image *x, const unsigned char *pixels,
                 const Form *form, unsigned char *to) {
  if (form->fit == FIT_NONE &&
      (x->height != form->height || x->width != form->width))
    return file_fail(path,
                     "is %" PRId64 "x%" PRId64 ", the first picture is %" PRId64
                     "x%" PRId64 "; size = {h, w} brings all to one",
                     x->height, x->width, form->height, form->width);
  Plan p = plan_of(x, form);
  unsigned char *whole = malloc((size_t)(x->height * x->width * p.c));
  unsigned char *part = malloc((size_t)(p.part_h * p.part_w * p.c));
  bool ok = whole && part;
  if (ok) convert(pixels, x->channels, x->height * x->width, form, whole);
  ok = ok && resample(&p, form->filter, whole, part);
  if (ok) place(part, &p, form, to);
  free(whole);
  free(part);
  return ok || file_fail(path, "no memory to scale it");
}
