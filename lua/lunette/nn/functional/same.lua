local raise = require "lunette.errors".raise

--- What the pad op takes so that a convolution keeps its sizes, the last
--- dimension first, the odd one after the last element; kernel, stride and
--- dilation: lists. Raises in the name of `owner` unless strides are 1.
return function(owner, kernel, stride, dilation)
  local amounts = {}
  for k = #kernel, 1, -1 do
    if stride[k] ~= 1 then
      raise('%s: padding = "same" goes with a stride of 1', owner)
    end
    local lost = dilation[k] * (kernel[k] - 1)
    amounts[#amounts + 1] = lost // 2
    amounts[#amounts + 1] = lost - lost // 2
  end
  return amounts
end
