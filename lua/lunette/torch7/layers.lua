--- ln.from_torch7: layers of the tables that ln.load makes of Torch7's modules.
--
-- What a class keeps, and what it computes of it, is told by its file in
-- https://github.com/torch/nn. Results and gradients that a module keeps are
-- not looked at.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
require "lunette.generator" -- for undisturbed
local nn = require "lunette.nn"
local raise = errors.raise
local repr = require "lunette.repr"
local strided = require "lunette.strided"

local DEEPEST = 30

-- ---- fields ----

-- A whole number, from `least` on.
local function whole(m, name, default, least)
  local v = m[name]
  if v == nil then v = default end
  local n = math.type(v) == "integer" and v
  if not n or n < least or n > 1 << 31 then
    raise("%s is %s, an integer from %d on is wanted", name,
          arguments.show(v), least)
  end
  return n
end

local function number(m, name, default)
  local v = m[name]
  if v == nil then v = default end
  if type(v) ~= "number" then
    raise("%s is %s, a number is wanted", name, arguments.show(v))
  end
  return v
end

-- Do its elements stand in places of their own? Memory is then there for a copy
-- of it.
local function has_places(x)
  local n = x:numel()
  return n == 0 or n <= strided.span(x:size(), x:stride(), math.maxinteger)
end

-- The tensor in a field, of the sizes, of which some may be free (false), or of
-- the others that are listed.
local function tensor(m, name, sizes, ...)
  local x = m[name]
  if not engine.is_tensor(x) then
    raise("%s is %s, a tensor is wanted", name, arguments.show(x))
  end
  for _, wanted in ipairs {sizes, ...} do
    local same = x:dim() == #wanted
    for k, size in ipairs(wanted) do
      same = same and (not size or x:size(k) == size)
    end
    if same and has_places(x) then return x end
    if same then
      raise("%s is %s, whose elements share places", name, repr.shape(x))
    end
  end
  local list = {}
  for k, size in ipairs(sizes) do list[k] = size or "n" end
  raise("%s is %s, %s is wanted", name, repr.shape(x), repr.sizes(list))
end

-- The same, or nil where the field is missing.
local function optional(m, name, sizes)
  return m[name] ~= nil and tensor(m, name, sizes) or nil
end

-- Sizes over height and width, by the ends of the names of two fields.
local function two(m, name, default, least)
  return {whole(m, name .. "H", default, least),
          whole(m, name .. "W", default, least)}
end

-- The layer with these parameters and buffers.
local function filled(layer, values)
  layer:load_state_dict(values)
  return layer
end

-- ---- layers with parameters ----

local makers = {}

function makers.Linear(m)
  local weight = tensor(m, "weight", {false, false})
  local bias = optional(m, "bias", {weight:size(1)})
  return filled(nn.Linear(weight:size(2), weight:size(1), {bias = bias ~= nil}),
                {weight = weight, bias = bias})
end

-- What both kinds of convolutions have: channels in and out, groups, kernel,
-- options. Old ones had one padding for both directions.
local function conv_fields(m)
  local padding = whole(m, "padding", 0, 0)
  return whole(m, "nInputPlane", nil, 1), whole(m, "nOutputPlane", nil, 1),
         whole(m, "groups", 1, 1), two(m, "k", nil, 1),
         {stride = two(m, "d", 1, 1), padding = two(m, "pad", padding, 0),
          groups = whole(m, "groups", 1, 1), bias = m.bias ~= nil}
end

