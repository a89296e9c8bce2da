/* What this processor can do at most, on one core: fused multiply-adds in
 * registers, in GFLOP/s, and a[i] = b[i] + s c[i] from memory, in GB/s (three
 * arrays of 64 MiB). Prints the two numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef float Vec __attribute__((vector_size(64)));
enum { CHAINS = 16, ROUNDS = 4000000, N = 1 << 24, TRIALS = 8 };

static double multiply_adds(void) {
  Vec sum[CHAINS] = {0}, a = {0}, b = {0};
  for (int k = 0; k < 16; k++) a[k] = 0.5f, b[k] = (float)k;
  for (int k = 0; k < CHAINS; k++) sum[k][0] = (float)k; /* no two alike */
  double start = now();
  for (int i = 0; i < ROUNDS; i++)
#pragma GCC unroll 16
    for (int k = 0; k < CHAINS; k++) sum[k] = sum[k] * a + b;
  double took = now() - start;
  for (int k = 1; k < CHAINS; k++) sum[0] += sum[k];
  if (sum[0][1] == 0.12345f) puts("never");
  return 2.0 * 16 * CHAINS * ROUNDS / took * 1e-9;
}

static double triad(float *a, const float *b, const float *c) {
  double start = now();
  for (int i = 0; i < N; i++) a[i] = b[i] + 3 * c[i];
  return 3.0 * 4 * N / (now() - start) * 1e-9;
}

int main(void) {
  float *a = malloc(3ul * N * sizeof *a), flops = 0, bytes = 0;
  if (!a) return 1;
  for (int i = 0; i < 3 * N; i++) a[i] = 1;
  for (int k = 0; k < TRIALS; k++) {
    double f = multiply_adds(), m = triad(a, a + N, a + 2 * N);
    if (f > flops) flops = (float)f;
    if (m > bytes) bytes = (float)m;
  }
  printf("%.1f %.1f\n", (double)flops, (double)bytes);
  free(a);
  return 0;
}
