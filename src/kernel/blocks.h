/* A batch of images cut into blocks of pixels, each small enough for a task.
 *
 * Small images are cut together: a block is a range of the pixels of several.
 * Large ones are cut one by one into boxes. The cut depends on the problem
 * only. */
#ifndef LUNETTE_BLOCKS_H
#define LUNETTE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "../real.h"

typedef struct Blocks {
  int64_t n, size[3]; /* the images */
  int64_t box[3];     /* the largest part of an image that a block touches */
  int64_t pixels;     /* the most pixels in a block */
  int64_t images;     /* the most images that a block touches */
  int64_t count;
  bool across; /* blocks run across images */
} Blocks;

/* Pixels first .. first + pixels - 1 of images x size, in order. */
typedef struct Block {
  int64_t image, images;
  int64_t at[3], size[3]; /* the box, the same in each of the images */
  int64_t first, pixels;
} Block;

/* Blocks of about `pixels` pixels, a multiple of `grain` where it can be. */
Blocks blocks_cut(int64_t n, const int64_t *size, int64_t pixels,
                  int64_t grain);
Block blocks_get(const Blocks *b, int64_t index);

/* The place of pixel `index` of a block: its image and its coordinates in the
 * box. Pixels in order: block_next steps. */
typedef struct Pixel {
  int64_t image, at[3];
} Pixel;
Pixel block_pixel(const Block *b, int64_t index);
void block_next(const Block *b, Pixel *p);

#endif
