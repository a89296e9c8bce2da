/* Bytes packed by deflate (RFC 1951) without a frame, as zip archives hold
 * them. */
#ifndef LUNETTE_IO_DEFLATE_H
#define LUNETTE_IO_DEFLATE_H

#include "file.h"

/* The `size` bytes that the packed ones hold, neither fewer nor more; `name` is
 * what messages begin with. A size beyond what so many packed bytes can hold is
 * refused before memory is taken. False with the pending error "name:
 * reason". */
bool deflate_unpack(const char *name, Piece packed, size_t size, Bytes *out);

#endif
