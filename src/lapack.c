#include "lapack.h"

#include <dlfcn.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "once.h"

#ifdef LUNETTE_DOUBLE
#define NAME(routine) "LAPACKE_d" routine
#else
#define NAME(routine) "LAPACKE_s" routine
#endif

/* The interface's words for the order of elements. By columns is ours of the
 * transpose. */
enum { BY_ROWS = 101, BY_COLUMNS = 102, NO_ROOM = -1010 };

static struct {
  int (*potrf)(int, char, int, real *, int);
  int (*syevd)(int, char, char, int, real *, int, real *);
  int (*gesdd)(int, char, int, int, real *, int, real *, real *, int, real *,
               int);
  int (*getrf)(int, int, int, real *, int, int *);
  int (*getri)(int, int, real *, int, const int *);
  int (*getrs)(int, char, int, int, const real *, int, const int *, real *,
               int);
  int (*geqrf)(int, int, int, real *, int, real *);
  int (*orgqr)(int, int, int, int, real *, int, const real *);
} lapack;

static const struct {
  const char *name;
  void *slot;
} routines[] = {
    {NAME("potrf"), &lapack.potrf}, {NAME("syevd"), &lapack.syevd},
    {NAME("gesdd"), &lapack.gesdd}, {NAME("getrf"), &lapack.getrf},
    {NAME("getri"), &lapack.getri}, {NAME("getrs"), &lapack.getrs},
    {NAME("geqrf"), &lapack.geqrf}, {NAME("orgqr"), &lapack.orgqr},
};

static bool missing(void) {
  const char *why = dlerror();
  return error_set("LAPACK is needed and is not here: install the Debian "
                   "package liblapacke (%s)",
                   why ? why : "no reason given");
}

/* OpenBLAS, where it is behind LAPACK, has threads that spin while they wait:
 * its own number of them is slower than one. */
static void use_one_thread(void *library) {
  void *found = dlsym(library, "openblas_set_num_threads");
  void (*set_threads)(int);
  if (!found) return;
  memcpy(&set_threads, &found, sizeof found);
  set_threads(1);
}

static bool load(void) {
  void *library = dlopen("liblapacke.so.3", RTLD_NOW | RTLD_LOCAL);
  if (!library) return missing();
  for (size_t k = 0; k < sizeof routines / sizeof *routines; k++) {
    void *routine = dlsym(library, routines[k].name);
    if (!routine) return missing();
    memcpy(routines[k].slot, &routine, sizeof routine);
  }
  use_one_thread(library);
  return true;
}

bool lapack_load(void) {
  static Once loaded = {.lock = PTHREAD_MUTEX_INITIALIZER};
  return once(&loaded, load);
}

/* ---- what can go wrong ---- */

static bool ready(int64_t m, int64_t n) {
  if (m > INT_MAX || n > INT_MAX)
    return error_set("LAPACK takes no more than %d rows or columns", INT_MAX);
  return lapack_load();
}

/* The code that a routine returned; above 0 it failed for `reason`. */
static bool done(int code, const char *reason) {
  if (code == 0) return true;
  if (code <= NO_ROOM) return error_set("out of memory");
  if (code < 0) return error_set("LAPACK refuses its argument %d", -code);
  return error_set(reason, code);
}

static int *pivots_of(int64_t n) {
  int *pivots = malloc((size_t)(n > 0 ? n : 1) * sizeof *pivots);
  if (!pivots) error_set("out of memory");
  return pivots;
}

/* ---- symmetric matrices: rows and columns are the same ---- */

bool lapack_cholesky(int64_t n, real *a) {
  if (!ready(n, n)) return false;
  if (n == 0) return true;
  return done(lapack.potrf(BY_COLUMNS, 'U', (int)n, a, (int)n),
              "the matrix is not positive definite: its leading minor of "
              "order %d is not above 0");
}

static bool eigen(char job, int64_t n, real *a, real *values) {
  if (!ready(n, n)) return false;
  if (n == 0) return true;
  return done(lapack.syevd(BY_COLUMNS, job, 'U', (int)n, a, (int)n, values),
              "%d eigenvalues were not found");
}

bool lapack_eigh(int64_t n, real *a, real *values) {
  return eigen('V', n, a, values);
}

bool lapack_eigenvalues(int64_t n, real *a, real *values) {
  return eigen('N', n, a, values);
}

/* ---- any matrices ---- */

static const char no_values[] = "the singular values were not found (%d)";

