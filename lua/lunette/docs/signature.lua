--- Signatures as help, the manual and the annotations show them:
---   {params = a list of fields, options = the same, or nil}
--- with fields {name, kind, default (as text), optional}.

local signature = {}

--- Of what lunette.arguments has read.
function signature.of(s)
  local params = table.move(s.places, 1, #s.places, 1, {})
  params[#params + 1] = s.rest
  return {params = params, options = #s.options > 0 and s.options or nil}
end

--- Of a function that says nothing of itself, by the names that it has for its
--- arguments, but for the first when that is the object.
function signature.of_function(f, is_method)
  local info, params = debug.getinfo(f, "uS"), {}
  if info.what == "C" then return {params = params} end
  for k = is_method and 2 or 1, info.nparams do
    params[#params + 1] = {name = debug.getlocal(f, k)}
  end
  if info.isvararg then params[#params + 1] = {name = "..."} end
  return {params = params}
end

local function show(p, in_table)
  if p.name == "..." then return p.name end
  if p.default then return p.name .. " = " .. p.default end
  if in_table then return p.name .. (p.optional and " = ..." or "") end
  return p.name .. (p.optional and "?" or "")
end

--- As a call of `name`: "sum(x, dim?, {keepdim = false})". Options without a
--- default are `name = ...`, those that have to be given `name` alone.
function signature.show(name, s)
  local parts, options = {}, {}
  for _, p in ipairs(s.params) do parts[#parts + 1] = show(p, false) end
  for _, p in ipairs(s.options or {}) do
    options[#options + 1] = show(p, true)
  end
  if s.options then
    parts[#parts + 1] = "{" .. table.concat(options, ", ") .. "}"
  end
  return ("%s(%s)"):format(name, table.concat(parts, ", "))
end

return signature
