--- Lists of numbers in a few.

local summary = {}

--- The mean, and the standard deviation, divided by n.
function summary.mean_std(values)
  local n, mean, square = #values, 0, 0
  for _, v in ipairs(values) do mean = mean + v / n end
  for _, v in ipairs(values) do square = square + (v - mean) ^ 2 / n end
  return mean, math.sqrt(square)
end

--- The quantile q of a sorted list, between its two neighbours on a line, as
--- numpy.quantile does.
function summary.quantile(sorted, q)
  local at = 1 + q * (#sorted - 1)
  local low = math.floor(at)
  local high = math.min(low + 1, #sorted)
  return sorted[low] + (at - low) * (sorted[high] - sorted[low])
end

-- P(|T| < t) of Student's distribution with `degrees` of freedom, an integer,
-- by the angle whose tangent is t / sqrt(degrees) (Abramowitz and Stegun 1964,
-- 26.7.3 and 26.7.4).
local function inside(angle, degrees)
  local c, sum, term = math.cos(angle), 0, 1
  local odd = degrees % 2
  if odd == 1 then term = c end
  for k = odd + 1, degrees - 1, 2 do
    sum, term = sum + term, term * c ^ 2 * k / (k + 1)
  end
  sum = sum * math.sin(angle)
  return odd == 1 and (angle + sum) * 2 / math.pi or sum
end

-- The t beyond which to either side are (1 - level) / 2 of it.
local function student(level, degrees)
  local low, high = 0, math.pi / 2
  for _ = 1, 60 do
    local middle = (low + high) / 2
    if inside(middle, degrees) < level then low = middle else high = middle end
  end
  return math.sqrt(degrees) * math.tan(low)
end

--- The mean of two values or more, and Student's interval of it at this level:
--- mean, low, high. Of one value the mean alone.
function summary.mean_interval(values, level)
  local n = #values
  local mean, std = summary.mean_std(values)
  if n < 2 then return mean end
  local reach = student(level, n - 1) * std / math.sqrt(n - 1)
  return mean, mean - reach, mean + reach
end

return summary
