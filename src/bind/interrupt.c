/* Ctrl-C, the SIGTERM of a machine that ends its jobs, a terminal that is gone
 * and a pipe that nobody reads any more, as a flag, for loops that end at a
 * place of their own choosing. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bind.h"

#define WATCH_TYPE "lunette.Interrupt"
#define LEAVE_TYPE "lunette.Leave"

/* Signals are the process's: what stands here is for all Lua states. */
static atomic_uint interrupts; /* seen so far */
static atomic_int noted;       /* the first since the first of all watched */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int watchers;
static _Atomic(void (*)(void)) also; /* does something more on SIGTERM */

void bind_when_terminated(void (*f)(void)) { atomic_store(&also, f); }

enum { WATCHED = 4 };
static const int watched[WATCHED] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
static struct sigaction before[WATCHED]; /* what a signal did, and will again */

static void write_word(int number) {
  static const char of_user[] =
      "\ninterrupted: this step is ended first (Ctrl-C again: at once)\n";
  static const char of_system[] = "\nterminated: this step is ended first\n";
  if (number == SIGINT)
    (void)!write(STDERR_FILENO, of_user, sizeof of_user - 1);
  else (void)!write(STDERR_FILENO, of_system, sizeof of_system - 1);
}

/* The second one ends the process as if nobody watched; but a SIGTERM after
 * another says nothing new, as what ends jobs may send it to a process and to
 * its group (timeout does). Nor does what is lost with those who are there to
 * read: a Ctrl-C ends the program that a pipe leads to as well. */
static void note(int number) {
  int first = 0;
  if (atomic_compare_exchange_strong(&noted, &first, number)) {
    atomic_fetch_add(&interrupts, 1);
    write_word(number);
    void (*f)(void) = atomic_load(&also);
    if (f && number == SIGTERM) f();
  } else if (number == SIGINT || (number == SIGTERM && first == SIGINT)) {
    signal(number, SIG_DFL);
    raise(number);
  }
}

static void begin(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  atomic_store(&noted, 0);
  for (int k = 0; k < WATCHED; k++) {
    sigaction(watched[k], NULL, &before[k]);
    if (before[k].sa_handler != SIG_IGN) sigaction(watched[k], &action, NULL);
  }
}

static void end(void) {
  for (int k = 0; k < WATCHED; k++) sigaction(watched[k], &before[k], NULL);
}

/* One more who watches, or one less. */
static void count(State *s, int by) {
  pthread_mutex_lock(&lock);
  if (by > 0 && watchers == 0) begin();
  if (by > 0 && s->watchers == 0) s->interrupts = atomic_load(&interrupts);
  s->watchers += by;
  watchers += by;
  if (watchers == 0) end();
  pthread_mutex_unlock(&lock);
}

static const char watch_kind, leave_kind;

typedef struct Watch {
  const void *kind;
  bool open;
} Watch;

static int stop_watching(lua_State *L) {
  Watch *w = bind_own(L, 1, &watch_kind);
  if (!w || !w->open) return 0;
  count(bind_state(L), -1);
  w->open = false;
  return 0;
}

/* engine.watch_interrupt(): from now to its closing a first interrupt is only
 * noted. Where the process was told to ignore interrupts it still does. */
static int watch_interrupt(lua_State *L) {
  Watch *w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (Watch){.kind = &watch_kind};
  luaL_setmetatable(L, WATCH_TYPE);
  w->open = true;
  count(bind_state(L), 1);
  return 1;
}

/* engine.is_interrupted(): since the first of those who watch here began; and
 * the status that a process which ends for it has: 128 and the signal. */
static int is_interrupted(lua_State *L) {
  lua_pushboolean(L, bind_state(L)->interrupts != atomic_load(&interrupts));
  lua_pushinteger(L, 128 + atomic_load(&noted));
  return 2;
}

typedef struct Leave {
  const void *kind;
  int signal_number; /* 0 for none */
} Leave;

/* At the end of a Lua state in which a loop was interrupted the process ends as
 * one that was: status 130 in a shell, or another's. What is marked for the
 * collector first is finalized last, so all that came after the library is
 * closed by then. */
static int leave(lua_State *L) {
  const Leave *at_end = bind_own(L, 1, &leave_kind);
  if (!at_end || !at_end->signal_number) return 0;
  fflush(NULL);
  signal(at_end->signal_number, SIG_DFL);
  raise(at_end->signal_number);
  return 0;
}

static void push_leave(lua_State *L) {
  Leave *at_end = lua_newuserdatauv(L, sizeof *at_end, 0);
  *at_end = (Leave){.kind = &leave_kind};
  luaL_newmetatable(L, LEAVE_TYPE);
  bind_push_function(L, leave);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
}

/* engine.leave_interrupted(): when this Lua state ends */
static int leave_interrupted(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &interrupts);
  Leave *at_end = lua_touserdata(L, -1);
  at_end->signal_number = atomic_load(&noted);
  return 0;
}

static const luaL_Reg functions[] = {
    {"watch_interrupt", watch_interrupt},
    {"is_interrupted", is_interrupted},
    {"leave_interrupted", leave_interrupted},
    {NULL, NULL}};

void bind_open_interrupt(lua_State *L) {
  push_leave(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &interrupts);
  bind_new_type(L, WATCH_TYPE, stop_watching);
  lua_pop(L, 1);
  bind_set_functions(L, functions);
}
