/* Images of 8 bits, to and from files. In memory rows stand from the top, each
 * pixel's channels together: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and
 * alpha. */
#ifndef LUNETTE_IO_IMAGE_H
#define LUNETTE_IO_IMAGE_H

#include <stdint.h>

#include "file.h"

typedef struct Image {
  int64_t width, height, channels;
} Image;

/* The bytes of a PNG file (in png.c), which are the caller's to free, also when
 * it fails. `path` stands before the reason; the rest is as below. */
bool image_pack_png(const char *path, const Image *image, const void *pixels,
                    size_t size, Bytes *out);

/* The same of a GIF (in gif.c), whose at most 256 colours are chosen by the
 * pixels; 1 or 3 channels. */
bool image_pack_gif(const char *path, const Image *image, const void *pixels,
                    size_t size, Bytes *out);

/* Writes as file_write does (in png.c). `pixels` holds size bytes, which must
 * be width x height x channels. False with the pending error
 * "path: reason". */
bool image_write_png(const char *path, const Image *image, const void *pixels,
                     size_t size);

/* A PNG or a JPEG, told by its first bytes. 16 bits become 8 by v / 257,
 * rounded; a palette is expanded; gamma is left alone; the picture is turned as
 * its EXIF orientation says. One of more than `most` pixels is refused before
 * memory for them is taken. `pixels` is the caller's to free. False with the
 * pending error "path: reason"; there are no pixels then. */
bool image_read(const char *path, int64_t most, Image *image, Bytes *pixels);

#endif
