/* Packed numbers, little endian: what files hold, to and from tensors. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bind.h"

typedef double (*Unpack)(const unsigned char *p);
typedef void (*Pack)(double v, unsigned char *p);

static uint64_t bits_of(const unsigned char *p, int bytes) {
  uint64_t v = 0;
  for (int k = 0; k < bytes; k++) v |= (uint64_t)p[k] << (8 * k);
  return v;
}

static void put_bits(uint64_t v, int bytes, unsigned char *p) {
  for (int k = 0; k < bytes; k++) p[k] = (unsigned char)(v >> (8 * k));
}

/* ---- one pair of functions a format ---- */

static double get_f64(const unsigned char *p) {
  uint64_t bits = bits_of(p, 8);
  double v;
  memcpy(&v, &bits, sizeof v);
  return v;
}
static void put_f64(double v, unsigned char *p) {
  uint64_t bits;
  memcpy(&bits, &v, sizeof bits);
  put_bits(bits, 8, p);
}

static double get_f32(const unsigned char *p) {
  uint32_t bits = (uint32_t)bits_of(p, 4);
  float v;
  memcpy(&v, &bits, sizeof v);
  return (double)v;
}
static void put_f32(double v, unsigned char *p) {
  float f = (float)v;
  uint32_t bits;
  memcpy(&bits, &f, sizeof bits);
  put_bits(bits, 4, p);
}

static double get_bf16(const unsigned char *p) {
  unsigned char wide[4] = {0, 0, p[0], p[1]};
  return get_f32(wide);
}
/* Rounded to nearest, ties to even; NaN stays NaN. */
static void put_bf16(double v, unsigned char *p) {
  float f = (float)v;
  uint32_t bits;
  memcpy(&bits, &f, sizeof bits);
  if (isnan(f)) bits = 0x7fc00000u;
  else bits += 0x7fffu + (bits >> 16 & 1);
  put_bits(bits >> 16, 2, p);
}

static double get_f16(const unsigned char *p) {
  unsigned bits = (unsigned)bits_of(p, 2);
  int exponent = (int)(bits >> 10 & 31), fraction = (int)(bits & 1023);
  double v = exponent == 31  ? (fraction ? NAN : INFINITY)
             : exponent == 0 ? ldexp(fraction, -24)
                             : ldexp(fraction + 1024, exponent - 25);
  return bits >> 15 ? -v : v;
}
static void put_f16(double v, unsigned char *p) {
  uint64_t sign = signbit(v) ? 0x8000u : 0, bits;
  double a = fabs(v);
  int exponent;
  if (isnan(v)) bits = 0x7e00u;
  else if (a >= 65520) bits = 0x7c00u;
  else if (a < 0x1p-14) bits = (uint64_t)nearbyint(ldexp(a, 24));
  else {
    double m = frexp(a, &exponent);
    bits = ((uint64_t)(exponent + 13) << 10) +
           (uint64_t)nearbyint(ldexp(m, 11));
  }
  put_bits(sign | bits, 2, p);
}

static double get_i64(const unsigned char *p) {
  return (double)(int64_t)bits_of(p, 8);
}
static double get_i32(const unsigned char *p) {
  return (int32_t)(uint32_t)bits_of(p, 4);
}
static double get_i16(const unsigned char *p) {
  return (int16_t)(uint16_t)bits_of(p, 2);
}
static double get_i8(const unsigned char *p) { return (int8_t)p[0]; }
static double get_u64(const unsigned char *p) { return (double)bits_of(p, 8); }
static double get_u32(const unsigned char *p) { return (double)bits_of(p, 4); }
static double get_u16(const unsigned char *p) { return (double)bits_of(p, 2); }
static double get_u8(const unsigned char *p) { return p[0]; }

