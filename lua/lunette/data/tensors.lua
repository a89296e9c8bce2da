--- Data sets made of tensors and of other data sets.

local engine = require "lunette.engine"
local list_of = require "lunette.data.indices"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

--- Samples that are rows of tensors.
--- Samples along the first dimension of tensors.
--- @class TensorSet
--- @field tensors table what the samples are the first dimension of
local TensorSet = {__name = "TensorSet"}
TensorSet.__index = TensorSet

--- ln.data.tensors(x, y, ...): sample i is x[i], y[i], ...; the first dimension
--- of all is the number of samples. Nothing is copied: a batch is.
local function tensors(...)
  local list = {...}
  options.check("tensors", "x", list[1], "tensor")
  for k = 1, select("#", ...) do
    local x = options.check("tensors", "argument " .. k, list[k], "tensor")
    if x:dim() == 0 then
      raise("tensors: argument %d is a number; it has no samples", k)
    end
    if x:size(1) ~= list[1]:size(1) then
      raise("tensors: first dimensions differ: argument 1 is %s, argument " ..
            "%d is %s", options.sizes_text(list[1]:size()), k,
            options.sizes_text(x:size()))
    end
  end
  return setmetatable({tensors = list}, TensorSet)
end

--- The number of samples, as #set.
function TensorSet:size() return self.tensors[1]:size(1) end
TensorSet.__len = TensorSet.size

--- The samples of each tensor; indices: a list of integers from 1, or a tensor.
function TensorSet:batch(indices)
  if not engine.is_tensor(indices) then
    options.check("batch", "indices", indices, "table")
    indices = engine.create.tensor(indices)
  end
  local parts = {}
  for k, x in ipairs(self.tensors) do parts[k] = x:index_select(1, indices) end
  return table.unpack(parts)
end

--- A set whose batches are made of those of another.
--- A set whose batches go through a function.
--- @class MappedSet
local MappedSet = {__name = "MappedSet"}
MappedSet.__index = MappedSet

--- ln.data.map(set, f): the set whose batches are f of the batches of `set`:
---
---   ln.data.map(ln.data.digits(), function(images, labels)
---     return ln.data.transforms.random_crop(images, 24), labels
---   end)
local function map(set, f)
  local ok, batch = pcall(function() return #set and set.batch end)
  if not ok or not batch then
    raise("map: set has no #set and set:batch(indices)")
  end
  options.check("map", "f", f, "function")
  return setmetatable({set = set, f = f}, MappedSet)
end

--- The number of samples, as #set.
function MappedSet:size() return #self.set end
MappedSet.__len = MappedSet.size

--- What f makes of the batch of the set below.
function MappedSet:batch(indices) return self.f(self.set:batch(indices)) end

--- Some of the samples of a set, one after another.
--- Successive samples of a set.
--- @class Subset
local Subset = {__name = "Subset"}
Subset.__index = Subset

--- ln.data.subset(set, first, last): the samples first to last, both included.
local function subset(set, first, last)
  local n = #set
  first = options.check("subset", "first", first, "count")
  last = options.check("subset", "last", last, "count")
  if first > last or last > n then
    raise("subset: %d to %d of a set of %d", first, last, n)
  end
  return setmetatable({set = set, first = first, last = last}, Subset)
end

--- The number of samples, as #set.
function Subset:size() return self.last - self.first + 1 end
Subset.__len = Subset.size

--- The samples listed, counted from 1 within the subset.
function Subset:batch(indices)
  local there = {}
  for k, i in ipairs(list_of(indices, #self, "samples")) do
    there[k] = i + self.first - 1
  end
  return self.set:batch(there)
end

return {tensors = tensors, map = map, subset = subset}
