--- Random graphs from a seed, the same in every process: a list of leaves and of
--- steps, each an op on what came before, chosen so that values stay moderate and
--- derivatives smooth.
local ln = require "lunette"

local graphs = {}

-- Numerical Recipes' generator of 32 bits: the same in float and double.
local function generator(seed)
  local state = seed * 7919 + 12345
  return function(low, high)
    state = (state * 1664525 + 1013904223) & 0xffffffff
    return low + (state >> 8) % (high - low + 1)
  end
end

local Builder = {}
Builder.__index = Builder

-- Any tensor so far of at least `rank` dimensions, the later ones more often.
function Builder:any(rank)
  for _ = 1, 8 do
    local n = #self.values
    local k = math.max(self.draw(1, n), self.draw(1, n))
    if #self.values[k]:size() >= (rank or 0) then
      self.used[k] = true
      return k, self.values[k]:size()
    end
  end
end

local function count(sizes)
  local n = 1
  for _, size in ipairs(sizes) do n = n * size end
  return n
end

-- Another one that a given shape broadcasts with.
function Builder:partner(sizes)
  for _ = 1, 8 do
    local k = self.draw(1, #self.values)
    local other = self.values[k]:size()
    local fits, rank, total = true, math.max(#sizes, #other), 1
    for d = 0, rank - 1 do
      local a, b = sizes[#sizes - d] or 1, other[#other - d] or 1
      fits = fits and (a == b or a == 1 or b == 1)
      total = total * math.max(a, b)
    end
    if fits and total <= self.most then
      self.used[k] = true
      return k
    end
  end
end

-- Values within 2 that are the same in float and double; none is 0, and in a small
-- graph no two are equal: those would stand on kinks.
local function constant(self, sizes)
  local values = {}
  for k = 1, count(sizes) do
    self.drawn = (self.drawn + 1) % 4096
    values[k] = (2 * self.draw(-256, 255) + 1) / 256 + self.drawn * 2.0 ^ -20
  end
  return ln.tensor(values):reshape(sizes)
end

-- The last of each has a kink, which one of many elements is always near: it is
-- left out of large graphs.
local unary = {
  function(x) return x:tanh() end,
  function(x) return x:sigmoid() end,
  function(x) return x:sin() end,
  function(x) return x:cos() end,
  function(x) return x:softplus() end,
  function(x) return x:tanh():exp() end,
  function(x) return x * x:sigmoid() end,
  function(x) return x:tanh():square() end,
  function(x) return (x:square() + 1):log() end,
  function(x) return (x:square() + 1):sqrt() end,
  function(x) return (x:square() + 1):reciprocal() end,
  function(x) return x * 0.5 - 0.25 end,
  function(x) return -x end,
  function(x) return x - x:mean() end,
  function(x) return x:clone() end,
  function(x) return x:leaky_relu(0.2) end,
}

local binary = {
  function(a, b) return (a + b) * 0.6 end,
  function(a, b) return (a - b) * 0.6 end,
  function(a, b) return a * b:tanh() end,
  function(a, b) return a / (b:square() + 1) end,
  function(a, b) return (a:square() + 0.5):pow(b:tanh()) end,
  function(a, b) return a:maximum(b) end,
}

local function along(f)
  return function(self)
    local a, sizes = self:any(1)
    if not a then return end
    local dim = self.draw(1, #sizes)
    return function(v) return f(v[a], dim) end
  end
end

-- Each gives a step, or nil when nothing so far suits it.
local kinds = {
  function(self)
    local a, f = self:any(), unary[self.draw(1, #unary - self.smooth)]
    return function(v) return f(v[a]) end
  end,
  function(self)
    local a, sizes = self:any()
    local b, f = self:partner(sizes), binary[self.draw(1, #binary - self.smooth)]
    return b and function(v) return f(v[a], v[b]) end
  end,
  function(self)
    local a, sizes = self:any(2)
    if not a then return end
    local d1, d2 = self.draw(1, #sizes), self.draw(1, #sizes)
    return function(v) return v[a]:transpose(d1, d2) end
  end,
  function(self)
    local a = self:any()
    return function(v) return v[a]:flatten() end
  end,
  function(self)
    local a, sizes = self:any(1)
    if not a then return end
    local dim = self.draw(1, #sizes)
    if sizes[dim] < 2 then return end
    local start = self.draw(1, sizes[dim] - 1)
    local length = self.draw(1, sizes[dim] - start + 1)
    return function(v) return v[a]:narrow(dim, start, length) end
  end,
  function(self)
    local a, sizes = self:any(1)
    if not a or 2 * count(sizes) > self.most then return end
    local dim = self.draw(1, #sizes)
    return function(v) return ln.cat({v[a], v[a]:sin()}, dim) end
  end,
  function(self)
    local a, sizes = self:any()
    if #sizes > 3 or 3 * count(sizes) > self.most then return end
    return function(v) return v[a]:unsqueeze(1):expand(3, table.unpack(sizes)) end
  end,
  function(self)
    local a, sizes = self:any(1)
    if not a then return end
    local index = {}
    for k = 1, 3 do index[k] = self.draw(1, sizes[1]) end
    if 3 * count(sizes) / sizes[1] > self.most then return end
    return function(v) return v[a]:index_select(1, ln.tensor(index)) end
  end,
  -- a product with another tensor, or with itself
  function(self)
    local a, sizes = self:any(2)
    if not a or sizes[#sizes - 1] * count(sizes) / sizes[#sizes] > self.most then return end
    local scale = sizes[#sizes] ^ -0.5
    return function(v) return (v[a] * scale):matmul(v[a]:tanh():transpose(-1, -2)) end
  end,
  function(self)
    local a, sizes = self:any(1)
    if not a then return end
    local features = sizes[#sizes]
    local w, b = constant(self, {3, features}) * features ^ -0.5, constant(self, {3})
    return function(v) return ln.linear(v[a], w, b) end
  end,
  function(self)
    local a, sizes = self:any(2)
    if not a or #sizes > 3 or sizes[#sizes] < 2 then return end
    local w = constant(self, {2, sizes[#sizes - 1], 2}) * (2 * sizes[#sizes - 1]) ^ -0.5
    return function(v) return ln.conv1d(v[a], w, nil, {padding = 1}) end
  end,
  function(self)
    local a, sizes = self:any()
    local mask = constant(self, sizes):gt(0)
    return function(v) return ln.where(mask, v[a], v[a]:sin()) end
  end,
  along(function(x, dim) return x:sum(dim) * x:size(dim) ^ -0.5 end),
  along(function(x, dim) return x:sum(dim, {keepdim = true}) * x:size(dim) ^ -0.5 end),
  along(function(x, dim) return x:mean(dim) end),
  along(function(x, dim) return x - x:mean(dim, {keepdim = true}) end),
  along(function(x, dim) return x:softmax(dim) end),
  along(function(x, dim) return x:log_softmax(dim):tanh() end),
  along(function(x, dim) return x:logsumexp(dim) end),
  along(function(x, dim) return x:select(dim, 1) end),
}

local function leaves_of(self, sizes)
  local leaves = {}
  for k = 1, self.draw(2, 5) do
    local shape = {}
    for d = 1, self.draw(k == 1 and 1 or 0, 3) do shape[d] = sizes[self.draw(1, #sizes)] end
    leaves[k] = constant(self, shape)
  end
  return leaves
end

-- Every tensor that nothing used, as one number.
local function total(values, sinks)
  local sum = 0
  for place, k in ipairs(sinks) do sum = sum + (values[k] * (1 + place / 8)):sin():mean() end
  return sum
end

--- The graph of a seed: {leaves =, ops =, run = f}; run(leaves) gives one number.
--- Every tenth seed has tensors that are large enough for several threads.
function graphs.build(seed)
  local _ <close> = ln.no_grad()
  local large = seed % 10 == 0
  local self = setmetatable({draw = generator(seed), values = {}, used = {},
    drawn = 0, most = large and 70000 or 200, smooth = large and 1 or 0}, Builder)
  local leaves = leaves_of(self, large and {24, 33, 64} or {1, 2, 3, 4})
  local steps, wanted = {}, self.draw(5, 40)
  for k, x in ipairs(leaves) do self.values[k] = x end
  while #steps < wanted do
    local step = kinds[self.draw(1, #kinds)](self)
    if step then
      steps[#steps + 1] = step
      self.values[#self.values + 1] = step(self.values)
    end
  end
  local sinks = {}
  for k = 1, #self.values do
    if not self.used[k] then sinks[#sinks + 1] = k end
  end
  return {leaves = leaves, ops = #steps, run = function(given)
    local values = table.move(given, 1, #given, 1, {})
    for _, step in ipairs(steps) do values[#values + 1] = step(values) end
    return total(values, sinks)
  end}
end

--- The value of a graph and its gradients, as one list of numbers.
function graphs.numbers(graph)
  local leaves, list = {}, {}
  for k, x in ipairs(graph.leaves) do leaves[k] = x:detach():requires_grad_() end
  local y = graph.run(leaves)
  list[1] = y:item()
  local gradients = ln.grad(y, leaves, {allow_unused = true})
  for k in ipairs(leaves) do
    local flat = gradients[k] and gradients[k]:reshape(-1):totable() or {}
    -- of a large one, a part
    for i = 1, math.min(#flat, 100) do list[#list + 1] = flat[i] end
  end
  return list
end

--- For a process of its own: a line of numbers for each seed.
function graphs.print(first, last)
  for seed = first, last do
    local list = graphs.numbers(graphs.build(seed))
    for k, v in ipairs(list) do list[k] = ("%.17g"):format(v) end
    print(seed, table.concat(list, " "))
  end
end

return graphs
