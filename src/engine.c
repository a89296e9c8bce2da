#include "engine.h"

_Thread_local Engine *engine;

void engine_open(Engine *e) { *e = (Engine){.op = {.recording = true}}; }

EngineUse engine_use(void) {
  return (EngineUse){tensor_bytes() + grad_bytes() + profile_bytes(),
                     pool_bytes()};
}

void engine_trim(void) {
  store_trim();
  tensor_trim();
  grad_trim();
  pool_trim();
}

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
