/* What image.c and the formats (png.c, gif.c, jpeg.c, exif.c) ask of each
 * other. */
#ifndef LUNETTE_IO_CODEC_H
#define LUNETTE_IO_CODEC_H

#include "image.h"

/* A file in memory, as it is on disk, and the most pixels that it may have. */
typedef struct Packed {
  const char *path;
  const unsigned char *data;
  size_t size;
  int64_t most;
} Packed;

/* Unpack all pixels, as they are stored, and say what x is. *orientation is
 * EXIF's, 1 to 8. False with the pending error "path: PNG: reason"; what
 * `pixels` then holds is still the caller's. */
bool png_unpack(const Packed *in, Image *x, Bytes *pixels, int *orientation);
bool jpeg_unpack(const Packed *in, Image *x, Bytes *pixels, int *orientation);

/* In image.c: room for the pixels of x, unless they are too many; `format` is
 * PNG or JPEG, for the message. */
bool image_room(const Packed *in, const char *format, const Image *x,
                Bytes *pixels);

/* In image.c: has an image that is to be packed what the format can hold, and
 * `pixels` as many bytes? channels: those that are possible, "1 and 3" in
 * words, and as bits, 1 << 1 | 1 << 3. False with the pending error. */
typedef struct ImageLimits {
  const char *format, *channels;
  unsigned channel_bits;
  int64_t widest;
} ImageLimits;
bool image_check(const char *path, const ImageLimits *most, const Image *x,
                 size_t size);

/* Where the first row and column of a picture belong, 1 to 8, from `size` bytes
 * of EXIF that begin with its TIFF header; 1, upright, when they do not say. */
int exif_orientation(const unsigned char *data, size_t size);

#endif
