-- Products of matrices and vectors, and what is made of them.
local case, each = ...

for _, sides in ipairs {
  "x 16x16, y 16x16", "x 64x64, y 64x64", "x 256x256, y 256x256",
  "x 512x512, y 512x512", "x 1024x1024, y 1024x1024",
  "x 1x512, y 512x512", "x 512x512, y 512x1", "x 16x512, y 512x512",
  "x 512x512, y 512x16", "x 512x16, y 16x512", "x 1024x64, y 64x1024",
  "x 64x4096, y 4096x64", "x 64x100, y 100x6272", "x 33x77, y 77x55",
  "x 8x64x64, y 64x64", "x 64x64, y 8x64x64"} do
  case("x:matmul(y)", sides)
end
case("x:t():matmul(y:t())", "x 512x512, y 512x512")
case("x:mm(y)", "x 128x128, y 128x128")
for _, sides in ipairs {"4096x4x4", "512x16x16", "256x32x32", "64x64x64",
                        "8x256x256"} do
  case("x:bmm(y)", ("x %s, y %s"):format(sides, sides))
end
case("x:mv(y)", "x, y N")
case("x:t():mv(y)", "x, y N")
each("dot inner vdot", "x:%s(y)", "x 1048576, y 1048576")
each("dot inner", "x:%s(y)", "x 64, y 64")
case("x:inner(y)", "x 256x256, y 256x256")
case("ln.linalg.vecdot(x, y)", "x, y")
case("x:outer(y)", "x N, y N")
case("x:addmm(y, z)", "x 512, y 512x512, z 512x512")
case("x:addmm(y, z)", "x 64, y 64x64, z 64x64")
case("x:addmv(y, z)", "x N, y NxN, z N")
case("x:addr(y, z)", "x NxN, y N, z N")
each("baddbmm", "x:%s(y, z)", "x 64x64x64, y 64x64x64, z 64x64x64")
case("x:addbmm(y, z)", "x 64x64, y 64x64x64, z 64x64x64")
case("x:kron(y)", "x 32x32, y 32x32")
case("ln.tensordot(x, y, 2)", "x 64x16x16, y 16x16x64")
case("ln.linalg.multi_dot({x, y, z})", "x 256x64, y 64x256, z 256x64")
case("ln.chain_matmul(x, y, z)", "x 256x64, y 64x256, z 256x64")
case("x:cross(y, -1)", "x 65536x3, y 65536x3")
case("ln.linalg.cross(x, y)", "x 65536x3, y 65536x3")

each("F.linear", "%s(x, w, b)", "x 256x512, w 512x512, b 512")
each("F.linear", "%s(x, w, b)", "x 64x64, w 64x64, b 64")
each("F.linear", "%s(x, w, b)", "x 64x128, w 1x128, b 1")
each("F.linear", "%s(x, w, b)", "x 1x512, w 512x512, b 512")
each("F.linear", "%s(x, w)", "x 64x100, w 6272x100")

for equation, inputs in pairs {
  ["ij,jk->ik"] = "x 256x256, y 256x256",
  ["bij,bjk->bik"] = "x 64x64x64, y 64x64x64",
  ["bhqd,bhkd->bhqk"] = "x 8x8x64x32, y 8x8x64x32",
  ["bi,oij,bj->bo"] = "x 64x64, y 32x64x64, z 64x64",
  ["ij,ij->i"] = "x 1024x1024, y 1024x1024",
  ["ijk->kji"] = "x 64x128x128", ["ii->i"] = "x 1024x1024",
  ["nchw,kc->nkhw"] = "x 8x32x32x32, y 32x32"} do
  local _, commas = inputs:gsub(",", "")
  local names = ({"x", "x, y", "x, y, z"})[commas + 1]
  case(('ln.einsum("%s", %s)'):format(equation, names), inputs)
end

for _, p in ipairs {"1", "2", "3", "math.huge"} do
  case(("ln.cdist(x, y, {p = %s})"):format(p), "x 256x64, y 256x64")
end
case("F.pdist(x)", "x 256x64", {torch = "F.pdist(x)"})
case("F.cosine_similarity(x, y, -1)", "x, y")
case("F.cosine_similarity(x, y, -2)", "x, y")
case("F.normalize(x, 2, -1)")
case("F.normalize(x, 2, -2)")
case("F.bilinear(x, y, w, b)", "x 256x64, y 256x64, w 32x64x64, b 32")
