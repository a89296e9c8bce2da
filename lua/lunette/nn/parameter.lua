--- Marking tensors as a layer's state.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"

local parameter = {}

local function own_leaf(x) return x:is_leaf() and x or x:detach() end

--- The tensor as a parameter: optimisers train it, state_dict saves it. A layer
--- is a plain table: a plain tensor put in a parameter's place takes it away
--- without a word. Write into it (layer.weight:copy_(x) under no_grad) or put a
--- Parameter there.
---
---   local Scale = ln.nn.Module:extend "Scale"
---   function Scale:init(n) self.gain = ln.nn.Parameter(ln.ones(n)) end
---   function Scale:forward(x) return x * self.gain end
---   local scale = Scale(3)
---   do
---     local _ <close> = ln.no_grad()
---     scale.gain:copy_(ln.tensor {1, 2, 3})
---   end
---   print(scale(ln.ones(3)))   -- {1, 2, 3}
--- @return Tensor
parameter.Parameter = arguments.define("Parameter",
  "data: tensor, {requires_grad: bool = true}", function(x, o)
  return engine.mark(own_leaf(x), "parameter"):requires_grad_(o.requires_grad)
end)

--- The tensor as a buffer: saved with the layer, never trained.
---
---   local Centre = ln.nn.Module:extend "Centre"
---   function Centre:init(mean) self.mean = ln.nn.Buffer(mean) end
---   function Centre:forward(x) return x - self.mean end
---   local layer = Centre(ln.tensor {1, 2})
---   print(#layer:parameters(), #layer:buffers())   -- 0  1
--- @return Tensor
parameter.Buffer = arguments.define("Buffer", "data: tensor", function(x)
  return engine.mark(own_leaf(x), "buffer")
end)

return parameter
