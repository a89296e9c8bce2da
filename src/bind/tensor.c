/* Tensors as Lua sees them: boxes, fields, methods that are not ops. */
#include <math.h>
#include <string.h>

#include "bind.h"

static const char type_key; /* registry: the metatable of tensors */
static const char methods_key;
static const char kind; /* Box.kind */

/* ---- boxes ---- */

Box *bind_push_box(lua_State *L) {
  Box *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (Box){.kind = &kind};
  lua_rawgetp(L, LUA_REGISTRYINDEX, &type_key);
  lua_setmetatable(L, -2);
  return box;
}

void bind_fill(lua_State *L, Box *box, Tensor *x) {
  box->tensor = x;
  if (!x) return;
  tensor_retain(x);
  x->handles++;
  if (x->watched) bind_share_hooks(L, x);
}

void bind_push_tensor(lua_State *L, Tensor *x) {
  bind_fill(L, bind_push_box(L), x);
}

void *bind_own(lua_State *L, int arg, const void *its) {
  const void **first = lua_touserdata(L, arg);
  bool has = first && lua_rawlen(L, arg) >= sizeof *first;
  return has && *first == its ? first : NULL;
}

/* NULL when it is something else. */
static Box *box_at(lua_State *L, int arg) { return bind_own(L, arg, &kind); }

static bool is_tensor(lua_State *L, int arg) { return box_at(L, arg) != NULL; }

Tensor *bind_test(lua_State *L, int arg) {
  const Box *box = box_at(L, arg);
  return box ? box->tensor : NULL;
}

Tensor *bind_tensor(lua_State *L, int arg, const char *name) {
  Tensor *x = bind_test(L, arg);
  if (x) return x;
  if (is_tensor(L, arg)) bind_fail(L, "%s: the tensor has been closed", name);
  char given[BIND_TEXT];
  bind_fail(L, "%s: argument %d is %s, a tensor is wanted", name, arg,
            bind_describe(L, arg, given));
}

Tensor *bind_hold(Tensor *x) {
  tensor_retain(x);
  return scope_adopt(x);
}

Tensor *bind_self(lua_State *L, int arg) {
  Tensor *x = bind_test(L, arg);
  if (x) return bind_hold(x);
  char given[BIND_TEXT];
  if (is_tensor(L, arg)) error_set("the tensor has been closed");
  else error_set("x is %s, a tensor is wanted", bind_describe(L, arg, given));
  return NULL;
}

Tensor *bind_push_holder(lua_State *L, int arg, const char *name) {
  Box *box = bind_push_box(L);
  bind_fill(L, box, bind_tensor(L, arg, name));
  return box->tensor;
}

static void empty(lua_State *L, Box *box) {
  Tensor *x = box->tensor;
  if (!x) return;
  Visit v = bind_visit(L);
  box->tensor = NULL;
  /* a gradient with a graph leads back to x: they would hold each other */
  if (--x->handles == 0 && x->grad && x->grad->edges > 0)
    tensor_set_grad(x, NULL);
  tensor_release(x);
  bind_leave(&v);
}

/* A table with this metatable is collected too: it is none of ours. */
static int box_collect(lua_State *L) {
  Box *box = box_at(L, 1);
  if (box) empty(L, box);
  return 0;
}

static int box_close(lua_State *L) {
  Box *box = box_at(L, 1);
  if (box) empty(L, box);
  else bind_tensor(L, 1, "close"); /* which raises */
  return 0;
}

static int method_close(lua_State *L) {
  bind_at_most(L, "close", 1, 0);
  return box_close(L);
}

/* ---- the collector ---- */

/* Lua sees 40 bytes where a tensor may hold megabytes. So what is allocated is
 * reported to the collector, which works in proportion; and when twice what
 * was live after the last full collection is exceeded (old objects of the
 * generational mode are reached by nothing else), a full one is made. What has
 * seen two steps is old: in steps of 4 MiB each op on a million elements made
 * one, and what came of the last few went round through more memory than a
 * cache holds. */
enum { PACE_STEP = 8 << 20, PACE_SLACK = 64 << 20 };

/* After a time of much, less may be dead: half way down at every step, so that
 * what comes and goes within a step of training leaves it be. */
static void lower_ceiling(State *s, int64_t live) {
  int64_t fair = 2 * live + PACE_SLACK;
  if (fair < s->pace.ceiling) s->pace.ceiling = (s->pace.ceiling + fair) / 2;
}

