--- Decompositions with several results. They need LAPACK (on Debian the package
--- liblapacke) and take matrices under any leading dimensions.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local functions = engine.functions
local linalg = {}

local function of_matrix(owner, x)
  if x:dim() < 2 then
    raise("%s: a matrix is wanted, this is %s", owner,
          repr.sizes(x:size()))
  end
  return x:size(-2), x:size(-1)
end

--- Eigenvalues of symmetric matrices, ascending (..., n), and eigenvectors of
--- length 1 as columns (..., n, n): x = v diag(values) v^T. What counts of x is
--- (x + x^T) / 2. The sign of a vector is free: the first component within 3/4
--- of its largest is made positive. Derivatives by Magnus, "On differentiating
--- eigenvalues and eigenvectors" (1985); where values are equal those of their
--- vectors are not defined, and left out.
linalg.eigh = arguments.define("eigh", "x: tensor", function(x)
  local _, n = of_matrix("eigh", x)
  local packed = functions.eigh_packed(x)
  return packed:select(-2, -1), packed:narrow(-2, 1, n)
end)

--- The eigenvalues of symmetric matrices, ascending.
linalg.eigvalsh = arguments.define("eigvalsh", "x: tensor", function(x)
  of_matrix("eigvalsh", x)
  return (linalg.eigh(x))
end)

--- The thin singular value decomposition of m x n matrices, with k = min(m, n):
--- u (..., m, k), s (..., k), descending, and vh (..., k, n), so that
--- x = u diag(s) vh. It is torch.linalg.svd with full_matrices = false.
--- Derivatives by Townsend, "Differentiating the singular value decomposition"
--- (2016); where singular values are equal or 0 those of their vectors are not
--- defined, and left out.
linalg.svd = arguments.define("svd", "x: tensor", function(x)
  local m, n = of_matrix("svd", x)
  local packed = functions.svd_packed(x)
  return packed:narrow(-2, 1, m), packed:select(-2, m + 1),
    packed:narrow(-2, m + 2, n):transpose(-1, -2)
end)

--- The sign of the determinant (1, -1, or 0 for a singular matrix) and the
--- logarithm of its size.
linalg.slogdet = arguments.define("slogdet", "x: tensor", function(x)
  of_matrix("slogdet", x)
  local packed = functions.slogdet_packed(x)
  return packed:select(-1, 1), packed:select(-1, 2)
end)

--- The logarithm of the determinant: NaN where it is negative, -inf where 0.
linalg.logdet = arguments.define("logdet", "x: tensor", function(x)
  of_matrix("logdet", x)
  local sign, size = linalg.slogdet(x)
  return sign:log() + size
end)

return linalg
