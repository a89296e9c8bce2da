/* The engine's functions that the rows here use, through its table. */
#include <stdarg.h>
#include <stdio.h>

#include "binding.h"

static const Extension *engine_table;

bool engine_take(const Extension *t) {
  const size_t ours[] = {EXTENSION_SIZES};
  const size_t theirs[] = {
      t->bytes, t->tensor_bytes, t->op_bytes, t->real_bytes};
  for (int k = 0; k < 4; k++)
    if (ours[k] != theirs[k]) return false;
  engine_table = t;
  return true;
}

bool(error_set)(const char *format, ...) {
  char text[512];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  return (engine_table->error_set)("%s", text);
}

Tensor *op_apply(const Op *op, Tensor **x, int n, const Attrs *a) {
  return engine_table->op_apply(op, x, n, a);
}

int64_t shape_product(const Shape *s, int from, int to) {
  return engine_table->shape_product(s, from, to);
}

int64_t shape_count(const Shape *s) { return shape_product(s, 0, s->rank); }

const char *shape_text(const Shape *s, char *text) {
  return engine_table->shape_text(s, text);
}

bool tensor_is_contiguous(const Tensor *x) {
  return engine_table->tensor_is_contiguous(x);
}

void tensor_touch(Tensor *y) { engine_table->tensor_touch(y); }

Tensor *engine_tensor(lua_State *L, int arg, const char *name) {
  return engine_table->argument(L, arg, name);
}

void engine_hold(lua_State *L, Tensor *x, int by) {
  engine_table->hold(L, x, by);
}

void engine_set_functions(lua_State *L, const luaL_Reg *list) {
  engine_table->push_state(L);
  luaL_setfuncs(L, list, 1);
}

void engine_when_terminated(void (*f)(void)) {
  engine_table->when_terminated(f);
}
