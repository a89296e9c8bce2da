--- Calls of all that is made of tensors: calls.all lists the rows, functions and
--- functions of layers that have samples, {name, sample, family, call}.
local engine = require "lunette.engine"
local ln = require "lunette"
local modules = require "lunette.functions"
local samples = require "spec.support.samples"

local calls = {all = {}}

local function add(row)
  if row.sample then table.insert(calls.all, row) end
end

for _, row in ipairs(engine.ops()) do add(row) end
for name, sample in pairs(require "spec.functions.samples") do
  add {name = name, sample = sample, family = modules[name]:match "[^.]+$"}
end
for name, sample in pairs(require "spec.nn.functional.samples") do
  add {name = name, sample = sample, call = ln.nn.functional[name]}
end

--- Raises what look(row, leaves, call) says of one of the row's samples, if
--- anything.
function calls.look(row, look)
  for sample in (row.sample .. ";"):gmatch "%s*(.-);" do
    local said = look(row, samples.prepare(row, sample, samples.plain, samples.itself))
    if said then error(("%s(%s): %s"):format(row.name, sample, said), 0) end
  end
end

return calls
