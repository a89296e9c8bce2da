--- Convolutions with padding by a word, and of sequences that come first.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local same = require "lunette.nn.functional.same"
local spatial = require "lunette.nn.spatial"

local conv = {}
local functions = engine.functions

-- x with what keeps its sizes around it.
local function kept(name, x, weight, o, dims)
  if weight:dim() ~= dims + 2 then return x end -- which the op refuses
  local kernel = table.move(weight:size(), 3, dims + 2, 1, {})
  return x:pad(same(name, kernel, spatial.list(o.stride, dims),
                    spatial.list(o.dilation, dims)))
end

local function define(dims)
  local name = ("conv%dd"):format(dims)
  conv[name] = arguments.define(name, spatial.signature(
    "x: tensor, weight: tensor, bias: tensor?, {stride: count_n = 1, " ..
    "padding: whole_n|same|valid = 0, dilation: count_n = 1, " ..
    "groups: count = 1}", dims),
    function(x, weight, bias, o)
    if o.padding == "same" then x = kept(name, x, weight, o, dims) end
    if type(o.padding) == "string" then o.padding = nil end
    return functions[name](x, weight, bias, o)
  end)
end

--- nn.functional.conv1d, nn.functional.conv2d, nn.functional.conv3d:
--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c /
--- groups, kernel); bias: out. padding: or "same", which keeps the sizes of x
--- (stride 1), or "valid", which is 0.
for d = 1, 3 do define(d) end

--- conv1d of x: t,n,in with weight: kernel,in,out and bias: out; pad zeros at
--- both ends. y: t',n,out.
conv.conv_tbc = arguments.define("conv_tbc",
  "x: tensor, weight: tensor, bias: tensor, pad: whole = 0",
  function(x, weight, bias, pad)
  if x:dim() ~= 3 or weight:dim() ~= 3 then
    raise("conv_tbc: t, n, in and kernel, in, out are wanted, got %s and %s",
          repr.shape(x), repr.shape(weight))
  end
  local y = functions.conv1d(x:permute {2, 3, 1}, weight:permute {3, 2, 1},
                             bias, {padding = pad})
  return y:permute {3, 1, 2}
end)

--- The windows of x (n, c, h, w, or without n) as columns: n, c times the
--- kernel, windows. x:unfold takes windows along one dimension, as PyTorch's
--- method does.
conv.unfold = arguments.define("unfold", "x: tensor, kernel_size: count2, " ..
  "dilation: count2 = 1, padding: whole2 = 0, stride: count2 = 1",
  function(x, kernel_size, dilation, padding, stride)
  return functions.im2col(x, kernel_size, {dilation = dilation,
                                           padding = padding, stride = stride})
end)

return conv
