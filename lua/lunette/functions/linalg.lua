--- Linear algebra: decompositions with several results, and what is made of
--- them, of matrices under any leading dimensions. eigh, svd and qr, and what
--- is made of these, need LAPACK (on Debian the package liblapacke).

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local functions = engine.functions
local linalg = {}

local function of_matrix(owner, x)
  if x:dim() < 2 then
    raise("%s: a matrix is wanted, this is %s", owner,
          repr.shape(x))
  end
  return x:size(-2), x:size(-1)
end

--- Eigenvalues of symmetric matrices, ascending (..., n), and eigenvectors of
--- length 1 as columns (..., n, n): x = v diag(values) v^T. What counts of x is
--- (x + x^T) / 2. The sign of a vector is free: the first component within 3/4
--- of its largest is made positive. Derivatives by Magnus, "On differentiating
--- eigenvalues and eigenvectors" (1985); where values are equal those of their
--- vectors are not defined, and left out.
--- @return Tensor
--- @return Tensor
linalg.eigh = arguments.define("eigh", "x: tensor", function(x)
  local _, n = of_matrix("eigh", x)
  local packed = functions.eigh_packed(x)
  return packed:select(-2, -1), packed:narrow(-2, 1, n)
end)

-- Derivatives of values need the vectors, which take most of the time.
local function of_values(x)
  return not (x:requires_grad() and recording.is_grad_enabled())
end

--- The eigenvalues of symmetric matrices, ascending.
linalg.eigvalsh = arguments.define("eigvalsh", "x: tensor", function(x)
  of_matrix("eigvalsh", x)
  if of_values(x) then return functions.eigh_values(x) end
  return (linalg.eigh(x))
end)

-- u (..., m, k) with as many columns more as it has rows.
local function completed(u)
  local m, k = u:size(-2), u:size(-1)
  if m == k then return u end
  return functions.cat({u, linalg.qr(u, "complete"):narrow(-1, k + 1, m - k)},
                       -1)
end

--- The singular value decomposition of m x n matrices, with k = min(m, n): u
--- (..., m, k), s (..., k), descending, and vh (..., k, n), so that x = u
--- diag(s) vh. With full_matrices u is m x m and vh n x n; what is added is
--- arbitrary and has no derivative. torch.linalg.svd has full_matrices = true.
--- Derivatives by Townsend, "Differentiating the singular value decomposition"
--- (2016); where singular values are equal or 0 those of their vectors are not
--- defined, and left out.
---
---   local u, s, vh = ln.svd(ln.tensor {{3, 0}, {0, 4}})
---   print(s)   -- {4, 3}
--- @return Tensor
--- @return Tensor
--- @return Tensor
linalg.svd = arguments.define("svd",
  "x: tensor, full_matrices: bool = false", function(x, full_matrices)
  local m, n = of_matrix("svd", x)
  local packed = functions.svd_packed(x)
  local u, s = packed:narrow(-2, 1, m), packed:select(-2, m + 1)
  local v = packed:narrow(-2, m + 2, n)
  if full_matrices then u, v = completed(u), completed(v) end
  return u, s, v:transpose(-1, -2)
end)

--- The singular values of matrices, descending.
linalg.svdvals = arguments.define("svdvals", "x: tensor", function(x)
  local m = of_matrix("svdvals", x)
  if of_values(x) then return functions.svd_values(x) end
  return functions.svd_packed(x):select(-2, m + 1)
end)

-- Sizes of x but the last two, then those given.
local function under(x, ...)
  local sizes = x:size()
  return table.move({...}, 1, 2, x:dim() - 1, sizes)
end

-- Of as many rows as columns, or more.
local function tall_qr(x, complete)
  local m, n = x:size(-2), x:size(-1)
  local k = complete and m or n
  local packed = functions.qr_packed(x, {complete = complete})
  return packed:narrow(-1, 1, m * k):reshape(under(x, m, k)),
    packed:narrow(-1, m * k + 1, k * n):reshape(under(x, k, n))
end

