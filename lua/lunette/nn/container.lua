--- Layers made of layers.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local iterator = require "lunette.iterator"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local repr = require "lunette.repr"
local raise = errors.raise
local tree = require "lunette.nn.tree"

--- A function as a layer without state.
---
---   local negative = ln.nn.Lambda(function(x) return -x end)
---   print(negative(ln.ones(2)))   -- {-1, -1}
--- @class Lambda: Module
local Lambda = Module:extend "Lambda"

Lambda.init = arguments.define("Lambda:init", "self, f: callable",
                               function(self, f) self.f = f end)

function Lambda:forward(...) return self.f(...) end

--- Gives what it is given.
--- @class Identity: Module
local Identity = Module:extend "Identity"

function Identity:forward(x) return x end

-- `value` as the k-th layer of a list.
local function layer_of(owner, k, value)
  if Module.is_layer(value) then return value end
  if type(value) == "function" then return Lambda(value) end
  if Module.is_class(value) then
    raise("%s: entry %s is the class %s, not a layer: write nn.%s(...)",
          owner, k, value.__name, value.__name)
  end
  raise("%s: entry %s is %s, a layer is wanted", owner, k,
        arguments.show(value))
end

local function fill(self, layers, ...)
  local name = self.__name
  if select("#", ...) > 0 or
     type(layers) ~= "table" or Module.is_layer(layers) or
     Module.is_class(layers) then
    raise("%s: a table of layers is wanted: nn.%s {a, b, c}", name, name)
  end
  for key in pairs(layers) do
    if math.type(key) ~= "integer" or key < 1 or key > #layers then
      raise("%s: entry %s has no place in the order; layers are listed, " ..
            "nn.%s {a, b, c}", name, tostring(key), name)
    end
  end
  local before = #self
  for k = 1, #layers do
    self[before + k] = layer_of(name, before + k, layers[k])
  end
end

