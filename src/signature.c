#include "signature.h"

#include <ctype.h>
#include <string.h>

static void skip(const char **p, const char *these) {
  *p += strspn(*p, these);
}

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
  strcat(out->value, "}");
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

static int least(int a, int b) { return a < b ? a : b; }

/* Levenshtein's; `row` holds the distances of a's beginnings to b's. */
int signature_distance(const char *a, const char *b) {
  enum { LONGEST = 63 };
  int row[LONGEST + 1], n = least((int)strlen(b), LONGEST);
  for (int j = 0; j <= n; j++) row[j] = j;
  for (int i = 1; i <= LONGEST && a[i - 1]; i++) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j <= n; j++) {
      bool same = tolower((unsigned char)a[i - 1]) ==
                  tolower((unsigned char)b[j - 1]);
      int exchanged = diagonal + !same;
      diagonal = row[j];
      row[j] = least(least(row[j], row[j - 1]) + 1, exchanged);
    }
  }
  return row[n];
}

bool signature_near(const char *a, const char *b) {
  int far = (int)strlen(a) / 3;
  return signature_distance(a, b) <= (far < 1 ? 1 : far > 3 ? 3 : far);
}
