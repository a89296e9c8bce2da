--- A layer with all the ops that files and pages know, but what is in networks of the zoo: z n,6 to pictures 1,3,8,8.
local ln = require "lunette"
local nn = ln.nn
local F = nn.functional

local Odd = nn.register("SpecOdd", nn.Module:extend "SpecOdd")

function Odd:init()
  self.linear = nn.Linear(6, 48)
  self.flat = nn.Conv1d(3, 3, 3, {padding = 1, dilation = 1})
  self.wide = nn.Conv2d(4, 6, {3, 2}, {stride = {2, 1}, padding = {2, 1}, dilation = {1, 2}, groups = 2})
  self.up = nn.ConvTranspose2d(6, 3, {3, 2}, {stride = {2, 3}, padding = {1, 0}, groups = 3})
  self.group, self.layer = nn.GroupNorm(2, 4), nn.LayerNorm {3, 5}
  self.rms = nn.RMSNorm(5)
  self.instance = nn.InstanceNorm2d(3, {affine = true})
end

local function elements(x)
  local parts = {x:elu(), x:silu() - x:exp() / 9, x:leaky_relu(0.3):neg(), x:softplus(2, 3)}
  local y = ln.cat(parts, -3):transpose(-2, -1) * x:abs():add(1):log():mean({2, 3}, {keepdim = true})
  y = y:permute(1, 2, -1, 3):sin() + y:cos():narrow(-3, 2, 1) + ln.maximum(y, 0.1) -
      ln.minimum(y, y:select(2, 3):unsqueeze(2))
  y = y + y:sum(-1, {keepdim = true}):sigmoid() + ln.div(y * 3, 2, {rounding_mode = "floor"}) -
      ln.div(y * 5, 3, {rounding_mode = "trunc"})
  y = y + y:square():add(0.1):sqrt() - (y:square() + 1):rsqrt() + (y:abs() + 1):reciprocal()
  y = (y - y:mean()) / 4
  return y:mish():clamp(-2, 1.5) + F.softsign(y) - F.hardtanh(y, -0.3, 0.4) + y:clone():contiguous():relu() +
         1 / (y:exp() + 2) + (F.gelu(y) - F.gelu(y, {approximate = "tanh"}) + F.hardsigmoid(y * 4)) * 3 +
         F.hardswish(y * 3) + F.logsigmoid(y * 2) + F.tanhshrink(y)
end

-- Along places: y n,12,4,4 to 1,4,5,5.
local function places(y)
  y = ln.stack({y:narrow(2, 1, 4), y:narrow(2, 5, 4):flip {-1, 2}}, 3):select(3, 2) +
      y:narrow(2, 9, 1):expand(-1, 4, 4, 4)
  local around = F.pad(y, {1, 2, 0, 1}, {mode = "reflect"}) + F.pad(y, {2, 1, 1, 0}, {mode = "replicate"}) +
                 F.pad(y, {3, 0, 0, 1}, {mode = "circular"}) + F.pad(y, {0, 3, 2, -1}, {value = 0.3})
  local soft = around:softmax(2) + (around * 2):softmax(-1)
  local most = F.max_pool2d(around, 3, {stride = 2, padding = 1}) - around:amax({3, 4}, {keepdim = true}) +
               around:amin({-1, 2, 3}, {keepdim = true})
  local mixed = around:matmul(soft:transpose(-2, -1)) -- 1,4,5,5
  return mixed + most:interpolate({size = {5, 5}, mode = "bilinear", align_corners = true}) +
         most:interpolate({size = {5, 5}, mode = "bicubic"}) + F.interpolate(soft, {size = {5, 5}, mode = "nearest"})
end

function Odd:forward(z)
  local x = (self.linear(z) * 3):reshape(z:size(1), 12, 4):view(-1, 3, 4, 4)
  x = x + self.flat(x:flatten(3)):unflatten(-1, {4, 4})
  local y = self.group(places(elements(x)))
  y = self.up(self.wide(y):biased_leaky_relu(nil, nil, {negative_slope = 0.1, scale = 1.2})) -- 1,3,h,w
  y = self.instance(y):narrow(3, 1, 5):narrow(4, 1, 10)
  y = F.avg_pool2d(y, {1, 2}):permute(1, 3, 2, 4) -- 1,5,3,5
  y = self.layer(y):permute(1, 3, 2, 4):unsqueeze(1):squeeze(1)
  y = y + F.prelu(y, ln.tensor {0.2, 0.3, -0.1}) * y:square_sum(2, {keepdim = true}) / 9 + y:std(2, {keepdim = true})
  y = y + y:square():mean(2, {keepdim = true}):root() / 9 + F.normalize(y) * self.rms(y)
  return F.pad(y, {0, 3, 0, 3}, {mode = "replicate"}):tanh()
end

return Odd
