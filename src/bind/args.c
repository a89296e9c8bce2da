#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../signature.h"
#include "bind.h"

/* ---- single values ---- */

/* The name of its type: that of its class, where it has one. */
static const char *type_name(lua_State *L, int arg) {
  if (luaL_testudata(L, arg, TENSOR_TYPE))
    return bind_test(L, arg) ? "tensor" : "closed tensor";
  const char *name = luaL_typename(L, arg);
  int kind = luaL_getmetafield(L, arg, "__name");
  if (kind == LUA_TSTRING) name = lua_tostring(L, -1); /* the class holds it */
  if (kind != LUA_TNIL) lua_pop(L, 1);
  return name;
}

const char *bind_describe(lua_State *L, int arg, char out[BIND_TEXT]) {
  const char *text;
  switch (lua_type(L, arg)) {
    case LUA_TNONE: return "missing";
    case LUA_TNIL: return "nil";
    case LUA_TBOOLEAN: return lua_toboolean(L, arg) ? "true" : "false";
    case LUA_TNUMBER:
      snprintf(out, BIND_TEXT, "%.14g", lua_tonumber(L, arg));
      return out;
    case LUA_TSTRING:
      snprintf(out, BIND_TEXT, "\"%.40s%s\"", lua_tostring(L, arg),
               lua_rawlen(L, arg) > 40 ? "..." : "");
      return out;
    default:
      text = type_name(L, arg);
      snprintf(out, BIND_TEXT, "%s %s",
               strchr("AEIOUaeiou", *text) ? "an" : "a", text);
      return out;
  }
}

void bind_at_most(lua_State *L, const char *name, int self, int most) {
  int given = lua_gettop(L) - self;
  while (given > most && lua_isnil(L, given + self)) given--;
  if (given > most)
    bind_fail(L, "%s: %d argument%s given, at most %d %s taken", name, given,
              given == 1 ? " is" : "s are", most, most == 1 ? "is" : "are");
}

static bool wanted(lua_State *L, int arg, const char *what, const char *kind) {
  char given[BIND_TEXT];
  return error_set("%s is %s, %s is wanted", what, bind_describe(L, arg, given),
                   kind);
}

bool bind_to_integer(lua_State *L, int arg, const char *what, int64_t *out) {
  int whole = 0;
  if (lua_type(L, arg) == LUA_TNUMBER) *out = lua_tointegerx(L, arg, &whole);
  return whole || wanted(L, arg, what, "an integer");
}

int64_t bind_integer(lua_State *L, int arg, const char *what) {
  int64_t value = 0;
  Visit v = bind_visit(L);
  bool ok = bind_to_integer(L, arg, what, &value);
  bind_leave(&v);
  if (!ok) bind_raise(L);
  return value;
}

bool bind_to_real(lua_State *L, int arg, const char *what, double *out) {
  if (lua_type(L, arg) != LUA_TNUMBER) return wanted(L, arg, what, "a number");
  *out = lua_tonumber(L, arg);
  return true;
}

static bool to_bool(lua_State *L, int arg, const char *what, int64_t *out) {
  if (!lua_isboolean(L, arg)) return wanted(L, arg, what, "true or false");
  *out = lua_toboolean(L, arg);
  return true;
}

Tensor *bind_to_tensor(lua_State *L, int arg, const char *what) {
  Tensor *x = bind_test(L, arg);
  if (x) return bind_hold(x);
  if (lua_type(L, arg) == LUA_TNUMBER)
    return tensor_scalar((real)lua_tonumber(L, arg));
  wanted(L, arg, what, "a tensor or number");
  return NULL;
}

/* ---- lists ---- */

/* Is it a table of names alone? */
static bool is_options(lua_State *L, int arg) {
  if (!lua_istable(L, arg) || lua_rawlen(L, arg) > 0) return false;
  lua_pushnil(L);
  if (!lua_next(L, arg)) return false;
  lua_pop(L, 2);
  return true;
}

/* Options among the entries would be overlooked. */
bool bind_only_list(lua_State *L, int arg, const char *what) {
  for (lua_pushnil(L); lua_next(L, arg); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) continue;
    error_set("%s has the key %s; options come after it, in a table of their "
              "own",
              what, lua_tostring(L, -2));
    lua_pop(L, 2);
    return false;
  }
  return true;
}

