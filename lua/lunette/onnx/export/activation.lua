--- Activations.

local activation = {}

for row, op in pairs {tanh = "Tanh", sigmoid = "Sigmoid", relu = "Relu",
                      softsign = "Softsign"} do
  activation[row] = function(b, v) return b:node(op, {b:input(v, 1)}) end
end

function activation.leaky_relu(b, v)
  return b:node("LeakyRelu", {b:input(v, 1)},
                {alpha = v.attributes.negative_slope})
end

function activation.biased_leaky_relu(b, v)
  local x, at = b:input(v, 1), v.attributes
  for k = 2, 3 do
    if v.inputs[k] then x = b:add(x, b:input(v, k)) end
  end
  local y = b:node("LeakyRelu", {x}, {alpha = at.negative_slope})
  return b:scaled(y, at.scale)
end

-- x above 0, slope x below. PRelu broadcasts the slope alone.
function activation.leaky_relu_by(b, v)
  local x, slope = b:input(v, 1), b:input(v, 2)
  if v.tensor:numel() == v.inputs[1].tensor:numel() then
    return b:node("PRelu", {x, slope})
  end
  return b:node("Where", {b:node("Greater", {x, b:number(0)}), x,
                          b:mul(x, slope)})
end

-- From here on log(1 + exp(x)) is x to a float.
local SAME = 17

function activation.softplus(b, v)
  local x, at = b:input(v, 1), v.attributes
  local inner = b:scaled(x, at.beta)
  local y = b:node("Softplus", {inner})
  if at.beta ~= 1 then y = b:div(y, b:number(at.beta)) end
  if at.threshold >= SAME then return y end
  local far = b:node("Greater", {inner, b:number(at.threshold)})
  return b:node("Where", {far, x, y})
end

function activation.logsigmoid(b, v)
  local y = b:node("Softplus", {b:node("Neg", {b:input(v, 1)})})
  return b:node("Neg", {y})
end

function activation.elu(b, v)
  return b:node("Elu", {b:input(v, 1)}, {alpha = v.attributes.alpha})
end

function activation.tanhshrink(b, v)
  local x = b:input(v, 1)
  return b:sub(x, b:node("Tanh", {x}))
end

function activation.silu(b, v)
  local x = b:input(v, 1)
  return b:mul(x, b:node("Sigmoid", {x}))
end

function activation.mish(b, v)
  local x = b:input(v, 1)
  return b:mul(x, b:node("Tanh", {b:node("Softplus", {x})}))
end

-- 1 + erf(x / sqrt(2)), or with tanh what is near it.
local function gelu_gate(b, x, approximate)
  local one = b:number(1)
  if approximate ~= "tanh" then
    return b:add(b:node("Erf", {b:mul(x, b:number(math.sqrt(0.5)))}), one)
  end
  local cube = b:mul(b:mul(x, b:mul(x, x)), b:number(0.044715))
  local inner = b:mul(b:add(x, cube), b:number(math.sqrt(2 / math.pi)))
  return b:add(b:node("Tanh", {inner}), one)
end

function activation.gelu(b, v)
  local x = b:input(v, 1)
  return b:mul(b:mul(x, b:number(0.5)),
               gelu_gate(b, x, v.attributes.approximate))
end

local function hard_sigmoid(b, x)
  return b:node("HardSigmoid", {x}, {alpha = 1 / 6, beta = 0.5})
end

function activation.hardsigmoid(b, v) return hard_sigmoid(b, b:input(v, 1)) end

function activation.hardswish(b, v)
  local x = b:input(v, 1)
  return b:mul(x, hard_sigmoid(b, x))
end

function activation.hardtanh(b, v)
  local at = v.attributes
  return b:node("Clip", {b:input(v, 1), b:number(at.min_val),
                         b:number(at.max_val)})
end

function activation.threshold(b, v)
  local x, at = b:input(v, 1), v.attributes
  local above = b:node("Greater", {x, b:number(at.threshold)})
  return b:node("Where", {above, x, b:number(at.value)})
end

function activation.softshrink(b, v)
  local edge = v.attributes.lambd
  return b:node("Shrink", {b:input(v, 1)}, {lambd = edge, bias = edge})
end

function activation.hardshrink(b, v)
  return b:node("Shrink", {b:input(v, 1)},
                {lambd = v.attributes.lambd, bias = 0.0})
end

-- ---- losses of one element ----

function activation.huber(b, v)
  local gap, delta = b:sub(b:input(v, 1), b:input(v, 2)),
                     v.attributes.delta
  local size, edge = b:node("Abs", {gap}), b:number(delta)
  local near = b:mul(b:mul(gap, gap), b:number(0.5))
  local far = b:mul(b:sub(size, b:number(delta / 2)), edge)
  return b:node("Where", {b:node("LessOrEqual", {size, edge}), near, far})
end

-- softplus(x) - target x.
function activation.logistic_loss(b, v)
  local x = b:input(v, 1)
  return b:sub(b:node("Softplus", {x}), b:mul(b:input(v, 2), x))
end

-- ---- along a dimension ----

for row, op in pairs {softmax = "Softmax", log_softmax = "LogSoftmax"} do
  activation[row] = function(b, v)
    return b:node(op, {b:input(v, 1)}, {axis = v.attributes.dim})
  end
end

function activation.logsumexp_along(b, v)
  local at = v.attributes
  return b:node("ReduceLogSumExp", {b:input(v, 1)},
                {axes = {at.dim}, keepdims = at.keepdim and 1 or 0})
end

return activation
