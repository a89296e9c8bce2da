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

return summary