bool bind_to_list(lua_State *L, int arg, const char *what, int most,
                  int64_t *list, int *n) {
  if (!lua_istable(L, arg)) return wanted(L, arg, what, "a table of integers");
  *n = 0;
  if (!bind_only_list(L, arg, what)) return false;
  lua_Unsigned length = lua_rawlen(L, arg);
  if (length > (lua_Unsigned)most)
    return error_set("%s has %d entries, at most %d are possible", what,
                     (int)(length < 1000000 ? length : 1000000), most);
  for (int k = 1; k <= (int)length; k++) {
    char entry[64];
    lua_rawgeti(L, arg, k);
    if (!lua_isinteger(L, -1)) snprintf(entry, sizeof entry, "%s[%d]", what, k);
    bool ok = bind_to_integer(L, lua_gettop(L), entry, &list[k - 1]);
    lua_pop(L, 1);
    if (!ok) return false;
    ++*n;
  }
  return true;
}

/* Integers from `arg` on, or one table of them; in *next the argument after. */
static bool to_sizes(lua_State *L, int arg, int64_t *list, int *n, int *next) {
  *n = 0;
  *next = arg;
  int type = lua_type(L, arg);
  if (type != LUA_TNONE && type != LUA_TNUMBER && type != LUA_TTABLE)
    return wanted(L, arg, "the first size", "an integer");
  if (lua_istable(L, arg) && !is_options(L, arg)) {
    *next = arg + 1;
    return bind_to_list(L, arg, "sizes", MAX_DIMS, list, n);
  }
  for (; lua_type(L, *next) == LUA_TNUMBER; ++*next) {
    if (*n == MAX_DIMS) return error_set("more than %d sizes", MAX_DIMS);
    char what[32];
    if (!lua_isinteger(L, *next))
      snprintf(what, sizeof what, "size %d", *n + 1);
    if (!bind_to_integer(L, *next, what, &list[(*n)++])) return false;
  }
  if (*n == 0 || lua_type(L, *next) != LUA_TNIL) return true;
  return error_set("size %d is nil, an integer is wanted", *n + 1);
}

/* ---- names ---- */

static const char names_key; /* registry: the names of all that is taken */

void bind_open_args(lua_State *L) {
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &names_key);
  for (const Op *op = op_first(); op; op = op->next)
    bind_know_names(L, &op->takes);
}

void bind_know_names(lua_State *L, const Signature *s) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &names_key);
  for (int k = 0; k < s->params; k++) {
    lua_pushboolean(L, true);
    lua_setfield(L, -2, s->param[k].name);
  }
  lua_pop(L, 1);
}

/* ---- arguments, by a signature ---- */

typedef struct Reader {
  lua_State *L;
  const Signature *of;
  Args *out;
  int arg;        /* the next argument given by place */
  int last;       /* the last of them */
  int options;    /* the table of those given by name; 0 for none */
  unsigned named; /* which are in it, a bit for each parameter */
  int room;       /* of out->x */
} Reader;

static bool add_input(Reader *r, Tensor *x) {
  Args *out = r->out;
  if (out->n == r->room) {
    int room = 2 * r->room;
    Tensor **far = malloc((size_t)room * sizeof *far);
    if (!far) return error_memory("out of memory");
    memcpy(far, out->x, (size_t)out->n * sizeof *far);
    if (out->x != out->near) free(out->x);
    out->x = far;
    r->room = room;
  }
  out->x[out->n++] = x;
  return true;
}

static bool read_tensor(Reader *r, int arg, const char *what) {
  Tensor *x = bind_test(r->L, arg);
  if (x) return add_input(r, bind_hold(x));
  return wanted(r->L, arg, what, "a tensor");
}

static bool read_entry(Reader *r, int arg, const Param *q, int k) {
  char what[64];
  Tensor *x = bind_test(r->L, arg);
  if (x) return add_input(r, bind_hold(x));
  snprintf(what, sizeof what, "%s[%d]", q->name, k);
  if (q->kind == PARAM_ONE_OR_MORE) return read_tensor(r, arg, what);
  x = bind_to_tensor(r->L, arg, what);
  return x && add_input(r, x);
}

