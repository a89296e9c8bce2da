--- Normalisation.

local engine = require "lunette.engine"

local norm = {}

local function constants(b, default, shape)
  return b:tensor(engine.create[default](shape))
end

-- The mean over axes, which stay, and the mean of the squared distances.
local function moments(b, x, axes)
  local mean = b:node("ReduceMean", {x}, {axes = axes, keepdims = 1})
  local gap = b:sub(x, mean)
  local variance = b:node("ReduceMean", {b:mul(gap, gap)},
                          {axes = axes, keepdims = 1})
  return mean, variance, gap
end

-- gap / sqrt(variance + eps).
local function scaled(b, gap, variance, eps)
  return b:div(gap, b:node("Sqrt", {b:add(variance, b:number(eps))}))
end

-- A vector of channels against x: n,c,... of that rank.
local function of_channels(b, name, rank)
  if rank == 2 then return name end
  local shape = {-1}
  for k = 2, rank - 1 do shape[k] = 1 end
  return b:node("Reshape", {name, b:ints(shape)})
end

-- y weight + bias of the channels, where they are given as inputs k and k + 1.
local function with_affine(b, v, y, k)
  local rank = #v.shape
  if v.inputs[k] then y = b:mul(y, of_channels(b, b:input(v, k), rank)) end
  if v.inputs[k + 1] then
    y = b:add(y, of_channels(b, b:input(v, k + 1), rank))
  end
  return y
end

-- ---- of a batch ----

-- 2,c.
function norm.batch_norm_stats(b, v)
  local axes = {0}
  for k = 3, #v.inputs[1].shape do axes[k - 1] = k - 1 end
  local mean, variance = moments(b, b:input(v, 1), axes)
  return b:reshape(b:node("Concat", {mean, variance}, {axis = 0}),
                   b:sizes_of(v))
end

-- With statistics that are constants.
local function with_constants(b, v)
  local stats, list = v.inputs[2].tensor, {b:input(v, 1)}
  for k, default in ipairs {"ones", "zeros"} do
    list[k + 1] = v.inputs[k + 2] and b:input(v, k + 2) or
                  constants(b, default, stats:size(2))
  end
  local parts = b:stacked(stats) or {stats:select(1, 1), stats:select(1, 2)}
  list[4] = b:tensor(parts[1], b:called(parts[1]) or "mean")
  list[5] = b:tensor(parts[2], b:called(parts[2]) or "variance")
  return b:node("BatchNormalization", list, {epsilon = v.attributes.eps})
end

function norm.batch_norm(b, v)
  if v.inputs[2].op == "constant" then return with_constants(b, v) end
  local stats, rank, parts = b:input(v, 2), #v.shape, {}
  for k = 1, 2 do
    local row = b:node("Gather", {stats, b:ints(k - 1)}, {axis = 0})
    parts[k] = of_channels(b, row, rank)
  end
  local gap = b:sub(b:input(v, 1), parts[1])
  return with_affine(b, v, scaled(b, gap, parts[2], v.attributes.eps), 3)
end

-- ---- of a sample ----

function norm.layer_norm(b, v)
  local at, x, axes = v.attributes, b:input(v, 1), {}
  local shape = at.normalized_shape
  for k = 1, #shape do axes[k] = #v.shape - #shape + k - 1 end
  if b.opset >= 17 then
    local weight = v.inputs[2] and b:input(v, 2) or
                   constants(b, "ones", shape)
    local list = {x, weight, v.inputs[3] and b:input(v, 3) or nil}
    return b:node("LayerNormalization", list,
                  {axis = axes[1], epsilon = at.eps})
  end
  local _, variance, gap = moments(b, x, axes)
  local y = scaled(b, gap, variance, at.eps)
  if v.inputs[2] then y = b:mul(y, b:input(v, 2)) end
  return v.inputs[3] and b:add(y, b:input(v, 3)) or y
end

-- Groups are channels to InstanceNormalization.
function norm.group_norm(b, v)
  local at = v.attributes
  local rows = b:node("Reshape", {b:input(v, 1),
                                  b:ints {0, at.num_groups, -1}})
  local y = b:node("InstanceNormalization",
                   {rows, constants(b, "ones", {at.num_groups}),
                    constants(b, "zeros", {at.num_groups})},
                   {epsilon = at.eps})
  return with_affine(b, v, b:reshape(y, b:sizes_of(v)), 2)
end

return norm
