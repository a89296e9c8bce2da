--- Penalties on weights.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"

local penalties = {}

-- The parameters of a layer, or a list of tensors.
local function tensors_of(params)
  return Module.is_layer(params) and params:parameters() or params
end

--- weight times the sum over weights of |W W^T - I|^2 (Brock et al. 2017, arXiv
--- 1609.07093, with the square), W of a row for each output. With {diagonal =
--- false} BigGAN's variant, which leaves the lengths of rows alone:
--- |W W^T * (1 - I)|^2 (Brock et al. 2019, arXiv 1809.11096, equation 3, weight
--- 1e-4). params: a layer or a list of tensors; what has fewer than 2
--- dimensions does not count.
---
---   print(ln.gan.penalties.orthogonal({ln.eye(2) * 2}):item())   -- 18
penalties.orthogonal = arguments.define("penalties.orthogonal",
  "params: layer|tensors, {weight: real = 1, diagonal: bool = true}",
  function(params, o)
  local sum
  for _, p in ipairs(tensors_of(params)) do
    if p:dim() > 1 then
      local w, unit = p:flatten(2), engine.create.eye(p:size(1))
      local product = w:matmul(w:t())
      local off = o.diagonal and product - unit or product * (1 - unit)
      local squares = off:square():sum()
      sum = sum and sum + squares or squares
    end
  end
  if not sum then
    raise "penalties.orthogonal: no weight has 2 dimensions or more"
  end
  return o.weight * sum
end)

--- Every parameter to [-limit, limit], in place (Arjovsky et al. 2017, arXiv
--- 1701.07875, algorithm 1, with 0.01), after each step of the critic. params:
--- a layer or a list of tensors, which it returns.
---
---   local critic = ln.nn.Linear(64, 1)
---   ln.gan.penalties.clip_weights(critic, 0.01)   -- after opt:step()
---   print(critic.weight:abs():max():item() <= 0.01)   -- true
--- @return params
penalties.clip_weights = arguments.define("penalties.clip_weights",
  "params: layer|tensors, limit: nonnegative", function(params, limit)
  local _ <close> = recording.no_grad()
  for _, p in ipairs(tensors_of(params)) do p:clamp_(-limit, limit) end
  return params
end)

return penalties
