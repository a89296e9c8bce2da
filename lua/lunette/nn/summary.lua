--- model:summary: what each layer gives for one sample, as a table of text.

local engine = require "lunette.engine"
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local tree = require "lunette.nn.tree"
require "lunette.generator" -- for undisturbed

local summary = {}

-- The buffers, which a forward pass may change even in evaluation mode, and a
-- closable that puts them back.
local function keep_buffers(model)
  local buffers = {}
  for k, entry in ipairs(tree.of_kind(model, "buffer")) do
    buffers[k] = {entry = entry, version = entry.value:version(),
                  copy = entry.value:detach():clone()}
  end
  return setmetatable({}, {__close = function()
    for _, b in ipairs(buffers) do
      rawset(b.entry.owner, b.entry.key, b.entry.value)
      if b.entry.value:version() ~= b.version then
        b.entry.value:copy_(b.copy)
      end
    end
  end})
end

local function zeros_for(shapes)
  local inputs = {}
  for k, shape in ipairs(shapes) do
    inputs[k] = engine.create.zeros {1, table.unpack(shape)}
  end
  return inputs
end

-- layer -> {sizes: of the first tensor it gave, without the batch's; numel: its
-- elements; multiply_adds: those of all its calls, or nil}.
local function calls_of(model, inputs)
  local calls = {}
  local _ <close> = keep_buffers(model)
  local _ <close> = model:evaluating()
  local _ <close> = engine.default_generator:undisturbed()
  local _ <close> = recording.no_grad()
  model.watched(function(layer, given, y)
    if not engine.is_tensor(y) then return end
    local sizes = table.move(y:size(), 2, y:dim(), 1, {})
    local before = calls[layer] or {}
    local count = layer:multiply_adds(given, y)
    calls[layer] = {
      sizes = repr.sizes(sizes), numel = y:numel(),
      multiply_adds = count and count + (before.multiply_adds or 0),
    }
  end, function() model(table.unpack(inputs)) end)
  return calls
end

local function thousands(n)
  n = math.tointeger(n)
  local reversed = ("%d"):format(n):reverse():gsub("(%d%d%d)", "%1,")
  return (reversed:reverse():gsub("^,", ""))
end

local BYTES = engine.real == "double" and 8 or 4

-- A number of elements as the memory they take: "1.5 KiB".
local function memory(elements)
  local size, units, k = elements * BYTES, {"B", "KiB", "MiB", "GiB", "TiB"}, 1
  while size >= 1024 and k < #units do size, k = size / 1024, k + 1 end
  return (k == 1 and "%d %s" or "%.1f %s"):format(size, units[k])
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
  local width, lines = {0, 0, 0, 0, 0}, {}
  for _, row in ipairs(rows) do
    for k = 1, 5 do width[k] = math.max(width[k], #row[k]) end
  end
  for k, row in ipairs(rows) do
    local cells = {}
    for i, text in ipairs(row) do
      local blank = (" "):rep(width[i] - #text)
      cells[i] = i <= 2 and text .. blank or blank .. text
    end
    lines[k] = table.concat(cells, "  "):gsub(" +$", "")
  end
  return lines
end

local function row_of(path, layer, seen, own)
  local leaf = #layer:children() == 0
  return {
    title(path, layer), seen and seen.sizes or "not called",
    own and thousands(own) or "",
    seen and seen.multiply_adds and thousands(seen.multiply_adds) or "",
    seen and leaf and memory(seen.numel) or "",
  }
end

local function elements_of(list)
  local n = 0
  for _, x in ipairs(list) do n = n + x:numel() end
  return n
end

--- The text for `model`, given the shape of one sample of each input.
function summary.of(model, ...)
  local calls = calls_of(model, zeros_for {...})
  local counts, total, trained = own_parameters(model)
  local rows = {{"layer", "output", "parameters", "multiply-adds", "memory"}}
  local multiply_adds, results = 0, 0
  for path, layer in model:named_modules() do
    local seen = calls[layer]
    rows[#rows + 1] = row_of(path, layer, seen, counts[layer])
    multiply_adds = multiply_adds + (seen and seen.multiply_adds or 0)
    if seen and #layer:children() == 0 then results = results + seen.numel end
  end
  local lines = aligned(rows)
  lines[#lines + 1] = ("%s parameters, %s of them trained; %s multiply-adds")
    :format(thousands(total), thousands(trained), thousands(multiply_adds))
  lines[#lines + 1] = ("%s of parameters and buffers, %s of results")
    :format(memory(total + elements_of(model:buffers())), memory(results))
  return table.concat(lines, "\n")
end

return summary
