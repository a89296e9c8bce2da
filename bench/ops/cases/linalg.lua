-- Decompositions, of matrices of 64 and 256 and of many of 8.
local case, each = ...

local function sizes(f, input)
  for _, text in ipairs {"64x64", "256x256", "256x8x8"} do
    f(("%s %s"):format(input, text))
  end
end
sizes(function(s)
  each([[cholesky eigvalsh inv det cond lu_factor matrix_exp pinv
    matrix_rank]], "ln.linalg.%s(s)", s)
  case("ln.linalg.matrix_power(s, 5)", s)
  -- of a sign there is nothing to derive
  case("select(2, ln.linalg.slogdet(s))", s,
       {torch = "torch.linalg.slogdet(s)[1]"})
  case("select(2, ln.linalg.eigh(s))", s, {torch = "torch.linalg.eigh(s)[1]"})
  case("ln.logdet(s)", s)
  each("inverse cholesky_inverse pinverse", "ln.%s(s)", s)
end, "s")
sizes(function(x)
  each("svdvals matrix_norm norm lu vector_norm", "ln.linalg.%s(x)", x)
  case("ln.linalg.svd(x)", x,
       {torch = "torch.linalg.svd(x, full_matrices=False)"})
  case('ln.linalg.matrix_norm(x, "nuc")', x)
  case("select(2, ln.linalg.qr(x))", x, {torch = "torch.linalg.qr(x)[1]"})
end, "x")
for _, side in ipairs {"64", "256"} do
  local pair = ("s %sx%s, y %sx16"):format(side, side, side)
  case("ln.linalg.solve(s, y)", pair)
  case("ln.linalg.solve_triangular(s, y, {upper = false})", pair)
  case("ln.cholesky_solve(y, s)", pair)
  case("ln.linalg.lstsq(s, y)", pair, {torch = "torch.linalg.lstsq(s, y)[0]"})
  case("ln.lu_solve(y, ln.lu(s))", pair,
       {torch = "torch.lu_solve(y, *torch.linalg.lu_factor(s))"})
  case("ln.linalg.lu_solve(made[1], made[2], y)",
       ("t %sx%s, y %sx16"):format(side, side, side),
       {made = "{ln.linalg.lu_factor(t)}",
        torch = "torch.linalg.lu_solve(made[0], made[1], y)",
        torch_made = "torch.linalg.lu_factor(t)"})
  case("ln.lu_unpack(ln.lu(s))", pair,
       {torch = "torch.lu_unpack(*torch.linalg.lu_factor(s))[1]"})
end
case("ln.vander(p)", "p 64")
case("ln.linalg.vander(p)", "p 64")
case("ln.linalg.diagonal(x)", "x 256x8x8")
