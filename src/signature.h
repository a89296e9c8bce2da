/* Signatures: the one grammar in which all that can be called says what it
 * takes, and distances between names. Text in, text out.
 *
 *   "x, dim: dims?, {keepdim: bool = false}"
 *   "params: list, {lr: real = 1e-3, betas: pair = {0.9, 0.999}}"
 *
 * name: type, "?" when it may be left out, or "= default". Those before the
 * brace may be given by place or by name, those inside are given by name. */
#ifndef LUNETTE_SIGNATURE_H
#define LUNETTE_SIGNATURE_H

#include <stddef.h>

#include "error.h"

typedef struct Field {
  char name[32];
  char type[96];  /* "" when none is written */
  char value[64]; /* the default, "" when none is written */
  bool optional;  /* has "?" or a default */
  bool keyword;   /* stands inside the brace */
} Field;

/* Reads the field at *p and moves on; false at the end of the text, or with an
 * error. `out` must be what the call before gave, zeros at first. */
bool signature_next(const char **p, Field *out);

/* Letters to be added, dropped, replaced or swapped with the next to make b of
 * a, capitals counting as small ones; names beyond 63 letters are cut. */
int signature_distance(const char *a, const char *b);

/* Is b near enough to a to be meant by it? */
bool signature_near(const char *a, const char *b);

#endif
