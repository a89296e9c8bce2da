--- ln.nn.utils.rnn: sequences of different lengths in one tensor.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local sequences = {}

local function rest_of(x)
  return repr.sizes(table.move(x:size(), 2, x:dim(), 1, {}))
end

-- The length of the longest; raises unless all have the same sizes beyond it.
local function longest(list)
  local most = 0
  for k, x in ipairs(list) do
    local first = list[1]
    if x:dim() == 0 or x:dim() ~= first:dim() or
       rest_of(x) ~= rest_of(first) then
      raise("pad_sequence: sequences[1] is %s and sequences[%d] %s; only " ..
            "the first size, the length, may differ", repr.shape(first),
            k, repr.shape(x))
    end
    most = math.max(most, x:size(1))
  end
  return most
end

--- The sequences, each l_k,..., as one tensor l,n,... (n,l,... with
--- batch_first), l being the longest; what they lack is padding_value.
---
---   local a, b = ln.tensor {1, 2, 3}, ln.tensor {4}
---   local pad = ln.nn.utils.rnn.pad_sequence
---   print(pad({a, b}, true))   -- {{1, 2, 3}, {4, 0, 0}}
--- @return Tensor
sequences.pad_sequence = arguments.define("pad_sequence",
  "sequences: tensors, batch_first: bool = false, padding_value: real = 0",
  function(list, batch_first, padding_value)
  if #list == 0 then raise "pad_sequence: sequences is empty" end
  local most, padded = longest(list), {}
  for k, x in ipairs(list) do
    local around = {}
    for place = 1, 2 * x:dim() do around[place] = 0 end
    around[#around] = most - x:size(1)
    padded[k] = engine.functions.pad(x, around, {value = padding_value})
  end
  return engine.functions.stack(padded, batch_first and 1 or 2)
end)

local function listed(lengths)
  return engine.is_tensor(lengths) and lengths:reshape(-1):totable() or lengths
end

--- The list of sequences that pad_sequence has made one tensor of, given their
--- lengths.
--- @return Tensor[]
sequences.unpad_sequence = arguments.define("unpad_sequence",
  "padded_sequences: tensor, lengths: wholes|tensor, " ..
  "batch_first: bool = false", function(padded, lengths, batch_first)
  local batch = batch_first and 1 or 2
  lengths = listed(lengths)
  if padded:dim() < 2 or padded:size(batch) ~= #lengths then
    raise("unpad_sequence: padded_sequences is %s for %d lengths",
          repr.shape(padded), #lengths)
  end
  local list, most = {}, padded:size(3 - batch)
  for k, length in ipairs(lengths) do
    local n = math.tointeger(length)
    if not n or n < 0 or n > most then
      raise("unpad_sequence: lengths[%d] is %.14g, 0 to %d is wanted", k,
            length, most)
    end
    list[k] = padded:select(batch, k):narrow(1, 1, n)
  end
  return list
end)

return sequences
