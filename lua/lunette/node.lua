--- Results whose derivative is a function of Lua.

local engine = require "lunette.engine"
local recording = require "lunette.recording"

-- Several results are one node of the graph: all their elements in a row.
local function join(results)
  local _ <close> = recording.no_grad()
  local parts = {}
  for k, y in ipairs(results) do parts[k] = y:reshape(-1) end
  return engine.functions.cat(parts)
end

local function splitter(results)
  local sizes, counts = {}, {}
  for k, y in ipairs(results) do sizes[k], counts[k] = y:size(), y:numel() end
  return function(joined)
    local parts, start = {}, 1
    for k = 1, #sizes do
      parts[k] = joined:narrow(1, start, counts[k]):reshape(sizes[k])
      start = start + counts[k]
    end
    return parts
  end
end

local function wrap(y) return {y} end

--- The values of `results` (a list of tensors) as recorded results of the list
--- `inputs`. In a sweep, backward(gs, ys, saved) is given the gradients of the
--- results, these results and the list `saved` as it was given here, each with
--- its graph; it returns a list of the inputs' gradients, false for none.
local function node(name, results, inputs, saved, backward)
  local several = #results > 1
  local split = several and splitter(results) or wrap
  local values = several and join(results) or results[1]
  local y = engine.node(name, values, inputs, saved, function(g, ys, constants)
    return backward(split(g), split(ys), constants)
  end)
  return split(y)
end

return node
