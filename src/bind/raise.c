#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "bind.h"

static const char raise_key;

int bind_set_raise(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &raise_key);
  return 0;
}

static int raise_text(lua_State *L, const char *text) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &raise_key) != LUA_TFUNCTION)
    return luaL_error(L, "%s", text);
  lua_pushstring(L, text);
  lua_call(L, 1, 0);
  return luaL_error(L, "%s", text);
}

int bind_raise(lua_State *L) {
  char text[512];
  snprintf(text, sizeof text, "%s", error_text());
  error_clear();
  return raise_text(L, text);
}

int bind_fail(lua_State *L, const char *format, ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  error_clear();
  return raise_text(L, text);
}