--- x = q r, for m x n matrices and k = min(m, n): q (..., m, k), whose columns
--- have length 1 and are orthogonal, and r (..., k, n), upper triangular. In
--- mode "complete" q is m x m and r m x n; what is added is arbitrary, so that
--- for m > n there is no derivative. The signs are LAPACK's: r's diagonal may
--- be negative.
--- @return Tensor
--- @return Tensor
linalg.qr = arguments.define("qr",
  "x: tensor, mode: reduced|complete = reduced", function(x, mode)
  local m, n = of_matrix("qr", x)
  if m >= n then return tall_qr(x, mode == "complete") end
  local q, r = tall_qr(x:narrow(-1, 1, m))
  local rest = q:transpose(-1, -2):matmul(x:narrow(-1, m + 1, n - m))
  return q, functions.cat({r, rest}, -1)
end)

--- The sign of the determinant (1, -1, or 0 for a singular matrix) and the
--- logarithm of its size.
--- @return Tensor
--- @return Tensor
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

-- ---- systems of equations ----

-- a and b under the leading dimensions that both broadcast to.
local function one_batch(owner, a, b)
  of_matrix(owner, a)
  of_matrix(owner, b)
  if a:dim() == 2 and b:dim() == 2 then return a, b end
  local n, sizes = math.max(a:dim(), b:dim()) - 2, {}
  for k = 1, n do
    local i, j = k - n + a:dim() - 2, k - n + b:dim() - 2
    local left, right = i > 0 and a:size(i) or 1, j > 0 and b:size(j) or 1
    if left ~= right and left ~= 1 and right ~= 1 then
      raise("%s: leading dimensions of %s and %s", owner,
            repr.shape(a), repr.shape(b))
    end
    sizes[k] = left == 1 and right or left
  end
  local function expanded(x)
    return x:expand(table.move(x:size(), x:dim() - 1, x:dim(), n + 1,
                               table.move(sizes, 1, n, 1, {})))
  end
  return expanded(a), expanded(b)
end

local function triangular(owner, a, b, upper, unit)
  a, b = one_batch(owner, a, b)
  return functions.solve_triangular_columns(
    a, b, {upper = upper, unitriangular = unit})
end

--- The y with A y = B for triangular A (..., n, n) and B (..., n, r); or with
--- y A = B, for B (..., r, n), unless left. What is not upper, or not lower, in
--- A is not read; with unitriangular its diagonal is not, either, and is 1.
linalg.solve_triangular = arguments.define("solve_triangular",
  "A: tensor, B: tensor, {upper: bool, left: bool = true, " ..
  "unitriangular: bool = false}", function(a, b, o)
  if o.left then
    return triangular("solve_triangular", a, b, o.upper, o.unitriangular)
  end
  of_matrix("solve_triangular", a)
  of_matrix("solve_triangular", b)
  return triangular("solve_triangular", a:transpose(-1, -2),
                    b:transpose(-1, -2), not o.upper, o.unitriangular)
    :transpose(-1, -2)
end)

--- The y with a y = x, given a's factor: a = l l^T with a lower l, input2, or a
--- = u^T u with u = input2 when upper.
linalg.cholesky_solve = arguments.define("cholesky_solve",
  "x: tensor, input2: tensor, upper: bool = false",
  function(x, factor, upper)
  of_matrix("cholesky_solve", factor)
  local other = factor:transpose(-1, -2)
  local l, u = factor, other
  if upper then l, u = other, factor end
  return triangular("cholesky_solve", u,
                    triangular("cholesky_solve", l, x, false), true)
end)

--- The inverse of the matrix whose factor x is, as cholesky_solve has it.
linalg.cholesky_inverse = arguments.define("cholesky_inverse",
  "x: tensor, upper: bool = false", function(x, upper)
  local n = of_matrix("cholesky_inverse", x)
  return linalg.cholesky_solve(engine.create.eye(n), x, upper)
end)

