/* PNG by libpng. Its long jumps end in `decode`, whose frame owns nothing. */
#include <inttypes.h>
#include <png.h>
#include <stdio.h>
#include <string.h>

#include "codec.h"

enum { WIDEST = 1 << 20 };

static const png_uint_32 formats[] = {
    0, PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB, PNG_FORMAT_RGBA};

/* ---- writing: the simplified interface ---- */

static const ImageLimits limits = {
    .format = "PNG",
    .channels = "1 to 4",
    .channel_bits = 30,
    .widest = WIDEST};

static bool pack(const char *path, png_image *png, const void *pixels,
                 Bytes *out) {
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(*png);
  if (!bytes_resize(out, size, path)) return false;
  if (!png_image_write_to_memory(png, out->data, &size, 0, pixels, 0, NULL)) {
    file_fail(path, "PNG: %s", png->message);
    png_image_free(png);
    return false;
  }
  out->size = size;
  return true;
}

bool image_pack_png(const char *path, const Image *x, const void *pixels,
                    size_t size, Bytes *out) {
  if (!image_check(path, &limits, x, size)) return false;
  png_image png = {.version = PNG_IMAGE_VERSION,
                   .width = (png_uint_32)x->width,
                   .height = (png_uint_32)x->height,
                   .format = formats[x->channels]};
  return pack(path, &png, pixels, out);
}

bool image_write_png(const char *path, const Image *x, const void *pixels,
                     size_t size) {
  Bytes packed = {0};
  bool ok = image_pack_png(path, x, pixels, size, &packed) &&
            file_write(path, &(Piece){packed.data, packed.size}, 1);
  bytes_free(&packed);
  return ok;
}

/* ---- reading ---- */

typedef struct Reading {
  const Packed *in;
  size_t used;
  png_structp png;
  png_infop info;
  Image *x;
  Bytes *pixels;
  int orientation;
  char reason[120];
} Reading;

static void on_error(png_structp png, png_const_charp message) {
  Reading *r = png_get_error_ptr(png);
  snprintf(r->reason, sizeof r->reason, "%s", message);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  (void)png, (void)message;
}

static void give(png_structp png, png_bytep to, size_t size) {
  Reading *r = png_get_io_ptr(png);
  if (size > r->in->size - r->used) png_error(png, "ends too early");
  memcpy(to, r->in->data + r->used, size);
  r->used += size;
}

/* Of the chunks that a file may go without, none is unpacked but that with the
 * orientation. */
static void set_limits(png_structp png) {
  static const png_byte exif[] = "eXIf";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, exif, 1);
  png_set_user_limits(png, WIDEST, WIDEST);
}

/* 8 bits a sample, whatever is stored. Returns how often the rows come. */
static int convert(const Reading *r) {
  png_set_expand(r->png);
  png_set_scale_16(r->png);
  int passes = png_set_interlace_handling(r->png);
  png_read_update_info(r->png, r->info);
  *r->x = (Image){png_get_image_width(r->png, r->info),
                  png_get_image_height(r->png, r->info),
                  png_get_channels(r->png, r->info)};
  return passes;
}

static void read_orientation(Reading *r) {
  png_uint_32 size;
  png_bytep exif;
  if (png_get_eXIf_1(r->png, r->info, &size, &exif))
    r->orientation = exif_orientation(exif, size);
}

static bool decode(Reading *r) {
  if (setjmp(png_jmpbuf(r->png)))
    return file_fail(r->in->path, "PNG: %s", r->reason);
  png_set_read_fn(r->png, r, give);
  set_limits(r->png);
  png_read_info(r->png, r->info);
  int passes = convert(r);
  if (!image_room(r->in, "PNG", r->x, r->pixels)) return false;
  size_t row = (size_t)(r->x->width * r->x->channels);
  for (int pass = 0; pass < passes; pass++)
    for (int64_t y = 0; y < r->x->height; y++)
      png_read_row(r->png, r->pixels->data + (size_t)y * row, NULL);
  png_read_end(r->png, r->info);
  read_orientation(r);
  return true;
}

bool png_unpack(const Packed *in, Image *x, Bytes *pixels, int *orientation) {
  Reading r = {.in = in, .x = x, .pixels = pixels, .orientation = 1};
  r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, on_error,
                                 on_warning);
  r.info = r.png ? png_create_info_struct(r.png) : NULL;
  bool ok = r.info ? decode(&r) : file_fail(in->path, "PNG: no memory");
  if (r.png) png_destroy_read_struct(&r.png, &r.info, NULL);
  *orientation = r.orientation;
  return ok;
}