/* Lets the collector work for what is allocated; the bytes still live then. */
static int64_t collect(lua_State *L, State *s, int64_t live) {
  const StoreUse *use = &s->engine.store.use;
  if (live > s->pace.ceiling) {
    lua_gc(L, LUA_GCCOLLECT);
    s->pace.ceiling = 2 * use->live_bytes + PACE_SLACK;
  } else {
    lua_gc(L, LUA_GCSTEP, (int)((live - s->pace.next + PACE_STEP) >> 10));
    lower_ceiling(s, use->live_bytes);
  }
  return use->live_bytes;
}

void bind_enter(lua_State *L, State *s) {
  bind_arrive(L, s);
  if (s->engine.profile.on) bind_note_line(L, s);
  int64_t live = s->engine.store.use.live_bytes, next = s->pace.next;
  if (live >= next) live = collect(L, s, live);
  else if (live + 2 * PACE_STEP >= next) return;
  s->pace.next = live + PACE_STEP;
}

/* ---- sizes ---- */

static const char sizes_key; /* registry: the metatable of lists of sizes */

/* engine.set_sizes(metatable): what x:size() is given. */
static int set_sizes(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &sizes_key);
  return 0;
}

static int push_sizes(lua_State *L, const Shape *s) {
  lua_createtable(L, s->rank, 0);
  for (int k = 0; k < s->rank; k++) {
    lua_pushinteger(L, s->size[k]);
    lua_rawseti(L, -2, k + 1);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &sizes_key);
  lua_setmetatable(L, -2);
  return 1;
}

/* ---- fields ---- */

static void find_ipairs(lua_State *L) {
  if (lua_getglobal(L, "ipairs") == LUA_TFUNCTION && lua_iscfunction(L, -1)) {
    lua_newtable(L);
    lua_call(L, 1, 1);
    bind_state(L)->ipairs_step = lua_tocfunction(L, -1);
  }
  lua_pop(L, 1);
}

/* Is it x[#x + 1], asked for by the iterator of ipairs, which ends at nil? Any
 * other reader of it has made a mistake. */
static bool is_end_of_ipairs(lua_State *L) {
  lua_Debug caller;
  int is_integer;
  lua_CFunction step = bind_state(L)->ipairs_step;
  lua_Integer i = lua_tointegerx(L, 2, &is_integer);
  Tensor *x = bind_test(L, 1);
  if (!is_integer || !x || x->shape.rank == 0 || i != x->shape.size[0] + 1 ||
      !step || !lua_getstack(L, 1, &caller))
    return false;
  lua_getinfo(L, "f", &caller);
  bool found = lua_tocfunction(L, -1) == step;
  lua_pop(L, 1);
  return found;
}

static const char no_field_key; /* registry: tells that a name is not there */

/* engine.set_no_field(f): f(name, is_written) raises. */
static int set_no_field(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &no_field_key);
  return 0;
}

static int no_field(lua_State *L, bool is_written) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &no_field_key);
  lua_pushvalue(L, 2);
  lua_pushboolean(L, is_written);
  lua_call(L, 2, 0);
  return 0;
}

static int push_grad(lua_State *L) {
  if (!bind_tensor(L, 1, "grad")->grad) return 0;
  Box *box = bind_push_box(L); /* finalizers may change what x has */
  bind_fill(L, box, bind_tensor(L, 1, "grad")->grad);
  return box->tensor != NULL;
}

/* x[key], x.grad, x.shape, and methods, which are upvalue 2. */
static int tensor_index(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING)
    return is_end_of_ipairs(L) ? 0 : bind_index(L);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 1;
  const char *name = lua_tostring(L, 2);
  if (!strcmp(name, "grad")) return push_grad(L);
  if (!strcmp(name, "shape"))
    return push_sizes(L, &bind_tensor(L, 1, "shape")->shape);
  lua_pushvalue(L, 2); /* a method that is loaded when first named */
  if (lua_gettable(L, lua_upvalueindex(2)) != LUA_TNIL) return 1;
  return no_field(L, false);
}

/* Is x the gradient, or one of its own? They would hold each other. */
static bool leads_back(const Tensor *grad, const Tensor *x) {
  while (grad && grad != x) grad = grad->grad;
  return grad != NULL;
}

