/* The binding: the only files that know Lua.
 *
 * A tensor is a userdata that holds one reference. A C function first makes
 * the boxes of its results, then visits the engine of its Lua state, works with
 * engine functions that never raise, leaves, and only then raises or returns:
 * Lua's errors jump, and nothing may be half done when they do. So visits nest,
 * those of other Lua states too, and each leaves the engine of the one around
 * it as it was. */
#ifndef LUNETTE_BIND_H
#define LUNETTE_BIND_H

#include <lauxlib.h>
#include <lua.h>

#include "../engine.h"
#include "../io/file.h"
#include "../rng.h"

typedef struct Box {
  const void *kind; /* the same for all boxes and for nothing else */
  Tensor *tensor;   /* held; NULL after close */
} Box;

/* All that one Lua state has of us: upvalue 1 of every C function that Lua
 * calls here. */
typedef struct State {
  Engine engine;     /* first, for bind_current */
  Rng generator;     /* the default one */
  struct {           /* of the collector, in live bytes: */
    int64_t next;    /* where it is let work again */
    int64_t ceiling; /* where it must go through everything */
  } pace;
  lua_CFunction ipairs_step; /* bind/tensor.c; NULL: ipairs is not Lua's own */
  bool carried;              /* the pending error is a value of Lua's */
  lua_State *keeper;         /* a thread to reach tables with: bind/host.c */
  lua_State *running;        /* the coroutine that computed last */
  bool unsettled; /* its scopes may not be in force: a switch has failed */
  int again;      /* finalizers that failed in a row: bind/scope.c */
  bool unsure;    /* does anything hold the scope opened last? bind/scope.c */
  bool anomaly;   /* bind/watch.c, and what it collects: */
  struct Collector *collector;
  bool tracing;   /* bind/trace.c */
  bool has_later; /* bind/grad.c */
  lua_Integer backwards;
  int watchers; /* bind/interrupt.c */
  unsigned interrupts;
} State;

static inline State *bind_state(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}
/* In a visit: the state whose engine is current. */
static inline State *bind_current(void) { return (State *)engine; }

/* A stay in the engine, and the scope of what is made there. */
typedef struct Visit {
  Engine *outer; /* where the thread was before */
  int64_t scope;
  Box *box; /* for the result, or NULL */
} Visit;

typedef struct GeneratorBox {
  const void *kind; /* as a Box has it */
  Rng *rng;         /* own, or the default one */
  Rng own;
} GeneratorBox;

typedef struct BytesBox {
  const void *kind;
  Bytes bytes;
} BytesBox;

/* What lunette.engine expects here, or the two are not of one version: to be
 * raised on both sides when the Lua library needs another engine. */
enum { BIND_INTERFACE = 4 };

#define TENSOR_TYPE "lunette.Tensor"
#define GENERATOR_TYPE "lunette.Generator"

/* bind/engine.c */

Visit bind_visit(lua_State *L);
void bind_leave(const Visit *v);
/* When memory was short: closes the visit's scope, clears the error and gives
 * up what is dead but not collected, and what is kept for reuse. Then what made
 * something new gets a second try. */
bool bind_makes_room(lua_State *L, const Visit *v);
/* For what returns one tensor: bind_enter, then an empty box put at 1, so that
 * the arguments start at 2, then the visit. */
Visit bind_begin(lua_State *L);
/* Puts y (owned by the scope) in the box, leaves, and returns it to Lua. With y
 * NULL raises the pending error instead, with "name: " before it, if any. */
int bind_finish(lua_State *L, const Visit *v, const char *name, Tensor *y);
/* luaL_setfuncs and lua_pushcfunction, with the State as their upvalue. */
void bind_set_functions(lua_State *L, const luaL_Reg *functions);
void bind_push_function(lua_State *L, lua_CFunction f);
/* Pushes a new metatable, whose userdata close() ends, collected or closed. */
void bind_new_type(lua_State *L, const char *type, lua_CFunction close);

/* bind/raise.c */

/* Not in a visit: raises the pending error, or this one, on the user's line
 * (through the function set by engine.set_raise). Never returns. */
_Noreturn int bind_raise(lua_State *L);
_Noreturn int bind_fail(lua_State *L, const char *format, ...);
int bind_set_raise(lua_State *L);
/* Pops an error of Lua's and makes it the pending one, raised as it is. */
void bind_carry(lua_State *L);

/* bind/tensor.c */

/* The userdata at `arg` whose first field is `kind`, an address that a type has
 * for itself; or NULL. Metatables do not tell: Lua's debug library gives any
 * userdata any of them. */
