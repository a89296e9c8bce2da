/* Optimisers' steps, in place, over all parameters in one call. They are not
 * ops and are never recorded. Lists have n tensors; p, its gradient g and its
 * state have the same shape. False with an error, before anything is
 * written. */
#ifndef LUNETTE_UPDATE_H
#define LUNETTE_UPDATE_H

#include "tensor.h"

/* Adam (arXiv 1412.6980, algorithm 1); decoupled is AdamW (arXiv 1711.05101).
 * m and v are the running means of g and g^2; step counts from 1. */
typedef struct Adam {
  double lr, beta1, beta2, eps, weight_decay;
  int64_t step;
  bool decoupled, maximize;
} Adam;

/* state: m, v, and with amsgrad (Reddi et al. 2018) the largest v so far, which
 * takes the place of v; else NULL. */
bool update_adam(const Adam *o, int n, Tensor **p, Tensor **g,
                 Tensor **const state[3]);

/* PyTorch's SGD: d = g + weight_decay p; b = momentum b + (1 - dampening) d,
 * or d on the first step; p -= lr b, or lr (d + momentum b) with nesterov. */
typedef struct Sgd {
  double lr, momentum, dampening, weight_decay;
  bool nesterov, first, maximize;
} Sgd;

/* b may be NULL without momentum. */
bool update_sgd(const Sgd *o, int n, Tensor **p, Tensor **g, Tensor **b);

/* RMSprop (arXiv 1308.0850, equations 38 to 45): v and m are the running means
 * of g^2 and g, d = g / (sqrt(v - m^2) + eps), b = momentum b + d, p -= lr b. m
 * is NULL unless centered: then 0; b is NULL without momentum: then d. */
typedef struct RmsProp {
  double lr, alpha, eps, weight_decay, momentum;
  bool maximize;
} RmsProp;

bool update_rmsprop(const RmsProp *o, int n, Tensor **p, Tensor **g,
                    Tensor **const state[3]); /* v, m, b */

#endif
