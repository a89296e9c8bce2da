--- A graph as a list of plain steps, for a page to run.

local graph = require "lunette.graph"
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
  norm2 = "dim", tanhshrink = "",
  reshape = "", view = "", flatten = "", unflatten = "", squeeze = "",
  unsqueeze = "", permute = "dims", transpose = "dim1 dim2", expand = "",
  upsample = "factors",
  narrow = "dim start", select = "dim index", cat = "dim",
  index_select = "dim", one_hot = "", clamp = "", root = "", reciprocal = "",
  mish = "", gelu = "approximate", hardsigmoid = "", hardswish = "",
  logsigmoid = "", softsign = "", hardtanh = "min_val max_val",
  leaky_relu_by = "",
  clone = "", contiguous = "", stack = "dim", flip = "dims",
  pad = "pad mode value", block_sum = "factors", amax = "dim", amin = "dim",
  max_pool = "kernel_size stride padding dilation", softmax = "dim",
  product = "", resample = "dim", batch_norm_stats = "",
  group_norm = "num_groups eps", layer_norm = "normalized_shape eps",
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
  if value.op == "resample" then
    step.at = self:store(graph.resample_matrix(value))
  end
  if value.inputs then
    step.inputs = json.array {}
    for k, x in ipairs(value.inputs) do step.inputs[k] = x and x.id or -1 end
    for name in steps.ops[value.op]:gmatch "%S+" do
      step[name] = array(value.attributes[name])
    end
  end
  table.insert(self.values, step)
end

-- What of a value no page can do, or nil.
local function lacking(value)
  if not value.inputs then return nil end
  if not steps.ops[value.op] then return value.op end
  if value.op:find "^conv" and #value.shape > 4 then
    return value.op .. " in 3 dimensions"
  end
end

-- All that no page can do, each once with the place where it is.
local function unknown(values)
  local list, seen = {}, {}
  for _, value in ipairs(values) do
    local what = lacking(value)
    if what and not seen[what] then
      list[#list + 1] = ("%s (%s)"):format(what, value.line)
      seen[what] = true
    end
  end
  return #list > 0 and "it has ops that a page cannot do: " ..
         table.concat(list, "; ") or nil
end

--- The steps of a graph: {values, output, flops}, where what is stored is in
--- `pieces`; or nil and why not, where the page does not know all.
function steps.of(seen)
  local why = unknown(seen.values)
  if why then return nil, why end
  local self = setmetatable({values = json.array {}, pieces = {}, stored = 0,
                             flops = seen.flops}, Steps)
  for _, value in ipairs(seen.values) do add_step(self, value) end
  self.output = seen.outputs[1].id
  return self
end

return steps
