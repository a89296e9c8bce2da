--- Gradients made smaller, in place of p.grad, before a step; and parameters as
--- one vector.

local define = require "lunette.arguments".define
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local utils = {}

-- The parameters of a list, or one alone, that have a gradient.
local function with_gradients(owner, params)
  if engine.is_tensor(params) then params = {params} end
  local list, place = {}, {}
  for k, p in ipairs(params) do
    if place[p] then
      raise("%s: parameters[%d] and parameters[%d] are the same", owner,
            place[p], k)
    end
    place[p] = k
    if p.grad then list[#list + 1] = p end
  end
  return list
end

local function over(g, size) return size == 1 and g or g / size end

-- The norm of all gradients over `size`, as one vector.
local function norm_of(list, norm_type, size)
  local norms = {}
  for k, p in ipairs(list) do norms[k] = over(p.grad, size):norm(norm_type) end
  return engine.functions.stack(norms):norm(norm_type)
end

-- The norm of all gradients over a size, and the size: 1, or the largest of
-- them where powers of them overflow or vanish.
local function safe_norm(list, norm_type)
  local norm = norm_of(list, norm_type, 1)
  local value = norm:item()
  if value ~= math.huge and value ~= 0 then return norm, 1 end
  local size = norm_of(list, math.huge, 1):item()
  if size == math.huge or size == 0 then return norm, 1 end
  return norm_of(list, norm_type, size), size
end

--- Multiplies all gradients by max_norm / norm when their norm, as one vector,
--- is greater. Returns the norm of before, a tensor. error_if_nonfinite raises
--- when it is inf or nan; else the gradients then become so. Gradients whose
--- powers overflow have a norm and are scaled all the same. max_norm is 0 or
--- more, inf for no limit.
---
---   local x = ln.nn.Parameter(ln.zeros(2))
---   local loss = (x * ln.tensor {3, 4}):sum()
---   loss:backward()
---   print(ln.nn.utils.clip_grad_norm_({x}, 1):item())   -- 5
---   print(x.grad)   -- {0.6000, 0.8000}
--- @return Tensor
utils.clip_grad_norm_ = define("clip_grad_norm_",
  "parameters: tensor|tensors, max_norm: nonnegative, " ..
  "norm_type: positive = 2, {error_if_nonfinite: bool = false}",
  function(params, max_norm, norm_type, o)
  local list = with_gradients("clip_grad_norm_", params)
  local _ <close> = recording.no_grad()
  if #list == 0 then return engine.create.zeros {} end
  local norm, size = safe_norm(list, norm_type)
  local value = norm:item()
  if o.error_if_nonfinite and (value ~= value or value == math.huge) then
    raise("clip_grad_norm_: the norm of the gradients is %g", value)
  end
  local length = max_norm / (value + 1e-6 / size)
  if not (length >= size) then -- luacheck: ignore (nan is spread)
    for _, p in ipairs(list) do p.grad = over(p.grad, size) * length end
  end
  return size == 1 and norm or norm * size
end)

--- Every element of every gradient to [-clip_value, clip_value]; it is 0 or
--- more.
--- @return nil
utils.clip_grad_value_ = define("clip_grad_value_",
  "parameters: tensor|tensors, clip_value: nonnegative",
  function(params, clip_value)
  local list = with_gradients("clip_grad_value_", params)
  local _ <close> = recording.no_grad()
  for _, p in ipairs(list) do
    p.grad = p.grad:clamp(-clip_value, clip_value)
  end
end)

--- All elements of the parameters, one after another.
---
---   local layer = ln.nn.Linear(3, 2)
---   local vector = ln.nn.utils.parameters_to_vector(layer:parameters())
---   print(vector:size())   -- {8}
---   ln.nn.utils.vector_to_parameters(vector * 0.5, layer:parameters())
--- @return Tensor
utils.parameters_to_vector = define("parameters_to_vector",
  "parameters: tensors", function(params)
  if #params == 0 then return engine.create.zeros(0) end
  local parts = {}
  for k, p in ipairs(params) do parts[k] = p:reshape(-1) end
  return engine.functions.cat(parts, 1)
end)

--- Writes the elements of vec into the parameters, one after another.
--- @return nil
utils.vector_to_parameters = define("vector_to_parameters",
  "vec: tensor, parameters: tensors", function(vec, params)
  local total, from = 0, 1
  for _, p in ipairs(params) do total = total + p:numel() end
  if vec:dim() ~= 1 or vec:numel() ~= total then
    raise("vector_to_parameters: vec is %s for parameters of %d elements",
          repr.shape(vec), total)
  end
  local _ <close> = recording.no_grad()
  for _, p in ipairs(params) do
    p:copy_(vec:narrow(1, from, p:numel()):reshape(p:size()))
    from = from + p:numel()
  end
end)

return utils
