#include "gzip.h"

#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "../error.h"

enum { GZIP_ONLY = 16 + MAX_WBITS };

static bool is_gzip(const unsigned char *p, size_t size) {
  return size >= 2 && p[0] == 0x1f && p[1] == 0x8b;
}

/* zlib counts in unsigned int. */
static uInt chunk(size_t size) {
  return size < UINT_MAX / 2 ? (uInt)size : UINT_MAX / 2;
}

typedef struct Unpacking {
  const char *path;
  z_stream z;
  const unsigned char *end; /* of the packed bytes */
  size_t most, used;
  Bytes out;
} Unpacking;

static bool too_many(const char *path, size_t most) {
  return file_fail(path,
                   "unpacks to more than %zu bytes, the most that is read here",
                   most);
}

/* A byte more than allowed is room to see that there are too many. */
static bool grow(Unpacking *u) {
  size_t size = u->out.size, limit = u->most + 1;
  if (u->used < size) return true;
  if (size == limit) return too_many(u->path, u->most);
  return bytes_resize(&u->out, size < limit / 4 ? 4 * size + 4096 : limit,
                      u->path);
}

/* From the first byte of a member to its end. */
static bool unpack_member(Unpacking *u) {
  int state = inflateReset(&u->z);
  while (state == Z_OK) {
    if (!grow(u)) return false;
    uInt room = chunk(u->out.size - u->used);
    u->z.avail_in = chunk((size_t)(u->end - u->z.next_in));
    u->z.next_out = u->out.data + u->used;
    u->z.avail_out = room;
    state = inflate(&u->z, Z_NO_FLUSH);
    u->used += room - u->z.avail_out;
  }
  if (state == Z_BUF_ERROR) return file_fail(u->path, "gzip: ends too early");
  return state == Z_STREAM_END ||
         file_fail(u->path, "gzip: %s", u->z.msg ? u->z.msg : zError(state));
}

/* gzip files may be chained; zeros may follow, from tapes. */
static bool unpack_members(Unpacking *u) {
  do {
    if (!unpack_member(u)) return false;
  } while (is_gzip(u->z.next_in, (size_t)(u->end - u->z.next_in)));
  while (u->z.next_in < u->end && *u->z.next_in == 0) u->z.next_in++;
  return u->z.next_in == u->end ||
         file_fail(u->path, "gzip: other bytes follow the packed ones");
}

static bool unpack(const char *path, size_t most, const Bytes *packed,
                   Bytes *out) {
  Unpacking u = {.path = path, .most = most};
  u.end = packed->data + packed->size;
  u.z.next_in = packed->data;
  if (inflateInit2(&u.z, GZIP_ONLY) != Z_OK)
    return file_fail(path, "no memory to unpack it");
  bool ok = unpack_members(&u);
  inflateEnd(&u.z);
  if (ok && u.used > most) ok = too_many(path, most);
  if (!ok) {
    bytes_free(&u.out);
    return false;
  }
  u.out.size = u.used;
  *out = u.out;
  return true;
}

bool gzip_read(const char *path, size_t most, Bytes *out) {
  if (most > SIZE_MAX / 8) most = SIZE_MAX / 8;
  Bytes raw;
  *out = (Bytes){0};
  if (!file_read(path, most, &raw)) return false;
  if (!is_gzip(raw.data, raw.size)) {
    *out = raw;
    return true;
  }
  bool ok = unpack(path, most, &raw, out);
  bytes_free(&raw);
  return ok;
}

uint32_t gzip_crc32(uint32_t crc, const void *data, size_t size) {
  return (uint32_t)crc32_z(crc, data, size);
}
