/* Keeping a library that Lua loads. */
#ifndef LUNETTE_STAY_H
#define LUNETTE_STAY_H

#include <dlfcn.h>
#include <lauxlib.h>

/* Called first by what opens a library, and raises where it fails: the library
 * that `inside` lies in stays in the process, for Lua unloads its libraries at
 * its end, while our threads still sleep. Not by the linker's -z nodelete: then
 * glibc 2.36 keeps what it finds no memory to load, without the storage of
 * threads, and takes it for loaded the next time. */
static inline void bind_stay(lua_State *L, const void *inside) {
  Dl_info found;
  if (!dladdr(inside, &found) ||
      !dlopen(found.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE))
    luaL_error(L, "the C library does not stay loaded: %s", dlerror());
}

#endif