-- The weight is also kept as a matrix, and by groups.
local function make_conv(m)
  local n_in, n_out, groups, kernel, o = conv_fields(m)
  local h, w = table.unpack(kernel)
  local sizes = {n_out, n_in // groups, h, w}
  local weight = tensor(m, "weight", sizes, {n_out, n_in // groups * h * w},
                        {groups, n_out // groups, n_in // groups, h, w})
  local bias = optional(m, "bias", {n_out})
  return filled(nn.Conv2d(n_in, n_out, kernel, o),
                {weight = weight:reshape(sizes), bias = bias})
end

makers.SpatialConvolution, makers.SpatialConvolutionMM = make_conv, make_conv

function makers.SpatialFullConvolution(m)
  local n_in, n_out, groups, kernel, o = conv_fields(m)
  o.output_padding = two(m, "adj", 0, 0)
  local weight = tensor(m, "weight", {n_in, n_out // groups, kernel[1],
                                      kernel[2]})
  local bias = optional(m, "bias", {n_out})
  return filled(nn.ConvTranspose2d(n_in, n_out, kernel, o),
                {weight = weight, bias = bias})
end

-- Version 1 kept 1 / sqrt(variance + eps).
local function variance(m, n, eps)
  if m.running_var ~= nil or m.running_std == nil then
    return tensor(m, "running_var", {n})
  end
  return tensor(m, "running_std", {n}):pow(-2) - eps
end

local function normalisation(class)
  return function(m)
    local mean = tensor(m, "running_mean", {false})
    local n, eps = mean:size(1), number(m, "eps", 1e-5)
    local weight, bias = optional(m, "weight", {n}), optional(m, "bias", {n})
    if (weight == nil) ~= (bias == nil) then
      raise("of weight and bias, one is missing")
    end
    local layer = nn[class](n, {eps = eps, affine = weight ~= nil,
                                momentum = number(m, "momentum", 0.1)})
    return filled(layer, {
      running_mean = mean, running_var = variance(m, n, eps), weight = weight,
      bias = bias, num_batches_tracked = engine.create.zeros {}})
  end
end

makers.BatchNormalization = normalisation "BatchNorm1d"
makers.SpatialBatchNormalization = normalisation "BatchNorm2d"

function makers.LookupTable(m)
  local weight = tensor(m, "weight", {false, false})
  if m.maxNorm then raise("maxNorm is set, which nn.Embedding has not") end
  local padding = whole(m, "paddingValue", 0, 0)
  return filled(nn.Embedding(weight:size(1), weight:size(2), {
    padding_idx = padding > 0 and padding or nil}), {weight = weight})
end

function makers.PReLU(m)
  local weight = tensor(m, "weight", {false})
  return filled(nn.PReLU(weight:size(1)), {weight = weight})
end

-- ---- activations ----

for name, class in pairs {ReLU = "ReLU", Tanh = "Tanh", Sigmoid = "Sigmoid",
                          Identity = "Identity"} do
  makers[name] = function() return nn[class]() end
end

for name, class in pairs {SoftMax = "Softmax", LogSoftMax = "LogSoftmax"} do
  makers[name] = function() return nn[class](2) end
end

function makers.ELU(m) return nn.ELU(number(m, "alpha", 1)) end

function makers.LeakyReLU(m) return nn.LeakyReLU(number(m, "negval", 0.01)) end

function makers.SoftPlus(m)
  return nn.Softplus(number(m, "beta", 1), number(m, "threshold", 20))
end

-- ---- dropout ----

-- Does it scale in evaluation, where nn.Dropout does in training?
local function dropout(class, scales_later)
  return function(m)
    if m.stochastic_inference then
      raise("stochastic_inference is set, which nn.%s has not", class)
    end
    local p = number(m, "p", 0.5)
    local layer = nn[class](p)
    if not scales_later(m) then return layer end
    return nn.Sequential {function(x) return x * (1 - p) end, layer}
  end
end

makers.Dropout = dropout("Dropout", function(m) return not m.v2 end)
makers.SpatialDropout = dropout("Dropout2d", function() return true end)

-- ---- sizes ----

local function pool_fields(m)
  return two(m, "k", nil, 1), {
    stride = two(m, "d", 1, 1), padding = two(m, "pad", 0, 0),
    ceil_mode = m.ceil_mode == true}
end

function makers.SpatialMaxPooling(m) return nn.MaxPool2d(pool_fields(m)) end

-- Old ones of nn, not of cudnn, have for a mean that times the kernel's area.
function makers.SpatialAveragePooling(m)
  local kernel, o = pool_fields(m)
  o.count_include_pad = m.count_include_pad ~= false
  local is_sum = not m.divide and m.torch_class:find "^nn%."
  if is_sum and (o.ceil_mode or not o.count_include_pad) then
    raise "without divide, ceil_mode and what is padded have no layer here"
  end
  o.divisor_override = is_sum and 1 or nil
  return nn.AvgPool2d(kernel, o)
end

function makers.SpatialUpSamplingNearest(m)
  return nn.Upsample {scale_factor = whole(m, "scale_factor", nil, 1)}
end

-- The sizes of a sample from those that a module keeps.
local function reshaping(sizes)
  if #sizes == 1 and sizes[1] == -1 then return nn.Flatten() end
  return nn.Sequential {nn.Flatten(), nn.Unflatten(2, sizes)}
end

local function kept_sizes(m)
  local sizes = {}
  for k, size in ipairs(tensor(m, "size", {false}):totable()) do
    sizes[k] = math.tointeger(size)
  end
  return sizes
end

-- A first -1 stands for the batch, unless it is said how many dimensions a
-- sample has.
function makers.View(m)
  local sizes = kept_sizes(m)
  if sizes[1] == -1 and #sizes > 1 and not m.numInputDims then
    table.remove(sizes, 1)
  end
  return reshaping(sizes)
end

function makers.Reshape(m)
  if m.batchMode == false then
    raise("batchMode is false; layers here take batches")
  end
  return reshaping(kept_sizes(m))
end

-- ---- layers of layers ----

local make

-- What f(...) gives; where it raises, `part` stays in made.path, for the
-- message.
local function within(made, part, f, ...)
  local depth = #made.path + 1
  made.path[depth] = part
  local layer = f(...)
  made.path[depth] = nil
  return layer
end

local function modules_of(m)
  if type(m.modules) ~= "table" then
    raise("modules is %s, a table is wanted", arguments.show(m.modules))
  end
  return m.modules
end

local function child(m, k, made)
  return within(made, ("modules[%d]: "):format(k), make, modules_of(m)[k], made)
end

local function children(m, made)
  local layers = {}
  for k in ipairs(modules_of(m)) do layers[k] = child(m, k, made) end
  return layers
end

local function class_of(m)
  local class = type(m) == "table" and m.torch_class
  return type(class) == "string" and class or nil
end

-- One layer of a ConcatTable and of what takes its results.
local joins = {}

-- A sum is the same either way round.
joins["nn.CAddTable"] = function(layers)
  local a, b = layers[1], layers[2]
  if #layers ~= 2 then
    raise("%d branches are added, layers here add 2", #layers)
  end
  if nn.Identity == getmetatable(a) then a, b = b, a end
  return nn.Residual(a, {shortcut = b})
end

-- Of a batch, where it is said how many dimensions a sample has.
joins["nn.JoinTable"] = function(layers, m)
  local dim = m.dimension
  if math.type(dim) ~= "integer" then
    raise("dimension is %s, an integer is wanted", arguments.show(dim))
  end
  return nn.Concat(layers, m.nInputDims and dim > 0 and dim + 1 or dim)
end

local function branches(m, k, made)
  local list = modules_of(m)
  local join = joins[class_of(list[k + 1])]
  if not join then
    raise("modules[%d]: nn.ConcatTable is made with a CAddTable or a " ..
          "JoinTable after it; there is %s", k,
          class_of(list[k + 1]) or "none")
  end
  local layers = within(made, ("modules[%d]: "):format(k), children, list[k],
                        made)
  return within(made, ("modules[%d]: "):format(k + 1), join, layers,
                list[k + 1])
end

function makers.Sequential(m, made)
  local list, layers, k = modules_of(m), {}, 1
  while list[k] ~= nil do
    local is_branched = class_of(list[k]) == "nn.ConcatTable"
    layers[#layers + 1] = is_branched and branches(m, k, made) or
                          child(m, k, made)
    k = k + (is_branched and 2 or 1)
  end
  return nn.Sequential(layers)
end

function makers.Concat(m, made)
  return nn.Concat(children(m, made), whole(m, "dimension", nil, 1))
end

-- The layer of a module, the same for the same.
function make(m, made)
  local class = class_of(m)
  if not class then raise("%s is no module of Torch7", arguments.show(m)) end
  if made[m] then return made[m] end
  local maker = makers[class:match "^nn%.(%w+)$" or
                       class:match "^cudnn%.(%w+)$"]
  if not maker then raise("%s has no layer here", class) end
  if #made.path > 2 * DEEPEST then
    raise("modules within modules, more than %d deep, or a cycle", DEEPEST)
  end
  made[m] = within(made, class .. ": ", maker, m, made)
  return made[m]
end

--- Layers of a module in a file of Torch7, as ln.load gives it: Sequential,
--- Concat, ConcatTable with CAddTable or JoinTable after it, Linear,
--- SpatialConvolution (MM), SpatialFullConvolution, BatchNormalization,
--- SpatialBatchNormalization, ReLU, LeakyReLU, ELU, PReLU, SoftPlus, Tanh,
--- Sigmoid, SoftMax, LogSoftMax, Dropout, SpatialDropout, SpatialMaxPooling,
--- SpatialAveragePooling, SpatialUpSamplingNearest, View, Reshape, LookupTable
--- and Identity, of nn or cudnn. Others are refused by their path and class, as
--- are sizes that do not go together. x is a batch; View and Reshape are those
--- of each sample. A module that is there twice is one layer; weights are
--- copies. The layers are in evaluation where the module was. save_model cannot
--- write SpatialDropout, and Dropout of version 1, which are made with a
--- function.
---
---   local saved = {torch_class = "nn.LeakyReLU", negval = 0.2} -- by ln.load
---   print(ln.from_torch7(saved)(ln.tensor {-1, 1}))
--- @return Module
local from_torch7 = arguments.define("from_torch7", "object: table",
                                     function(object)
  local _ <close> = engine.default_generator:undisturbed()
  local path = {}
  local ok, layer = pcall(make, object, {path = path})
  if not ok then
    raise("from_torch7: %s%s", table.concat(path), errors.without_line(layer))
  end
  return object.train == false and layer:eval() or layer
end)

return from_torch7
