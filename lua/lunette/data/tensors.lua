--- Data sets made of tensors and of other data sets.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local check_indices = require "lunette.data.indices"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- What #set and set:batch(indices) can be asked of.
local function is_set(v)
  local ok, good = pcall(function()
    return math.type(#v) == "integer" and v.batch ~= nil
  end)
  return ok and good and type(v) ~= "string" and not engine.is_tensor(v)
end

arguments.add_kind("dataset", "a data set, with #set and set:batch(indices),",
                   function(v) return is_set(v) and v or nil end)

--- Samples along the first dimension of tensors.
--- @class TensorSet
--- @field tensors table what the samples are the first dimension of
local TensorSet = {__name = "TensorSet"}
TensorSet.__index = TensorSet

--- Sample i is x[i] and what the other tensors have there; the first dimension
--- of all is the number of samples. Nothing is copied: a batch is.
---
---   local set = ln.data.tensors(ln.randn(100, 3), ln.arange(1, 100))
---   local x, y = set:batch {1, 100}
---   print(#set, y)   -- 100  {1, 100}
--- @return TensorSet
local tensors = arguments.define("tensors", "x: tensor, ...: tensor",
                                 function(...)
  local list = {...}
  for k, x in ipairs(list) do
    if x:dim() == 0 then
      raise("tensors: argument %d is a number; it has no samples", k)
    end
    if x:size(1) ~= list[1]:size(1) then
      raise("tensors: first dimensions differ: argument 1 is %s, argument " ..
            "%d is %s", repr.shape(list[1]), k,
            repr.shape(x))
    end
  end
  return setmetatable({tensors = list}, TensorSet)
end)

function TensorSet:__len() return self.tensors[1]:size(1) end

--- The number of samples, as #set.
--- @return integer
TensorSet.size = arguments.define("set:size", "self", TensorSet.__len)

local batch = "self, indices: indices, index: tensor?"

--- The samples of each tensor; indices: a list of integers from 1, or a tensor.
--- @return Tensor
--- @return Tensor ...
TensorSet.batch = arguments.define("set:batch", batch,
                                   function(self, indices, index)
  check_indices(indices, #self, "samples")
  index = index or engine.create.tensor(indices)
  local parts = {}
  for k, x in ipairs(self.tensors) do parts[k] = x:index_select(1, index) end
  return table.unpack(parts)
end)

--- A set whose batches go through a function.
--- @class MappedSet
local MappedSet = {__name = "MappedSet"}
MappedSet.__index = MappedSet

--- The set whose batches are f of the batches of `set`:
---
---   local crops = ln.data.map(ln.data.digits(), function(images, labels)
---     return ln.data.transforms.random_crop(images, 24), labels
---   end)
--- @return MappedSet
local map = arguments.define("map", "set: dataset, f: callable",
                             function(set, f)
  return setmetatable({set = set, f = f, labels = set.labels}, MappedSet)
end)

function MappedSet:__len() return #self.set end

--- The number of samples, as #set.
--- @return integer
MappedSet.size = arguments.define("set:size", "self", MappedSet.__len)

--- What f makes of the batch of the set below.
--- @return Tensor
--- @return Tensor ...
MappedSet.batch = arguments.define("set:batch", batch,
                                   function(self, indices, index)
  check_indices(indices, #self, "samples")
  index = index or engine.create.tensor(indices)
  return self.f(self.set:batch(indices, index))
end)

--- Passed on to the set below, when it reads ahead; see ln.data.Loader.
--- @return nil
MappedSet.prefetch = arguments.define("set:prefetch", "self, indices: indices",
                                      function(self, indices)
  if self.set.prefetch then self.set:prefetch(indices) end
end)

--- Successive samples of a set.
--- @class Subset
local Subset = {__name = "Subset"}
Subset.__index = Subset

--- The samples first to last, both included.
---
---   local digits = ln.data.digits()
---   local train = ln.data.subset(digits, 1, 9000)
---   local test = ln.data.subset(digits, 9001, #digits)
---   print(#train, #test)   -- 9000  1000
--- @return Subset
local subset = arguments.define("subset",
  "set: dataset, first: index, last: index", function(set, first, last)
  local n = #set
  if first > last or last > n then
    raise("subset: %d to %d of a set of %d", first, last, n)
  end
  local labels = set.labels
  if engine.is_tensor(labels) then
    labels = labels:narrow(1, first, last - first + 1)
  end
  return setmetatable({set = set, first = first, last = last,
                       labels = labels}, Subset)
end)

function Subset:__len() return self.last - self.first + 1 end

--- The number of samples, as #set.
--- @return integer
Subset.size = arguments.define("set:size", "self", Subset.__len)

-- Where the samples are in the set below.
local function below(self, indices)
  local there = {}
  for k, i in ipairs(check_indices(indices, #self, "samples")) do
    there[k] = i + self.first - 1
  end
  return there
end

--- The samples listed, counted from 1 within the subset.
--- @return Tensor
--- @return Tensor ...
Subset.batch = arguments.define("set:batch", batch, function(self, indices)
  local there = below(self, indices)
  return self.set:batch(there, engine.create.tensor(there))
end)

--- Passed on to the set below, when it reads ahead; see ln.data.Loader.
--- @return nil
Subset.prefetch = arguments.define("set:prefetch", "self, indices: indices",
                                   function(self, indices)
  if self.set.prefetch then self.set:prefetch(below(self, indices)) end
end)

repr.class(TensorSet, function(self)
  local sizes = {}
  for k, x in ipairs(self.tensors) do sizes[k] = repr.value(x) end
  return ("%d samples: %s"):format(#self, table.concat(sizes, ", "))
end)
repr.class(MappedSet, function(self) return tostring(self.set) end)
repr.class(Subset, function(self)
  return ("%d to %d of %s"):format(self.first, self.last, tostring(self.set))
end)

return {tensors = tensors, map = map, subset = subset}
