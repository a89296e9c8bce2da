--- Products of matrices, distances, and mini-batch discrimination.

local products = {}

-- The plain transpose of a matrix.
local function turned(b, x) return b:node("Transpose", {x}, {perm = {1, 0}}) end

function products.linear(b, v)
  local x, weight, bias = b:input(v, 1), b:input(v, 2), b:input(v, 3)
  if #v.inputs[1].shape == 2 then
    return b:node("Gemm", bias ~= "" and {x, weight, bias} or {x, weight},
                  {transB = 1})
  end
  local y = b:node("MatMul", {x, turned(b, weight)})
  return bias ~= "" and b:add(y, bias) or y
end

function products.product(b, v)
  return b:node("MatMul", {b:input(v, 1), b:input(v, 2)})
end

-- beta x + alpha y, where x is not read when beta is 0.
local function mixed(b, v, y)
  local at = v.attributes
  y = b:scaled(y, at.alpha)
  if at.beta == 0 then return y end
  return b:add(b:scaled(b:input(v, 1), at.beta), y)
end

function products.addmm(b, v)
  return mixed(b, v, b:node("MatMul", {b:input(v, 2), b:input(v, 3)}))
end
products.baddbmm = products.addmm

-- By norm, the node that is it of a last dimension.
local NORMS = {[1] = "ReduceL1", [2] = "ReduceL2"}

-- The distances of all rows of x: ..., n, c and those of y: ..., m, c.
function products.cdist(b, v)
  local p, last = v.attributes.p, {axes = {-1}, keepdims = 0}
  local gap = b:sub(b:unsqueeze(b:input(v, 1), -2),
                    b:unsqueeze(b:input(v, 2), -3))
  if NORMS[p] then return b:node(NORMS[p], {gap}, last) end
  if p == 0 then b:refuse "p is 0" end
  local size = b:node("Abs", {gap})
  if p == math.huge then return b:node("ReduceMax", {size}, last) end
  local powers = b:node("Pow", {size, b:number(p)})
  local sums = b:node("ReduceSum", {powers, b:ints {-1}}, {keepdims = 0})
  return b:node("Pow", {sums, b:number(1 / p)})
end

-- ---- mini-batch discrimination ----

-- Where other j is sample i itself, i + offset: n,m,1.
local function itself(b, v, n, m)
  local offset = b:whole(v, function(w) return w.attributes.offset end)
  local row = b:add(b:range(n), b:count(offset))
  return b:equal(b:unsqueeze(row, 1, 2), b:unsqueeze(b:range(m), 0, 2))
end

-- o_ib = sum over the others j of exp(-|x_ib - y_jb|_1).
function products.minibatch_discrimination(b, v)
  local x, others = v.inputs[1], v.inputs[2] or v.inputs[1]
  local gap = b:sub(b:unsqueeze(b:name(x), 1), b:unsqueeze(b:name(others), 0))
  local size = b:node("ReduceL1", {gap}, {axes = {3}, keepdims = 0})
  local near = b:node("Exp", {b:node("Neg", {size})})
  local own = itself(b, v, b:size(x, 0), b:size(others, 0))
  local kept = b:node("Where", {own, b:number(0), near})
  return b:node("ReduceSum", {kept, b:ints {1}}, {keepdims = 0})
end

return products
