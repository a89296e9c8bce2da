--- A call of a network as a graph, for a file: what goes in, what comes out,
--- and what is between, with a batch of one size or of any.

local batch = require "lunette.onnx.export.batch"
local engine = require "lunette.engine"
local graph = require "lunette.graph"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local create = engine.create

-- ---- inputs ----

local function is_sizes(v)
  if type(v) ~= "table" or #v == 0 then return false end
  for _, size in ipairs(v) do
    if math.type(size) ~= "integer" or size < 1 then return false end
  end
  return true
end

-- A list of tensors, from one or a list of tensors and sizes. Ones are classes
-- as well.
local function examples_of(given)
  local list = {}
  if engine.is_tensor(given) or is_sizes(given) then given = {given} end
  for k, x in ipairs(type(given) == "table" and given or {}) do
    if is_sizes(x) then x = create.ones(x) end
    if not engine.is_tensor(x) then
      raise("input %d is neither a tensor nor a list of sizes above 0", k)
    elseif x:numel() == 0 then
      raise("input %d is %s, which has no samples", k, repr.shape(x))
    end
    list[k] = x:detach():clone()
  end
  if #list == 0 then
    raise("input is the sizes of what the network takes, such as {1, 100}, " ..
          "or a list of those and of tensors")
  end
  return list
end

-- x with n samples: those it has, from the first on as often as needed.
local function resized(x, n)
  if x:dim() == 0 then return x end
  local list = {}
  for k = 1, -(-n // x:size(1)) do list[k] = x end
  return engine.functions.cat(list, 1):narrow(1, 1, n):clone()
end

local function batch_of(examples)
  local n
  for k, x in ipairs(examples) do
    if x:dim() > 0 then
      n = n or x:size(1)
      if x:size(1) ~= n then
        raise("input %d has %d samples, the first has %d; with " ..
              "{dynamic_batch = false} sizes are as they are", k, x:size(1), n)
      end
    end
  end
  return n or raise "no input has a dimension of samples"
end

-- Two sizes of the batch that the network takes: layers that look at groups of
-- it say of how many.
local function two_sizes(network, examples)
  local n = batch_of(examples)
  local layers = network:modules()
  for _, layer in ipairs(layers) do
    local size = layer.group_size
    if math.type(size) == "integer" then
      n = n // batch.common(n, size) * size
    end
  end
  if n == 1 then n = 2 end
  return {n, 2 * n}
end

-- ---- results ----

-- The keys of a table, numbers before names.
local function keys_of(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if math.type(a) and math.type(b) then return a < b end
    return math.type(a) ~= nil or not math.type(b) and tostring(a) < tostring(b)
  end)
  return keys
end

local RESULT = "its result %d is a %s; tensors, and tables of them, can be " ..
  "in a file"
local DEEPEST = 20

-- Adds {name, tensor} for the k-th result, a tensor, or for all in a table.
local function add_result(list, name, y, k, depth)
  if engine.is_tensor(y) then
    list[#list + 1] = {name = name, tensor = y}
  elseif type(y) == "table" and getmetatable(y) == nil then
    if depth > DEEPEST then raise("its result %d is a table in itself", k) end
    for _, key in ipairs(keys_of(y)) do
      add_result(list, name .. "." .. tostring(key), y[key], k, depth + 1)
    end
  else
    raise(RESULT, k, type(y))
  end
end

-- The results with names: "output", or "output_2" of several; of a table its
-- keys.
local function named_results(results)
  local list = {}
  for k = 1, math.max(1, results.n) do
    local name = results.n > 1 and "output_" .. k or "output"
    add_result(list, name, results[k], k, 1)
  end
  return list
end

local function tensors_of(list)
  local tensors = {}
  for k, entry in ipairs(list) do tensors[k] = entry.tensor end
  return tensors
end

-- ---- the graph ----

--- The graph of a call, as batch.graph gives it, its results with names, the
--- sizes of the batch (nil for one), and how many inputs there are. o: {input,
--- dynamic_batch}.
return function(network, o)
  local examples, named = examples_of(o.input), nil
  local function list(results)
    named = named_results(results)
    return tensors_of(named)
  end
  if not o.dynamic_batch then
    local seen = batch.trace(network, examples, list)
    local made = graph.of(seen.calls, examples, seen.outputs)
    made.calls = seen.calls
    return made, named, nil, #examples
  end
  local sizes = two_sizes(network, examples)
  local function inputs_of(n)
    local inputs = {}
    for k, x in ipairs(examples) do inputs[k] = resized(x, n) end
    return inputs
  end
  return batch.graph(network, inputs_of, list, sizes), named, sizes, #examples
end
