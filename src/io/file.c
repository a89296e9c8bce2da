/* A new file is written without a name and gets one, next to the old file,
 * only when it is complete and on the disk; then it takes the old one's place.
 * Where the file system cannot do without a name, it has that other name from
 * the start. Whoever writes a draft holds a lock on it, which ends with the
 * process: one that nobody holds was left by a process that was killed. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../error.h"

#define DRAFT_END ".lunette.tmp"

void bytes_free(Bytes *bytes) {
  free(bytes->data);
  *bytes = (Bytes){0};
}

bool bytes_resize(Bytes *bytes, size_t size, const char *path) {
  unsigned char *data = realloc(bytes->data, size ? size : 1);
  if (!data) return file_fail(path, "no memory for %zu bytes", size);
  bytes->data = data;
  bytes->size = size;
  return true;
}

bool(file_fail)(const char *path, const char *format, ...) {
  enum { SHOWN = 240 }; /* of a long path, its end */
  char reason[200];
  va_list args;
  va_start(args, format);
  vsnprintf(reason, sizeof reason, format, args);
  va_end(args);
  size_t length = strlen(path);
  bool cut = length > SHOWN;
  return error_set("%s%s: %s", cut ? "..." : "",
                   cut ? path + length - SHOWN : path, reason);
}

static bool fail_errno(const char *path) {
  return file_fail(path, "%s", strerror(errno));
}

/* ---- reading ---- */

/* One read, after interruptions; what read returns. */
static ssize_t read_some(int fd, unsigned char *to, size_t size) {
  ssize_t got;
  do got = read(fd, to, size);
  while (got < 0 && errno == EINTR);
  return got;
}

static bool too_big(const char *path, size_t most) {
  return file_fail(path, "has more than %zu bytes, the most that is read here",
                   most);
}

/* Reads to the end, whatever the file said of its size. */
static bool read_all(int fd, const char *path, size_t most, Bytes *out) {
  size_t used = 0;
  for (;;) {
    if (used == out->size &&
        !bytes_resize(out, used < most / 2 ? 2 * used + 4096 : most + 1, path))
      return false;
    ssize_t got = read_some(fd, out->data + used, out->size - used);
    if (got < 0) return fail_errno(path);
    if (got == 0) break;
    used += (size_t)got;
    if (used > most) return too_big(path, most);
  }
  out->size = used;
  return true;
}

int file_open(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail_errno(path);
  return fd;
}

bool file_read(const char *path, size_t most, Bytes *out) {
  *out = (Bytes){0};
  if (most > SSIZE_MAX - 1) most = SSIZE_MAX - 1;
  int fd = file_open(path);
  if (fd < 0) return false;
  struct stat s;
  bool ok = fstat(fd, &s) == 0 || fail_errno(path);
  if (ok && S_ISREG(s.st_mode)) {
    ok = (size_t)s.st_size <= most || too_big(path, most);
    /* one byte more than expected: the end is seen without growing */
    ok = ok && bytes_resize(out, (size_t)s.st_size + 1, path);
  }
  ok = ok && read_all(fd, path, most, out);
  close(fd);
  if (!ok) bytes_free(out);
  return ok;
}

/* ---- writing ---- */

/* open, but never as 0, 1 or 2, where the process has closed these: what it
 * prints would go into the file. */
static int open_apart(const char *path, int flags, mode_t mode) {
  int fd = open(path, flags, mode);
  if (fd < 0 || fd > STDERR_FILENO) return fd;
  int apart = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int reason = errno;
  close(fd);
  errno = reason;
  return apart;
}

typedef struct FileDraft Draft;
struct FileDraft {
  char *path;        /* as the user wrote it, for messages */
  char *target;      /* links followed */
  char *folder;      /* of the target */
  char *name;        /* of the draft, once it has one */
  int fd, folder_fd; /* -1 when not open */
  bool named;
  bool replaces; /* a file, whose mode is the new one's */
  mode_t mode;
};

/* Where the link at `from`, whose end is not there, leads in one step; NULL
 * when it is no link. Takes `from` over. */
static char *link_step(char *from) {
  char to[PATH_MAX];
  ssize_t length = readlink(from, to, sizeof to - 1);
  char *slash = strrchr(from, '/'), *step = NULL;
  if (length < 0) return from;
  to[length] = '\0';
  if (to[0] == '/' || !slash) step = strdup(to);
  else if (asprintf(&step, "%.*s/%s", (int)(slash - from), from, to) < 0)
    step = NULL;
  free(from);
  return step;
}

/* The file that a path leads to, there or not; NULL with errno. */
static char *follow_links(const char *path) {
  int links = 40; /* at most */
  char *target = realpath(path, NULL);
  if (target || errno != ENOENT) return target;
  target = strdup(path);
  while (target && links-- > 0) target = link_step(target);
  return target;
}

