--- Layers made of layers.

local Module = require "lunette.nn.module"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

--- nn.Lambda(f): a function as a layer without state.
--- @class Lambda: Module
local Lambda = Module:extend "Lambda"

function Lambda:init(f)
  self.f = options.check("Lambda", "f", f, "function")
end

function Lambda:forward(...) return self.f(...) end

--- nn.Identity(): gives what it is given.
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
  raise("%s: entry %s is a %s, a layer is wanted", owner, k, type(value))
end

local function fill(self, layers)
  local name = self.__name
  if type(layers) ~= "table" or Module.is_layer(layers) or
     Module.is_class(layers) then
    raise("%s: a table of layers is wanted: nn.%s {a, b, c}", name, name)
  end
  for key in pairs(layers) do
    if math.type(key) ~= "integer" or key < 1 or key > #layers then
      raise("%s: entry %s has no place in the order; layers are listed, " ..
            "nn.%s {a, b, c}", name, tostring(key), name)
    end
  end
  for k = 1, #layers do self[k] = layer_of(name, k, layers[k]) end
end

local function append(self, layer)
  self[#self + 1] = layer_of(self.__name, #self + 1, layer)
  return self
end

--- nn.Sequential {a, b, c}: c(b(a(x))). An entry is a layer or a function;
--- model[2] is the second, #model their number.
--- @class Sequential: Module
local Sequential = Module:extend "Sequential"
Sequential.init, Sequential.append = fill, append

function Sequential:forward(x, ...)
  if #self == 0 then return x, ... end
  local y = self[1](x, ...)
  for k = 2, #self do y = self[k](y) end
  return y
end

--- nn.ModuleList {a, b, c}: a list that is walked for parameters; it is not
--- called itself.
--- @class ModuleList: Module
local ModuleList = Module:extend "ModuleList"
ModuleList.append = append

function ModuleList:init(layers) fill(self, layers or {}) end

function ModuleList:forward()
  raise("ModuleList: a list is not called; call the layers in it")
end

return {
  Sequential = Sequential, ModuleList = ModuleList, Lambda = Lambda,
  Identity = Identity,
}
