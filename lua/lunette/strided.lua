--- Tensors as their files tell of them: elements of a storage, by sizes, which
--- are above 0, and strides, which are not below.

local strided = {}

--- How many elements of the storage lie from the first to the last one; nil
--- where they are more than `most`.
function strided.span(sizes, strides, most)
  local span = 1
  if most < 1 then return nil end
  for k, size in ipairs(sizes) do
    if strides[k] > 0 and size - 1 > (most - span) // strides[k] then
      return nil
    end
    span = span + (size - 1) * strides[k]
  end
  return span
end

-- The dimensions along which elements differ, the largest stride first, and
-- where each of them, as they come, stands among these.
local function moving(sizes, strides)
  local order, places = {}, {}
  for k, size in ipairs(sizes) do
    if size > 1 and strides[k] > 0 then order[#order + 1] = k end
  end
  for at = 1, #order do places[at] = at end
  local dims = table.move(order, 1, #order, 1, {})
  table.sort(order, function(a, b) return strides[a] > strides[b] end)
  table.sort(places, function(a, b) return order[a] < order[b] end)
  return order, places, dims
end

--- The view of a storage, a tensor n, from element `offset`, which counts from
--- 1, on. The windows of what the smaller strides span, a stride apart, are the
--- dimension of that stride: so it takes no more than 7 that move.
function strided.view(storage, offset, sizes, strides)
  local order, places, dims = moving(sizes, strides)
  local span = strided.span(sizes, strides, math.maxinteger)
  local x, at = storage:narrow(1, offset, span), 1
  for d, k in ipairs(order) do
    span = span - (sizes[k] - 1) * strides[k]
    x = x:unfold(d, span, strides[k])
  end
  x = x:select(#order + 1, 1):permute(places)
  for k = 1, #sizes do
    if dims[at] == k then at = at + 1 else x = x:unsqueeze(k) end
  end
  return x:expand(sizes)
end

return strided
