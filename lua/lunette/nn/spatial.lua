--- What is alike for one, two and three spatial dimensions.

local spatial = {}

--- The signature with its kinds "count_n" as "count2", or "count" where there
--- is one: the ops of one dimension take integers, not lists of one.
function spatial.signature(text, dims)
  return (text:gsub("(%a+)_n%f[^%w_]", dims == 1 and "%1" or "%1" .. dims))
end

--- A list of n, of one for all or of a list.
function spatial.list(value, n)
  local list = {}
  for k = 1, n do list[k] = type(value) == "table" and value[k] or value end
  return list
end

return spatial
