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
  const Bytes *packed;
  size_t most, used;
  unsigned char *out; /* `most` bytes, or NULL: they are only counted */
} Unpacking;

static size_t left(const Unpacking *u) {
  return u->packed->size - (size_t)(u->z.next_in - u->packed->data);
}

/* Unpacks what there is room for; into `scratch` when it only counts. */
static int step(Unpacking *u, unsigned char *scratch, size_t scratch_size) {
  uInt room = chunk(u->out ? u->most - u->used : scratch_size);
  u->z.avail_in = chunk(left(u));
  u->z.next_out = u->out ? u->out + u->used : scratch;
  u->z.avail_out = room;
  int state = inflate(&u->z, Z_NO_FLUSH);
  u->used += room - u->z.avail_out;
  return state;
}

/* From the first byte of a member to its end. */
static bool unpack_member(Unpacking *u) {
  unsigned char scratch[1 << 15];
  int state = inflateReset(&u->z);
  while (state == Z_OK && u->used <= u->most)
    state = step(u, scratch, sizeof scratch);
  if (u->used > u->most)
    return file_fail(u->path,
                     "unpacks to more than %zu bytes, the most that "
                     "is read here",
                     u->most);
  if (state == Z_BUF_ERROR) return file_fail(u->path, "gzip: ends too early");
  return state == Z_STREAM_END ||
         file_fail(u->path, "gzip: %s", u->z.msg ? u->z.msg : zError(state));
}

/* gzip files may be chained; zeros may follow, from tapes. */
static bool unpack_members(Unpacking *u) {
  u->z.next_in = u->packed->data;
  u->used = 0;
  do {
    if (!unpack_member(u)) return false;
  } while (is_gzip(u->z.next_in, left(u)));
  size_t rest = left(u);
  while (rest > 0 && u->packed->data[u->packed->size - rest] == 0) rest--;
  return rest == 0 ||
         file_fail(u->path, "gzip: other bytes follow the packed ones");
}

/* All is unpacked twice: the first time the bytes are only counted, so that
 * memory is taken for those that there are. */
static bool unpack(const char *path, size_t most, const Bytes *packed,
                   Bytes *out) {
  Unpacking u = {.path = path, .packed = packed, .most = most};
  if (inflateInit2(&u.z, GZIP_ONLY) != Z_OK)
    return file_fail(path, "no memory to unpack it");
  bool ok = unpack_members(&u) && bytes_resize(out, u.used, path);
  if (ok) {
    u.most = u.used;
    u.out = out->data;
    ok = unpack_members(&u);
  }
  inflateEnd(&u.z);
  if (!ok) bytes_free(out);
  return ok;
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
