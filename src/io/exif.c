/* The orientation in EXIF, which is a TIFF file without a picture: "II" or
 * "MM" for the byte order, 42, the place of the first directory; a directory is
 * a count and entries of 12 bytes: tag, type, count, value.
 * JEITA CP-3451, 4.5 and 4.6.4 A. */
#include "codec.h"

enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY = 12 };

typedef struct Tiff {
  const unsigned char *data;
  size_t size;
  bool big;
} Tiff;

/* `bytes` bytes at `at`; 0 beyond the end. */
static uint32_t get(const Tiff *t, size_t at, size_t bytes) {
  uint32_t v = 0;
  if (at > t->size || bytes > t->size - at) return 0;
  for (size_t k = 0; k < bytes; k++)
    v = v << 8 | t->data[t->big ? at + k : at + bytes - 1 - k];
  return v;
}

int exif_orientation(const unsigned char *data, size_t size) {
  Tiff t = {data, size, size > 0 && data[0] == 'M'};
  if (size < 8 || data[1] != data[0] || (data[0] != 'I' && data[0] != 'M') ||
      get(&t, 2, 2) != 42)
    return 1;
  size_t at = get(&t, 4, 4);
  for (uint32_t n = get(&t, at, 2); n > 0 && at < size; n--, at += ENTRY)
    if (get(&t, at + 2, 2) == ORIENTATION && get(&t, at + 4, 2) == SHORT) {
      uint32_t v = get(&t, at + 10, 2);
      return v >= 1 && v <= 8 ? (int)v : 1;
    }
  return 1;
}
