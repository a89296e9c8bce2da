--- Choosing among samples by what the discriminator says of them.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local selection = {}

--- The k largest of the outputs for generated samples, for the generator's loss
--- to be of them alone (Sinha et al. 2020, arXiv 2002.06224; k begins at the
--- size of the batch and falls during training). Only these get a gradient.
---
---   print(ln.gan.top_k(ln.tensor {3, 1, 2}, 2))   -- {3, 2}
selection.top_k = arguments.define("top_k", "outputs: tensor, k: count",
                                   function(outputs, k)
  if k > outputs:numel() then
    raise("top_k: %d of %d outputs", k, outputs:numel())
  end
  return (outputs:flatten():topk(k))
end)

-- The value that a share p of the elements of x do not exceed.
local function percentile(x, p)
  local n = x:numel()
  return x:flatten():kthvalue(math.max(1, math.ceil(p * n))):item()
end

--- Discriminator rejection sampling (Azadi et al. 2019, arXiv 1810.06758), for
--- a discriminator trained with bce: keeps a generated sample with probability
--- s(F),
---   F = u - log(1 - exp(u - eps)) - gamma,  u = logit - largest.
--- largest: that of all logits seen (of some thousand samples to begin with),
--- nil at first. gamma: how much is refused, the larger the more; or a
--- percentile of this batch's F, 0 to 1, to be taken as gamma. Returns a mask
--- of the logits' shape, 1 for those to keep, and the new largest, to give the
--- next time. No derivative.
---
---   local D, G, largest = ln.nn.Linear(2, 1), ln.nn.Linear(8, 2), nil
---   local keep
---   for _ = 1, 3 do
---     local fake = G(ln.randn(64, 8)):detach()
---     keep, largest = ln.gan.rejection(D(fake), largest, {percentile = 0.8})
---     local kept = fake[keep:squeeze(2):nonzero():squeeze(2)]
---   end
--- @return Tensor
--- @return number
selection.rejection = arguments.define("rejection",
  "logits: tensor, largest: real?, {gamma: real = 0, percentile: share?, " ..
  "eps: real = 1e-6, generator: generator?}", function(logits, largest, o)
  if logits:numel() == 0 then raise("rejection: there are no logits") end
  largest = math.max(largest or -math.huge, logits:max():item())
  local u = logits - largest
  local f = u - (-(u - o.eps):expm1()):log()
  local gamma = o.percentile and percentile(f, o.percentile) or o.gamma
  local draw = engine.create.rand(logits:size(), {generator = o.generator})
  return draw:lt((f - gamma):sigmoid()), largest
end)

return selection
