#include "walk.h"

#include <stdlib.h>
#include <string.h>

#include "kernel/kernel.h"
#include "kernel/sizes.h"

void walk_open(Walk *w, const Shape *shape, const int64_t *stride) {
  w->rank = 0;
  w->count = shape_count(shape);
  for (int k = 0; k < shape->rank; k++) {
    int last = w->rank - 1;
    if (shape->size[k] == 1) continue;
    if (last >= 0 && w->stride[last] == stride[k] * shape->size[k]) {
      w->size[last] *= shape->size[k];
      w->stride[last] = stride[k];
      continue;
    }
    w->size[w->rank] = shape->size[k];
    w->stride[w->rank++] = stride[k];
  }
  if (w->rank > 0) return;
  w->rank = 1;
  w->size[0] = w->count;
  w->stride[0] = 1;
}

bool walk_flat(const Walk *w) { return w->rank == 1 && w->stride[0] == 1; }

bool walk_rows(const Walk *w, int64_t part, int64_t *step) {
  bool flat = walk_flat(w), thin = part == 1 && w->rank == 1;
  *step = flat ? part : w->stride[0];
  return flat || thin ||
         (w->rank == 2 && w->size[1] == part && w->stride[1] == 1);
}

/* The address of element `start`, and its index along every axis. */
static int64_t walk_seek(const Walk *w, int64_t start, int64_t *index) {
  int64_t at = 0;
  for (int k = w->rank - 1; k >= 0; k--) {
    index[k] = start % w->size[k];
    start /= w->size[k];
    at += index[k] * w->stride[k];
  }
  return at;
}

/* Steps over the innermost axis, which has been read to its end. */
static int64_t walk_carry(const Walk *w, int64_t at, int64_t *index) {
  int k = w->rank - 1;
  at -= index[k] * w->stride[k];
  index[k] = 0;
  for (k--; k >= 0; k--) {
    at += w->stride[k];
    if (++index[k] < w->size[k]) break;
    at -= w->size[k] * w->stride[k];
    index[k] = 0;
  }
  return at;
}

static void fill(int64_t n, real *y, real value) {
  typedef real Few __attribute__((vector_size(16), aligned(sizeof(real))));
  enum { FEW = 16 / sizeof(real) };
  const Few values = value - (Few){0};
  for (int64_t i = 0; i + FEW <= n; i += FEW) *(Few *)(y + i) = values;
  if (n >= FEW) *(Few *)(y + n - FEW) = values;
  else
    for (int64_t i = 0; i < n; i++) y[i] = value;
}

static void copy_from(int64_t n, real *restrict y, const real *restrict x,
                      int64_t stride) {
  if (n == 2) { /* pairs, of which there are many */
    y[0] = x[0];
    y[1] = x[stride];
  } else if (stride == 1) walk_copy(n, y, x);
  else if (stride == 0) fill(n, y, *x);
  else if (stride == -1)
    for (int64_t i = 0; i < n; i++) y[i] = x[-i];
  else
    for (int64_t i = 0; i < n; i++) y[i] = x[i * stride];
}

/* `lines` of them, each `step` after the one before. */
static void copy_lines(int64_t lines, int64_t n, real *restrict y,
                       const real *restrict x, int64_t step, int64_t stride) {
  if (stride == 1)
    for (int64_t i = 0; i < lines; i++) walk_copy(n, y + i * n, x + i * step);
  else if (stride == 0)
    for (int64_t i = 0; i < lines; i++) fill(n, y + i * n, x[i * step]);
  else
    for (int64_t i = 0; i < lines; i++)
      copy_from(n, y + i * n, x + i * step, stride);
}

static void copy_to(int64_t n, real *y, int64_t stride, const real *x) {
  if (stride == 1) walk_copy(n, y, x);
  else
    for (int64_t i = 0; i < n; i++) y[i * stride] = x[i];
}

