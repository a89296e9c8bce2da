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

/* The interface's word for the order of elements: ours of the transpose. */
enum { BY_COLUMNS = 102, NO_ROOM = -1010 };

static struct {
  int (*syevd)(int, char, char, int, real *, int, real *);
  int (*gesdd)(int, char, int, int, real *, int, real *, real *, int, real *,
               int);
  int (*geqrf)(int, int, int, real *, int, real *);
  int (*orgqr)(int, int, int, int, real *, int, const real *);
} lapack;

static const struct {
  const char *name;
  void *slot;
} routines[] = {
    {NAME("syevd"), &lapack.syevd},
    {NAME("gesdd"), &lapack.gesdd},
    {NAME("geqrf"), &lapack.geqrf},
    {NAME("orgqr"), &lapack.orgqr},
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
  if (code <= NO_ROOM) return error_memory("out of memory");
  if (code < 0) return error_set("LAPACK refuses its argument %d", -code);
  return error_set(reason, code);
}

/* ---- symmetric matrices: rows and columns are the same ---- */

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
  if (!tau) return error_memory("out of memory");
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
