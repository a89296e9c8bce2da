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

/* The file as it is; one of more than `most` bytes is refused unread. */
bool file_read(const char *path, size_t most, Bytes *out);

/* Puts the n pieces, one after the other, in the file, on the disk, in one
 * step: whatever fails and whenever the process dies, the path holds the old
 * file or the new one, whole. A failure leaves the old file and no other (the
 * new one when only the last step failed, which makes its name last). Links
 * are followed. Only a regular file is replaced, and only one that may be
 * written to; the folder must exist. */
bool file_write(const char *path, const Piece *pieces, size_t n);

bool file_exists(const char *path);
/* Makes the folder and those above it. One that exists is fine. */
bool file_make_folder(const char *path);
/* The names in the folder in no order, but . and .., each ended by a 0. */
bool file_list_folder(const char *path, Bytes *names);

#endif
