#include "conv.h"

#include <string.h>

#include "../gemm.h"
#include "../pool.h"
#include "conv_depth.h"
#include "conv_few.h"
#include "conv_gather.h"
#include "conv_plain.h"
#include "conv_scatter.h"
#include "conv_weight.h"
#include "conv_winograd.h"
#include "conv_winograd_weight.h"
#include "kernel.h"
#include "panels.h"
#include "sizes.h"

/* The kernel covers the whole of x: one pixel of y, a plain product. */
static bool is_product(const ConvShape *s) {
  for (int i = 0; i < 3; i++)
    if (s->y[i] != 1 || s->padding[i] != 0 || s->w[i] != s->x[i] ||
        (s->dilation[i] != 1 && s->w[i] != 1))
      return false;
  return true;
}

static bool is_empty(const ConvShape *s) {
  return !(s->n && s->c && s->k && volume(s->x) && volume(s->w) &&
           volume(s->y));
}

/* Where there is nothing to sum, the plain loops say what stands there. */
static bool is_plain(const ConvShape *s) {
  return is_empty(s) || strcmp(kernels->isa, "plain") == 0;
}

/* What no scratch holds (an image far out in its padding) is left to the plain
 * loops, while they take no time. */
static bool is_beyond(const ConvShape *s, size_t scratch) {
  enum { FEW = 1 << 24 };
  int64_t terms = times(times(s->n, s->groups), times(s->c, s->k));
  terms = times(terms, times(volume(s->w), volume(s->y)));
  return scratch >= (size_t)TOO_MUCH && terms <= FEW;
}

static bool weight_fits(Weight *p, const ConvShape *s) {
  weight_plan(p, s);
  return !is_beyond(s, p->shared + p->at.size);
}

static bool gather_fits(Gather *p, const ConvShape *s, ConvPart part) {
  gather_plan(p, s, part);
  return !is_beyond(s, p->shared + p->at.size);
}

static bool depth_fits(Depth *p, const ConvShape *s, ConvPart part) {
  if (!depth_takes(s, part)) return false;
  depth_plan(p, s, part);
  return !is_beyond(s, depth_scratch(p));
}

static bool winograd_fits(Winograd *p, const ConvShape *s, ConvPart part) {
  if (!winograd_maps(s, part)) return false;
  winograd_plan(p, s, part);
  return !is_beyond(s, p->shared + p->at.size);
}

static bool winograd_weight_fits(WinogradWeight *p, const ConvShape *s) {
  if (!winograd_maps(s, CONV_WEIGHT_GRAD)) return false;
  winograd_weight_plan(p, s);
  return !is_beyond(s, p->shared + p->at.size);
}

static size_t weight_scratch(const ConvShape *s) {
  WinogradWeight f;
  if (winograd_weight_fits(&f, s)) return f.shared + f.at.size;
  Weight p;
  return weight_fits(&p, s) ? p.shared + p.at.size : 0;
}

size_t conv_scratch(const ConvShape *s, ConvPart part) {
  Depth d;
  if (is_plain(s)) return 0;
  if (is_product(s)) return s->bf16 ? panels_scratch() : 0;
  if (depth_fits(&d, s, part)) return depth_scratch(&d);
  if (part == CONV_WEIGHT_GRAD) return weight_scratch(s);
  if (part == CONV_FORWARD && few_takes(s)) return few_scratch(s);
  if (scatter_takes(s, part)) return scatter_scratch(s);
  Winograd w;
  if (winograd_fits(&w, s, part)) return w.shared + w.at.size;
  Gather p;
  return gather_fits(&p, s, part) ? p.shared + p.at.size : 0;
}

static void multiply(const ConvShape *s, const Gemm *g) {
  (s->bf16 ? panels_run : gemm_run)(g);
}

/* y: n, groups, rows = the product of x: n, groups, inner and of w, groups
 * matrices with the strides given. */
