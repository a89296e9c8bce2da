/* What the programs of lunette.export call, in C99 without any library. A file
   takes the functions that it needs, paragraph by paragraph. */

static inline float f_abs(float x) { return x < 0 ? -x : x; }

static inline float f_max(float x, float y) { return x > y ? x : y; }

static inline float f_min(float x, float y) { return x < y ? x : y; }

static inline float f_leaky_relu(float x, float slope) {
  return x > 0 ? x : slope * x;
}

static float f_trunc(float x) {
  return x > -8388608.0f && x < 8388608.0f ? (float)(int)x : x;
}

static float f_floor(float x) {
  float whole = f_trunc(x);
  return whole > x ? whole - 1 : whole;
}

/* Newton's method, from half the exponent on. */
static float f_sqrt(float x) {
  union {
    float value;
    unsigned bits;
  } guess = {x};
  if (!(x > 0)) return 0;
  guess.bits = (guess.bits >> 1) + 0x1fbd1df5u;
  double root = guess.value;
  for (int k = 0; k < 4; k++) root = (root + x / root) / 2;
  return (float)root;
}

/* 2^n e^r, of which e^r is ten terms of its series: |r| <= log(2) / 2. */
static double f_exp64(double x) {
  union {
    unsigned long long bits;
    double value;
  } scale;
  if (x > 88.7) x = 88.7;
  if (x < -87.3) return 0;
  int n = (int)(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
  double r = x - n * 0.6931471805599453, sum = 1;
  for (int k = 10; k > 0; k--) sum = 1 + sum * r / k;
  scale.bits = (unsigned long long)(n + 1023) << 52;
  return sum * scale.value;
}

static float f_exp(float x) { return (float)f_exp64(x); }

static float f_tanh(float x) {
  double square = (double)x * x;
  if (square < 1e-4) return (float)(x * (1 - square / 3));
  return (float)(1 - 2 / (f_exp64(2.0 * x) + 1));
}

static float f_sigmoid(float x) { return (float)(1 / (1 + f_exp64(-x))); }

/* By the exponent, and the series of the area tangent: |s| <= 0.172. */
static double f_log64(double x) {
  union {
    double value;
    unsigned long long bits;
  } part = {x};
  if (!(x > 0)) return -3.4e38;
  int n = (int)(part.bits >> 52) - 1022;
  part.bits = (part.bits & 0xfffffffffffffull) | 0x3fe0000000000000ull;
  if (part.value < 0.7071067811865476) {
    part.value *= 2;
    n--;
  }
  double s = (part.value - 1) / (part.value + 1), sum = 0;
  for (int k = 17; k > 0; k -= 2) sum = sum * s * s + 1.0 / k;
  return n * 0.6931471805599453 + 2 * s * sum;
}

static float f_log(float x) { return (float)f_log64(x); }

static float f_softplus(float x, float beta, float threshold) {
  double scaled = (double)x * beta;
  return scaled > threshold ? x : (float)(f_log64(1 + f_exp64(scaled)) / beta);
}

static float f_elu(float x, float alpha) {
  return x > 0 ? x : (float)(alpha * (f_exp64(x) - 1));
}

/* -log(1 + e^-x), in which nothing is large. */
static float f_logsigmoid(float x) {
  return (float)((x < 0 ? x : 0) - f_log64(1 + f_exp64(-f_abs(x))));
}

static float f_hardsigmoid(float x) { return f_min(f_max(x + 3, 0), 6) / 6; }

/* By the error function, within 1.5e-7: Abramowitz and Stegun 1964, 7.1.26. */
static float f_gelu(float x) {
  double a = f_abs(x) * 0.7071067811865476, t = 1 / (1 + 0.3275911 * a);
  double sum = 1.061405429 * t - 1.453152027;
  sum = (sum * t + 1.421413741) * t - 0.284496736;
  sum = (sum * t + 0.254829592) * t * f_exp64(-a * a);
  return (float)(x * (x < 0 ? sum / 2 : 1 - sum / 2));
}

static float f_gelu_tanh(float x) {
  float inner = 0.79788456f * (x + 0.044715f * x * x * x);
  return x / 2 * (1 + f_tanh(inner));
}

/* The series of sine, of what is left of x by whole turns and mirrored. */
static double f_sin64(double x) {
  double turns = x * 0.15915494309189535;
  if (turns > 1e9 || turns < -1e9) return 0;
  double r = (turns - (int)(turns + (turns < 0 ? -0.5 : 0.5)));
  if (r > 0.25) r = 0.5 - r;
  if (r < -0.25) r = -0.5 - r;
  double a = r * 6.283185307179586, sum = 1;
  for (int k = 16; k > 0; k -= 2) sum = 1 - sum * a * a / (k * (k + 1));
  return a * sum;
}

static float f_sin(float x) { return (float)f_sin64(x); }

static float f_cos(float x) { return (float)f_sin64(x + 1.5707963267948966); }

/* y: outer,n,inner of the rows of x: outer,size,inner at index, from 1. */
static void f_index_select(float *y, const float *x, const float *index,
                           int outer, int size, int inner, int n) {
  for (int o = 0; o < outer; o++)
    for (int k = 0; k < n; k++) {
      int from = (o * size + (int)index[k] - 1) * inner;
      for (int i = 0; i < inner; i++) *y++ = x[from + i];
    }
}

/* y: n,classes, in each row 1 at the class, from 1, and else 0. */
static void f_one_hot(float *y, const float *index, int classes, int n) {
  for (int k = 0; k < n; k++)
    for (int c = 0; c < classes; c++)
      *y++ = c + 1 == (int)index[k] ? 1.0f : 0.0f;
}

/* y: rows,outputs = x: rows,inputs times weight: outputs,inputs, and bias. */
static void f_linear(float *restrict y, const float *restrict x,
                     const float *restrict weight, const float *restrict bias,
                     int rows, int inputs, int outputs) {
  for (int r = 0; r < rows; r++, x += inputs)
    for (int o = 0; o < outputs; o++) {
      const float *w = weight + (long)o * inputs;
      float part[8] = {0}, sum = bias ? bias[o] : 0;
      int k = 0;
      for (; k + 8 <= inputs; k += 8)
        for (int t = 0; t < 8; t++) part[t] += w[k + t] * x[k + t];
      for (; k < inputs; k++) sum += w[k] * x[k];
      for (int t = 0; t < 8; t++) sum += part[t];
      *y++ = sum;
    }
}

typedef struct {
  int batch, rows, inner, columns, a_step, b_step;
} Product;

/* y: batch,rows,columns = a: batch,rows,inner times b: batch,inner,columns,
   whose matrices are so far apart. */
static void f_product(float *restrict y, const float *restrict a,
                      const float *restrict b, const Product *s) {
  for (int n = 0; n < s->batch; n++, a += s->a_step, b += s->b_step)
    for (int r = 0; r < s->rows; r++, y += s->columns) {
      for (int c = 0; c < s->columns; c++) y[c] = 0;
      for (int k = 0; k < s->inner; k++) {
        float factor = a[r * s->inner + k];
        const float *row = b + k * s->columns;
        for (int c = 0; c < s->columns; c++) y[c] += factor * row[c];
      }
    }
}

/* A convolution, of pixels y at i and x at (i step - pad + k dilation) / up. */
typedef struct {
  int batch, groups, inputs, outputs, apart, next, group;
  int in_h, out_h, kernel_h, step_h, pad_h, dilation_h, up_h;
  int in_w, out_w, kernel_w, step_w, pad_w, dilation_w, up_w;
} Conv;

/* The pixels of y that are taken together, and what they see of x: of each
   weight, at[k] from the first, the element of x that it meets. */
enum { TILE = 32 };
static float patch[LONGEST * TILE];
static int at[LONGEST], to[TILE], above[TILE], before[TILE];

/* The next pixels of y with the remainders top and left by `up`, from the q-th
   on: how many. */
static int f_pixels(const Conv *s, int top, int left, int q) {
  int columns = (s->out_w - left + s->up_w - 1) / s->up_w, n = 0;
  int rows = (s->out_h - top + s->up_h - 1) / s->up_h;
  for (; n < TILE && q < rows * columns; n++, q++) {
    int i = q / columns, j = q % columns;
    to[n] = (top + i * s->up_h) * s->out_w + left + j * s->up_w;
    above[n] = i * s->step_h;
    before[n] = j * s->step_w;
  }
  for (int t = n; t < TILE; t++) above[t] = s->in_h;
  return n;
}

/* What n pixels see of x through one element of the kernel, which is u and v
   off. */
static void f_see(const Conv *s, const float *restrict x, int u, int v,
                  float *restrict seen, int stride) {
  int from[TILE], size = s->in_h * s->in_w;
  for (int t = 0; t < TILE; t++) {
    int i = above[t] + u, j = before[t] + v;
    int inside = i >= 0 && i < s->in_h && j >= 0 && j < s->in_w;
    from[t] = inside ? i * s->in_w + j : -1;
  }
  for (int c = 0; c < s->inputs; c++, x += size, seen += stride)
    for (int t = 0; t < TILE; t++) seen[t] = from[t] < 0 ? 0 : x[from[t]];
}

/* Fills the patch, and at; how many rows it has. */
static int f_collect(const Conv *s, const float *x, int top, int left) {
  int length = 0;
  for (int a = 0; a < s->kernel_h; a++)
    for (int b = 0; b < s->kernel_w; b++) {
      int u = top * s->step_h - s->pad_h + a * s->dilation_h;
      int v = left * s->step_w - s->pad_w + b * s->dilation_w;
      if (u % s->up_h || v % s->up_w) continue;
      f_see(s, x, u / s->up_h, v / s->up_w, patch + length * TILE, TILE);
      for (int c = 0; c < s->inputs; c++)
        at[length++] = c * s->next + a * s->kernel_w + b;
    }
  return length;
}

/* The sums over k of w[at[k]] patch[k], of four w's which are so far apart. */
static void f_dots(float (*restrict sums)[TILE], const float *restrict w,
                   int apart, int length) {
  for (int r = 0; r < 4; r++)
    for (int t = 0; t < TILE; t++) sums[r][t] = 0;
  for (int k = 0; k < length; k++) {
    const float *v = w + at[k], *seen = patch + k * TILE;
    for (int r = 0; r < 4; r++, v += apart) {
      float weight = *v, *sum = sums[r];
      for (int t = 0; t < TILE; t++) sum[t] += weight * seen[t];
    }
  }
}

/* The n pixels of all channels of y; the last four begin earlier where there
   are fewer. */
static void f_channels(const Conv *s, float *y, const float *w,
                       const float *bias, int n, int length) {
  float sums[4][TILE];
  int size = s->out_h * s->out_w, several = s->outputs >= 4;
  for (int o = 0; o < s->outputs; o += several ? 4 : 1) {
    int first = several && o + 4 > s->outputs ? s->outputs - 4 : o;
    f_dots(sums, w + (long)first * s->apart, several ? s->apart : 0, length);
    for (int r = 0; r < (several ? 4 : 1); r++)
      for (int t = 0; t < n; t++)
        y[(first + r) * size + to[t]] = sums[r][t] +
                                        (bias ? bias[first + r] : 0);
  }
}

/* y: batch,groups outputs,out_h,out_w of x: batch,groups inputs,in_h,in_w. */
static void f_conv(float *y, const float *x, const float *weight,
                   const float *bias, const Conv *s) {
  for (int k = 0; k < s->batch * s->groups; k++) {
    const float *w = weight + (long)(k % s->groups) * s->group;
    const float *b = bias ? bias + k % s->groups * s->outputs : 0;
    for (int top = 0; top < s->up_h; top++)
      for (int left = 0; left < s->up_w; left++)
        for (int q = 0, n; (n = f_pixels(s, top, left, q)) > 0; q += n)
          f_channels(s, y, w, b, n, f_collect(s, x, top, left));
    y += s->outputs * s->out_h * s->out_w;
    x += s->inputs * s->in_h * s->in_w;
  }
}
