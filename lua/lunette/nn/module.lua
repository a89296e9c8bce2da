--- Layers: tables of tensors that can be called.
--
-- A layer's state is its fields. Parameters and buffers are tensors marked as
-- such and found by walking the fields (lunette.nn.tree), so nothing has to be
-- registered, and freezing a parameter changes nothing of what it is.

local arguments = require "lunette.arguments"
local elsewhere = require "lunette.elsewhere"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local frozen = require "lunette.nn.frozen"
local hooks = require "lunette.nn.hooks"
local iterator = require "lunette.iterator"
local origin = require "lunette.nn.origin"
local parameter = require "lunette.nn.parameter"
local raise = errors.raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local scope = require "lunette.scope"
local tree = require "lunette.nn.tree"

--- @class Module
--- @field training boolean whether the layer is in training mode (it starts so)
--- @field output_axis integer which dimension of the weight numbers outputs: 1
local Module = {training = true, output_axis = 1, __name = "Module"}
Module.__index = Module

local method = arguments.define

-- ---- making and calling ----

-- Told of every call, what it was given and what it gave: see Module.watched.
local watch

-- Has a scope ever set modes? Then those of the coroutine that runs do so
-- before a mode is read or set: the engine sees who calls it.
local scoped, arrive = false, engine.is_recording

-- A call with hooks around it, or that is watched.
local function observed(self, ...)
  local inputs, gate = hooks.before(self, table.pack(...))
  local results = table.pack(self:forward(table.unpack(inputs, 1, inputs.n)))
  results = hooks.after(self, inputs, results, gate)
  if watch then watch(self, inputs, table.unpack(results, 1, results.n)) end
  return table.unpack(results, 1, results.n)
end

local function all(...) return ... end

-- Its frames tell errors.lua which layers were running, so it must stay on the
-- stack while forward runs: forward is not called as a tail call.
local function call(self, ...)
  if scoped then arrive() end
  if watch or self._hooks then return all(observed(self, ...)) end
  return all(self:forward(...))
end
Module.__call = call

-- Raises when init, which says nothing of itself, would not see all that is
-- given.
local function check_count(class, ...)
  local info = debug.getinfo(class.init, "u")
  if info.isvararg then return end
  local n = select("#", ...)
  while n > 0 and (select(n, ...)) == nil do n = n - 1 end
  if n >= info.nparams then
    arguments.refuse_count(class.__name, n, info.nparams - 1)
  end
end

local function construct(class, ...)
  local self = setmetatable({_made = origin.made(class, ...)}, class)
  self:init(...)
  check_count(class, ...)
  return self
end

-- What layers of other libraries have and these do not. Fields of a layer may
-- have these names.
local not_here = {}
for _, name in ipairs {"to", "cuda", "cpu", "float", "half", "double"} do
  not_here[name] = function() elsewhere.refuse_device(name) end
end

setmetatable(Module, {__call = construct, __index = not_here,
                      __tostring = repr.class_text})

--- A new class of layers, below this one:
---   local Residual = ln.nn.Module:extend "Residual"
---   function Residual:init(features)
---     self.linear = ln.nn.Linear(features, features)
---   end
---   function Residual:forward(x) return x + self.linear(x:relu()) end
---   local layer = Residual(64)
---   local y = layer(ln.randn(2, 64))
--- Residual(64) makes one, and calling that one calls forward.
--- @return lunette.nn.Module.class
Module.extend = method("nn.Module:extend", "self, name: string",
                       function(self, name)
  local class = {__name = name, __call = call, __tostring = Module.__tostring}
  class.__index = class
  return setmetatable(class, {__index = self, __call = construct,
                              __tostring = repr.class_text})
end)

Module.init = method("Module:init", "self", function() end)

function Module:forward()
  raise("%s has no forward", self.__name)
end

local function is_layer(value)
  local class = type(value) == "table" and getmetatable(value)
  return type(class) == "table" and rawget(class, "__call") == call and
         rawget(value, "_made") ~= nil
end

--- Is `value` a layer (an instance, not a class)?
--- @return boolean
Module.is_layer = method("is_layer", "value: any?", is_layer)

