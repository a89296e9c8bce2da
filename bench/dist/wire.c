/* A network of a few hosts, each in a namespace of its own: a switch of which
 * every port sends and receives at one rate, both ways at once, and every frame
 * takes some time. For kernels without netem; needs root.
 *
 * usage: wire HOSTS GBIT_PER_S MICROSECONDS
 *   cc -O2 -o wire bench/dist/wire.c
 * Makes wire0, wire1, ... and runs until it is ended. Frames are read from a
 * port at the rate of its line, so that what does not fit waits in the sender.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { HOSTS = 16, LARGEST = 9100, QUEUE = 4096 /* frames of a port */ };

typedef struct Frame {
  double arrives; /* wholly, at its port */
  int size;
  unsigned char bytes[LARGEST];
} Frame;

typedef struct Port {
  int tap;
  double sends, receives; /* when its line is free, each way */
  Frame *queue;           /* of what it is to be given, in the order of time */
  int first, count;
} Port;

static Port ports[HOSTS];
static int hosts;
static double rate /* bytes a second */, delay /* seconds */;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void open_port(int k) {
  struct ifreq r = {.ifr_flags = IFF_TAP | IFF_NO_PI};
  ports[k].tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  if (ports[k].tap < 0) die("/dev/net/tun");
  snprintf(r.ifr_name, sizeof r.ifr_name, "wire%d", k);
  if (ioctl(ports[k].tap, TUNSETIFF, &r)) die("TUNSETIFF");
  ports[k].queue = calloc(QUEUE, sizeof *ports[k].queue);
  if (!ports[k].queue) die("calloc");
}

static double later(double a, double b) { return a > b ? a : b; }

/* A frame that has left its sender at this time. */
static void carry(Port *to, const Frame *f, double left) {
  if (to->count == QUEUE) return;
  Frame *slot = &to->queue[(to->first + to->count++) % QUEUE];
  double seconds = f->size / rate;
  /* its head comes after the delay, and passes on while its tail comes */
  to->receives = later(to->receives, left - seconds + delay) + seconds;
  slot->arrives = to->receives;
  slot->size = f->size;
  memcpy(slot->bytes, f->bytes, (size_t)f->size);
}

/* Hosts have addresses that end in their number; others are for all. */
static void take(int from) {
  static Frame f;
  Port *port = &ports[from];
  while (port->sends <= now()) {
    f.size = (int)read(port->tap, f.bytes, LARGEST);
    if (f.size <= 0) return;
    double idle = now() - 1e-4;
    port->sends = later(port->sends, idle) + f.size / rate;
    bool for_all = f.bytes[0] & 1;
    for (int k = 0; k < hosts; k++)
      if (k != from && (for_all || f.bytes[5] == k))
        carry(&ports[k], &f, later(port->sends, now()));
  }
}

static void give(Port *port) {
  while (port->count && port->queue[port->first].arrives <= now()) {
    Frame *f = &port->queue[port->first];
    if (write(port->tap, f->bytes, (size_t)f->size) < 0) return;
    port->first = (port->first + 1) % QUEUE;
    port->count--;
  }
}

/* Until a frame is due, a line is free, or a frame comes. */
static void wait_for_more(void) {
  struct pollfd p[HOSTS];
  double due = now() + 1e-2, start = now();
  for (int k = 0; k < hosts; k++) {
    Port *port = &ports[k];
    bool is_free = port->sends <= start;
    p[k] = (struct pollfd){is_free ? port->tap : -1, POLLIN, 0};
    if (!is_free && port->sends < due) due = port->sends;
    if (port->count && port->queue[port->first].arrives < due)
      due = port->queue[port->first].arrives;
  }
  if (due <= start) return;
  struct timespec t = {0, (long)(1e9 * (due - start))};
  ppoll(p, (nfds_t)hosts, &t, NULL);
}

int main(int n, char **words) {
  if (n != 4) {
    fprintf(stderr, "usage: wire HOSTS GBIT_PER_S MICROSECONDS\n");
    return 1;
  }
  hosts = atoi(words[1]);
  if (hosts < 2 || hosts > HOSTS) die("hosts");
  rate = atof(words[2]) * 1e9 / 8;
  delay = atof(words[3]) * 1e-6;
  prctl(PR_SET_TIMERSLACK, 1000);
  for (int k = 0; k < hosts; k++) open_port(k);
  puts("ready");
  fflush(stdout);
  for (;;) {
    for (int k = 0; k < hosts; k++) {
      take(k);
      give(&ports[k]);
    }
    wait_for_more();
  }
}
