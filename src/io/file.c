/* A new file is written without a name and gets one, next to the old file,
 * only when it is complete and on the disk; then it takes the old one's place.
 * Where the file system cannot do without a name, it has that other name from
 * the start. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../error.h"

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

bool file_fail(const char *path, const char *format, ...) {
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

bool file_read(const char *path, size_t most, Bytes *out) {
  *out = (Bytes){0};
  if (most > SSIZE_MAX - 1) most = SSIZE_MAX - 1;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail_errno(path);
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

typedef struct Draft {
  const char *path; /* as the user wrote it, for messages */
  char *target;     /* links followed */
  char *folder;     /* of the target */
  char *name;       /* of the draft, once it has one */
  int fd, folder_fd; /* -1 when not open */
  bool named;
} Draft;

/* Follows links to the file that is to be replaced; refuses devices and the
 * like, which a rename would delete, and files that are read-only. */
static bool find_target(Draft *d) {
  struct stat s;
  d->target = realpath(d->path, NULL);
  if (!d->target) d->target = errno == ENOENT ? strdup(d->path) : NULL;
  if (!d->target) return fail_errno(d->path);
  if (stat(d->target, &s) != 0)
    return errno == ENOENT || fail_errno(d->path);
  if (!S_ISREG(s.st_mode)) return file_fail(d->path, "is not a regular file");
  return access(d->target, W_OK) == 0 || fail_errno(d->path);
}

static bool name_places(Draft *d) {
  const char *slash = strrchr(d->target, '/');
  if (!slash) d->folder = strdup(".");
  else if (slash == d->target) d->folder = strdup("/");
  else d->folder = strndup(d->target, (size_t)(slash - d->target));
  if (asprintf(&d->name, "%s.%ld.tmp", d->target, (long)getpid()) < 0)
    d->name = NULL;
  return (d->folder && d->name) || file_fail(d->path, "no memory");
}

static bool open_draft(Draft *d) {
  unlink(d->name); /* of a killed process that had our number */
  if (access("/proc/self/fd", F_OK) == 0)
    d->fd = open(d->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  if (d->fd >= 0) return true;
  d->fd = open(d->name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
  d->named = d->fd >= 0;
  return d->named || fail_errno(d->path);
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

static bool fill_draft(const Draft *d, const Piece *pieces, size_t n) {
  for (size_t k = 0; k < n; k++)
    if (!write_piece(d->fd, &pieces[k])) return fail_errno(d->path);
  return fsync(d->fd) == 0 || fail_errno(d->path);
}

/* Gives the draft its own name, then that of the target. */
static bool publish(Draft *d) {
  char nameless[40];
  snprintf(nameless, sizeof nameless, "/proc/self/fd/%d", d->fd);
  if (!d->named && linkat(AT_FDCWD, nameless, AT_FDCWD, d->name,
                          AT_SYMLINK_FOLLOW) != 0)
    return fail_errno(d->path);
  d->named = true;
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

static void drop_draft(Draft *d) {
  if (d->fd >= 0) close(d->fd);
  if (d->folder_fd >= 0) close(d->folder_fd);
  if (d->named) unlink(d->name);
  free(d->target);
  free(d->folder);
  free(d->name);
}

bool file_write(const char *path, const Piece *pieces, size_t n) {
  Draft d = {.path = path, .fd = -1, .folder_fd = -1};
  bool ok = find_target(&d) && name_places(&d) && open_draft(&d) &&
            open_folder(&d) && fill_draft(&d, pieces, n) && publish(&d) &&
            sync_folder(&d);
  drop_draft(&d);
  return ok;
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
