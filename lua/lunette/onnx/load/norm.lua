--- Ops that normalise, and those that sum over dimensions.

local engine = require "lunette.engine"
local integers = require "lunette.onnx.load.integers"
local nn = require "lunette.nn"
local ops = require "lunette.onnx.load.ops"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local running = require "lunette.nn.running"

local define, functions = ops.define, engine.functions

-- As nn.BatchNorm; ONNX's momentum is the share that is kept.
define("BatchNormalization",
       "x: tensor, scale: tensor, b: tensor, mean: buffer, var: buffer",
       "epsilon: float = 1e-5, momentum: float = 0.9, spatial: int = 1, " ..
       "training_mode: int = 0", function(o, x, scale, b, mean, var)
  return running.batch({
    __name = "BatchNormalization", training = o.training, weight = scale,
    bias = b, running_mean = mean, running_var = var, eps = o.epsilon,
    momentum = 1 - o.momentum, num_features = mean:numel()}, x)
end)

define("InstanceNormalization", "x: tensor, scale: tensor, b: tensor",
       "epsilon: float = 1e-5", function(o, x, scale, b)
  return functions.group_norm(x, scale:numel(), scale, b, {eps = o.epsilon})
end)

define("LayerNormalization", "x: tensor, scale: tensor, b: tensor?",
       "axis: int = -1, epsilon: float = 1e-5, stash_type: int = 1",
       function(o, x, scale, b)
  local last = {}
  for dim = ops.dim(o.axis, x:dim()), x:dim() do
    last[#last + 1] = x:size(dim)
  end
  return functions.layer_norm(x, last, scale, b, {eps = o.epsilon})
end)

define("LRN", "x: tensor",
       "alpha: float = 1e-4, beta: float = 0.75, bias: float = 1, size: int!",
       function(o, x)
  return nn.functional.local_response_norm(x, o.size, o.alpha, o.beta, o.bias)
end)

define("LpNormalization", "x: tensor", "axis: int = -1, p: int = 2",
       function(o, x)
  return x / x:norm(o.p, ops.dim(o.axis, x:dim()), {keepdim = true})
end)

-- Before opset 13 over all dimensions from the axis on, which is 1.
for name, f in pairs {Softmax = "softmax", LogSoftmax = "log_softmax"} do
  define(name, "x: tensor", "axis: int", function(o, x)
    local old = o.opset < 13
    local dim = ops.dim(o.axis or old and 1 or -1, x:dim())
    if not old or dim == x:dim() then return functions[f](x, dim) end
    return functions[f](x:flatten(dim, -1), dim):reshape(x:size())
  end)
end

-- ---- over dimensions ----

-- Each `count` integers as one.
local function fold_last(f, x, count)
  local list = {}
  for k = 1, #x, count do
    local v = x[k]
    for i = k + 1, k + count - 1 do v = f(v, x[i]) end
    list[#list + 1] = v
  end
  return list
end

-- Two of them as one, and so all of a list.
local function sum(a, b) return a + b end
local function prod(a, b) return a * b end

local function fold(f, x, dims, sizes)
  local order, count, last = {}, 1, {}
  for _, dim in ipairs(dims) do
    count, last[dim] = count * x.sizes[dim], true
  end
  for dim = 1, #x.sizes do
    if not last[dim] then order[#order + 1] = dim end
  end
  table.move(dims, 1, #dims, #order + 1, order)
  if count == 0 or #x == 0 then raise("%s has nothing", repr.sizes(x.sizes)) end
  local turned = integers.moved(0, function(t)
    return #order > 0 and t:permute(order) or t
  end, x)
  return integers.new(fold_last(f, turned, count), sizes)
end

local function sizes_without(sizes, dims, keep)
  local gone, list = {}, {}
  for _, dim in ipairs(dims) do gone[dim] = true end
  for dim, size in ipairs(sizes) do
    if not gone[dim] then list[#list + 1] = size
    elseif keep then list[#list + 1] = 1 end
  end
  return list
end

-- f(x, dims, options) of tensors; whole(a, b) of integers.
local function reducing(f, whole)
  return function(o, x, given)
    local axes, sizes = given or o.axes, integers.sizes(x)
    if axes and #axes == 0 then
      if o.noop_with_empty_axes ~= 0 then return x end
      axes = nil
    end
    local dims, keep = ops.dims(axes, #sizes), o.keepdims ~= 0
    if integers.is(x) and whole then
      return fold(whole, x, dims, sizes_without(sizes, dims, keep))
    end
    x = integers.as_tensor(x)
    if #dims == 0 then x, dims = x:unsqueeze(1), {1} end
    return f(x, dims, {keepdim = keep and #sizes > 0})
  end
end

local function tensor_op(name)
  return function(x, dims, o) return functions[name](x, dims, o) end
end

for name, f in pairs {
  ReduceSum = {tensor_op "sum", sum}, ReduceMean = {tensor_op "mean"},
  ReduceProd = {tensor_op "prod", prod},
  ReduceMax = {tensor_op "amax", math.max},
  ReduceMin = {tensor_op "amin", math.min},
  ReduceSumSquare = {tensor_op "square_sum"},
  ReduceLogSumExp = {tensor_op "logsumexp"},
  ReduceL1 = {function(x, dims, o) return x:abs():sum(dims, o) end},
  ReduceL2 = {function(x, dims, o) return x:norm(2, dims, o) end},
  ReduceLogSum = {function(x, dims, o) return x:sum(dims, o):log() end},
} do
  define(name, "x: value, axes: ints?",
         "axes: ints, keepdims: int = 1, noop_with_empty_axes: int = 0",
         reducing(f[1], f[2]))
end

define("CumSum", "x: value, axis: ints",
       "exclusive: int = 0, reverse: int = 0", function(o, x, axis)
  local t = integers.as_tensor(x)
  local dim = ops.dim(axis[1] or 0, t:dim())
  local y = o.reverse ~= 0 and t:suffix_sum(dim) or t:cumsum(dim)
  y = o.exclusive ~= 0 and y - t or y
  return integers.is(x) and integers.of(y) or y
end)
