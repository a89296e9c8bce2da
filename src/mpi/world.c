#include "world.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "word.h"

World world = {.size = 1, .deadline = 600};

/* For the ranks' words to each other when one is missing: that they wait too,
 * and how many collectives they had begun when they came to their end. */
static MPI_Comm survey = MPI_COMM_NULL;
enum { I_WAIT, MY_END };

enum {
  SPINS = 2000,
  FEW_SPINS = 20,
  LOOK = 100,
  ANSWERS = 2 /* seconds */,
  LONGEST = 1024
};
/* Data moves when we ask alone, and stands while we nap. */
static const double patience = 0.1;
static const struct timespec nap = {0, 50000};
/* Before the first nap: few where another rank may want the processor. */
static int spins = SPINS;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

const char *world_text(int code, char *text) {
  int length = 0;
  if (MPI_Error_string(code, text, &length))
    memcpy(text, "MPI fails", sizeof "MPI fails");
  return text;
}

/* ---- the end ---- */

static char last_words[LONGEST];
static volatile sig_atomic_t last_length; /* 0 when they have been said */

void world_say_at_end(const char *text) {
  size_t n = strnlen(text, sizeof last_words);
  last_length = 0;
  memcpy(last_words, text, n);
  last_length = (int)n;
}

static void say_last(void) {
  size_t n = (size_t)last_length;
  last_length = 0;
  (void)!write(STDERR_FILENO, last_words, n);
}

/* The processes of the ranks, and on which host each is. */
typedef struct Place {
  int64_t host, pid;
} Place;
static Place *places;

static bool is_gone(int rank) {
  return places && places[rank].host == places[world.rank].host &&
         kill((pid_t)places[rank].pid, 0) && errno == ESRCH;
}

static bool is_lowest(void) {
  for (int k = 0; k < world.rank; k++)
    if (places && places[k].host == places[world.rank].host && !is_gone(k))
      return false;
  return true;
}

void world_say_last(void) {
  bool any = false;
  for (int k = 0; k < world.size; k++) any = any || is_gone(k);
  if (any && is_lowest()) say_last();
}

void world_abort(const char *why) {
  fprintf(stderr, "lunette: rank %d of %d ends the job: %s\n", world.rank,
          world.size, why);
  fflush(NULL);
  say_last();
  MPI_Abort(MPI_COMM_WORLD, 1);
  _exit(1);
}

static struct sigaction outer;

/* mpirun ends the others so when one is gone. */
static void on_term(int number) {
  world_say_last();
  sigaction(SIGTERM, &outer, NULL);
  raise(number);
}

/* ---- waiting ---- */

/* Tells all others how many collectives this rank has begun. */
static void tell_others(int tag) {
  MPI_Request r;
  for (int k = 0; k < world.size; k++)
    if (k != world.rank &&
        !MPI_Isend(&world.begun, 1, MPI_INT64_T, k, tag, survey, &r))
      MPI_Request_free(&r);
}

/* Has one told this? Which rank, and its count. */
static bool was_told(int tag, int *rank, int64_t *count) {
  int there = 0;
  MPI_Status from;
  if (MPI_Iprobe(MPI_ANY_SOURCE, tag, survey, &there, &from) || !there)
    return false;
  *rank = from.MPI_SOURCE;
  return !MPI_Recv(count, 1, MPI_INT64_T, *rank, tag, survey, &from);
}

/* Marks in `here` those who say within some seconds that they wait too. */
static void ask(bool *here) {
  double until = now() + ANSWERS;
  int rank;
  int64_t count;
  tell_others(I_WAIT);
  while (now() < until) {
    if (was_told(I_WAIT, &rank, &count)) here[rank] = true;
    else nanosleep(&nap, NULL);
  }
}

static _Noreturn void name_missing(const char *what, const bool *here) {
  char text[LONGEST];
  int missing = 0;
  size_t n = (size_t)snprintf(text, sizeof text, "%s: waited %g s for rank",
                              what, world.deadline);
  for (int k = 0; k < world.size && n < sizeof text - 16; k++) {
    if (here[k]) continue;
    n += (size_t)snprintf(text + n, sizeof text - n, " %d", k);
    missing++;
  }
  if (!missing) snprintf(text + n, sizeof text - n, "s that wait elsewhere");
  world_abort(text);
}

/* Lets a lower rank speak; signals do not end it. */
static void leave_time(void) {
  for (double until = now() + ANSWERS; now() < until;) nanosleep(&nap, NULL);
}

/* The lowest of those who wait speaks; the others leave it the time to. */
static _Noreturn void give_up(const char *what) {
  bool *here = calloc((size_t)world.size, sizeof *here);
  if (!here) world_abort("out of memory");
  here[world.rank] = true;
  ask(here);
  int lowest = 0;
  while (!here[lowest]) lowest++;
  if (lowest < world.rank) leave_time();
  name_missing(what, here);
}

/* Ends the job where a rank has been killed. */
static void look_for_gone(const char *what) {
  char text[LONGEST];
  for (int k = 0; k < world.size; k++) {
    if (!is_gone(k)) continue;
    if (!is_lowest()) leave_time();
    snprintf(text, sizeof text, "%s: the process of rank %d is gone", what, k);
    world_abort(text);
  }
}

