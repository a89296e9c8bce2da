-- Samples, as in the rows of ops, for the functions of lua/lunette/functions:
-- spec/gradient_spec.lua checks the derivatives of all their results. False
-- for what has no derivative.
return {
  split = "x(5, 3), 2; x(2, 6), {1, 2, 3}, 2",
  chunk = "x(5, 3), 3",
  unbind = "x(3, 4), 2",
  roll = "x(3, 4), 1; x(3, 4), {1, -2}, {1, 2}",
  movedim = "x(2, 3, 4), 1, 3",
  meshgrid = "{x(3), x(4)}",
  einsum = "'ij,jk->ik', x(3, 4), x(4, 2); 'bii->b', x(2, 3, 3)",
  max = "x(3, 4); x(3, 4), 2; x(3, 4), x(4)",
  min = "x(3, 4); x(3, 4), 2; x(3, 4), x(4)",
  sort = "x(3, 4); x(3, 4), 1, {descending = true}",
  topk = "x(3, 5), 2; x(4, 3), 2, 1, {largest = false}",
  kthvalue = "x(3, 5), 2",
  median = "x(3, 5); x(3, 4), 2",
  var_mean = "x(3, 4); x(3, 4), 2, {correction = 0}",
  std_mean = "x(3, 4), 1",
  eigh = "definite(3)",
  eigvalsh = "definite(3)",
  svd = "x(3, 4)",
  slogdet = "definite(3)",
  logdet = "definite(3)",
  allclose = false,
  equal = false,
}
