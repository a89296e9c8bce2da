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
Tensor *bind_tensor(lua_State *L, int arg, const char *name);

#endif
