--- Penalties on weights.

local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local penalties = {}

-- The parameters of a layer, or a list of tensors.
local function tensors_of(owner, params)
  if Module.is_layer(params) then return params:parameters() end
  options.check(owner, "params", params, "table")
  for k, p in ipairs(params) do
    options.check(owner, ("params[%d]"):format(k), p, "tensor")
  end
  return params
end

local read_orthogonal = options.reader("penalties.orthogonal",
  "weight: real = 1, diagonal: bool = true")

--- orthogonal(params, {weight = 1, diagonal = true}): weight times the sum over
--- weights of |W W^T - I|^2 (Brock et al. 2017, arXiv 1609.07093, with the
--- square), W of a row for each output. With {diagonal = false} BigGAN's
--- variant, which leaves the lengths of rows alone: |W W^T * (1 - I)|^2 (Brock et
--- al. 2019, arXiv 1809.11096, equation 3, weight 1e-4). params: a layer or a list
--- of tensors; what has fewer than 2 dimensions does not count.
function penalties.orthogonal(params, given)
  local owner, o = "penalties.orthogonal", read_orthogonal(given)
  local sum
  for _, p in ipairs(tensors_of(owner, params)) do
    if p:dim() > 1 then
      local w, unit = p:flatten(2), engine.create.eye(p:size(1))
      local product = w:matmul(w:t())
      local off = o.diagonal and product - unit or product * (1 - unit)
      local squares = off:square():sum()
      sum = sum and sum + squares or squares
    end
  end
  if not sum then raise("%s: no weight has 2 dimensions or more", owner) end
  return o.weight * sum
end

--- clip_weights(params, limit): every parameter to [-limit, limit], in place
--- (Arjovsky et al. 2017, arXiv 1701.07875, algorithm 1, with 0.01), after each
--- step of the critic. params: a layer or a list of tensors. Returns params.
function penalties.clip_weights(params, limit)
  local owner = "penalties.clip_weights"
  local list = tensors_of(owner, params)
  limit = options.check(owner, "limit", limit, "real")
  if limit < 0 then raise("%s: limit is %g, below 0", owner, limit) end
  local _ <close> = recording.no_grad()
  for _, p in ipairs(list) do p:clamp_(-limit, limit) end
  return params
end

return penalties