--- The y for which the sum of (A y - B)^2 is least, and these sums by column,
--- of A (..., m, n) of full rank and B (..., m, r). Where m < n there are many
--- with 0, and y is the shortest. The sums (..., r) are empty unless m > n, as
--- PyTorch's; its rank and singular values are not given. By QR.
---
---   local A, B = ln.tensor {{1, 0}, {1, 1}, {1, 2}}, ln.tensor {{1}, {3}, {5}}
---   print(ln.lstsq(A, B):round())   -- {{1}, {2}}
--- @return Tensor
--- @return Tensor
linalg.lstsq = arguments.define("lstsq", "A: tensor, B: tensor",
                                function(a, b)
  local m, n = of_matrix("lstsq", a)
  a, b = one_batch("lstsq", a, b)
  if b:size(-2) ~= m then
    raise("lstsq: %s has %d rows, %s has %d", repr.shape(a), m,
          repr.shape(b), b:size(-2))
  end
  local q, r = linalg.qr(m < n and a:transpose(-1, -2) or a)
  if m < n then
    local y = triangular("lstsq", r:transpose(-1, -2), b, false)
    return q:matmul(y), engine.create.zeros(0)
  end
  local y = triangular("lstsq", r, q:transpose(-1, -2):matmul(b), true)
  if m == n then return y, engine.create.zeros(0) end
  return y, (a:matmul(y) - b):square():sum(-2)
end)

-- ---- lu ----

--- x = p l u, as one matrix LU of the sizes of x (..., m, n), l below the
--- diagonal (its own is 1), u on and above it; and pivots (..., min(m, n)): row
--- i is exchanged with row pivots[i], for i from 1 on. It is torch.lu, and
--- ln.linalg.lu_factor.
--- @return Tensor
--- @return Tensor
linalg.lu = arguments.define("lu", "A: tensor", function(x)
  local m, n = of_matrix("lu", x)
  local packed = functions.lu_packed(x)
  return packed:narrow(-2, 1, m),
    packed:select(-2, m + 1):narrow(-1, 1, math.min(m, n)):detach()
end)

