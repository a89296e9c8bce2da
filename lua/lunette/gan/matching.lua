--- Feature matching.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local matching = {}

local OWNER = "feature_matching"

local distances = {
  squared = function(d) return d:square():sum() end,
  l1 = function(d) return d:abs():mean() end,
}

local function check(name, x)
  if x:dim() < 2 or x:size(1) == 0 then
    raise("%s: %s are %s; samples along dimension 1 are wanted", OWNER, name,
          repr.shape(x))
  end
end

local function at_layer(real, fake, kind)
  check("real features", real)
  check("fake features", fake)
  local a, b = real:mean(1), fake:mean(1)
  local here, there = repr.shape(a), repr.shape(b)
  if here ~= there then
    raise("%s: a real sample has features of %s, a fake one %s", OWNER, here,
          there)
  end
  return distances[kind](a - b)
end

local function list_of(x) return engine.is_tensor(x) and {x} or x end

--- A loss for the generator (Salimans et al. 2016, arXiv 1606.03498, section
--- 3.1), of features f that the discriminator has of both sides, n,... each:
--- |mean f(x) - mean f(G(z))|^2; with kind "l1" the mean of the absolute
--- differences, as in the authors' code. Lists of features, one tensor a layer,
--- are summed over.
---
---   local real, fake = ln.tensor {{1, 2}, {3, 4}}, ln.tensor {{1, 1}, {1, 1}}
---   print(ln.gan.feature_matching(real, fake):item())   -- 5
matching.feature_matching = arguments.define(OWNER,
  "real: tensor|tensors, fake: tensor|tensors, {kind: squared|l1 = squared}",
  function(real, fake, o)
  real, fake = list_of(real), list_of(fake)
  if #real ~= #fake or #real == 0 then
    raise("%s: features of %d layers and of %d", OWNER, #real, #fake)
  end
  local sum = at_layer(real[1], fake[1], o.kind)
  for k = 2, #real do sum = sum + at_layer(real[k], fake[k], o.kind) end
  return sum
end)

return matching