static int set_grad(lua_State *L, Tensor *x) {
  Tensor *g = bind_test(L, 3);
  char a[SHAPE_TEXT], b[SHAPE_TEXT], given[BIND_TEXT];
  if (!g && !lua_isnil(L, 3))
    return bind_fail(L, "grad is %s, a tensor or nil is wanted",
                     bind_describe(L, 3, given));
  if (g && !shape_equal(&x->shape, &g->shape))
    return bind_fail(L, "grad: a tensor of %s and a gradient of %s",
                     shape_text(&x->shape, a), shape_text(&g->shape, b));
  if (leads_back(g, x))
    return bind_fail(L, "grad: the tensor would be its own gradient");
  Visit v = bind_visit(L);
  tensor_set_grad(x, g);
  bind_leave(&v);
  return 0;
}

static int tensor_newindex(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING) return bind_assign(L);
  if (strcmp(lua_tostring(L, 2), "grad")) return no_field(L, true);
  return set_grad(L, bind_tensor(L, 1, "grad"));
}

/* ---- methods ---- */

static int method_dim(lua_State *L) {
  bind_at_most(L, "dim", 1, 0);
  lua_pushinteger(L, bind_tensor(L, 1, "dim")->shape.rank);
  return 1;
}

static int method_numel(lua_State *L) {
  bind_at_most(L, "numel", 1, 0);
  lua_pushinteger(L, tensor_count(bind_tensor(L, 1, "numel")));
  return 1;
}

static int method_size(lua_State *L) {
  const Shape own = bind_tensor(L, 1, "size")->shape, *s = &own;
  if (lua_gettop(L) > 2)
    return bind_fail(L, "size: one dimension, or none for all, is wanted");
  if (lua_isnoneornil(L, 2)) return push_sizes(L, s);
  int64_t dim = bind_integer(L, 2, "size: dim");
  Visit v = bind_visit(L);
  int axis = dim == 0 || s->rank == 0
                 ? -1
                 : shape_axis(s->rank, dim > 0 ? dim - 1 : dim);
  bind_leave(&v);
  if (axis < 0)
    return bind_fail(L, "size: dimension %d of a tensor with %d", (int)dim,
                     s->rank);
  lua_pushinteger(L, s->size[axis]);
  return 1;
}

static int method_stride(lua_State *L) {
  bind_at_most(L, "stride", 1, 0);
  const Tensor *x = bind_tensor(L, 1, "stride");
  int rank = x->shape.rank;
  int64_t stride[MAX_DIMS];
  memcpy(stride, x->stride, sizeof stride);
  lua_createtable(L, rank, 0);
  for (int k = 0; k < rank; k++) {
    lua_pushinteger(L, stride[k]);
    lua_rawseti(L, -2, k + 1);
  }
  return 1;
}

/* A whole number comes as Lua's integer, which prints as 9 where the float
 * prints as 9.0; equality, /, ^ and formats are the same for both. Only below
 * 2^31, so that the product of two, which wraps around at 2^63, is right; -0 is
 * no integer, and nan has no sign that anybody means. */
static void push_number(lua_State *L, real v) {
  const real limit = 2147483648;
  if (v > -limit && v < limit && v == (real)(lua_Integer)v &&
      (v != 0 || !signbit(v)))
    lua_pushinteger(L, (lua_Integer)v);
  else lua_pushnumber(L, isnan(v) ? (lua_Number)NAN : (lua_Number)v);
}

static int method_item(lua_State *L) {
  bind_at_most(L, "item", 1, 0);
  bind_trace_read(L, 1, "item");
  Tensor *x = bind_tensor(L, 1, "item");
  char text[SHAPE_TEXT];
  if (tensor_count(x) != 1)
    return bind_fail(L, "item: a tensor of one element is wanted, this is %s",
                     shape_text(&x->shape, text));
  push_number(L, *tensor_data(x));
  return 1;
}

static void push_nested(lua_State *L, const Tensor *x, int axis,
                        const real *at) {
  if (axis == x->shape.rank) {
    push_number(L, *at);
    return;
  }
  int64_t size = x->shape.size[axis];
  luaL_checkstack(L, 2, "totable");
  lua_createtable(L, (int)(size < 1 << 20 ? size : 1 << 20), 0);
  for (int64_t i = 0; i < size; i++) {
    push_nested(L, x, axis + 1, at + i * x->stride[axis]);
    lua_rawseti(L, -2, i + 1);
  }
}

