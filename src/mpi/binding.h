/* Collectives for Lua: rows (mpi/rows.c), and what is no row (mpi/bind.c). */
#ifndef LUNETTE_MPI_BINDING_H
#define LUNETTE_MPI_BINDING_H

#include <lauxlib.h>
#include <lua.h>

#include "../bind/extension.h"
#include "world.h"

/* From now on the engine's functions are those of this table; false where it
 * was compiled from other headers. */
bool engine_take(const Extension *t);
Op *rows_all(void);
/* The tensor that is an argument of a C function; raises "name: ...". */
Tensor *engine_tensor(lua_State *L, int arg, const char *name);
/* x has one holder more, or one less (by -1). */
void engine_hold(lua_State *L, Tensor *x, int by);
/* Sets the fields of the table on top of the stack; of functions that call what
 * takes a lua_State here. */
void engine_set_functions(lua_State *L, const luaL_Reg *list);
/* f() is called by a SIGTERM that the engine takes for itself. */
void engine_when_terminated(void (*f)(void));

#endif
