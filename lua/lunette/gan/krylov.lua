--- Eigenvalues of matrices that are known by their products only, by Arnoldi's
--- iteration.

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local krylov = {}

local create, functions = engine.create, engine.functions
local abs, max, min, sqrt = math.abs, math.max, math.min, math.sqrt

-- ---- of a small Hessenberg matrix, in double ----
--
-- h is a list of rows. The QR iteration of Francis with two shifts, for the
-- values alone (Golub and Van Loan, "Matrix computations", algorithms 7.5.1 and
-- 7.5.2): rows and columns l to n are the block at work, which l leaves at an
-- element below the diagonal that is negligible.

local EPSILON, ROUNDS = 2.0 ^ -52, 60

local function start_of_block(h, n)
  for l = n, 2, -1 do
    local beside = abs(h[l - 1][l - 1]) + abs(h[l][l])
    if abs(h[l][l - 1]) <= EPSILON * beside then return l end
  end
  return 1
end

-- The eigenvalues of rows and columns n - 1 and n.
local function of_two(h, n)
  local a, d = h[n - 1][n - 1], h[n][n]
  local product, middle = h[n - 1][n] * h[n][n - 1], (a + d) / 2
  local square = ((a - d) / 2) ^ 2 + product
  local root = sqrt(abs(square))
  if square < 0 then return {middle, root}, {middle, -root} end
  local far = middle + (middle < 0 and -root or root)
  -- the other one by the determinant, which does not cancel
  local near = far == 0 and 0 or (a * d - product) / far
  return {far, 0}, {near, 0}
end

-- v and b of the reflection 1 - b v v^T that leaves of x its first element; nil
-- where x is 0.
local function reflection(x)
  local squares = 0
  for _, e in ipairs(x) do squares = squares + e * e end
  if squares == 0 then return nil end
  local size = sqrt(squares)
  local v = {x[1] + (x[1] < 0 and -size or size), x[2], x[3]}
  return v, 1 / (squares + abs(x[1]) * size)
end

-- Rows at + 1, at + 2, ... reflected, in columns first to last.
local function from_left(h, v, b, at, first, last)
  for j = first, last do
    local s = 0
    for i, e in ipairs(v) do s = s + e * h[at + i][j] end
    for i, e in ipairs(v) do h[at + i][j] = h[at + i][j] - b * s * e end
  end
end

-- Columns at + 1, at + 2, ... reflected, in rows first to last.
local function from_right(h, v, b, at, first, last)
  for i = first, last do
    local row, s = h[i], 0
    for j, e in ipairs(v) do s = s + e * row[at + j] end
    for j, e in ipairs(v) do row[at + j] = row[at + j] - b * s * e end
  end
end

-- One sweep, whose shifts have this sum and product.
local function sweep(h, l, n, sum, product)
  local x = {h[l][l] * (h[l][l] - sum) + h[l][l + 1] * h[l + 1][l] + product,
             h[l + 1][l] * (h[l][l] + h[l + 1][l + 1] - sum),
             h[l + 1][l] * h[l + 2][l + 1]}
  for k = l - 1, n - 2 do
    local v, b = reflection(x)
    if v then
      from_left(h, v, b, k, max(k, l), n)
      from_right(h, v, b, k, l, min(k + 4, n))
    end
    x = {}
    for i = 1, min(3, n - k - 1) do x[i] = h[k + 1 + i][k + 1] end
  end
end

-- Sum and product of the shifts: the eigenvalues of the last two rows and
-- columns, and at every tenth round LAPACK's exceptional ones.
local function shifts(h, n, round)
  local a, d = h[n - 1][n - 1], h[n][n]
  if round % 10 > 0 then
    return a + d, a * d - h[n - 1][n] * h[n][n - 1]
  end
  local s = abs(h[n][n - 1]) + abs(h[n - 1][n - 2])
  local shift = 0.75 * s + d
  return 2 * shift, shift * shift + 0.4375 * s * s
