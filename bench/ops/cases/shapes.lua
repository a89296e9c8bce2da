-- Views, copies in another order, joining and cutting.
local case, each = ...

case("x:reshape(-1)")
each("flatten ravel t fliplr flipud trace triu tril diag diagonal",
     "x:%s()")
each("clone contiguous", "x:%s()")
each("atleast_1d atleast_2d atleast_3d", "ln.%s(x)")
case("x:view(-1, 16)")
each("view_as reshape_as expand_as", "x:%s(y)", "x, y")
case("x:unflatten(-1, {16, -1})")
case("x:unsqueeze(-2)")
case("x:unsqueeze(-2):squeeze(-2)")
case("x:permute(-1, -2)")
case("x:permute(-1, -2) + 0")
case("x:transpose(-1, -2):contiguous()")
case("x:movedim(-1, -2)")
case("x:expand(N, N) + 0", "x Nx1")
case("ln.broadcast_tensors({x, y})", "x Nx1, y 1xN",
     {torch = "torch.broadcast_tensors(x, y)"})
case("x:narrow(-1, 3, 20)")
case("x:select(-1, 3)")
case("x:unfold(-1, 8, 8) + 0")
case("x:permute(-4, -2, -1, -3):contiguous()", "x 32x32x32x32")

each("cat stack", "ln.%s({x, y}, -1)", "x, y")
each("cat stack", "ln.%s({x, y}, -2)", "x, y")
each("hstack vstack dstack column_stack", "ln.%s({x, y})", "x, y")
case("ln.block_diag({x, y})", "x, y", {torch = "torch.block_diag(x, y)"})
case("ln.cat(x:split(16, -1), -1)")
case("ln.cat(x:split(16, -2), -2)")
case("ln.cat(x:chunk(4, -1), -1)")
case("ln.cat(x:tensor_split(3, -1), -1)")
each("hsplit vsplit", "ln.cat(x:%s(4), -1)")
case("ln.cat(x:dsplit(4), -1)", "x 64x64x64")
case("ln.stack(x:unbind(-2), -2)")

case("x:tile(4, 4)", "x 256x256")
case("x:repeat_interleave(4, -2)", "x 256x1024")
case("x:repeat_interleave(4, -1)", "x 1024x256")
for _, dim in ipairs {"-1", "-2"} do
  case(("x:flip(%s)"):format(dim), "x", {torch = ("x.flip(%s)"):format(dim)})
  case(("x:roll(30, %s)"):format(dim))
end
case("x:rot90()")
case("x:diag()", "x N")
case("x:diag_embed()", "x 16x256")
case("x:diagflat()", "x N")
case("ln.meshgrid({x, y})[1] + 0", "x N, y N",
     {torch = 'torch.meshgrid(x, y, indexing="ij")[0] + 0'})
case("ln.cartesian_prod({x, y})", "x N, y N",
     {torch = "torch.cartesian_prod(x, y)"})
case("ln.combinations(x)", "x N")

for mode in ("constant reflect replicate circular"):gmatch "%S+" do
  case(('F.pad(x, {2, 2, 2, 2}, "%s")'):format(mode), "x 16x16x64x64")
end
case("F.pad(x, {3, 3})", "x 16x64x1024")
case("F.pixel_shuffle(x, 2)", "x 16x64x32x32")
case("F.pixel_unshuffle(x, 2)", "x 16x16x64x64")
case("F.channel_shuffle(x, 4)", "x 16x64x32x32")
case("F.unfold(x, 3, {padding = 1})", "x 8x16x32x32")
case("F.fold(x, {32, 32}, 3, {padding = 1})", "x 8x144x1024")