static bool read_tensors(Reader *r, int arg, const Param *q) {
  int *count = &r->out->count[r->out->lists++];
  *count = 1;
  if (q->kind == PARAM_ONE_OR_MORE && bind_test(r->L, arg))
    return read_tensor(r, arg, q->name);
  if (!lua_istable(r->L, arg))
    return wanted(r->L, arg, q->name,
                  q->kind == PARAM_TENSORS ? "a table of tensors"
                                           : "a tensor or a table of tensors");
  *count = (int)lua_rawlen(r->L, arg);
  for (int k = 1; k <= *count; k++) {
    lua_rawgeti(r->L, arg, k);
    bool ok = read_entry(r, lua_gettop(r->L), q, k);
    lua_pop(r->L, 1);
    if (!ok) return false;
  }
  return true;
}

static bool read_generator(Reader *r, int arg, const Param *q) {
  Rng *rng = bind_test_generator(r->L, arg);
  if (rng) r->out->rng = rng;
  return rng || wanted(r->L, arg, q->name, "a Generator");
}

/* Axes and indices: from 1 in Lua, from 0 here; negative from the end. */
static bool from_zero(const char *what, int64_t *value) {
  if (*value == 0)
    return error_set("%s is 0; dimensions and indices count from 1", what);
  if (*value > 0) --*value;
  return true;
}

static bool read_fixed(Reader *r, int arg, const Param *q, int wanted_n) {
  int64_t *slot = r->out->attrs.i + q->at;
  if (!lua_istable(r->L, arg)) {
    if (!bind_to_integer(r->L, arg, q->name, slot)) return false;
    for (int k = 1; k < wanted_n; k++) slot[k] = slot[0];
    return true;
  }
  int n = 0;
  int64_t list[MAX_LIST];
  if (!bind_to_list(r->L, arg, q->name, MAX_LIST, list, &n)) return false;
  if (n != wanted_n)
    return error_set("%s has %d entries, %d are wanted", q->name, n, wanted_n);
  memcpy(slot, list, (size_t)n * sizeof *list);
  return true;
}

/* Axes given one by one, from the second on; r->arg is the next. */
static bool more_dims(Reader *r, const Param *q) {
  Attrs *a = &r->out->attrs;
  for (; r->arg <= r->last && lua_type(r->L, r->arg) == LUA_TNUMBER;
       r->arg++, a->n++) {
    if (a->n == MAX_DIMS) return error_set("more than %d dims", MAX_DIMS);
    if (!bind_to_integer(r->L, r->arg, q->name, &a->list[a->n]) ||
        !from_zero(q->name, &a->list[a->n]))
      return false;
  }
  return true;
}

static bool read_dims(Reader *r, int arg, const Param *q) {
  Attrs *a = &r->out->attrs;
  if (lua_istable(r->L, arg)) {
    if (!bind_to_list(r->L, arg, q->name, MAX_DIMS, a->list, &a->n))
      return false;
  } else {
    a->n = 1;
    if (!bind_to_integer(r->L, arg, q->name, a->list)) return false;
  }
  for (int k = 0; k < a->n; k++)
    if (!from_zero(q->name, &a->list[k])) return false;
  return true;
}

static bool read_choice(Reader *r, int arg, const Param *q) {
  const char *text = lua_type(r->L, arg) == LUA_TSTRING
                         ? lua_tostring(r->L, arg)
                         : NULL;
  if (!text) return wanted(r->L, arg, q->name, "a string");
  int index = signature_choice(q, text);
  if (index < 0)
    return error_set("%s is \"%s\"; known: %.*s", q->name, text,
                     (int)strlen(q->words) - 2, q->words + 1);
  r->out->attrs.i[q->at] = index;
  return true;
}

static bool read_input(Reader *r, int arg, const Param *q) {
  switch (q->kind) {
    case PARAM_TENSOR_ONLY: return read_tensor(r, arg, q->name);
    case PARAM_TENSORS:
    case PARAM_ONE_OR_MORE: return read_tensors(r, arg, q);
    case PARAM_GENERATOR: return read_generator(r, arg, q);
    case PARAM_STRING:
      if (lua_type(r->L, arg) != LUA_TSTRING)
        return wanted(r->L, arg, q->name, "a string");
      r->out->value = arg;
      return true;
    case PARAM_ANY: r->out->value = arg; return true;
    default: break;
  }
  Tensor *x = bind_to_tensor(r->L, arg, q->name);
  return x && add_input(r, x);
}