static void product(const ConvShape *s, real *y, int64_t rows, const real *x,
                    int64_t inner, Matrix w) {
  multiply(s, &(Gemm){.batch = s->groups,
                      .m = s->n,
                      .n = rows,
                      .k = inner,
                      .alpha = 1,
                      .a = {x, s->groups * inner, 1, inner},
                      .b = w,
                      .c = y,
                      .c_row = s->groups * rows,
                      .c_column = 1,
                      .c_batch = rows});
}

static void add_bias(const ConvShape *s, real *y, int64_t channels,
                     int64_t size, const real *b) {
  if (!b) return;
  for (int64_t i = 0; i < s->n * channels; i++)
    for (int64_t j = 0; j < size; j++) y[i * size + j] += b[i % channels];
}

void conv_forward(const ConvShape *s, real *y, const real *x, const real *w,
                  const real *b) {
  int64_t patch = s->c * volume(s->w);
  Depth d;
  Winograd f;
  if (is_plain(s)) {
    conv_plain_forward(s, y, x, w, b);
  } else if (is_product(s)) {
    product(s, y, s->k, x, patch, (Matrix){w, 1, patch, s->k * patch});
    add_bias(s, y, s->groups * s->k, 1, b);
  } else if (depth_fits(&d, s, CONV_FORWARD)) {
    depth_run(&d, y, x, w, b);
  } else if (few_takes(s)) {
    few_forward(s, y, x, w, b);
  } else if (winograd_fits(&f, s, CONV_FORWARD)) {
    winograd_run(&f, y, x, w, b);
  } else {
    Gather p;
    if (gather_fits(&p, s, CONV_FORWARD)) gather_run(&p, y, x, w, b);
    else conv_plain_forward(s, y, x, w, b);
  }
}

void conv_input_grad(const ConvShape *s, real *x, const real *g, const real *w,
                     const real *b) {
  int64_t patch = s->c * volume(s->w);
  Depth d;
  Winograd f;
  if (is_plain(s)) {
    conv_plain_input_grad(s, x, g, w, b);
  } else if (is_product(s)) {
    product(s, x, patch, g, s->k, (Matrix){w, patch, 1, s->k * patch});
    add_bias(s, x, s->groups * s->c, volume(s->x), b);
  } else if (depth_fits(&d, s, CONV_INPUT_GRAD)) {
    depth_run(&d, x, g, w, b);
  } else if (scatter_takes(s, CONV_INPUT_GRAD)) {
    scatter_run(s, x, g, w, b);
  } else if (winograd_fits(&f, s, CONV_INPUT_GRAD)) {
    winograd_run(&f, x, g, w, b);
  } else {
    Gather p;
    if (gather_fits(&p, s, CONV_INPUT_GRAD)) gather_run(&p, x, g, w, b);
    else conv_plain_input_grad(s, x, g, w, b);
  }
}

void conv_weight_grad(const ConvShape *s, real *w, const real *x,
                      const real *g) {
  int64_t patch = s->c * volume(s->w);
  Depth d;
  WinogradWeight f;
  if (is_plain(s)) {
    conv_plain_weight_grad(s, w, x, g);
  } else if (is_product(s)) {
    multiply(s, &(Gemm){.batch = s->groups,
                        .m = s->k,
                        .n = patch,
                        .k = s->n,
                        .alpha = 1,
                        .a = {g, 1, s->groups * s->k, s->k},
                        .b = {x, s->groups * patch, 1, patch},
                        .c = w,
                        .c_row = patch,
                        .c_column = 1,
                        .c_batch = s->k * patch});
  } else if (depth_fits(&d, s, CONV_WEIGHT_GRAD)) {
    depth_weight(&d, w, x, g);
  } else if (winograd_weight_fits(&f, s)) {
    winograd_weight_run(&f, w, x, g);
  } else {
    Weight p;
    if (weight_fits(&p, s)) weight_run(&p, w, x, g);
    else conv_plain_weight_grad(s, w, x, g);
  }
}