/* By columns a is a^T = v diag(s) u^T. */
bool lapack_svd(int64_t m, int64_t n, real *a, real *u, real *s, real *vt) {
  int64_t k = m < n ? m : n;
  if (!ready(m, n)) return false;
  if (k == 0) return true;
  return done(lapack.gesdd(BY_COLUMNS, 'S', (int)n, (int)m, a, (int)n, s, vt,
                           (int)n, u, (int)k),
              no_values);
}

bool lapack_singular_values(int64_t m, int64_t n, real *a, real *s) {
  if (!ready(m, n)) return false;
  if (m == 0 || n == 0) return true;
  return done(lapack.gesdd(BY_COLUMNS, 'N', (int)n, (int)m, a, (int)n, s, NULL,
                           1, NULL, 1),
              no_values);
}

bool lapack_qr(int64_t m, int64_t n, int64_t columns, real *q, real *r) {
  if (!ready(m, n)) return false;
  if (m == 0) return true;
  real *tau = malloc((size_t)(n > 0 ? n : 1) * sizeof *tau);
  if (!tau) return error_set("out of memory");
  /* LAPACKE looks for NaN in what it is to overwrite */
  memset(q + n * m, 0, (size_t)((columns - n) * m) * sizeof *q);
  int rows = (int)m, own = (int)n, all = (int)columns;
  const char *why = "the factors were not found (%d)";
  bool ok = n == 0 ||
            done(lapack.geqrf(BY_COLUMNS, rows, own, q, rows, tau), why);
  for (int64_t i = 0; ok && i < n; i++)
    for (int64_t j = 0; j < n; j++) r[i * n + j] = i <= j ? q[j * m + i] : 0;
  ok = ok && done(lapack.orgqr(BY_COLUMNS, rows, all, own, q, rows, tau), why);
  free(tau);
  return ok;
}

static const char singular[] =
    "the matrix is singular: pivot %d of its factors is 0";

bool lapack_lu(int64_t m, int64_t n, real *a, real *pivots) {
  int64_t k = m < n ? m : n;
  int *places = ready(m, n) ? pivots_of(k) : NULL;
  if (!places) return false;
  int code = k ? lapack.getrf(BY_ROWS, (int)m, (int)n, a, (int)n, places) : 0;
  for (int64_t i = 0; i < k; i++) pivots[i] = (real)places[i];
  free(places);
  return code >= 0 || done(code, singular);
}

bool lapack_inverse(int64_t n, real *a) {
  int *pivots = ready(n, n) ? pivots_of(n) : NULL;
  if (!pivots) return false;
  int size = (int)n;
  bool ok = n == 0 ||
            (done(lapack.getrf(BY_COLUMNS, size, size, a, size, pivots),
                  singular) &&
             done(lapack.getri(BY_COLUMNS, size, a, size, pivots), singular));
  free(pivots);
  return ok;
}

/* to (n x m) becomes from (m x n), turned. */
static void turn(int64_t m, int64_t n, const real *from, real *to) {
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++) to[j * m + i] = from[i * n + j];
}

/* By columns a is a^T, whose factors solve for a as well; b is turned, as
 * LAPACKE would turn both. */
static bool solve_turned(int64_t n, int64_t r, real *a, real *b, int *pivots) {
  real *columns = malloc((size_t)(n * r) * sizeof *columns);
  int size = (int)n;
  if (!columns) return error_set("out of memory");
  turn(n, r, b, columns);
  bool ok = done(lapack.getrf(BY_COLUMNS, size, size, a, size, pivots),
                 singular) &&
            done(lapack.getrs(BY_COLUMNS, 'T', size, (int)r, a, size, pivots,
                              columns, size),
                 singular);
  if (ok) turn(r, n, columns, b);
  free(columns);
  return ok;
}

bool lapack_solve(int64_t n, int64_t r, real *a, real *b) {
  int *pivots = ready(n, r) ? pivots_of(n) : NULL;
  if (!pivots) return false;
  bool ok = n == 0 || r == 0 || solve_turned(n, r, a, b, pivots);
  free(pivots);
  return ok;
}

bool lapack_pivots(int64_t n, real *a, bool *odd) {
  int *pivots = ready(n, n) ? pivots_of(n) : NULL;
  if (!pivots) return false;
  int size = (int)n;
  int code = n ? lapack.getrf(BY_COLUMNS, size, size, a, size, pivots) : 0;
  *odd = false;
  for (int64_t i = 0; i < n && code >= 0; i++) {
    a[i] = a[i * n + i];
    if (pivots[i] != i + 1) *odd = !*odd;
  }
  free(pivots);
  return code >= 0 || done(code, singular);
}
