--- ln.linalg: the names of torch.linalg. What is not listed here is a function
--- of ln and a method of tensors as well, and described there: ln.linalg.qr(x)
--- is ln.qr(x) and x:qr().

local arguments = require "lunette.arguments"
local functions = require "lunette.engine".functions
local lazy = require "lunette.lazy"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local linalg = {}
local define = arguments.define

-- Its name -> ln's.
local names = {inv = "inverse", lu_factor = "lu"}
for name in ([[cholesky cond det eigh eigvalsh lstsq matmul matrix_exp
  matrix_norm matrix_power matrix_rank multi_dot pinv qr slogdet solve
  solve_triangular svd svdvals vecdot vector_norm]]):gmatch "%S+" do
  names[name] = name
end

--- With ord, the vector_norm over one dimension, or the matrix_norm over two;
--- where dim is left out x has as many. Without ord, the root of the sum of
--- squares over dim, or over everything.
linalg.norm = define("linalg.norm", "x: tensor, ord: fro|nuc|real?, " ..
  "dim: dims?, {keepdim: bool = false}", function(x, ord, dim, o)
  if ord == nil then return functions.norm(x, 2, dim, o) end
  local count = dim and #dim or x:dim()
  if count ~= 1 and count ~= 2 then
    raise("linalg.norm: %s with an ord, over %d dimensions; 1 or 2 are wanted",
          repr.shape(x), count)
  end
  if count == 2 then return functions.matrix_norm(x, ord, dim, o) end
  if type(ord) == "string" then
    raise("linalg.norm: %s is a norm of matrices; there is 1 dimension", ord)
  end
  return functions.vector_norm(x, ord, dim, o)
end)

--- p (..., m, m), l (..., m, k) and u (..., k, n), with k = min(m, n), so that
--- A = p l u: a permutation, a lower factor whose diagonal is 1, an upper one.
--- @return Tensor
--- @return Tensor
--- @return Tensor
linalg.lu = define("linalg.lu", "A: tensor", function(x)
  return functions.lu_unpack(functions.lu(x))
end)

--- The y with a y = B, given what lu_factor makes of a.
linalg.lu_solve = define("linalg.lu_solve",
  "LU: tensor, pivots: tensor, B: tensor", function(lu, pivots, b)
  return functions.lu_solve(b, lu, pivots)
end)

--- The cross product along dim, of size 3; ln.cross looks for such a dimension.
linalg.cross = define("linalg.cross",
  "x: tensor, other: tensor, {dim: dim = -1}", function(x, other, o)
  return functions.cross(x, other, o.dim)
end)

--- The elements on a diagonal of the last two dimensions; ln.diagonal takes the
--- first two.
linalg.diagonal = define("linalg.diagonal",
  "x: tensor, {offset: int = 0, dim1: dim = -2, dim2: dim = -1}",
  function(x, o)
  return functions.diagonal(x, o.offset, o.dim1, o.dim2)
end)

--- The powers of x's elements (..., n) as columns, from 1 up to x^(N - 1), N
--- being n unless it is given; ln.vander begins with the highest.
linalg.vander = define("linalg.vander", "x: tensor, {N: whole?}",
                       function(x, o)
  return functions.vander(x, o.N, {increasing = true})
end)

return lazy.lent("linalg", linalg, functions, names)
