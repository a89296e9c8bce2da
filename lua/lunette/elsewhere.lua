--- What users of other toolkits reach for: what there is instead.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local elsewhere = {}

--- Names that move things to a device or convert them to a type.
elsewhere.of_devices = {
  to = true, cuda = true, cpu = true, device = true, is_cuda = true,
  float = true, half = true, double = true, bfloat16 = true, long = true,
  int = true, short = true, byte = true, char = true,
}

--- Raises the mistake in using one of them.
function elsewhere.refuse_device(name)
  raise("%s: Lunette runs on the processor, in one scalar type for all " ..
        "tensors (%s here): there is nothing to move or to convert", name,
        engine.real)
end

local written_by = {
  requires_grad = "x:requires_grad_(true)",
  data = "x:copy_(y), under ln.no_grad()",
}

local function names_of(t)
  local names = {}
  for name in pairs(t) do names[#names + 1] = name end
  return names
end

-- Raises that a tensor has no field `name`, which was read or written.
engine.set_no_field(function(name, is_written)
  if not is_written and elsewhere.of_devices[name] then
    elsewhere.refuse_device(name)
  end
  local other = is_written and written_by[name] or
                not is_written and require "lunette.instead".of(name)
  if other then raise("a tensor has no field %s; see %s", name, other) end
  raise("a tensor has no field or method %s%s", name,
        arguments.near_text(name, names_of(engine.methods)))
end)

return elsewhere
