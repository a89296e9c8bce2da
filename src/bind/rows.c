/* Rows of bytes, all of one length, that Lua holds: the pictures of a data set,
 * c,h,w. They become numbers a batch at a time. */
#include <inttypes.h>
#include <string.h>
#include <tgmath.h>

#include "bind.h"

#define ROWS_TYPE "lunette.Rows"

static const char kind; /* Rows.kind */

typedef struct Rows {
  const void *kind;
  int64_t count, each, room; /* rows, bytes of one, rows there is room for */
  unsigned char bytes[];     /* in Lua's memory: its collector sees them */
} Rows;

static Rows *check(lua_State *L, const char *name) {
  Rows *r = bind_own(L, 1, &kind);
  char given[BIND_TEXT];
  if (!r)
    bind_fail(L, "%s: argument 1 is %s, rows are wanted", name,
              bind_describe(L, 1, given));
  return r;
}

/* rows(n, bytes_each) -> none, and room for n */
static int make(lua_State *L) {
  int64_t n = bind_integer(L, 1, "rows");
  int64_t each = bind_integer(L, 2, "bytes_each");
  int64_t most = (int64_t)1 << 48;
  if (n < 0 || each < 1 || n > most / each)
    return bind_fail(L, "rows: %lld of %lld bytes", (long long)n,
                     (long long)each);
  Rows *r = lua_newuserdatauv(L, sizeof *r + (size_t)(n * each), 0);
  r->kind = &kind;
  r->count = 0;
  r->each = each;
  r->room = n;
  luaL_setmetatable(L, ROWS_TYPE);
  return 1;
}

static int length(lua_State *L) {
  lua_pushinteger(L, check(L, "#")->count);
  return 1;
}

static unsigned char *row_at(Rows *r, int64_t k) {
  return r->bytes + k * r->each;
}

/* from: h,w,c; to: c,h,w. */
static void to_planes(unsigned char *to, const unsigned char *from,
                      int64_t pixels, int64_t c) {
  for (int64_t k = 0; k < c; k++)
    for (int64_t i = 0; i < pixels; i++) *to++ = from[i * c + k];
}

/* As many rows as `size` bytes hold, each h,w,c there. */
static bool append_bytes(Rows *r, const unsigned char *from, int64_t size,
                         int64_t c) {
  int64_t n = size / r->each, room = r->room - r->count;
  if (c < 1 || r->each % c || size % r->each || n > room)
    return error_set("add: %" PRId64 " bytes, %" PRId64 " channels; there is "
                     "room for %" PRId64 " rows of %" PRId64,
                     size, c, room, r->each);
  if (c == 1 && n > 0) memcpy(row_at(r, r->count), from, (size_t)size);
  for (int64_t k = 0; c > 1 && k < n; k++)
    to_planes(row_at(r, r->count + k), from + k * r->each, r->each / c, c);
  r->count += n;
  return true;
}

/* rows:add(bytes, channels [, first]) -> rows: appends those that the bytes
 * hold from `first` on, n,h,w,c, each as c,h,w */
static int add_bytes(lua_State *L) {
  Rows *r = check(L, "add");
  const Bytes *bytes = bind_test_bytes(L, 2);
  char given[BIND_TEXT];
  int64_t c = bind_integer(L, 3, "channels"), first = 1;
  if (!lua_isnoneornil(L, 4)) first = bind_integer(L, 4, "first byte");
  if (!bytes)
    return bind_fail(L, "add: bytes is %s, Bytes are wanted",
                     bind_describe(L, 2, given));
  if (first < 1 || (uint64_t)first - 1 > bytes->size)
    return bind_fail(L, "add: first byte %lld of %zu", (long long)first,
                     bytes->size);
  size_t skipped = (size_t)first - 1;
  Visit v = bind_visit(L);
  bool ok = append_bytes(r, bytes->data + skipped,
                         (int64_t)(bytes->size - skipped), c);
  bind_leave(&v);
  if (!ok) return bind_raise(L);
  lua_settop(L, 1);
  return 1;
}

/* ---- numbers ---- */

/* The row whose number is entry k, from 0, of the list at arg; or NULL with an
 * error. */
