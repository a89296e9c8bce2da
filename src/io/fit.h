/* Pictures of any size and kind brought to one. */
#ifndef LUNETTE_IO_FIT_H
#define LUNETTE_IO_FIT_H

#include "image.h"

/* How another shape gets in: scaled to cover and the middle cut out; scaled to
 * fit, with background around it; each side scaled by itself. FIT_NONE refuses
 * other sizes. */
typedef enum Fit { FIT_NONE, FIT_CROP, FIT_PAD, FIT_STRETCH } Fit;

/* Of the resampling, which is antialiased; bicubic is Keys's with a = -1/2. */
typedef enum Filter { FILTER_BOX, FILTER_BILINEAR, FILTER_BICUBIC } Filter;

typedef struct Form {
  int64_t height, width, channels; /* 1 or 3 of them */
  Fit fit;
  Filter filter;
  bool over; /* alpha: over the background, or else dropped */
  unsigned char background[3];
  int64_t most; /* pixels that a file may have */
} Form;

/* The picture, h,w,c, in that form, at `to`, c,h,w. False with the pending
 * error "path: reason". */
bool fit_picture(const char *path, const Image *x, const unsigned char *pixels,
                 const Form *form, unsigned char *to);

#endif
