--- What a step draws. With draw.fixed = true, numbers that need no generator,
--- the same here and in steps.py: element k (from 0) is made of 7 k mod 97.
local ln = require "lunette"

local draw = {fixed = false}

local function lattice(sizes)
  local count = 1
  for _, size in ipairs(sizes) do count = count * size end
  return (ln.arange(0, count - 1) * 7):remainder(97):reshape(sizes)
end

--- Normal, or from -1 to 1.
function draw.normal(...)
  if not draw.fixed then return ln.randn(...) end
  return lattice {...} / 48 - 1
end

--- From 0 to 1.
function draw.share(...)
  if not draw.fixed then return ln.rand(...) end
  return (lattice {...} + 0.5) / 97
end

--- From -1 to 1.
function draw.image(...) return draw.share(...) * 2 - 1 end

--- n labels from 1 to `classes`.
function draw.labels(n, classes)
  if not draw.fixed then return ln.randint(1, classes, {n}) end
  return ln.arange(0, n - 1):remainder(classes) + 1
end

return draw
