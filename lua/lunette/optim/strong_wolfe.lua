--- The line search of LBFGS: bracketing, then zooming in (Nocedal and Wright
--- 2006, algorithms 3.5 and 3.6), as Torch's lswolfe and PyTorch's.

local C1, C2, MOST = 1e-4, 0.9, 25

-- The minimum, within [low, high], of the cubic that has these values and
-- slopes at two points. A point is {t, loss, slope}.
local function cubic(a, b, low, high)
  local d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t)
  local square = d1 * d1 - a.slope * b.slope
  if square ~= square or square < 0 then return (low + high) / 2 end
  local d2 = math.sqrt(square)
  if a.t > b.t then a, b = b, a end
  local t = b.t - (b.t - a.t) * ((b.slope + d2 - d1) /
                                 (b.slope - a.slope + 2 * d2))
  return math.min(math.max(t, low), high)
end

local function by_loss(a, b)
  if a.loss <= b.loss then return a, b end
  return b, a
end

-- Grows the step until two points enclose one that satisfies the conditions,
-- or it is found. Returns low and high, the count, and whether it is found.
local function bracket(try, start, t)
  local before, point, n = start, try(t), 0
  while n < MOST do
    local above = point.loss > start.loss + C1 * point.t * start.slope or
                  (n > 1 and point.loss >= before.loss)
    if above then break end
    if math.abs(point.slope) <= -C2 * start.slope then
      return point, point, n, true
    end
    if point.slope >= 0 then break end
    local low = point.t + 0.01 * (point.t - before.t)
    local next_t = cubic(before, point, low, point.t * 10)
    before, point, n = point, try(next_t), n + 1
  end
  if n == MOST then before = start end
  local low, high = by_loss(before, point)
  return low, high, n, false
end

-- A step that makes progress: away from the ends when it was near one before.
local function careful(t, low, high, was_near)
  local left, right = math.min(low.t, high.t), math.max(low.t, high.t)
  local margin = 0.1 * (right - left)
  if math.min(right - t, t - left) >= margin then return t, false end
  if not (was_near or t >= right or t <= left) then return t, true end
  if math.abs(t - right) < math.abs(t - left) then
    return right - margin, false
  end
  return left + margin, false
end

-- Narrows the bracket; returns its lowest point.
local function zoom(try, start, low, high, n, smallest)
  local near = false
  while n < MOST and math.abs(high.t - low.t) >= smallest do
    local left, right = math.min(low.t, high.t), math.max(low.t, high.t)
    local t
    t, near = careful(cubic(low, high, left, right), low, high, near)
    local point = try(t)
    n = n + 1
    if point.loss > start.loss + C1 * t * start.slope or
       point.loss >= low.loss then
      low, high = by_loss(low, point)
    else
      if math.abs(point.slope) <= -C2 * start.slope then return point end
      if point.slope * (high.t - low.t) >= 0 then high = low end
      low = point
    end
  end
  return low
end

--- The step length from t along d. at(t) gives loss and gradient there; start
--- is {loss, gradient, slope} at 0. Returns {t, loss, gradient, evaluations}.
return function(at, t, d, start, tolerance_change)
  local evaluations = 0
  local function try(length)
    evaluations = evaluations + 1
    local loss, gradient = at(length)
    return {t = length, loss = loss, gradient = gradient,
            slope = (gradient * d):sum():item()}
  end
  start.t = 0.0
  -- lr = 1 is an integer, which would overflow where a step grows on
  local low, high, n, found = bracket(try, start, t + 0.0)
  if not found then
    local smallest = tolerance_change / d:abs():amax():item()
    low = zoom(try, start, low, high, n, smallest)
  end
  return {t = low.t, loss = low.loss, gradient = low.gradient,
          evaluations = evaluations}
end
