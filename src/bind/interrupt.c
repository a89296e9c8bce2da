/* Ctrl-C as a flag, for loops that end at a place of their own choosing. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "bind.h"

#define WATCH_TYPE "lunette.Interrupt"

static volatile sig_atomic_t interrupted;
static struct sigaction before; /* what a signal did, and will do again */
static int watchers;

/* The second one ends the process as if nobody watched. */
static void note(int number) {
  static const char word[] =
      "\ninterrupted: this step is ended and saved first (Ctrl-C again: not)\n";
  if (interrupted) {
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  interrupted = 1;
  (void)!write(STDERR_FILENO, word, sizeof word - 1);
}

static int stop_watching(lua_State *L) {
  bool *open = luaL_checkudata(L, 1, WATCH_TYPE);
  if (*open && --watchers == 0) sigaction(SIGINT, &before, NULL);
  *open = false;
  return 0;
}

/* engine.watch_interrupt(): from now to its closing a first interrupt is only
 * noted. Where the process was told to ignore interrupts it still does. */
static int watch_interrupt(lua_State *L) {
  bool *open = lua_newuserdatauv(L, sizeof *open, 0);
  *open = false;
  luaL_setmetatable(L, WATCH_TYPE);
  *open = true;
  if (watchers++ > 0) return 1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  interrupted = 0;
  sigaction(SIGINT, NULL, &before);
  if (before.sa_handler != SIG_IGN) sigaction(SIGINT, &action, NULL);
  return 1;
}

/* engine.is_interrupted(): since the first of those who watch began. */
static int is_interrupted(lua_State *L) {
  lua_pushboolean(L, interrupted);
  return 1;
}

static const luaL_Reg functions[] = {{"watch_interrupt", watch_interrupt},
                                     {"is_interrupted", is_interrupted},
                                     {NULL, NULL}};

void bind_open_interrupt(lua_State *L) {
  luaL_newmetatable(L, WATCH_TYPE);
  lua_pushcfunction(L, stop_watching);
  lua_setfield(L, -2, "__close");
  lua_pushcfunction(L, stop_watching);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  luaL_setfuncs(L, functions, 0);
}
