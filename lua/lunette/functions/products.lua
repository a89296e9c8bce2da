--- Sums of products, by the names that PyTorch has for them; all are made of
--- matmul and of products element by element.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local distinct = require "lunette.functions.axes".distinct
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local products = {}
local define, functions = arguments.define, engine.functions

-- ---- over chosen dimensions ----

-- The other axes, their sizes, and the product of these.
local function others_of(x, taken)
  local axes, sizes, count = {}, {}, 1
  for k = 1, x:dim() do
    if not taken[k] then
      axes[#axes + 1], sizes[#sizes + 1] = k, x:size(k)
      count = count * x:size(k)
    end
  end
  return axes, sizes, count
end

local function join(a, b)
  return table.move(b, 1, #b, #a + 1, table.move(a, 1, #a, 1, {}))
end

local function permuted(x, order)
  return #order > 0 and x:permute(order) or x
end

local function contracted(owner, a, b, dims_a, dims_b)
  local of_a, in_a = distinct(owner, a, dims_a)
  local of_b, in_b = distinct(owner, b, dims_b)
  if #of_a ~= #of_b then
    raise("%s: %d dimensions of the first for %d of the second", owner, #of_a,
          #of_b)
  end
  local summed = 1
  for k, axis in ipairs(of_a) do
    local n, other = a:size(axis), b:size(of_b[k])
    if n ~= other then
      raise("%s: dimension %d of %s by dimension %d of %s", owner, axis,
            repr.shape(a), of_b[k], repr.shape(b))
    end
    summed = summed * n
  end
  local left, rows, m = others_of(a, in_a)
  local right, columns, n = others_of(b, in_b)
  local x = permuted(a, join(left, of_a)):reshape(m, summed)
  local y = permuted(b, join(of_b, right)):reshape(summed, n)
  return x:matmul(y):reshape(join(rows, columns))
end

-- The last n dimensions of a with the first n of b.
local function ends(a, b, n)
  if n > a:dim() or n > b:dim() then
    raise("tensordot: %d dimensions of %s and %s", n, repr.shape(a),
          repr.shape(b))
  end
  local last, first = {}, {}
  for k = 1, n do last[k], first[k] = a:dim() - n + k, k end
  return last, first
end

--- The products of a and b summed over some dimensions: over the last `dims` of
--- a and the first of b, in this order, or over those that two lists name,
--- {{of a}, {of b}}. The result has the other dimensions of a, then those of b.
products.tensordot = define("tensordot",
  "a: tensor, b: tensor, dims: whole|list = 2", function(a, b, dims)
  if type(dims) == "number" then
    return contracted("tensordot", a, b, ends(a, b, dims))
  end
  if #dims ~= 2 then
    raise("tensordot: dims has %d lists, two are wanted", #dims)
  end
  return contracted("tensordot", a, b,
    arguments.check("tensordot", "dims[1]", dims[1], "dims"),
    arguments.check("tensordot", "dims[2]", dims[2], "dims"))
end)

--- The products summed over the last dimensions of both; a number multiplies.
products.inner = define("inner", "x: tensor, other: tensor",
                        function(x, other)
  if x:dim() == 0 or other:dim() == 0 then return x * other end
  if x:dim() == 1 and other:dim() == 1 and x:size(1) == other:size(1) then
    return x:dot(other)
  end
  return contracted("inner", x, other, {-1}, {-1})
end)

--- The sum of x y over dim, to which the two broadcast.
products.vecdot = define("vecdot", "x: tensor, y: tensor, {dim: dim = -1}",
                         function(x, y, o)
  return (x * y):sum(o.dim)
end)

-- ---- of vectors and matrices ----

-- The sizes of x with a 1 behind each, or before it, behind as many of size 1
-- as make up the rank.
local function spaced(x, rank, before)
  local sizes = {}
  for k = 1, rank do
    local n = k > rank - x:dim() and x:size(k - rank + x:dim()) or 1
    sizes[2 * k - 1], sizes[2 * k] = before and 1 or n, before and n or 1
  end
  return x:reshape(sizes)
end

-- What is spaced so, with both last dimensions of a row as one, which a product
-- goes along faster than along few elements at a time; copies are small beside
-- the product where the dimensions before them are many.
local function alongside(left, right)
  local sizes, others = left:size(), right:size()
  local m, p, n = 1, 1, #sizes
  for k = 1, n - 2 do m, p = m * sizes[k], p * others[k] end
  if m < 4 or p < 4 then return left, right end
  local a, b = sizes[n - 1], others[n]
  sizes[n], others[n - 1] = b, a
  left, right = left:expand(sizes), right:expand(others)
  sizes[n - 1], others[n - 1], sizes[n], others[n] = a * b, a * b, nil, nil
  return left:reshape(sizes), right:reshape(others)
end

--- The Kronecker product: y[i p + k][j q + l] = x[i][j] other[k][l] (counted
--- from 0) for an other of p x q, and so with more dimensions, of which the one
--- that has fewer gets some of size 1 in front.
products.kron = define("kron", "x: tensor, other: tensor", function(x, other)
  local rank, sizes = math.max(x:dim(), other:dim()), {}
  local left, right = spaced(x, rank), spaced(other, rank, true)
  for k = 1, rank do
    sizes[k] = left:size(2 * k - 1) * right:size(2 * k)
  end
  if rank > 1 then left, right = alongside(left, right) end
  return (left * right):reshape(sizes)
end)

-- beta x + alpha y, in which x is not read when beta is 0, as addmm's.
local function added(x, y, o)
  y = o.alpha == 1 and y or y * o.alpha
  if o.beta == 0 then return y end
  return (o.beta == 1 and x or x * o.beta) + y
end

local function expands(owner, x, sizes)
  local ok = x:dim() <= #sizes
  for k = 1, ok and x:dim() or 0 do
    local n, wanted = x:size(-k), sizes[#sizes + 1 - k]
    ok = ok and (n == wanted or n == 1)
  end
  if not ok then
    raise("%s: %s does not expand to %s", owner, repr.shape(x),
          repr.sizes(sizes))
  end
end

--- beta x + alpha vec1 vec2^T, the outer product of two vectors; x expands to
--- it, and is not read when beta is 0.
products.addr = define("addr", "x: tensor, vec1: tensor, vec2: tensor, " ..
  "{beta: real = 1, alpha: real = 1}", function(x, vec1, vec2, o)
  if vec1:dim() ~= 1 or vec2:dim() ~= 1 then
    raise("addr: two vectors are wanted, these are %s and %s",
          repr.shape(vec1), repr.shape(vec2))
  end
  expands("addr", x, {vec1:size(1), vec2:size(1)})
  if o.beta == 0 then return added(x, vec1:outer(vec2), o) end
  return functions.add_outer(o.beta == 1 and x or x * o.beta,
                             vec1:unsqueeze(2), vec2:unsqueeze(1),
                             {value = o.alpha})
end)

--- beta x + alpha times the sum of the products of two batches of matrices (n x
--- p x q by n x q x r); x expands to p x r, and is not read when beta is 0.
products.addbmm = define("addbmm",
  "x: tensor, batch1: tensor, batch2: tensor, " ..
  "{beta: real = 1, alpha: real = 1}", function(x, batch1, batch2, o)
  if batch1:dim() ~= 3 or batch2:dim() ~= 3 or
     batch1:size(1) ~= batch2:size(1) or batch1:size(3) ~= batch2:size(2) then
    raise("addbmm: batches n x p x q and n x q x r are wanted, these are %s " ..
          "and %s", repr.shape(batch1), repr.shape(batch2))
  end
  local _, p, q = table.unpack(batch1:size())
  local n, r = batch2:size(1), batch2:size(3)
  return functions.addmm(x, batch1:transpose(1, 2):reshape(p, n * q),
                         batch2:reshape(n * q, r), o)
end)

-- The dimension in which both have 3: the one that is meant, or the first of
-- size 3.
local function threes(x, other, dim)
  local found
  for k = x:dim(), 1, -1 do found = x:size(k) == 3 and k or found end
  if not dim and not found then
    raise("cross: no dimension of %s and %s has size 3", repr.shape(x),
          repr.shape(other))
  end
  local axis = dimension("cross", x, dim or found)
  if x:dim() ~= other:dim() or x:size(axis) ~= 3 or other:size(axis) ~= 3 then
    raise("cross: as many dimensions, of which %d has size 3, are wanted; " ..
          "these are %s and %s", axis, repr.shape(x), repr.shape(other))
  end
  return axis
end

--- The cross product along dim, of size 3; left out, it is the first of that
--- size (ln.linalg.cross takes the last dimension). The others broadcast.
products.cross = define("cross", "x: tensor, other: tensor, dim: dim?",
                        function(x, other, dim)
  local axis = threes(x, other, dim)
  if repr.shape(x) ~= repr.shape(other) then
    x, other = table.unpack(functions.broadcast_tensors {x, other})
  end
  return functions.cross_lines(x, other, axis)
end)

-- ---- chains ----

-- The cheapest place to split each run of factors, of sizes[k] x sizes[k + 1]
-- (Cormen et al., "Introduction to Algorithms", section 15.2).
local function splits_of(sizes)
  local n, cost, split = #sizes - 1, {}, {}
  for i = 1, n do cost[i], split[i] = {[i] = 0}, {} end
  for length = 2, n do
    for i = 1, n - length + 1 do
      local j = i + length - 1
      cost[i][j] = math.huge
      for k = i, j - 1 do
        local c = cost[i][k] + cost[k + 1][j] +
                  sizes[i] * sizes[k + 1] * sizes[j + 1]
        if c < cost[i][j] then cost[i][j], split[i][j] = c, k end
      end
    end
  end
  return split
end

local function multiplied(list, split, i, j)
  if i == j then return list[i] end
  local k = split[i][j]
  return multiplied(list, split, i, k):matmul(
    multiplied(list, split, k + 1, j))
end

-- The product of matrices whose sizes go together.
local function chained(owner, list)
  local sizes = {list[1]:size(1)}
  for k, x in ipairs(list) do
    if x:size(1) ~= sizes[k] then
      raise("%s: inner sizes differ: %s by %s", owner, repr.shape(list[k - 1]),
            repr.shape(x))
    end
    sizes[k + 1] = x:size(2)
  end
  return multiplied(list, splits_of(sizes), 1, #list)
end

local function matrices(owner, list)
  if #list == 0 then raise("%s: there is nothing to multiply", owner) end
  for k, x in ipairs(list) do
    if x:dim() ~= 2 then
      raise("%s: matrices are wanted, factor %d is %s", owner, k,
            repr.shape(x))
    end
  end
  return list
end

--- The product of matrices, in the order that takes the fewest multiplications.
--- The first may be a vector that counts as a row, the last one that counts as
--- a column.
products.multi_dot = define("multi_dot", "tensors: tensors",
                            function(tensors)
  if #tensors < 2 then
    raise("multi_dot: two factors or more are wanted, there are %d", #tensors)
  end
  local list = table.move(tensors, 1, #tensors, 1, {})
  local first, last = list[1], list[#list]
  if first:dim() == 1 then list[1] = first:unsqueeze(1) end
  if last:dim() == 1 then list[#list] = last:unsqueeze(2) end
  local y = chained("multi_dot", matrices("multi_dot", list))
  if last:dim() == 1 then y = y:squeeze(2) end
  return first:dim() == 1 and y:squeeze(1) or y
end)

--- The product of matrices (a table of them, or one after the other), as
--- multi_dot's.
products.chain_matmul = define("chain_matmul", "...: any", function(...)
  local list = {...}
  if #list == 1 and not engine.is_tensor(list[1]) then list = list[1] end
  list = arguments.check("chain_matmul", "matrices", list, "tensors")
  return chained("chain_matmul", matrices("chain_matmul", list))
end)

return products
