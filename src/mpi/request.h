/* Collectives that go on beside other things, for Lua. */
#ifndef LUNETTE_MPI_REQUEST_H
#define LUNETTE_MPI_REQUEST_H

#include <lua.h>

/* start(kind, x, y, src) -> a request: all_reduce (sums), all_gather,
 * reduce_scatter or broadcast, from x to y, which are contiguous and have
 * fitting sizes. src: the rank; of sums the number of their backward, or 0.
 * request:wait() raises where the ranks began different ones, after which the
 * next collective ends the job; request:test() tells whether it is done. */
int request_start(lua_State *L);
/* Makes what requests are. */
void request_open(lua_State *L);

#endif
