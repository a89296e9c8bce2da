-- Decompositions by what defines them; values against PyTorch stand in
-- spec/reference/linalg.py.
local ln = require "lunette"
local lapack = require "spec.support.lapack"
local near = require "spec.near"
local value = require "spec.support.value"

local TIGHT = ln.real == "double" and 1e-12 or 1e-5

local function test(text, f)
  it(text, function()
    local missing = lapack.missing()
    if missing then pending(missing) end
    f()
  end)
end

-- Two tensors agree, relative to the largest element.
local function agree(a, b, tolerance)
  assert.same(b:size(), a:size())
  near(a:detach(), b:detach():flatten():totable(), tolerance or TIGHT)
end

describe("linear algebra:", function()
  local generator = ln.Generator(3)
  local function randn(...) return ln.randn(..., {generator = generator}) end
  local function definite(...)
    local a = randn(...)
    return a:matmul(a:transpose(-1, -2)) + ln.eye(a:size(-1))
  end

  test("eigh gives values and vectors of a batch", function()
    local x = randn {2, 5, 5}
    local s = (x + x:transpose(-1, -2)) / 2
    local values, v = ln.eigh(x)
    assert.same({2, 5}, values:size())
    agree(v:matmul(values:diag_embed()):matmul(v:transpose(-1, -2)), s)
    agree(v:transpose(-1, -2):matmul(v), ln.eye(5):expand(2, 5, 5))
    assert.equal(1, (values:narrow(-1, 2, 4) - values:narrow(-1, 1, 4)):ge(0):amin():item())
    agree(x:eigvalsh(), values)
  end)

  test("eigenvalues pass gradients on where two are the same", function()
    local x = ln.eye(3):requires_grad_()
    local g = ln.grad((x:eigvalsh() ^ 2):sum(), {x})[1]
    agree(g, ln.eye(3) * 2)
  end)

  test("svd is thin, of wide and tall matrices", function()
    for _, sizes in ipairs {{4, 4}, {6, 3}, {3, 6}, {2, 5, 2}} do
      local x = randn(sizes)
      local u, s, vh = ln.svd(x)
      agree(u:matmul(s:diag_embed()):matmul(vh), x)
      local k = math.min(x:size(-1), x:size(-2))
      agree(u:transpose(-1, -2):matmul(u) - ln.eye(k) + 1, ln.ones(s:size()):diag_embed() * 0 + 1)
      agree(vh:matmul(vh:transpose(-1, -2)) - ln.eye(k) + 1,
        ln.ones(s:size()):diag_embed() * 0 + 1)
    end
  end)

  test("signs of vectors do not hang on the LAPACK", function()
    local _, v = ln.eigh(ln.tensor {{2, 1}, {1, 2}})
    local h = math.sqrt(0.5)
    near(v, {h, h, -h, h})
    local u, s, vh = ln.svd(ln.tensor {{0, -3}, {2, 0}})
    near(u, {-1, 0, 0, 1})
    near(s, {3, 2})
    near(vh, {0, 1, 1, 0})
  end)

  test("cholesky, inverse, solve and sqrtm are what they say", function()
    local x, b = definite {2, 4, 4}, randn {2, 4, 3}
    local l = x:cholesky()
    agree(l:matmul(l:transpose(-1, -2)), x)
    assert.equal(0, l:triu(1):abs():sum():item())
    agree(x:inverse():matmul(x), ln.eye(4):expand(2, 4, 4), 20 * TIGHT)
    agree(x:matmul(x:solve(b)), b, 20 * TIGHT)
    agree(x:sqrtm():matmul(x:sqrtm()), x)
    agree(x:slogdet() * 0 + x:logdet():exp(), (l:diagonal(0, -2, -1):log():sum(-1) * 2):exp(),
      20 * TIGHT)
  end)

  test("sqrtm takes matrices that are not of full rank", function()
    local a = randn {5, 2}
    local x = a:matmul(a:t())
    local y = x:sqrtm()
    agree(y:matmul(y), x, 20 * TIGHT)
    near(ln.zeros(2, 2):sqrtm(), {0, 0, 0, 0})
    assert.error_matches(function() return ln.tensor {{1, 0}, {0, -1}}:sqrtm() end,
      "sqrtm: the eigenvalue %-1 is below 0")
  end)

  test("the derivative of sqrtm holds where eigenvalues are the same", function()
    local x = (ln.eye(3) * 4):requires_grad_()
    local w = ln.arange(1, 9):view(3, 3)
    local g = ln.grad((x:sqrtm() * w):sum(), {x})[1]
    agree(g, (w + w:t()) / 8)
  end)

  test("a matrix that has no such thing is an error", function()
    assert.error_matches(function() local _ = ln.tensor {{1, 2}, {2, 1}}:cholesky() end,
      "^cholesky: the matrix is not positive definite: "
      .. "its leading minor of order 2")
    assert.error_matches(function() return ln.ones(2, 2):inverse() end,
      "inverse: the matrix is singular: pivot 2")
    assert.error_matches(function() return ln.zeros(2, 2):solve(ln.ones(2)) end,
      "^solve: the matrix is singular: pivot 1")
    assert.error_matches(function() return (ln.eye(2) / 0):eigh() end,
      "eigh_packed: element 1 is inf; all have to be finite")
    assert.error_matches(function() return ln.ones(2, 3):inverse() end,
      "inverse: square matrices are wanted, this is 2x3")
    assert.error_matches(function() return ln.ones(2, 3):eigh() end, "square matrices")
    assert.error_matches(function() return ln.svd(ln.ones(3)) end,
      "svd: a matrix is wanted, this is 3")
    agree(ln.eye(2):inverse(), ln.eye(2))
  end)

  test("svd with full matrices adds what is orthogonal", function()
    for _, sizes in ipairs {{6, 3}, {3, 6}, {4, 4}, {2, 5, 2}} do
      local x = randn(sizes)
      local m, n = x:size(-2), x:size(-1)
      local u, s, vh = ln.svd(x, true)
      assert.same({m, m, n, n}, {u:size(-2), u:size(-1), vh:size(-2), vh:size(-1)})
      agree(u:transpose(-1, -2):matmul(u) + 1, (ln.eye(m) + 1):expand(u:size()))
      agree(vh:matmul(vh:transpose(-1, -2)) + 1, (ln.eye(n) + 1):expand(vh:size()))
      local k = math.min(m, n)
      agree((u:narrow(-1, 1, k) * s:unsqueeze(-2)):matmul(vh:narrow(-2, 1, k)), x)
    end
  end)

  test("qr gives orthogonal columns and an upper triangle", function()
    for _, sizes in ipairs {{4, 4}, {5, 2}, {2, 5}, {2, 3, 2}, {3, 0}, {0, 3}} do
      for _, mode in ipairs {"reduced", "complete"} do
        local x = randn(sizes)
        local m, n = x:size(-2), x:size(-1)
        local q, r = x:qr(mode)
        local k = mode == "complete" and m or math.min(m, n)
        assert.same({m, k, k, n}, {q:size(-2), q:size(-1), r:size(-2), r:size(-1)})
        agree(q:transpose(-1, -2):matmul(q) + 1, (ln.eye(k) + 1):expand(x:dim() == 3 and {2, k, k} or {k, k}))
        agree(q:matmul(r), x)
        assert.equal(0, r:tril(-1):abs():sum():item())
      end
    end
    local x = randn {3, 2}:requires_grad_()
    assert.error_matches(function() ln.grad((x:qr "complete"):sum(), {x}) end,
      "qr has no derivative in mode complete for 3 rows and 2 columns: what completes q is arbitrary")
  end)

  test("lu gives a permutation and two triangles", function()
    for _, sizes in ipairs {{4, 4}, {5, 3}, {3, 5}, {2, 3, 3}, {0, 2}, {2, 0}} do
      local x = randn(sizes)
      local p, l, u = ln.linalg.lu(x)
      agree(p:matmul(l):matmul(u), x)
      assert.equal(p:size(-1), p:size(-2))
      agree(p:matmul(p:transpose(-1, -2)) + 1, (ln.eye(x:size(-2)) + 1):expand(p:size()))
      assert.equal(0, l:triu(1):abs():sum():item() + u:tril(-1):abs():sum():item())
    end
    -- the larger of the first column comes first: 2, 4 under 1, 1 leaves 1 - 4 / 2
    local lu, pivots = ln.linalg.lu_factor(ln.tensor {{1, 1}, {2, 4}})
    near(lu, {2, 4, 0.5, -1})
    near(pivots, {2, 2})
    near(ln.linalg.lu_solve(lu, pivots, ln.tensor {{3}, {8}}), {2, 1})
    assert.error_matches(function() return ln.lu_unpack(lu, ln.ones(3)) end,
      "lu_unpack: pivots are 3, an LU of 2x2 has 2")
    assert.error_matches(function() return ln.lu_unpack(lu, ln.ones(2) * 3) end,
      "pivots_order: a pivot is 3, a row from 1 to 2")
    assert.error_matches(function() return ln.lu_solve(ln.ones(3, 1), lu, pivots) end, "lu_solve: an LU of 2x2 for 3x1")
  end)

  -- from 1 2 3 4, rows 1 and 3 change places, then 2 and 3, then nothing does
  value("pivots_order", "is the order that exchanges leave", function()
    assert.same({3, 1, 2, 4}, ln.pivots_order(ln.tensor {3, 3, 3}, 4):totable())
    assert.same({{2, 1}, {1, 2}}, ln.pivots_order(ln.tensor {{2}, {1}}, 2):totable())
    for _, bad in ipairs {0, 5, 1.5} do
      assert.error_matches(function() return ln.pivots_order(ln.tensor {1, bad}, 4) end,
        "pivots_order: a pivot is " .. bad .. ", a row from 1 to 4 is wanted")
    end
  end)

  -- the loops take 16 rows, products the rest: sizes on both sides of that
  local MANY = ln.real == "double" and 1e-11 or 1e-4

  test("lu of many rows", function()
    for _, sizes in ipairs {{16, 16}, {17, 17}, {40, 40}, {100, 37}, {37, 100}, {2, 65, 65}} do
      local x = randn(sizes)
      local p, l, u = ln.linalg.lu(x)
      agree(p:matmul(l):matmul(u), x, MANY)
      assert.is_true(l:abs():amax():item() <= 1)
      assert.equal(0, l:triu(1):abs():sum():item() + u:tril(-1):abs():sum():item())
    end
    local x = randn {40, 40}
    x = ln.cat({x:narrow(2, 1, 30), x:narrow(2, 1, 1) * 0, x:narrow(2, 32, 9)}, 2)
    assert.equal(0, x:det():item())
    assert.error_matches(function() return x:inverse() end,
      "inverse: the matrix is singular: pivot 31 of its factors is 0")
  end)

  test("cholesky of many rows", function()
    for _, n in ipairs {16, 17, 40, 129} do
      local x = definite {n, n}
      local l = x:cholesky()
      agree(l:matmul(l:t()), x, MANY)
      assert.equal(0, l:triu(1):abs():sum():item())
    end
    local x = ln.eye(40)
    x = x - ln.one_hot(ln.tensor {37}, 40):t():matmul(ln.one_hot(ln.tensor {37}, 40))
    assert.error_matches(function() return x:cholesky() end, "its leading minor of order 37 is not above 0")
  end)

  test("systems of many rows", function()
    for _, n in ipairs {16, 17, 40, 129} do
      -- small beside the diagonal, so that the systems stay tame
      local a = randn {n, n} * (0.5 / n) + ln.eye(n) * 2
      agree(a:matmul(a:inverse()) + 1, ln.eye(n) + 1, MANY)
      for _, columns in ipairs {1, 5, 16, 40} do
        local b = randn {n, columns}
        agree(a:matmul(ln.linalg.solve(a, b)), b, MANY)
        for _, upper in ipairs {false, true} do
          local own = upper and a:triu() or a:tril()
          agree(own:matmul(ln.linalg.solve_triangular(a, b, {upper = upper})), b, MANY)
          local unit = own - ln.eye(n) * own + ln.eye(n)
          agree(unit:matmul(ln.linalg.solve_triangular(a, b, {upper = upper, unitriangular = true})), b, MANY)
        end
      end
    end
  end)

  test("lstsq fits a line, and gives the shortest of many", function()
    -- through (0, 1), (1, 3), (2, 4): slope 3/2, at 0 7/6; misses 1/6, 1/3, 1/6
    local a = ln.tensor {{0, 1}, {1, 1}, {2, 1}}
    local y, rest = ln.lstsq(a, ln.tensor {{1}, {3}, {4}})
    near(y, {1.5, 7 / 6})
    near(rest, {1 / 6})
    y, rest = ln.lstsq(ln.tensor {{1, 1}}, ln.tensor {{2}})
    near(y, {1, 1})
    assert.equal(0, rest:numel())
    y = ln.lstsq(ln.tensor {{2, 0}, {0, 4}}, ln.tensor {{2}, {2}})
    near(y, {1, 0.5})
    assert.error_matches(function() return ln.lstsq(a, ln.ones(2, 1)) end, "lstsq: 3x2 has 3 rows, 2x1 has 2")
    assert.error_matches(function() return ln.lstsq(ln.ones(2, 3, 2), ln.ones(3, 3, 1)) end,
      "lstsq: leading dimensions of 2x3x2 and 3x3x1")
  end)

  -- Laplace's expansion, of a list of rows.
  local function expanded(rows, left_out, from)
    if from > #rows then return 1 end
    local sum, sign = 0, 1
    for j = 1, #rows do
      if not left_out[j] then
        left_out[j] = true
        sum = sum + sign * rows[from][j] * expanded(rows, left_out, from + 1)
        left_out[j], sign = nil, -sign
      end
    end
    return sum
  end

  local function with_row(rows, i, row)
    local list = table.move(rows, 1, #rows, 1, {})
    list[i] = row
    return list
  end

  -- A determinant is linear in each row: its derivative along d, to second order.
  local function second_order(rows, d, i, j)
    local unit, sum = {}, 0
    for l = 1, #rows do unit[l] = l == j and 1 or 0 end
    for k = 1, #rows do
      if k ~= i then
        sum = sum + expanded(with_row(with_row(rows, i, unit), k, d[k]), {}, 1)
      end
    end
    return sum
  end

  test("det has its second derivatives beside what is singular", function()
    local bit = ln.real == "double" and 2 ^ -48 or 2 ^ -20
    for _, rank in ipairs {5, 4, 3} do
      local left, right = randn({5, rank}):mul(4):round(), randn({rank, 5}):mul(4):round()
      local x = (left:matmul(right) + randn({5, 5}):mul(4):round() * bit):requires_grad_()
      local d, wanted = randn {5, 5}, {}
      local rows, along = x:detach():totable(), d:totable()
      for k = 0, 24 do
        wanted[k + 1] = second_order(rows, along, k // 5 + 1, k % 5 + 1)
      end
      local g = ln.grad(x:det(), {x}, {create_graph = true})[1]
      local h = ln.grad((g * d):sum(), {x})[1]
      agree(h, ln.tensor(wanted):reshape(5, 5), 20 * TIGHT)
    end
  end)

  test("det is differentiable to any order where it is 0", function()
    -- det(t h) = t^3 det(h), and det(h) is 3
    local h, t = ln.tensor {{1, 2, 0}, {0, 1, 1}, {1, 0, 1}}, ln.tensor(0, {requires_grad = true})
    local y = (h * t):det()
    assert.equal(0, y:item())
    for _, expected in ipairs {0, 0, 18} do
      y = ln.grad(y, {t}, {create_graph = true})[1]
      near(y, {expected})
    end
    -- the cofactors of a matrix that is singular but for rounding
    local x = ln.tensor({{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, {requires_grad = true})
    local g = ln.grad(x:det(), {x})[1]
    agree(g, ln.tensor {{-3, 6, -3}, {6, -12, 6}, {-3, 6, -3}}, 20 * TIGHT)
    assert.error_matches(function() return ln.ones(2, 3):det() end,
      "det: square matrices are wanted, this is 2x3")
  end)

  test("matrix_exp of a large rotation", function()
    local y = ln.tensor {{0, -100}, {100, 0}}:matrix_exp()
    local c, s = math.cos(100), math.sin(100)
    near(y, {c, -s, s, c}, 100 * TIGHT)
    assert.equal(0, ln.matrix_exp(ln.tensor {{0 / 0}}):isfinite():item())
    assert.error_matches(function() return ln.ones(2, 3):matrix_exp() end, "matrix_exp: square matrices are wanted")
  end)

  test("norms that there are not are named", function()
    local x = randn {3, 4}
    assert.error_matches(function() return x:matrix_norm(3) end, "matrix_norm: ord is 3; fro, nuc, 1, 2, inf")
    assert.error_matches(function() return x:matrix_norm(2, {1, -2}) end, "matrix_norm: dimension 1 is given twice")
    assert.error_matches(function() return x:matrix_norm(2, {1}) end, "matrix_norm: 1 dimensions in dim, two")
    assert.error_matches(function() return x:cond(1) end, "cond: square matrices are wanted, this is 3x4")
    assert.error_matches(function() return ln.solve_triangular(x, x, {upper = true}) end,
      "solve_triangular_columns: square matrices are wanted, this is 3x4")
  end)

  test("ln.linalg has them by PyTorch's names", function()
    local x = definite {3, 3}
    agree(ln.linalg.inv(x), x:inverse())
    assert.equal(ln.qr, ln.linalg.qr)
    near(ln.linalg.norm(ln.tensor {{3, 0}, {0, 4}}), {5})
    near(ln.linalg.norm(ln.tensor {{3, 0}, {0, 4}}, 2), {4})
    near(ln.linalg.norm(ln.tensor {{3, 1}, {0, 4}}, 1), {5})
    near(ln.linalg.norm(ln.tensor {{3, 1}, {0, 4}}, 1, 2), {4, 4})
    near(ln.linalg.norm(ln.tensor {3, 4}, math.huge), {4})
    near(ln.linalg.norm(ln.tensor {{3, 1}, {0, 4}}, "nuc", {1, 2}), {(3 + 4) * math.sqrt(1 + 1 / 49)})
    assert.error_matches(function() return ln.linalg.norm(ln.ones(2, 2, 2), 1) end,
      "linalg.norm: 2x2x2 with an ord, over 3 dimensions; 1 or 2 are wanted")
    assert.error_matches(function() return ln.linalg.norm(ln.ones(2), "fro") end,
      "linalg.norm: fro is a norm of matrices; there is 1 dimension")
    near(ln.linalg.cross(ln.tensor {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, ln.tensor {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}}),
      {0, 0, 1, 1, 0, 0, 0, 1, 0})
    near(ln.linalg.vander(ln.tensor {2, 3}), {1, 2, 1, 3})
    near(ln.linalg.vander(ln.tensor {2, 3}, {N = 3}), {1, 2, 4, 1, 3, 9})
    near(ln.linalg.diagonal(ln.arange(1, 8):view(2, 2, 2)), {1, 4, 5, 8})
    assert.error_matches(function() return ln.linalg.sdv end, "linalg has no sdv; near it: svd")
  end)

  test("slogdet and logdet of a singular matrix", function()
    local sign, size = ln.slogdet(ln.zeros(2, 2))
    assert.equal(0, sign:item())
    assert.equal(-math.huge, size:item())
    sign, size = ln.slogdet(ln.zeros(3, 0, 0))
    assert.same({1, 1, 1}, sign:totable())
    assert.same({0, 0, 0}, size:totable())
  end)
end)
