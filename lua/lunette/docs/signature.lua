--- Signatures, as rows of ops write them ("x, dim: dims?, {keepdim: bool =
--- false}") and as docstrings do ("nn.Linear(in_features, {bias = true})"),
--- both read into
---   {params = {{name, kind, default, optional}, ...},
---    options = the same or nil}
--- with defaults as text.

local signature = {}

-- Splits at the commas that are outside of brackets.
local function split(text)
  local parts, depth, start, quoted = {}, 0, 1, false
  for k = 1, #text + 1 do
    local c = text:sub(k, k)
    if c == '"' then quoted = not quoted end
    if c:find "[%({]" then depth = depth + 1 end
    if c:find "[%)}]" then depth = depth - 1 end
    if (c == "," and depth == 0 and not quoted) or k > #text then
      local part = text:sub(start, k - 1):match "^%s*(.-)%s*$"
      if part ~= "" then parts[#parts + 1] = part end
      start = k + 1
    end
  end
  return parts
end

-- What a default tells of the kind: a number may stand for a table as well.
local function kind_of(default)
  if default == "true" or default == "false" then return "bool" end
  if default and default:find '^"' then return "string" end
end

local function param(text)
  local name, rest = text:match "^([%w_.]+)%s*(.*)$"
  if not name or rest ~= "" and not rest:find "^[:=?]" then
    return {name = text} -- {a, b, c}, or words
  end
  local kind, mark = rest:match "^:%s*([%w_|]+)(%??)"
  mark = mark or rest:match "^%?"
  local default = rest:match "=%s*(.+)$"
  if kind and kind:find "|" and default then
    default = ("%q"):format(default)
  end
  return {name = name, kind = kind or kind_of(default), default = default,
          optional = mark == "?" or default ~= nil}
end

--- The text between the parentheses.
function signature.parse(text)
  local result = {params = {}}
  for _, part in ipairs(split(text:gsub("%s+", " "))) do
    local inside = part:match "^{(.*[=:].*)}$"
    if inside then
      result.options = {}
      for _, option in ipairs(split(inside)) do
        table.insert(result.options, param(option))
      end
    else
      table.insert(result.params, param(part))
    end
  end
  return result
end

local function show(p, in_table)
  if p.name == "..." then return p.name end
  if p.default and p.default ~= "..." then
    return p.name .. " = " .. p.default
  end
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