/* Rounded to the nearest integer and limited to lo .. hi; NaN is 0. */
static int64_t whole(double v, double lo, double hi) {
  if (isnan(v)) return 0;
  v = nearbyint(v);
  return v <= lo ? (int64_t)lo : v >= hi ? (int64_t)hi : (int64_t)v;
}
static void put_i64(double v, unsigned char *p) {
  put_bits((uint64_t)whole(v, -0x1p63, 0x1.fffffffffffffp62), 8, p);
}
static void put_i32(double v, unsigned char *p) {
  put_bits((uint64_t)whole(v, INT32_MIN, INT32_MAX), 4, p);
}
static void put_i16(double v, unsigned char *p) {
  put_bits((uint64_t)whole(v, INT16_MIN, INT16_MAX), 2, p);
}
static void put_i8(double v, unsigned char *p) {
  put_bits((uint64_t)whole(v, INT8_MIN, INT8_MAX), 1, p);
}
static void put_u64(double v, unsigned char *p) {
  uint64_t half = (uint64_t)1 << 63;
  bool is_high = v >= 0x1p63;
  int64_t low = whole(is_high ? v - 0x1p63 : v, 0, 0x1.fffffffffffffp62);
  put_bits((uint64_t)low + (is_high ? half : 0), 8, p);
}
static void put_u32(double v, unsigned char *p) {
  put_bits((uint64_t)whole(v, 0, UINT32_MAX), 4, p);
}
static void put_u16(double v, unsigned char *p) {
  put_bits((uint64_t)whole(v, 0, UINT16_MAX), 2, p);
}
static void put_u8(double v, unsigned char *p) {
  p[0] = (unsigned char)whole(v, 0, UINT8_MAX);
}

static const struct Format {
  const char *name;
  int bytes;
  Unpack get;
  Pack put;
} formats[] = {
    {"f32", 4, get_f32, put_f32}, {"f64", 8, get_f64, put_f64},
    {"f16", 2, get_f16, put_f16}, {"bf16", 2, get_bf16, put_bf16},
    {"i64", 8, get_i64, put_i64}, {"i32", 4, get_i32, put_i32},
    {"i16", 2, get_i16, put_i16}, {"i8", 1, get_i8, put_i8},
    {"u64", 8, get_u64, put_u64}, {"u32", 4, get_u32, put_u32},
    {"u16", 2, get_u16, put_u16}, {"u8", 1, get_u8, put_u8},
    {"bool", 1, get_u8, put_u8},
};

static const struct Format *format_at(lua_State *L, int arg) {
  bool given = lua_type(L, arg) == LUA_TSTRING;
  const char *name = given ? lua_tostring(L, arg) : "";
  for (size_t k = 0; k < sizeof formats / sizeof *formats; k++)
    if (!strcmp(formats[k].name, name)) return &formats[k];
  error_set("format \"%.20s\"; known: f32, f64, f16, bf16, i64, i32, i16, i8, "
            "u64, u32, u16, u8, bool",
            name);
  return NULL;
}

/* ---- tensors ---- */

/* Is r, which was made of the number at p, that number, or as near as its
 * type's fractions allow? What is no 0 is not near to 0. */
static bool is_held(const struct Format *f, const unsigned char *p, real r) {
  if (f->get == get_f64)
    return r == 0 ? get_f64(p) == 0 : isfinite(r) || !isfinite(get_f64(p));
  if (f->bytes == 4) return (double)r == f->get(p);
  /* 2^63 is no int64_t, and 2^64 no uint64_t */
  if (f->get == get_u64)
    return (double)r < 0x1p64 && (uint64_t)r == bits_of(p, 8);
  return (double)r < 0x1p63 && (int64_t)r == (int64_t)bits_of(p, 8);
}

/* The first element, from 1, that is beyond the engine's numbers; else the
 * first that they do not hold, or 0. */
static int64_t first_lost(const struct Format *f, const unsigned char *p,
                          const real *values, int64_t n) {
  bool may_lose = f->bytes == 8 || f->get == get_i32 || f->get == get_u32;
  if (!may_lose) return 0;
  int64_t first = 0;
  for (int64_t i = 0; i < n; i++) {
    if (is_held(f, p + i * f->bytes, values[i])) continue;
    if (!isfinite(values[i])) return i + 1;
    if (!first) first = i + 1;
  }
  return first;
}

static void convert(const struct Format *f, const unsigned char *p, int64_t n,
                    real *out) {
  if (f->get == get_u8)
    for (int64_t i = 0; i < n; i++) out[i] = (real)p[i];
  else
    for (int64_t i = 0; i < n; i++) out[i] = (real)f->get(p + i * f->bytes);
}

enum { NUMBER_TEXT = 32 };

