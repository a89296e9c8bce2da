--- Rows in place of indices.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local embedding = {}
local functions, create = engine.functions, engine.create

--- Rows of weight in place of indices x, from 1, of any shape: y has the sizes
--- of x and then those of a row. Row padding_idx gets no gradient. The op of
--- that name takes weight first, as torch.embedding does.
embedding.embedding = arguments.define("embedding",
  "x: tensor, weight: tensor, {padding_idx: int?}", function(x, weight, o)
  return functions.embedding(weight, x, o)
end)

--- A last dimension of num_classes, 1 at the class (from 1), 0 elsewhere; -1
--- stands for the largest class in x. No derivative.
---
---   local F = ln.nn.functional
---   print(F.one_hot(ln.tensor {1, 3}, 3))   -- {{1, 0, 0}, {0, 0, 1}}
embedding.one_hot = arguments.define("one_hot",
  "x: tensor, num_classes: int = -1", function(x, num_classes)
  if num_classes == -1 then
    if x:numel() == 0 then
      raise "one_hot: num_classes is missing, and x is empty"
    end
    num_classes = math.tointeger(x:amax():item())
  end
  return functions.one_hot(x, num_classes)
end)

-- ---- bags ----

-- How many indices each bag has, by the places in x at which bags begin.
local function lengths_of(x, offsets, last_is_end)
  local starts, n = offsets:totable(), x:numel()
  local bags = #starts - (last_is_end and 1 or 0)
  local ends = {table.unpack(starts, 2)}
  ends[bags] = last_is_end and starts[bags + 1] or n + 1
  local lengths = {}
  for k = 1, bags do
    if starts[k] > ends[k] or starts[1] ~= 1 or ends[k] > n + 1 then
      raise("embedding_bag: offsets go from 1 up to at most %d; bag %d is " ..
            "from %.9g to before %.9g", n + 1, k, starts[k], ends[k])
    end
    lengths[k] = math.ceil(ends[k]) - math.ceil(starts[k])
  end
  return create.tensor(lengths):reshape(bags), bags
end

-- The bag of each index, from 1, and how many bags there are.
local function bags_of(x, offsets, last_is_end)
  local rank = x:dim()
  if rank == 2 and not offsets then
    local bags = x:size(1)
    return create.arange(bags):reshape(bags, 1):expand(x:size()):flatten(), bags
  end
  if rank ~= 1 or not offsets or offsets:dim() ~= 1 then
    raise("embedding_bag: bags n, l or indices n with offsets are wanted, " ..
          "got %s and %s", repr.shape(x), offsets and
          repr.shape(offsets) or "no offsets")
  end
  local lengths, bags = lengths_of(x, offsets, last_is_end)
  return create.arange(bags):repeat_interleave(lengths), bags
end

local function sizes_of(bag, n)
  return create.zeros(n):index_add(1, bag, create.ones_like(bag))
end

-- The largest of each bag's rows, the first of equal ones; 0 for no rows.
local function largest(rows, bag, n)
  local results, at = {}, 1
  for k, size in ipairs(sizes_of(bag, n):totable()) do
    if size == 0 then
      results[k] = create.zeros(1, rows:size(2))
    else
      local part = rows:narrow(1, at, size)
      results[k] = part:gather(1, part:argmax(1, {keepdim = true}))
    end
    at = at + size
  end
  if n == 0 then return create.zeros(0, rows:size(2)) end
  return functions.cat(results, 1)
end

local function weights_of(x, o)
  local weights = o.per_sample_weights
  if not weights then return nil end
  local here, there = repr.shape(weights), repr.shape(x)
  if here ~= there then
    raise("embedding_bag: per_sample_weights is %s for indices of %s", here,
          there)
  end
  if o.mode ~= "sum" then
    raise("embedding_bag: per_sample_weights go with sum, not %s", o.mode)
  end
  return weights:flatten()
end

-- Without what stands where x is padding.
local function counted(x, padding, bag, factors)
  if not padding then return x, bag, factors end
  local places = x:ne(padding):nonzero():flatten()
  local function kept(t) return t and t:index_select(1, places) end
  return kept(x), kept(bag), kept(factors)
end

--- The sum, mean or largest elements of the rows of weight (number,d) at the
--- indices, from 1, of each bag: bags,d. A bag is a row of x: n,l; or x is all
--- indices in a row and offsets, from 1, says where in it each bag begins
--- (include_last_offset: and after them where the last one ends). An empty bag
--- gives 0. Indices padding_idx do not count. per_sample_weights, of the sizes
--- of x, multiply the rows of a sum.
embedding.embedding_bag = arguments.define("embedding_bag",
  "x: tensor, weight: tensor, offsets: tensor?, {mode: sum|mean|max = mean, " ..
  "per_sample_weights: tensor?, include_last_offset: bool = false, " ..
  "padding_idx: index?}", function(x, weight, offsets, o)
  local bag, n = bags_of(x, offsets, o.include_last_offset)
  local index, factors = x:flatten(), weights_of(x, o)
  index, bag, factors = counted(index, o.padding_idx, bag, factors)
  if o.mode == "max" then
    return largest(functions.embedding(weight, index), bag, n)
  end
  local sums = weight:bag_sum(index, bag, factors, n)
  if o.mode == "sum" then return sums end
  return sums / sizes_of(bag, n):clamp(1):reshape(n, 1)
end)

return embedding
