#include "deflate.h"

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

/* The smallest code is one bit, and stands for at most 258 bytes with one bit
 * more: 1032 to one, and what a block's beginning takes. */
enum { MOST_TIMES = 1032 };

/* zlib counts in unsigned int. */
static uInt chunk(size_t size) {
  return size < UINT_MAX / 2 ? (uInt)size : UINT_MAX / 2;
}

/* Unpacks to the end of the stream, or to where it cannot go on. A byte more
 * than `size` is there for what has more. */
static int run(z_stream *z, Piece packed, size_t size, Bytes *out) {
  const unsigned char *end = (const unsigned char *)packed.data + packed.size;
  int state = Z_OK;
  z->next_in = packed.data;
  z->next_out = out->data;
  while (state == Z_OK) {
    z->avail_in = chunk((size_t)(end - z->next_in));
    z->avail_out = chunk(size + 1 - (size_t)(z->next_out - out->data));
    state = inflate(z, Z_NO_FLUSH);
  }
  return state;
}

static bool check(const char *name, const z_stream *z, int state, Piece packed,
                  size_t size, const Bytes *out) {
  size_t had = (size_t)(z->next_out - out->data);
  size_t took = (size_t)(z->next_in - (const unsigned char *)packed.data);
  if (had > size)
    return file_fail(name, "unpacks to more than the %zu bytes it announces",
                     size);
  if (state == Z_BUF_ERROR) return file_fail(name, "ends too early");
  if (state != Z_STREAM_END)
    return file_fail(name, "%s", z->msg ? z->msg : zError(state));
  if (had < size)
    return file_fail(name, "announces %zu bytes and unpacks to %zu", size, had);
  return took == packed.size ||
         file_fail(name, "other bytes follow the packed ones");
}

bool deflate_unpack(const char *name, Piece packed, size_t size, Bytes *out) {
  *out = (Bytes){0};
  if (size / MOST_TIMES > packed.size)
    return file_fail(name, "%zu bytes are announced, which %zu cannot hold",
                     size, packed.size);
  if (!bytes_resize(out, size + 1, name)) return false;
  z_stream z = {0};
  bool ok = inflateInit2(&z, -MAX_WBITS) == Z_OK ||
            file_fail(name, "no memory to unpack it");
  if (ok) {
    int state = run(&z, packed, size, out);
    ok = check(name, &z, state, packed, size, out);
    inflateEnd(&z);
  }
  out->size = size;
  if (!ok) bytes_free(out);
  return ok;
}
