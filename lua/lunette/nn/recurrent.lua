--- Recurrent layers and their cells.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local functional = require "lunette.nn.functional"
local init = require "lunette.nn.initialisers"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local text = require "lunette.nn.text"

local recurrent = {}

local linear = engine.functions.linear

-- ---- one step ----

-- Each kind: how many blocks of hidden_size its weights have, how many states
-- it carries, what options are its own, and step(layer, w, x, h, c), the states
-- after x: n,in or in; w holds the weights ih, hh and hr and biases of those
-- names. layer_options are those of the layer and not of the cell.
local kinds = {}

-- The k-th block of z: blocks of size, in the last dimension.
local function block(z, k, size)
  return z:narrow(-1, (k - 1) * size + 1, size)
end

kinds.RNN = {blocks = 1, states = 1,
             options = ", nonlinearity: tanh|relu = tanh",
             step = function(layer, w, x, h)
  local z = linear(x, w.weight_ih, w.bias_ih) +
            linear(h, w.weight_hh, w.bias_hh)
  return layer.nonlinearity == "relu" and z:relu() or z:tanh()
end}

kinds.LSTM = {blocks = 4, states = 2, options = "",
              layer_options = ", proj_size: whole = 0",
              step = function(layer, w, x, h, c)
  local z = linear(x, w.weight_ih, w.bias_ih) +
            linear(h, w.weight_hh, w.bias_hh)
  local size = layer.hidden_size
  local input, forget = block(z, 1, size):sigmoid(), block(z, 2, size):sigmoid()
  local new, output = block(z, 3, size):tanh(), block(z, 4, size):sigmoid()
  c = forget * c + input * new
  h = output * c:tanh()
  return w.weight_hr and linear(h, w.weight_hr) or h, c
end}

kinds.GRU = {blocks = 3, states = 1, options = "",
             step = function(layer, w, x, h)
  local size = layer.hidden_size
  local of_x = linear(x, w.weight_ih, w.bias_ih)
  local of_h = linear(h, w.weight_hh, w.bias_hh)
  local gates = (of_x:narrow(-1, 1, 2 * size) +
                 of_h:narrow(-1, 1, 2 * size)):sigmoid()
  local reset, keep = block(gates, 1, size), block(gates, 2, size)
  local new = (block(of_x, 3, size) + reset * block(of_h, 3, size)):tanh()
  return new + keep * (h - new)
end}

-- ---- what cells and layers share ----

local names = {"weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"}

-- The size of h, which an LSTM may project.
local function output_size(layer)
  local projected = layer.proj_size or 0
  return projected > 0 and projected or layer.hidden_size
end

-- Fields weight_ih, weight_hh, bias_ih, bias_hh and, where h is projected,
-- weight_hr, with this suffix.
local function make_weights(layer, suffix, inputs, with_bias)
  local hidden, out = layer.hidden_size, output_size(layer)
  local rows, bound = layer.kind.blocks * hidden, 1 / math.sqrt(hidden)
  local shapes = {
    {rows, inputs}, {rows, out}, with_bias and {rows} or false,
    with_bias and {rows} or false, out ~= hidden and {out, hidden} or false}
  for k, shape in ipairs(shapes) do
    if shape then
      local x = init.uniform_(engine.create.zeros(shape), -bound, bound)
      layer[names[k] .. suffix] = parameter.Parameter(x)
    end
  end
end

local function weights_of(layer, suffix)
  local w = {}
  for _, name in ipairs(names) do w[name] = layer[name .. suffix] end
  return w
end

