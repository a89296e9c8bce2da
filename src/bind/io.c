/* engine.io: files, as Lua strings, or as Bytes, which are to be closed, where
 * they are what rows are made of (bind/rows.c). What the outside world refuses
 * returns nil and "path: reason"; wrong arguments raise. */
#include <stdio.h>
#include <string.h>

#include "../io/deflate.h"
#include "../io/digest.h"
#include "../io/gzip.h"
#include "../io/image.h"
#include "bind.h"

#define BYTES_TYPE "lunette.Bytes"
#define LOCK_TYPE "lunette.Lock"
#define DRAFT_TYPE "lunette.Draft"
#define MOST ((int64_t)1 << 33) /* bytes read, unless the caller says */

/* ---- arguments ---- */

static const char *string_at(lua_State *L, int arg, const char *what,
                             size_t *length) {
  char given[BIND_TEXT];
  if (lua_type(L, arg) != LUA_TSTRING)
    bind_fail(L, "%s is %s, a string is wanted", what,
              bind_describe(L, arg, given));
  return lua_tolstring(L, arg, length);
}

static const char *path_at(lua_State *L, int arg) {
  size_t length;
  const char *path = string_at(L, arg, "path", &length);
  if (strlen(path) != length) bind_fail(L, "path has a zero byte in it");
  return path;
}

static size_t most_at(lua_State *L, int arg) {
  int64_t most = MOST;
  if (!lua_isnoneornil(L, arg)) most = bind_integer(L, arg, "max_bytes");
  if (most < 0) bind_fail(L, "max_bytes is below 0");
  return (size_t)most;
}

/* ---- results ---- */

/* Both end the visit. */
int bind_refused(lua_State *L, const Visit *v) {
  char text[512];
  snprintf(text, sizeof text, "%s", error_text());
  error_clear();
  bind_leave(v);
  lua_pushnil(L);
  lua_pushstring(L, text);
  return 2;
}

static int done(lua_State *L, const Visit *v, bool ok) {
  if (!ok) return bind_refused(L, v);
  bind_leave(v);
  lua_pushboolean(L, 1);
  return 1;
}

static const char bytes_kind, lock_kind, draft_kind;

/* Bytes that the collector frees, should Lua raise before we do. */
static Bytes *push_bytes(lua_State *L) {
  BytesBox *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (BytesBox){.kind = &bytes_kind};
  luaL_setmetatable(L, BYTES_TYPE);
  return &box->bytes;
}

const Bytes *bind_test_bytes(lua_State *L, int arg) {
  const BytesBox *box = bind_own(L, arg, &bytes_kind);
  return box ? &box->bytes : NULL;
}

static const Bytes *check_bytes(lua_State *L, const char *name) {
  const Bytes *bytes = bind_test_bytes(L, 1);
  char given[BIND_TEXT];
  if (!bytes)
    bind_fail(L, "%s: argument 1 is %s, Bytes are wanted", name,
              bind_describe(L, 1, given));
  return bytes;
}

static int collect_bytes(lua_State *L) {
  BytesBox *box = bind_own(L, 1, &bytes_kind);
  if (box) bytes_free(&box->bytes);
  return 0;
}

static int bytes_length(lua_State *L) {
  const Bytes *bytes = check_bytes(L, "#");
  lua_pushinteger(L, (lua_Integer)bytes->size);
  return 1;
}

/* bytes:head(n) -> the first n, or all, as a string */
static int head(lua_State *L) {
  const Bytes *bytes = check_bytes(L, "head");
  int64_t n = bind_integer(L, 2, "n");
  size_t most = n < 0 ? 0 : (size_t)n;
  lua_pushlstring(L, (const char *)bytes->data,
                  most < bytes->size ? most : bytes->size);
  return 1;
}

/* Pushes them as a string, and frees them without waiting for the collector. */
static void push_string(lua_State *L, Bytes *bytes) {
  lua_pushlstring(L, (const char *)bytes->data, bytes->size);
  bytes_free(bytes);
}

/* ---- files ---- */

/* read_file(path [, max_bytes [, packed]]) -> string; gzip is unpacked, unless
 * packed says to leave it */
