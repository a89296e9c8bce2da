/* Both go over blocks of 64 bytes, the last of which ends with the number of
 * bits in 8 bytes: of SHA-256 with the most significant byte first, of MD5 with
 * the least. */
#include "digest.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "file.h"

enum { BLOCK = 64, MOST_WORDS = 8 };

typedef struct Digest {
  uint32_t state[MOST_WORDS];
  const uint32_t *constants; /* one a round */
  void (*take)(struct Digest *d, const unsigned char *block);
  int words;
  bool big; /* the most significant byte comes first */
} Digest;

static uint32_t left(uint32_t v, int bits) {
  return v << bits | v >> (32 - bits);
}
static uint32_t right(uint32_t v, int bits) { return left(v, 32 - bits); }

/* Byte `at` of a number of `size` bytes, as they lie in memory. */
static unsigned char byte_of(const Digest *d, uint64_t v, int size, int at) {
  return (unsigned char)(v >> 8 * (d->big ? size - 1 - at : at));
}

static uint32_t word_at(const Digest *d, const unsigned char *p) {
  uint32_t v = 0;
  for (int k = 0; k < 4; k++) v |= (uint32_t)p[k] << 8 * (d->big ? 3 - k : k);
  return v;
}

/* ---- SHA-256 ---- */

/* The first 32 bits of the fractions of the square roots of the first 8 primes,
 * and of the cube roots of the first 64. */
static const uint32_t sha256_start[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
static const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void schedule(const Digest *d, const unsigned char *block, uint32_t *w) {
  for (int i = 0; i < 16; i++) w[i] = word_at(d, block + 4 * i);
  for (int i = 16; i < BLOCK; i++) {
    uint32_t a = w[i - 15], b = w[i - 2];
    uint32_t s0 = right(a, 7) ^ right(a, 18) ^ a >> 3;
    uint32_t s1 = right(b, 17) ^ right(b, 19) ^ b >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
}

static void take_sha256(Digest *d, const unsigned char *block) {
  uint32_t w[BLOCK], s[8];
  schedule(d, block, w);
  memcpy(s, d->state, sizeof s);
  for (int i = 0; i < BLOCK; i++) {
    uint32_t a = s[0], e = s[4];
    uint32_t s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
    uint32_t s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
    uint32_t choice = (e & s[5]) ^ (~e & s[6]);
    uint32_t majority = (a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]);
    uint32_t t = s[7] + s1 + choice + d->constants[i] + w[i];
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += t;
    s[0] = t + s0 + majority;
  }
  for (int k = 0; k < 8; k++) d->state[k] += s[k];
}

/* ---- MD5 ---- */

static const uint32_t md5_start[4] = {
    0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
/* 2^32 times the sines of 1 to 64, without their signs and fractions. */
static const uint32_t md5_constants[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
    0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
    0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
    0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
    0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
    0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
    0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

/* What round i, from 0, makes of three words, and which of the block's it
 * adds. */
static uint32_t md5_mix(int i, const uint32_t *s, int *word) {
  uint32_t b = s[1], c = s[2], d = s[3];
  switch (i / 16) {
    case 0: *word = i; return (b & c) | (~b & d);
    case 1: *word = (5 * i + 1) % 16; return (d & b) | (~d & c);
    case 2: *word = (3 * i + 5) % 16; return b ^ c ^ d;
    default: *word = 7 * i % 16; return c ^ (b | ~d);
  }
}

static void take_md5(Digest *d, const unsigned char *block) {
  static const int turns[4][4] =
      {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  uint32_t s[4];
  memcpy(s, d->state, sizeof s);
  for (int i = 0; i < BLOCK; i++) {
    int word;
    uint32_t mixed = md5_mix(i, s, &word);
    uint32_t sum = s[0] + mixed + d->constants[i] +
                   word_at(d, block + 4 * word);
    uint32_t b = s[1];
    s[0] = s[3];
    s[3] = s[2];
    s[2] = b;
    s[1] = b + left(sum, turns[i / 16][i % 4]);
  }
  for (int k = 0; k < 4; k++) d->state[k] += s[k];
}

/* ---- a file ---- */

static Digest start(DigestKind kind) {
  bool is_sha = kind == DIGEST_SHA256;
  Digest d = {.take = is_sha ? take_sha256 : take_md5,
              .constants = is_sha ? sha256_constants : md5_constants,
              .words = is_sha ? 8 : 4,
              .big = is_sha};
  memcpy(d.state, is_sha ? sha256_start : md5_start,
         (size_t)d.words * sizeof *d.state);
  return d;
}

/* The last bytes, fewer than a block, and a one, zeros and the number of bits
 * after them. */
static void finish(Digest *d, const unsigned char *rest, size_t size,
                   uint64_t total) {
  unsigned char last[2 * BLOCK] = {0};
  size_t blocks = size + 9 > BLOCK ? 2 : 1;
  memcpy(last, rest, size);
  last[size] = 0x80;
  for (int k = 0; k < 8; k++)
    last[blocks * BLOCK - 8 + (size_t)k] = byte_of(d, 8 * total, 8, k);
  for (size_t k = 0; k < blocks; k++) d->take(d, last + k * BLOCK);
}

static void write_text(const Digest *d, char *text) {
  for (int k = 0; k < 4 * d->words; k++)
    snprintf(text + 2 * k, 3, "%02x", byte_of(d, d->state[k / 4], 4, k % 4));
}

bool digest_file(const char *path, DigestKind kind, char text[DIGEST_TEXT]) {
  unsigned char bytes[1024 * BLOCK];
  FILE *file = fopen(path, "r");
  if (!file) return file_fail(path, "%s", strerror(errno));
  Digest d = start(kind);
  uint64_t total = 0;
  size_t got;
  do {
    got = fread(bytes, 1, sizeof bytes, file);
    total += got;
    for (size_t k = 0; k < got / BLOCK; k++) d.take(&d, bytes + k * BLOCK);
  } while (got == sizeof bytes);
  bool ok = !ferror(file);
  if (!ok) file_fail(path, "%s", strerror(errno));
  fclose(file);
  finish(&d, bytes + got / BLOCK * BLOCK, got % BLOCK, total);
  write_text(&d, text);
  return ok;
}
