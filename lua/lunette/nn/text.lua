--- How layers print what they were made with.

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

--- ", {stride = 2}": the options, in this order, that differ from what `read`
--- makes of none; "" when none does.
function text.options(names, values, read)
  local plain, parts = read(), {}
  for _, name in ipairs(names) do
    local shown = text.value(values[name])
    if shown ~= text.value(plain[name]) then
      parts[#parts + 1] = name .. " = " .. shown
    end
  end
  return #parts > 0 and ", {" .. table.concat(parts, ", ") .. "}" or ""
end

return text
