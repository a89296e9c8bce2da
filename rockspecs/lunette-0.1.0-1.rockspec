rockspec_format = "3.0"
package = "lunette"
version = "0.1.0-1"
source = {
  url = "file://./lunette-0.1.0.tar.gz",
  dir = "lunette-0.1.0",
}
description = {
  summary = "Generative adversarial networks, scripted in Lua",
  detailed = [[
A small C tensor engine with automatic differentiation of any order, and a Lua
library of layers (mini-batch discrimination first of all), losses and training
loops for generative adversarial networks.]],
  license = "MIT",
}
dependencies = {"lua >= 5.4"}
external_dependencies = {
  PNG = {library = "png"},
  JPEG = {library = "jpeg"},
  ZLIB = {library = "z"},
}
build = {
  type = "make",
  build_variables = {
    CC = "$(CC)",
    LUA = "$(LUA)",
    LUA_INCDIR = "$(LUA_INCDIR)",
    LIBDIRS = "-L$(PNG_LIBDIR) -L$(JPEG_LIBDIR) -L$(ZLIB_LIBDIR)",
  },
  install_variables = {LUADIR = "$(LUADIR)", LIBDIR = "$(LIBDIR)",
                       BINDIR = "$(BINDIR)"},
}
test = {type = "command", command = "busted --lua=lua5.4"}
