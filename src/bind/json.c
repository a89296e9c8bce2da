/* engine.io.read_json: JSON (RFC 8259), strictly, as Lua's values. What is made
 * stands on Lua's stack, where its collector finds it when an error jumps. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bind.h"

enum { TEXT = 1, MOST, DEEPEST, ARRAY, NIL }; /* arguments, on the stack */

typedef struct Reader {
  lua_State *L;
  const char *text, *at, *end;
  lua_Integer most;    /* arrays and objects, */
  lua_Integer deepest; /* so deeply in each other */
  lua_Integer made;
} Reader;

/* Raises {text = "byte 17: reason"}; the reason is on top of the stack. */
static _Noreturn void fail_on_top(Reader *r, const char *at) {
  lua_pushfstring(r->L, "byte %I: %s", (LUAI_UACINT)(at - r->text) + 1,
                  lua_tostring(r->L, -1));
  lua_createtable(r->L, 0, 1);
  lua_insert(r->L, -2);
  lua_setfield(r->L, -2, "text");
  lua_error(r->L);
  abort();
}

static _Noreturn void fail(Reader *r, const char *at, const char *reason) {
  lua_pushstring(r->L, reason);
  fail_on_top(r, at);
}

/* The next character, which may be any; '\0' at the end. */
static char next(const Reader *r) { return r->at < r->end ? *r->at : '\0'; }

