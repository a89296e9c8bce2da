#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine.h"

static void set(bool memory, const char *format, va_list args) {
  ErrorState *e = &engine->error;
  if (e->pending) return;
  vsnprintf(e->text, sizeof e->text, format, args);
  e->pending = true;
  e->memory = memory;
  e->name = 0;
}

bool(error_set)(const char *format, ...) {
  va_list args;
  va_start(args, format);
  set(false, format, args);
  va_end(args);
  return false;
}

bool(error_memory)(const char *format, ...) {
  va_list args;
  va_start(args, format);
  set(true, format, args);
  va_end(args);
  return false;
}

void error_prefix(const char *name) {
  ErrorState *e = &engine->error;
  char rest[sizeof e->text];
  memcpy(rest, e->text, sizeof rest);
  e->name = snprintf(e->text, sizeof e->text, "%.60s: ", name);
  snprintf(e->text + e->name, sizeof e->text - (size_t)e->name, "%.440s", rest);
}

void error_unname(void) {
  ErrorState *e = &engine->error;
  memmove(e->text, e->text + e->name, sizeof e->text - (size_t)e->name);
  e->name = 0;
}

const char *error_text(void) { return engine->error.text; }
bool error_pending(void) { return engine->error.pending; }

bool error_is_memory(void) {
  return engine->error.pending && engine->error.memory;
}

void error_clear(void) {
  engine->error.pending = false;
  engine->error.text[0] = '\0';
}
