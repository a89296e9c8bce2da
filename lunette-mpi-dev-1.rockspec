rockspec_format = "3.0"
package = "lunette-mpi"
version = "dev-1"
source = {url = "git+file://."}
description = {
  summary = "Lunette on several processes, by MPI",
  detailed = [[
What ln.dist of the rock lunette is made of where mpirun starts a script more
than once: collectives as differentiable ops, and what ends a job whose ranks
fail.]],
  license = "MIT",
}
dependencies = {"lua >= 5.4", "lunette == dev"}
external_dependencies = {MPI = {program = "mpicc"}}
build = {
  type = "make",
  build_target = "mpi",
  install_target = "install-mpi",
  build_variables = {
    CC = "$(CC)",
    LUA = "$(LUA)",
    LUA_INCDIR = "$(LUA_INCDIR)",
  },
  install_variables = {LIBDIR = "$(LIBDIR)"},
}
