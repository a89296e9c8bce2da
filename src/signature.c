#include "signature.h"

#include <ctype.h>
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