end

-- The eigenvalues of h, which is lost: {real, imaginary} each.
local function of_hessenberg(h)
  local found, n, round = {}, #h, 0
  while n > 0 do
    local l = start_of_block(h, n)
    if l > n - 2 then
      if l == n then found[#found + 1] = {h[n][n], 0}
      else found[#found + 1], found[#found + 2] = of_two(h, n) end
      n, round = l - 1, 0
    else
      round = round + 1
      if round > ROUNDS then raise "eigenvalues: the iteration has no end" end
      sweep(h, l, n, shifts(h, n, round))
    end
  end
  return found
end

-- ---- the iteration ----

local TINY = 100 * (engine.build.real == "double" and EPSILON or 2.0 ^ -23)

-- w without its part in the rows of `known`, and that part: twice, as once
-- leaves what rounding has left (Giraud et al. 2005).
local function orthogonal(w, known)
  local part = known:matmul(w)
  w = w - part:matmul(known)
  local rest = known:matmul(w)
  return w - rest:matmul(known), (part + rest):totable()
end

-- The rows of the Hessenberg matrix that the product is on the Krylov space of
-- a random vector of n elements, of `steps` dimensions or as many as there are;
-- and the size of what a further one would have added.
local function arnoldi(product, n, steps, generator)
  local basis, h = create.zeros(steps, n), {}
  for i = 1, steps do h[i] = {} end
  local q = create.randn({n}, {generator = generator})
  q = q / q:norm():item()
  for j = 1, steps do
    basis:narrow(1, j, 1):copy_(q:unsqueeze(1))
    local image = product(q)
    local w, part = orthogonal(image, basis:narrow(1, 1, j))
    local size = w:norm():item()
    if size ~= size or size == math.huge then
      raise "eigenvalues: a product is not finite"
    end
    for i = 1, steps do h[i][j] = part[i] or 0 end
    if j == steps or size <= TINY * image:norm():item() then
      for i = 1, steps do h[i] = i <= j and h[i] or nil end
      return h, size
    end
    h[j + 1][j], q = size, w / size
  end
end

-- ---- how far they are from ones of the matrix ----

-- The share of a value's eigenvector of h (k,k) in the last element: inverse
-- iteration, of [h - re, im; -im, h - re], real and imaginary part below each
-- other, from beside the value, where it has a solution.
local function last_share(h, re, im, beside)
  local k = h:size(1)
  local one = create.eye(k)
  local a, b = h - one * (re + beside), one * im
  local rows = {functions.cat({a, b}, 2), functions.cat({-b, a}, 2)}
  local m, y = functions.cat(rows, 1), create.ones(2 * k, 1)
  for _ = 1, 3 do
    y = m:solve(y)
    y = y / y:norm()
  end
  return sqrt(y[k]:item() ^ 2 + y[2 * k]:item() ^ 2)
end

local function sorted(values)
  local function size(v) return v[1] ^ 2 + v[2] ^ 2 end
  table.sort(values, function(a, b)
    local x, y = size(a), size(b)
    if x ~= y then return x > y end
    if a[1] ~= b[1] then return a[1] > b[1] end
    return a[2] > b[2]
  end)
  return values
end

--- The eigenvalues of product, a linear function of tensors of n elements, as
--- Arnoldi's iteration of `steps` products finds them: real parts, imaginary
--- parts and residuals (gan.dynamics says which), largest first.
function krylov.eigenvalues(product, n, steps, generator)
  local h, size = arnoldi(product, n, min(steps, n), generator)
  local small = create.tensor(h)
  local beside = TINY * small:norm():item()
  local re, im, residual = {}, {}, {}
  for k, v in ipairs(sorted(of_hessenberg(h))) do
    re[k], im[k] = v[1], v[2]
    residual[k] = beside == 0 and 0 or
                  size * last_share(small, v[1], v[2], beside)
  end
  return create.tensor(re), create.tensor(im), create.tensor(residual)
end

return krylov