void *bind_own(lua_State *L, int arg, const void *kind);
Box *bind_push_box(lua_State *L); /* an empty one */
/* Puts x (NULL is allowed) in an empty box, which holds it too. */
void bind_fill(lua_State *L, Box *box, Tensor *x);
/* The tensor at `arg`; raises, as a mistake in the call of `name`. Whatever
 * lets the collector run (bind_enter, new strings, boxes and tables) runs
 * finalizers, which may close it: bind_self and bind_push_holder bar that. */
Tensor *bind_tensor(lua_State *L, int arg, const char *name);
/* The same without raising: NULL when it is something else, or closed. */
Tensor *bind_test(lua_State *L, int arg);
/* In a visit: the same, held by its scope; NULL with an error. */
Tensor *bind_self(lua_State *L, int arg);
/* In a visit: x, held by its scope too. */
Tensor *bind_hold(Tensor *x);
/* The tensor at `arg`, held by a box that is pushed; raises as bind_tensor. */
Tensor *bind_push_holder(lua_State *L, int arg, const char *name);
/* Pushes a box that holds x too; something else does that no finalizer ends,
 * for making the box may run them, or raise. */
void bind_push_tensor(lua_State *L, Tensor *x);
/* To be called at the entry of whatever computes, before anything is half
 * done: notices a change of coroutine, and lets the collector run when Lua
 * holds many dead tensors. */
void bind_enter(lua_State *L, State *s);
/* The parts of it about profiles, while one is on (bind/profile.c), and about
 * coroutines and scopes (bind/scope.c). */
void bind_note_line(lua_State *L, State *s);
void bind_arrive(lua_State *L, State *s);

/* bind/host.c: Lua called from within the engine */

/* In a visit: runs f with `state` as its one argument (a light userdata) in the
 * coroutine that runs; what it raises stays pending and is raised again by
 * bind_raise. False then. Recording is as it was before. */
bool bind_protect(lua_CFunction f, void *state);

/* What Lua keeps for a tensor: hooks until its end, the rest until the graph
 * behind it is dropped. */
enum { BIND_HOOKS, BIND_LEAF_HOOKS, BIND_RULES, BIND_LINES, BIND_KEPT };
enum { BIND_HOOKED = BIND_RULES };                 /* the kinds of hooks */
void bind_keep(lua_State *L, int what, Tensor *x); /* pops the value */
void bind_kept(lua_State *L, int what, const Tensor *x); /* pushes it, or nil */
/* Another box has the watched tensor x. Never raises. */
void bind_share_hooks(lua_State *L, const Tensor *x);

/* bind/watch.c: GradHost.check */
bool bind_check_gradients(const Call *c, const Tensor *g, Tensor *const *gx);

/* bind/watch.c: to be called when what looks at ops has changed */
void bind_set_watch(lua_State *L);
/* bind/trace.c: adds a call to the list; false with an error. */
bool bind_trace(const Call *c);
/* The same of a tensor that is about to be written in place, and of an argument
 * whose numbers Lua gets; the latter raises. */
bool bind_trace_write(const Tensor *x);
void bind_trace_read(lua_State *L, int arg, const char *name);

/* bind/index.c: x[key] and x[key] = value */
int bind_index(lua_State *L);
int bind_assign(lua_State *L);

/* bind/inplace.c: may it be written to? */
bool bind_writable(const Tensor *y);
/* May x be the source of such a write? Not while its gradient would be lost. */
bool bind_unrecorded(const Tensor *x);

/* bind/args.c: for visits. But for bind_at_most and bind_integer none raises;
 * false with an error. `what` names the value in messages. */

enum { BIND_TEXT = 56 };
/* What stands at arg, for messages: 2, "text", a table, a Linear. */
const char *bind_describe(lua_State *L, int arg, char out[BIND_TEXT]);
/* Raises when more than `most` arguments are given, beside self (0 or 1). */
void bind_at_most(lua_State *L, const char *name, int self, int most);

bool bind_to_integer(lua_State *L, int arg, const char *what, int64_t *out);
/* Not in a visit, and raises. */
int64_t bind_integer(lua_State *L, int arg, const char *what);
bool bind_to_real(lua_State *L, int arg, const char *what, double *out);
/* Has the table no keys that are names? `what` is what it should be. */
bool bind_only_list(lua_State *L, int arg, const char *what);
/* A table of integers, at most `most`. */
bool bind_to_list(lua_State *L, int arg, const char *what, int most,
                  int64_t *list, int *n);
/* A tensor, or a number as one, held by the open scope; NULL with an error. */
Tensor *bind_to_tensor(lua_State *L, int arg, const char *what);

