/* libpng's simplified interface: it keeps its long jumps to itself. */
#include "image.h"

#include <inttypes.h>
#include <png.h>
#include <string.h>

enum { WIDEST = 1 << 20 };

static const png_uint_32 formats[] = {0, PNG_FORMAT_GRAY, PNG_FORMAT_GA,
                                      PNG_FORMAT_RGB, PNG_FORMAT_RGBA};

static bool fail(const char *path, png_image *png) {
  file_fail(path, "PNG: %s", png->message);
  png_image_free(png);
  return false;
}

/* ---- writing ---- */

static bool check(const char *path, const Image *x, size_t size) {
  if (x->channels < 1 || x->channels > 4)
    return file_fail(path, "PNG: %" PRId64 " channels; 1 to 4 are possible",
                     x->channels);
  if (x->width < 1 || x->width > WIDEST || x->height < 1 || x->height > WIDEST)
    return file_fail(path,
                     "PNG: %" PRId64 "x%" PRId64 " pixels; each side is 1 to "
                     "%d", x->width, x->height, WIDEST);
  return (uint64_t)(x->width * x->height * x->channels) == size ||
         file_fail(path, "PNG: %zu bytes for %" PRId64 "x%" PRId64 "x%" PRId64,
                   size, x->width, x->height, x->channels);
}

static bool pack(const char *path, png_image *png, const void *pixels,
                 Bytes *out) {
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(*png);
  if (!bytes_resize(out, size, path)) return false;
  if (!png_image_write_to_memory(png, out->data, &size, 0, pixels, 0, NULL))
    return fail(path, png);
  out->size = size;
  return true;
}

bool image_write_png(const char *path, const Image *x, const void *pixels,
                     size_t size) {
  if (!check(path, x, size)) return false;
  png_image png = {.version = PNG_IMAGE_VERSION,
                   .width = (png_uint_32)x->width,
                   .height = (png_uint_32)x->height,
                   .format = formats[x->channels]};
  Bytes packed = {0};
  bool ok = pack(path, &png, pixels, &packed) &&
            file_write(path, &(Piece){packed.data, packed.size}, 1);
  bytes_free(&packed);
  return ok;
}

/* ---- reading ---- */

static bool unpack(const char *path, png_image *png, size_t most, Bytes *out) {
  size_t channels = PNG_IMAGE_SAMPLE_CHANNELS(png->format);
  png->format = formats[channels];
  if (png->width > most / channels / png->height) {
    png_image_free(png);
    return file_fail(path, "PNG: %" PRIu32 "x%" PRIu32 " pixels are too many",
                     png->width, png->height);
  }
  if (!bytes_resize(out, channels * png->width * png->height, path)) {
    png_image_free(png);
    return false;
  }
  return png_image_finish_read(png, NULL, out->data, 0, NULL) ||
         fail(path, png);
}

bool image_read_png(const char *path, size_t most, Image *x, Bytes *pixels) {
  Bytes packed;
  *pixels = (Bytes){0};
  if (!file_read(path, most, &packed)) return false;
  png_image png = {.version = PNG_IMAGE_VERSION};
  bool ok = png_image_begin_read_from_memory(&png, packed.data, packed.size)
                ? unpack(path, &png, most, pixels)
                : fail(path, &png);
  bytes_free(&packed);
  if (!ok) bytes_free(pixels);
  *x = (Image){png.width, png.height, PNG_IMAGE_SAMPLE_CHANNELS(png.format)};
  return ok;
}
