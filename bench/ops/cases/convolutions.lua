-- As layers, with the gradients of input, weight and bias.
local case = ...

local function layer(made, inputs) case("made(x)", inputs, {made = made}) end
layer("nn.Conv2d(3, 64, 4, {stride = 2, padding = 1})", "x 32x3x64x64")
layer("nn.Conv2d(1, 64, 4, {stride = 2, padding = 1})", "x 64x1x28x28")
layer("nn.Conv2d(64, 128, 4, {stride = 2, padding = 1})", "x 16x64x32x32")
layer("nn.Conv2d(256, 1, 4, {bias = false})", "x 64x256x4x4")
layer("nn.Conv2d(64, 64, 3, {padding = 1})", "x 16x64x32x32")
layer("nn.Conv2d(128, 128, 3, {padding = 1})", "x 16x128x8x8")
layer("nn.Conv2d(8, 8, 3, {padding = 1})", "x 4x8x8x8")
layer("nn.Conv2d(64, 64, 1)", "x 16x64x32x32")
layer("nn.Conv2d(32, 32, 5, {padding = 2})", "x 16x32x32x32")
layer("nn.Conv2d(3, 64, 7, {padding = 3})", "x 4x3x64x64")
layer("nn.Conv2d(64, 64, 3, {padding = 1, groups = 64})", "x 16x64x32x32")
layer("nn.Conv2d(64, 64, 5, {padding = 2, groups = 64})", "x 16x64x32x32")
layer("nn.Conv2d(64, 64, 3, {padding = 1, groups = 4})", "x 16x64x32x32")
layer("nn.Conv2d(64, 64, 3, {padding = 2, dilation = 2})", "x 16x64x32x32")
layer('nn.Conv2d(64, 64, 3, {padding = 1, padding_mode = "reflect"})',
      "x 16x64x32x32")

layer("nn.Conv1d(64, 64, 5, {padding = 2})", "x 16x64x1024")
layer("nn.Conv1d(64, 128, 4, {stride = 2, padding = 1})", "x 16x64x1024")
layer("nn.Conv1d(64, 64, 3, {padding = 4, dilation = 4})", "x 16x64x1024")
layer("nn.Conv1d(64, 64, 5, {padding = 2, groups = 64})", "x 16x64x1024")
layer("nn.Conv1d(1, 64, 25, {stride = 4, padding = 11})", "x 16x1x4096")
layer("nn.Conv3d(16, 16, 3, {padding = 1})", "x 2x16x16x32x32")
layer("nn.Conv3d(16, 32, 4, {stride = 2, padding = 1})", "x 2x16x16x32x32")

layer("nn.ConvTranspose2d(100, 256, 4, {bias = false})", "x 64x100x1x1")
layer("nn.ConvTranspose2d(64, 64, 4, {stride = 2, padding = 1})",
      "x 16x64x16x16")
layer("nn.ConvTranspose2d(64, 3, 4, {stride = 2, padding = 1})",
      "x 16x64x32x32")
layer("nn.ConvTranspose2d(64, 64, 3, {padding = 1})", "x 16x64x32x32")
layer("nn.ConvTranspose2d(64, 64, 4, {stride = 2, padding = 1, groups = 4})",
      "x 16x64x16x16")
layer("nn.ConvTranspose1d(64, 64, 4, {stride = 2, padding = 1})",
      "x 16x64x512")
layer("nn.ConvTranspose3d(16, 16, 4, {stride = 2, padding = 1})",
      "x 2x16x8x16x16")

local sizes = {"16x64x256, w 64x64x3", "8x32x32x32, w 32x32x3x3",
               "2x8x8x16x16, w 8x8x3x3x3"}
for rank = 1, 3 do
  case(("F.conv%dd(x, w, b, {padding = 1})"):format(rank),
       ("x %s, b %s"):format(sizes[rank], sizes[rank]:match "w (%d+)"))
  case(("F.conv_transpose%dd(x, w, b, {padding = 1})"):format(rank),
       ("x %s, b %s"):format(sizes[rank], sizes[rank]:match "w (%d+)"))
end
case("F.conv_tbc(x, w, b, 1)", "x 256x16x64, w 3x64x64, b 64",
     {torch = "torch.conv_tbc(x, w, b, 1)"})
