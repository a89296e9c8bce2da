--- ln.Function: an op written in Lua, with a derivative of its own.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local node = require "lunette.node"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"

--- What forward hands to backward: tensors through save(), anything else as
--- fields. needs_input_grad[k] says whether argument k wants a gradient.
--- @class FunctionContext
local FunctionContext = {}
FunctionContext.__index = FunctionContext

--- In forward, keeps tensors for backward, arguments and results with the graph
--- behind them, so that backward can be differentiated. A tensor that is
--- neither counts as a constant there. What has been overwritten since is
--- refused.
--- @return nil
FunctionContext.save = arguments.define("ctx:save", "self, ...: tensor?",
  function(self, ...) self._saved = table.pack(...) end)

--- In backward, what save() was given, as several results.
--- @return Tensor ...
FunctionContext.saved = arguments.define("ctx:saved", "self", function(self)
  return table.unpack(self._saved, 1, self._saved.n)
end)

-- Where every tensor saved is found again: the place of a result, or of an
-- entry of `kept`.
local function places_of(saved, results)
  local places, kept = {n = saved.n}, {}
  for k = 1, saved.n do
    for i, y in ipairs(results) do
      if saved[k] == y then places[k] = {result = i} end
    end
    if saved[k] ~= nil and not places[k] then
      kept[#kept + 1] = saved[k]
      places[k] = {kept = #kept}
    end
  end
  return places, kept
end

local function check_results(name, results)
  if results.n == 0 then raise("%s: forward returned nothing", name) end
  for k = 1, results.n do
    if not engine.is_tensor(results[k]) then
      raise("%s: result %d of forward is a %s, a tensor is wanted", name, k,
            type(results[k]))
    end
  end
end

-- The gradients of the tensors among n arguments, which stand at `places`.
local function gradients_of(name, given, n, places)
  if given.n < n or given.n > n and given[given.n] ~= nil then
    raise("%s: backward gave %d gradients for %d arguments; nil stands for " ..
          "none", name, given.n, n)
  end
  local gradients = {}
  for i, k in ipairs(places) do
    local g = given[k]
    if g ~= nil and not engine.is_tensor(g) then
      raise("%s: gradient %d of backward is a %s, a tensor or nil is wanted",
            name, k, type(g))
    end
    gradients[i] = g or false
  end
  return gradients
end

-- Makes the results of forward recorded ones.
local function attach(class, ctx, args, inputs, at, results)
  local places, kept = places_of(ctx._saved, results)
  ctx._saved = nil
  return node(class.name, results, inputs, kept, function(gs, ys, constants)
    local saved = {n = places.n}
    for k = 1, places.n do
      local place = places[k]
      saved[k] = place and (ys[place.result] or constants[place.kept])
    end
    -- ctx itself must not hold its results: they hold it
    local own = setmetatable({_saved = saved}, {__index = ctx})
    local given = table.pack(class.backward(own, table.unpack(gs)))
    return gradients_of(class.name, given, args.n, at)
  end)
end

--- The base of ops written in Lua. forward(ctx, ...) runs unrecorded and
--- returns one tensor or several; backward(ctx, g, ...) is given the gradient
--- of each result and returns one for each argument (nil for what has none).
--- Under create_graph backward is recorded, and is differentiable when it is
--- written in ops of its gradient, the arguments and what was saved. g is not
--- to be written to, for others may share its values. ctx, a FunctionContext,
--- is the same in both:
---
---   local Swish = ln.Function:extend "Swish"
---   function Swish.forward(ctx, x)
---     ctx:save(x)
---     return x * x:sigmoid()
---   end
---   function Swish.backward(ctx, g)
---     local x = ctx:saved()
---     local s = x:sigmoid()
---     return g * s * (1 + x * (1 - s))
---   end
---   local y = Swish(ln.randn(3, {requires_grad = true}))
--- @class Function
--- @return Tensor ...
local Function = {name = "Function"}

local function call(class, ...)
  local args, inputs, at = table.pack(...), {}, {}
  local ctx = setmetatable({needs_input_grad = {}, _saved = {n = 0}},
                           FunctionContext)
  local wanted = false
  for k = 1, args.n do
    local is_tensor = engine.is_tensor(args[k])
    local needs = is_tensor and args[k]:requires_grad()
    ctx.needs_input_grad[k] = needs
    wanted = wanted or needs
    if is_tensor then inputs[#inputs + 1], at[#at + 1] = args[k], k end
  end
  local results
  do
    local _ <close> = recording.no_grad()
    results = table.pack(class.forward(ctx, ...))
  end
  check_results(class.name, results)
  if not (wanted and recording.is_grad_enabled()) then
    return table.unpack(results, 1, results.n)
  end
  return table.unpack(attach(class, ctx, args, inputs, at, results))
end

local function class_text(class)
  return "class " .. tostring(class.name)
end

--- A class of its own: `ln.Function:extend "Swish"`, to be given forward and
--- backward, and called like a function.
--- @return lunette.Function.class
Function.extend = arguments.define("ln.Function:extend", "self, name: string",
                                   function(self, name)
  return setmetatable({name = name}, {__index = self, __call = call,
                                      __name = name, __tostring = class_text})
end)

Function.forward = arguments.define("Function.forward", "...: any?",
  function() raise "Function: forward is not written" end)
Function.backward = arguments.define("Function.backward", "...: any?",
  function() raise "Function: backward is not written" end)

return setmetatable(Function, {__call = call, __tostring = class_text})