static int read_file(lua_State *L) {
  const char *path = path_at(L, 1);
  size_t most = most_at(L, 2);
  bool packed = lua_toboolean(L, 3);
  Bytes *bytes = push_bytes(L);
  Visit v = bind_visit(L);
  if (!(packed ? file_read : gzip_read)(path, most, bytes))
    return bind_refused(L, &v);
  bind_leave(&v);
  push_string(L, bytes);
  return 1;
}

/* read_bytes(path [, max_bytes]) -> Bytes; gzip is unpacked */
static int read_bytes(lua_State *L) {
  const char *path = path_at(L, 1);
  size_t most = most_at(L, 2);
  Bytes *bytes = push_bytes(L);
  Visit v = bind_visit(L);
  if (!gzip_read(path, most, bytes)) return bind_refused(L, &v);
  bind_leave(&v);
  return 1;
}

/* The strings of the list at arg, which keeps them alive. */
static Piece *pieces_at(lua_State *L, int arg, size_t n) {
  Piece *pieces = lua_newuserdatauv(L, (n ? n : 1) * sizeof *pieces, 0);
  for (size_t k = 0; k < n; k++) {
    lua_rawgeti(L, arg, (lua_Integer)k + 1);
    pieces[k].data = string_at(L, -1, "piece", &pieces[k].size);
    lua_pop(L, 1);
  }
  return pieces;
}

/* The string, or the list of strings, at argument 2. */
static Piece *contents_at(lua_State *L, size_t *n) {
  if (lua_istable(L, 2)) {
    *n = lua_rawlen(L, 2);
    return pieces_at(L, 2, *n);
  }
  Piece *piece = lua_newuserdatauv(L, sizeof *piece, 0);
  piece->data = string_at(L, 2, "contents", &piece->size);
  *n = 1;
  return piece;
}

/* The paths of the list at arg, which keeps them alive. */
static const char **paths_at(lua_State *L, int arg, size_t *n) {
  *n = lua_istable(L, arg) ? lua_rawlen(L, arg) : 0;
  const char **paths = lua_newuserdatauv(L, (*n + 1) * sizeof *paths, 0);
  for (size_t k = 0; k < *n; k++) {
    lua_rawgeti(L, arg, (lua_Integer)k + 1);
    paths[k] = path_at(L, -1);
    lua_pop(L, 1);
  }
  return paths;
}

/* write_file(path, string or list of strings [, older]) -> true; whole or not
 * at all; of the files of before each then has the name of the one before it in
 * the list of paths, and what was there the first */
static int write_file(lua_State *L) {
  size_t n, n_older;
  lua_settop(L, 3);
  const char *path = path_at(L, 1);
  const Piece *pieces = contents_at(L, &n);
  const char **older = paths_at(L, 3, &n_older);
  Visit v = bind_visit(L);
  return done(L, &v, file_write_keeping(path, pieces, n, older, n_older));
}

/* append_file(path, string or list of strings) -> true; all or nothing */
static int append_file(lua_State *L) {
  size_t n;
  const char *path = path_at(L, 1);
  const Piece *pieces = contents_at(L, &n);
  Visit v = bind_visit(L);
  return done(L, &v, file_append(path, pieces, n));
}

/* sync_file(path) -> true, once it is on the disk */
static int sync_file(lua_State *L) {
  const char *path = path_at(L, 1);
  Visit v = bind_visit(L);
  return done(L, &v, file_sync(path));
}

/* sync_printed() -> true, once what was printed has left the process */
static int sync_printed(lua_State *L) {
  Visit v = bind_visit(L);
  return done(L, &v, file_sync_printed());
}

/* crc32(bytes [, first [, crc]]) -> of the bytes from `first` on, going on from
 * the crc of what stands before them */
static int crc32_of(lua_State *L) {
  size_t size;
  const char *bytes = string_at(L, 1, "bytes", &size);
  int64_t first = 1, crc = 0;
  if (!lua_isnoneornil(L, 2)) first = bind_integer(L, 2, "first byte");
  if (!lua_isnoneornil(L, 3)) crc = bind_integer(L, 3, "crc");
  if (first < 1 || (uint64_t)first - 1 > size)
    return bind_fail(L, "first byte %lld of %zu", (long long)first, size);
  size_t skipped = (size_t)first - 1;
  bytes += skipped;
  lua_pushinteger(L, gzip_crc32((uint32_t)crc, bytes, size - skipped));
  return 1;
}

