#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine.h"

bool error_set(const char *format, ...) {
  ErrorState *e = &engine->error;
  if (e->pending) return false;
  va_list args;
  va_start(args, format);
  vsnprintf(e->text, sizeof e->text, format, args);
  va_end(args);
  e->pending = true;
  return false;
}

void error_prefix(const char *name) {
  ErrorState *e = &engine->error;
  char rest[sizeof e->text];
  memcpy(rest, e->text, sizeof rest);
  snprintf(e->text, sizeof e->text, "%s: %.440s", name, rest);
}

const char *error_text(void) { return engine->error.text; }
bool error_pending(void) { return engine->error.pending; }

void error_clear(void) {
  engine->error.pending = false;
  engine->error.text[0] = '\0';
}
