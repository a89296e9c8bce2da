/* What a library of another rock uses of the engine. Libraries that Lua loads
 * do not see each other's functions, so it is handed a table of them
 * (engine.extension), and is compiled with the engine's headers, for one of the
 * two reals, and with functions of the same names that go through the table
 * (mpi/engine.c). */
#ifndef LUNETTE_EXTENSION_H
#define LUNETTE_EXTENSION_H

#include <lua.h>

#include "../op.h"

typedef struct Extension {
  size_t bytes; /* of this table, a tensor, a row and a real: they must be */
  size_t tensor_bytes, op_bytes, real_bytes; /* those of who takes it */
  /* pushes upvalue 1 of all C functions that take tensors */
  void (*push_state)(lua_State *L);
  Tensor *(*op_apply)(const Op *op, Tensor **x, int n, const Attrs *a);
  bool (*error_set)(const char *format, ...);
  int64_t (*shape_product)(const Shape *s, int from, int to);
  const char *(*shape_text)(const Shape *s, char *text);
  bool (*tensor_is_contiguous)(const Tensor *x);
  void (*tensor_touch)(Tensor *y);
  /* the tensor that is an argument of a C function; raises "name: ..." */
  Tensor *(*argument)(lua_State *L, int arg, const char *name);
  /* x has one holder more, or one less (by -1) */
  void (*hold)(lua_State *L, Tensor *x, int by);
  /* f() is called, in the handler, by a SIGTERM that engine.watch_interrupt
   * takes for itself */
  void (*when_terminated)(void (*f)(void));
} Extension;

#define EXTENSION_SIZES \
  sizeof(Extension), sizeof(Tensor), sizeof(Op), sizeof(real)

#endif