--- Is it a class of layers?
--- @return boolean
Module.is_class = method("is_class", "value: any?", function(value)
  local class = type(value) == "table" and getmetatable(value)
  return type(class) == "table" and rawget(class, "__call") == construct
end)

--- Is the layer of the class, or of one below it?
--- @return boolean
Module.is_a = method("model:is_a", "self, class: table", function(self, class)
  local own = is_layer(self) and getmetatable(self)
  while own do
    if own == class then return true end
    local meta = getmetatable(own)
    own = meta and meta.__index
  end
  return false
end)

--- Runs f(); meanwhile, tells see(layer, inputs, ...) of each layer called: a
--- list of what it was given, and what it gave.
Module.watched = method("watched", "see: callable, f: callable",
                        function(see, f)
  local before = watch
  local _ <close> = setmetatable({}, {__close = function() watch = before end})
  watch = see
  return f()
end)

-- ---- hooks ----

--- Calls hook(layer, inputs) before each call of this layer; inputs is a list
--- with its length in n. What it returns, a list or one input, replaces them;
--- nothing leaves them. Returns a handle: handle:remove() ends it, and so does
--- closing it: `local _ <close> = layer:register_forward_pre_hook(f)`.
--- @return table
Module.register_forward_pre_hook = method("model:register_forward_pre_hook",
  "self, hook: callable", function(self, hook)
  return hooks.register(self, "forward_pre", hook)
end)

--- Calls hook(layer, inputs, y, ...) after each call of this layer, y, ...
--- being what it gave. What it returns replaces that; nothing leaves it.
--- Returns a handle as register_forward_pre_hook does. A clone has the same
--- hooks.
---
---   local model, seen = ln.gan.zoo.mlp(), {}
---   model.discriminator[1]:register_forward_hook(function(_, _, y)
---     seen.features = y
---   end)
--- @return table
Module.register_forward_hook = method("model:register_forward_hook",
  "self, hook: callable", function(self, hook)
  return hooks.register(self, "forward", hook)
end)

--- Calls hook(layer, grad_input, grad_output) in every sweep that goes backward
--- through a call of this layer, once the gradients of its inputs are known:
--- lists of the gradients of its tensor inputs and of its results, zeros for a
--- result that nothing depends on. A list that hook returns takes the place of
--- grad_input. When no input wants a gradient, grad_input is empty. Returns a
--- handle as register_forward_pre_hook does.
---
---   local layer = ln.nn.Linear(3, 2)
---   layer:register_full_backward_hook(function(_, _, grad_output)
---     print(grad_output[1])   -- {{1, 1}}
---   end)
---   layer(ln.ones(1, 3)):sum():backward()
--- @return table
Module.register_full_backward_hook = method("model:register_full_backward_hook",
  "self, hook: callable", function(self, hook)
  return hooks.register(self, "full_backward", hook)
end)

-- ---- computed fields ----

-- By class, the class of those of its layers that have computed fields.
local with_computed = setmetatable({}, {__mode = "k"})

local function computed_class(class)
  local derived = with_computed[class]
  if not derived then
    derived = {__name = class.__name, __call = call,
               __tostring = Module.__tostring}
    function derived.__index(self, key)
      local field = rawget(self, "_computed")[key]
      if field then return field.compute(self, key, field) end
      return class[key]
    end
    with_computed[class] = setmetatable(derived, {__index = class})
  end
  return derived
end

--- Makes field `name`, a parameter, one that is computed each time it is read:
--- layer[name] is field.compute(layer, name, field). The parameter itself is
--- returned, to be kept in another field. `field` is a plain table with a
--- `kind`, which tostring shows; a clone gets a copy of it.
--- @return Tensor?
Module.compute_field = method("model:compute_field",
  "self, name: string, field: table", function(self, name, field)
  if (rawget(self, "_computed") or {})[name] then
    raise("%s: %s of this %s is computed already, by %s", field.kind,
          name, self.__name, self._computed[name].kind)
  end
  local value = rawget(self, name)
  if engine.mark_of(value) ~= "parameter" then
    raise("%s: this %s has no parameter %s", field.kind, self.__name,
          name)
  end
  if not rawget(self, "_computed") then
    setmetatable(self, computed_class(getmetatable(self)))
    self._computed = {}
  end
  self._computed[name], self[name] = field, nil
  return value
end)

