--- A graph as a list of plain steps, for a page to run.

local json = require "lunette.json"

local steps = {}

local SPATIAL = "stride padding dilation groups"

-- The ops that page/network.js knows, and which of their attributes it reads.
steps.ops = {
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

local Steps = {}
Steps.__index = Steps

--- The place, in numbers from 0, of x's elements among all that are stored.
function Steps:store(x)
  local at = self.stored
  table.insert(self.pieces, x:to_bytes "f32")
  self.stored = at + x:numel()
  return at
end

local function array(value)
  return type(value) == "table" and json.array(value) or value
end

local function add_step(self, value)
  local step = {op = value.op, shape = json.array(value.shape)}
  if value.op == "constant" then step.at = self:store(value.tensor) end
  if value.inputs then
    step.inputs = json.array {}
    for k, x in ipairs(value.inputs) do step.inputs[k] = x and x.id or -1 end
    for name in steps.ops[value.op]:gmatch "%S+" do
      step[name] = array(value.attributes[name])
    end
  end
  table.insert(self.values, step)
end

--- The steps of a graph: {values, output, flops}, where what is stored is in
--- `pieces`; or nil and why not, where the page does not know one.
function steps.of(graph)
  local self = setmetatable({values = json.array {}, pieces = {}, stored = 0,
                             flops = graph.flops}, Steps)
  for _, value in ipairs(graph.values) do
    if value.inputs and not steps.ops[value.op] then
      return nil, ("it needs the op %s, which is none of those that a page " ..
                   "can do"):format(value.op)
    end
    add_step(self, value)
  end
  self.output = graph.outputs[1].id
  return self
end

return steps
