/* engine.extension */
#include "extension.h"

#include "bind.h"

static void hold(lua_State *L, Tensor *x, int by) {
  Visit v = bind_visit(L);
  if (by > 0) tensor_retain(x);
  else tensor_release(x);
  bind_leave(&v);
}

static const Extension table = {
    EXTENSION_SIZES,
    bind_push_state,
    op_apply,
    error_set,
    shape_product,
    shape_text,
    tensor_is_contiguous,
    tensor_touch,
    bind_tensor,
    hold,
    bind_when_terminated};

/* engine.add_rows(rows, family): those of another rock, the address of an
 * array, which stays. */
static int add_rows(lua_State *L) {
  luaL_checktype(L, 1, LUA_TLIGHTUSERDATA);
  const char *family = luaL_checkstring(L, 2);
  Visit v = bind_visit(L);
  bool ok = op_register(lua_touserdata(L, 1), family);
  bind_leave(&v);
  return ok ? 0 : bind_raise(L);
}

/* engine.row(name): the function of a row, of one too that was added; or nil.
 */
static int row(lua_State *L) {
  const Op *op = op_find(luaL_checkstring(L, 1));
  if (op) bind_push_of_op(L, bind_call_op, op);
  else lua_pushnil(L);
  return 1;
}

static const luaL_Reg functions[] = {
    {"add_rows", add_rows}, {"row", row}, {NULL, NULL}};

void bind_open_extension(lua_State *L) {
  lua_pushlightuserdata(L, (void *)&table);
  lua_setfield(L, -2, "extension");
  bind_set_functions(L, functions);
}