static void number_text(const struct Format *f, const unsigned char *p,
                        char *text) {
  uint64_t bits = bits_of(p, f->bytes);
  if (f->get == get_f64) snprintf(text, NUMBER_TEXT, "%.9g", get_f64(p));
  else if (f->get == get_i64)
    snprintf(text, NUMBER_TEXT, "%" PRId64, (int64_t)bits);
  else if (f->get == get_i32)
    snprintf(text, NUMBER_TEXT, "%" PRId32, (int32_t)bits);
  else snprintf(text, NUMBER_TEXT, "%" PRIu64, bits);
}

/* The bytes wanted from `first` on, or NULL when there are not so many. */
static const unsigned char *bytes_at(lua_State *L, int arg, int64_t first,
                                     const struct Format *f, int64_t n) {
  const Bytes *held = bind_test_bytes(L, arg);
  if (!held && lua_type(L, arg) != LUA_TSTRING) {
    char given[BIND_TEXT];
    error_set("bytes is %s, a string is wanted", bind_describe(L, arg, given));
    return NULL;
  }
  size_t length = held ? held->size : 0;
  const char *bytes = held ? (const char *)held->data
                           : lua_tolstring(L, arg, &length);
  int64_t room = first < 1 ? -1 : (int64_t)length - first + 1;
  if (room >= 0 && n <= room / f->bytes)
    return (const unsigned char *)bytes + first - 1;
  error_set("%" PRId64 " bytes from %" PRId64 " on, %" PRId64 " are wanted",
            room < 0 ? 0 : room, first, n * f->bytes);
  return NULL;
}

/* The tensor; and in *lost and `text` the first element that it does not hold,
 * if any. */
static Tensor *unpack(lua_State *L, int64_t *lost, char *text) {
  const struct Format *f = format_at(L, 3);
  Shape s = {0};
  int64_t first = 1;
  if (!f || !bind_to_list(L, 4, "sizes", MAX_DIMS, s.size, &s.rank) ||
      (!lua_isnoneornil(L, 5) && !bind_to_integer(L, 5, "first byte", &first)))
    return NULL;
  if (!shape_valid(&s)) return NULL;
  int64_t n = shape_count(&s);
  const unsigned char *p = bytes_at(L, 2, first, f, n);
  Tensor *y = p ? tensor_new(&s) : NULL;
  if (!y) return NULL;
  convert(f, p, n, tensor_data(y));
  *lost = first_lost(f, p, tensor_data(y), n);
  if (*lost) number_text(f, p + (*lost - 1) * f->bytes, text);
  return y;
}

/* from_bytes(string or Bytes, format, {sizes}, first byte) -> tensor; when it
 * rounds a finite number to an infinite one, an integer, or to 0 what is none,
 * also which element is the first such, and that number as text */
static int from_bytes(lua_State *L) {
  Visit v = bind_begin(L);
  int64_t lost = 0;
  char text[NUMBER_TEXT];
  Tensor *y = unpack(L, &lost, text);
  int results = bind_finish(L, &v, "from_bytes", y);
  if (!lost) return results;
  lua_pushinteger(L, lost);
  lua_pushstring(L, text);
  return results + 2;
}

/* x:to_bytes(format) -> string, in row-major order. */
static int to_bytes(lua_State *L) {
  bind_at_most(L, "to_bytes", 1, 1);
  Tensor *x = bind_push_holder(L, 1, "to_bytes");
  bind_trace_read(L, 1, "to_bytes");
  Visit v = bind_visit(L);
  const struct Format *f = format_at(L, 2);
  if (!f) error_prefix("to_bytes");
  bind_leave(&v);
  if (!f) return bind_raise(L);
  int64_t n = tensor_count(x);
  luaL_Buffer buffer;
  char *p = luaL_buffinitsize(L, &buffer, (size_t)(n * f->bytes));
  v = bind_visit(L);
  Tensor *flat = tensor_contiguous(x);
  for (int64_t i = 0; flat && i < n; i++)
    f->put((double)tensor_data(flat)[i], (unsigned char *)p + i * f->bytes);
  bind_leave(&v);
  if (!flat) return bind_raise(L);
  luaL_pushresultsize(&buffer, (size_t)(n * f->bytes));
  return 1;
}

void bind_open_bytes(lua_State *L) {
  bind_push_function(L, from_bytes);
  lua_setfield(L, -2, "from_bytes");
  bind_push_methods(L);
  bind_push_function(L, to_bytes);
  lua_setfield(L, -2, "to_bytes");
  lua_pop(L, 1);
}
