-- Layers that have no file of their own here: linear, of norms, of chance, of
-- shapes; and mini-batch discrimination as PyTorch's users write it.
local case, each = ...

local function layer(made, inputs) case("made(x)", inputs, {made = made}) end
layer("nn.Linear(512, 512)", "x 256x512")
layer("nn.Linear(64, 64)", "x 64x64")
case("made(x, y)", "x 256x64, y 256x64", {made = "nn.Bilinear(64, 64, 32)"})
case("made(x)", "x 64x512", {
  made = "nn.spectral_norm(nn.Linear(512, 512))",
  torch_made = "nn.utils.spectral_norm(nn.Linear(512, 512))"})
case("made(x)", "x 64x512", {
  made = "nn.weight_norm(nn.Linear(512, 512))",
  torch_made = "nn.utils.weight_norm(nn.Linear(512, 512))"})
case("made(x)", "x 128x256", {
  made = "nn.MinibatchDiscrimination(256, 32, 8, " ..
         '{reduction = "sum", weight_norm = false, bias = false})',
  torch_made = {"MBD(256, 32, 8)", "MBDCdist(256, 32, 8)"}})

local images = {"32x32x1024", "32x32x32x32", "4x32x8x32x32"}
for rank = 1, 3 do
  layer(("nn.BatchNorm%dd(32)"):format(rank), "x " .. images[rank])
  layer(("nn.InstanceNorm%dd(32, {affine = true})"):format(rank),
        "x " .. images[rank])
  local channels = "F.dropout" .. rank .. "d(x, 0.5, true)"
  case(channels, "x " .. images[rank])
  layer(("nn.Dropout%dd(0.5)"):format(rank), "x " .. images[rank])
end
layer("nn.BatchNorm1d(N)", "x")
case("F.batch_norm(x, t, r, {weight = w, bias = b})",
     "x 32x32x32x32, t 32, r 32, w 32, b 32")
case("F.batch_norm(x, t, r, {weight = w, bias = b, training = true})",
     "x, t N, r N, w N, b N")
case("F.instance_norm(x)", "x 32x32x32x32")
layer("nn.GroupNorm(8, 32)", "x 32x32x32x32")
case("F.group_norm(x, 8)", "x 32x32x32x32")
layer("nn.LayerNorm(N)", "x")
case("F.layer_norm(x, {N})")
layer("nn.LocalResponseNorm(5)", "x 32x32x32x32")
case("F.local_response_norm(x, 5)", "x 32x32x32x32")

each("dropout alpha_dropout feature_alpha_dropout", "F.%s(x, 0.5, true)")
layer("nn.Dropout(0.5)", "x")
layer("nn.AlphaDropout(0.5)", "x")
layer("nn.FeatureAlphaDropout(0.5)", "x 32x32x32x32")

layer("nn.Flatten()", "x 32x32x32x32")
layer("nn.Unflatten(-1, {8, 4})", "x 32x32x32x32")
layer("nn.Identity()", "x")
case("made(x)", "x 64x64", {
  made = "nn.Sequential {nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64)}",
  torch_made =
    "nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64))"})
layer("nn.ChannelShuffle(4)", "x 16x64x32x32")
layer("nn.PixelShuffle(2)", "x 16x64x32x32")
layer("nn.PixelUnshuffle(2)", "x 16x16x64x64")
layer("nn.Unfold(3, {padding = 1})", "x 8x16x32x32")
layer("nn.Fold({32, 32}, 3, {padding = 1})", "x 8x144x1024")
case("made(i)", "i 64x16 of 1000", {made = "nn.Embedding(1000, 64)"})
case("made(i)", "i 64x16 of 1000", {made = "nn.EmbeddingBag(1000, 64)"})
local padded = {"16x64x1024", "16x16x64x64", "4x8x16x32x32"}
for rank = 1, 3 do
  for kind in ("Reflection Replication"):gmatch "%S+" do
    layer(("nn.%sPad%dd(2)"):format(kind, rank), "x " .. padded[rank])
  end
  layer(("nn.ConstantPad%dd(2, 0.5)"):format(rank), "x " .. padded[rank])
end
layer("nn.ZeroPad2d(2)", "x 16x16x64x64")
