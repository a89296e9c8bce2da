#include "engine.h"

_Thread_local Engine *engine;

void engine_open(Engine *e) { *e = (Engine){.op = {.recording = true}}; }

void engine_close(Engine *e) {
  Engine *outer = engine;
  engine = e;
  profile_set(false);
  profile_forget();
  grad_forget();
  tensor_forget();
  store_trim();
  pool_leave();
  engine = outer;
}
