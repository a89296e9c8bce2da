--- Gradients made smaller, in place of p.grad, before a step.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local clip = {}

-- The parameters of a list, or one alone, that have a gradient.
local function with_gradients(owner, params)
  if engine.is_tensor(params) then params = {params} end
  options.check(owner, "params", params, "table")
  if params.parameters then
    raise("%s: params is a layer; write %s(model:parameters(), ...)", owner,
          owner)
  end
  local list = {}
  for k, p in ipairs(params) do
    options.check(owner, ("params[%d]"):format(k), p, "tensor")
    if p.grad then list[#list + 1] = p end
  end
  return list
end

local read_norm = options.reader("clip_grad_norm_",
                                 "error_if_nonfinite: bool = false")

--- clip_grad_norm_(params, max_norm, norm_type = 2): multiplies all gradients
--- by max_norm / norm when their norm, as one vector, is greater. Returns the
--- norm of before, a tensor. {error_if_nonfinite = true} raises when it is inf
--- or nan; else the gradients then become so.
function clip.clip_grad_norm_(params, max_norm, norm_type, given)
  local list = with_gradients("clip_grad_norm_", params)
  options.check("clip_grad_norm_", "max_norm", max_norm, "real")
  norm_type = options.check("clip_grad_norm_", "norm_type", norm_type or 2,
                            "real")
  local o = read_norm(given)
  local _ <close> = recording.no_grad()
  if #list == 0 then return engine.create.zeros {} end
  local norms = {}
  for k, p in ipairs(list) do norms[k] = p.grad:norm(norm_type) end
  local total = engine.functions.stack(norms):norm(norm_type)
  local value = total:item()
  if o.error_if_nonfinite and (value ~= value or value == math.huge) then
    raise("clip_grad_norm_: the norm of the gradients is %g", value)
  end
  local share = max_norm / (value + 1e-6)
  if share >= 1 then return total end
  for _, p in ipairs(list) do p.grad = p.grad * share end
  return total
end

--- clip_grad_value_(params, clip_value): every element of every gradient to
--- [-clip_value, clip_value].
function clip.clip_grad_value_(params, clip_value)
  local list = with_gradients("clip_grad_value_", params)
  options.check("clip_grad_value_", "clip_value", clip_value, "real")
  local _ <close> = recording.no_grad()
  for _, p in ipairs(list) do
    p.grad = p.grad:clamp(-clip_value, clip_value)
  end
end

return clip