static int method_totable(lua_State *L) {
  bind_at_most(L, "totable", 1, 0);
  Tensor *x = bind_push_holder(L, 1, "totable");
  bind_trace_read(L, 1, "totable");
  push_nested(L, x, 0, tensor_data(x));
  return 1;
}

static int method_detach(lua_State *L) {
  bind_at_most(L, "detach", 1, 0);
  Visit v = bind_begin(L);
  Tensor *x = bind_self(L, 2), *y = x ? tensor_detach(x) : NULL;
  return bind_finish(L, &v, "detach", y);
}

static int method_requires_grad(lua_State *L) {
  if (lua_gettop(L) > 1)
    return bind_fail(L,
                     "requires_grad: it takes nothing, and tells; "
                     "requires_grad_(true) and requires_grad_(false) set it");
  bind_enter(L, bind_state(L));
  lua_pushboolean(L, bind_tensor(L, 1, "requires_grad")->requires_grad);
  return 1;
}

static bool set_requires_grad(const Args *a) {
  Tensor *x = a->x[0];
  bool on = a->attrs.i[0];
  if ((x->edges > 0 || x->dropped) && !on)
    return error_set("the result of %s is recorded; detach() gives one that "
                     "is not",
                     x->op->name);
  x->requires_grad = on;
  return true;
}

static int method_is_leaf(lua_State *L) {
  bind_at_most(L, "is_leaf", 1, 0);
  Tensor *x = bind_tensor(L, 1, "is_leaf");
  lua_pushboolean(L, x->edges == 0 && !x->dropped);
  return 1;
}

static int method_is_contiguous(lua_State *L) {
  bind_at_most(L, "is_contiguous", 1, 0);
  lua_pushboolean(L, tensor_is_contiguous(bind_tensor(L, 1, "is_contiguous")));
  return 1;
}

static int method_version(lua_State *L) {
  bind_at_most(L, "version", 1, 0);
  lua_pushinteger(L, bind_tensor(L, 1, "version")->store->version);
  return 1;
}

/* The name of the op that made it, or nil for a leaf. */
static int method_op(lua_State *L) {
  bind_at_most(L, "op", 1, 0);
  Tensor *x = bind_tensor(L, 1, "op");
  lua_pushstring(L, x->op ? x->op->name : NULL);
  return 1;
}

static int tensor_len(lua_State *L) {
  Tensor *x = bind_tensor(L, 1, "#");
  lua_pushinteger(L, x->shape.rank ? x->shape.size[0] : 0);
  return 1;
}

static int tensor_eq(lua_State *L) {
  Tensor *a = bind_test(L, 1), *b = bind_test(L, 2);
  lua_pushboolean(L, a && a == b);
  return 1;
}

static int no_order(lua_State *L) {
  return bind_fail(L, "< and <= cannot compare tensors element by element "
                      "(Lua makes one boolean of them): use a:lt(b), a:le(b), "
                      "a:gt(b), a:ge(b)");
}

static int no_bits(lua_State *L) {
  return bind_fail(L, "&, |, ~ are of bits, which tensors have none of: use "
                      "a:logical_and(b), a:logical_or(b), a:logical_xor(b), "
                      "a:logical_not()");
}

/* ---- functions of the engine ---- */

static int mark(lua_State *L) {
  static const char *const names[] = {"none", "parameter", "buffer", NULL};
  Tensor *x = bind_tensor(L, 1, "mark");
  x->mark = (uint8_t)luaL_checkoption(L, 2, "none", names);
  lua_settop(L, 1);
  return 1;
}

static int mark_of(lua_State *L) {
  Tensor *x = bind_test(L, 1);
  lua_pushstring(L, !x || x->mark == MARK_NONE  ? NULL
                    : x->mark == MARK_PARAMETER ? "parameter"
                                                : "buffer");
  return 1;
}

/* What has lost its metatable has no methods, for which this is asked. */
static int is_tensor_value(lua_State *L) {
  bind_at_most(L, "is_tensor", 0, 1);
  if (lua_isnone(L, 1))
    return bind_fail(L, "is_tensor: obj is missing, a value is wanted");
  bool ours = is_tensor(L, 1) && lua_getmetatable(L, 1);
  if (ours) lua_rawgetp(L, LUA_REGISTRYINDEX, &type_key);
  lua_pushboolean(L, ours && lua_rawequal(L, -1, -2));
  return 1;
}

