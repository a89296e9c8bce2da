--- What metrics ask of their arguments, which are tensors. Everything here
--- raises.

local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local checks = {}

--- All elements of x are finite.
function checks.finite(owner, name, x)
  if x:isfinite():all():item() == 0 then
    raise("%s: %s has elements that are not finite", owner, name)
  end
end

--- x, outside the graph, as n x d with n at least `least`; all finite. With
--- `flat`, samples of any shape are made rows.
function checks.rows(owner, name, x, least, flat)
  x = x:detach()
  local sizes = repr.shape(x)
  if flat and x:dim() > 2 then x = x:flatten(2) end
  if x:dim() ~= 2 then
    raise("%s: %s is %s, n x d is wanted", owner, name, sizes)
  end
  if x:size(1) < least or x:size(2) == 0 then
    raise("%s: %s is %s; it takes %d samples or more", owner, name, sizes,
          least)
  end
  checks.finite(owner, name, x)
  return x:contiguous()
end

--- Two such sets of rows of one width, the first called `here`, the second
--- `there`.
function checks.two(owner, here, a, there, b, least, flat)
  a = checks.rows(owner, here, a, least, flat)
  b = checks.rows(owner, there, b, least, flat)
  if a:size(2) ~= b:size(2) then
    raise("%s: rows of %s have %d elements, those of %s %d", owner, here,
          a:size(2), there, b:size(2))
  end
  return a, b
end

--- Features of real samples and of fakes.
function checks.pair(owner, real, fake, least, flat)
  return checks.two(owner, "real", real, "fake", fake, least, flat)
end

--- Rows that are each a distribution over classes.
function checks.probabilities(owner, x)
  x = checks.rows(owner, "probabilities", x, 1)
  local off = (x:sum(2) - 1):abs():amax():item()
  if off > 1e-3 or x:amin():item() < 0 then
    raise("%s: the rows are not probabilities: they do not sum to 1; " ..
          "x:softmax(2) makes them of logits", owner)
  end
  return x
end

--- Pictures n,c,h,w, all finite.
function checks.images(owner, name, x)
  if x:dim() ~= 4 or x:numel() == 0 then
    raise("%s: %s is %s, n x c x h x w is wanted", owner, name,
          repr.shape(x))
  end
  checks.finite(owner, name, x)
end

--- Neighbours to look for: no more than the n that there are.
function checks.neighbours(owner, k, n, of)
  if k > n then
    raise("%s: k is %d; there are %d %s samples", owner, k, n, of)
  end
end

return checks