static const unsigned char *listed(lua_State *L, int arg, int64_t k,
                                   const RowSource *r) {
  int64_t row;
  lua_rawgeti(L, arg, k + 1);
  bool ok = bind_to_integer(L, -1, "index", &row);
  lua_pop(L, 1);
  if (ok && row >= 1 && row <= r->count) return r->row(r->of, row - 1);
  if (ok) error_set("index %" PRId64 "; there are %" PRId64, row, r->count);
  return NULL;
}

static void convert(const unsigned char *p, int64_t n, real divisor, real shift,
                    real *y) {
  for (int64_t i = 0; i < n; i++) y[i] = (real)p[i] / divisor + shift;
}

/* The sizes of what is gathered; false with an error. */
static bool gathered_shape(lua_State *L, const RowSource *r, Shape *s) {
  char given[BIND_TEXT], text[SHAPE_TEXT];
  if (!lua_istable(L, 3))
    return error_set("rows is %s, a list is wanted",
                     bind_describe(L, 3, given));
  if (!bind_to_list(L, 4, "sizes", MAX_DIMS - 1, s->size + 1, &s->rank))
    return false;
  s->size[0] = (int64_t)lua_rawlen(L, 3);
  s->rank++;
  if (!shape_valid(s)) return false;
  return shape_product(s, 1, s->rank) == r->each ||
         error_set("rows of %" PRId64 " bytes as %s", r->each,
                   shape_text(s, text));
}

Tensor *bind_gather(lua_State *L, const RowSource *r) {
  Shape s = {0};
  double divisor, shift;
  if (!gathered_shape(L, r, &s) || !bind_to_real(L, 5, "divisor", &divisor) ||
      !bind_to_real(L, 6, "shift", &shift))
    return NULL;
  Tensor *y = tensor_new(&s);
  for (int64_t k = 0; y && k < s.size[0]; k++) {
    const unsigned char *p = listed(L, 3, k, r);
    if (!p) return NULL;
    convert(p, r->each, (real)divisor, (real)shift,
            tensor_data(y) + k * r->each);
  }
  return y;
}

static const unsigned char *own_row(void *of, int64_t k) {
  return row_at(of, k);
}

/* rows:batch(list, {sizes}, divisor, shift) -> n,sizes...: the listed rows,
 * which count from 1, each byte as byte / divisor + shift */
static int batch(lua_State *L) {
  Rows *r = check(L, "batch");
  Visit v = bind_begin(L);
  Tensor *y = bind_gather(L, &(RowSource){r, r->count, r->each, own_row});
  return bind_finish(L, &v, "batch", y);
}

static bool append_tensor(Rows *r, const Tensor *x) {
  int64_t n = tensor_count(x);
  if (n != r->each || r->count == r->room)
    return error_set("add_tensor: %" PRId64
                     " elements; there is room for %" PRId64
                     " rows of %" PRId64,
                     n, r->room - r->count, r->each);
  unsigned char *to = row_at(r, r->count);
  const real *from = tensor_data(x);
  for (int64_t i = 0; i < n; i++) {
    real v = from[i];
    to[i] = !(v > 0) ? 0 : v >= 255 ? 255 : (unsigned char)nearbyint(v);
  }
  r->count++;
  return true;
}

/* rows:add_tensor(x) -> rows: appends one, x limited to 0 .. 255 and rounded */
static int add_tensor(lua_State *L) {
  Rows *r = check(L, "add_tensor");
  Tensor *x = bind_push_holder(L, 2, "add_tensor");
  Visit v = bind_visit(L);
  Tensor *flat = tensor_contiguous(x);
  bool ok = flat && append_tensor(r, flat);
  bind_leave(&v);
  if (!ok) return bind_raise(L);
  lua_settop(L, 1);
  return 1;
}

static const luaL_Reg methods[] = {
    {"add", add_bytes},
    {"add_tensor", add_tensor},
    {"batch", batch},
    {NULL, NULL}};

void bind_open_rows(lua_State *L) {
  luaL_newmetatable(L, ROWS_TYPE);
  luaL_newlibtable(L, methods);
  bind_set_functions(L, methods);
  lua_setfield(L, -2, "__index");
  bind_push_function(L, length);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
  bind_push_function(L, make);
  lua_setfield(L, -2, "rows");
}
