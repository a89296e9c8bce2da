--- Marking tensors as a layer's state.

local engine = require "lunette.engine"
local options = require "lunette.options"

local parameter = {}

local function own_leaf(what, x)
  options.check(what, "data", x, "tensor")
  return x:is_leaf() and x or x:detach()
end

local read = options.reader("Parameter", "requires_grad: bool = true")

--- The tensor as a parameter: optimisers train it, state_dict saves it. A layer
--- is a plain table: a plain tensor put in a parameter's place takes it away
--- without a word. Write into it (layer.weight:copy_(x) under no_grad) or put a
--- Parameter there.
function parameter.Parameter(x, given)
  local o = read(given)
  x = engine.mark(own_leaf("Parameter", x), "parameter")
  return x:requires_grad_(o.requires_grad)
end

--- The tensor as a buffer: saved with the layer, never trained.
function parameter.Buffer(x)
  return engine.mark(own_leaf("Buffer", x), "buffer")
end

return parameter
