/* A group's limit holds for those within it, so the least on the way to the top
 * counts. Within a container the path that a group has outside may lead
 * nowhere; then the top is the container's own group. */
#include "quota.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { PATH = 4096 };

int quota_processors(void) {
  cpu_set_t set;
  int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
  return n < 1 ? 1 : n;
}

/* The numbers in a file, up to two: how many there are. */
static int numbers(const char *folder, const char *file, double *x) {
  char path[2 * PATH + 32];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  FILE *f = fopen(path, "r");
  if (!f) return 0;
  int n = fscanf(f, "%lf %lf", &x[0], &x[1]);
  fclose(f);
  return n < 0 ? 0 : n;
}

/* Version 2 has both numbers in a file ("max" is no number), version 1 one. */
static double limit_of(const char *folder, bool second) {
  double x[2] = {0}, period[2] = {0};
  if (second) return numbers(folder, "cpu.max", x) == 2 ? x[0] / x[1] : 0;
  if (!numbers(folder, "cpu.cfs_quota_us", x) ||
      !numbers(folder, "cpu.cfs_period_us", period))
    return 0;
  return x[0] / period[0];
}

/* The least on the way from path to the top; path is cut. */
static double least_of(const char *top, char *path, bool second) {
  char folder[2 * PATH];
  double least = 0;
  for (;;) {
    snprintf(folder, sizeof folder, "%s%s", top, path);
    double limit = limit_of(folder, second);
    if (limit > 0 && (least == 0 || limit < least)) least = limit;
    char *slash = strrchr(path, '/');
    if (!slash) return least;
    *slash = '\0';
  }
}

/* Of a line "4:cpu,cpuacct:/path" or, in version 2, "0::/path". */
static double limit_by(const char *root, char *line) {
  char *names = strchr(line, ':'),
       *path = names ? strchr(names + 1, ':') : NULL;
  char list[PATH], top[PATH];
  if (!path) return 0;
  *path++ = '\0';
  path[strcspn(path, "\n")] = '\0';
  bool second = names[1] == '\0';
  snprintf(list, sizeof list, ",%s,", names + 1);
  if (!second && !strstr(list, ",cpu,")) return 0;
  snprintf(top, sizeof top, "%s/sys/fs/cgroup%s", root, second ? "" : "/cpu");
  return least_of(top, path, second);
}

double quota_limit(const char *root) {
  char line[PATH];
  double least = 0;
  snprintf(line, sizeof line, "%s/proc/self/cgroup", root);
  FILE *f = fopen(line, "r");
  if (!f) return 0;
  while (fgets(line, sizeof line, f)) {
    double limit = limit_by(root, line);
    if (limit > 0 && (least == 0 || limit < least)) least = limit;
  }
  fclose(f);
  return least;
}
