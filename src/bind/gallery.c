/* engine.io.gallery and engine.io.packed: pictures that threads read ahead of
 * the batches that are made of them. */
#include "../io/gallery.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "../io/gzip.h"
#include "bind.h"

#define GALLERY_TYPE "lunette.Gallery"

static const char kind; /* GalleryBox.kind */

typedef struct GalleryBox {
  const void *kind;
  Gallery gallery;
} GalleryBox;

static Gallery *gallery_at(lua_State *L, int arg) {
  GalleryBox *box = bind_own(L, arg, &kind);
  return box ? &box->gallery : NULL;
}

static Gallery *check(lua_State *L, const char *name) {
  Gallery *g = gallery_at(L, 1);
  char given[BIND_TEXT];
  if (!g)
    bind_fail(L, "%s: argument 1 is %s, a gallery is wanted", name,
              bind_describe(L, 1, given));
  else if (!g->place) bind_fail(L, "%s: the gallery is closed", name);
  return g;
}

/* ---- making ---- */

static int64_t field(lua_State *L, int arg, const char *name) {
  lua_getfield(L, arg, name);
  int64_t v = bind_integer(L, -1, name);
  lua_pop(L, 1);
  return v;
}

static Form form_at(lua_State *L, int arg) {
  luaL_checktype(L, arg, LUA_TTABLE);
  Form f = {.height = field(L, arg, "height"),
            .width = field(L, arg, "width"),
            .channels = field(L, arg, "channels"),
            .fit = (Fit)field(L, arg, "fit"),
            .filter = (Filter)field(L, arg, "filter"),
            .over = field(L, arg, "over") != 0,
            .background = {(unsigned char)field(L, arg, "red"),
                           (unsigned char)field(L, arg, "green"),
                           (unsigned char)field(L, arg, "blue")},
            .most = field(L, arg, "max_pixels")};
  int64_t most = 1 << 15;
  if (f.height < 1 || f.height > most || f.width < 1 || f.width > most ||
      (f.channels != 1 && f.channels != 3) || f.fit > FIT_STRETCH ||
      f.filter > FILTER_BICUBIC || f.most < 1)
    bind_fail(L, "gallery: sizes are %" PRId64 "x%" PRId64 "x%" PRId64,
              f.channels, f.height, f.width);
  return f;
}

/* A gallery, pushed, with room for so many pictures: its bytes, and what is at
 * `keep`, are Lua's, and it holds them. */
static Gallery *push(lua_State *L, int64_t count, int64_t each, int64_t places,
                     int keep) {
  int64_t most = (int64_t)1 << 40;
  if (count < 1 || each < 1 || places < 1 || count > most / each ||
      places > count)
    bind_fail(L, "gallery: %" PRId64 " pictures of %" PRId64 " bytes", count,
              each);
  GalleryBox *box = lua_newuserdatauv(L, sizeof *box, 3);
  box->kind = &kind;
  Gallery *g = &box->gallery;
  *g = (Gallery){.count = count, .each = each, .places = places, .fd = -1};
  luaL_setmetatable(L, GALLERY_TYPE);
  lua_pushvalue(L, keep);
  lua_setiuservalue(L, -2, 1);
  g->bytes = lua_newuserdatauv(L, (size_t)(places * each), 0);
  lua_setiuservalue(L, -2, 2);
  return g;
}

static int finish(lua_State *L, Gallery *g, int workers) {
  Visit v = bind_visit(L);
  bool ok = gallery_open(g, workers);
  bind_leave(&v);
  return ok ? 1 : bind_raise(L);
}

static int workers_at(lua_State *L, int arg) {
  int64_t n = bind_integer(L, arg, "workers");
  if (n < 0 || n > POOL_MOST)
    bind_fail(L, "workers is %" PRId64 ", 0 to %d are possible", n, POOL_MOST);
  return (int)n;
}

