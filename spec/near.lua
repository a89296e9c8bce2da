--- near(tensor, list, tolerance = 1e-5): the tensor's elements in row-major
--- order are those of the list, relative to the largest of the list. Raises.
return function(x, list, tolerance)
  local got = type(x) == "number" and {x} or x:flatten():totable()
  local largest = 1e-30
  for _, v in ipairs(list) do largest = math.max(largest, math.abs(v)) end
  if #got ~= #list then
    error(("%d elements, %d are wanted"):format(#got, #list), 2)
  end
  for k, v in ipairs(list) do
    local off = math.abs(got[k] - v)
    if off ~= off or off > (tolerance or 1e-5) * largest then
      error(("element %d is %.9g, %.9g is wanted"):format(k, got[k], v), 2)
    end
  end
  return true
end
