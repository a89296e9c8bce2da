/* Functions that are no ops: their arguments are read as those of ops are. */
#include <string.h>

#include "bind.h"

static const char rows_key; /* registry: what the manual has of them */

static Tensor *run_row(lua_State *L, const Bound *b) {
  Args a;
  Tensor *y = bind_args(L, 2, &b->takes, &a) ? b->row.make(&a) : NULL;
  if (y && b->requires_grad >= 0)
    y->requires_grad = a.attrs.i[b->requires_grad];
  bind_free_args(&a);
  return y;
}

static int make(lua_State *L) {
  const Bound *b = bind_bound(L);
  Visit v = bind_begin(L);
  Tensor *y = run_row(L, b);
  if (!y && bind_makes_room(L, &v)) y = run_row(L, b);
  return bind_finish(L, &v, b->row.name, y);
}

static int change(lua_State *L) {
  const Bound *b = bind_bound(L);
  bind_enter(L, bind_state(L));
  luaL_checkstack(L, 12, b->row.name);
  Visit v = bind_visit(L);
  Args a;
  a.op = b->op;
  bool ok = bind_args(L, 1, &b->takes, &a) && b->row.change(&a);
  bind_free_args(&a);
  if (!ok) error_prefix(b->row.name);
  bind_leave(&v);
  if (!ok) return bind_raise(L);
  if (b->row.result) return 0;
  lua_settop(L, 1);
  return 1;
}

void bind_read(lua_State *L, Args *a) {
  const Bound *b = bind_bound(L);
  bind_arrive(L, bind_state(L));
  Visit v = bind_visit(L);
  bool ok = bind_args(L, 1, &b->takes, a);
  if (!ok) error_prefix(b->row.name);
  bind_leave(&v);
  if (!ok) bind_raise(L);
}

/* ---- binding ---- */

static void read_signature(lua_State *L, Signature *s, Param room[MAX_PARAMS]) {
  Visit v = bind_visit(L);
  bool ok = signature_parse(s, room);
  bind_leave(&v);
  if (!ok) bind_raise(L);
  bind_know_names(L, s);
}

static const Bound *push_bound(lua_State *L, const Row *row) {
  const Op *op = row->op ? op_find(row->op) : NULL;
  Signature s = {.name = row->name,
                 .text = op ? op->signature : row->signature};
  Param room[MAX_PARAMS];
  read_signature(L, &s, room);
  if (op) room[0].kind = PARAM_TENSOR_ONLY; /* it is written to */
  size_t params = (size_t)s.params * sizeof *room;
  Bound *b = lua_newuserdatauv(L, sizeof *b + params, 0);
  *b = (Bound){.row = *row, .op = op, .takes = s, .requires_grad = -1};
  memcpy(b->param, room, params);
  b->takes.param = b->param;
  b->row.signature = s.text;
  for (int k = 0; k < s.params; k++)
    if (!strcmp(room[k].name, "requires_grad")) b->requires_grad = room[k].at;
  return b;
}

static void set_text(lua_State *L, const char *key, const char *text) {
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

/* At the end of engine.rows: {name = "Tensor:copy_", signature, doc, result} */
static void describe(lua_State *L, const Row *row, const char *class) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &rows_key);
  lua_createtable(L, 0, 4);
  lua_pushfstring(L, "%s%s", class, row->name);
  lua_setfield(L, -2, "name");
  set_text(L, "signature", row->signature);
  set_text(L, "doc", row->doc);
  set_text(L, "result", row->result);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pop(L, 1);
}

void bind_set_rows(lua_State *L, const Row *rows, const char *class) {
  for (; rows->name; rows++) {
    lua_pushvalue(L, lua_upvalueindex(1));
    const Bound *b = push_bound(L, rows);
    if (rows->doc) describe(L, &b->row, class);
    lua_pushcclosure(L,
                     rows->call   ? rows->call
                     : rows->make ? make
                                  : change,
                     2);
    lua_setfield(L, -2, rows->name);
  }
}

void bind_open_row(lua_State *L) {
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &rows_key);
  lua_setfield(L, -2, "rows");
}
