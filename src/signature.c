#include "signature.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void skip(const char **p, const char *these) { *p += strspn(*p, these); }

/* Up to one of `ends`, without the spaces around it. */
static bool word(const char **p, char *out, size_t room, const char *ends) {
  skip(p, " ");
  size_t length = strcspn(*p, ends);
  const char *from = *p;
  *p += length;
  while (length > 0 && from[length - 1] == ' ') length--;
  if (length >= room)
    return error_set("signature: \"%.20s...\" is longer than %d letters", from,
                     (int)room - 1);
  memcpy(out, from, length);
  out[length] = '\0';
  return true;
}

static bool read_default(const char **p, Field *out) {
  skip(p, "= ");
  out->optional = true;
  if (**p != '{') return word(p, out->value, sizeof out->value, ",}");
  if (!word(p, out->value, sizeof out->value - 1, "}")) return false;
  if (**p == '}') ++*p;
  memcpy(out->value + strlen(out->value), "}", 2);
  return true;
}

bool signature_next(const char **p, Field *out) {
  bool keyword = out->keyword;
  skip(p, " ,");
  if (**p == '{') {
    keyword = true;
    ++*p;
  }
  skip(p, " ,}");
  *out = (Field){.keyword = keyword};
  if (!**p) return false;
  if (!word(p, out->name, sizeof out->name, ",:?={}")) return false;
  if (!*out->name) return error_set("signature: a name is due at \"%s\"", *p);
  if (**p == ':') {
    ++*p;
    if (!word(p, out->type, sizeof out->type, ",?={}")) return false;
  }
  if (**p == '?') {
    out->optional = true;
    ++*p;
  }
  skip(p, " ");
  return **p != '=' || read_default(p, out);
}

/* ---- what the engine itself reads ---- */

static const struct {
  const char *name;
  ParamKind kind;
} kind_names[] = {
    {"", PARAM_TENSOR},
    {"tensor", PARAM_TENSOR_ONLY},
    {"tensors", PARAM_TENSORS},
    {"tensor|tensors", PARAM_ONE_OR_MORE},
    {"generator", PARAM_GENERATOR},
    {"string", PARAM_STRING},
    {"any", PARAM_ANY},
    {"int", PARAM_INT},
    {"real", PARAM_REAL},
    {"bool", PARAM_BOOL},
    {"int2", PARAM_INT2},
    {"int3", PARAM_INT3},
    {"dim", PARAM_DIM},
    {"dims", PARAM_DIMS},
    {"index", PARAM_INDEX},
    {"sizes", PARAM_SIZES},
    {"ints", PARAM_INTS},
};

static bool set_kind(Param *q, const char *type) {
  for (size_t k = 0; k < sizeof kind_names / sizeof *kind_names; k++)
    if (!strcmp(kind_names[k].name, type)) {
      q->kind = kind_names[k].kind;
      return true;
    }
  if (!strchr(type, '|')) return error_set("unknown type %s", type);
  q->kind = PARAM_CHOICE;
  int n = snprintf(q->words, sizeof q->words, "|%s|", type);
  return n < (int)sizeof q->words ||
         error_set("the words %s are too long", type);
}

int signature_choice(const Param *q, const char *text) {
  int index = 0;
  size_t length = strlen(text);
  for (const char *p = q->words + 1; *p; index++) {
    size_t n = strcspn(p, "|");
    if (n == length && !memcmp(p, text, n)) return index;
    p += n + 1;
  }
  return -1;
}

/* Of an integer or a boolean: its default may be that of one before it. */
static int place_of(const Signature *s, const char *name) {
  int k = s->params - 1;
  while (k >= 0 && strcmp(s->param[k].name, name)) k--;
  return k;
}

static void set_default(Param *q, const char *text) {
  q->none = !*text;
  if (q->none) return;
  q->value = q->kind == PARAM_CHOICE ? signature_choice(q, text)
             : q->kind == PARAM_BOOL ? !strcmp(text, "true")
                                     : strtod(text, NULL);
  bool counts_from_1 = q->kind == PARAM_DIM || q->kind == PARAM_INDEX;
  if (counts_from_1 && q->value > 0) q->value--;
}

