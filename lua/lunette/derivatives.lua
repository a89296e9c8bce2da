--- Derivatives of functions, as torch.autograd.functional has them.
--
-- f takes the inputs (one tensor, or a table of them unpacked) and returns one
-- tensor or several. Results have the form of what they belong to: a tensor for
-- one given alone, else a table. Without create_graph all is done on detached
-- inputs and the results are constants.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local derivatives = {}

local grad, create = engine.grad, engine.create

local function as_list(owner, name, value)
  if engine.is_tensor(value) then return {value}, true end
  if type(value) ~= "table" or #value == 0 then
    raise("%s: %s is %s, a tensor or a table of tensors is wanted", owner, name,
      type(value) == "table" and "an empty table" or "a " .. type(value))
  end
  for k, x in ipairs(value) do
    if not engine.is_tensor(x) then
      raise("%s: %s[%d] is a %s, a tensor is wanted", owner, name, k, type(x))
    end
  end
  return value, false
end

-- Leaves of their own; or, when the results are to be differentiated, nodes
-- behind which the inputs stand.
local function prepare(inputs, create_graph)
  local own = {}
  for k, x in ipairs(inputs) do
    if create_graph and x:requires_grad() then
      own[k] = x:alias()
    else
      own[k] = x:detach():requires_grad_()
    end
  end
  return own
end

local function form(list, alone)
  if alone then return list[1] end
  return list
end

local function detach_all(list)
  for k, x in ipairs(list) do list[k] = x:detach() end
  return list
end

-- v beside the tensors it belongs to; ones when those are one number.
local function cotangents(owner, v, list, what)
  if v == nil then
    if #list == 1 and list[1]:numel() == 1 then
      return {create.ones(list[1]:size())}
    end
    raise("%s: v may be left out only for a function of one number", owner)
  end
  v = as_list(owner, "v", v)
  if #v ~= #list then
    raise("%s: %d %s and %d tensors in v", owner, #list, what, #v)
  end
  for k, x in ipairs(list) do
    local a, b = repr.shape(x), repr.shape(v[k])
    if a ~= b then
      raise("%s: v[%d] is %s, a tensor of %s is wanted", owner, k, b, a)
    end
  end
  return v
end

-- Gradients of the recorded ones among `outputs`, zeros where there is none.
local function sweep(outputs, inputs, v, create_graph)
  local ys, gs = {}, {}
  for k, y in ipairs(outputs) do
    if y:requires_grad() then ys[#ys + 1], gs[#gs + 1] = y, v[k] end
  end
  local got = #ys == 0 and {} or grad(ys, inputs, {grad_outputs = gs,
    create_graph = create_graph, retain_graph = true, allow_unused = true})
  for k, x in ipairs(inputs) do got[k] = got[k] or create.zeros(x:size()) end
  return got
end

local function evaluate(owner, f, inputs)
  local results = table.pack(f(table.unpack(inputs)))
  if results.n == 1 and type(results[1]) == "table" then
    return {table.unpack((as_list(owner, "the result", results[1])))}, false
  end
  for k = 1, results.n do as_list(owner, "the result", results[k]) end
  if results.n == 0 then raise("%s: the function returned nothing", owner) end
  return results, results.n == 1
end

-- What all of them share: inputs prepared, f run, recorded.
local function start(owner, f, inputs, create_graph)
  local list, alone = as_list(owner, "inputs", inputs)
  local own = prepare(list, create_graph)
  local ys, one = evaluate(owner, f, own)
  return {create_graph = create_graph, inputs = own, alone = alone,
          outputs = ys, one = one}
end

local function finish(run, result, alone)
  if not run.create_graph then
    detach_all(result)
    detach_all(run.outputs)
  end
  return form(run.outputs, run.one), form(result, alone)
end

local PLAIN = "func: callable, inputs: tensor|tensors, " ..
  "{create_graph: bool = false}"
local WITH_V = "func: callable, inputs: tensor|tensors, v: tensor|tensors?, " ..
               "{create_graph: bool = false}"

--- func(inputs) and v^T J, with J the Jacobian and v of the form of func's
--- results (ones by default for one number).
---
---   local function f(x) return x ^ 2 end
---   local y, slope = ln.vjp(f, ln.tensor {1, 2}, ln.tensor {1, 1})
---   print(slope)   -- {2, 4}
--- @return Tensor
--- @return Tensor|Tensor[]
derivatives.vjp = arguments.define("vjp", WITH_V,
  function(func, inputs, v, o)
  local _ <close> = recording.enable_grad()
  local run = start("vjp", func, inputs, o.create_graph)
  v = cotangents("vjp", v, run.outputs, "results")
  return finish(run, sweep(run.outputs, run.inputs, v, run.create_graph),
                run.alone)
end)

