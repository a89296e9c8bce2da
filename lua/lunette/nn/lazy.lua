--- Layers that learn at their first call how many inputs they have.
--
-- Such a layer is of a class below the one that it becomes, in place: the same
-- table with the fields and the class of one that is made for the input.

local arguments = require "lunette.arguments"
local conv = require "lunette.nn.conv"
local engine = require "lunette.engine"
local linear = require "lunette.nn.linear"
local norm = require "lunette.nn.norm"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local text = require "lunette.nn.text"

local lazy = {}

-- What is not there before the first call, and is asked for by name.
local unknown = {
  weight = true, bias = true, running_mean = true, running_var = true,
  num_batches_tracked = true, in_features = true, in_channels = true,
  num_features = true,
}

-- What it was made with, as it is written.
local function extra_repr(self)
  local parts, n = {}, #arguments.of(self.init).places
  for k = 1, n do parts[k] = text.value(self.given[k]) end
  local options = text.options(self.init, self.given[n + 1])
  return (table.concat(parts, ", ") .. options):gsub("^, ", "")
end

-- Becomes a layer of n inputs; unchanged when that cannot be made.
local function become(self, n)
  local made = self._becomes(n, table.unpack(self.given, 1, self.given.n))
  self.given = nil
  for key, value in next, made do rawset(self, key, value) end
  return setmetatable(self, self._becomes)
end

local function forward(self, x)
  arguments.check(self.__name, "x", x, "tensor")
  local low, high = self.known_by.low, self.known_by.high
  if x:dim() < low or high and x:dim() > high then
    local wanted = high and (low == high and "%d" or "%d or %d") or "%d or more"
    raise("%s: %s dimensions are wanted, got %s", self.__name,
          wanted:format(low, high), repr.shape(x))
  end
  return become(self, x:size(self.known_by.dim)):forward(x)
end

-- Becomes what has the tensors of the state under this prefix.
local function become_as_in(self, state, prefix)
  local w = state[prefix .. "weight"] or state[prefix .. "running_mean"]
  if not engine.is_tensor(w) or w:dim() ~= self.known_by.rank then
    raise("load_state_dict: the state has no %sweight that tells how many " ..
          "inputs this %s has", prefix, self.__name)
  end
  become(self, self.known_by.inputs(w, self.given[self.given.n]))
end

-- `class` without its first argument; `known_by` says what tells it: the size
-- of x in dimension `dim`, x having `low` to `high` dimensions, or the first of
-- the layer's own tensors, of `rank` dimensions, by inputs(tensor, options).
local function define(class, known_by, default)
  local Lazy = class:extend("Lazy" .. class.__name)
  local signature = arguments.of(class.init).text
  signature = signature:gsub("^self, [%w_]+: count,%s*", "self, ")
  if default then signature = signature:gsub("bool = %a+", default) end
  Lazy._becomes, Lazy.known_by = class, known_by
  Lazy.extra_repr, Lazy.forward = extra_repr, forward
  Lazy._become_as_in = become_as_in
  Lazy.init = arguments.define(Lazy.__name .. ":init", signature,
                               function(self, ...)
    self.given = table.pack(...)
  end)
  function Lazy.__index(self, key)
    if not unknown[key] then return Lazy[key] end
    raise("%s: %s is known after the first call", self.__name, key)
  end
  lazy[Lazy.__name] = Lazy
end

local function first(tensor) return tensor:size(1) end

--- nn.LazyLinear, nn.LazyConv1d, nn.LazyConv2d, nn.LazyConv3d,
--- nn.LazyConvTranspose1d, nn.LazyConvTranspose2d, nn.LazyConvTranspose3d,
--- nn.LazyBatchNorm1d, nn.LazyBatchNorm2d, nn.LazyBatchNorm3d,
--- nn.LazyInstanceNorm1d, nn.LazyInstanceNorm2d, nn.LazyInstanceNorm3d:
--- the layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
define(linear.Linear, {dim = -1, low = 1, rank = 2,
                       inputs = function(w) return w:size(2) end})

for d = 1, 3 do
  local by_channels = {dim = -d - 1, low = d + 1, high = d + 2}
  local function known_by(rank, inputs)
    return setmetatable({rank = rank, inputs = inputs}, {__index = by_channels})
  end
  define(conv[("Conv%dd"):format(d)], known_by(d + 2, function(w, o)
    return w:size(2) * o.groups
  end))
  define(conv[("ConvTranspose%dd"):format(d)], known_by(d + 2, first))
  define(norm[("InstanceNorm%dd"):format(d)], known_by(1, first), "bool = true")
  define(norm[("BatchNorm%dd"):format(d)], {
    dim = 2, low = d == 1 and 2 or d + 2, high = d + 2, rank = 1,
    inputs = first})
end

return lazy
