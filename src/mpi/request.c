/* Collectives that go on beside other things.
 *
 * What MPI reads and writes stays until it is done with it: a request that is
 * collected waits. One that does not go with those of the other ranks never is
 * done, and what it holds stays for good: the job ends with the next one. */
#include "request.h"

#include <limits.h>
#include <stdlib.h>

#include "binding.h"
#include "word.h"

#define REQUEST "lunette.mpi.request"

static const char request_kind; /* Request.kind */

typedef struct Request {
  const void *kind;     /* as a Box of the binding has it */
  MPI_Request told, at; /* the words of all ranks, and the collective */
  int64_t number;
  Word mine, *words;
  Tensor *x, *y;
  bool done;
} Request;

/* Raises without a place in a file: who waits knows the user's line. */
static _Noreturn void refuse(lua_State *L, const char *what, const char *why) {
  lua_pushfstring(L, "%s: %s", what, why);
  lua_error(L);
  abort(); /* lua.h does not tell that it never returns */
}

static Request *request_at(lua_State *L) {
  Request *r = lua_touserdata(L, 1);
  return r && lua_rawlen(L, 1) == sizeof *r && r->kind == &request_kind
             ? r
             : NULL;
}

static Request *check(lua_State *L) {
  Request *r = request_at(L);
  if (!r) refuse(L, "request", "argument 1 is no request");
  return r;
}

static _Noreturn void fail(lua_State *L, int code) {
  char text[MPI_MAX_ERROR_STRING];
  world.parted = true;
  refuse(L, "MPI", world_text(code, text));
}

static Request *push_request(lua_State *L, Tensor *x, Tensor *y) {
  Request *r = lua_newuserdatauv(L, sizeof *r, 0);
  *r = (Request){.kind = &request_kind,
                 .told = MPI_REQUEST_NULL,
                 .at = MPI_REQUEST_NULL,
                 .x = x,
                 .y = y,
                 .done = true};
  luaL_setmetatable(L, REQUEST);
  r->words = calloc((size_t)world.size, sizeof *r->words);
  if (!r->words) refuse(L, "dist", "out of memory");
  return r;
}

static int begin(Request *r, int place, int src) {
  const real *from = tensor_data(r->x);
  real *to = tensor_data(r->y);
  int n = (int)tensor_count(r->x), m = (int)tensor_count(r->y);
  MPI_Comm comm = world.started;
  switch (place) {
    case ALL_REDUCE_ASYNC:
      return MPI_Iallreduce(from == to ? MPI_IN_PLACE : from, to, m,
                            MPI_REAL_OURS, MPI_SUM, comm, &r->at);
    case ALL_GATHER_ASYNC:
      return MPI_Iallgather(from, n, MPI_REAL_OURS, to, n, MPI_REAL_OURS, comm,
                            &r->at);
    case REDUCE_SCATTER_ASYNC:
      return MPI_Ireduce_scatter_block(from, to, m, MPI_REAL_OURS, MPI_SUM,
                                       comm, &r->at);
    default: return MPI_Ibcast(to, m, MPI_REAL_OURS, src, comm, &r->at);
  }
}

/* The words go before. */
static int begin_both(Request *r, int place, int src) {
  r->mine = word_of(place, src, &r->x->shape);
  r->number = world_begin();
  int code = MPI_Iallgather(&r->mine, sizeof r->mine, MPI_BYTE, r->words,
                            sizeof *r->words, MPI_BYTE, world.started,
                            &r->told);
  return code ? code : begin(r, place, src);
}

int request_start(lua_State *L) {
  static const char *const kinds[] = {
      "all_reduce", "all_gather", "reduce_scatter", "broadcast", NULL};
  int kind = luaL_checkoption(L, 1, NULL, kinds);
  Tensor *x = engine_tensor(L, 2, "x"), *y = engine_tensor(L, 3, "y");
  int src = (int)luaL_optinteger(L, 4, 0);
  luaL_argcheck(L, tensor_is_contiguous(x) && tensor_is_contiguous(y), 2,
                "contiguous tensors are wanted");
  luaL_argcheck(L, tensor_count(x) <= INT_MAX && tensor_count(y) <= INT_MAX, 2,
                "MPI does not count so many elements");
  Request *r = push_request(L, x, y);
  engine_hold(L, x, 1);
  engine_hold(L, y, 1);
  tensor_touch(y);
  r->done = false;
  int code = begin_both(r, ALL_REDUCE_ASYNC + kind, src);
  if (code) fail(L, code);
  return 1;
}

/* MPI is done with it. */
static void let_go(lua_State *L, Request *r) {
  r->done = true;
  engine_hold(L, r->x, -1);
  engine_hold(L, r->y, -1);
}

static const char *conflict(const Request *r, char text[WORD_TEXT]) {
  const char *why = word_conflict(r->words, 0, text);
  world.parted = why != NULL;
  return why;
}

static void wait_for(lua_State *L, Request *r) {
  char text[WORD_TEXT];
  int code = world_wait(MPI_SUCCESS, &r->told, "wait", r->number);
  if (code) fail(L, code);
  const char *why = conflict(r, text);
  if (why) refuse(L, "dist", why);
  code = world_wait(MPI_SUCCESS, &r->at, "wait", r->number);
  if (code) fail(L, code);
  let_go(L, r);
}

/* request:wait() */
static int request_wait(lua_State *L) {
  Request *r = check(L);
  if (!r->done) wait_for(L, r);
  return 0;
}

/* request:test(): is it done? */
static int request_test(lua_State *L) {
  Request *r = check(L);
  int done = 1;
  world_check();
  if (!r->done) MPI_Test(&r->told, &done, MPI_STATUS_IGNORE);
  if (!r->done && done) MPI_Test(&r->at, &done, MPI_STATUS_IGNORE);
  lua_pushboolean(L, done);
  return 1;
}

static int request_gc(lua_State *L) {
  Request *r = request_at(L);
  char text[WORD_TEXT];
  if (!r) return 0;
  if (!r->done && world.open && !world.parted &&
      !world_wait(MPI_SUCCESS, &r->told, "wait", r->number) &&
      !conflict(r, text) && !world_wait(MPI_SUCCESS, &r->at, "wait", r->number))
    let_go(L, r);
  if (r->done) free(r->words);
  r->words = NULL;
  r->done = true;
  return 0;
}

static const luaL_Reg methods[] = {
    {"wait", request_wait}, {"test", request_test}, {NULL, NULL}};
static const luaL_Reg metamethods[] = {{"__gc", request_gc}, {NULL, NULL}};

void request_open(lua_State *L) {
  luaL_newmetatable(L, REQUEST);
  engine_set_functions(L, metamethods);
  lua_newtable(L);
  engine_set_functions(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