--- Adds a layer, or a function, at the end; returns the list.
--- @return self
local append = arguments.define("model:append", "self, layer: any",
                                function(self, layer)
  self[#self + 1] = layer_of(self.__name, #self + 1, layer)
  return self
end)

-- The method extend of lists: a class makes one below it, as all classes of
-- layers do, and a list takes what `add` adds to it.
local function extend_by(add)
  return function(self, given)
    if Module.is_class(self) then return Module.extend(self, given) end
    add(self, given)
    return self
  end
end

--- Adds the layers of a table at the end; returns the list. A class has extend
--- of nn.Module.
--- @return self
local extend = arguments.define("model:extend", "self, layers: table|string",
                                extend_by(fill))

--- Puts a layer, or a function, before the one at that index, or at the end;
--- returns the list.
--- @return self
local insert = arguments.define("model:insert",
  "self, index: index, layer: any", function(self, index, layer)
  if index > #self + 1 then
    raise("%s: index is %d for %d layers", self.__name, index, #self)
  end
  table.insert(self, index, layer_of(self.__name, index, layer))
  return self
end)

-- y, which the k-th layer gave.
local function given_by(self, k, y)
  if y ~= nil then return y end
  errors.inside(self[k], "forward returned nothing")
end

-- A table or nil, whatever a metatable says of itself in __metatable.
local getmetatable = debug.getmetatable

-- What is to be called: a script may have put anything in its place.
local function entry(self, k)
  local layer = self[k]
  local meta = getmetatable(layer)
  if meta and meta.__call or type(layer) == "function" then return layer end
  raise("%s: entry %d is %s, a layer or a function is wanted", self.__name, k,
        arguments.show(layer))
end

--- One after another, c(b(a(x))). An entry is a layer or a function; model[2]
--- is the second, #model their number.
---
---   local nn = ln.nn
---   local model = nn.Sequential {
---     nn.Linear(2, 8), function(x) return x:relu() end, nn.Linear(8, 1),
---   }
---   local y = model(ln.randn(5, 2))
---   print(#model, model[3], y:size())   -- 3  Linear(8, 1)  {5, 1}
--- @class Sequential: Module
--- @field [integer] Module its layers
local Sequential = Module:extend "Sequential"
Sequential.append, Sequential.extend, Sequential.insert = append, extend, insert
Sequential.init = arguments.define("Sequential:init",
  "self, layers: any?, ...: any", fill)

function Sequential:forward(x, ...)
  if type(self) ~= "table" then
    raise "forward: call it with a colon, model:forward(x)"
  end
  if #self == 0 then return x, ... end
  local y = given_by(self, 1, entry(self, 1)(x, ...))
  for k = 2, #self do y = given_by(self, k, entry(self, k)(y)) end
  return y
end

--- A list that is walked for parameters; it is not called itself.
---
---   local nn = ln.nn
---   local Tower = nn.Module:extend "Tower"
---   function Tower:init(n)
---     self.blocks = nn.ModuleList()
---     for _ = 1, n do self.blocks:append(nn.Linear(4, 4)) end
---   end
---   function Tower:forward(x)
---     for _, block in ipairs(self.blocks) do x = x + block(x:relu()) end
---     return x
---   end
---   print(#Tower(3):parameters())   -- 6
--- @class ModuleList: Module
--- @field [integer] Module its layers
local ModuleList = Module:extend "ModuleList"
ModuleList.append, ModuleList.extend, ModuleList.insert = append, extend, insert

ModuleList.init = arguments.define("ModuleList:init", "self, layers: any?",
  function(self, layers) fill(self, layers or {}) end)

function ModuleList:forward()
  raise("ModuleList: a list is not called; call the layers in it")
end

-- Names, sorted, and values of the fields of a dict for which is_item(value).
local function items_of(dict, is_item, what)
  local names, k = {}, 0
  for name, value in pairs(dict) do
    if is_item(value) then names[#names + 1] = name end
  end
  table.sort(names)
  return iterator(function()
    k = k + 1
    return names[k], dict[names[k]]
  end, ("for name, %s in dict:items() do ... end"):format(what))
end

--- Layers by name, walked for parameters and not called itself; dict.name is
--- one of them.
---
---   local heads = ln.nn.ModuleDict {digit = ln.nn.Linear(8, 10),
---                                   real = ln.nn.Linear(8, 1)}
---   print(heads.digit(ln.randn(5, 8)):size())   -- {5, 10}
--- @class ModuleDict: Module
local ModuleDict = Module:extend "ModuleDict"

ModuleDict.init = arguments.define("ModuleDict:init", "self, layers: table?",
  function(self, layers)
  for name, layer in pairs(layers or {}) do self:add(name, layer) end
end)

--- Adds a layer, or puts it in the place of the one of that name.
--- @return self
ModuleDict.add = arguments.define("dict:add", "self, name: string, layer: any",
                                  function(self, name, layer)
  self[tree.key_of(self, name)] = layer_of("ModuleDict", name, layer)
  return self
end)

--- for name, layer in dict:items() do: all, names sorted.
--- @return fun(): string, Module
ModuleDict.items = arguments.define("dict:items", "self", function(self)
  return items_of(self, Module.is_layer, "layer")
end)

function ModuleDict:forward()
  raise("ModuleDict: it is not called; call the layers in it")
end

-- ---- parameters ----

local function is_parameter(x) return engine.mark_of(x) == "parameter" end

local function as_parameter(x)
  return is_parameter(x) and x or parameter.Parameter(x)
end

--- Parameters in a list, list[k]; tensors that are none become some. It is not
--- called. State: by their numbers, from 1.
--- @class ParameterList: Module
local ParameterList = Module:extend "ParameterList"

--- Adds a parameter, or a tensor as one, at the end; returns the list.
--- @return self
ParameterList.append = arguments.define("list:append", "self, value: tensor",
                                        function(self, value)
  self[#self + 1] = as_parameter(value)
  return self
end)

--- Adds the tensors of a table at the end; returns the list. A class has extend
--- of nn.Module.
--- @return self
ParameterList.extend = arguments.define("list:extend",
  "self, values: tensors|string", extend_by(function(self, values)
  arguments.check("extend", "values", values, "tensors")
  for _, value in ipairs(values) do self:append(value) end
end))

ParameterList.init = arguments.define("ParameterList:init",
  "self, values: tensors?", function(self, values)
  if values then self:extend(values) end
end)

function ParameterList:forward()
  raise("ParameterList: it is not called; use the parameters in it")
end

function ParameterList:extra_repr()
  local parts = {}
  for k = 1, #self do parts[k] = repr.shape(self[k]) end
  return table.concat(parts, ", ")
end

--- Parameters by name, dict.name; tensors that are none become some. It is not
--- called. State: by their names.
--- @class ParameterDict: Module
local ParameterDict = Module:extend "ParameterDict"

ParameterDict.init = arguments.define("ParameterDict:init",
  "self, parameters: table?", function(self, parameters)
  for name, value in pairs(parameters or {}) do self:add(name, value) end
end)

--- Adds a parameter, or a tensor as one, or puts it in the place of the one of
--- that name.
--- @return self
ParameterDict.add = arguments.define("dict:add",
  "self, name: string, value: tensor", function(self, name, value)
  self[tree.key_of(self, name)] = as_parameter(value)
  return self
end)

--- for name, parameter in dict:items() do: all, names sorted.
--- @return fun(): string, Tensor
ParameterDict.items = arguments.define("dict:items", "self", function(self)
  return items_of(self, is_parameter, "parameter")
end)

function ParameterDict:forward()
  raise("ParameterDict: it is not called; use the parameters in it")
end

function ParameterDict:extra_repr()
  local parts = {}
  for name, value in self:items() do
    parts[#parts + 1] = ("%s = %s"):format(name, repr.shape(value))
  end
  return table.concat(parts, ", ")
end

-- ---- around layers ----

--- layer(x) + shortcut(x) (He et al. 2015, arXiv 1512.03385, eq. 1 and 2).
---
---   local nn = ln.nn
---   local block = nn.Residual(nn.Sequential {nn.ReLU(), nn.Linear(8, 8)})
---   print(block(ln.randn(5, 8)):size())   -- {5, 8}
--- @class Residual: Module
local Residual = Module:extend "Residual"

Residual.init = arguments.define("Residual:init",
  "self, layer: any, {shortcut: any?}", function(self, layer, o)
  self.layer = layer_of("Residual", "layer", layer)
  self.shortcut = o.shortcut and layer_of("Residual", "shortcut", o.shortcut)
end)

function Residual:forward(x)
  return self.layer(x) + (self.shortcut and self.shortcut(x) or x)
end

--- a(x), b(x), c(x) joined along a dimension, the channels unless told
--- otherwise.
---
---   local nn = ln.nn
---   local both = nn.Concat {nn.Linear(4, 2), nn.Linear(4, 3)}
---   print(both(ln.randn(5, 4)):size())   -- {5, 5}
--- @class Concat: Module
local Concat = Module:extend "Concat"

Concat.init = arguments.define("Concat:init", "self, layers: any, dim: dim = 2",
                               function(self, layers, dim)
  fill(self, layers)
  self.dim = dim
end)

function Concat:forward(x)
  local parts = {}
  for k = 1, #self do parts[k] = entry(self, k)(x) end
  return engine.functions.cat(parts, self.dim)
end

return {
  Sequential = Sequential, ModuleList = ModuleList, ModuleDict = ModuleDict,
  ParameterList = ParameterList, ParameterDict = ParameterDict,
  Lambda = Lambda, Identity = Identity, Residual = Residual, Concat = Concat,
}