static bool ending; /* does this rank wait at its end? */

/* Ends the job where a rank has come to its end without the collective of this
 * number, and where another one has waited for too long. */
static void look_for_word(const char *what, int64_t number) {
  static int64_t ends = INT64_MAX; /* the fewest of those at their end */
  static int who;
  char text[LONGEST];
  int rank;
  int64_t count;
  if (was_told(MY_END, &rank, &count) && count < ends) ends = count, who = rank;
  if (number > ends && !ending) {
    snprintf(text, sizeof text, "%s: rank %d is at its end", what, who);
    world_abort(text);
  }
  int there = 0;
  if (!MPI_Iprobe(MPI_ANY_SOURCE, I_WAIT, survey, &there, MPI_STATUS_IGNORE) &&
      there)
    give_up(what);
}

/* MPI goes on with what it has begun, into memory that is not there. */
void world_check(void) {
  if (world.parted) world_abort("the ranks have begun what differs, and go on");
}

int64_t world_begin(void) {
  world_check();
  return ++world.begun;
}

int world_wait(int code, MPI_Request *request, const char *what,
               int64_t number) {
  double since = now();
  int done = 0;
  world_check();
  for (int64_t k = 0; code == MPI_SUCCESS; k++) {
    code = MPI_Test(request, &done, MPI_STATUS_IGNORE);
    if (done) return code;
    if (k < spins) continue;
    if (spins == SPINS && now() - since < patience) {
      sched_yield();
      continue;
    }
    nanosleep(&nap, NULL);
    if (k % LOOK == 0) {
      look_for_gone(what);
      look_for_word(what, number);
    }
    if (now() - since > world.deadline) give_up(what);
  }
  return code;
}

/* ---- the end ---- */

void world_close(void) {
  static const Shape none;
  Word mine = word_of(AT_END, 0, &none);
  int finalized = 0;
  if (!world.open || MPI_Finalized(&finalized) || finalized) return;
  Word *all = calloc((size_t)world.size, sizeof *all);
  tell_others(MY_END);
  ending = true;
  if (!all || word_tell(&mine, all, "the end")) world_abort("MPI fails");
  for (int k = 0; k < world.size; k++)
    if (all[k].place != AT_END)
      world_abort("its script is at its end, and others go on");
  free(all);
  world.open = false;
  MPI_Finalize();
}

/* A rank that ends well waits for the others, and one that fails ends them. */
static void at_exit(int status, void *unused) {
  char text[LONGEST];
  int finalized = 0;
  (void)unused;
  if (!world.open || MPI_Finalized(&finalized) || finalized) return;
  if (!status) world_close();
  snprintf(text, sizeof text, "its script ended with status %d", status);
  if (world.open) world_abort(text);
}

/* ---- the beginning ---- */

static bool make_comm(MPI_Comm *comm) {
  return MPI_Comm_dup(MPI_COMM_WORLD, comm) == MPI_SUCCESS &&
         MPI_Comm_set_errhandler(*comm, MPI_ERRORS_RETURN) == MPI_SUCCESS;
}

static int64_t own_host(void) {
  char name[256] = "";
  int64_t h = 0;
  gethostname(name, sizeof name - 1);
  for (const char *p = name; *p; p++) h = h * 31 + *p;
  return h;
}

static bool find_places(void) {
  Place mine = {own_host(), getpid()};
  places = calloc((size_t)world.size, sizeof *places);
  return places && MPI_Allgather(&mine, sizeof mine, MPI_BYTE, places,
                                 sizeof mine, MPI_BYTE, survey) == MPI_SUCCESS;
}

static void set_spins(void) {
  long here = 0;
  for (int k = 0; k < world.size; k++)
    here += places[k].host == places[world.rank].host;
  if (here > sysconf(_SC_NPROCESSORS_ONLN)) spins = FEW_SPINS;
}

static void watch_term(void) {
  struct sigaction a = {.sa_handler = on_term};
  sigaction(SIGTERM, &a, &outer);
}

/* OpenMPI sums in place by a tree, which moves all of it 2 log2(size) times;
 * halving and doubling moves it twice (Thakur et al. 2005, section 4.5). What
 * mpirun is told goes before. */
static void choose_sums(void) {
  setenv("OMPI_MCA_coll_libnbc_iallreduce_algorithm", "rabenseifner", 0);
}

const char *world_open(void) {
  int level = 0;
  if (world.open) return NULL;
  /* who waits here sleeps; where OpenMPI yields besides, each look at the
   * network waits for all other programs of the processor */
  setenv("OMPI_MCA_mpi_yield_when_idle", "0", 0);
  choose_sums();
  if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level))
    return "MPI_Init_thread fails";
  if (level < MPI_THREAD_FUNNELED)
    return "this MPI does not let a program have threads";
  MPI_Comm_rank(MPI_COMM_WORLD, &world.rank);
  MPI_Comm_size(MPI_COMM_WORLD, &world.size);
  /* what fails within a collective fails there */
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  if (!make_comm(&world.rows) || !make_comm(&world.started) ||
      !make_comm(&survey))
    return "MPI_Comm_dup fails";
  if (!find_places()) return "MPI_Allgather fails";
  set_spins();
  world.open = true;
  watch_term();
  on_exit(at_exit, NULL);
  return NULL;
}
