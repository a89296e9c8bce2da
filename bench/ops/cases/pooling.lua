-- Pooling and resampling: as functions, and as layers.
local case, each = ...
local SIZES = {"16x64x1024", "16x64x32x32", "4x16x16x32x32"}
local HALVES = {"16x64x512", "16x64x16x16", "4x16x8x16x16"}

local function layer(made, inputs) case("made(x)", inputs, {made = made}) end
for rank = 1, 3 do
  local x = "x " .. SIZES[rank]
  local function named(code) return (code:gsub("#", rank)) end
  case(named "F.max_pool#d(x, 2)", x)
  case(named "F.max_pool#d(x, 3, {stride = 2, padding = 1})", x)
  case(named "F.avg_pool#d(x, 2)", x)
  case(named "F.avg_pool#d(x, 3, {stride = 1, padding = 1})", x)
  for _, size in ipairs {1, 7} do
    case(named "F.adaptive_avg_pool#d(x, " .. size .. ")", x)
    case(named "F.adaptive_max_pool#d(x, " .. size .. ")", x)
  end
  case(named "F.max_pool#d_with_indices(x, 2)", x)
  case(named "F.adaptive_max_pool#d_with_indices(x, 4)", x)
  case(named "F.max_unpool#d(y, made, 2)",
       ("t %s, y %s"):format(SIZES[rank], HALVES[rank]),
       {made = named "select(2, F.max_pool#d_with_indices(t, 2))",
        torch_made = named "F.max_pool#d_with_indices(t, 2)[1]"})
  layer(named "nn.MaxPool#d(2)", x)
  layer(named "nn.AvgPool#d(2)", x)
  layer(named "nn.AdaptiveAvgPool#d(4)", x)
  layer(named "nn.AdaptiveMaxPool#d(4)", x)
  case(named "made(F.max_pool#d_with_indices(x, 2))", x, {
    made = named "nn.MaxUnpool#d(2)",
    torch = named "made(*F.max_pool#d_with_indices(x, 2))"})
end
for rank = 1, 2 do
  local x = "x " .. SIZES[rank]
  case(("F.lp_pool%dd(x, 2, 2)"):format(rank), x)
  layer(("nn.LPPool%dd(2, 2)"):format(rank), x)
end
for rank = 2, 3 do
  local x = "x " .. SIZES[rank]
  local function named(code) return (code:gsub("#", rank)) end
  case(named "F.fractional_max_pool#d(x, 2, {output_ratio = 0.5})", x)
  case(named "F.fractional_max_pool#d_with_indices(x, 2, " ..
       "{output_ratio = 0.5})", x)
  layer(named "nn.FractionalMaxPool#d(2, {output_ratio = 0.5})", x)
end

for mode, sizes in pairs {
  nearest = SIZES[2], bilinear = SIZES[2], bicubic = SIZES[2],
  area = SIZES[2], linear = SIZES[1], trilinear = SIZES[3],
  ["nearest-exact"] = SIZES[2]} do
  for _, factor in ipairs {"2", "0.5"} do
    case(('F.interpolate(x, {scale_factor = %s, mode = "%s"})'):format(
      factor, mode), "x " .. sizes)
  end
end
case('F.interpolate(x, {size = {24, 24}, mode = "bilinear"})',
     "x 16x16x64x64")
case('F.interpolate(x, {size = {48, 48}, mode = "nearest"})', "x 16x16x64x64")
case('F.interpolate(x, {size = {24, 24}, mode = "bilinear", ' ..
     'antialias = true})', "x 16x16x64x64")
case("F.upsample(x, {scale_factor = 2})", "x 16x16x32x32")
each("upsample_nearest upsample_bilinear", "F.%s(x, {scale_factor = 2})",
     "x 16x16x32x32")
layer("nn.Upsample({scale_factor = 2})", "x 16x16x32x32")
layer("nn.UpsamplingNearest2d({scale_factor = 2})", "x 16x16x32x32")
layer("nn.UpsamplingBilinear2d({scale_factor = 2})", "x 16x16x32x32")
for _, mode in ipairs {"bilinear", "nearest"} do
  case(('F.grid_sample(x, g, {mode = "%s", align_corners = false})'):format(
    mode), "x 8x16x64x64, g 8x64x64x2")
end
case("F.affine_grid(x, {16, 3, 128, 128}, {align_corners = false})",
     "x 16x2x3")