/* Options are read raw. Their names are known to Lua beforehand, so that a
 * look-up takes no memory and cannot raise. */
void bind_open_args(lua_State *L);
void bind_know_names(lua_State *L, const Signature *s);

/* The arguments of a call. */
typedef struct Args {
  const Signature *of;
  const Op *op; /* the row's, for a change (bind/row.c) */
  Tensor **x;   /* those of lists too; to be freed with bind_free_args */
  Tensor *near[8];
  int n;
  int count[MAX_PARAMS], lists; /* of each list, -1 where it was left out */
  Rng *rng;                     /* of kind generator */
  lua_State *L;
  int value; /* where what is of kind string or any stands in L */
  Attrs attrs;
} Args;

/* Reads Lua's arguments from `first` to the top by the signature. */
bool bind_args(lua_State *L, int first, const Signature *s, Args *out);
void bind_free_args(Args *args);

/* bind/row.c: functions that are no ops, each all in one row, as ops are */

typedef struct Row {
  const char *name, *signature;
  /* One of: gives a new tensor, owned by the scope; changes something; a
   * function of Lua, whose bind_bound is its row. */
  Tensor *(*make)(const Args *a);
  bool (*change)(const Args *a);
  lua_CFunction call;
  const char *op; /* whose signature it has, instead of one of its own */
  /* For the manual (not told of without doc), and the type of what is given
   * when that is no tensor: a change gives its first argument, or nothing with
   * a result "nil". */
  const char *doc, *result;
} Row;

typedef struct Bound {
  Row row;
  const Op *op; /* of that name */
  Signature takes;
  int requires_grad; /* its place in Attrs.i, or -1 */
  Param param[];     /* of takes */
} Bound;

static inline const Bound *bind_bound(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(2));
}
/* For a row's call, not in a visit: reads arguments that are no tensors, or
 * raises. */
void bind_read(lua_State *L, Args *a);
/* Adds the functions of the rows, up to one without name, to the table on top
 * of the stack; the manual has `class` before their names ("Tensor:", ""). */
void bind_set_rows(lua_State *L, const Row *rows, const char *class);

/* bind/generator.c and bind/io.c; or NULL. */
Rng *bind_test_generator(lua_State *L, int arg);
const Bytes *bind_test_bytes(lua_State *L, int arg);

/* bind/create.c: fill y with what is drawn, of the mean and deviation, or from
 * low to high, that are the two reals of a. */
bool bind_draw_normal(const Args *a, Tensor *y);
bool bind_draw_uniform(const Args *a, Tensor *y);

/* bind/op.c: f with the State and a row for upvalues. */
void bind_push_of_op(lua_State *L, lua_CFunction f, const Op *op);
int bind_call_op(lua_State *L);

/* Each adds its functions to the table on top of the stack. */
void bind_open_tensor(lua_State *L);
void bind_open_op(lua_State *L);
void bind_open_row(lua_State *L);
void bind_open_inplace(lua_State *L);
void bind_open_create(lua_State *L);
void bind_open_draw(lua_State *L);
void bind_open_generator(lua_State *L);
void bind_open_bytes(lua_State *L);
void bind_open_grad(lua_State *L);
void bind_open_update(lua_State *L);
void bind_open_host(lua_State *L);
void bind_open_function(lua_State *L);
void bind_open_watch(lua_State *L);
void bind_open_trace(lua_State *L);
void bind_open_extension(lua_State *L);
/* bind/engine.c: upvalue 1 of all our functions */
void bind_push_state(lua_State *L);
void bind_open_interrupt(lua_State *L);
/* bind/interrupt.c: f() too, in the handler of a SIGTERM that is watched. */
void bind_when_terminated(void (*f)(void));
void bind_open_profile(lua_State *L);
void bind_open_scope(lua_State *L);
int bind_open_io(lua_State *L); /* pushes a table of its own */
/* In a visit, which it ends: nil and the pending error. */
int bind_refused(lua_State *L, const Visit *v);

/* Rows of bytes, counted from 0: row(of, k) is one of them, or NULL with an
 * error, until it is called again. */
typedef struct RowSource {
  void *of;
  int64_t count, each;
  const unsigned char *(*row)(void *of, int64_t k);
} RowSource;
/* In bind/rows.c, the arguments of rows:batch made a tensor; bind_begin has put
 * the box before them. NULL with an error. */
Tensor *bind_gather(lua_State *L, const RowSource *r);

void bind_open_rows(lua_State *L); /* these add to that one */
void bind_open_gallery(lua_State *L);
void bind_open_json(lua_State *L);

/* Pushes the table of methods of tensors. */
void bind_push_methods(lua_State *L);

#endif
