/* lunette.mpi_float and lunette.mpi_double: what lunette.dist is made of. */
#include <limits.h>

#include "binding.h"

#define REQUEST "lunette.mpi.request"

/* ---- what goes on beside other things ---- */

typedef struct Request {
  MPI_Request at;
  bool done;
} Request;

static int fail(lua_State *L, int code) {
  char text[MPI_MAX_ERROR_STRING];
  return luaL_error(L, "MPI: %s", world_text(code, text));
}

/* Both tensors stay until the request is gone. */
static Request *push_request(lua_State *L) {
  Request *r = lua_newuserdatauv(L, sizeof *r, 2);
  *r = (Request){MPI_REQUEST_NULL, true};
  luaL_setmetatable(L, REQUEST);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, -2, 1);
  lua_pushvalue(L, 3);
  lua_setiuservalue(L, -2, 2);
  return r;
}

static int begin(const char *what, const Tensor *x, Tensor *y, int src,
                 MPI_Request *r) {
  const real *from = tensor_data(x);
  real *to = tensor_data(y);
  int n = (int)tensor_count(x), m = (int)tensor_count(y);
  MPI_Comm comm = world.started;
  switch (what[0] == 'a' ? what[4] : what[0]) {
    case 'r':
      return MPI_Iallreduce(from == to ? MPI_IN_PLACE : from, to, m,
                            MPI_REAL_OURS, MPI_SUM, comm, r);
    case 'g':
      return MPI_Iallgather(from, n, MPI_REAL_OURS, to, n, MPI_REAL_OURS, comm,
                            r);
    case 's':
      return MPI_Ireduce_scatter_block(from, to, m, MPI_REAL_OURS, MPI_SUM,
                                       comm, r);
    default: return MPI_Ibcast(to, m, MPI_REAL_OURS, src, comm, r);
  }
}

/* start(kind, x, y, src) -> a request: all_reduce (sums), all_gather, scatter
 * or broadcast, from x to y, which are contiguous and have fitting sizes. */
static int start(lua_State *L) {
  static const char *const kinds[] = {
      "all_reduce", "all_gather", "scatter", "broadcast", NULL};
  const char *what = kinds[luaL_checkoption(L, 1, NULL, kinds)];
  Tensor *x = bind_tensor(L, 2, what), *y = bind_tensor(L, 3, what);
  int src = (int)luaL_optinteger(L, 4, 0);
  luaL_argcheck(L, tensor_is_contiguous(x) && tensor_is_contiguous(y), 2,
                "contiguous tensors are wanted");
  luaL_argcheck(L, tensor_count(x) <= INT_MAX && tensor_count(y) <= INT_MAX, 2,
                "MPI does not count so many elements");
  lua_settop(L, 4);
  Request *r = push_request(L);
  tensor_touch(y);
  int code = begin(what, x, y, src, &r->at);
  if (code) return fail(L, code);
  r->done = false;
  return 1;
}

/* request:wait(): y */
static int request_wait(lua_State *L) {
  Request *r = luaL_checkudata(L, 1, REQUEST);
  int code = r->done ? MPI_SUCCESS : world_wait(MPI_SUCCESS, &r->at, "wait");
  r->done = true;
  if (code) return fail(L, code);
  lua_getiuservalue(L, 1, 2);
  return 1;
}

/* request:test(): is it done? */
static int request_test(lua_State *L) {
  Request *r = luaL_checkudata(L, 1, REQUEST);
  int done = 1;
  if (!r->done) MPI_Test(&r->at, &done, MPI_STATUS_IGNORE);
  r->done = done;
  lua_pushboolean(L, done);
  return 1;
}

/* MPI writes there until it is done. */
static int request_gc(lua_State *L) {
  Request *r = luaL_checkudata(L, 1, REQUEST);
  int finalized = 1;
  MPI_Finalized(&finalized);
  if (!r->done && !finalized) MPI_Wait(&r->at, MPI_STATUS_IGNORE);
  r->done = true;
  return 0;
}

/* ---- the job ---- */

/* init(seconds): rank, size; or nil and why not. */
static int init(lua_State *L) {
  world.deadline = luaL_checknumber(L, 1);
  const char *why = world_open();
  if (why) {
    lua_pushnil(L);
    lua_pushstring(L, why);
    return 2;
  }
  lua_pushinteger(L, world.rank);
  lua_pushinteger(L, world.size);
  return 2;
}

static int abort_job(lua_State *L) { world_abort(luaL_checkstring(L, 1)); }

static int say_at_end(lua_State *L) {
  world_say_at_end(luaL_checkstring(L, 1));
  return 0;
}

static const luaL_Reg functions[] = {
    {"init", init},

    {"start", start},
    {"abort", abort_job},
    {"say_at_end", say_at_end},
    {NULL, NULL}};
static const luaL_Reg methods[] = {
    {"wait", request_wait}, {"test", request_test}, {NULL, NULL}};

static bool added; /* are the rows, in this process? */

static void add_rows(lua_State *L, int engine) {
  if (added) return;
  lua_getfield(L, engine, "add_rows");
  lua_pushlightuserdata(L, rows_all());
  lua_pushliteral(L, "dist");
  lua_call(L, 2, 0);
  added = true;
}

static void make_requests(lua_State *L) {
  luaL_newmetatable(L, REQUEST);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, request_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}

/* Beside the engine that is loaded. */
static int open_mpi(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, "lunette.engine");
  if (!lua_istable(L, -1)) return luaL_error(L, "lunette.engine comes first");
  lua_getfield(L, -1, "extension");
  const Extension *table = lua_touserdata(L, -1);
  if (!table || !engine_take(table))
    return luaL_error(L, "the rocks lunette and lunette-mpi are of different "
                         "versions; build and install both anew");
  add_rows(L, lua_gettop(L) - 1);
  make_requests(L);
  luaL_newlibtable(L, functions);
  table->push_state(L);
  luaL_setfuncs(L, functions, 1);
  return 1;
}

__attribute__((visibility("default"))) int
luaopen_lunette_mpi_float(lua_State *L);
__attribute__((visibility("default"))) int
luaopen_lunette_mpi_double(lua_State *L);

int luaopen_lunette_mpi_float(lua_State *L) { return open_mpi(L); }
int luaopen_lunette_mpi_double(lua_State *L) { return open_mpi(L); }
