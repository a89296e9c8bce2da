#include "image.h"

#include <inttypes.h>
#include <string.h>

#include "codec.h"

/* In bytes: a file that has more than its pixels unpacked, at 4 channels of 16
 * bits, and this for all else in it, is refused unread. */
enum { LARGEST_PIXEL = 8, BESIDES = 1 << 24 };

bool image_room(const Packed *in, const char *format, const Image *x,
                Bytes *pixels) {
  if (x->width > in->most / x->height)
    return file_fail(in->path,
                     "%s: %" PRId64 "x%" PRId64 " pixels are too "
                     "many; at most %" PRId64 " are read, unless max_pixels "
                     "says more",
                     format, x->width, x->height, in->most);
  size_t size = (size_t)(x->width * x->height * x->channels);
  return bytes_resize(pixels, size, in->path);
}

bool image_check(const char *path, const ImageLimits *most, const Image *x,
                 size_t size) {
  int64_t n = x->channels;
  if (n < 1 || n > 4 || !(most->channel_bits >> n & 1))
    return file_fail(path, "%s: %" PRId64 " channels; %s are possible",
                     most->format, n, most->channels);
  if (x->width < 1 || x->width > most->widest || x->height < 1 ||
      x->height > most->widest)
    return file_fail(path,
                     "%s: %" PRId64 "x%" PRId64 " pixels; each side is 1 to "
                     "%" PRId64,
                     most->format, x->width, x->height, most->widest);
  return (uint64_t)(x->width * x->height * n) == size ||
         file_fail(path, "%s: %zu bytes for %" PRId64 "x%" PRId64 "x%" PRId64,
                   most->format, size, x->width, x->height, n);
}

static bool unpack(const Packed *in, Image *x, Bytes *pixels,
                   int *orientation) {
  static const unsigned char png[] = {0x89, 'P', 'N', 'G'},
                             jpeg[] = {0xff, 0xd8, 0xff};
  if (in->size >= sizeof png && !memcmp(in->data, png, sizeof png))
    return png_unpack(in, x, pixels, orientation);
  if (in->size >= sizeof jpeg && !memcmp(in->data, jpeg, sizeof jpeg))
    return jpeg_unpack(in, x, pixels, orientation);
  return file_fail(in->path, "is neither a PNG nor a JPEG file");
}

/* Copies the pixels to where they are seen. From orientation 5 on, row r and
 * column c of what is seen are column r and row c of what is stored; some
 * orientations count rows from the bottom, some columns from the right. */
static void turn(const Image *stored, const unsigned char *from,
                 const Image *seen, unsigned char *to, int orientation) {
  bool across = orientation >= 5;
  bool up = orientation == 3 || orientation == 4 || orientation == 6 ||
            orientation == 7;
  bool left = orientation == 2 || orientation == 3 || orientation >= 7;
  size_t each = (size_t)seen->channels;
  for (int64_t r = 0; r < seen->height; r++)
    for (int64_t c = 0; c < seen->width; c++, to += each) {
      int64_t y = across ? c : r, x = across ? r : c;
      if (up) y = stored->height - 1 - y;
      if (left) x = stored->width - 1 - x;
      memcpy(to, from + (size_t)(y * stored->width + x) * each, each);
    }
}

static bool set_upright(const char *path, Image *x, Bytes *pixels,
                        int orientation) {
  if (orientation == 1) return true;
  Image seen = *x;
  if (orientation >= 5) seen.width = x->height, seen.height = x->width;
  Bytes turned = {0};
  if (!bytes_resize(&turned, pixels->size, path)) return false;
  turn(x, pixels->data, &seen, turned.data, orientation);
  bytes_free(pixels);
  *pixels = turned;
  *x = seen;
  return true;
}

bool image_read(const char *path, int64_t most, Image *x, Bytes *pixels) {
  int64_t limit = (INT64_MAX - BESIDES) / LARGEST_PIXEL;
  if (most > limit) most = limit;
  Bytes packed;
  *pixels = (Bytes){0};
  if (!file_read(path, (size_t)(LARGEST_PIXEL * most + BESIDES), &packed))
    return false;
  Packed in = {path, packed.data, packed.size, most};
  int orientation = 1;
  bool ok = unpack(&in, x, pixels, &orientation) &&
            set_upright(path, x, pixels, orientation);
  bytes_free(&packed);
  if (!ok) bytes_free(pixels);
  return ok;
}
