#include "blocks.h"

#include "sizes.h"

/* Images of at most so many pixels are cut together. */
enum { SMALL = 512 };

/* The largest part of n that is at most `room`, of parts as equal as can be. */
static int64_t part(int64_t n, int64_t room) {
  return n <= room ? n : divide_up(n, divide_up(n, room > 0 ? room : 1));
}

Blocks blocks_cut(int64_t n, const int64_t *size, int64_t pixels,
                  int64_t grain) {
  Blocks b = {.n = n, .pixels = pixels, .images = 1};
  int64_t image = volume(size);
  b.across = image <= pixels || image <= SMALL;
  for (int i = 0; i < 3; i++) b.box[i] = b.size[i] = size[i];
  if (n == 0 || image == 0) return b;
  if (b.across) {
    b.pixels = least(round_up(pixels, grain), times(n, image));
    b.count = divide_up(times(n, image), b.pixels);
    b.images = least(n, (b.pixels - 1 + image - 1) / image + 1);
    return b;
  }
  b.box[2] = part(size[2], pixels);
  b.box[1] = part(size[1], pixels / b.box[2]);
  b.box[0] = part(size[0], pixels / (b.box[2] * b.box[1]));
  b.pixels = volume(b.box);
  b.count = n;
  for (int i = 0; i < 3; i++)
    b.count = times(b.count, divide_up(size[i], b.box[i]));
  return b;
}

/* Narrows the box of a plane to the rows that the block touches. */
static void keep_rows(Block *b) {
  int64_t row = b->size[2];
  b->at[1] = b->first / row;
  b->size[1] = divide_up(b->first + b->pixels, row) - b->at[1];
  b->first -= b->at[1] * row;
}

Block blocks_get(const Blocks *b, int64_t index) {
  Block r = {.images = 1};
  if (b->across) {
    int64_t image = volume(b->size), start = index * b->pixels;
    r.pixels = least(b->pixels, b->n * image - start);
    r.image = start / image;
    r.first = start - r.image * image;
    r.images = divide_up(r.first + r.pixels, image);
    for (int i = 0; i < 3; i++) r.size[i] = b->size[i];
    if (r.images == 1 && r.size[0] == 1) keep_rows(&r);
    return r;
  }
  for (int i = 2; i >= 0; i--) {
    int64_t parts = divide_up(b->size[i], b->box[i]);
    r.at[i] = index % parts * b->box[i];
    r.size[i] = least(b->box[i], b->size[i] - r.at[i]);
    index /= parts;
  }
  r.image = index;
  r.pixels = volume(r.size);
  return r;
}

Pixel block_pixel(const Block *b, int64_t index) {
  int64_t i = b->first + index;
  Pixel p;
  for (int a = 2; a >= 0; a--) {
    p.at[a] = i % b->size[a];
    i /= b->size[a];
  }
  p.image = i;
  return p;
}

void block_next(const Block *b, Pixel *p) {
  for (int a = 2; a >= 0; a--) {
    if (++p->at[a] < b->size[a]) return;
    p->at[a] = 0;
  }
  p->image++;
}