void walk_pack(const Walk *w, const real *x, int64_t start, int64_t n,
               real *y) {
  if (n <= 0) return;
  int64_t index[MAX_DIMS], at = walk_seek(w, start, index);
  int last = w->rank - 1;
  while (n > 0) {
    int64_t run = least(w->size[last] - index[last], n), lines = 1;
    if (last > 0 && run == w->size[last])
      lines = least(n / run, w->size[last - 1] - index[last - 1]);
    int64_t step = last > 0 ? w->stride[last - 1] : 0;
    copy_lines(lines, run, y, x + at, step, w->stride[last]);
    y += lines * run;
    n -= lines * run;
    at += (lines - 1) * step + run * w->stride[last];
    index[last] += run;
    if (lines > 1) index[last - 1] += lines - 1;
    if (index[last] == w->size[last]) at = walk_carry(w, at, index);
  }
}

void walk_unpack(const Walk *w, real *y, int64_t start, int64_t n,
                 const real *x) {
  if (n <= 0) return;
  int64_t index[MAX_DIMS], at = walk_seek(w, start, index);
  int last = w->rank - 1;
  while (n > 0) {
    int64_t run = w->size[last] - index[last];
    if (run > n) run = n;
    copy_to(run, y + at, w->stride[last], x);
    x += run;
    n -= run;
    at += run * w->stride[last];
    index[last] += run;
    if (index[last] == w->size[last]) at = walk_carry(w, at, index);
  }
}

/* ---- in parts ---- */

enum { PART = 1 << 15, TILE = 32, WIDE = 512 };

/* A part is `planes` planes whole, or one block of one plane: planes are
 * spanned by the axis `near`, of short strides, and the last. */
typedef struct Tiling {
  const Walk *w;
  int near;
  int64_t step;          /* of near in the contiguous array */
  int64_t rows, columns; /* of a block, along near and the last axis */
  int64_t row_blocks, column_blocks, planes, all_planes;
} Tiling;

/* The axis to read along instead of the last; -1 for none. */
static int near_axis(const Walk *w) {
  int last = w->rank - 1, near = -1;
  int64_t shortest = llabs(w->stride[last]);
  for (int k = 0; k < last; k++) {
    int64_t stride = llabs(w->stride[k]);
    if (stride == 0 || stride >= shortest || w->size[k] < 4) continue;
    shortest = stride;
    near = k;
  }
  return near;
}

bool walk_across(const Walk *w) {
  return w->count > TILE * TILE && near_axis(w) >= 0;
}

static bool tiled(const Walk *w, Tiling *t) {
  int last = w->rank - 1;
  if (!walk_across(w)) return false;
  t->w = w;
  t->near = near_axis(w);
  int64_t near = w->size[t->near];
  t->step = 1;
  for (int k = t->near + 1; k <= last; k++) t->step *= w->size[k];
  t->columns = least(w->size[last], WIDE);
  t->rows = least(near, PART / t->columns / TILE * TILE);
  t->row_blocks = divide_up(near, t->rows);
  t->column_blocks = divide_up(w->size[last], t->columns);
  bool whole = t->row_blocks * t->column_blocks == 1;
  t->planes = whole ? PART / (t->rows * t->columns) : 1;
  t->all_planes = w->count / (near * w->size[last]);
  return true;
}

int64_t walk_parts(const Walk *w) {
  Tiling t;
  if (!tiled(w, &t)) return divide_up(w->count, PART);
  return t.row_blocks * t.column_blocks * divide_up(t.all_planes, t.planes);
}

/* A rectangle, rows x columns, at its place in the strided array (strides near
 * and far) and in the contiguous one (rows `step` apart). */
typedef struct Tile {
  int64_t rows, columns, near, far, step;
} Tile;

static void pack_tile(const Tile *t, const real *x, real *y) {
  real tile[TILE][TILE + 1];
  for (int64_t j = 0; j < t->columns; j++)
    for (int64_t i = 0; i < t->rows; i++)
      tile[j][i] = x[i * t->near + j * t->far];
  for (int64_t i = 0; i < t->rows; i++)
    for (int64_t j = 0; j < t->columns; j++) y[i * t->step + j] = tile[j][i];
}

