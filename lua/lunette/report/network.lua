--- A network as a list of plain steps, for a page to run: what its ops are is
--- seen when it is run, so that no layer is known here.

local engine = require "lunette.engine"
local json = require "lunette.json"
local scope = require "lunette.scope"
require "lunette.generator" -- for undisturbed

local network = {}

local SPATIAL = "stride padding dilation groups"

-- The ops that page/network.js knows, and which of their attributes it reads.
network.ops = {
  conv = SPATIAL, conv_input = SPATIAL, linear = "", batch_norm = "eps",
  add = "alpha", sub = "alpha", mul = "", div = "rounding_mode",
  maximum = "", minimum = "",
  relu = "", leaky_relu = "negative_slope", elu = "alpha", silu = "",
  biased_leaky_relu = "negative_slope scale", tanh = "", sigmoid = "",
  softplus = "beta threshold", exp = "", log = "", sin = "", cos = "",
  abs = "", neg = "", square = "", sqrt = "", rsqrt = "",
  sum = "dim", mean = "dim", square_sum = "dim",
  reshape = "", flatten = "", unflatten = "", squeeze = "", unsqueeze = "",
  permute = "dims", transpose = "dim1 dim2", expand = "", upsample = "factors",
  narrow = "dim start", select = "dim index", cat = "dim",
  index_select = "dim", one_hot = "",
}

-- ---- running ----

--- The ops that f(...) runs, as engine.set_trace lists them, and its result.
--- Nothing is recorded, nothing is rounded, and what f draws is the same each
--- time.
function network.trace(f, ...)
  local default, calls = engine.default_generator, {}
  local _ <close> = default:undisturbed()
  local _ <close> = scope.flag(engine.set_recording, false)
  local _ <close> = scope.flag(engine.set_bfloat16, false)
  default:manual_seed(1)
  local before = engine.set_trace(calls)
  local _ <close> = setmetatable({}, {__close = function()
    engine.set_trace(before)
  end})
  return calls, f(...)
end

local function key_of(x)
  local _, _, key = engine.behind(x)
  return key
end

--- Which of the calls depend on the tensors of a list: a table by call.
function network.depending(calls, sources)
  local moved, found = {}, {}
  for _, x in ipairs(sources) do moved[key_of(x)] = true end
  for _, call in ipairs(calls) do
    for _, x in ipairs(call.inputs) do
      if x and moved[key_of(x)] then found[call] = true end
    end
    if found[call] then moved[key_of(call.result)] = true end
  end
  return found
end

-- ---- writing ----

local Writer = {}
Writer.__index = Writer

-- Adds a value; its number, from 0.
local function add(self, x, value)
  value.shape = json.array(x:size())
  table.insert(self.values, value)
  local id = #self.values - 1
  self.ids[key_of(x)] = id
  return id
end

--- The place, in numbers from 0, of x's elements among all that are stored.
function Writer:store(x)
  local at = self.stored
  table.insert(self.pieces, x:to_bytes "f32")
  self.stored = at + x:numel()
  return at
end

-- What number a value has; what no step made is a constant.
local function id_of(self, x)
  if not x then return -1 end
  return self.ids[key_of(x)] or
         add(self, x, {op = "constant", at = self:store(x)})
end

-- Axes from the last on, below 0, as those from the first on.
local function from_first(value, rank)
  if type(value) ~= "table" then
    return value and value < 0 and value + rank or value
  end
  local list = json.array {}
  for k, axis in ipairs(value) do list[k] = from_first(axis, rank) end
  return list
end

local function add_step(self, call)
  local step = {op = call.op, inputs = json.array {}}
  for k, x in ipairs(call.inputs) do step.inputs[k] = id_of(self, x) end
  for name in network.ops[call.op]:gmatch "%S+" do
    local value = call.attributes[name]
    if name:find "^dim" then value = from_first(value, call.inputs[1]:dim()) end
    step[name] = type(value) == "table" and json.array(value) or value
  end
  add(self, call.result, step)
end

-- One after the other; why not, where the page does not know one.
local function add_steps(self, calls, sources)
  local wanted = network.depending(calls, sources)
  for _, call in ipairs(calls) do
    if wanted[call] and not network.ops[call.op] then
      return ("it needs the op %s, which is none of those that a page can do")
        :format(call.op)
    end
    if wanted[call] then
      add_step(self, call)
      self.flops = self.flops + call.flops
    end
  end
end

--- The steps from `noise` and `labels` (or nil), which are its inputs, to the
--- result y of the calls: {values, output, flops}, where what is stored is in
--- `pieces`; or nil and why not.
function network.steps(calls, y, noise, labels)
  local self = setmetatable({values = json.array {}, ids = {}, pieces = {},
                             stored = 0, flops = 0}, Writer)
  add(self, noise, {op = "noise"})
  if labels then add(self, labels, {op = "labels"}) end
  local why = add_steps(self, calls, {noise, labels})
  if why then return nil, why end
  self.output = self.ids[key_of(y)]
  if not self.output then
    return nil, "its pictures do not depend on the noise"
  end
  return self
end

--- The number of a value among the steps, or nil.
function Writer:id(x) return self.ids[key_of(x)] end

return network
