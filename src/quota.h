/* How many processors this process may use. */
#ifndef LUNETTE_QUOTA_H
#define LUNETTE_QUOTA_H

/* Those that it may run on, at least 1. */
int quota_processors(void);

/* How many its control groups let it use at a time, such as 1.5; 0 where they
 * set no limit. root: "", or a folder that has proc and sys for that. */
double quota_limit(const char *root);

#endif
