/* See conv_few.h. Patches stand in rows, one for each pixel of y: channel by
 * tap, as the weights do; forward they are made of x, backward added to it. */
#include "conv_few.h"

#include "../gemm.h"
#include "../pool.h"
#include "sizes.h"

enum {
  PIXELS = 16,      /* of y, at most */
  WEIGHTS = 1 << 16 /* for each of them; fewer stay near, packed or not */
};

bool few_takes(const ConvShape *s, ConvPart part) {
  int64_t pixels = times(s->n, volume(s->y));
  int64_t weights = times(times(s->c, s->k), volume(s->w));
  return !s->bf16 && s->groups == 1 && part != CONV_WEIGHT_GRAD &&
         (s->n == 1 || volume(s->y) == 1) && pixels <= PIXELS &&
         weights >= WEIGHTS * pixels;
}

static int64_t patch_of(const ConvShape *s) {
  return times(s->c, volume(s->w));
}

size_t few_scratch(const ConvShape *s) {
  size_t size = 0;
  reserve(&size, times(times(s->n, volume(s->y)), patch_of(s)), sizeof(real));
  return size;
}

/* ---- between x and patches ---- */

typedef struct FewTask {
  const ConvShape *s;
  const real *from, *bias;
  real *to;
} FewTask;

/* Where pixel p of y meets x under tap r; -1 in the padding. */
static int64_t meets(const ConvShape *s, int64_t p, int64_t r) {
  int64_t index = 0, size = 1;
  for (int i = 2; i >= 0; i--) {
    int64_t at = p % s->y[i] * s->stride[i] - s->padding[i] +
                 r % s->w[i] * s->dilation[i];
    if (at < 0 || at >= s->x[i]) return -1;
    index += at * size;
    size *= s->x[i];
    p /= s->y[i];
    r /= s->w[i];
  }
  return index;
}

static void take_channel(void *context, int64_t c) {
  const FewTask *t = context;
  const ConvShape *s = t->s;
  int64_t taps = volume(s->w), pixels = volume(s->y), size = volume(s->x);
  for (int64_t i = 0; i < s->n * pixels; i++) {
    const real *x = t->from + (i / pixels * s->c + c) * size;
    real *patch = t->to + (i * s->c + c) * taps;
    for (int64_t r = 0; r < taps; r++) {
      int64_t at = meets(s, i % pixels, r);
      patch[r] = at < 0 ? 0 : x[at];
    }
  }
}

static void add_channel(void *context, int64_t c) {
  const FewTask *t = context;
  const ConvShape *s = t->s;
  int64_t taps = volume(s->w), pixels = volume(s->y), size = volume(s->x);
  for (int64_t n = 0; n < s->n; n++)
    for (int64_t j = 0; j < size; j++)
      t->to[(n * s->c + c) * size + j] = t->bias ? t->bias[c] : 0;
  for (int64_t i = 0; i < s->n * pixels; i++) {
    real *x = t->to + (i / pixels * s->c + c) * size;
    const real *patch = t->from + (i * s->c + c) * taps;
    for (int64_t r = 0; r < taps; r++) {
      int64_t at = meets(s, i % pixels, r);
      if (at >= 0) x[at] += patch[r];
    }
  }
}

static void each_channel(PoolTask task, FewTask *t) {
  const ConvShape *s = t->s;
  int64_t work = s->n * (volume(s->y) * volume(s->w) + volume(s->x));
  pool_run_pieces(task, t, s->c, work);
}

/* ---- the products ---- */

/* Strides of y, pixels (of one image, or one of each) by channels. */
static Matrix pixels_of(const ConvShape *s, const real *y) {
  if (s->n == 1) return (Matrix){y, 1, volume(s->y), 0};
  return (Matrix){y, s->k, 1, 0};
}

void few_forward(const ConvShape *s, real *y, const real *x, const real *w,
                 const real *b) {
  real *patches = pool_scratch();
  Matrix into = pixels_of(s, y);
  int64_t pixels = volume(s->y), patch = patch_of(s);
  each_channel(take_channel, &(FewTask){.s = s, .from = x, .to = patches});
  for (int64_t i = 0; i < s->n * s->k * pixels; i++)
    y[i] = b ? b[i / pixels % s->k] : 0;
  gemm_run(&(Gemm){
      .batch = 1,
      .m = s->n * pixels,
      .n = s->k,
      .k = patch,
      .alpha = 1,
      .beta = 1,
      .a = {patches, patch, 1, 0},
      .b = {w, 1, patch, 0},
      .c = y,
      .c_row = into.row,
      .c_column = into.column});
}

void few_input_grad(const ConvShape *s, real *x, const real *g, const real *w,
                    const real *b) {
  real *patches = pool_scratch();
  int64_t patch = patch_of(s);
  gemm_run(&(Gemm){
      .batch = 1,
      .m = s->n * volume(s->y),
      .n = patch,
      .k = s->k,
      .alpha = 1,
      .a = pixels_of(s, g),
      .b = {w, patch, 1, 0},
      .c = patches,
      .c_row = patch,
      .c_column = 1});
  each_channel(add_channel,
               &(FewTask){.s = s, .from = patches, .to = x, .bias = b});
}