/* inflate(name, bytes, size) -> the `size` bytes that deflate has packed in
 * them; `name` begins messages */
static int inflate_bytes(lua_State *L) {
  Piece packed;
  const char *name = path_at(L, 1);
  packed.data = string_at(L, 2, "bytes", &packed.size);
  int64_t size = bind_integer(L, 3, "size");
  if (size < 0) return bind_fail(L, "size is below 0");
  Bytes *bytes = push_bytes(L);
  Visit v = bind_visit(L);
  if (!deflate_unpack(name, packed, (size_t)size, bytes))
    return bind_refused(L, &v);
  bind_leave(&v);
  push_string(L, bytes);
  return 1;
}

/* digest(path, "sha256" or "md5") -> of the file, in hexadecimal digits */
static int digest(lua_State *L) {
  char text[DIGEST_TEXT];
  const char *path = path_at(L, 1);
  size_t length;
  bool is_md5 = !strcmp(string_at(L, 2, "kind", &length), "md5");
  Visit v = bind_visit(L);
  if (!digest_file(path, is_md5 ? DIGEST_MD5 : DIGEST_SHA256, text))
    return bind_refused(L, &v);
  bind_leave(&v);
  lua_pushstring(L, text);
  return 1;
}

/* ---- locks ---- */

typedef struct Lock {
  const void *kind;
  int fd; /* -1 once it is given back */
  char path[];
} Lock;

/* lock_file(path) -> what holds it until it is closed or collected */
static int lock_file(lua_State *L) {
  const char *path = path_at(L, 1);
  size_t size = strlen(path) + 1;
  Lock *lock = lua_newuserdatauv(L, sizeof *lock + size, 0);
  lock->kind = &lock_kind;
  lock->fd = -1;
  memcpy(lock->path, path, size);
  luaL_setmetatable(L, LOCK_TYPE);
  Visit v = bind_visit(L);
  lock->fd = file_lock(path);
  if (lock->fd < 0) return bind_refused(L, &v);
  bind_leave(&v);
  return 1;
}

static int unlock(lua_State *L) {
  Lock *lock = bind_own(L, 1, &lock_kind);
  if (!lock || lock->fd < 0) return 0;
  file_unlock(lock->path, lock->fd);
  lock->fd = -1;
  return 0;
}

/* ---- drafts ---- */

typedef struct DraftBox {
  const void *kind;
  FileDraft *draft; /* NULL once it is closed */
} DraftBox;

/* draft(path) -> what write_file would write, to be made piece by piece */
static int draft(lua_State *L) {
  const char *path = path_at(L, 1);
  DraftBox *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (DraftBox){.kind = &draft_kind};
  luaL_setmetatable(L, DRAFT_TYPE);
  Visit v = bind_visit(L);
  box->draft = file_draft(path);
  if (!box->draft) return bind_refused(L, &v);
  bind_leave(&v);
  return 1;
}

static FileDraft *check_draft(lua_State *L, const char *name) {
  const DraftBox *box = bind_own(L, 1, &draft_kind);
  FileDraft *d = box ? box->draft : NULL;
  char given[BIND_TEXT];
  if (!box)
    bind_fail(L, "%s: argument 1 is %s, a draft is wanted", name,
              bind_describe(L, 1, given));
  if (!d) bind_fail(L, "%s: the draft has been closed", name);
  return d;
}

/* draft:add(string) -> true; a failure ends the draft */
static int draft_add(lua_State *L) {
  Piece piece;
  piece.data = string_at(L, 2, "piece", &piece.size);
  FileDraft *d = check_draft(L, "add");
  Visit v = bind_visit(L);
  return done(L, &v, file_draft_add(d, piece));
}

/* draft:publish() -> true, once the file is what was added */
static int draft_publish(lua_State *L) {
  FileDraft *d = check_draft(L, "publish");
  Visit v = bind_visit(L);
  return done(L, &v, file_draft_publish(d, NULL, 0));
}

static int draft_close(lua_State *L) {
  DraftBox *box = bind_own(L, 1, &draft_kind);
  if (!box) return 0;
  file_draft_free(box->draft);
  box->draft = NULL;
  return 0;
}

static const luaL_Reg draft_methods[] = {
    {"add", draft_add}, {"publish", draft_publish}, {NULL, NULL}};

/* ---- pictures and folders ---- */

