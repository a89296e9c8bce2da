/* Checksums by which files are known: SHA-256 (FIPS 180-4) and MD5 (RFC 1321),
 * which authors of older data sets publish. */
#ifndef LUNETTE_IO_DIGEST_H
#define LUNETTE_IO_DIGEST_H

#include <stdbool.h>

typedef enum DigestKind { DIGEST_SHA256, DIGEST_MD5 } DigestKind;

enum { DIGEST_TEXT = 65 };

/* Of the file, in small hexadecimal digits. It is read a block at a time. False
 * with the pending error "path: reason". */
bool digest_file(const char *path, DigestKind kind, char text[DIGEST_TEXT]);

#endif
