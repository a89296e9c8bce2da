#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char text[512];
static bool pending;

bool error_set(const char *format, ...) {
  if (pending) return false;
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  pending = true;
  return false;
}

void error_prefix(const char *name) {
  char rest[sizeof text];
  memcpy(rest, text, sizeof rest);
  snprintf(text, sizeof text, "%s: %.440s", name, rest);
}

const char *error_text(void) { return text; }
bool error_pending(void) { return pending; }

void error_clear(void) {
  pending = false;
  text[0] = '\0';
}
