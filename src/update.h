/* Optimisers' steps, in place, over all parameters in one call. They are not
 * ops and are never recorded. */
#ifndef LUNETTE_UPDATE_H
#define LUNETTE_UPDATE_H

#include "kernel/update.h"
#include "tensor.h"

/* Runs a loop of UpdateLoops over n parameters p, their gradients g and what is
 * kept of them: lists of n, or NULL, of which p, g and state of k have one
 * shape. False with an error, before anything is written. */
bool update_run(UpdateLoop loop, const UpdateFactors *factors, int n,
                Tensor **p, Tensor **g, Tensor **const state[3]);

#endif
