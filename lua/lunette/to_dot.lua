--- The graph behind a result, as text for Graphviz.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local repr = require "lunette.repr"

-- Names by tensor: of a table {name = tensor}, or of a module.
local function names_of(params)
  local names = {}
  if params == nil then return names end
  local next_of, state, first = pairs(params)
  if params.named_parameters then
    next_of, state, first = params:named_parameters()
  end
  for name, x in next_of, state, first do
    if engine.is_tensor(x) then
      local _, _, key = engine.behind(x)
      names[key] = tostring(name)
    end
  end
  return names
end

local function quoted(text)
  return '"' .. text:gsub('[\\"]', "\\%0"):gsub("\n", "\\n") .. '"'
end

local function box(x, op, name)
  local sizes = repr.shape(x)
  if op then return ("label=%s"):format(quoted(op .. "\n" .. sizes)) end
  local label = name and name .. "\n" .. sizes or sizes
  local colour = x:requires_grad() and "lightblue" or "lightgrey"
  return ("label=%s, shape=box, style=filled, fillcolor=%s"):format(
    quoted(label), colour)
end

--- The graph behind y as a Graphviz digraph, one line for each tensor and edge,
--- inputs before results: ops are ellipses, leaves boxes, blue when they
--- require a gradient. `params` names leaves: a module, or a table such as
--- {weight = w}. `print(ln.to_dot(loss))` into `dot -Tsvg`.
---
---   local layer = ln.nn.Linear(2, 1)
---   local dot = ln.to_dot(layer(ln.ones(1, 2)):sum(), {params = layer})
--- @return string
local to_dot = arguments.define("to_dot", "y: tensor, {params: table?}",
                                function(y, o)
  local names = names_of(o.params)
  local lines, ids, count = {"digraph {"}, {}, 0
  local stack = {y}
  local open = {}
  while #stack > 0 do
    local x = stack[#stack]
    local op, inputs, key = engine.behind(x)
    if ids[key] then
      stack[#stack] = nil
    elseif not open[key] then
      open[key] = true
      for k = #inputs, 1, -1 do
        if inputs[k] then stack[#stack + 1] = inputs[k] end
      end
    else
      stack[#stack] = nil
      count = count + 1
      ids[key] = count
      lines[#lines + 1] = ("  n%d [%s];"):format(count, box(x, op, names[key]))
      for _, input in ipairs(inputs) do
        if input then
          local _, _, from = engine.behind(input)
          lines[#lines + 1] = ("  n%d -> n%d;"):format(ids[from], count)
        end
      end
    end
  end
  lines[#lines + 1] = "}\n"
  return table.concat(lines, "\n")
end)

return to_dot
