--- What a function of tensors does, as a graph of ops: seen when it is run, so
--- that no layer is known here. Pages and files that run a network elsewhere
--- are made of it.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local raise = errors.raise
local scope = require "lunette.scope"
require "lunette.generator" -- for undisturbed

local graph = {}

-- ---- running ----

--- The ops that f(...) runs, as engine.set_trace lists them, and its results.
--- Nothing is recorded, nothing is rounded, and what f draws is the same each
--- time.
function graph.trace(f, ...)
  local default, calls = engine.default_generator, {}
  local _ <close> = default:undisturbed()
  local _ <close> = scope.flag(engine.set_recording, false)
  local _ <close> = scope.flag(engine.set_bfloat16, false)
  default:manual_seed(1)
  local is_on, before, where
  local _ <close> = setmetatable({}, {__close = function()
    if is_on then engine.set_trace(before, where) end
  end})
  before, where = engine.set_trace(calls, errors.place)
  is_on = true
  return calls, f(...)
end

--- Equal of tensors that show the same elements in the same way: detach gives
--- such a one, and no op.
function graph.key(x)
  local _, key = engine.elements(x)
  return key
end
local key_of = graph.key

--- Which of the calls depend on the tensors of a list: a table by call; and
--- the same of tensors by what they show.
function graph.depending(calls, sources)
  local moved, found = {}, {}
  for _, x in ipairs(sources) do moved[key_of(x)] = true end
  for _, call in ipairs(calls) do
    for _, x in ipairs(call.inputs or {}) do
      if x and moved[key_of(x)] then found[call] = true end
    end
    if found[call] then moved[key_of(call.result)] = true end
  end
  return found, moved
end

-- ---- values ----

local Graph = {}
Graph.__index = Graph

-- Axes from the last on, below 0, as those from the first on.
local function from_first(value, rank)
  if type(value) ~= "table" then
    return value and value < 0 and value + rank or value
  end
  local list = {}
  for k, axis in ipairs(value) do list[k] = from_first(axis, rank) end
  return list
end

-- The attributes, whose axes count from 0; a new axis is one of the result.
local function attributes_of(call)
  local of = call.op == "unsqueeze" and call.result or call.inputs[1]
  local found = {}
  for name, value in pairs(call.attributes) do
    found[name] = name:find "dim" and name ~= "keepdim" and of and
                  from_first(value, of:dim()) or value
  end
  return found
end

-- The value of a tensor; what no call made is a constant, which stands before
-- those that need it.
local function value_of(self, x)
  if not x then return false end
  return self.by_key[key_of(x)] or self:add {op = "constant", tensor = x}
end

-- Adds a value, with the number of it.
function Graph:add(value)
  table.insert(self.values, value)
  value.id, value.shape = #self.values - 1, value.tensor:size()
  self.by_key[key_of(value.tensor)] = value
  return value
end

local function add_call(self, call)
  local inputs = {}
  for k, x in ipairs(call.inputs) do inputs[k] = value_of(self, x) end
  self:add {op = call.op, tensor = call.result, inputs = inputs,
            attributes = attributes_of(call), line = call.line,
            flops = call.flops}
end

-- The calls that depend on the sources, and that the outputs depend on.
local function needed(calls, sources, outputs)
  local moved, wanted, list = graph.depending(calls, sources), {}, {}
  for _, y in ipairs(outputs) do wanted[key_of(y)] = true end
  for k = #calls, 1, -1 do
    local call = calls[k]
    if moved[call] and wanted[key_of(call.result)] then
      table.insert(list, 1, call)
      for _, x in ipairs(call.inputs) do
        if x then wanted[key_of(x)] = true end
      end
    end
  end
  return list
end

local WRITTEN = "a tensor is written in place at %s: a graph has results of " ..
  "ops; build it by ln.cat, ln.stack or ln.where"
local READ = "numbers that depend on the input are taken out at %s, by " ..
  "item() or the like: a graph would have them as they are now"

-- What is written in place is another value from then on, and what Lua makes of
-- numbers another constant: neither is in the graph.
local function check_touched(self, calls, inputs)
  local _, moved = graph.depending(calls, inputs)
  local stores = {}
  for _, value in ipairs(self.values) do
    stores[engine.elements(value.tensor)] = true
  end
  for _, call in ipairs(calls) do
    if call.written and stores[engine.elements(call.written)] then
      raise(WRITTEN, call.line)
    end
    if call.read and moved[key_of(call.read)] then raise(READ, call.line) end
  end
end

--- The graph of what graph.trace saw, from the tensors `inputs`, a list, to the
--- tensors `outputs`: {values, inputs, outputs, flops}. A value is {op, tensor,
--- shape, id}, the tensor being what was seen, and the id counting from 0; its
--- op is "input", "constant", or a row of the engine, which has `inputs`, a
--- list of values (false where none is given), `attributes` (axes from 0),
--- `flops` and the `line` where it was called. Constants are parameters, and
--- what is made of them alone.
function graph.of(calls, inputs, outputs)
  local self = setmetatable({values = {}, by_key = {}, inputs = {},
                             outputs = {}, flops = 0}, Graph)
  for k, x in ipairs(inputs) do
    self.inputs[k] = self:add {op = "input", tensor = x}
  end
  for _, call in ipairs(needed(calls, inputs, outputs)) do
    add_call(self, call)
    self.flops = self.flops + call.flops
  end
  for k, y in ipairs(outputs) do self.outputs[k] = value_of(self, y) end
  check_touched(self, calls, inputs)
  return self
end

--- The graph of f(...), of whose arguments and results each is a tensor.
function graph.record(f, ...)
  local seen = table.pack(graph.trace(f, ...))
  for k = 2, math.max(2, seen.n) do
    if not engine.is_tensor(seen[k]) then
      raise("its result %d is a %s; a tensor is wanted", k - 1, type(seen[k]))
    end
  end
  return graph.of(seen[1], {...}, {table.unpack(seen, 2, seen.n)})
end

--- What a value of the op resample does along its axis, as a matrix m,n: of n
--- elements it makes m.
function graph.resample_matrix(value)
  local a, given = value.attributes, {}
  for key, v in pairs(a) do given[key] = v or nil end
  given.dim, given.size = nil, nil
  local n = value.inputs[1].shape[a.dim + 1]
  return engine.functions.resample(engine.create.eye(n), 1,
                                   value.shape[a.dim + 1], given)
end

--- The value that a tensor is in the graph, or nil.
function Graph:value(x) return self.by_key[key_of(x)] end

return graph
