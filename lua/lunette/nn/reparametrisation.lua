--- Weights that are functions of other parameters: spectral_norm, weight_norm,
--- equalized. Each makes a field of a layer a computed one
--- (Module:compute_field), so it serves any layer that reads its weight from a
--- field, and the layer is changed in place and returned.

local arguments = require "lunette.arguments"
local conv = require "lunette.nn.conv"
local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local linear = require "lunette.nn.linear"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local reparametrisation = {}

local define = arguments.define

-- `dim` of the field as one from 1. Checked before the layer is changed; a
-- field that is no parameter is left to compute_field to refuse.
local function dim_of(owner, layer, name, dim)
  local w = rawget(layer, name)
  if not engine.is_tensor(w) then return nil end
  local rank = w:dim()
  if dim < -rank or dim == 0 or dim > rank then
    raise("%s: dim is %d for a parameter of %s", owner, dim,
          repr.shape(w))
  end
  return dim < 0 and dim + rank + 1 or dim
end

-- The weight as a matrix, `dim` first.
local function as_rows(w, dim)
  if dim ~= 1 then
    local order = {dim}
    for k = 1, w:dim() do
      if k ~= dim then order[#order + 1] = k end
    end
    w = w:permute(order)
  end
  return w:reshape(w:size(1), w:numel() // w:size(1))
end

-- ---- spectral normalisation ----

local function unit(x, eps) return x / x:norm():clamp(eps) end

-- u, v after n steps of the power iteration on the matrix w.
local function iterate(w, u, v, n, eps)
  for _ = 1, n do
    v = unit(u:matmul(w), eps)
    u = unit(w:matmul(v), eps)
  end
  return u, v
end

-- New buffers, not new values in the old ones: graphs hold those.
local function keep_vectors(layer, name, u, v)
  layer[name .. "_u"] = parameter.Buffer(u)
  layer[name .. "_v"] = parameter.Buffer(v)
end

-- Have u and v been advanced for this weight? Then u is W v made a unit, to the
-- last bit, for that is how it was made; so it holds of clones and of what is
-- loaded from a file as well. With one row u is 1 or -1 whatever the weight,
-- and v, then u W made a unit, is what tells.
local function is_advanced(u, v, w, wv, eps)
  local _ <close> = recording.no_grad()
  if w:size(1) == 1 then
    return v:ne(unit(u:matmul(w:detach()), eps)):sum():item() == 0
  end
  return u:ne(unit(wv:detach(), eps)):sum():item() == 0
end

local function advance(layer, name, w, field)
  local _ <close> = recording.no_grad()
  local u, v = layer[name .. "_u"], layer[name .. "_v"]
  keep_vectors(layer, name, iterate(w:detach(), u, v, field.n_power_iterations,
                                    field.eps))
end

local function spectral(layer, name, field)
  local w = layer[name .. "_orig"]
  local rows = as_rows(w, field.dim)
  local u, v = layer[name .. "_u"], layer[name .. "_v"]
  local wv = rows:matmul(v)
  if layer.training and not is_advanced(u, v, rows, wv, field.eps) then
    advance(layer, name, rows, field)
    wv = rows:matmul(layer[name .. "_v"])
  end
  return w / (layer[name .. "_u"] * wv):sum()
end

-- Enough for u and v to be near the singular vectors from the start.
local FIRST_ITERATIONS = 15

--- The layer's weight divided by its largest singular value, W / (u^T W v)
--- (Miyato et al. 2018, arXiv 1802.05957). W is the weight as a matrix with
--- `dim` as its rows: layer.output_axis, 2 for transposed convolutions and 1
--- for what does not say. u and v are advanced by the power iteration once for
--- each new value of the weight, when it is first read in training mode; they
--- are constants to derivatives. State: weight_orig, weight_u, weight_v.
---
---   local layer = ln.nn.spectral_norm(ln.nn.Conv2d(3, 8, 3))
---   layer(ln.randn(2, 3, 8, 8))
---   local state = layer:state_dict()
---   print(state.weight_u:size(), state.weight_v:size())   -- {8}  {27}
--- @return layer
reparametrisation.spectral_norm = define("spectral_norm",
  "layer: layer, {name: string = weight, n_power_iterations: count = 1, " ..
  "eps: real = 1e-12, dim: dim?}", function(layer, o)
  local name = o.name
  local field = {kind = "spectral_norm", compute = spectral, eps = o.eps,
                 n_power_iterations = o.n_power_iterations}
  field.dim = dim_of("spectral_norm", layer, name,
                     o.dim or layer.output_axis)
  field.given = {n_power_iterations = o.n_power_iterations, eps = o.eps,
                 dim = field.dim}
  local w = layer:compute_field(name, field)
  layer[name .. "_orig"] = w
  local _ <close> = recording.no_grad()
  local rows = as_rows(w:detach(), field.dim)
  local u = unit(engine.create.randn(rows:size(1)), o.eps)
  keep_vectors(layer, name, iterate(rows, u, nil, FIRST_ITERATIONS, o.eps))
  return layer
end)

-- ---- weight normalisation ----

-- |v| over all but `dim`, which keeps its place; over everything without it.
local function norm_by(v, dim)
  if not dim then return v:norm() end
  local shape = {}
  for k = 1, v:dim() do shape[k] = k == dim and v:size(k) or 1 end
  return as_rows(v, dim):norm(2, 2):reshape(shape)
end

local function normalised(layer, name, field)
  local g, v = layer[name .. "_g"], layer[name .. "_v"]
  return v * (g / norm_by(v, field.dim))
end

--- The layer's weight as g v / |v|, the norm over all dimensions but `dim`, or
--- over all with {dim = false} (Salimans and Kingma 2016, arXiv 1602.07868).
--- It starts at the value it had. State: weight_g, weight_v.
---
---   local layer = ln.nn.weight_norm(ln.nn.Linear(3, 2))
---   print(layer.weight_g:size(), layer.weight_v:size())   -- {2, 1}  {2, 3}
--- @return layer
reparametrisation.weight_norm = define("weight_norm",
  "layer: layer, {name: string = weight, dim: dim|false = 1}",
  function(layer, o)
  local field = {kind = "weight_norm", compute = normalised}
  field.dim = o.dim and dim_of("weight_norm", layer, o.name, o.dim)
  field.given = {dim = field.dim}
  local v = layer:compute_field(o.name, field)
  layer[o.name .. "_v"] = v
  layer[o.name .. "_g"] = parameter.Parameter(norm_by(v:detach(), field.dim))
  return layer
end)

-- ---- the end of both ----

local function remove(kind, layer, name, parts)
  local _ <close> = layer:evaluating() -- u and v stay where they are
  layer:fix_field(name, kind)
  for _, part in ipairs(parts) do layer[name .. part] = nil end
  return layer
end

local remove_signature = "layer: layer, name: string = weight"

--- Ends spectral_norm: the weight is a parameter, with the value that it has in
--- evaluation mode. Returns the layer.
--- @return layer
reparametrisation.remove_spectral_norm = define("remove_spectral_norm",
  remove_signature, function(layer, name)
  return remove("spectral_norm", layer, name, {"_orig", "_u", "_v"})
end)

--- Ends weight_norm: the weight is a parameter with the value that it has.
--- Returns the layer.
--- @return layer
reparametrisation.remove_weight_norm = define("remove_weight_norm",
  remove_signature, function(layer, name)
  return remove("weight_norm", layer, name, {"_v", "_g"})
end)

-- ---- equalised learning rate ----

local function scaled(layer, name, field)
  return layer[name .. "_orig"] * field.scale
end

-- Inputs of one output unit. Where the outputs come second, each group has its
-- own.
local function fan_in(layer, w)
  if layer.output_axis == 1 then return (init.fans(w)) end
  local groups = layer.options and layer.options.groups or 1
  return w:numel() / w:size(layer.output_axis) / groups
end

--- The layer's weight as gain / sqrt(fan in) times a parameter drawn from
--- N(0, 1), so that Adam moves all weights at the same pace; gain is sqrt(2)
--- unless given, the bias starts at 0 (Karras et al. 2018, arXiv 1710.10196,
--- 4.1). State: weight_orig.
---
---   local layer = ln.nn.equalized(ln.nn.Linear(3, 2))
---   print(layer.weight_orig:size())   -- {2, 3}
--- @return layer
reparametrisation.equalized = define("equalized",
  "layer: layer, {gain: real?, name: string = weight}", function(layer, o)
  local field = {kind = "equalized", compute = scaled, given = {gain = o.gain}}
  local w = layer:compute_field(o.name, field)
  field.scale = (o.gain or math.sqrt(2)) / math.sqrt(fan_in(layer, w))
  layer[o.name .. "_orig"] = init.normal_(w)
  if layer.bias then init.zeros_(layer.bias) end
  return layer
end)

-- What makes a layer of the class and equalises it.
local function define_equal(name, class)
  local text = arguments.of(class.init).text:gsub("^self, ", "")
  local n = #arguments.parse(name, text).places
  return define(name, text:gsub("}$", ", gain: real?}"), function(...)
    local given = table.pack(...)
    local o = given[n + 1]
    local gain = o.gain
    o.gain = nil
    return reparametrisation.equalized(class(table.unpack(given, 1, n + 1)),
                                       {gain = gain})
  end)
end

--- A Linear layer, equalized: nn.equalized(nn.Linear(...)).
--- @return Linear
reparametrisation.EqualLinear = define_equal("EqualLinear", linear.Linear)

--- A Conv2d layer, equalized: nn.equalized(nn.Conv2d(...)).
--- @return Conv2d
reparametrisation.EqualConv2d = define_equal("EqualConv2d", conv.Conv2d)

return reparametrisation