--- Ends compute_field for a field of this `kind`: layer[name] is a parameter
--- with the value that it has now.
--- @return nil
Module.fix_field = method("model:fix_field", "self, name: string, kind: string",
                          function(self, name, kind)
  local fields = rawget(self, "_computed") or {}
  if not fields[name] or fields[name].kind ~= kind then
    raise("%s: it does not compute %s of this %s", kind, name, self.__name)
  end
  local value = self[name]:detach()
  fields[name], self[name] = nil, parameter.Parameter(value)
  if next(fields) then return end
  self._computed = nil
  setmetatable(self, getmetatable(getmetatable(self)).__index)
end)

-- ---- what is inside ----

local function values(self, kind)
  local list = {}
  for k, entry in ipairs(tree.of_kind(self, kind)) do list[k] = entry.value end
  return list
end

local function named(self, kind)
  local entries, k = tree.of_kind(self, kind), 0
  return iterator(function()
    k = k + 1
    if entries[k] then return entries[k].path, entries[k].value end
  end, ("for name, %s in model:named_%ss() do ... end"):format(kind, kind))
end

--- A list of the parameters of this layer and all below.
--- @return Tensor[]
Module.parameters = method("model:parameters", "self", function(self)
  return values(self, "parameter")
end)

--- A list of the buffers.
--- @return Tensor[]
Module.buffers = method("model:buffers", "self", function(self)
  return values(self, "buffer")
end)

--- for name, tensor in layer:named_parameters() do: parameters by their paths.
---
---   for name, p in ln.nn.Linear(3, 2):named_parameters() do
---     print(name, p:size())
---   end
--- @return fun(): string, Tensor
Module.named_parameters = method("model:named_parameters", "self",
                                 function(self)
  return named(self, "parameter")
end)

--- for name, tensor in layer:named_buffers() do: buffers by their paths.
--- @return fun(): string, Tensor
Module.named_buffers = method("model:named_buffers", "self", function(self)
  return named(self, "buffer")
end)

--- A list of this layer and all below, each before those inside it.
--- @return Module[]
Module.modules = method("model:modules", "self", function(self)
  local list = values(self, "layer")
  table.insert(list, 1, self)
  return list
end)

--- for path, layer in model:named_modules() do: this layer and all below by
--- their paths, its own being "".
--- @return fun(): string, Module
Module.named_modules = method("model:named_modules", "self", function(self)
  local below, first = named(self, "layer"), true
  return iterator(function()
    if not first then return below() end
    first = false
    return "", self
  end, "for path, layer in model:named_modules() do ... end")
end)

