/* See conv_few.h. Patches of x stand in rows, one for each pixel of y: channel
 * by tap, as the weights do. */
#include "conv_few.h"

#include "../gemm.h"
#include "../pool.h"
#include "sizes.h"

enum {
  PIXELS = 8,       /* of an image, at most */
  IMAGES = 16,      /* of one pixel */
  WEIGHTS = 1 << 16 /* for each of them; fewer stay near, packed or not */
};

bool few_takes(const ConvShape *s) {
  int64_t pixels = volume(s->y);
  int64_t weights = times(times(s->c, s->k), volume(s->w));
  bool few = s->n == 1 ? pixels <= PIXELS : pixels == 1 && s->n <= IMAGES;
  return !s->bf16 && s->groups == 1 && few &&
         weights >= WEIGHTS * s->n * pixels;
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