static void skip(Reader *r) {
  while (r->at < r->end && strchr(" \t\r\n", *r->at) && *r->at) r->at++;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- strings ---- */

/* The code of \u and 4 digits at `at`, or -1. */
static long code_at(const Reader *r, const char *at) {
  long code = 0;
  if (r->end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
  for (int k = 2; k < 6; k++) {
    int low = at[k] | 32;
    if (is_digit(at[k])) code = code << 4 | (at[k] - '0');
    else if (low >= 'a' && low <= 'f') code = code << 4 | (low - 'a' + 10);
    else return -1;
  }
  return code;
}

/* What \u and 4 digits stand for, or a pair of them. */
static void add_code(Reader *r, luaL_Buffer *b) {
  const char *from = r->at;
  long code = code_at(r, from);
  if (code < 0) fail(r, from, "unknown escape");
  r->at += 6;
  if (code >= 0xD800 && code <= 0xDFFF) {
    long low = code_at(r, r->at);
    if (code > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
      fail(r, from, "half of a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00;
    r->at += 6;
  }
  lua_pushfstring(r->L, "%U", code);
  luaL_addvalue(b);
}

static void add_escape(Reader *r, luaL_Buffer *b) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  char c = r->end - r->at > 1 ? r->at[1] : '\0';
  const char *found = c ? strchr(names, c) : NULL;
  if (!found) {
    add_code(r, b);
    return;
  }
  luaL_addchar(b, values[found - names]);
  r->at += 2;
}

/* Passes over what stands for itself in the string that starts at `start`. */
static void pass_plain(Reader *r, const char *start) {
  while (r->at < r->end && *r->at != '"' && *r->at != '\\') {
    if ((unsigned char)*r->at < 32)
      fail(r, r->at, "a control character in a string");
    r->at++;
  }
  if (r->at == r->end) fail(r, start, "a string without end");
}

static void push_string(Reader *r) {
  const char *start = r->at++, *from = r->at;
  pass_plain(r, start);
  if (*r->at == '"') {
    lua_pushlstring(r->L, from, (size_t)(r->at++ - from));
    return;
  }
  luaL_Buffer b;
  luaL_buffinit(r->L, &b);
  while (luaL_addlstring(&b, from, (size_t)(r->at - from)), *r->at != '"') {
    add_escape(r, &b);
    from = r->at;
    pass_plain(r, start);
  }
  r->at++;
  luaL_pushresult(&b);
}

/* ---- numbers ---- */

static void pass_digits(Reader *r) {
  while (is_digit(next(r))) r->at++;
}

/* Passes over a mark and digits, or nothing: whether they are there. */
static bool pass_part(Reader *r, const char *marks, bool has_sign) {
  const char *from = r->at;
  if (!next(r) || !strchr(marks, *r->at)) return false;
  r->at++;
  if (has_sign && (next(r) == '+' || next(r) == '-')) r->at++;
  if (is_digit(next(r))) {
    pass_digits(r);
    return true;
  }
  r->at = from;
  return false;
}

/* As Lua reads the number: an integer where it is one of 64 bits. */
static void push_literal(Reader *r, const char *from, bool is_whole) {
  size_t length = (size_t)(r->at - from);
  lua_pushlstring(r->L, from, length);
  if (!lua_stringtonumber(r->L, lua_tostring(r->L, -1)))
    fail(r, from, "not a number");
  lua_remove(r->L, -2);
  double v = (double)lua_tonumber(r->L, -1);
  if (isinf(v)) fail(r, from, "beyond a double");
  if (!is_whole || lua_isinteger(r->L, -1)) return;
  char text[400];
  int n = snprintf(text, sizeof text, "%.0f", v);
  if ((size_t)n != length || memcmp(text, from, length) != 0)
    fail(r, from, "an integer beyond 64 bits");
}

static void push_whole(Reader *r, const char *from) {
  bool is_negative = *from == '-';
  lua_Integer v = 0;
  for (const char *p = from + is_negative; p < r->at; p++)
    v = v * 10 + (*p - '0');
  lua_pushinteger(r->L, is_negative ? -v : v);
}

static void push_number(Reader *r) {
  enum { SHORT = 18 }; /* digits, of which any fit */
  const char *from = r->at;
  if (next(r) == '-') r->at++;
  const char *first = r->at;
  pass_digits(r);
  if (r->at == first) fail(r, from, "a value is wanted");
  if (*first == '0' && r->at - first > 1)
    fail(r, from, "a number starts with 0");
  bool is_short = r->at - first <= SHORT;
  bool is_whole = !pass_part(r, ".", false);
  if (pass_part(r, "eE", true)) is_whole = false;
  char c = next(r);
  if (is_digit(c) || is_letter(c) || (c && strchr(".+-", c)))
    fail(r, from, "not a number");
  if (is_whole && is_short) push_whole(r, from);
  else push_literal(r, from, is_whole);
}

/* ---- arrays and objects ---- */

static void push_value(Reader *r, lua_Integer depth);

static void push_table(Reader *r) {
  if (++r->made > r->most) {
    lua_pushfstring(r->L, "more than %I arrays and objects",
                    (LUAI_UACINT)r->most);
    fail_on_top(r, r->at);
  }
  lua_newtable(r->L);
  r->at++;
  skip(r);
}

/* Passes over a comma and returns true, or over the end and returns false. */
static bool goes_on(Reader *r, char end, const char *wanted) {
  skip(r);
  char c = next(r);
  if (c != end && c != ',') fail(r, r->at, wanted);
  r->at++;
  if (c == ',') skip(r);
  return c == ',';
}

static void push_array(Reader *r, lua_Integer depth) {
  push_table(r);
  lua_pushvalue(r->L, ARRAY);
  lua_setmetatable(r->L, -2);
  if (next(r) == ']') {
    r->at++;
    return;
  }
  lua_Integer n = 0;
  do {
    push_value(r, depth);
    lua_rawseti(r->L, -2, ++n);
  } while (goes_on(r, ']', "a comma or ] is wanted"));
}

/* The next name and value, into the table on top of the stack. */
static void read_field(Reader *r, lua_Integer depth) {
  const char *from = r->at;
  if (next(r) != '"') fail(r, from, "a name in quotes is wanted");
  push_string(r);
  lua_pushvalue(r->L, -1);
  if (lua_rawget(r->L, -3) != LUA_TNIL) {
    lua_pushlstring(r->L, from, (size_t)(r->at - from));
    lua_pushfstring(r->L, "%s a second time", lua_tostring(r->L, -1));
    fail_on_top(r, from);
  }
  lua_pop(r->L, 1);
  skip(r);
  if (next(r) != ':') fail(r, r->at, "a colon is wanted");
  r->at++;
  skip(r);
  push_value(r, depth);
  lua_rawset(r->L, -3);
}

static void push_object(Reader *r, lua_Integer depth) {
  push_table(r);
  if (next(r) == '}') {
    r->at++;
    return;
  }
  do read_field(r, depth);
  while (goes_on(r, '}', "a comma or } is wanted"));
}

/* true, false or null, or nothing: whether one is there. */
static bool push_word(Reader *r) {
  const char *last = r->at;
  while (last < r->end && is_letter(*last)) last++;
  size_t length = (size_t)(last - r->at);
  bool is_true = length == 4 && !memcmp(r->at, "true", 4);
  bool is_false = length == 5 && !memcmp(r->at, "false", 5);
  bool is_null = length == 4 && !memcmp(r->at, "null", 4);
  if (is_null) lua_pushvalue(r->L, NIL);
  else if (is_true || is_false) lua_pushboolean(r->L, is_true);
  else return false;
  r->at = last;
  return true;
}

static void push_value(Reader *r, lua_Integer depth) {
  if (depth > r->deepest) {
    lua_pushfstring(r->L, "nested more than %I deep", (LUAI_UACINT)r->deepest);
    fail_on_top(r, r->at);
  }
  char c = next(r);
  if (c == '{') push_object(r, depth + 1);
  else if (c == '[') push_array(r, depth + 1);
  else if (c == '"') push_string(r);
  else if (!push_word(r)) push_number(r);
}

/* read_json(text, most, deepest, array, null) -> the value: of at most so many
 * arrays and objects, so deeply in each other, with `array` for the metatable
 * of arrays. Raises {text = "byte 17: ..."} on what is no JSON; that the text
 * is UTF-8 has been seen. */
static int read_json(lua_State *L) {
  luaL_checktype(L, ARRAY, LUA_TTABLE);
  lua_settop(L, NIL);
  size_t size;
  const char *text = luaL_checklstring(L, TEXT, &size);
  Reader r = {.L = L, .text = text, .at = text, .end = text + size};
  r.most = luaL_checkinteger(L, MOST);
  r.deepest = luaL_checkinteger(L, DEEPEST);
  luaL_argcheck(L, r.deepest > 0 && r.deepest <= 1000, DEEPEST, "1 to 1000");
  luaL_checkstack(L, 3 * (int)r.deepest + LUA_MINSTACK, NULL);
  skip(&r);
  push_value(&r, 1);
  skip(&r);
  if (r.at < r.end) fail(&r, r.at, "more text after the value");
  return 1;
}

void bind_open_json(lua_State *L) {
  bind_push_function(L, read_json);
  lua_setfield(L, -2, "read_json");
}
