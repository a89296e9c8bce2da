/* JPEG by libjpeg-turbo. Its long jumps end in `decode`, whose frame owns
 * nothing. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "codec.h"
/* these want stdio.h before them */
#include <jerror.h>
#include <jpeglib.h>

/* More scans than any encoder writes take hours of a small file. */
enum { MOST_SCANS = 500, EXIF = JPEG_APP0 + 1, MARKER_MOST = 0xffff };

typedef struct Reading {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  const Packed *in;
  jmp_buf back;
} Reading;

static _Noreturn void on_error(j_common_ptr jpeg) {
  Reading *r = jpeg->client_data;
  char reason[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, reason);
  file_fail(r->in->path, "JPEG: %.120s", reason);
  longjmp(r->back, 1);
}

/* Of what libjpeg warns of, this leaves the pixels as they were written. */
static bool is_harmless(int code) {
  return code == JWRN_EXTRANEOUS_DATA || code == JWRN_JFIF_MAJOR ||
         code == JWRN_ADOBE_XFORM || code == JWRN_TOO_MUCH_DATA;
}

static void on_message(j_common_ptr jpeg, int level) {
  if (level < 0 && !is_harmless(jpeg->err->msg_code)) on_error(jpeg);
}

static boolean at_end(j_decompress_ptr jpeg) {
  ERREXIT(jpeg, JERR_INPUT_EOF);
  return FALSE;
}

static void on_progress(j_common_ptr jpeg) {
  Reading *r = jpeg->client_data;
  if (r->jpeg.input_scan_number > MOST_SCANS) {
    file_fail(r->in->path, "JPEG: has more than %d scans", MOST_SCANS);
    longjmp(r->back, 1);
  }
}

static int read_orientation(const struct jpeg_decompress_struct *jpeg) {
  static const char name[6] = "Exif";
  for (jpeg_saved_marker_ptr m = jpeg->marker_list; m; m = m->next)
    if (m->marker == EXIF && m->data_length > sizeof name &&
        !memcmp(m->data, name, sizeof name))
      return exif_orientation(m->data + sizeof name,
                              m->data_length - sizeof name);
  return 1;
}

/* Gray stays gray, all else becomes RGB, colours for printing after they were
 * read as such. */
static bool choose_colours(Reading *r, Image *x) {
  struct jpeg_decompress_struct *jpeg = &r->jpeg;
  int n = jpeg->num_components;
  if (n != 1 && n != 3 && n != 4)
    return file_fail(r->in->path, "JPEG: has %d channels; 1, 3 and 4 are read",
                     n);
  jpeg->out_color_space = n == 1 ? JCS_GRAYSCALE : n == 3 ? JCS_RGB : JCS_CMYK;
  *x = (Image){jpeg->image_width, jpeg->image_height, jpeg->num_components};
  return true;
}

/* Cyan, magenta, yellow and black, stored as Adobe does, as what is left of the
 * light. */
static void print_to_light(Image *x, Bytes *pixels) {
  unsigned char *to = pixels->data, *end = pixels->data + pixels->size;
  for (const unsigned char *from = to; from < end; from += 4) {
    unsigned black = from[3];
    for (int k = 0; k < 3; k++) {
      unsigned v = (255u - from[k]) * black + 128;
      *to++ = (unsigned char)(black - ((v + (v >> 8)) >> 8));
    }
  }
  x->channels = 3;
  pixels->size = (size_t)(to - pixels->data);
}

static bool decode(Reading *r, Image *x, Bytes *pixels, int *orientation) {
  struct jpeg_decompress_struct *jpeg = &r->jpeg;
  if (setjmp(r->back)) return false;
  jpeg_create_decompress(jpeg);
  jpeg->progress = &r->progress;
  jpeg_mem_src(jpeg, r->in->data, r->in->size);
  jpeg->src->fill_input_buffer = at_end;
  jpeg_save_markers(jpeg, EXIF, MARKER_MOST);
  jpeg_read_header(jpeg, TRUE);
  *orientation = read_orientation(jpeg);
  if (!choose_colours(r, x) || !image_room(r->in, "JPEG", x, pixels))
    return false;
  jpeg_start_decompress(jpeg);
  size_t row = (size_t)(x->width * x->channels);
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW to = pixels->data + jpeg->output_scanline * row;
    jpeg_read_scanlines(jpeg, &to, 1);
  }
  jpeg_finish_decompress(jpeg);
  if (x->channels == 4) print_to_light(x, pixels);
  return true;
}

bool jpeg_unpack(const Packed *in, Image *x, Bytes *pixels, int *orientation) {
  Reading r = {.in = in, .progress = {.progress_monitor = on_progress}};
  r.jpeg.err = jpeg_std_error(&r.errors);
  r.jpeg.client_data = &r;
  r.errors.error_exit = on_error;
  r.errors.emit_message = on_message;
  *orientation = 1;
  bool ok = decode(&r, x, pixels, orientation);
  jpeg_destroy_decompress(&r.jpeg);
  return ok;
}