static bool read_value(Reader *r, int arg, const Param *q) {
  Attrs *a = &r->out->attrs;
  lua_State *L = r->L;
  switch (q->kind) {
    case PARAM_REAL: return bind_to_real(L, arg, q->name, &a->r[q->at]);
    case PARAM_BOOL: return to_bool(L, arg, q->name, &a->i[q->at]);
    case PARAM_INT: return bind_to_integer(L, arg, q->name, &a->i[q->at]);
    case PARAM_DIM:
    case PARAM_INDEX:
      return bind_to_integer(L, arg, q->name, &a->i[q->at]) &&
             from_zero(q->name, &a->i[q->at]);
    case PARAM_INT2: return read_fixed(r, arg, q, 2);
    case PARAM_INT3: return read_fixed(r, arg, q, 3);
    case PARAM_DIMS: return read_dims(r, arg, q);
    case PARAM_SIZES:
    case PARAM_INTS:
      a->n = 1;
      return lua_type(L, arg) == LUA_TNUMBER
                 ? bind_to_integer(L, arg, q->name, a->list)
                 : bind_to_list(L, arg, q->name, MAX_LIST, a->list, &a->n);
    case PARAM_CHOICE: return read_choice(r, arg, q);
    default: return read_input(r, arg, q);
  }
}

static bool is_missing(const Reader *r, const Param *q) {
  return error_set("%s is missing; call it as %s(%s)", q->name, r->of->name,
                   r->of->text);
}

static void default_slots(const Signature *s, Attrs *a, const Param *q) {
  int slots = q->kind == PARAM_INT2 ? 2 : q->kind == PARAM_INT3 ? 3 : 1;
  int64_t value = q->like >= 0 ? a->i[s->param[q->like].at]
                  : q->none    ? ATTR_NONE
                               : (int64_t)q->value;
  for (int k = 0; k < slots; k++) a->i[q->at + k] = value;
}

static bool use_default(Reader *r, const Param *q) {
  Args *out = r->out;
  if (!q->optional) return is_missing(r, q);
  switch (q->kind) {
    case PARAM_TENSOR_OPTIONAL: return add_input(r, NULL);
    case PARAM_TENSORS:
    case PARAM_ONE_OR_MORE: out->count[out->lists++] = -1; break;
    case PARAM_GENERATOR: out->rng = &bind_state(r->L)->generator; break;
    case PARAM_DIMS:
    case PARAM_INTS: out->attrs.n = -1; break;
    case PARAM_REAL: out->attrs.r[q->at] = q->value; break;
    default: default_slots(r->of, &out->attrs, q);
  }
  return true;
}

static bool takes_table(ParamKind kind) {
  return kind == PARAM_TENSORS || kind == PARAM_ONE_OR_MORE ||
         kind == PARAM_ANY || kind == PARAM_DIMS || kind == PARAM_SIZES ||
         kind == PARAM_INTS || kind == PARAM_INT2 || kind == PARAM_INT3;
}

/* Is nothing after q given by place? */
static bool is_last(const Signature *s, const Param *q) {
  return q + 1 == s->param + s->params || q[1].keyword;
}

static bool is_named(const Reader *r, const Param *q) {
  return r->named >> (q - r->of->param) & 1;
}

static bool read_sizes(Reader *r, int arg) {
  Attrs *a = &r->out->attrs;
  return to_sizes(r->L, arg, a->list, &a->n, &r->arg);
}

static bool read_by_name(Reader *r, const Param *q) {
  if (!is_named(r, q))
    return q->kind == PARAM_SIZES ? read_sizes(r, r->arg) : use_default(r, q);
  lua_pushstring(r->L, q->name);
  lua_rawget(r->L, r->options);
  bool ok = read_value(r, lua_gettop(r->L), q);
  bool stays = q->kind == PARAM_ANY || q->kind == PARAM_STRING;
  if (!stays) lua_pop(r->L, 1);
  return ok;
}

