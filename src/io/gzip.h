/* Files that may be packed with gzip. */
#ifndef LUNETTE_IO_GZIP_H
#define LUNETTE_IO_GZIP_H

#include "file.h"

/* The file, unpacked when it is gzip (told by its first bytes, not by its
 * name). More than `most` bytes, packed or not, are refused, before the memory
 * for them is taken. False with the pending error "path: reason". */
bool gzip_read(const char *path, size_t most, Bytes *out);

#endif