static void unpack_tile(const Tile *t, real *y, const real *x) {
  real tile[TILE][TILE + 1];
  for (int64_t i = 0; i < t->rows; i++)
    memcpy(tile[i], x + i * t->step, (size_t)t->columns * sizeof *x);
  for (int64_t j = 0; j < t->columns; j++)
    for (int64_t i = 0; i < t->rows; i++)
      y[i * t->near + j * t->far] = tile[i][j];
}

/* The same without a tile between, where near is 1. */
static void transpose(const Tile *t, const real *x, real *y, bool unpack) {
  if (unpack) kernels->transpose(t->columns, t->rows, y, t->far, x, t->step);
  else kernels->transpose(t->rows, t->columns, y, t->step, x, t->far);
}

/* One of x and y is the strided array, by `unpack`. */
static void copy_block(const Tiling *t, int64_t row, int64_t column,
                       const real *x, real *y, bool unpack) {
  const Walk *w = t->w;
  int last = w->rank - 1;
  int64_t row_end = least(row + t->rows, w->size[t->near]);
  int64_t column_end = least(column + t->columns, w->size[last]);
  Tile tile = {row_end - row, column_end - column, w->stride[t->near],
               w->stride[last], t->step};
  if (tile.near == 1) {
    int64_t strided = row + column * tile.far, plain = row * t->step + column;
    transpose(&tile, x + (unpack ? plain : strided),
              y + (unpack ? strided : plain), unpack);
    return;
  }
  for (int64_t i = row; i < row_end; i += TILE)
    for (int64_t j = column; j < column_end; j += TILE) {
      int64_t strided = i * tile.near + j * tile.far, plain = i * t->step + j;
      tile.rows = least(TILE, row_end - i);
      tile.columns = least(TILE, column_end - j);
      if (unpack) unpack_tile(&tile, y + strided, x + plain);
      else pack_tile(&tile, x + strided, y + plain);
    }
}

/* Where a plane begins, in the strided and in the contiguous array. */
static void seek_plane(const Tiling *t, int64_t plane, int64_t *strided,
                       int64_t *plain) {
  const Walk *w = t->w;
  int64_t step = w->size[w->rank - 1];
  *strided = *plain = 0;
  for (int k = w->rank - 2; k >= 0; step *= w->size[k], k--) {
    if (k == t->near) continue;
    *strided += plane % w->size[k] * w->stride[k];
    *plain += plane % w->size[k] * step;
    plane /= w->size[k];
  }
}

static void copy_tiles(const Tiling *t, int64_t part, const real *x, real *y,
                       bool unpack) {
  int64_t column = part % t->column_blocks * t->columns;
  part /= t->column_blocks;
  int64_t row = part % t->row_blocks * t->rows;
  int64_t plane = part / t->row_blocks * t->planes;
  int64_t end = least(plane + t->planes, t->all_planes);
  for (; plane < end; plane++) {
    int64_t strided, plain;
    seek_plane(t, plane, &strided, &plain);
    copy_block(t, row, column, x + (unpack ? plain : strided),
               y + (unpack ? strided : plain), unpack);
  }
}

void walk_pack_part(const Walk *w, const real *x, int64_t part, real *y) {
  Tiling t;
  int64_t start = part * PART;
  if (tiled(w, &t)) copy_tiles(&t, part, x, y, false);
  else walk_pack(w, x, start, least(PART, w->count - start), y + start);
}

void walk_unpack_part(const Walk *w, real *y, int64_t part, const real *x) {
  Tiling t;
  int64_t start = part * PART;
  if (tiled(w, &t)) copy_tiles(&t, part, x, y, true);
  else walk_unpack(w, y, start, least(PART, w->count - start), x + start);
}