-- The states given, or zeros where none is; `leading` are their sizes but for
-- the last.
local function states_of(layer, given, leading)
  local list, last = {}, {output_size(layer), layer.hidden_size}
  for k = 1, layer.kind.states do
    local name, shape = ({"h", "c"})[k], {table.unpack(leading)}
    shape[#shape + 1] = last[k]
    local state = given[k] or engine.create.zeros(shape)
    arguments.check(layer.__name, name, state, "tensor")
    if repr.shape(state) ~= repr.sizes(shape) then
      raise("%s: %s is %s, %s is wanted", layer.__name, name, repr.shape(state),
            repr.sizes(shape))
    end
    list[k] = state
  end
  return list
end

-- x may lack the batch, the dimension n of `rank`.
local function check_input(layer, x, rank, leading, without)
  arguments.check(layer.__name, "x", x, "tensor")
  local size = layer.input_size
  local right = x:dim() == rank or x:dim() == rank - 1
  if right and x:size(-1) == size then return end
  raise("%s: %s, %d or %s%d is wanted, got %s", layer.__name, leading, size,
        without, size, repr.shape(x))
end

-- ---- cells ----

--- nn.GRUCell, nn.LSTMCell, nn.RNNCell: One step of a recurrent layer. RNNCell:
---   h' = tanh(W_ih x + b_ih + W_hh h + b_hh)
--- LSTMCell, with the rows of W in four blocks i, f, g, o and * by element:
---   c' = s(f) * c + s(i) * tanh(g), h' = s(o) * tanh(c')
--- GRUCell, with blocks r, z, n:
---   n = tanh(W_in x + b_in + s(r) * (W_hn h + b_hn))
---   h' = (1 - s(z)) * n + s(z) * h
---
--- x: n,input_size, h and c: n,hidden_size, 0 when left out; all without n for
--- one sample:
---   local x, cell = ln.randn(4, 8), ln.nn.GRUCell(8, 16)
---   local h = cell(x)
---   h = cell(x, h)
---   local lstm_cell = ln.nn.LSTMCell(8, 16)
---   local state, c = lstm_cell(x)
---   state, c = lstm_cell(x, state, c)
--- State: weight_ih, weight_hh, bias_ih, bias_hh, as PyTorch's. Start: uniform
--- within 1 / sqrt(hidden_size).
--- @return Tensor[]
local function define_cell(kind_name)
  local name, kind = kind_name .. "Cell", kinds[kind_name]
  local Cell = Module:extend(name)
  Cell.kind = kind
  Cell.init = arguments.define(name .. ":init",
    ("self, input_size: count, hidden_size: count, {bias: bool = true%s}")
      :format(kind.options),
    function(self, input_size, hidden_size, o)
    self.input_size, self.hidden_size = input_size, hidden_size
    self.nonlinearity = o.nonlinearity
    make_weights(self, "", input_size, o.bias)
  end)
  function Cell:forward(x, ...)
    check_input(self, x, 2, "n", "")
    local states = states_of(self, {...}, {x:dim() == 2 and x:size(1) or nil})
    return kind.step(self, weights_of(self, ""), x, table.unpack(states))
  end
  function Cell:multiply_adds(inputs)
    return inputs[1]:numel() // self.input_size * self.weight_ih:size(1) *
           (self.input_size + self.hidden_size)
  end
  function Cell:extra_repr()
    return ("%d, %d"):format(self.input_size, self.hidden_size)
  end
  recurrent[name] = Cell
end

-- ---- layers ----

local function suffix_of(layer_number, direction)
  return ("_l%d%s"):format(layer_number, direction == 2 and "_reverse" or "")
end

-- Runs over the list xs of n,in or in, in one direction from these states; the
-- list of h at each place, and the last states.
local function run(layer, xs, suffix, backwards, states)
  local ys, w, step = {}, weights_of(layer, suffix), layer.kind.step
  local from, to, by = 1, #xs, 1
  if backwards then from, to, by = #xs, 1, -1 end
  for t = from, to, by do
    states = {step(layer, w, xs[t], table.unpack(states))}
    ys[t] = states[1]
  end
  return ys, states
end

-- Appends the last states of one run to the lists of all.
local function collect(finals, states)
  for k, state in ipairs(states) do
    finals[k] = finals[k] or {}
    table.insert(finals[k], state)
  end
end

-- One layer in its directions: the list of its results.
local function run_layer(layer, number, xs, start, finals)
  local ys = {}
  for direction = 1, layer.directions do
    local states = {}
    for k, all in ipairs(start) do states[k] = all[#finals[1] + 1] end
    local last
    ys[direction], last = run(layer, xs, suffix_of(number, direction),
                              direction == 2, states)
    collect(finals, last)
  end
  if layer.directions == 1 then return ys[1] end
  local both = {}
  for t = 1, #xs do
    both[t] = engine.functions.cat({ys[1][t], ys[2][t]}, -1)
  end
  return both
end

local function dropped(layer, xs)
  if layer.dropout == 0 or not layer.training then return xs end
  local ys = {}
  for t, x in ipairs(xs) do ys[t] = functional.dropout(x, layer.dropout) end
  return ys
end

-- x at each place along `time`. The gradient of a part has the size of what it
-- was cut from, so x is cut in two steps: length sqrt(length) parts in all and
-- not length squared.
local function places_of(x, time)
  local length, xs = x:size(time), {}
  local size = math.ceil(math.sqrt(length))
  for from = 1, length, size do
    local part = x:narrow(time, from, math.min(size, length - from + 1))
    for t = 1, part:size(time) do xs[#xs + 1] = part:select(time, t) end
  end
  return xs
end

local function forward(layer, x, ...)
  check_input(layer, x, 3, layer.batch_first and "n, length" or "length, n",
              "length, ")
  local batched = x:dim() == 3
  local time = batched and layer.batch_first and 2 or 1
  if x:size(time) == 0 then raise("%s: the length is 0", layer.__name) end
  local start = states_of(layer, {...}, {layer.num_layers * layer.directions,
                                         batched and x:size(3 - time) or nil})
  local xs, finals = places_of(x, time), {{}}
  for number = 1, layer.num_layers do
    if number > 1 then xs = dropped(layer, xs) end
    xs = run_layer(layer, number, xs, start, finals)
  end
  for k, list in ipairs(finals) do finals[k] = engine.functions.stack(list) end
  return engine.functions.stack(xs, time), table.unpack(finals)
end

-- How many inputs the layer of this number has.
local function inputs_of(layer, number)
  return number == 1 and layer.input_size or
         output_size(layer) * layer.directions
end

local function multiply_adds(layer, inputs)
  local hidden, out = layer.hidden_size, output_size(layer)
  local rows, total = layer.kind.blocks * hidden, 0
  for number = 1, layer.num_layers do
    local each = rows * (inputs_of(layer, number) + out)
    if out ~= hidden then each = each + hidden * out end
    total = total + layer.directions * each
  end
  return inputs[1]:numel() // layer.input_size * total
end

local function check_projection(layer)
  if (layer.proj_size or 0) < layer.hidden_size then return end
  raise("%s: proj_size is %d, below hidden_size, %d, is wanted", layer.__name,
        layer.proj_size, layer.hidden_size)
end

local function make_all_weights(layer, with_bias)
  for number = 1, layer.num_layers do
    for direction = 1, layer.directions do
      make_weights(layer, suffix_of(number, direction),
                   inputs_of(layer, number), with_bias)
    end
  end
end

-- weight_ih_l1 is PyTorch's weight_ih_l0.
local function torch_name(name)
  return (name:gsub("_l(%d+)", function(number)
    return "_l" .. math.tointeger(number) - 1
  end))
end

local function as_written(self)
  local values = setmetatable({
    bias = self.bias_ih_l1 ~= nil, bidirectional = self.directions == 2,
  }, {__index = self})
  return ("%d, %d%s"):format(self.input_size, self.hidden_size,
                             text.options(self.init, values))
end

--- nn.GRU, nn.LSTM, nn.RNN: The cell of that name over x: l,n,input_size
--- (n,l,input_size with batch_first; l,input_size without a batch), each layer
--- over the results of the one before:
---
---   local x, gru = ln.randn(10, 4, 8), ln.nn.GRU(8, 16)
---   local y, h = gru(x)
---   y, h = gru(x, h)
---   local lstm = ln.nn.LSTM(8, 16)
---   local z, state, c = lstm(x)
---   z, state, c = lstm(x, state, c)
---
--- y: l,n,d hidden_size, the last layer's h at each place; d is 2 with
--- bidirectional, where a second set of weights runs from the end and its
--- results come after the first's. h and c: layers d,n,hidden_size, the last of
--- each layer and direction; given, the first ones, otherwise 0; neither has n
--- where x has none. With proj_size, below hidden_size, each h of an LSTM is
--- W_hr h, and proj_size stands for hidden_size in the shapes of y and h (Sak
--- et al. 2014, arXiv 1402.1128). dropout falls on the results of all layers
--- but the last, in training mode. State: weight_ih_l1, ...,
--- weight_ih_l1_reverse, ...: layers count from 1, PyTorch's from 0. Start as
--- the cells.
--- @return Tensor
--- @return Tensor[]
local function define_layer(name)
  local Layer, kind = Module:extend(name), kinds[name]
  Layer.kind, Layer.forward = kind, forward
  Layer.multiply_adds, Layer.extra_repr = multiply_adds, as_written
  Layer._torch_name = torch_name
  Layer.init = arguments.define(name .. ":init",
    "self, input_size: count, hidden_size: count, {num_layers: count = 1" ..
    kind.options .. ", bias: bool = true, batch_first: bool = false, " ..
    "dropout: share = 0, bidirectional: bool = false" ..
    (kind.layer_options or "") .. "}",
    function(self, input_size, hidden_size, o)
    self.input_size, self.hidden_size = input_size, hidden_size
    self.num_layers, self.batch_first = o.num_layers, o.batch_first
    self.dropout, self.nonlinearity = o.dropout, o.nonlinearity
    self.proj_size, self.directions = o.proj_size, o.bidirectional and 2 or 1
    check_projection(self)
    make_all_weights(self, o.bias)
  end)
  recurrent[name] = Layer
end

for _, name in ipairs {"RNN", "LSTM", "GRU"} do
  define_cell(name)
  define_layer(name)
end

return recurrent
