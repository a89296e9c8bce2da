--- model:summary: what each layer gives for one sample, as a table of text.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"
local tree = require "lunette.nn.tree"

local summary = {}

-- Parameters and all else that a forward pass may change, and a closable that
-- puts it back.
local function keep_as_it_is(model)
  local flags, buffers = {}, {}
  for _, layer in ipairs(model:modules()) do
    flags[layer] = rawget(layer, "training")
    if flags[layer] == nil then flags[layer] = "inherited" end
  end
  for k, entry in ipairs(tree.of_kind(model, "buffer")) do
    buffers[k] = {entry = entry, version = entry.value:version(),
                  copy = entry.value:detach():clone()}
  end
  local drawn = engine.default_generator:state()
  return setmetatable({}, {__close = function()
    for layer, flag in pairs(flags) do
      if flag == "inherited" then flag = nil end
      rawset(layer, "training", flag)
    end
    for _, b in ipairs(buffers) do
      rawset(b.entry.owner, b.entry.key, b.entry.value)
      if b.entry.value:version() ~= b.version then
        b.entry.value:copy_(b.copy)
      end
    end
    engine.default_generator:set_state(drawn)
  end})
end

local function zeros_for(shapes)
  if #shapes == 0 then
    raise("summary: the shape of one sample is missing: summary {1, 28, 28}")
  end
  local inputs = {}
  for k, shape in ipairs(shapes) do
    options.check("summary", "shape", shape, "table")
    inputs[k] = engine.create.zeros {1, table.unpack(shape)}
  end
  return inputs
end

-- layer -> sizes of the first tensor it gave, without the batch's.
local function output_sizes(model, inputs)
  local sizes = {}
  local _ <close> = keep_as_it_is(model)
  local _ <close> = recording.no_grad()
  model:eval()
  model.watched(function(layer, y)
    if not engine.is_tensor(y) then return end
    sizes[layer] = options.sizes_text(table.move(y:size(), 2, y:dim(), 1, {}))
  end, function() model(table.unpack(inputs)) end)
  return sizes
end

local function thousands(n)
  local reversed = ("%d"):format(n):reverse():gsub("(%d%d%d)", "%1,")
  return (reversed:reverse():gsub("^,", ""))
end

-- How many numbers the layer itself holds, those below it left out.
local function own_parameters(model)
  local counts, total, trained = {}, 0, 0
  for _, entry in ipairs(tree.of_kind(model, "parameter")) do
    local n = entry.value:numel()
    counts[entry.parent] = (counts[entry.parent] or 0) + n
    total = total + n
    if entry.value:requires_grad() then trained = trained + n end
  end
  return counts, total, trained
end

local function title(path, layer)
  if path == "" then return layer.__name end
  local depth = select(2, path:gsub("%.", ""))
  return ("%s%s %s"):format(("  "):rep(depth + 1), path:match "[^.]*$",
                            #layer:children() > 0 and layer.__name or
                            tostring(layer))
end

local function aligned(rows)
  local width, lines = {0, 0, 0}, {}
  for _, row in ipairs(rows) do
    for k = 1, 3 do width[k] = math.max(width[k], #row[k]) end
  end
  local form = ("%%-%ds  %%-%ds  %%%ds"):format(table.unpack(width))
  for k, row in ipairs(rows) do
    lines[k] = form:format(table.unpack(row)):gsub(" +$", "")
  end
  return lines
end

--- The text for `model`, given the shape of one sample of each input.
function summary.of(model, ...)
  local sizes = output_sizes(model, zeros_for {...})
  local counts, total, trained = own_parameters(model)
  local rows = {{"layer", "output", "parameters"}}
  for path, layer in model:named_modules() do
    rows[#rows + 1] = {title(path, layer), sizes[layer] or "not called",
                       counts[layer] and thousands(counts[layer]) or ""}
  end
  local lines = aligned(rows)
  lines[#lines + 1] = ("%s parameters, %s of them trained"):format(
    thousands(total), thousands(trained))
  return table.concat(lines, "\n")
end

return summary
