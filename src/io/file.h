/* Whole files in and out.
 *
 * Like all of io/, knows neither Lua nor tensors. What the outside world
 * refuses returns false, with the pending error "path: reason". */
#ifndef LUNETTE_IO_FILE_H
#define LUNETTE_IO_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Owned by whoever got it, and freed with bytes_free. */
typedef struct Bytes {
  unsigned char *data; /* NULL when there are none */
  size_t size;
} Bytes;

/* Bytes of somebody else, to be written. */
typedef struct Piece {
  const void *data;
  size_t size;
} Piece;

void bytes_free(Bytes *bytes);
/* Room for `size` bytes; keeps what fits. On failure `bytes` is unchanged. */
bool bytes_resize(Bytes *bytes, size_t size, const char *path);

/* Records "path: ..."; always false. */
bool file_fail(const char *path, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
#ifdef ANALYZED
#define file_fail(...) ((void)file_fail(__VA_ARGS__), false)
#endif

/* The file as it is; one of more than `most` bytes is refused unread. */
bool file_read(const char *path, size_t most, Bytes *out);

/* The file, open to be read; -1 with the pending error. */
int file_open(const char *path);

/* Puts the n pieces, one after the other, in the file, on the disk, in one
 * step: whatever fails and whenever the process dies, the path holds the old
 * file or the new one, whole. A failure leaves the old file and no other (the
 * new one when only the last step failed, which makes its name last). Links
 * are followed, also to a file that is yet to be made. Only a regular file is
 * replaced, and only one that may be written to, and its mode stays; the folder
 * must exist. What processes that were killed have left there is deleted. */
bool file_write(const char *path, const Piece *pieces, size_t n);
/* The same; and of the files of before, n_older of which are kept, each then
 * has the name of the one before it, and what was at `path` the first. */
bool file_write_keeping(const char *path, const Piece *pieces, size_t n,
                        const char *const *older, size_t n_older);

/* The same of pieces that come one after the other, of which none is held: a
 * draft, NULL where it cannot be made, to be freed with file_draft_free, which
 * leaves no file where it was not published. A failure ends it. A thread has
 * one of a path at a time. */
typedef struct FileDraft FileDraft;
FileDraft *file_draft(const char *path);
bool file_draft_add(FileDraft *draft, Piece piece);
bool file_draft_publish(FileDraft *draft, const char *const *older,
                        size_t n_older);
void file_draft_free(FileDraft *draft);

/* Adds the pieces to the end of the file, all of them or none; it is made when
 * it is not there, and not when they cannot be added. They are on the disk
 * after file_sync. */
bool file_append(const char *path, const Piece *pieces, size_t n);
bool file_sync(const char *path);
/* Has all that C's streams were given for standard output gone there? */
bool file_sync_printed(void);

/* Makes the file and holds it until file_unlock, which deletes it, or the end
 * of the process. -1 with "is held by process N on HOST" when another holds
 * it; else what file_unlock wants. */
int file_lock(const char *path);
void file_unlock(const char *path, int fd);

bool file_exists(const char *path);
/* Makes the folder and those above it. One that exists is fine. */
bool file_make_folder(const char *path);
/* The names in the folder in no order, but . and .., each ended by a 0. */
bool file_list_folder(const char *path, Bytes *names);

#endif
