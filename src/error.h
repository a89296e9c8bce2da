/* The pending error. The engine never raises, aborts or exits: what fails
 * records why and returns false or NULL; the binding raises at the end. */
#ifndef LUNETTE_ERROR_H
#define LUNETTE_ERROR_H

#include <stdbool.h>

typedef struct ErrorState {
  bool pending;
  bool memory; /* it is that there was none */
  int name; /* how many letters of the text are the name put before it last */
  char text[512];
} ErrorState;

/* Records a message unless one is pending already; always false. */
bool error_set(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same where memory was asked for and is not there: whoever can, makes room
 * and tries again (engine_trim). */
bool error_memory(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
/* Puts "name: " before the pending message; error_unname takes the one away
 * that was put there last, for what is called by another name. */
void error_prefix(const char *name);
void error_unname(void);
const char *error_text(void);
bool error_pending(void);
bool error_is_memory(void);
void error_clear(void);

#ifdef ANALYZED /* by what sees one file at a time */
#define error_set(...) ((void)error_set(__VA_ARGS__), false)
#define error_memory(...) ((void)error_memory(__VA_ARGS__), false)
#endif

#endif