/* gallery({paths}, form, places, workers): pictures of files */
static int make(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  Form form = form_at(L, 2);
  int64_t n = (int64_t)lua_rawlen(L, 1);
  int workers = workers_at(L, 4);
  Gallery *g = push(L, n, form.channels * form.height * form.width,
                    bind_integer(L, 3, "places"), 1);
  g->form = form;
  g->load = gallery_load_file;
  g->paths = lua_newuserdatauv(L, (size_t)n * sizeof *g->paths, 0);
  lua_setiuservalue(L, -2, 3);
  for (int64_t k = 0; k < n; k++) {
    lua_rawgeti(L, 1, k + 1);
    if (lua_type(L, -1) != LUA_TSTRING) bind_fail(L, "gallery: no path");
    g->paths[k] = lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  return finish(L, g, workers);
}

/* packed(path, bytes_each, first, checksums, places, workers): pictures of a
 * file, one after the other from byte `first` on, counted from 0; checksums is
 * a string with the CRC-32 of each, 8 bytes, little endian */
static int make_packed(lua_State *L) {
  size_t size;
  const char *path = luaL_checkstring(L, 1);
  const char *sums = luaL_checklstring(L, 4, &size);
  int workers = workers_at(L, 6);
  int64_t n = (int64_t)(size / 8);
  Gallery *g = push(L, n, bind_integer(L, 2, "bytes_each"),
                    bind_integer(L, 5, "places"), 1);
  g->path = path;
  g->first = bind_integer(L, 3, "first");
  g->load = gallery_load_packed;
  g->crcs = lua_newuserdatauv(L, (size_t)n * sizeof *g->crcs, 0);
  lua_setiuservalue(L, -2, 3);
  for (int64_t k = 0; k < n; k++) {
    const unsigned char *p = (const unsigned char *)sums + 8 * k;
    g->crcs[k] = 0;
    for (int b = 7; b >= 0; b--) g->crcs[k] = g->crcs[k] << 8 | p[b];
  }
  Visit v = bind_visit(L);
  g->fd = file_open(path);
  bind_leave(&v);
  if (g->fd < 0) return bind_raise(L);
  return finish(L, g, workers);
}

static int close_gallery(lua_State *L) {
  Gallery *g = gallery_at(L, 1);
  if (!g) return 0;
  if (g->place) gallery_close(g);
  if (g->fd >= 0) close(g->fd);
  g->fd = -1;
  return 0;
}

static int length(lua_State *L) {
  lua_pushinteger(L, check(L, "#")->count);
  return 1;
}

/* ---- taking ---- */

/* gallery:want(list): they are about to be taken */
static int want(lua_State *L) {
  enum { MOST_AT_ONCE = 512 };
  Gallery *g = check(L, "want");
  luaL_checktype(L, 2, LUA_TTABLE);
  int64_t pictures[MOST_AT_ONCE], n = 0, all = (int64_t)lua_rawlen(L, 2);
  for (; n < all && n < MOST_AT_ONCE; n++) {
    lua_rawgeti(L, 2, n + 1);
    int64_t k = bind_integer(L, -1, "index");
    lua_pop(L, 1);
    if (k < 1 || k > g->count) return bind_fail(L, "index %" PRId64, k);
    pictures[n] = k - 1;
  }
  Visit v = bind_visit(L);
  gallery_want(g, pictures, n);
  bind_leave(&v);
  return 0;
}

/* gallery:test(k) -> true; or nil and why it cannot be read */
static int test(lua_State *L) {
  Gallery *g = check(L, "test");
  int64_t k = bind_integer(L, 2, "index");
  if (k < 1 || k > g->count) return bind_fail(L, "index %" PRId64, k);
  Visit v = bind_visit(L);
  bool ok = gallery_take(g, k - 1) != NULL;
  if (!ok) return bind_refused(L, &v);
  bind_leave(&v);
  lua_pushboolean(L, 1);
  return 1;
}

static const unsigned char *row(void *of, int64_t k) {
  return gallery_take(of, k);
}

/* gallery:batch(list, {sizes}, divisor, shift) -> n,sizes..., as rows:batch */
static int batch(lua_State *L) {
  Gallery *g = check(L, "batch");
  Visit v = bind_begin(L);
  Tensor *y = NULL;
  if (g->place) y = bind_gather(L, &(RowSource){g, g->count, g->each, row});
  else error_set("the gallery is closed");
  return bind_finish(L, &v, "batch", y);
}

/* ---- packing ---- */

typedef struct Packing {
  Gallery *g;
  Piece head, tail;
  unsigned char *sums; /* 8 bytes for each picture, and for the tail */
} Packing;

static void put_crc(const Packing *p, int64_t k, const void *bytes,
                    size_t size) {
  uint32_t crc = gzip_crc32(0, bytes, size);
  for (int b = 0; b < 8; b++)
    p->sums[8 * k + b] = b < 4 ? (unsigned char)(crc >> 8 * b) : 0;
}

/* Has the next ones read while this one is written. */
static void look_ahead(const Packing *p, int64_t at) {
  enum { AHEAD = 64 };
  int64_t ahead[AHEAD], many = 0;
  if (at % (AHEAD / 2) != 0) return;
  for (; many < AHEAD && at + many < p->g->count; many++)
    ahead[many] = at + many;
  gallery_want(p->g, ahead, many);
}

static bool put_pictures(const Packing *p, FileDraft *d) {
  for (int64_t at = 0; at < p->g->count; at++) {
    look_ahead(p, at);
    const unsigned char *bytes = gallery_take(p->g, at);
    if (!bytes) return false;
    size_t size = (size_t)p->g->each;
    put_crc(p, at, bytes, size);
    if (!file_draft_add(d, (Piece){bytes, size})) return false;
  }
  return true;
}

/* The header, the pictures, the tail, the checksums. */
static bool put_pack(const Packing *p, FileDraft *d) {
  if (!file_draft_add(d, p->head) || !put_pictures(p, d)) return false;
  put_crc(p, p->g->count, p->tail.data, p->tail.size);
  Piece sums = {p->sums, 8 * ((size_t)p->g->count + 1)};
  return file_draft_add(d, p->tail) && file_draft_add(d, sums) &&
         file_draft_publish(d, NULL, 0);
}

/* gallery:pack(path, head, tail) -> true: a file of head, the pictures, tail,
 * and the checksums of all pictures and of the tail, 8 bytes each */
static int write_pack(lua_State *L) {
  Packing p = {.g = check(L, "pack")};
  const char *path = luaL_checkstring(L, 2);
  p.head.data = luaL_checklstring(L, 3, &p.head.size);
  p.tail.data = luaL_checklstring(L, 4, &p.tail.size);
  p.sums = lua_newuserdatauv(L, 8 * ((size_t)p.g->count + 1), 0);
  check(L, "pack"); /* a finalizer may have closed it */
  Visit v = bind_visit(L);
  FileDraft *d = file_draft(path);
  bool ok = d && put_pack(&p, d);
  file_draft_free(d);
  if (!ok) return bind_refused(L, &v);
  bind_leave(&v);
  lua_pushboolean(L, 1);
  return 1;
}

static const luaL_Reg methods[] = {
    {"want", want},
    {"test", test},
    {"batch", batch},
    {"pack", write_pack},
    {NULL, NULL}};

void bind_open_gallery(lua_State *L) {
  bind_new_type(L, GALLERY_TYPE, close_gallery);
  luaL_newlibtable(L, methods);
  bind_set_functions(L, methods);
  lua_setfield(L, -2, "__index");
  bind_push_function(L, length);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
  bind_push_function(L, make);
  lua_setfield(L, -2, "gallery");
  bind_push_function(L, make_packed);
  lua_setfield(L, -2, "packed");
}
