/* Signatures: the one grammar in which all that can be called says what it
 * takes, and distances between names.
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
#include "tensor.h"

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

/* ---- what the engine itself reads ----
 *
 * Types of the arguments of ops and of the binding's functions:
 *   (none)   tensor, or a number      tensors  a table of tensors
 *   tensor   no number                tensor|tensors  one, or a table of them
 *   int real bool
 *   int2, int3  one integer for all, or a table of 2 or 3
 *   dim      an axis                  dims     an axis or a table of axes
 *   index    an index                 sizes    integers, or one table of them
 *   ints     one, or a table of them  a|b|c    one of these words
 *   string   generator                any      for the function to read
 * What the types become is said at struct Attrs (tensor.h); no op takes those
 * of the last line. */

typedef enum ParamKind {
  PARAM_TENSOR, /* up to PARAM_ONE_OR_MORE: inputs */
  PARAM_TENSOR_ONLY,
  PARAM_TENSOR_OPTIONAL,
  PARAM_TENSORS,
  PARAM_ONE_OR_MORE,
  PARAM_GENERATOR,
  PARAM_STRING,
  PARAM_ANY,
  PARAM_INT, /* from here on: attributes */
  PARAM_REAL,
  PARAM_BOOL,
  PARAM_INT2,
  PARAM_INT3,
  PARAM_DIM,
  PARAM_DIMS,
  PARAM_INDEX,
  PARAM_SIZES,
  PARAM_INTS,
  PARAM_CHOICE
} ParamKind;

typedef struct Param {
  char name[24];
  ParamKind kind;
  bool keyword;   /* a key of the trailing table */
  bool optional;  /* may be left out, which means: */
  bool none;      /* "not given" (see Attrs), or else */
  double value;   /* this default, unless */
  int like;       /* the parameter at this place has it; -1 for none */
  bool yields;    /* may be left out before one that may not */
  int at;         /* place in Attrs.r or Attrs.i */
  char words[64]; /* "|mean|sum|" for a choice, from value 0 */
} Param;

enum { MAX_PARAMS = 14 };

typedef struct Signature {
  const char *name, *text; /* of what is called, and what it takes */
  Param *param;
  int params;
  size_t kept; /* bytes of Attrs that they fill, but for the list */
} Signature;

/* Reads s->text; the parameters are in `room`, from where the caller may move
 * them. False with an error. */
bool signature_parse(Signature *s, Param room[MAX_PARAMS]);

/* The place of `text` among the words of a choice, from 0, or -1. */
int signature_choice(const Param *q, const char *text);

/* ---- names ---- */

/* Letters to be added, dropped, replaced or swapped with the next to make b of
 * a, capitals counting as small ones; names beyond 63 letters are cut. */
int signature_distance(const char *a, const char *b);

/* Is b near enough to a to be meant by it? */
bool signature_near(const char *a, const char *b);

#endif
