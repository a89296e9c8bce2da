--- Distances of all rows of one set to all of another, a block at a time: for
--- 50,000 rows they would be 10 GB.

local engine = require "lunette.engine"

local pairs_of = {}

local ROWS, COLUMNS = 1024, 4096

--- for first, count in pairs_of.blocks(n) do: 1 to n in parts.
function pairs_of.blocks(n)
  local first = 1 - ROWS
  return function()
    first = first + ROWS
    if first <= n then return first, math.min(ROWS, n - first + 1) end
  end
end

--- for x, y, i, j in pairs_of.parts(a, b) do: rows of a from i on with rows of
--- b from j on, until each has been with each. All of b goes by before the next
--- rows of a.
function pairs_of.parts(a, b)
  local n, m, i, j = a:size(1), b:size(1), 1, 1 - COLUMNS
  return function()
    j = j + COLUMNS
    if j > m then i, j = i + ROWS, 1 end
    if i > n then return nil end
    return a:narrow(1, i, math.min(ROWS, n - i + 1)),
      b:narrow(1, j, math.min(COLUMNS, m - j + 1)), i, j
  end
end

--- for d, i, j in pairs_of.distances(a, b, {p = 2}) do: the same as blocks of
--- the distances |a_i - b_j|_p.
function pairs_of.distances(a, b, given)
  -- a common centre, for it is the squared lengths that rounding is relative to
  local centre = b:mean(1, {keepdim = true})
  local step = pairs_of.parts(a - centre, b - centre)
  return function()
    local x, y, i, j = step()
    if x then return x:cdist(y, given), i, j end
  end
end

-- In d (rows i on, columns j on) the distance of each row to itself is inf.
local function without_self(d, i, j)
  if j >= i + d:size(1) or i >= j + d:size(2) then return d end
  local own = engine.create.arange(i, i + d:size(1) - 1):unsqueeze(2)
  local other = engine.create.arange(j, j + d:size(2) - 1)
  return d:masked_fill(own:eq(other), math.huge)
end

-- The k smallest of each row, ascending, and where they stand.
local function smallest(d, k)
  local values, places = {}, {}
  for n = 1, math.min(k, d:size(2)) do
    local at = d:argmin(2, {keepdim = true})
    values[n], places[n] = d:gather(2, at), at
    if n < k then d = d:scatter(2, at, math.huge) end
  end
  return engine.functions.cat(values, 2), engine.functions.cat(places, 2)
end

--- The k nearest rows of b to each row of a: distances, ascending, and indices,
--- both n x k. own: a is b, and no row is its own neighbour. k passes over all
--- pairs: for k of some tens at most.
function pairs_of.nearest(a, b, k, own, given)
  local cat = engine.functions.cat
  local values, names, best, labels = {}, {}, nil, nil
  for d, i, j in pairs_of.distances(a, b, given) do
    if own then d = without_self(d, i, j) end
    local near, at = smallest(d, k)
    at = at + (j - 1)
    if j > 1 then
      near, at = cat({best, near}, 2), cat({labels, at}, 2)
      best, labels = smallest(near, k)
      labels = at:gather(2, labels)
    else
      best, labels = near, at
    end
    if j + COLUMNS > b:size(1) then
      values[#values + 1], names[#names + 1] = best, labels
    end
  end
  return cat(values, 1), cat(names, 1)
end

return pairs_of
