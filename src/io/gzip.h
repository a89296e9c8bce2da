/* Files that may be packed with gzip. */
#ifndef LUNETTE_IO_GZIP_H
#define LUNETTE_IO_GZIP_H

#include <stdint.h>

#include "file.h"

/* The file, unpacked when it is gzip (told by its first bytes, not by its
 * name). More than `most` bytes, packed or not, are refused, before the memory
 * for them is taken. False with the pending error "path: reason". */
bool gzip_read(const char *path, size_t most, Bytes *out);

/* The checksum of gzip (CRC-32, RFC 1952), going on from `crc`, at first 0. */
uint32_t gzip_crc32(uint32_t crc, const void *data, size_t size);

#endif
