--- Hooks around the calls of a layer, for lunette.nn.module. A layer's stand in
--- its field _hooks, a plain table of lists by kind, so that a clone has them.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Function = require "lunette.function"
local repr = require "lunette.repr"

local hooks = {}

-- Hooks may remove themselves while they run, so a copy is walked.
local function hooks_of(layer, kind)
  local list = layer._hooks and layer._hooks[kind] or {}
  return table.move(list, 1, #list, 1, {})
end

-- ---- registering ----

local Handle = {__name = "Handle"}
Handle.__index = Handle

--- Takes the hook off its layer; once is enough.
Handle.remove = arguments.define("handle:remove", "self", function(self)
  for k, f in ipairs(self.list) do
    if rawequal(f, self.hook) then
      table.remove(self.list, k)
      return
    end
  end
end)

function Handle:__close() self:remove() end
repr.class(Handle)

--- Adds f to the layer's hooks of a kind: forward_pre, forward, full_backward.
function hooks.register(layer, kind, f)
  layer._hooks = rawget(layer, "_hooks") or {}
  local list = layer._hooks[kind] or {}
  layer._hooks[kind] = list
  -- One function registered twice is two hooks.
  local function hook(...) return f(...) end
  list[#list + 1] = hook
  return setmetatable({list = list, hook = hook}, Handle)
end

-- ---- the backward sweep ----

local function run_backward(call, grad_input)
  for _, f in ipairs(hooks_of(call.layer, "full_backward")) do
    local given = f(call.layer, grad_input, call.grad_output)
    if given ~= nil then
      grad_input = arguments.check("register_full_backward_hook",
                                   "what hook returns", given, "table")
    end
  end
  return grad_input
end

-- The tensors of a list, by position, n in all.
local function pass_through(list, n)
  local same = {}
  for k = 1, n do same[k] = list[k]:alias() end
  return table.unpack(same, 1, n)
end

-- Gives the tensors as they are. In the sweep the results' gate comes first and
-- keeps the gradients it is given; the inputs' gate runs the hooks with both.
local Gate = Function:extend "full_backward_hook"

function Gate.forward(ctx, call, is_input, ...)
  ctx.call, ctx.is_input, ctx.n = call, is_input, select("#", ...)
  return pass_through({...}, ctx.n)
end

function Gate.backward(ctx, ...)
  local g, call = {...}, ctx.call
  if ctx.is_input then
    g = run_backward(call, g)
  else
    call.grad_output = g
    if not call.has_input then run_backward(call, {}) end
  end
  return nil, nil, table.unpack(g, 1, ctx.n)
end

-- `list` with its tensors led through a gate; whether one wants a gradient.
local function gated(call, is_input, list)
  local tensors, places, wanted = {}, {}, false
  for k = 1, list.n do
    if engine.is_tensor(list[k]) then
      tensors[#tensors + 1], places[#places + 1] = list[k], k
      wanted = wanted or list[k]:requires_grad()
    end
  end
  if not wanted then return list, false end
  local through = {Gate(call, is_input, table.unpack(tensors))}
  local copy = table.move(list, 1, list.n, 1, {n = list.n})
  for i, k in ipairs(places) do copy[k] = through[i] end
  return copy, true
end

-- ---- around forward ----

local function as_inputs(given, before)
  if given == nil then return before end
  if type(given) ~= "table" or getmetatable(given) then given = {given} end
  given.n = given.n or #given
  return given
end

--- The inputs (a list with its length in n) as the layer is to have them, and
--- what hooks.after is to be told.
function hooks.before(layer, inputs)
  for _, f in ipairs(hooks_of(layer, "forward_pre")) do
    inputs = as_inputs(f(layer, inputs), inputs)
  end
  if #hooks_of(layer, "full_backward") == 0 then return inputs end
  local call = {layer = layer}
  inputs, call.has_input = gated(call, true, inputs)
  return inputs, call
end

--- The results as the caller is to have them.
function hooks.after(layer, inputs, results, call)
  if call then results = gated(call, false, results) end
  for _, f in ipairs(hooks_of(layer, "forward")) do
    local given = table.pack(f(layer, inputs,
                               table.unpack(results, 1, results.n)))
    if given[1] ~= nil then results = given end
  end
  return results
end

return hooks
