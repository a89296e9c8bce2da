--- ln.recompute: less memory for more time.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local node = require "lunette.node"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
require "lunette.generator" -- for undisturbed

local function check(results)
  if results.n == 0 then raise "recompute: the function returned nothing" end
  for k = 1, results.n do
    if not engine.is_tensor(results[k]) then
      raise("recompute: result %d is a %s, a tensor is wanted", k,
            type(results[k]))
    end
  end
end

local function add(list, x)
  for _, other in ipairs(list) do
    if other == x then return end
  end
  list[#list + 1] = x
end

-- The tensors that require a gradient which f read, whether given as arguments
-- or held by f; and f's results.
local function split(read, ...)
  local results = table.pack(...)
  check(results)
  for k = 1, results.n do
    if results[k]:requires_grad() then add(read, results[k]) end
  end
  return results, read
end

local function run_unrecorded(f, args)
  local _ <close> = recording.no_grad()
  return split(engine.collect(f, table.unpack(args, 1, args.n)))
end

-- Runs f again as it ran before: from the same state of the default generator,
-- which is put back afterwards.
local function run_again(f, args, state)
  local _ <close> = engine.default_generator:undisturbed()
  engine.default_generator:set_state(state)
  local _ <close> = recording.enable_grad()
  return table.pack(f(table.unpack(args, 1, args.n)))
end

-- The gradients of `read`, given those of the results.
local function gradients(again, given, read)
  local outputs, cotangents = {}, {}
  for k, g in ipairs(given) do
    if again[k]:requires_grad() then
      outputs[#outputs + 1], cotangents[#cotangents + 1] = again[k], g
    end
  end
  if #outputs == 0 then return {} end
  return engine.partials(outputs, read,
    {grad_outputs = cotangents, create_graph = recording.is_grad_enabled()})
end

-- The arguments that are tensors: overwritten, they are refused in the sweep.
local function tensors_of(args)
  local list = {}
  for k = 1, args.n do
    if engine.is_tensor(args[k]) then list[#list + 1] = args[k] end
  end
  return list
end

--- The results of f(...), of which nothing between is kept for the backward
--- sweep: f runs once more there (Chen et al., 2016, "Training deep nets with
--- sublinear memory cost"). Gradients are exact, those of tensors that f holds
--- as well, at every order; random numbers of the default generator are drawn
--- again as they were. What f changes on its side (running statistics) is
--- changed twice.
---
---   local block, x = ln.nn.Linear(8, 8), ln.randn(4, 8)
---   ln.recompute(block, x):square():mean():backward()
---   print(block.weight.grad:size())   -- {8, 8}
--- @return Tensor ...
local recompute = arguments.define("recompute", "f: callable, ...: any?",
                                   function(f, ...)
  local args = table.pack(...)
  local state = engine.default_generator:state()
  local results, read = run_unrecorded(f, args)
  if #read == 0 or not recording.is_grad_enabled() then
    return table.unpack(results, 1, results.n)
  end
  local function backward(gs)
    return gradients(run_again(f, args, state), gs, read)
  end
  return table.unpack(node("recompute", results, read, tensors_of(args),
                           backward))
end)

return recompute
