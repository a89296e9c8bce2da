--- Directions in which a generator's pictures change most.

local create = require "lunette.engine".create
local engine = require "lunette.engine"
local graph = require "lunette.graph"

local directions = {}

-- Rounds of the iteration, and samples that a mapping's results are judged by.
local ROUNDS, SAMPLES = 100, 512

-- The columns of q made orthonormal, one after the other, twice each: once
-- leaves what rounding makes of nearly parallel ones.
local function orthonormal(q)
  for k = 1, q:size(2) do
    local own = q:narrow(2, k, 1)
    for _ = 1, k > 1 and 2 or 0 do
      local before = q:narrow(2, 1, k - 1)
      own:sub_(before:matmul(before:t():matmul(own)))
    end
    own:div_(own:square():sum():sqrt() + 1e-30)
  end
  return q
end

-- Of each column the largest element is positive: a direction does not turn
-- about from one writing of a page to the next.
local function turned(q)
  for k = 1, q:size(2) do
    local own = q:narrow(2, k, 1)
    if -own:amin():item() > own:amax():item() then own:mul_(-1) end
  end
  return q
end

--- The eigenvectors of x' x for the `count` largest eigenvalues, as rows, and
--- the roots of these: the right singular vectors of x. By orthogonal
--- iteration (Golub and Van Loan, Matrix Computations, 8.2.4), as LAPACK may
--- not be there.
function directions.principal(x, count)
  local gram, n = x:t():matmul(x), x:size(2)
  gram = gram / (gram:abs():amax() + 1e-30)
  count = math.min(count, n)
  local q = create.randn({n, count}, {generator = engine.Generator(1)})
  for _ = 1, ROUNDS do q = orthonormal(gram:matmul(q)) end
  local lengths = x:matmul(q):square():sum(1):sqrt()
  return turned(q):t():contiguous(), lengths
end

local WEIGHTED = {linear = true, conv = true, conv_input = true}

-- What the first layer with weights of its own makes of what depends on x.
local function first_response(calls, x)
  local wanted = graph.depending(calls, {x})
  for _, call in ipairs(calls) do
    if wanted[call] and WEIGHTED[call.op] then return call.result end
  end
end

--- Directions of the noise, rows of unit length: those that the first layer
--- answers most to, the eigenvectors of A' A for its weight A (Shen and Zhou
--- 2021, arXiv 2007.06600, equation 3). A is read off what the layer makes of
--- each unit vector, so that it may come in any form. `make`: the network, of
--- noise alone; sizes: of the noise. nil where there is no such layer.
function directions.of_weight(make, sizes, count)
  local n = 1
  for _, size in ipairs(sizes) do n = n * size end
  local units = create.zeros(n + 1, n)
  units:narrow(1, 1, n):copy_(create.eye(n))
  local noise = units:reshape(n + 1, table.unpack(sizes))
  local y = first_response(graph.trace(make, noise), noise)
  if not y then return nil end
  y = y:reshape(n + 1, -1)
  return (directions.principal(
    (y:narrow(1, 1, n) - y:narrow(1, n + 1, 1)):t(), count))
end

--- Directions of what a mapping makes of noise, its principal components over
--- samples, as long as the standard deviation along them (Harkonen et al. 2020,
--- arXiv 2004.02546, section 2.1), and the mean.
function directions.of_mapping(mapping, sizes, count)
  local from = {generator = engine.Generator(1)}
  local noise = create.randn({SAMPLES, table.unpack(sizes)}, from)
  local _, w = graph.trace(mapping, noise)
  w = w:reshape(SAMPLES, -1)
  local mean = w:mean(1, {keepdim = true})
  local rows, lengths = directions.principal(w - mean, count)
  return rows * (lengths / math.sqrt(SAMPLES)):unsqueeze(2), mean
end

return directions
