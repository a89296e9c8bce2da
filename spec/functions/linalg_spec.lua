-- Decompositions by what defines them; values against PyTorch stand in
-- spec/reference/linalg.py.
local ln = require "lunette"
local lapack = require "spec.support.lapack"
local near = require "spec.near"

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

  test("slogdet and logdet of a singular matrix", function()
    local sign, size = ln.slogdet(ln.zeros(2, 2))
    assert.equal(0, sign:item())
    assert.equal(-math.huge, size:item())
    sign, size = ln.slogdet(ln.zeros(3, 0, 0))
    assert.same({1, 1, 1}, sign:totable())
    assert.same({0, 0, 0}, size:totable())
  end)
end)