-- The entries of the layers directly inside this one.
local function inside(self)
  local list = {}
  for _, entry in ipairs(tree.of_kind(self, "layer")) do
    if entry.parent == self then list[#list + 1] = entry end
  end
  return list
end

--- A list of the layers directly inside this one.
--- @return Module[]
Module.children = method("model:children", "self", function(self)
  local list = {}
  for k, entry in ipairs(inside(self)) do list[k] = entry.value end
  return list
end)

--- for name, layer in model:named_children() do: the layers directly inside
--- this one.
--- @return fun(): string, Module
Module.named_children = method("model:named_children", "self", function(self)
  local entries, k = inside(self), 0
  return iterator(function()
    k = k + 1
    if entries[k] then return entries[k].path, entries[k].value end
  end, "for name, layer in model:named_children() do ... end")
end)

-- What is at the path `target` and of this kind.
local function get(owner, self, kind, target)
  local value = tree.at(self, target)
  if (is_layer(value) and "layer" or engine.mark_of(value)) == kind then
    return value
  end
  local paths = {}
  for k, entry in ipairs(tree.of_kind(self, kind)) do paths[k] = entry.path end
  raise("%s: this %s has no %s %s%s", owner, self.__name, kind, target,
              arguments.near_text(target, paths))
end

--- The layer at a path, model:get_submodule "1.conv"; the model itself at "".
--- @return Module
Module.get_submodule = method("model:get_submodule", "self, target: string",
                              function(self, target)
  return get("get_submodule", self, "layer", target)
end)

--- The parameter at a path, model:get_parameter "1.weight".
--- @return Tensor
Module.get_parameter = method("model:get_parameter", "self, target: string",
                              function(self, target)
  return get("get_parameter", self, "parameter", target)
end)

--- The buffer at a path, model:get_buffer "2.running_mean".
--- @return Tensor
Module.get_buffer = method("model:get_buffer", "self, target: string",
                           function(self, target)
  return get("get_buffer", self, "buffer", target)
end)

-- ---- what is put inside ----

--- Makes the layer a field: model[name] = layer.
--- @return nil
Module.add_module = method("model:add_module", "self, name: string, " ..
                           "layer: layer?", function(self, name, layer)
  self[tree.key_of(self, name)] = layer
end)

--- Makes the tensor a parameter in a field: model[name] = nn.Parameter(param).
--- @return nil
Module.register_parameter = method("model:register_parameter",
  "self, name: string, param: tensor?", function(self, name, param)
  if param and engine.mark_of(param) ~= "parameter" then
    param = parameter.Parameter(param)
  end
  self[tree.key_of(self, name)] = param
end)

--- Makes the tensor a buffer in a field: model[name] = nn.Buffer(tensor). One
--- that is not persistent is a plain tensor, which a clone copies and no state
--- has.
--- @return nil
Module.register_buffer = method("model:register_buffer",
  "self, name: string, tensor: tensor?, persistent: bool = true",
  function(self, name, tensor, persistent)
  if tensor and persistent then tensor = parameter.Buffer(tensor) end
  self[tree.key_of(self, name)] = tensor
end)

--- Calls fn(layer) for all below, then for this one; returns this one:
---   local nn = ln.nn
---   local D = nn.Sequential {nn.Conv2d(3, 8, 4), nn.ReLU()}
---   D:apply(function(layer)
---     if layer:is_a(nn.Conv2d) then nn.init.normal_(layer.weight, 0, 0.02) end
---   end)
--- @return self
Module.apply = method("model:apply", "self, fn: callable", function(self, fn)
  for _, child in ipairs(self:children()) do child:apply(fn) end
  fn(self)
  return self
end)

-- ---- modes ----

--- Puts this layer and all below in training mode, or out of it.
--- @return self
Module.train = method("model:train", "self, mode: bool = true",
                      function(self, mode)
  if scoped then arrive() end
  for _, layer in ipairs(self:modules()) do layer.training = mode end
  return self
end)

--- Takes this layer and all below out of training mode.
--- @return self
Module.eval = method("model:eval", "self", function(self)
  return self:train(false)
end)

--- `local _ <close> = G:evaluating()`: this layer and all below are out of
--- training mode until it closes; then each is in the mode it was in.
---
---   local nn = ln.nn
---   local G = nn.Sequential {nn.Linear(2, 2), nn.BatchNorm1d(2)}
---   do
---     local _ <close> = G:evaluating()
---     local samples = G(ln.randn(1, 2))
---   end
---   print(G.training)   -- true
--- @return Scope
Module.evaluating = method("model:evaluating", "self", function(self)
  local layers, modes = self:modules(), {}
  scoped = true
  return scope.open(function()
    local now = {}
    for k, layer in ipairs(layers) do now[k] = {rawget(layer, "training")} end
    modes = now
    for _, layer in ipairs(layers) do layer.training = false end
  end, function()
    -- A mode that was never set is the class's.
    for k, mode in ipairs(modes) do rawset(layers[k], "training", mode[1]) end
  end)
end)

--- Whether the parameters require gradients from now on.
--- @return self
Module.requires_grad_ = method("model:requires_grad_",
  "self, requires_grad: bool = true", function(self, requires_grad)
  for _, p in ipairs(self:parameters()) do p:requires_grad_(requires_grad) end
  return self
end)

--- Forgets the gradients.
--- @return self
Module.zero_grad = method("model:zero_grad", "self", function(self)
  for _, p in ipairs(self:parameters()) do p.grad = nil end
  return self
end)

--- `local _ <close> = D:frozen()`: until it closes, no parameter of D requires
--- a gradient; then those that did do again.
---
---   local nn = ln.nn
---   local G, D = nn.Linear(2, 2), nn.Linear(2, 1)
---   do
---     local _ <close> = D:frozen()
---     D(G(ln.randn(8, 2))):mean():neg():backward()
---   end
---   print(D.weight.grad, G.weight.grad:size())   -- nil  {2, 2}
--- @return Scope
Module.frozen = method("model:frozen", "self", function(self)
  return frozen(self:parameters())
end)

-- ---- state ----

-- What PyTorch calls a field of such a layer. Where it is another name than
-- here, the layer's class says so: Class._torch_name(key).
Module._torch_name = tree.torch_name

--- Parameters and buffers by path ("2.weight"); with {to = "torch"} by the
--- names that PyTorch's state_dict has, so that its load_state_dict takes what
--- ln.save writes of them. The tensors share the layer's values: clone() the
--- layer to keep them as they are now.
---
---   local nn = ln.nn
---   local model = nn.Sequential {nn.Linear(2, 3), nn.ReLU()}
---   ln.save("model.safetensors", model:state_dict())
---   local other = nn.Sequential {nn.Linear(2, 3), nn.ReLU()}
---   other:load_state_dict(ln.load "model.safetensors")
---   print(other[1].weight:equal(model[1].weight))   -- true
--- @return table<string, Tensor>
Module.state_dict = method("model:state_dict",
  "self, {to: lunette|torch = lunette}", function(self, o)
  local state = {}
  for _, entry in ipairs(tree.state(self, o.to)) do
    state[entry.name] = entry.value:detach()
  end
  return repr.state(state)
end)

-- What is at an entry, for messages: "0.weight (1.weight here)".
local function place_of(entry)
  if entry.name == entry.path then return entry.path end
  return ("%s (%s here)"):format(entry.name, entry.path)
end

-- What keeps `value` from being loaded into the entry, or nil.
local function misfit(entry, value)
  local x = entry.value
  if not engine.is_tensor(value) then
    return ("%s is a %s, a tensor is wanted"):format(place_of(entry),
                                                     type(value))
  end
  if repr.shape(x) ~= repr.shape(value) then
    return ("%s is %s here and %s in the state"):format(
      place_of(entry), repr.shape(x), repr.shape(value))
  end
end

-- The entries that are missing, names that are unexpected, and what does not
-- fit, as texts.
local function compare(entries, state)
  local missing, unexpected, wrong = {}, {}, {}
  local known, given = {}, {}
  for _, entry in ipairs(entries) do
    known[entry.name] = true
    local value = state[entry.name]
    given[entry.value] = given[entry.value] or value ~= nil
    if value ~= nil then wrong[#wrong + 1] = misfit(entry, value) end
  end
  for _, entry in ipairs(entries) do
    if not given[entry.value] and not entry.may_lack then
      missing[#missing + 1] = entry
    end
  end
  for name in pairs(state) do
    if not known[name] then unexpected[#unexpected + 1] = tostring(name) end
  end
  table.sort(unexpected)
  return missing, unexpected, wrong
end

local function complain(lines, what, list)
  if #list == 0 then return end
  local shown = table.concat(list, ", ", 1, math.min(#list, 8))
  if #list > 8 then shown = ("%s and %d more"):format(shown, #list - 8) end
  lines[#lines + 1] = what .. shown
end

local function each(list, f)
  local results = {}
  for k, v in ipairs(list) do results[k] = f(v) end
  return results
end

-- The key of a checkpoint under which nothing is missing, or nil.
local function key_within(self, state)
  local found
  for _, names in ipairs {"lunette", "torch"} do
    local entries = tree.state(self, names)
    for key, part in pairs(state) do
      if type(key) == "string" and type(part) == "table" and
         (not found or key < found) and #compare(entries, part) == 0 then
        found = key
      end
    end
  end
  return found
end

-- Raises what does not fit; nothing, when all of it does.
local function check_fit(self, state, o, missing, unexpected, wrong)
  local lines = {}
  if o.strict then
    complain(lines, "missing: ", each(missing, place_of))
    complain(lines, "unexpected: ", unexpected)
  end
  complain(lines, "", wrong)
  if #lines == 0 then return end
  if o.from ~= "torch" and
     #missing > #compare(tree.state(self, "torch"), state) then
    lines[#lines + 1] = "its names are PyTorch's, it seems: " ..
      'load_state_dict(state, {from = "torch"}) takes them'
  end
  local key = #missing > 0 and key_within(self, state)
  if key then
    lines[#lines + 1] = ("a state is its field %q"):format(key)
  end
  raise("load_state_dict: the state does not fit this %s: %s", self.__name,
        table.concat(lines, "; "))
end

-- Makes the layers that wait for their first input as the state has them,
-- when all of it fits.
local function make_as_in(self, state, o)
  local trial = self:clone()
  for _, model in ipairs {trial, self} do
    local waiting = tree.waiting(model, tree.entries(model, o.from))
    for _, entry in ipairs(waiting) do
      if entry.value._becomes then
        entry.value:_become_as_in(state, entry.name == "" and "" or
                                         entry.name .. ".")
      end
    end
    if model == trial then trial:load_state_dict(state, o) end
  end
end

local PARALLEL = "module."

-- The state without the word that DataParallel sets before all its names.
local function without_parallel(self, state)
  if rawget(self, "module") ~= nil or next(state) == nil then return state end
  local plain = {}
  for name, value in pairs(state) do
    if type(name) ~= "string" or name:sub(1, #PARALLEL) ~= PARALLEL then
      return state
    end
    plain[name:sub(#PARALLEL + 1)] = value
  end
  return without_parallel(self, plain)
end

--- Copies a state into the parameters and buffers; nothing is changed unless
--- all fits. Raises with the paths that are missing, unexpected, or of other
--- sizes; with {strict = false} only sizes must agree, and {missing = ...,
--- unexpected = ...} is returned in any case. {from = "torch"} takes the names
--- that PyTorch's state_dict has, which count layers from 0, also those of a
--- DataParallel; what is shared it takes under any of its names.
--- @return { missing: string[], unexpected: string[] }
Module.load_state_dict = method("model:load_state_dict",
  "self, state_dict: table, {strict: bool = true, " ..
  "from: lunette|torch = lunette}", function(self, state, o)
  if o.from == "torch" then state = without_parallel(self, state) end
  if #tree.waiting(self, tree.entries(self)) > 0 then
    make_as_in(self, state, o)
  end
  local entries = tree.state(self, o.from)
  local missing, unexpected, wrong = compare(entries, state)
  check_fit(self, state, o, missing, unexpected, wrong)
  local _ <close> = recording.no_grad()
  for _, entry in ipairs(entries) do
    local value = state[entry.name]
    if value then entry.value:copy_(value) end
  end
  return {missing = each(missing, function(entry) return entry.name end),
          unexpected = unexpected}
end)

local function copy_tensor(x)
  local y = x:detach():clone()
  local mark = engine.mark_of(x)
  if mark then engine.mark(y, mark) end
  return y:requires_grad_(x:requires_grad())
end

local function is_walked(value)
  local meta = type(value) == "table" and getmetatable(value)
  return meta == nil or meta == origin.Origin or is_layer(value)
end

local function copy(value, memo)
  if type(value) ~= "table" and type(value) ~= "userdata" then return value end
  if memo[value] then return memo[value] end
  if engine.is_tensor(value) then
    memo[value] = copy_tensor(value)
  elseif is_walked(value) then
    memo[value] = setmetatable({}, getmetatable(value))
    for key, field in next, value do memo[value][key] = copy(field, memo) end
  else
    memo[value] = value
  end
  return memo[value]
end

--- A layer like this one with parameters and buffers of its own; what was
--- shared inside is shared inside the copy.
---
---   local layer = ln.nn.Linear(2, 1)
---   local copy = layer:clone()
---   copy.weight:detach():fill_(0)
---   print(layer.weight:equal(copy.weight))   -- false
--- @return self
Module.clone = method("model:clone", "self", function(self)
  return copy(self, {})
end)

-- ---- as text ----

--- What tostring shows between the parentheses.
--- @return string
Module.extra_repr = method("model:extra_repr", "self",
                           function() return "" end)

-- Of a layer with computed fields: " [weight: spectral_norm]".
local function computed_text(self)
  local parts = {}
  for name, field in pairs(rawget(self, "_computed") or {}) do
    parts[#parts + 1] = name .. ": " .. field.kind
  end
  table.sort(parts)
  return #parts > 0 and " [" .. table.concat(parts, ", ") .. "]" or ""
end

local function indented(text) return (text:gsub("\n", "\n  ")) end

function Module:__tostring()
  if not is_layer(self) then return self.__name end
  local lines = {}
  for _, entry in ipairs(inside(self)) do
    lines[#lines + 1] = ("  (%s): %s"):format(entry.path,
                                              indented(tostring(entry.value)))
  end
  local extra = self:extra_repr()
  if #lines == 0 then
    return ("%s(%s)%s"):format(self.__name, extra, computed_text(self))
  end
  if extra ~= "" then table.insert(lines, 1, "  " .. extra) end
  return ("%s(\n%s\n)%s"):format(self.__name, table.concat(lines, "\n"),
                                 computed_text(self))
end

--- The multiplications (each with its addition) of one call of this layer
--- itself, those below it left out, given the list of its inputs and its first
--- result; nil when nobody counts them.
--- @return integer?
Module.multiply_adds = method("model:multiply_adds",
  "self, inputs: table, y: any?", function() end)

--- The layers, the shape that each gives, its parameters, its multiply-adds and
--- the memory of its result, as a table of text: model:summary {1, 28, 28}, the
--- shape of one sample (one for each input). The model is run on zeros in
--- evaluation mode, and left as it was.
---
---   local nn = ln.nn
---   local model = nn.Sequential {
---     nn.Conv2d(1, 8, 4, {stride = 2}), nn.ReLU(), nn.Flatten()}
---   print(model:summary {1, 28, 28})
--- @return string
Module.summary = method("model:summary", "self, sizes: wholes, ...: wholes",
                        function(self, ...)
  return require "lunette.nn.summary".of(self, ...)
end)

-- ---- for errors.lua ----

local function key_in(outer, inner)
  for _, entry in ipairs(tree.of_kind(outer, "layer")) do
    if entry.value == inner then return entry.path end
  end
  return "?"
end

--- Layers, outermost first, as "D.7 (Linear)", D being the name given for the
--- first of them or else its class.
local function layer_path(layers, name)
  local path = name or layers[1].__name
  for k = 2, #layers do
    path = path .. "." .. key_in(layers[k - 1], layers[k])
  end
  return ("%s (%s)"):format(path, layers[#layers].__name)
end

-- The path in a layer, or in a table of layers, of what was overwritten: "" for
-- the tensor itself.
local function overwritten_in(v)
  if engine.is_tensor(v) then return engine.is_overwritten(v) and "" or nil end
  if type(v) ~= "table" then return nil end
  for _, kind in ipairs {"parameter", "buffer"} do
    for _, entry in ipairs(is_layer(v) and tree.of_kind(v, kind) or {}) do
      if engine.is_overwritten(entry.value) then return entry.path end
    end
  end
  for key, layer in next, is_layer(v) and {} or v do
    local path = is_layer(layer) and overwritten_in(layer)
    if path then return ("%s.%s"):format(key, path) end
  end
end

arguments.add_kind("layer", "a layer", function(v)
  return is_layer(v) and v or nil
end, {type = "lunette.nn.Module"})
errors.layer_call, errors.layer_path = call, layer_path
errors.overwritten_in = overwritten_in
tree.is_layer = is_layer

return Module
