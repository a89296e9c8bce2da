-- Sorting, searching, sets.
local case, each = ...

for _, dim in ipairs {"-1", "-2"} do
  case(("x:sort(%s)"):format(dim))
  case(("t:argsort(%s)"):format(dim), "t")
  case(("x:topk(10, %s)"):format(dim))
  case(("x:kthvalue(30, %s)"):format(dim))
end
case("x:sort()", "x 1048576")
case("x:topk(100)", "x 1048576")
case("x:msort()")
case("ln.searchsorted(ln.linspace(-3, 3, 1000), t)", "t",
     {torch = "torch.searchsorted(torch.linspace(-3, 3, 1000), t)"})
case("t:bucketize(ln.linspace(-3, 3, 1000))", "t",
     {torch = "torch.bucketize(t, torch.linspace(-3, 3, 1000))"})
each("unique unique_consecutive", "i:%s()", "i NxN of 100")
case("t:unique()", "t")
case("ln.isin(i, i2)", "i NxN of 4096, i2 100 of 4096")
each("allclose equal", "t:%s(t)", "t", "t.%s(t.clone())")
case("t:equal(t2)", "t, t2")
