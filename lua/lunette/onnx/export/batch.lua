--- Graphs of a network whose batch is of any size: it is run with two sizes,
--- and what differs between them is a number that follows from the batch.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local graph = require "lunette.graph"
local raise = errors.raise

local key_of = graph.key

local batch = {}

local INSTEAD = "; {dynamic_batch = false} writes one size of the batch"

-- ---- numbers that follow from the batch ----

--- The largest whole number that divides both.
function batch.common(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

--- The whole number that is `first` with a batch of sizes[1] and `second` with
--- one of sizes[2]: itself where both are one; else {times, over, plus}, batch
--- times `times` / `over`, or batch plus `plus`; nil where it is neither.
function batch.whole(first, second, sizes)
  if first == second then return first end
  if first * sizes[2] == second * sizes[1] then
    local shared = batch.common(first, sizes[1])
    return {times = first // shared, over = sizes[1] // shared, plus = 0}
  elseif second - first == sizes[2] - sizes[1] then
    return {times = 1, over = 1, plus = first - sizes[1]}
  end
end

local function is_near(a, b) return math.abs(a - b) <= 1e-6 * math.abs(a) end

--- The same of any number: {times}, {plus} or {per}, that over the batch.
function batch.number(first, second, sizes)
  if is_near(first * sizes[2], second * sizes[1]) then
    return {times = first / sizes[1]}
  elseif is_near(second - first, sizes[2] - sizes[1]) then
    return {plus = first - sizes[1]}
  elseif is_near(first * sizes[1], second * sizes[2]) then
    return {per = first * sizes[1]}
  end
end

-- ---- runs ----

--- f(inputs...), seen: {calls, inputs, outputs}, of which list(results) are the
--- outputs; a seed is another one for what f draws.
function batch.trace(f, inputs, list, seed)
  local seen = table.pack(graph.trace(function(...)
    if seed then engine.default_generator:manual_seed(seed) end
    return f(...)
  end, table.unpack(inputs)))
  local results = {n = seen.n - 1, table.unpack(seen, 2, seen.n)}
  return {calls = seen[1], inputs = inputs, outputs = list(results)}
end

local function told(call)
  if not call then return "nothing" end
  return ("%s at %s"):format(call.op or "numbers", call.line)
end

local function check_same(a, b, sizes)
  for k = 1, math.max(#a.calls, #b.calls) do
    local first, second = a.calls[k], b.calls[k]
    if not first or not second or first.op ~= second.op or
       #(first.inputs or {}) ~= #(second.inputs or {}) then
      raise("what it does depends on the batch: with %d samples its op %d " ..
            "is %s, with %d %s%s", sizes[1], k, told(first), sizes[2],
            told(second), INSTEAD)
    end
  end
  if #a.outputs ~= #b.outputs then
    raise("it has %d results with a batch of %d, %d with %d%s", #a.outputs,
          sizes[1], #b.outputs, sizes[2], INSTEAD)
  end
end

local function at(run, k, j)
  return k == 0 and run.outputs[j] or run.calls[k].inputs[j]
end

local function same_list(a, b)
  if type(a) ~= "table" then return a == b end
  if #a ~= #b then return false end
  for k, v in ipairs(a) do
    if v ~= b[k] then return false end
  end
  return true
end

local function same(x, y)
  return key_of(x) == key_of(y) or same_list(x:size(), y:size()) and
         engine.equal(x, y)
end

local function same_attributes(a, b)
  for name, v in pairs(a.attributes or {}) do
    if not same_list(v, b.attributes[name]) then return false end
  end
  return true
end

-- A walk over two runs: `made` are what ops have made, `open` what depends on
-- the batch, both by key of the first run; `leaves` those that no op made from
-- what is open.
local Walk = {}
Walk.__index = Walk

-- Adds the j-th input of call k, or the j-th output (k is 0), to the leaves.
function Walk:add(k, j, x, line)
  self.open[key_of(x)] = true
  table.insert(self.leaves, {k = k, j = j, line = line, first = x,
                             second = at(self.b, k, j)})
end

-- Adds what no op has made and is not the same in both runs.
function Walk:look(k, list, line)
  for j, x in ipairs(list or {}) do
    local key = x and key_of(x)
    if x and not self.made[key] then
      self.made[key] = true
      if not same(x, at(self.b, k, j)) then self:add(k, j, x, line) end
    end
  end
end

-- Does a call depend on the batch? One that is told other sizes makes its first
-- input a leaf.
function Walk:is_open(k, call)
  for _, x in ipairs(call.inputs) do
    if x and self.open[key_of(x)] then return true end
  end
  if same_attributes(call, self.b.calls[k]) or not call.inputs[1] then
    return false
  end
  self:add(k, 1, call.inputs[1], call.line)
  return true
end

-- The leaves: lists of {k, j, line, first, second}.
local function moved(a, b)
  local walk = setmetatable({a = a, b = b, made = {}, open = {}, leaves = {}},
                            Walk)
  for _, x in ipairs(a.inputs) do
    walk.made[key_of(x)], walk.open[key_of(x)] = true, true
  end
  for k, call in ipairs(a.calls) do
    walk:look(k, call.inputs, call.line)
    if call.result then
      walk.open[key_of(call.result)] = walk:is_open(k, call) or nil
      walk.made[key_of(call.result)] = true
    end
  end
  walk:look(0, a.outputs, "the end")
  return walk.leaves
end

-- ---- two graphs as one ----

local function with(inputs, leaves, key)
  local list = {table.unpack(inputs)}
  for _, leaf in ipairs(leaves) do list[#list + 1] = leaf[key] end
  return list
end

-- Values of `made` get the one of the other graph as `twin`.
local function pair(made, other, sizes)
  for k, value in ipairs(made.values) do
    local twin = other.values[k]
    local alike = twin and value.op == twin.op and
                  #value.shape == #twin.shape
    for j, x in ipairs(value.inputs or {}) do
      local y = alike and twin.inputs[j]
      alike = alike and (x and x.id) == (y and y.id)
    end
    if not alike then
      raise("what it does depends on the batch: %s with %d samples is " ..
            "otherwise with %d%s", told(value), sizes[1], sizes[2], INSTEAD)
    end
    value.twin = twin
  end
end

--- The graph of f with a batch of any size, from inputs_of(n), the inputs of n
--- samples, as graph.of gives it; each value has the one of the other size as
--- `twin`. What Lua has made otherwise for each size is among its values, and
--- so is what is told other sizes, which is_same; both are in its `leaves`:
--- {value, first and second tensor, line, is_same, is_drawn(): is it what a
--- generator drew?}; `calls` are those of the first size.
function batch.graph(f, inputs_of, list, sizes)
  local runs = {}
  for k, n in ipairs(sizes) do
    runs[k] = errors.within(("with a batch of %d: "):format(n), batch.trace, f,
                            inputs_of(n), list)
  end
  local a, b = runs[1], runs[2]
  check_same(a, b, sizes)
  local leaves = moved(a, b)
  local made = graph.of(a.calls, with(a.inputs, leaves, "first"), a.outputs)
  pair(made, graph.of(b.calls, with(b.inputs, leaves, "second"), b.outputs),
       sizes)
  local again
  for k, leaf in ipairs(leaves) do
    leaf.value = made.inputs[#a.inputs + k]
    leaf.is_same = same(leaf.first, leaf.second)
    function leaf.is_drawn()
      again = again or batch.trace(f, a.inputs, list, 2)
      return not same(leaf.first, at(again, leaf.k, leaf.j))
    end
  end
  made.leaves, made.calls = leaves, a.calls
  return made
end

return batch
