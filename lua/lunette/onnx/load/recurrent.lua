--- RNN, LSTM and GRU, with the activations that they have by default.
--
-- x: t,n,in (layout 0) or n,t,in; w: directions,blocks hidden,in; r:
-- directions,blocks hidden,hidden; b: directions,2 blocks hidden. Results: y
-- t,directions,n,hidden, and the last states.

local engine = require "lunette.engine"
local ops = require "lunette.onnx.load.ops"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local define, functions, create = ops.define, engine.functions, engine.create
local linear = functions.linear

local function block(z, k, size)
  return z:narrow(-1, (k - 1) * size + 1, size)
end

-- The states after one step: step(o, w, zx, h, c), where zx is x through its
-- weights, and w has r and b, the recurrent weight and bias.
local steps = {}

function steps.RNN(o, w, zx, h)
  local z = zx + linear(h, w.r, w.b)
  return o.activation == "Relu" and z:relu() or z:tanh()
end

-- Blocks i, o, f, c.
function steps.LSTM(o, w, zx, h, c)
  local z, size = zx + linear(h, w.r, w.b), o.hidden_size
  local i, out = block(z, 1, size):sigmoid(), block(z, 2, size):sigmoid()
  local forget, new = block(z, 3, size):sigmoid(), block(z, 4, size):tanh()
  c = forget * c + i * new
  return out * c:tanh(), c
end

-- Blocks z, r, h.
function steps.GRU(o, w, zx, h)
  local size, new = o.hidden_size
  local r, b = w.r, w.b
  local gates = (block(zx, 1, 2 * size) + linear(h, r:narrow(1, 1, 2 * size),
    b and b:narrow(1, 1, 2 * size))):sigmoid()
  local keep, reset = block(gates, 1, size), block(gates, 2, size)
  local own, bias = r:narrow(1, 2 * size + 1, size),
                    b and b:narrow(1, 2 * size + 1, size)
  if o.linear_before_reset ~= 0 then new = reset * linear(h, own, bias)
  else new = linear(reset * h, own, bias) end
  new = (block(zx, 3, size) + new):tanh()
  return new + keep * (h - new)
end

local BLOCKS = {RNN = 1, LSTM = 4, GRU = 3}
local USUAL = {RNN = "Tanh", LSTM = "Sigmoid Tanh Tanh", GRU = "Sigmoid Tanh"}
local DIRECTIONS = {forward = 1, reverse = 1, bidirectional = 2}

-- Raises on what is not computed.
local function check(name, o, lengths, peepholes)
  ops.word("direction", o.direction, "forward reverse bidirectional")
  local count = DIRECTIONS[o.direction]
  local usual = (USUAL[name] .. " "):rep(count):sub(1, -2)
  local given = o.activations and table.concat(o.activations, " ") or usual
  o.activation = name == "RNN" and given:match "%a+" or nil
  if name == "RNN" then given = given:gsub("Relu", "Tanh") end
  if given ~= usual then
    raise("activations are %s; %s are computed", given, usual)
  elseif o.clip or o.input_forget ~= 0 or lengths or peepholes then
    raise "clip, input_forget, sequence_lens and peepholes are not computed"
  end
  return count
end

-- The weights of direction k; bias of x and of h.
local function weights_of(k, w, r, b, rows)
  local both = b and b:select(1, k)
  return {w = w:select(1, k), r = r:select(1, k),
          wb = both and both:narrow(1, 1, rows),
          b = both and both:narrow(1, rows + 1, rows)}
end

-- All results of one direction, t,n,hidden, and the last states.
local function run(name, o, w, x, states, backward)
  local zx, list, length = linear(x, w.w, w.wb), {}, x:size(1)
  for k = 1, length do
    local at = backward and length + 1 - k or k
    states = {steps[name](o, w, zx:select(1, at), table.unpack(states))}
    list[at] = states[1]
  end
  return functions.stack(list), states
end

local function check_sizes(o, w, r, b, count, rows)
  local function fits(what, t, sizes)
    if t and repr.shape(t) ~= repr.sizes(sizes) then
      raise("%s is %s, %s is wanted", what, repr.shape(t), repr.sizes(sizes))
    end
  end
  fits("w", w, {count, rows, w:size(-1)})
  fits("r", r, {count, rows, o.hidden_size})
  fits("b", b, {count, 2 * rows})
end

local function all_directions(name, o, x, w, r, b, starts)
  local count, rows = #starts[1], BLOCKS[name] * o.hidden_size
  check_sizes(o, w, r, b, count, rows)
  local results, last = {}, {{}, {}}
  for k = 1, count do
    local states = {}
    for i = 1, #starts do states[i] = starts[i][k] end
    local backward = o.direction == "reverse" or k == 2
    results[k], states = run(name, o, weights_of(k, w, r, b, rows), x, states,
                             backward)
    for i, state in ipairs(states) do last[i][k] = state end
  end
  return functions.stack(results, 2), last
end

-- The first states, a list of one for each direction; zeros when not given.
local function starts_of(given, count, n, size)
  local list = {}
  for k = 1, count do
    list[k] = given and given:select(1, k) or create.zeros {n, size}
  end
  return list
end

local function recurrent(name)
  return function(o, x, w, r, b, lengths, h, c, peepholes)
    local flipped = o.layout ~= 0
    local count = check(name, o, lengths, peepholes)
    if x:dim() ~= 3 or x:size(1) == 0 then
      raise("x is %s; steps, samples and features are wanted", repr.shape(x))
    end
    if flipped then
      x, h = x:transpose(1, 2), h and h:transpose(1, 2)
      c = c and c:transpose(1, 2)
    end
    local n, starts = x:size(2), {}
    for i = 1, name == "LSTM" and 2 or 1 do
      starts[i] = starts_of(({h, c})[i], count, n, o.hidden_size)
    end
    local y, last = all_directions(name, o, x, w, r, b, starts)
    local h_last = functions.stack(last[1])
    local c_last = #last[2] > 0 and functions.stack(last[2]) or nil
    if not flipped then return y, h_last, c_last end
    return y:permute {3, 1, 2, 4}, h_last:transpose(1, 2),
           c_last and c_last:transpose(1, 2)
  end
end

for name in pairs(steps) do
  define(name, "x: tensor, w: tensor, r: tensor, b: tensor?, " ..
         "sequence_lens: ints?, initial_h: tensor?, initial_c: tensor?, " ..
         "p: tensor?", "hidden_size: int!, direction: string = forward, " ..
         "activations: strings, activation_alpha: floats, " ..
         "activation_beta: floats, clip: float, input_forget: int = 0, " ..
         "linear_before_reset: int = 0, layout: int = 0",
         recurrent(name), name == "LSTM" and 3 or 2)
end
