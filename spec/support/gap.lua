--- gap(whole, other): raises unless the states, lists of tables of tensors by
--- name, are the same to 1e-5, in double to 1e-12, of the largest of each.

local ln = require "lunette"

return function(whole, other)
  local bound = ln.real == "double" and 1e-12 or 1e-5
  for k, state in ipairs(whole) do
    for name, x in pairs(state) do
      local off = (x - other[k][name]):abs():amax():item()
      if off ~= off or off >= bound * (1 + x:abs():amax():item()) then
        error(("%s: %g"):format(name, off), 2)
      end
    end
  end
end
