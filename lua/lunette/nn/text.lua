--- How layers print what they were made with.

local arguments = require "lunette.arguments"

local text = {}

--- {2, 2} as 2, {1, 2} as {1, 2}, text in quotes.
function text.value(v)
  if type(v) == "string" then return ("%q"):format(v) end
  if type(v) ~= "table" then return tostring(v) end
  for k = 2, #v do
    if v[k] ~= v[1] then return "{" .. table.concat(v, ", ") .. "}" end
  end
  return tostring(v[1])
end

--- ", {stride = 2}": of the options that `init` takes by name alone, those
--- whose values are not the defaults; "" when all are.
function text.options(init, values)
  local parts = {}
  for _, field in ipairs(arguments.of(init).options) do
    local shown = text.value(values[field.name])
    local plain = field.like and values[field.like]
    if shown ~= text.value(plain or arguments.default_of(field)) then
      parts[#parts + 1] = field.name .. " = " .. shown
    end
  end
  return #parts > 0 and ", {" .. table.concat(parts, ", ") .. "}" or ""
end

return text