static void place(Param *q, int *ints, int *reals) {
  if (q->kind == PARAM_REAL) q->at = (*reals)++;
  if (q->kind < PARAM_INT || q->kind == PARAM_REAL) return;
  if (q->kind == PARAM_DIMS || q->kind == PARAM_SIZES || q->kind == PARAM_INTS)
    return;
  q->at = *ints;
  *ints += q->kind == PARAM_INT2 ? 2 : q->kind == PARAM_INT3 ? 3 : 1;
}

static bool set_param(const Signature *s, Param *q, const Field *f) {
  size_t length = strlen(f->name);
  if (length >= sizeof q->name)
    return error_set("the name %s is too long", f->name);
  *q = (Param){.keyword = f->keyword, .optional = f->optional};
  memcpy(q->name, f->name, length + 1);
  if (!set_kind(q, f->type)) return false;
  if (f->optional) set_default(q, f->value);
  q->like = place_of(s, f->value);
  if (q->kind == PARAM_TENSOR && q->none) q->kind = PARAM_TENSOR_OPTIONAL;
  if (s->params > 0 && !q->keyword && !q->optional)
    q[-1].yields = q[-1].optional;
  return true;
}

static size_t kept_of(const Signature *s, int ints, int reals) {
  for (int k = 0; k < s->params; k++) {
    ParamKind kind = s->param[k].kind;
    if (kind == PARAM_DIMS || kind == PARAM_SIZES || kind == PARAM_INTS)
      return offsetof(Attrs, list);
  }
  if (ints > 0) return offsetof(Attrs, i) + (size_t)ints * sizeof(int64_t);
  return (size_t)reals * sizeof(double);
}

bool signature_parse(Signature *s, Param room[MAX_PARAMS]) {
  const char *p = s->text;
  int ints = 0, reals = 0;
  Field f = {.keyword = false};
  s->param = room;
  for (s->params = 0; signature_next(&p, &f); s->params++) {
    if (s->params == MAX_PARAMS) return error_set("too many parameters");
    Param *q = &room[s->params];
    if (!set_param(s, q, &f)) return false;
    place(q, &ints, &reals);
  }
  if (error_pending()) return false;
  s->kept = kept_of(s, ints, reals);
  return (ints <= MAX_INTS && reals <= MAX_REALS) ||
         error_set("more attributes than Attrs holds");
}

/* ---- names ---- */

static int least(int a, int b) { return a < b ? a : b; }

static bool same(char a, char b) {
  return tolower((unsigned char)a) == tolower((unsigned char)b);
}

enum { LONGEST = 63 };

/* The distance of a[0 .. i - 1] to b[0 .. j - 1], from those of one or two
 * letters less: above[j] is that of i - 1 letters, before[j] of i - 2. */
static int step(const char *a, const char *b, int i, int j, const int *row,
                const int *above, const int *before) {
  int d = least(least(row[j - 1], above[j]) + 1,
                above[j - 1] + !same(a[i - 1], b[j - 1]));
  bool swapped = i > 1 && j > 1 && same(a[i - 1], b[j - 2]) &&
                 same(a[i - 2], b[j - 1]);
  return swapped ? least(d, before[j - 2] + 1) : d;
}

int signature_distance(const char *a, const char *b) {
  int rows[3][LONGEST + 1], n = least((int)strlen(b), LONGEST), i = 0;
  for (int j = 0; j <= n; j++) rows[0][j] = j;
  while (i < LONGEST && a[i]) {
    i++;
    int *row = rows[i % 3];
    row[0] = i;
    for (int j = 1; j <= n; j++)
      row[j] = step(a, b, i, j, row, rows[(i + 2) % 3], rows[(i + 1) % 3]);
  }
  return rows[i % 3][n];
}

bool signature_near(const char *a, const char *b) {
  int far = (int)strlen(a) / 3;
  return signature_distance(a, b) <= (far < 1 ? 1 : far > 3 ? 3 : far);
}