local function check_pivots(owner, lu, pivots)
  local m, n = of_matrix(owner, lu)
  local wanted = lu:size()
  wanted[#wanted], wanted[#wanted - 1] = nil, math.min(m, n)
  if repr.shape(pivots) ~= repr.sizes(wanted) then
    raise("%s: pivots are %s, an LU of %s has %s", owner,
          repr.shape(pivots), repr.shape(lu),
          repr.sizes(wanted))
  end
end

--- p (..., m, m), l (..., m, k) and u (..., k, n), with k = min(m, n), of what
--- lu gives: x = p l u.
--- @return Tensor
--- @return Tensor
--- @return Tensor
linalg.lu_unpack = arguments.define("lu_unpack",
  "LU_data: tensor, LU_pivots: tensor", function(lu, pivots)
  local m, n = of_matrix("lu_unpack", lu)
  local k = math.min(m, n)
  check_pivots("lu_unpack", lu, pivots)
  return functions.pivots_order(pivots, m):one_hot(m):transpose(-1, -2),
    lu:narrow(-1, 1, k):tril(-1) + engine.create.eye(m):narrow(-1, 1, k),
    lu:narrow(-2, 1, k):triu()
end)

-- The rows of x in the order that the pivots give them.
local function exchanged(x, pivots, n)
  local order = functions.pivots_order(pivots, n)
  if pivots:dim() == 1 then return x:index_select(-2, order) end
  return order:one_hot(n):matmul(x)
end

--- The y with a y = x (..., n, r), given what lu makes of a.
linalg.lu_solve = arguments.define("lu_solve",
  "x: tensor, LU_data: tensor, LU_pivots: tensor", function(x, lu, pivots)
  local n = of_matrix("lu_solve", lu)
  check_pivots("lu_solve", lu, pivots)
  of_matrix("lu_solve", x)
  if x:size(-2) ~= n or lu:size(-1) ~= n then
    raise("lu_solve: an LU of %s for %s", repr.shape(lu),
          repr.shape(x))
  end
  local y = triangular("lu_solve", lu, exchanged(x, pivots, n), false, true)
  return triangular("lu_solve", lu, y, true)
end)

-- ---- inverses and ranks ----

local EPSILON = engine.build.real == "double" and 2.0 ^ -52 or 2.0 ^ -23

-- What counts as 0 beside the largest singular value: rtol, which is max(m, n)
-- times the machine's epsilon unless it or atol is given.
local function relative(x, o)
  if o.rtol then return o.rtol end
  return o.atol and 0 or math.max(x:size(-2), x:size(-1)) * EPSILON
end

--- The pseudoinverse (Moore and Penrose): of singular values those above atol
--- and rtol times the largest are inverted, the others count as 0. rtol is
--- max(m, n) times the machine's epsilon, or 0 when atol is given. Derivatives
--- by Golub and Pereyra (1973), for a rank that stays as it is.
linalg.pinv = arguments.define("pinv",
  "x: tensor, {atol: nonnegative?, rtol: nonnegative?}", function(x, o)
  of_matrix("pinv", x)
  return functions.pinverse(x, relative(x, o), {atol = o.atol or 0})
end)

--- How many singular values count, as pinv's. No derivative.
linalg.matrix_rank = arguments.define("matrix_rank",
  "x: tensor, {atol: nonnegative?, rtol: nonnegative?}", function(x, o)
  local m, n = of_matrix("matrix_rank", x)
  local s = linalg.svdvals(x:detach())
  if math.min(m, n) == 0 then return s:sum(-1) end
  local cut = s:narrow(-1, 1, 1) * relative(x, o)
  return s:gt(cut:maximum(o.atol or 0)):sum(-1)
end)

local function square(owner, x)
  local n, columns = of_matrix(owner, x)
  if n ~= columns then
    raise("%s: square matrices are wanted, this is %s", owner,
          repr.shape(x))
  end
  return n
end

--- The product of n factors x; of -n factors inverse(x) when n is below 0.
linalg.matrix_power = arguments.define("matrix_power", "x: tensor, n: int",
                                       function(x, n)
  local size = square("matrix_power", x)
  if n == 0 then return engine.create.eye(size):expand(x:size()):clone() end
  local base, y = n < 0 and x:inverse() or x, nil
  n = math.abs(n)
  while n > 0 do
    if n % 2 == 1 then y = y and y:matmul(base) or base end
    n = n // 2
    if n > 0 then base = base:matmul(base) end
  end
  return y == x and x:clone() or y
end)

-- The Taylor polynomial of degree 18 of exp, in seven products (Paterson and
-- Stockmeyer): in double it is exact up to a norm of 1.09.
local BLOCK, BLOCKS, REACH = 6, 3, 1.09

local function taylor(x)
  local power = {[0] = engine.create.eye(x:size(-1)), x}
  for k = 2, BLOCK do power[k] = power[k - 1]:matmul(x) end
  local function share(k, j)
    local product = 1
    for i = 2, BLOCK * k + j do product = product * i end
    return power[j] * (1 / product)
  end
  local y
  for k = BLOCKS - 1, 0, -1 do
    local sum = share(k, 0)
    for j = 1, BLOCK - 1 do sum = sum + share(k, j) end
    y = sum + (y and y:matmul(power[BLOCK]) or share(k, BLOCK))
  end
  return y
end

-- How often x has to be halved until its norm (of columns) is within reach.
local function halvings(x)
  if x:numel() == 0 then return 0 end
  local norm = x:detach():abs():sum(-2):amax():item()
  if not (norm > REACH and norm < math.huge) then return 0 end
  return math.ceil(math.log(norm / REACH, 2))
end

--- exp of square matrices, sum over k of x^k / k!: of x / 2^s by its Taylor
--- polynomial of degree 18, squared s times (Bader, Blanes and Casas,
--- "Computing the matrix exponential with an optimized Taylor polynomial
--- approximation", 2019, choose the degree so).
linalg.matrix_exp = arguments.define("matrix_exp", "x: tensor", function(x)
  square("matrix_exp", x)
  local s = halvings(x)
  local y = taylor(x * 0.5 ^ s)
  for _ = 1, s do y = y:matmul(y) end
  return y
end)

-- ---- norms ----

--- The p-norm of vectors, (sum |x|^ord)^(1 / ord) over dim, or over everything;
--- ord may be inf, -inf and 0 (the number of non-zeros). It is norm by another
--- name.
linalg.vector_norm = arguments.define("vector_norm",
  "x: tensor, ord: real = 2, dim: dims?, {keepdim: bool = false}",
  function(x, ord, dim, o)
  return functions.norm(x, ord, dim, o)
end)

-- By the singular values of matrices in the last two dimensions.
local by_values = {
  nuc = function(s) return s:sum(-1) end,
  [2] = function(s) return s:amax(-1) end,
  [-2] = function(s) return s:amin(-1) end,
}

-- By the sums of |x| in each column (1), or in each row (inf).
local by_sums = {
  [1] = {-2, "amax"}, [-1] = {-2, "amin"},
  [math.huge] = {-1, "amax"}, [-math.huge] = {-1, "amin"},
}

-- Of matrices in the last two dimensions.
local function norm_of(x, ord)
  if ord == "fro" then return x:norm(2, {-2, -1}) end
  if by_values[ord] then return by_values[ord](linalg.svdvals(x)) end
  local sums = by_sums[ord]
  if not sums then
    raise("matrix_norm: ord is %s; fro, nuc, 1, 2, inf and their negatives " ..
          "are known", tostring(ord))
  end
  return functions[sums[2]](x:abs():sum(sums[1]), -1)
end

--- The norm of the matrices in the two dimensions of dim: "fro", the root of
--- the sum of squares; "nuc", the sum of singular values; 2 and -2, the largest
--- and the least of them; 1 and -1, the largest and the least sum of |x| in a
--- column; inf and -inf, in a row.
linalg.matrix_norm = arguments.define("matrix_norm",
  "x: tensor, ord: fro|nuc|real = fro, dim: dims = {-2, -1}, " ..
  "{keepdim: bool = false}", function(x, ord, dim, o)
  of_matrix("matrix_norm", x)
  local last_two = #dim == 2 and dim[1] == -2 and dim[2] == -1
  if last_two and not o.keepdim then return norm_of(x, ord) end
  if #dim ~= 2 then
    raise("matrix_norm: %d dimensions in dim, two are wanted", #dim)
  end
  local rows = dimension("matrix_norm", x, dim[1])
  local columns = dimension("matrix_norm", x, dim[2])
  if rows == columns then
    raise("matrix_norm: dimension %d is given twice", rows)
  end
  local y = norm_of(x:movedim({rows, columns}, {-2, -1}), ord)
  if not o.keepdim then return y end
  local first, last = math.min(rows, columns), math.max(rows, columns)
  return y:unsqueeze(first):unsqueeze(last)
end)

-- inf for singular matrices, whose place a unit matrix takes.
local function cond_by_inverse(x, p)
  local n = square("cond", x)
  local singular = linalg.slogdet(x:detach()):eq(0)
  local wide = singular:unsqueeze(-1):unsqueeze(-1)
  local safe = wide:where(engine.create.eye(n), x)
  return singular:where(math.huge,
                        norm_of(safe, p) * norm_of(safe:inverse(), p))
end

--- The condition of matrices, |x| |inverse(x)| in the matrix_norm p; for p = 2,
--- and -2, the ratio of the largest and the least singular value, and its
--- inverse, of matrices of any sizes. inf for singular ones.
linalg.cond = arguments.define("cond", "x: tensor, p: fro|nuc|real = 2",
                               function(x, p)
  local m, n = of_matrix("cond", x)
  if p ~= 2 and p ~= -2 then return cond_by_inverse(x, p) end
  if math.min(m, n) == 0 then
    raise("cond: a matrix with elements is wanted, this is %s",
          repr.shape(x))
  end
  local s = linalg.svdvals(x)
  local most, least = s:select(-1, 1), s:select(-1, -1)
  if p == 2 then return most / least end
  return least / most
end)

-- ---- matrices of a kind ----

--- The powers of x's elements (..., n) as columns: N of them (n), from
--- x^(N - 1) down to 1, or from 1 up when increasing.
linalg.vander = arguments.define("vander",
  "x: tensor, N: whole?, increasing: bool = false",
  function(x, count, increasing)
  if x:dim() == 0 then raise "vander: a number has no elements" end
  local n = count or x:size(-1)
  local powers = increasing and engine.create.arange(0, n - 1) or
                 engine.create.arange(n - 1, 0, -1)
  return x:unsqueeze(-1):pow(powers)
end)

return linalg