--- func(inputs) and J v, v of the form of the inputs: the slope of func along
--- v. Two backward sweeps: v^T J is linear in v, and its own derivative in that
--- direction is J v.
---
---   local function f(x) return x ^ 2 end
---   local y, slope = ln.jvp(f, ln.tensor {1, 2}, ln.tensor {1, 0})
---   print(slope)   -- {2, 0}
--- @return Tensor|Tensor[]
--- @return Tensor|Tensor[]
derivatives.jvp = arguments.define("jvp", WITH_V,
  function(func, inputs, v, o)
  local _ <close> = recording.enable_grad()
  local run = start("jvp", func, inputs, o.create_graph)
  v = cotangents("jvp", v, run.inputs, "inputs")
  local dummies = {}
  for k, y in ipairs(run.outputs) do
    dummies[k] = create.zeros(y:size(), {requires_grad = true})
  end
  local back = sweep(run.outputs, run.inputs, dummies, true)
  return finish(run, sweep(back, dummies, v, run.create_graph), run.one)
end)

local function one_number(owner, outputs)
  if #outputs ~= 1 or outputs[1]:numel() ~= 1 then
    raise("%s: the function must give one number, this one gives %s", owner,
      #outputs == 1 and repr.shape(outputs[1]) or
      #outputs .. " tensors")
  end
end

--- func(inputs) and H v, with H the Hessian of func, which gives one number.
--- Its cost is two gradients.
---
---   local function f(x) return (x ^ 3):sum() end
---   local y, hv = ln.hvp(f, ln.tensor {1, 2}, ln.tensor {1, 1})
---   print(hv)   -- {6, 12}
--- @return Tensor
--- @return Tensor|Tensor[]
derivatives.hvp = arguments.define("hvp", WITH_V,
  function(func, inputs, v, o)
  local _ <close> = recording.enable_grad()
  local run = start("hvp", func, inputs, o.create_graph)
  one_number("hvp", run.outputs)
  v = cotangents("hvp", v, run.inputs, "inputs")
  local one = {create.ones(run.outputs[1]:size())}
  local first = sweep(run.outputs, run.inputs, one, true)
  return finish(run, sweep(first, run.inputs, v, run.create_graph), run.alone)
end)

local function joined(a, b)
  return table.move(b, 1, #b, #a + 1, table.move(a, 1, #a, 1, {}))
end

-- J[k] of one result y: y's sizes, then those of input k.
local function rows(y, inputs, create_graph)
  local n, found = y:numel(), {}
  for k = 1, #inputs do found[k] = {} end
  local flat = y:reshape(-1)
  for i = 1, n do
    local got = sweep({flat[i]}, inputs, {create.ones {}}, create_graph)
    for k, g in ipairs(got) do found[k][i] = g end
  end
  for k, x in ipairs(inputs) do
    local sizes = joined(y:size(), x:size())
    found[k] = n > 0 and engine.functions.stack(found[k]):reshape(sizes) or
               create.zeros(sizes)
  end
  return found
end

local function matrix(outputs, inputs, one, alone, create_graph)
  local all = {}
  for k, y in ipairs(outputs) do
    local row = rows(y, inputs, create_graph)
    if not create_graph then detach_all(row) end
    all[k] = form(row, alone)
  end
  return form(all, one)
end

--- J, of the sizes of the result followed by those of the input; J[j] for
--- several inputs, J[i] for several results, J[i][j] for both. One sweep for
--- each element of the results.
---
---   local J = ln.jacobian(function(x) return x ^ 2 end, ln.tensor {1, 2})
---   print(J)   -- {{2, 0}, {0, 4}}
--- @return Tensor|Tensor[][]
derivatives.jacobian = arguments.define("jacobian", PLAIN,
  function(func, inputs, o)
  local _ <close> = recording.enable_grad()
  local run = start("jacobian", func, inputs, o.create_graph)
  return matrix(run.outputs, run.inputs, run.one, run.alone, run.create_graph)
end)

--- The second derivatives of func, which gives one number: the input's sizes
--- twice; H[i][j] for several inputs.
---
---   local function f(x) return (x ^ 3):sum() end
---   print(ln.hessian(f, ln.tensor {1, 2}))   -- {{6, 0}, {0, 12}}
--- @return Tensor|Tensor[][]
derivatives.hessian = arguments.define("hessian", PLAIN,
  function(func, inputs, o)
  local _ <close> = recording.enable_grad()
  local run = start("hessian", func, inputs, o.create_graph)
  one_number("hessian", run.outputs)
  local one = {create.ones(run.outputs[1]:size())}
  local first = sweep(run.outputs, run.inputs, one, true)
  return matrix(first, run.inputs, run.alone, run.alone, run.create_graph)
end)

return derivatives
