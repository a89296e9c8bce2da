-- Reading and writing by indices and masks.
local case = ...

for _, dim in ipairs {"-1", "-2"} do
  case(("x:gather(%s, i)"):format(dim), "x, i")
  case(("x:scatter(%s, i, y)"):format(dim), "x, i, y")
  case(("x:scatter_add(%s, i, y)"):format(dim), "x, i, y")
  case(('x:scatter_reduce(%s, i, y, "amax")'):format(dim), "x, i, y")
  case(("x:index_select(%s, i)"):format(dim), "x, i N")
  case(("x:index_add(%s, i, y)"):format(dim), "x, i N, y")
  case(("x:index_copy(%s, i, y)"):format(dim), "x, i N, y")
  case(("x:index_fill(%s, i, 0.5)"):format(dim), "x, i N")
  case(('x:index_reduce(%s, i, y, "amax")'):format(dim), "x, i N, y")
  case(("x:take_along_dim(i, %s)"):format(dim), "x, i")
end
case('x:scatter_reduce(-1, i, y, "mean")', "x, i, y")
case("x:take(i)", "x, i")
case("x:masked_select(mask)", "x, mask")
case("x:masked_scatter(mask, y)", "x, mask, y")
case("mask:nonzero()", "mask")
case("F.one_hot(i, N)", "i N")
case("F.embedding(i, w)", "i 8192 of 1024, w 1024x128")
case("F.embedding(i, w)", "i 64 of 100, w 100x64")
case('F.embedding_bag(i, w, {mode = "sum"})',
     "i 1024x8 of 1024, w 1024x128")
case("F.embedding_bag(i, w)", "i 1024x8 of 1024, w 1024x128")
case("x[i]", "x, i N")
case("x[{{}, i}]", "x, i N", {torch = "x[:, i]"})
case("x[mask]", "x, mask")
case("x[{{2, -1}}]", "x", {torch = "x[1:]"})
case("x[{{}, {2, -1, 2}}]", "x", {torch = "x[:, 1::2]"})
case("x:index_put({i}, y)", "x, i N, y")
case("x:index_put({i, i2}, y, true)", "x, i 4096 of N, i2 4096 of N, y 4096")
case("x:select_scatter(y, -2, 3)", "x, y N")
case("ln.slice_scatter(x, y, -2, 1, N)", "x, y",
     {torch = "torch.slice_scatter(x, y, 0, 0, N, 1)"})
case("x:diagonal_scatter(y)", "x, y N")
case('ln.segment_reduce(x, "sum", {lengths = ln.full({16}, N // 16)})',
     "x", {torch = 'torch.segment_reduce(x, "sum", lengths=' ..
                   "torch.full((16,), N // 16))"})