/* Is the one argument that is left for what comes after q? */
static bool yields(const Reader *r, const Param *q) {
  return q->yields && r->arg == r->last && !is_named(r, q + 1);
}

static bool read_by_place(Reader *r, const Param *q) {
  if (r->arg > r->last || lua_isnil(r->L, r->arg)) {
    if (r->arg <= r->last && q->kind != PARAM_SIZES) r->arg++;
    return read_by_name(r, q);
  }
  if (yields(r, q)) return read_by_name(r, q);
  if (is_named(r, q)) return error_set("%s is given twice", q->name);
  if (q->kind == PARAM_SIZES) return read_sizes(r, r->arg);
  bool several = q->kind == PARAM_DIMS && is_last(r->of, q) &&
                 lua_type(r->L, r->arg) == LUA_TNUMBER;
  return read_value(r, r->arg++, q) && (!several || more_dims(r, q));
}

/* The place of the parameter of this name, or -1. */
static int place_of(const Signature *s, const char *key) {
  for (int k = 0; k < s->params; k++)
    if (!strcmp(s->param[k].name, key)) return k;
  return -1;
}

/* The key at -2, of the table being walked, is that of no parameter. */
static bool refuse_key(const Reader *r) {
  lua_State *L = r->L;
  char list[400] = "", near[64] = "";
  const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2)
                                                   : luaL_typename(L, -2);
  for (int k = 0; k < r->of->params; k++) {
    const Param *q = &r->of->param[k];
    if (q->kind <= PARAM_TENSOR_ONLY) continue;
    size_t at = strlen(list);
    snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", q->name);
    if (!*near && signature_near(key, q->name))
      snprintf(near, sizeof near, "; near it: %s", q->name);
  }
  error_set("unknown option %s; %s%s%s", key,
            *list ? "known: " : "none is known", list, near);
  lua_pop(L, 2);
  return false;
}

static bool find_names(Reader *r) {
  lua_State *L = r->L;
  for (lua_pushnil(L); lua_next(L, r->options); lua_pop(L, 1)) {
    bool is_text = lua_type(L, -2) == LUA_TSTRING;
    int k = is_text ? place_of(r->of, lua_tostring(L, -2)) : -1;
    if (k < 0) return refuse_key(r);
    r->named |= 1u << k;
  }
  return true;
}

/* Is it a table that is no object? */
static bool is_plain(lua_State *L, int arg) {
  if (!lua_istable(L, arg)) return false;
  if (!lua_getmetatable(L, arg)) return true;
  lua_pop(L, 1);
  return false;
}

/* The last argument is the table of names when it has a key that is one, or
 * when it is empty and nothing else can be meant; nils at the end say
 * nothing. */
static void find_options(Reader *r) {
  const Signature *s = r->of;
  lua_State *L = r->L;
  int places = 0, first = r->arg;
  r->last = lua_gettop(L);
  while (r->last >= first && lua_isnil(L, r->last)) r->last--;
  if (r->last < first || !is_plain(L, r->last) || lua_rawlen(L, r->last) > 0)
    return;
  while (places < s->params && !s->param[places].keyword) places++;
  int at = r->last - first;
  if (!is_options(L, r->last) && at < places && takes_table(s->param[at].kind))
    return;
  r->options = r->last--;
  while (r->last >= first && lua_isnil(L, r->last)) r->last--;
}

bool bind_args(lua_State *L, int first, const Signature *s, Args *out) {
  Reader r = {.L = L, .of = s, .out = out, .arg = first};
  r.room = (int)(sizeof out->near / sizeof *out->near);
  out->L = L;
  out->of = s;
  out->x = out->near;
  out->n = out->lists = 0;
  out->attrs.n = 0;
  int k = 0;
  find_options(&r);
  if (r.options && !find_names(&r)) return false;
  for (; k < s->params && !s->param[k].keyword; k++)
    if (!read_by_place(&r, &s->param[k])) return false;
  if (r.arg <= r.last)
    return error_set("too many arguments; call it as %s(%s)", s->name, s->text);
  for (; k < s->params; k++)
    if (!read_by_name(&r, &s->param[k])) return false;
  return true;
}

void bind_free_args(Args *args) {
  if (args->x != args->near) free(args->x);
}