/* Follows links to the file that is to be replaced; refuses devices and the
 * like, which a rename would delete, and files that are read-only. */
static bool find_target(Draft *d) {
  struct stat s;
  d->target = follow_links(d->path);
  if (!d->target) return fail_errno(d->path);
  if (stat(d->target, &s) != 0) return errno == ENOENT || fail_errno(d->path);
  if (!S_ISREG(s.st_mode)) return file_fail(d->path, "is not a regular file");
  d->replaces = true;
  d->mode = s.st_mode & 07777;
  return access(d->target, W_OK) == 0 || fail_errno(d->path);
}

static bool name_places(Draft *d) {
  const char *slash = strrchr(d->target, '/');
  if (!slash) d->folder = strdup(".");
  else if (slash == d->target) d->folder = strdup("/");
  else d->folder = strndup(d->target, (size_t)(slash - d->target));
  if (asprintf(&d->name, "%s.%ld" DRAFT_END, d->target, (long)gettid()) < 0)
    d->name = NULL;
  return (d->folder && d->name) || file_fail(d->path, "no memory");
}

/* Nobody but the owner sees into a draft of a file that is for few. */
static bool open_draft(Draft *d) {
  mode_t mode = d->replaces ? 0600 : 0666;
  unlink(d->name); /* of a killed process that had our number */
  if (access("/proc/self/fd", F_OK) == 0)
    d->fd = open_apart(d->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (d->fd < 0) {
    d->fd = open_apart(d->name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
    d->named = d->fd >= 0;
  }
  if (d->fd < 0) return fail_errno(d->path);
  flock(d->fd, LOCK_EX | LOCK_NB); /* where there are locks */
  return !d->replaces || fchmod(d->fd, d->mode) == 0 || fail_errno(d->path);
}

static bool write_piece(int fd, const Piece *piece) {
  const char *from = piece->data;
  size_t left = piece->size;
  while (left > 0) {
    ssize_t put = write(fd, from, left);
    if (put < 0 && errno != EINTR) return false;
    if (put < 0) continue;
    from += put;
    left -= (size_t)put;
  }
  return true;
}

/* May the file of before go without another name, as there can be none? */
static bool has_no_links(int reason) {
  return reason == EPERM || reason == EOPNOTSUPP || reason == ENOSYS ||
         reason == EMLINK;
}

/* The old file takes the name `before` as well, in the place of what had it.
 * On a file system without hard links there is then no file of before. */
static bool link_before(const Draft *d, const char *before) {
  char *spare = NULL;
  if (asprintf(&spare, "%s.%ld" DRAFT_END, before, (long)gettid()) < 0)
    return file_fail(d->path, "no memory");
  unlink(spare);
  bool ok = link(d->target, spare) == 0
                ? rename(spare, before) == 0 || fail_errno(before)
                : has_no_links(errno) || fail_errno(before);
  unlink(spare); /* rename leaves it where both are the same file */
  free(spare);
  return ok;
}

static bool is_same(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_ino == y.st_ino &&
         x.st_dev == y.st_dev;
}

/* Each older file takes the name of the one before it; the last is overwritten.
 * Some of them may be missing. Nothing is to be done where a writing that ended
 * before its last step has done so: older ones would be lost by its repetition.
 */
static bool keep_older(const Draft *d, const char *const *older, size_t n) {
  if (n == 0 || !d->replaces || is_same(d->target, older[0])) return true;
  for (size_t k = n - 1; k > 0; k--)
    if (rename(older[k - 1], older[k]) != 0 && errno != ENOENT)
      return fail_errno(older[k]);
  return link_before(d, older[0]);
}

/* Gives the draft its own name. */
static bool name_draft(Draft *d) {
  char nameless[40];
  snprintf(nameless, sizeof nameless, "/proc/self/fd/%d", d->fd);
  if (!d->named &&
      linkat(AT_FDCWD, nameless, AT_FDCWD, d->name, AT_SYMLINK_FOLLOW) != 0)
    return fail_errno(d->path);
  d->named = true;
  return true;
}

/* Gives it that of the target. */
static bool publish(Draft *d) {
  if (rename(d->name, d->target) != 0) return fail_errno(d->path);
  d->named = false;
  return true;
}

/* A folder that may be written to but not read cannot be synced. */
static bool open_folder(Draft *d) {
  d->folder_fd = open(d->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return d->folder_fd >= 0 || errno == EACCES || fail_errno(d->path);
}

/* The name, too, must survive a crash. Some file systems have no such thing
 * as syncing a folder and say EINVAL. */
static bool sync_folder(const Draft *d) {
  return d->folder_fd < 0 || fsync(d->folder_fd) == 0 || errno == EINVAL ||
         fail_errno(d->path);
}

/* Closes what is open, and leaves no draft behind; always `ok`. */
static bool end_draft(Draft *d, bool ok) {
  if (d->fd >= 0) close(d->fd);
  if (d->folder_fd >= 0) close(d->folder_fd);
  if (d->name && d->named) unlink(d->name);
  d->fd = d->folder_fd = -1;
  d->named = false;
  return ok;
}

/* The process that wrote a draft of this name; 0 when it is not one's name. */
static pid_t draft_owner(const char *name) {
  size_t length = strlen(name), end = sizeof DRAFT_END - 1;
  if (length <= end || strcmp(name + length - end, DRAFT_END)) return 0;
  const char *at = name + length - end;
  while (at > name && at[-1] >= '0' && at[-1] <= '9') at--;
  if (at < name + 2 || at[-1] != '.') return 0;
  return (pid_t)strtol(at, NULL, 10);
}

/* Both are asked: another machine's process has no number here, and a lock
 * comes a moment after the name. */
static bool is_abandoned(int folder, const char *name, pid_t owner) {
  if (kill(owner, 0) == 0 || errno != ESRCH) return false;
  int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return false;
  bool free_now = flock(fd, LOCK_EX | LOCK_NB) == 0;
  close(fd);
  return free_now;
}

static void sweep_entries(DIR *folder) {
  struct dirent *entry;
  while ((entry = readdir(folder))) {
    pid_t owner = draft_owner(entry->d_name);
    if (owner > 0 && is_abandoned(dirfd(folder), entry->d_name, owner))
      unlinkat(dirfd(folder), entry->d_name, 0);
  }
}

/* Has this process written there before? Of its threads one is told no. */
static bool is_known(const struct stat *s) {
  enum { KNOWN = 16 };
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static struct {
    dev_t device;
    ino_t number;
  } known[KNOWN];
  static int next;
  bool found = false;
  pthread_mutex_lock(&lock);
  for (int k = 0; k < KNOWN && !found; k++)
    found = known[k].number == s->st_ino && known[k].device == s->st_dev;
  if (!found) {
    known[next].device = s->st_dev;
    known[next].number = s->st_ino;
    next = (next + 1) % KNOWN;
  }
  pthread_mutex_unlock(&lock);
  return found;
}

/* Deletes what killed processes left in the folder, when this one first
 * writes there: reading a folder of many files takes longer than a write. */
static void sweep(const Draft *d) {
  struct stat s;
  if (stat(d->folder, &s) != 0 || is_known(&s)) return;
  DIR *folder = opendir(d->folder);
  if (!folder) return;
  sweep_entries(folder);
  closedir(folder);
}

void file_draft_free(Draft *d) {
  if (!d) return;
  end_draft(d, true);
  free(d->path);
  free(d->target);
  free(d->folder);
  free(d->name);
  free(d);
}

static bool start_draft(Draft *d) {
  if (!find_target(d) || !name_places(d)) return false;
  sweep(d);
  return open_draft(d) && open_folder(d);
}

Draft *file_draft(const char *path) {
  Draft *d = calloc(1, sizeof *d);
  char *copy = strdup(path);
  if (!d || !copy) {
    free(d);
    free(copy);
    file_fail(path, "no memory");
    return NULL;
  }
  *d = (Draft){.path = copy, .fd = -1, .folder_fd = -1};
  if (start_draft(d)) return d;
  file_draft_free(d);
  return NULL;
}

static bool is_open(const Draft *d) {
  return d->fd >= 0 || file_fail(d->path, "its draft has ended");
}

bool file_draft_add(Draft *d, Piece piece) {
  if (!is_open(d)) return false;
  return write_piece(d->fd, &piece) || end_draft(d, fail_errno(d->path));
}

bool file_draft_publish(Draft *d, const char *const *older, size_t n_older) {
  if (!is_open(d)) return false;
  bool ok = (fsync(d->fd) == 0 || fail_errno(d->path)) && name_draft(d) &&
            keep_older(d, older, n_older) && publish(d) && sync_folder(d);
  return end_draft(d, ok);
}

bool file_write_keeping(const char *path, const Piece *pieces, size_t n,
                        const char *const *older, size_t n_older) {
  Draft *d = file_draft(path);
  bool ok = d != NULL;
  for (size_t k = 0; ok && k < n; k++) ok = file_draft_add(d, pieces[k]);
  ok = ok && file_draft_publish(d, older, n_older);
  file_draft_free(d);
  return ok;
}

bool file_write(const char *path, const Piece *pieces, size_t n) {
  return file_write_keeping(path, pieces, n, NULL, 0);
}

/* ---- adding ---- */

static bool put_pieces(int fd, const char *path, const Piece *pieces,
                       size_t n) {
  struct stat s;
  if (fstat(fd, &s) != 0) return fail_errno(path);
  bool ok = true;
  for (size_t k = 0; ok && k < n; k++) ok = write_piece(fd, &pieces[k]);
  if (ok) return true;
  fail_errno(path);
  /* no half line, where that can be helped */
  if (S_ISREG(s.st_mode)) (void)!ftruncate(fd, s.st_size);
  return false;
}

bool file_append(const char *path, const Piece *pieces, size_t n) {
  const int flags = O_WRONLY | O_APPEND | O_CLOEXEC;
  int fd = open_apart(path, flags, 0);
  bool is_new = fd < 0 && errno == ENOENT;
  if (is_new) fd = open_apart(path, flags | O_CREAT, 0666);
  if (fd < 0) return fail_errno(path);
  bool ok = put_pieces(fd, path, pieces, n);
  if (close(fd) != 0 && ok) ok = fail_errno(path);
  if (!ok && is_new) unlink(path);
  return ok;
}

bool file_sync(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail_errno(path);
  bool ok = fsync(fd) == 0 || errno == EINVAL || fail_errno(path);
  close(fd);
  return ok;
}

/* What failed before, and was dropped, has left its mark and no reason. */
bool file_sync_printed(void) {
  if (fflush(stdout) != 0) return fail_errno("standard output");
  return !ferror(stdout) ||
         file_fail("standard output", "not all of it could be written");
}

/* ---- locks ---- */

/* Is fd still what the path names? Its holder may have let go meanwhile. */
static bool is_current(int fd, const char *path) {
  struct stat own, there;
  return fstat(fd, &own) == 0 && stat(path, &there) == 0 &&
         own.st_ino == there.st_ino && own.st_dev == there.st_dev;
}

static int refuse_lock(int fd, const char *path) {
  char holder[200];
  ssize_t length = pread(fd, holder, sizeof holder - 1, 0);
  close(fd);
  holder[length > 0 ? length : 0] = '\0';
  holder[strcspn(holder, "\n")] = '\0';
  file_fail(path, "is held by %s", holder[0] ? holder : "another process");
  return -1;
}

int file_lock(const char *path) {
  char host[100] = "?", text[200];
  for (;;) {
    int fd = open_apart(path, O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    if (fd < 0) return fail_errno(path), -1;
    /* Some network file systems have no locks: there nobody is refused. */
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
      return refuse_lock(fd, path);
    if (!is_current(fd, path)) {
      close(fd);
      continue;
    }
    gethostname(host, sizeof host - 1);
    int length = snprintf(text, sizeof text, "process %ld on %s\n",
                          (long)gettid(), host);
    /* The name of the holder is for messages; a full disk may refuse it. */
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)length, 0) < 0)
      (void)!ftruncate(fd, 0);
    return fd;
  }
}

void file_unlock(const char *path, int fd) {
  unlink(path); /* while it is ours: another's is never deleted */
  close(fd);
}

/* ---- names ---- */

bool file_exists(const char *path) { return access(path, F_OK) == 0; }

static bool make_one(const char *path) {
  struct stat s;
  if (mkdir(path, 0777) == 0) return true;
  int reason = errno; /* on a read-only disk not EEXIST, though it exists */
  if (stat(path, &s) == 0 && S_ISDIR(s.st_mode)) return true;
  errno = reason == EEXIST ? ENOTDIR : reason;
  return false;
}

bool file_make_folder(const char *path) {
  char *part = strdup(path);
  if (!part) return file_fail(path, "no memory");
  bool ok = true;
  for (char *p = part; ok && *p; p++) {
    if (*p != '/' || p == part) continue;
    *p = '\0';
    ok = make_one(part);
    *p = '/';
  }
  ok = (ok && make_one(part)) || fail_errno(path);
  free(part);
  return ok;
}

static bool add_name(Bytes *names, const char *name, const char *path) {
  size_t before = names->size, length = strlen(name) + 1;
  if (!bytes_resize(names, before + length, path)) return false;
  memcpy(names->data + before, name, length);
  return true;
}

bool file_list_folder(const char *path, Bytes *names) {
  DIR *folder = opendir(path);
  if (!folder) return fail_errno(path);
  bool ok = true;
  struct dirent *entry;
  while (ok && (errno = 0, entry = readdir(folder))) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    ok = add_name(names, entry->d_name, path);
  }
  if (ok && errno) ok = fail_errno(path);
  closedir(folder);
  return ok;
}