static int equal(lua_State *L) {
  bind_trace_read(L, 1, "equal");
  bind_trace_read(L, 2, "equal");
  lua_pushboolean(L, tensor_equal(bind_tensor(L, 1, "equal"),
                                  bind_tensor(L, 2, "equal")));
  return 1;
}

static void set_count(lua_State *L, const char *name, int64_t n) {
  lua_pushinteger(L, n);
  lua_setfield(L, -2, name);
}

static int memory(lua_State *L) {
  bind_at_most(L, "memory", 0, 0);
  Visit v = bind_visit(L);
  StoreUse values = *store_use();
  EngineUse rest = engine_use();
  int64_t tensors = engine->tensor.live;
  bind_leave(&v);
  lua_createtable(L, 0, 6);
  set_count(L, "live_bytes", values.live_bytes);
  set_count(L, "peak_bytes", values.peak_bytes);
  set_count(L, "kept_bytes", values.kept_bytes);
  set_count(L, "node_bytes", rest.node_bytes);
  set_count(L, "scratch_bytes", rest.scratch_bytes);
  set_count(L, "live_tensors", tensors);
  return 1;
}

static int empty_cache(lua_State *L) {
  bind_at_most(L, "empty_cache", 0, 0);
  Visit v = bind_visit(L);
  engine_trim();
  bind_leave(&v);
  return 0;
}

static int reset_peak_memory(lua_State *L) {
  bind_at_most(L, "reset_peak_memory", 0, 0);
  Visit v = bind_visit(L);
  store_reset_peak();
  bind_leave(&v);
  return 0;
}

/* engine.limit_memory(most) -> the limit before, of live bytes; 0: none. */
static int limit_memory(lua_State *L) {
  bind_at_most(L, "limit_memory", 1, 0);
  lua_Integer most = luaL_checkinteger(L, 1);
  Visit v = bind_visit(L);
  int64_t before = store_use()->most_bytes;
  store_limit(most);
  bind_leave(&v);
  lua_pushinteger(L, before);
  return 1;
}

static const luaL_Reg methods[] = {
    {"dim", method_dim},         {"numel", method_numel},
    {"size", method_size},       {"stride", method_stride},
    {"item", method_item},       {"totable", method_totable},
    {"detach", method_detach},   {"requires_grad", method_requires_grad},
    {"is_leaf", method_is_leaf}, {"is_contiguous", method_is_contiguous},
    {"version", method_version}, {"op", method_op},
    {"close", method_close},     {NULL, NULL}};

static const Row rows[] = {
    {"requires_grad_", "x: tensor, requires_grad: bool = true",
     .change = set_requires_grad,
     .doc = "Sets whether what is computed from it gets recorded, for a leaf; "
            "returns the tensor."},
    {NULL}};

static const luaL_Reg meta[] = {
    {"__gc", box_collect},
    {"__close", box_close},
    {"__len", tensor_len},
    {"__eq", tensor_eq},
    {"__lt", no_order},
    {"__le", no_order},
    {"__band", no_bits},
    {"__bor", no_bits},
    {"__bxor", no_bits},
    {"__bnot", no_bits},
    {"__newindex", tensor_newindex},
    {NULL, NULL}};

static const luaL_Reg functions[] = {
    {"mark", mark},
    {"mark_of", mark_of},
    {"is_tensor", is_tensor_value},
    {"equal", equal},
    {"set_sizes", set_sizes},
    {"set_no_field", set_no_field},
    {"memory", memory},
    {"reset_peak_memory", reset_peak_memory},
    {"empty_cache", empty_cache},
    {"limit_memory", limit_memory},
    {NULL, NULL}};

void bind_push_methods(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &methods_key);
}

void bind_open_tensor(lua_State *L) {
  find_ipairs(L);
  luaL_newmetatable(L, TENSOR_TYPE);
  bind_state(L)->pace.next = PACE_STEP;
  bind_state(L)->pace.ceiling = PACE_SLACK;
  bind_set_functions(L, meta);
  lua_pushliteral(L, "Tensor");
  lua_setfield(L, -2, "__name");
  luaL_newlibtable(L, methods);
  bind_set_functions(L, methods);
  bind_set_rows(L, rows, "Tensor:");
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &methods_key);
  lua_pushvalue(L, -1);
  lua_setfield(L, -4, "methods");
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, -2);
  lua_pushcclosure(L, tensor_index, 2);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &type_key);
  lua_setfield(L, -2, "metatable");
  bind_set_functions(L, functions);
}
