/* PNG files and packed 8-bit images: rows from the top, each pixel's channels
 * together: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
#ifndef LUNETTE_IO_IMAGE_H
#define LUNETTE_IO_IMAGE_H

#include <stdint.h>

#include "file.h"

typedef struct Image {
  int64_t width, height, channels;
} Image;

/* Writes as file_write does. `pixels` holds size bytes, which must be width x
 * height x channels. False with the pending error "path: reason". */
bool image_write_png(const char *path, const Image *image,
                     const void *pixels, size_t size);

/* Any PNG; what is not 8 bits deep is converted, a palette expanded. More than
 * `most` bytes, packed or not, are refused before the memory is taken. */
bool image_read_png(const char *path, size_t most, Image *image, Bytes *pixels);

#endif