/* png_write(path, bytes, width, height, channels) -> true */
static int png_write(lua_State *L) {
  const char *path = path_at(L, 1);
  size_t size;
  const char *pixels = string_at(L, 2, "bytes", &size);
  Image image = {bind_integer(L, 3, "width"), bind_integer(L, 4, "height"),
                 bind_integer(L, 5, "channels")};
  Visit v = bind_visit(L);
  return done(L, &v, image_write_png(path, &image, pixels, size));
}

typedef bool (*Pack)(const char *, const Image *, const void *, size_t,
                     Bytes *);

static int pack_image(lua_State *L, Pack pack) {
  size_t size;
  const char *pixels = string_at(L, 1, "bytes", &size);
  Image image = {bind_integer(L, 2, "width"), bind_integer(L, 3, "height"),
                 bind_integer(L, 4, "channels")};
  Bytes *packed = push_bytes(L);
  Visit v = bind_visit(L);
  if (!pack("memory", &image, pixels, size, packed)) return bind_refused(L, &v);
  bind_leave(&v);
  push_string(L, packed);
  return 1;
}

/* png_pack(bytes, width, height, channels) -> the bytes of a PNG file */
static int png_pack(lua_State *L) { return pack_image(L, image_pack_png); }

/* gif_pack(bytes, width, height, channels) -> the bytes of a GIF file */
static int gif_pack(lua_State *L) { return pack_image(L, image_pack_gif); }

/* image_read(path, max_pixels) -> Bytes (h,w,c), width, height, channels */
static int read_image(lua_State *L) {
  const char *path = path_at(L, 1);
  int64_t most = bind_integer(L, 2, "max_pixels");
  Image image;
  Bytes *bytes = push_bytes(L);
  Visit v = bind_visit(L);
  if (!image_read(path, most, &image, bytes)) return bind_refused(L, &v);
  bind_leave(&v);
  lua_pushinteger(L, image.width);
  lua_pushinteger(L, image.height);
  lua_pushinteger(L, image.channels);
  return 4;
}

static int make_folder(lua_State *L) {
  const char *path = path_at(L, 1);
  Visit v = bind_visit(L);
  return done(L, &v, file_make_folder(path));
}

/* list_folder(path) -> the names in it in no order, each ended by "\0" */
static int list_folder(lua_State *L) {
  const char *path = path_at(L, 1);
  Bytes *names = push_bytes(L);
  Visit v = bind_visit(L);
  if (!file_list_folder(path, names)) return bind_refused(L, &v);
  bind_leave(&v);
  push_string(L, names);
  return 1;
}

static int exists(lua_State *L) {
  lua_pushboolean(L, file_exists(path_at(L, 1)));
  return 1;
}

static const luaL_Reg functions[] = {
    {"read_file", read_file},
    {"write_file", write_file},
    {"draft", draft},
    {"read_bytes", read_bytes},
    {"png_write", png_write},
    {"image_read", read_image},
    {"make_folder", make_folder},
    {"exists", exists},
    {"list_folder", list_folder},
    {"append_file", append_file},
    {"sync_file", sync_file},
    {"sync_printed", sync_printed},
    {"lock_file", lock_file},
    {"crc32", crc32_of},
    {"inflate", inflate_bytes},
    {"digest", digest},
    {"png_pack", png_pack},
    {"gif_pack", gif_pack},
    {NULL, NULL}};

static void open_locks(lua_State *L) {
  bind_new_type(L, LOCK_TYPE, unlock);
  lua_pop(L, 1);
}

static void open_drafts(lua_State *L) {
  bind_new_type(L, DRAFT_TYPE, draft_close);
  luaL_newlibtable(L, draft_methods);
  bind_set_functions(L, draft_methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

static void open_bytes(lua_State *L) {
  bind_new_type(L, BYTES_TYPE, collect_bytes);
  bind_push_function(L, bytes_length);
  lua_setfield(L, -2, "__len");
  lua_createtable(L, 0, 1);
  bind_push_function(L, head);
  lua_setfield(L, -2, "head");
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

int bind_open_io(lua_State *L) {
  open_bytes(L);
  open_locks(L);
  open_drafts(L);
  luaL_newlibtable(L, functions);
  bind_set_functions(L, functions);
  bind_open_rows(L);
  bind_open_gallery(L);
  bind_open_json(L);
  return 1;
}
