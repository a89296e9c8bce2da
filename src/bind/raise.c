#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bind.h"

static const char raise_key, carried_key;

int bind_set_raise(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &raise_key);
  return 0;
}

void bind_carry(lua_State *L) {
  if (error_pending()) {
    lua_pop(L, 1);
    return;
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, &carried_key);
  bind_current()->carried = true;
  error_set("an error in Lua");
}

/* Raises what is on the top. */
static _Noreturn void raise_top(lua_State *L) {
  lua_error(L);
  abort(); /* lua.h does not tell that it never returns */
}

static _Noreturn void raise_carried(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &carried_key);
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &carried_key);
  raise_top(L);
}

static _Noreturn void raise_text(lua_State *L, const char *text) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &raise_key) == LUA_TFUNCTION) {
    lua_pushstring(L, text);
    lua_call(L, 1, 0);
  }
  luaL_where(L, 1);
  lua_pushstring(L, text);
  lua_concat(L, 2);
  raise_top(L);
}

/* The pending error, which is so no more: is it a value of Lua's? */
static bool take(lua_State *L, char *text, size_t size) {
  State *s = bind_state(L);
  bool carried = s->carried;
  Visit v = bind_visit(L);
  snprintf(text, size, "%s", error_text());
  error_clear();
  bind_leave(&v);
  s->carried = false;
  return carried;
}

int bind_raise(lua_State *L) {
  char text[512];
  bool carried = take(L, text, sizeof text);
  if (carried) raise_carried(L);
  raise_text(L, text);
}

int bind_fail(lua_State *L, const char *format, ...) {
  char text[512];
  take(L, text, sizeof text);
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  raise_text(L, text);
}
